"""A session from its plan: begun within the gate, written down as it goes on, ended, and looked back on.

There is one gate, the plan's own and consent: a session begins only from a plan that holds today, with a consent in
force. What was really done is stored whatever has changed meanwhile, because it happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from unknot.errors import UnknotError
from unknot.plan import SessionPlan
from unknot.treat import Feelings, SessionRecord, begin_record, is_pressed, read_session_record
from unknot_app.actions.persons_plan import Planned, plan_for
from unknot_app.actions.plan_in_words import is_pressing
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.records.models import Person, Treatment
from unknot_app.records.queries import last_ended_treatment_of, open_treatment_of, result_of, treatments_of

# What a page may tell of a session; all else is known here.
TOLD = ("done", "felt", "place", "ended")


class NoSessionNow(UnknotError):  # noqa: N818 - it is a state of things, not a fault
    """As things stand, no session can begin or go on."""

    def __init__(self) -> None:
        super().__init__(
            "no session can begin: no plan holds today, the body still needs its rest, or consent is missing"
        )


class OlderTreatment(UnknotError):  # noqa: N818 - it is a state of a page, not a fault
    """A page tried to save a session that another page led on, or that has ended; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__("this page is older than what is stored")


@dataclass(frozen=True)
class UnderWay:
    """A session that goes on, with the plan it follows."""

    treatment: Treatment
    plan: SessionPlan
    record: SessionRecord


@dataclass(frozen=True)
class Ended:
    """A session that has ended."""

    treatment: Treatment
    record: SessionRecord

    @property
    def ended_at(self) -> datetime:
        assert self.record.ended_at  # only ended sessions are read
        return self.record.ended_at


def plan_to_begin(standing: Standing) -> Planned | None:
    """Return the plan from which a session may begin today: one that holds, with steps, after the rest is over.

    Consent is asked beside it, and both by `begin_treatment`.
    """
    planned = plan_for(standing)
    if planned is None or not planned.plan.steps or (is_pressing(planned.plan) and rests_until(standing)):
        return None
    return planned


def rests_until(standing: Standing) -> date | None:
    """Return the day until which nothing is pressed after the last session; None when something may be.

    A plan without pressing needs no rest before it. A session that was left open counts as well.
    """
    pressed = (one for one in standing.treatments if is_pressed(read_session_record(one.record)))
    last = next(pressed, None)
    until = next_session_from(last) if last else None
    return until if until and until > standing.today else None


def next_session_from(treatment: Treatment) -> date | None:
    """Return the day from which something may be pressed again after a session.

    The plan counted its rest from the day it was made; a session may have come days later.
    """
    result = result_of(treatment.person, treatment.plan_id)
    said = result.output["next_session_from"] if result else None
    if result is None or said is None:
        return None
    rest = date.fromisoformat(said) - date.fromisoformat(result.input["as_of"])
    return timezone.localdate(treatment.saved_at) + rest


def session_under_way(standing: Standing) -> UnderWay | None:
    """Return the session that can go on: begun from the plan that still holds, with a consent still in force."""
    treatment = open_treatment_of(standing.person)
    planned = plan_for(standing) if treatment else None
    if (
        treatment is None
        or planned is None
        or planned.result.id != treatment.plan_id
        or not standing.consent.is_in_force
    ):
        return None
    return UnderWay(treatment, planned.plan, read_session_record(treatment.record))


def begin_treatment(person: Person, before: Feelings, now: datetime) -> Treatment:
    """Begin a session from today's plan, and store it; one that goes on already is returned as it is.

    One that was left open, and whose plan does not hold any more, ends where it was left.

    Raises
    ------
    NoSessionNow
        If no plan holds today, the body still needs its rest, or no consent is in force.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        standing = standing_of(person, now)
        if going_on := session_under_way(standing):
            return going_on.treatment
        if _end_left_open(person):
            standing = standing_of(person, now)
        planned = plan_to_begin(standing)
        if planned is None or not standing.consent.is_in_force:
            raise NoSessionNow
        record = begin_record(planned.plan, before, now)
        return Treatment.objects.create(
            person=person,
            plan_id=planned.result.id,
            started_at=now,
            saved_at=now,
            record=record.model_dump(mode="json"),
        )


def _end_left_open(person: Person) -> bool:
    """End a session that was left open where it was left; return whether there was one."""
    left = open_treatment_of(person)
    if left is not None:
        _store(left, {"ended": "unanswered", "place": None}, left.saved_at)
    return left is not None


def save_treatment(
    person: Person, treatment_id: UUID, told: Mapping[str, Any], revision: int, now: datetime
) -> Treatment:
    """Write down how far a session is: what was done and felt, where it stands, and how it ended.

    Raises
    ------
    OlderTreatment
        If the session is not there, has ended, or was led on by another page; nothing is written.
    BadInput
        If what is told is not valid; nothing is written.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        treatment = treatments_of(person).filter(id=treatment_id).first()
        if treatment is None:
            raise OlderTreatment
        if treatment.revision == revision + 1 and _is_stored(treatment, told):
            return treatment  # stored before, but the answer did not arrive
        if treatment.ended_at or treatment.revision != revision:
            raise OlderTreatment
        return _store(treatment, told, now)


def _is_stored(treatment: Treatment, told: Mapping[str, Any]) -> bool:
    sent = read_session_record({**treatment.record, **_told(told), "ended_at": treatment.record["ended_at"]})
    return sent == read_session_record(treatment.record)


def _store(treatment: Treatment, told: Mapping[str, Any], now: datetime) -> Treatment:
    said = _told(told)
    # A clock that was put back must not make a session end before it began.
    now = max(now, treatment.started_at)
    ended_at = now.isoformat() if said.get("ended") else None
    record = read_session_record({**treatment.record, **said, "ended_at": ended_at})
    treatment.record = record.model_dump(mode="json")
    treatment.saved_at, treatment.ended_at = now, record.ended_at
    treatment.revision += 1
    treatment.save()
    return treatment


def _told(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in TOLD if name in told}


def last_ended(person: Person) -> Ended | None:
    treatment = last_ended_treatment_of(person)
    return Ended(treatment, read_session_record(treatment.record)) if treatment else None


def say_after(person: Person, treatment_id: UUID, after: Feelings) -> None:
    """Write down how it is after a session; said again, it replaces what was said.

    Raises
    ------
    OlderTreatment
        If that session is not the last one that ended.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        last = last_ended(person)
        if last is None or last.treatment.id != treatment_id:
            raise OlderTreatment
        last.treatment.record = last.record.model_copy(update={"after": after}).model_dump(mode="json")
        last.treatment.save(update_fields=["record"])
