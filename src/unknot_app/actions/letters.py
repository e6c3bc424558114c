"""Letters of a person's own record: what may go into one, and what was made of it, for whom and when."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from unknot.errors import UnknotError
from unknot.knowledge import knowledge_version
from unknot.refer import FILE, AtHand, LetterKind, letter_items, question_asked
from unknot.screen import read_answers
from unknot.screen.interview import still_readable
from unknot.treat import read_session_record
from unknot_app.actions.drawing import read_painted
from unknot_app.actions.fhir_file import values_of
from unknot_app.actions.held import Held, held_by
from unknot_app.actions.letter_in_words import Part, Recorded, Written, compose, parts_of
from unknot_app.actions.outcome import outcome_of
from unknot_app.actions.progress import progress_of
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.actions.typed import one_line, readable
from unknot_app.records.models import LONGEST_NAME, Letter, Person
from unknot_app.records.queries import treatments_of

LONGEST_QUESTION, LONGEST_REMARK = 1_000, 3_000


class NotAsSeen(UnknotError):  # noqa: N818 - it is a state of a page, not a fault
    """The record changed after the letter was looked at; nothing was kept."""

    def __init__(self) -> None:
        super().__init__("the letter is not as it was seen")


@dataclass(frozen=True)
class Draft:
    """A letter that can be written: what may go in, and the question that is offered."""

    kind: LetterKind
    recorded: Recorded
    parts: tuple[Part, ...]
    offered_typed: Written

    def content(self, chosen: Collection[str], written: Written) -> dict[str, Any]:
        content = compose(self.kind, self.recorded, self.parts, chosen, written)
        if self.kind != FILE:
            return content
        return {**content, "values": values_of(self.recorded, self.parts, chosen, written)}

    @property
    def offered(self) -> frozenset[str]:
        """Return the items that are ticked at first."""
        return frozenset(part.item.id for part in self.parts if part.item.is_ticked)


def draft_of(person: Person, kind: LetterKind, now: datetime) -> Draft | None:
    """Return what a letter may hold; None before the questions were answered."""
    standing = standing_of(person, now)
    if not standing.is_answered:
        return None
    recorded = _recorded(standing, kind)
    items, question = letter_items(kind, recorded.at_hand), question_asked(kind, recorded.at_hand)
    offered = Written(name=_name_of(person), question=gettext(question) if question else "")
    return Draft(kind, recorded, parts_of(kind, recorded, items), offered)


def _name_of(person: Person) -> str:
    """Return the name that is offered; whoever is here alone is called "Me", which no doctor would understand."""
    return "" if person.name == gettext("Me") else person.name


def _recorded(standing: Standing, kind: LetterKind) -> Recorded:
    assert standing.judged  # asked only of somebody who answered
    asked, said = standing.judged.input, standing.judged.output
    drawing, painted = standing.drawing, read_painted(standing.drawing)
    day = date.fromisoformat(asked["as_of"])
    outcome = outcome_of(asked, said)
    ended = treatments_of(standing.person).exclude(ended_at=None)
    going = progress_of(standing.person, standing.now)
    answers = read_answers(still_readable(asked["answers"], day), day)
    held = held_by(standing, answers) if kind == FILE else None
    at_hand = AtHand(
        urgency=said["urgency"],
        session=said["session"],
        rules=tuple(advice["rule"] for advice in said["advice"]),
        answers=answers,
        has_drawing=painted is not None,
        sessions=len(ended),
        is_measured=any(one.course.change for one in (going.pain, going.function) if one),
        **(_more_at_hand(held) if held else {}),
    )
    return Recorded(
        today=standing.today,
        at_hand=at_hand,
        outcome=outcome,
        limits=said["limits"],
        answered_on=day,
        painted=painted,
        painted_at=drawing.confirmed_at if drawing else None,
        drawing_id=drawing.id if drawing and painted else None,
        sessions=tuple(read_session_record(one.record) for one in ended),
        going=going,
        held=held,
    )


def _more_at_hand(held: Held) -> dict[str, Any]:
    return {
        "measured": tuple(held.measured),
        "reactions": tuple(held.reactions),
        "has_plan": held.plan is not None,
        "is_agreed": bool(held.agreements),
    }


def written(name: str, recipient: str, question: str, remark: str) -> Written:
    """Return what was typed, without hidden signs and no longer than it may be."""
    return Written(
        name=one_line(name)[:LONGEST_NAME],
        recipient=one_line(recipient)[:LONGEST_NAME],
        question=readable(question).strip()[:LONGEST_QUESTION],
        remark=readable(remark).strip()[:LONGEST_REMARK],
    )


def seal_of(content: dict[str, Any]) -> str:
    """Return a mark by which a letter that is kept is known to be the one that was seen."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def shows_drawing(content: Mapping[str, Any]) -> bool:
    return any(section["id"] == "drawing" for section in content["sections"])


def keep_letter(
    person: Person, kind: LetterKind, chosen: Collection[str], typed: Written, seal: str, now: datetime
) -> Letter:
    """Keep a letter as it was seen, with what is in it, for whom and when.

    Raises
    ------
    NotAsSeen
        If the record changed meanwhile, so that the letter would say something else; nothing is kept.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        draft = draft_of(person, kind, now)
        if draft is None:
            raise NotAsSeen
        content = draft.content(chosen, typed)
        if seal_of(content) != seal:
            raise NotAsSeen
        return Letter.objects.create(
            person=person,
            made_at=now,
            kind=kind,
            recipient=typed.recipient,
            items=[part.item.id for part in draft.parts if part.item.id in chosen],
            content=content,
            drawing_id=draft.recorded.drawing_id if shows_drawing(content) else None,
            knowledge_version=knowledge_version(),
        )
