"""The interview as a person goes through it: every answer is written down when it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from unknot.errors import BadInput, UnknotError
from unknot.screen import SKIPPED, Answers, Clearance, screen
from unknot.screen.clearance import Urgency
from unknot.screen.contradictions import contradictions_in
from unknot.screen.data import load_screen_data
from unknot.screen.data.cards import Card
from unknot.screen.data.questions import Contradiction, Question
from unknot.screen.interview import (
    Interview,
    close_list,
    group_of,
    none_answer,
    questions_of,
    skip_open,
    stands_alone,
    still_readable,
    without_hidden,
    without_those_of_today,
)
from unknot.screen.recheck import FRESH_FOR
from unknot_app.actions.results import keep_result
from unknot_app.records.models import Person, Result, Screening
from unknot_app.records.queries import last_screening_of

# What a person may do with a card: save as they go, choose (moves on when nothing is open), go on, say that none of
# its items apply, have its questions asked one by one, go back to the list, skip it.
Move = Literal["save", "choose", "next", "none", "one_by_one", "list", "skip"]
STAYING: tuple[Move, ...] = ("save", "one_by_one", "list")

# Where a very bad pain is taken to be until it is shown: danger signs of the spine then count.
BACK = "low_back"
# In place of the question whose answer is right: both are.
BOTH_RIGHT = "both"
# What was answered about the person, not about this spell of pain, is not asked again for so long.
LASTING = ("age", "sex", "session_mode")
LASTS = timedelta(days=90)
# After so long, an interview is not carried on or changed: a new one begins (a margin of this project).
CARRIED_ON_FOR = timedelta(days=14)


class OlderPage(UnknotError):  # noqa: N818 - it is a state of a page, not a fault
    """A page that shows an older state tried to save; nothing was overwritten."""

    def __init__(self, screening: Screening) -> None:
        self.screening = screening
        super().__init__("this page is older than what is stored")


@dataclass(frozen=True)
class Entry:
    """What stands in a card's form: values by question on the page, and, on a list, the items that are ticked."""

    values: Mapping[str, object]
    items: frozenset[str] = field(default_factory=frozenset)
    is_list: bool = False


def interview_of(screening: Screening) -> Interview:
    day = timezone.localdate(screening.finished_at or screening.saved_at)
    return Interview(still_readable(screening.answers, day), day, frozenset(screening.ticked))


def begin_screening(person: Person, now: datetime) -> Screening:
    """Return the interview under way, or a new one that knows what lasts."""
    with transaction.atomic():
        before = _locked(person)
        if before is None or before.finished_at or _is_over_age(before, now):
            return _new(person, before, now)
        if _is_old(before, now):
            _ask_again_how_it_is(before, now)
            before.revision += 1
            before.save()
        return before


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
        If the page shows an older revision than the stored one, and something else than what is stored.
    BadInput
        If a value is not one that the question takes; nothing is written.
    """
    with transaction.atomic():
        screening = _locked(person)
        if screening is None:
            raise Screening.DoesNotExist
        if screening.revision != revision and not _says_the_same(screening, card, entry, move):
            raise OlderPage(screening)
        if _is_over_age(screening, now):
            screening = _new(person, screening, now)
        if _is_old(screening, now):
            _ask_again_how_it_is(screening, now)
        clearance = _write(screening, card, entry, move, now)
        if clearance:
            keep_clearance(person, clearance, now)
        return screening, clearance


def open_contradictions(screening: Screening) -> tuple[Contradiction, ...]:
    """Return the answers that cannot both be right and of which it was not said that they are."""
    found = contradictions_in(interview_of(screening).answers)
    return tuple(one for one in found if one.id not in screening.settled)


def settle(person: Person, contradiction: Contradiction, right: str, revision: int, now: datetime) -> Screening:
    """Write down which of two answers is right: the other is asked again.

    Parameters
    ----------
    right
        The question whose answer is right; `BOTH_RIGHT` when both are, and both count; anything else asks both again.

    Raises
    ------
    OlderPage
        If the answers have changed since the page was shown.
    """
    with transaction.atomic():
        screening = _locked(person)
        if screening is None:
            raise Screening.DoesNotExist
        if screening.revision != revision:
            raise OlderPage(screening)
        if right == BOTH_RIGHT:
            screening.settled = [*screening.settled, contradiction.id]
        else:
            wrong = [name for name in contradiction.questions if name != right]
            items = {item for name in wrong for item in load_screen_data().questions[name].items}
            screening.answers = {name: value for name, value in screening.answers.items() if name not in wrong}
            screening.ticked = [item for item in screening.ticked if item not in items]
        screening.saved_at, screening.revision = now, screening.revision + 1
        finish_if_over(screening, now)
        return screening


def finish_if_over(screening: Screening, now: datetime) -> None:
    """Store an interview as it stands; if nothing is open any more, it is over and its clearance is kept."""
    interview = interview_of(screening)
    clearance = screen(Interview(interview.raw, timezone.localdate(now)).answers)
    is_over = clearance.session != "incomplete" and interview.next_card() is None
    is_over = (is_over and not open_contradictions(screening)) or clearance.urgency == "emergency_now"
    screening.finished_at = now if is_over else None
    screening.save()
    if is_over:
        keep_clearance(screening.person, clearance, now)


def as_entered(screening: Screening, card: Card, entry: Entry) -> Interview:
    """Return the interview with what was just entered, as far as it can be read; nothing is written."""
    before = interview_of(screening)
    readable = Entry(still_readable(entry.values, before.as_of), entry.items, entry.is_list)
    return _recorded(before, card, readable, "save")


def _locked(person: Person) -> Screening | None:
    """Return the latest interview; until the transaction ends, nobody else changes the interviews of this person."""
    Person.objects.select_for_update().get(id=person.id)
    return last_screening_of(person)


def _new(person: Person, before: Screening | None, now: datetime) -> Screening:
    """Return a new interview; its revisions go on from those before, so that no older page fits it."""
    if before and not before.finished_at:
        before.finished_at = before.saved_at  # it is over without a result
        before.save()
    return Screening.objects.create(
        person=person,
        # Later than the one before even if the clock was put back: the latest is found by it.
        started_at=max(now, before.started_at + timedelta(microseconds=1)) if before else now,
        saved_at=now,
        fresh_since=now,
        asked_at=now,
        revision=before.revision + 1 if before else 0,
        answers=_what_lasts(before, now) if before else {},
    )


def _what_lasts(screening: Screening, now: datetime) -> dict[str, object]:
    # Renewed by a re-check, answers are saved anew and not asked anew.
    if now - min(screening.saved_at, screening.asked_at) > LASTS:
        return {}
    answers = interview_of(screening).raw
    return {name: answers[name] for name in LASTING if name in answers}


def _is_over_age(screening: Screening, now: datetime) -> bool:
    return now - screening.started_at > CARRIED_ON_FOR


def _is_old(screening: Screening, now: datetime) -> bool:
    return now - screening.fresh_since > FRESH_FOR


def _ask_again_how_it_is(screening: Screening, now: datetime) -> None:
    screening.answers = without_those_of_today(interview_of(screening).raw)
    screening.ticked, screening.one_by_one = [], []
    screening.fresh_since = screening.saved_at = now


def _says_the_same(screening: Screening, card: Card, entry: Entry, move: Move) -> bool:
    """Return whether a page says what is stored already: its answer arrived, and only the reply was lost."""
    stored = interview_of(screening)
    return _recorded(stored, card, entry, move).raw == stored.raw


def is_in_the_future(value: object, day: date) -> bool:
    """Return whether a doctor's agreement is dated after today."""
    agreed_on = value.get("date") if isinstance(value, Mapping) else None
    return isinstance(agreed_on, str) and agreed_on > day.isoformat()


def _write(screening: Screening, card: Card, entry: Entry, move: Move, now: datetime) -> Clearance | None:
    before = interview_of(screening)
    if any(is_in_the_future(value, timezone.localdate(now)) for value in entry.values.values()):
        raise BadInput("the day of an agreement is in the future")
    after = _recorded(Interview(before.raw, timezone.localdate(now), before.ticked), card, entry, move)
    others = [name for name in screening.one_by_one if name != card.id]
    is_one_by_one = move == "one_by_one" or (card.id in screening.one_by_one and move != "list")
    screening.one_by_one = [*others, card.id] if is_one_by_one else others
    screening.answers, screening.ticked = dict(after.raw), sorted(after.ticked)
    screening.saved_at, screening.revision = now, screening.revision + 1
    clearance = _judged(after, card, move, is_settled=not open_contradictions(screening))
    screening.finished_at = now if clearance else None
    screening.save()
    return clearance


def _recorded(interview: Interview, card: Card, entry: Entry, move: Move) -> Interview:
    """Return the interview with what stands in a card's form, and what the move says beyond it."""
    own = frozenset(item for question in questions_of(card) for item in question.items)
    ticked = (interview.ticked - own) | (entry.items & own)
    after = Interview(_with_entries(interview, card, entry), interview.as_of, ticked)
    if _closes(after, card, entry, move):
        # A tick outweighs "none of these": a yes is never turned into a no by the other half of the same form.
        after = Interview(close_list(after, card, entry.items), after.as_of, after.ticked)
    if move in ("skip", "next", "none"):
        after = Interview(skip_open(after, card, entry.values), after.as_of, after.ticked)
    return Interview(without_hidden(after, card), after.as_of, after.ticked)


def _closes(interview: Interview, card: Card, entry: Entry, move: Move) -> bool:
    """Return whether a move says no to everything that a card opens with and that was not answered otherwise."""
    if entry.is_list:
        return move in ("none", "next")
    asked_in_full = (question for question in interview.opening(card) if question.id in entry.values)
    return move == "none" and all(
        stands_alone(question) and entry.values[question.id] is None for question in asked_in_full
    )


def _with_entries(interview: Interview, card: Card, entry: Entry) -> dict[str, object]:
    raw = dict(interview.raw)
    opening = interview.opening(card)
    for question in questions_of(card):
        if entry.is_list and question in opening:
            value = _of_items(question, entry, raw.get(question.id))
        elif question.id in entry.values:
            value = entry.values[question.id]
        else:
            continue
        if value is None:
            raw.pop(question.id, None)
        else:
            raw[question.id] = value
    return raw


def _of_items(question: Question, entry: Entry, stored: object) -> object:
    """Return the answer that the ticked items of a list give to a question; None while it stands open."""
    none = none_answer(question)
    if not entry.items.intersection(question.items):
        return stored if stored in (none, SKIPPED) else None
    if question.type == "yes_no":
        return "yes"
    chosen = entry.values.get(question.id)
    if question.option_groups and isinstance(chosen, list):
        groups = [group_of(question, item) for item in entry.items]
        allowed = {option for group in groups if group for option in group.options}
        return [option for option in chosen if option in allowed] or None
    return chosen if chosen != none else None


def _judged(interview: Interview, card: Card, move: Move, *, is_settled: bool) -> Clearance | None:
    """Return the clearance when the interview is over: everything is answered, or this card shows an emergency."""
    interview.answers  # noqa: B018 - reading them refuses what no question takes, before anything is written
    if move in STAYING or not interview.is_complete(card):
        return None
    clearance = screen(interview.answers)
    is_over = clearance.urgency == "emergency_now" or (
        is_settled and interview.next_card() is None and clearance.session != "incomplete"
    )
    return clearance if is_over else None


def is_emergency_so_far(interview: Interview, asked: Card | None = None) -> bool:
    """Return whether the answers call for help now, although the interview is not over.

    A card that is just being answered counts once it is complete: what it still asks may show that it is none.
    """
    raw = dict(interview.raw)
    if asked and not interview.is_complete(asked):
        raw = {name: value for name, value in raw.items() if name not in {one.id for one in questions_of(asked)}}
    return screen(Interview(raw, interview.as_of).answers).urgency == "emergency_now"


def urgency_so_far(interview: Interview) -> Urgency:
    """Return how urgent the answers so far are; until it is said where it hurts, they are read as of the back."""
    return screen(Interview({"pain_regions": [BACK], **interview.raw}, interview.as_of).answers).urgency


def keep_clearance(person: Person, clearance: Clearance, now: datetime) -> Result:
    return keep_result(person, Result.Kind.CLEARANCE, *clearance_as_kept(clearance), now)


def clearance_as_kept(clearance: Clearance) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the input and the output of a clearance as they are stored."""
    asked = {"answers": _plain(clearance.answers), "as_of": clearance.as_of.isoformat()}
    return asked, clearance.model_dump(mode="json", by_alias=True)


def _plain(answers: Answers) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in answers.given.items()}
