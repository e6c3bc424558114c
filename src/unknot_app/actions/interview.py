"""The interview as a person goes through it: every answer is written down when it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from unknot.errors import UnknotError
from unknot.knowledge import knowledge_version
from unknot.screen import SKIPPED, Answers, Clearance, screen
from unknot.screen.data import Card, Question
from unknot.screen.interview import (
    Interview,
    close_list,
    group_of,
    none_answer,
    questions_of,
    skip_open,
    still_readable,
    without_those_of_today,
)
from unknot_app.records.models import Person, Result, Screening
from unknot_app.records.queries import last_screening_of, open_screening_of

# What a person may do with a card: save as they go, choose (moves on when nothing is open), go on, say that none of
# its items apply, have its questions asked one by one, skip it.
Move = Literal["save", "choose", "next", "none", "one_by_one", "skip"]

# What was answered about the person, not about this spell of pain, is not asked again for so long.
LASTING = ("age", "sex", "session_mode")
LASTS = timedelta(days=90)
# After so long, an interview that is carried on asks once more how it is now.
FRESH_FOR = timedelta(days=1)


class OlderPage(UnknotError):  # noqa: N818 - it is a state of a page, not a fault
    """A page that shows an older state tried to save; nothing was overwritten."""

    def __init__(self, screening: Screening) -> None:
        self.screening = screening
        super().__init__("this page is older than what is stored")


@dataclass(frozen=True)
class Entry:
    """What stands in a card's form: values by question, and the items that are ticked."""

    values: Mapping[str, object]
    items: frozenset[str] = field(default_factory=frozenset)


def interview_of(screening: Screening) -> Interview:
    day = _day_of(screening)
    return Interview(still_readable(screening.answers, day), day, frozenset(screening.ticked))


def _day_of(screening: Screening) -> date:
    return timezone.localdate(screening.finished_at or screening.saved_at)


def begin_screening(person: Person, now: datetime) -> Screening:
    """Return the interview under way, or a new one that knows what lasts."""
    with transaction.atomic():
        under_way = open_screening_of(person)
        if under_way:
            return _carried_on(under_way, now)
        before = last_screening_of(person)
        known = _what_lasts(before, now) if before else {}
        return Screening.objects.create(person=person, started_at=now, saved_at=now, answers=known)


def _carried_on(screening: Screening, now: datetime) -> Screening:
    if _is_old(screening, now):
        screening.answers = without_those_of_today(interview_of(screening).raw)
        screening.revision, screening.saved_at = screening.revision + 1, now
        screening.save()
    return screening


def _is_old(screening: Screening, now: datetime) -> bool:
    return now - screening.saved_at > FRESH_FOR


def _what_lasts(screening: Screening, now: datetime) -> dict[str, object]:
    if now - screening.saved_at > LASTS:
        return {}
    answers = interview_of(screening).raw
    return {name: answers[name] for name in LASTING if name in answers}


def answer_card(
    person: Person, card: Card, entry: Entry, move: Move, revision: int, now: datetime
) -> tuple[Screening, Clearance | None]:
    """Write down what stands in a card's form.

    Returns
    -------
    Screening, Clearance or None
        The interview as stored; the clearance once the interview is over: complete, or an emergency.

    Raises
    ------
    OlderPage
        If the page shows an older revision than the stored one.
    BadInput
        If a value is not one that the question takes; nothing is written.
    """
    with transaction.atomic():
        screening = _locked(person)
        if screening.revision != revision:
            raise OlderPage(screening)
        before = interview_of(screening)
        if _is_old(screening, now):
            before = Interview(without_those_of_today(before.raw), timezone.localdate(now), before.ticked)
        after = _recorded(before, card, entry, move, one_by_one=card.id in screening.one_by_one)
        if move == "one_by_one" and card.id not in screening.one_by_one:
            screening.one_by_one = [*screening.one_by_one, card.id]
        screening.answers, screening.ticked = dict(after.raw), sorted(after.ticked)
        screening.saved_at, screening.revision = now, revision + 1
        clearance = _judged(after, card, move)
        screening.finished_at = now if clearance else None
        screening.save()
        if clearance:
            _keep(person, clearance, now)
        return screening, clearance


def _locked(person: Person) -> Screening:
    """Return the latest interview, locked until the end of the transaction."""
    return Screening.objects.select_for_update().filter(person=person)[:1].get()


def _recorded(interview: Interview, card: Card, entry: Entry, move: Move, *, one_by_one: bool) -> Interview:
    is_list = card.kind == "list" and not one_by_one
    items = entry.items if is_list else frozenset()
    raw = _with_entries(interview, card, entry, items, is_list=is_list)
    own = {item for question in questions_of(card) for item in _items_of(question)}
    after = Interview(raw, interview.as_of, (interview.ticked - own) | items)
    after.answers  # noqa: B018 - reading them refuses what no question takes, before anything is written
    if (move == "none" and not one_by_one) or (move == "next" and is_list):
        # A tick outweighs "none of these": a yes is never turned into a no by the other half of the same form.
        after = Interview(close_list(after, card, items), after.as_of, after.ticked)
    if move in ("skip", "next", "none"):
        after = Interview(skip_open(after, card), after.as_of, after.ticked)
    return after


def _with_entries(
    interview: Interview, card: Card, entry: Entry, items: frozenset[str], *, is_list: bool
) -> dict[str, object]:
    raw = dict(interview.raw)
    opening = interview.opening(card)
    for question in questions_of(card):
        if is_list and question in opening:
            value = _of_items(question, entry, items, raw.get(question.id))
        elif question.id in entry.values:
            value = entry.values[question.id]
        else:
            continue
        if value is None:
            raw.pop(question.id, None)
        else:
            raw[question.id] = value
    return raw


def _of_items(question: Question, entry: Entry, items: frozenset[str], stored: object) -> object:
    """Return the answer that the ticked items of a list give to a question; None while it stands open."""
    none = none_answer(question)
    if not items.intersection(_items_of(question)):
        return stored if stored in (none, SKIPPED) else None
    if question.type == "yes_no":
        return "yes"
    chosen = entry.values.get(question.id)
    if question.option_groups and isinstance(chosen, list):
        groups = [group_of(question, item) for item in items]
        allowed = {option for group in groups if group for option in group.options}
        return [option for option in chosen if option in allowed] or None
    return chosen if chosen != none else None


def _items_of(question: Question) -> tuple[str, ...]:
    return tuple(group.item for group in question.option_groups) or ((question.item,) if question.item else ())


def _judged(interview: Interview, card: Card, move: Move) -> Clearance | None:
    """Return the clearance when the interview is over: everything is answered, or this card shows an emergency."""
    if move in ("save", "one_by_one") or not interview.is_complete(card):
        return None
    clearance = screen(interview.answers)
    is_over = clearance.urgency == "emergency_now" or interview.next_card() is None
    return clearance if is_over else None


def _keep(person: Person, clearance: Clearance, now: datetime) -> Result:
    return Result.objects.create(
        person=person,
        made_at=now,
        kind=Result.Kind.CLEARANCE,
        knowledge_version=knowledge_version(),
        input={"answers": _plain(clearance.answers), "as_of": clearance.as_of.isoformat()},
        output=clearance.model_dump(mode="json", by_alias=True),
    )


def _plain(answers: Answers) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in answers.given.items()}
