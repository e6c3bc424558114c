"""The values of a record in words, as they are told before they go into a file for another program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from unknot.exchange import Agreement, Answered, Measured, Planned, Reacted
from unknot.refer import LetterItem
from unknot.refer import letter as items
from unknot_app.actions.days import day_in_words
from unknot_app.actions.held import Held


@dataclass(frozen=True)
class HeldInWords:
    """An item in words: its title, the answers in it, its lines."""

    title: str
    quoted: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


def in_words_of(item: LetterItem, held: Held) -> HeldInWords | None:
    """Return an item of values in words; None for one that is no value."""
    if item.id.startswith(items.MEASURED):
        return _measured(held.measured[item.id.removeprefix(items.MEASURED)])
    if item.id in held.reactions:
        return HeldInWords(gettext("How my body answered"), lines=tuple(map(_reacted, held.reactions[item.id])))
    if item.id == items.COMPLAINT and held.complaint:
        return HeldInWords(held.complaint.text)
    if item.id == items.PLAN and held.plan:
        return _plan(held.plan)
    if item.id == items.AGREED:
        return HeldInWords("", lines=tuple(map(_agreed, held.agreements)))
    return None


def _measured(ones: Sequence[Measured]) -> HeldInWords:
    last = ones[-1]
    return HeldInWords(last.name, tuple(map(_said, last.answers)), tuple(dict.fromkeys(_score(one) for one in ones)))


def _score(one: Measured) -> str:
    said = {"day": day_in_words(one.at), "score": f"{one.score:.4g}", "unit": gettext(one.unit) if one.unit else ""}
    line = (gettext("%(day)s: %(score)s %(unit)s") % said).strip()
    return f"{line}, {one.where}" if one.where else line


def _said(one: Answered) -> tuple[str, str]:
    given = "; ".join(words for _, words in one.given) if isinstance(one.given, tuple) else str(one.given)
    return one.question.text, given


def _reacted(one: Reacted) -> str:
    said = {"day": day_in_words(one.at), "hours": one.after_h, "events": "; ".join(one.events)}
    return gettext("%(day)s, %(hours)s hours after a session: %(events)s") % said


def _plan(plan: Planned) -> HeldInWords:
    return HeldInWords(gettext("The plan of %(day)s") % {"day": day_in_words(plan.made_at)}, lines=plan.steps)


def _agreed(one: Agreement) -> str:
    return "; ".join(_agreement(one))


def _agreement(one: Agreement) -> Iterator[str]:
    yield f"{day_in_words(one.at)}: {one.statement.rstrip('.')}"
    if one.giver:
        yield gettext("with %(name)s") % {"name": one.giver}
    if one.until:
        yield gettext("until %(day)s") % {"day": day_in_words(one.until)}
