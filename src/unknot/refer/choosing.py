"""Choosing a therapist: titles and certificates, how each is checked by hand, what to ask, what speaks against one.

A licence is the right to practise; it says nothing of trigger points. Whether somebody knows them is asked, never
inferred, and no therapist is ever called checked as a whole: each check stands by itself, with how and when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from pydantic import Field

from unknot.knowledge import Entry, Names, Reader
from unknot.refer.data import load_refer_data


class HandCheck(Entry):
    """Something that is looked up by hand, step by step; a domain is typed, never opened from a page."""

    name: str
    text: str
    steps: Names = Field(min_length=1)
    domain: str = ""


class Register(HandCheck):
    """Where a licence, or what stands in for it, is looked up."""

    where: str
    limit: str = ""


class Licence(Register):
    """The right to practise in one country."""

    id: str
    country: str


class Certificate(HandCheck):
    """A further training; `trigger_point` says how much it tells of trigger points."""

    id: str
    countries: Names = Field(min_length=1)
    issuer: str
    trigger_point: Literal["strong", "moderate", "weak", "none"]


class NegativeCheck(HandCheck):
    """A list on which a therapist should not stand; some are looked at while a list is loaded."""

    id: str
    country: str
    is_automatic: bool = False


class CheckKind(Entry):
    """What somebody can look at themselves, in which ways, and after how many days it is old; 0 never."""

    id: str
    name: str
    ways: Names = Field(min_length=1)
    again_after_days: int = Field(default=0, ge=0)

    def is_old(self, seen_on: date, today: date) -> bool:
        """Return whether a check of that day has to be made again."""
        return bool(self.again_after_days) and today - seen_on > timedelta(days=self.again_after_days)


class CheckWay(Entry):
    """How somebody knows, from what was told to a document that they saw."""

    id: str
    name: str


class QuestionToAsk(Entry):
    """A question to a therapist, and what a good answer holds."""

    id: str
    text: str
    listen_for: str
    in_message: bool = False


class BadSign(Entry):
    """What speaks against a therapist, and why; an urgent one is a reason to leave."""

    id: str
    text: str
    reason: str
    is_urgent: bool = False


class Message(Entry):
    """What stands round the questions in a message to a therapist."""

    text: str
    opening: str
    closing: str


@dataclass(frozen=True)
class ChoosingData:
    """All facts of choosing a therapist, names resolved."""

    licences: dict[str, Licence]
    elsewhere: Register
    certificates: dict[str, Certificate]
    negative_checks: dict[str, NegativeCheck]
    check_kinds: dict[str, CheckKind]
    check_ways: dict[str, CheckWay]
    questions: dict[str, QuestionToAsk]
    bad_signs: dict[str, BadSign]
    message: Message

    @property
    def countries(self) -> tuple[str, ...]:
        """Return the codes of the countries of which something is known, in their order in the data."""
        licences = (one.country for one in self.licences.values())
        certificates = (code for one in self.certificates.values() for code in one.countries)
        return tuple(dict.fromkeys((*licences, *certificates)))


@cache
def load_choosing_data() -> ChoosingData:
    """Return the facts of choosing a therapist, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid; all faults are listed.
    """
    reader, titles, words = Reader("refer"), "qualifications.toml", "choosing.toml"
    data = ChoosingData(
        licences=reader.entries(titles, "licence", Licence),
        elsewhere=reader.section(titles, "elsewhere", Register),
        certificates=reader.entries(titles, "certificate", Certificate),
        negative_checks=reader.entries(titles, "negative_check", NegativeCheck),
        check_kinds=reader.entries(titles, "check", CheckKind),
        check_ways=reader.entries(titles, "way", CheckWay),
        questions=reader.entries(words, "question", QuestionToAsk),
        bad_signs=reader.entries(words, "bad_sign", BadSign),
        message=reader.section(words, "message", Message),
    )
    for kind in data.check_kinds.values():
        reader.resolve(titles, kind.id, "way", kind.ways, data.check_ways)
    reader.resolve(titles, "licence", "country", data.countries, load_refer_data().countries)
    titled = (data.licences, data.certificates, data.negative_checks, data.check_kinds, data.check_ways)
    for table in titled:
        reader.resolve_sources(titles, table.items())
    reader.resolve_sources(titles, [("elsewhere", data.elsewhere)])
    reader.resolve_sources(words, [*data.questions.items(), *data.bad_signs.items(), ("message", data.message)])
    reader.finish()
    return data
