"""Today: what is due with each of the people somebody looks after.

What is told here stands in a list that others may see over a shoulder, so it names what to do and nothing of health.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from unknot_app.actions.following_up import due_check_of, reasons_to_see_someone
from unknot_app.actions.measuring import is_week_due
from unknot_app.actions.next_step import NextStep, next_step_of
from unknot_app.actions.sentences import Sentence
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.actions.treating import rests_until, session_under_way
from unknot_app.records.models import Person
from unknot_app.records.queries import last_ended_treatment_of, notes_of

# So long before its last day a consent is told to end.
CONSENT_ENDS_SOON = timedelta(days=14)
# What comes next on the way: its words, and the page on which it is done.
STEPS: dict[NextStep, tuple[str, str]] = {
    "carry_on": ("Go on with the questions", "screening:resume"),
    "outcome": ("See what the answers mean", "screening:outcome"),
    "ask_again": ("Ask whether anything has changed", "screening:changes"),
    "paint": ("Paint where it hurts", "drawing:paint"),
    "result": ("See what may be behind it", "result:result"),
    "plan": ("Open the plan of today", "plan:plan"),
    "again": ("Make the plan of today", "plan:wishes"),
}


@dataclass(frozen=True)
class Due:
    """Something to do with somebody, and the page on which it is done."""

    what: Sentence
    page: str


@dataclass(frozen=True)
class Today:
    """Somebody, when they were last treated, and what is due with them; nothing of it while they are locked."""

    person: Person
    last_session: datetime | None = None
    due: tuple[Due, ...] = ()
    is_new: bool = False
    is_locked: bool = False


def today_of(person: Person, now: datetime) -> Today:
    """Return what is due with somebody, the most pressing first."""
    standing = standing_of(person, now)
    if standing.screening is None:
        return Today(person, is_new=True)
    treatment = last_ended_treatment_of(person)
    return Today(person, treatment.ended_at if treatment else None, (*_due(standing), *_next(standing)))


def most_pressing_first(people: Iterable[Today]) -> list[Today]:
    """Return people in the order in which more than the next step waits with them; else in the order given."""
    return sorted(people, key=lambda one: -len(one.due))


def _due(standing: Standing) -> Iterator[Due]:
    if session_under_way(standing):
        yield Due(Sentence("Go on with a session that was not finished"), "treat:go")
    if due_check_of(standing.person, standing.now):
        yield Due(Sentence("Ask how it was after the last session"), "treat:check")
    if reasons_to_see_someone(standing):
        yield Due(Sentence("Look at the course: see somebody before the next session"), "measure:progress")
    if notes_of(standing.person).filter(signed_at=None).exists():
        yield Due(Sentence("Sign a note"), "treat:notes")
    yield from _consent_due(standing)
    if is_week_due(standing):
        yield Due(Sentence("Ask the questions of the week"), "measure:week")


def _consent_due(standing: Standing) -> Iterator[Due]:
    """Yield that a consent is missing or ends soon, for whoever is pressed by somebody else."""
    if standing.who == "self" or not standing.is_allowed:
        return
    consent = standing.consent
    if not consent.is_in_force or consent.given is None:
        yield Due(Sentence("Ask for consent"), "consent:consent")
    elif consent.given.until - standing.today <= CONSENT_ENDS_SOON:
        yield Due(Sentence("Ask for consent again: it ends soon"), "consent:consent")


def _next(standing: Standing) -> Iterator[Due]:
    step = next_step_of(standing)
    # Somebody who rests after a session, or has no pain today, waits for nothing.
    if step in STEPS and not (step == "again" and rests_until(standing)):
        words, page = STEPS[step]
        yield Due(Sentence(words), page)
