"""A health record from elsewhere prefills the screening: each thing is told, and set only once it was confirmed.

Confirmed items are ticked on their lists, and nothing more: the person meets them there, says what exactly holds, and
is asked everything else. What was answered already is not changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from unknot.errors import BadInput
from unknot.exchange import HealthRecord, Stated, read_health_record, understand
from unknot.screen import load_screen_data, read_answers
from unknot.screen.data.cards import Item
from unknot.screen.data.questions import Question
from unknot_app.actions.interview import OlderPage, begin_screening, interview_of
from unknot_app.records.models import Person
from unknot_app.records.queries import last_screening_of

AGE = "age"
LONGEST_AGE = 3  # digits


@dataclass(frozen=True)
class Offered:
    """Something that a file would answer: an item of a list, or the age; and what the file says for it."""

    value: str
    card: str
    item: Item | None
    age: int | None
    said: tuple[Stated, ...]
    is_answered: bool


@dataclass(frozen=True)
class BroughtIn:
    """A file as it is told."""

    record: HealthRecord
    offered: tuple[Offered, ...]
    # What hurts: it is painted and asked, so it ticks nothing.
    complaints: tuple[Stated, ...]
    not_understood: tuple[Stated, ...]
    left_alone: tuple[Stated, ...]
    # The questions were answered before: to take something over begins them anew.
    begins_anew: bool
    # Of the interview as it was when the file was told.
    revision: int


def bring_in(person: Person, content: bytes, now: datetime) -> BroughtIn:
    """Return what a file would answer; nothing is stored.

    Raises
    ------
    BadInput
        If it cannot be read as FHIR R4.
    """
    record = read_health_record(content)
    understood, answers = understand(record), _answers_so_far(person)
    offered = [_offered(one.item, one.said, answers) for one in understood.suggestions]
    if aged := _offered_age(record, timezone.localdate(now), answers):
        offered.insert(0, aged)
    last = last_screening_of(person)
    begins_anew = last is not None and last.finished_at is not None
    revision = last.revision if last else 0
    return BroughtIn(
        record,
        tuple(offered),
        understood.complaints,
        understood.not_understood,
        understood.left_alone,
        begins_anew,
        revision,
    )


def take_over(person: Person, confirmed: Collection[str], revision: int, now: datetime) -> None:
    """Write down what a person confirmed: items are ticked on lists that are still open, an age is set if none is.

    Where nothing known was confirmed, nothing is written and no interview begins.

    Raises
    ------
    OlderPage
        If the answers have changed since the file was told.
    """
    known = [name for name in load_screen_data().items if name in confirmed]
    age = _confirmed_age(confirmed, timezone.localdate(now))
    if not known and age is None:
        return
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        last = last_screening_of(person)
        if last and last.revision != revision:
            raise OlderPage(last)
        screening = begin_screening(person, now)
        answers = dict(interview_of(screening).raw)
        items = [name for name in known if question_of(name).id not in answers]
        if age is not None:
            answers.setdefault(AGE, age)
        screening.answers, screening.ticked = answers, sorted({*screening.ticked, *items})
        screening.saved_at, screening.revision = now, screening.revision + 1
        screening.save()


def question_of(item: str) -> Question:
    """Return the question that an item of a list answers."""
    questions = load_screen_data().questions.values()
    return next(question for question in questions if item in question.items)


def _answers_so_far(person: Person) -> Mapping[str, Any]:
    """Return what the interview under way holds; after one that is over a new one begins, with everything open."""
    screening = last_screening_of(person)
    return interview_of(screening).raw if screening and screening.finished_at is None else {}


def _offered(name: str, said: tuple[Stated, ...], answers: Mapping[str, Any]) -> Offered:
    item, question = load_screen_data().items[name], question_of(name)
    return Offered(name, item.card, item, None, said, question.id in answers)


def _offered_age(record: HealthRecord, today: date, answers: Mapping[str, Any]) -> Offered | None:
    if record.born is None:
        return None
    born = record.born
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if not _is_age(age, today):
        return None
    card = load_screen_data().questions[AGE].card
    return Offered(f"{AGE}:{age}", card, None, age, (), AGE in answers)


def _confirmed_age(confirmed: Collection[str], today: date) -> int | None:
    said = next((one.partition(":")[2] for one in confirmed if one.startswith(f"{AGE}:")), "")
    # Python refuses to read a number with thousands of digits.
    if not said.isdecimal() or len(said) > LONGEST_AGE or not _is_age(int(said), today):
        return None
    return int(said)


def _is_age(age: int, today: date) -> bool:
    try:
        read_answers({AGE: age}, today)
    except BadInput:
        return False
    return True
