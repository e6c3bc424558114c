"""How the body answered a session: asked a day after it and two days after it, and taken into the next plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from unknot.errors import UnknotError
from unknot.plan import SEE_SOMEONE, SessionHistory
from unknot.treat import (
    AdverseEvent,
    PastSession,
    Reaction,
    SessionRecord,
    build_history,
    is_pressed,
    load_treat_data,
    next_check,
    read_reaction,
    read_session_record,
)
from unknot_app.actions.rechecking import begin_quick_check
from unknot_app.actions.standing import Standing
from unknot_app.records import models
from unknot_app.records.models import Person, Treatment
from unknot_app.records.queries import last_ended_treatment_of, reactions_of, treatments_of


class NothingToCheck(UnknotError):  # noqa: N818 - it is a state of a page, not a fault
    """A page answered a check that is not due, or was answered meanwhile; nothing was stored."""

    def __init__(self) -> None:
        super().__init__("this check is not due, or was answered in another window")


@dataclass(frozen=True)
class Due:
    """A check after a session: hours from its end, and from when it may be answered."""

    treatment: Treatment
    record: SessionRecord
    after_h: int
    from_at: datetime

    def is_due(self, now: datetime) -> bool:
        return self.from_at <= now


def next_check_of(person: Person) -> Due | None:
    """Return the next check after the last session, whether it is due already or not; None when none is left."""
    treatment = last_ended_treatment_of(person)
    if treatment is None:
        return None
    record = read_session_record(treatment.record)
    if not is_pressed(record):
        return None
    found = next_check(record, _reactions_by_session(person).get(treatment.id, ()))
    return Due(treatment, record, *found) if found else None


def due_check_of(person: Person, now: datetime) -> Due | None:
    """Return the check that can be answered now."""
    check = next_check_of(person)
    return check if check and check.is_due(now) else None


def say_reaction(
    person: Person,
    treatment_id: UUID,
    after_h: int,
    soreness: int | None,
    signs: Sequence[str],
    where: Sequence[str],
    now: datetime,
) -> Reaction:
    """Write down how the body answered; what may be dangerous has the danger questions asked anew.

    Raises
    ------
    NothingToCheck
        If that check of that session is not the one that is due; nothing is written.
    BadInput
        If what is said is not valid; nothing is written.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        due = due_check_of(person, now)
        if due is None or (due.treatment.id, due.after_h) != (treatment_id, after_h):
            raise NothingToCheck
        told = {"after_h": after_h, "answered_at": now, "soreness": soreness, "signs": signs, "where": where}
        reaction = read_reaction(told)
        models.Reaction.objects.create(
            person=person,
            treatment_id=treatment_id,
            after_h=after_h,
            answered_at=now,
            said=reaction.model_dump(mode="json"),
        )
        if asks_danger_questions(reaction):
            begin_quick_check(person, now)
        return reaction


def events_after(reaction: Reaction) -> tuple[AdverseEvent, ...]:
    """Return what the facts say of each sign that was named, the gravest first."""
    data = load_treat_data()
    events = [data.events[data.signs[sign].event] for sign in reaction.signs]
    grave = ("serious", "moderate", "mild", "expected")
    return tuple(sorted(dict.fromkeys(events), key=lambda event: grave.index(event.severity)))


def asks_danger_questions(reaction: Reaction) -> bool:
    """Return whether the facts ask for the danger questions again before the next session."""
    return any(event.next.rescreen for event in events_after(reaction))


def last_reaction_of(person: Person) -> Reaction | None:
    """Return the last answer about the last session."""
    treatment = last_ended_treatment_of(person)
    told = _reactions_by_session(person).get(treatment.id, ()) if treatment else ()
    return told[-1] if told else None


def history_of(standing: Standing, *, follows: UUID | None = None) -> SessionHistory:
    """Return what earlier sessions mean for today's.

    `follows` is the id of a plan: a session under way that follows it is no earlier session. One that was left open
    and follows an older plan is.
    """
    earlier = [one for one in standing.treatments if one.ended_at or one.plan_id != follows]
    sessions = _as_sessions(standing.person, earlier)
    if not sessions:
        return SessionHistory()
    return build_history(
        sessions,
        standing.today,
        pain_now=_pain_since(standing, sessions[-1]),
        rechecked_at=standing.screening.fresh_since if standing.screening else None,
        may_raise=standing.clearance is not None and not standing.clearance.contraindications,
    )


def reasons_to_see_someone(standing: Standing) -> tuple[str, ...]:
    """Return why somebody should see a doctor or therapist before the next session; empty when nothing says so."""
    adjustment = history_of(standing).adjustment
    return adjustment.reasons if adjustment.action in SEE_SOMEONE else ()


def past_sessions_of(person: Person, until: datetime) -> list[PastSession]:
    """Return the sessions in which something was pressed and that began no later, oldest first."""
    return _as_sessions(person, treatments_of(person).filter(started_at__lte=until))


def _as_sessions(person: Person, treatments: Iterable[Treatment]) -> list[PastSession]:
    """Return sessions in which something was pressed, oldest first, of treatments with the newest first."""
    reactions = _reactions_by_session(person)
    read = [(one, _by_the_clock(read_session_record(one.record))) for one in treatments]
    return [PastSession(record, reactions.get(one.id, ())) for one, record in reversed(read) if is_pressed(record)]


def _by_the_clock(record: SessionRecord) -> SessionRecord:
    """Return a record with its times as the clock on the wall showed them: days are counted from midnight here."""
    times = {"started_at": record.started_at, "ended_at": record.ended_at}
    return record.model_copy(update={name: at and timezone.localtime(at) for name, at in times.items()})


def _pain_since(standing: Standing, last: PastSession) -> int | None:
    """Return the pain now, if it was said after the last session and all answers about it."""
    told = [last.record.ended_at or last.record.started_at, *(one.answered_at for one in last.reactions)]
    drawing = standing.drawing
    if drawing is None or drawing.confirmed_at is None or drawing.confirmed_at <= max(told):
        return None
    pain = standing.answers.get("pain_now")
    return int(pain) if pain is not None else None


def _reactions_by_session(person: Person) -> dict[UUID, tuple[Reaction, ...]]:
    """Return the answers about each session, in the order of the checks."""
    found: dict[UUID, tuple[Reaction, ...]] = {}
    for kept in reactions_of(person).order_by("after_h"):
        one = read_reaction(kept.said)
        by_the_clock = one.model_copy(update={"answered_at": timezone.localtime(one.answered_at)})
        found[kept.treatment_id] = (*found.get(kept.treatment_id, ()), by_the_clock)
    return found


def days_after(due: Due) -> int:
    """Return how many days after the session the check asks for."""
    return due.after_h // 24


def ended_on(due: Due) -> datetime:
    """Return when the session ended, by the clock on the wall."""
    assert due.record.ended_at  # a check comes only after an end
    return timezone.localtime(due.record.ended_at)
