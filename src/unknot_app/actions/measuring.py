"""Measuring: each answer is written down when it is given; a score is kept with its exact input when all are there.

Pain can be entered several times a day. Once a week a short set is asked, card by card; it can be left and gone on
with for a few days. A card that is skipped is kept as not answered, never as 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from unknot.body.atlas import Complaint
from unknot.errors import UnknotError
from unknot.knowledge import knowledge_version
from unknot.measure import load_measure_data, weekly_set
from unknot_app.actions.drawing import read_shown
from unknot_app.actions.scoring import score_case
from unknot_app.actions.standing import Standing
from unknot_app.records.models import Measurement, Person, Result
from unknot_app.records.queries import last_confirmed_drawing_of, measurements_of, results_of

# What is entered as often as one likes.
PAIN = "pain_nrs"
# Where nothing is painted, the first set asks as for the back.
USUAL_COMPLAINT: Complaint = "low_back"
# A weekly set is due after so long; one that was left can be gone on with for so long.
WEEK, GOES_ON_FOR = timedelta(days=7), timedelta(days=2)
# The same entry, sent again so soon, is the same one; later it is another one with the same numbers.
SENT_AGAIN_WITHIN = timedelta(minutes=1)
# Instruments of which each rating is a score of its own: a part of them counts.
COUNTS_IN_PART = "each"

Move = Literal["save", "finish", "skip"]


class OlderMeasurement(UnknotError):  # noqa: N818 - it is a state of a page, not a fault
    """A page that shows an older state tried to save; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__("this page is older than what is stored")


class NotRemovable(UnknotError):  # noqa: N818 - it is a state of things, not a fault
    """It belongs to the record of a session."""

    def __init__(self) -> None:
        super().__init__("it belongs to the record of a session and cannot be taken out alone")


@dataclass(frozen=True)
class Entered:
    """What stands in a form: answers as the instrument is scored, and what stands beside them."""

    answers: Mapping[str, Any]
    about: Mapping[str, Any]


@dataclass(frozen=True)
class WeeklySet:
    """A set that is under way, or that would begin now: what it asks, and what of it is answered."""

    id: UUID | None
    instruments: tuple[str, ...]
    answered: Mapping[str, Measurement]

    @property
    def next(self) -> str | None:
        """Return what is asked next; None when the set is over."""
        return next((name for name in self.instruments if not self.is_finished(name)), None)

    def is_finished(self, name: str) -> bool:
        return name in self.answered and self.answered[name].finished_at is not None

    def before(self, name: str) -> str | None:
        place = self.instruments.index(name)
        return self.instruments[place - 1] if place else None

    def after(self, name: str) -> str | None:
        following = self.instruments[self.instruments.index(name) + 1 :]
        return next((one for one in following if not self.is_finished(one)), None) or self.next


def weekly_set_of(person: Person, now: datetime) -> WeeklySet:
    """Return the set that is under way, or else the one that begins with its first answer."""
    sets = _sets_of(person)
    under_way = sets.pop(0) if sets and _can_go_on(sets[0], now) else ()
    complaint = complaint_of(person)
    first = _first_score(sets, load_measure_data().weekly[complaint].function)
    asked = weekly_set(complaint, is_first=not sets, first_function=first)
    if under_way:
        answered = {one.instrument: one for one in under_way}
        # What was answered stays a part of the set, also where something else would be asked by now.
        missing = tuple(name for name in answered if name not in asked)
        return WeeklySet(under_way[0].set_id, (*asked, *missing), answered)
    return WeeklySet(None, asked, {})


def is_week_due(standing: Standing) -> bool:
    """Return whether the weekly set is the next thing to offer, to somebody who is neither stopped nor under way.

    It is one that was left and can be gone on with, or a week has passed since the last one began. Nobody is asked on
    the very day on which they first answered all the questions.
    """
    if not standing.is_allowed or standing.screening is None:
        return False
    sets = _sets_of(standing.person)
    if not sets:
        return standing.today > _first_day(standing.person)
    if _can_go_on(sets[0], standing.now):
        return weekly_set_of(standing.person, standing.now).next is not None
    return standing.today - timezone.localdate(sets[0][0].taken_at) >= WEEK


def pain_under_way(person: Person, now: datetime) -> Measurement | None:
    """Return the entry of pain that was begun within the hour and not finished; also over midnight.

    Later it is asked anew: how strong it is now is not how strong it was this morning.
    """
    last = last_pain(person)
    goes_on_for = timedelta(minutes=load_measure_data().course.same_answer_within_minutes)
    return last if last and last.finished_at is None and now - last.taken_at < goes_on_for else None


def last_pain(person: Person) -> Measurement | None:
    return measurements_of(person, PAIN).filter(context=Measurement.Context.DAY).first()


def save_pain(person: Person, entered: Entered, move: Move, revision: int, now: datetime) -> Measurement:
    """Write down the pain of now, as far as it is entered.

    Raises
    ------
    OlderMeasurement
        If it was changed in another window since the page was shown.
    BadInput
        If the answers are not those of the instrument.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        last = last_pain(person)
        # A page that was left open goes on with its own entry, however long it stood there.
        is_its_own = last is not None and last.finished_at is None and 0 < revision == last.revision
        known = last if is_its_own else pain_under_way(person, now)
        # With no save before it, nothing but the time tells an entry sent again from a new one with the same numbers.
        may_be_sent_again = known or revision or (last and now - last.saved_at < SENT_AGAIN_WITHIN)
        if last and may_be_sent_again and _is_stored(last, entered, move, revision):
            return last  # stored before, but the answer did not arrive
        stored = known or Measurement(person=person, instrument=PAIN, context=Measurement.Context.DAY, taken_at=now)
        return _save(stored, entered, move, revision, now)


def save_weekly(
    person: Person, instrument: str, entered: Entered, move: Move, revision: int, now: datetime
) -> Measurement:
    """Write down a card of the weekly set; with its first answer the set begins. Raises as `save_pain`."""
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        under_way = weekly_set_of(person, now)
        known = under_way.answered.get(instrument)
        if known and _is_stored(known, entered, move, revision):
            return known
        stored = known or Measurement(
            person=person,
            instrument=instrument,
            context=Measurement.Context.WEEK,
            set_id=under_way.id or uuid4(),
            taken_at=now,
        )
        return _save(stored, entered, move, revision, now)


# What was rated in a session belongs to its record, which is amended there.
REMOVABLE = (Measurement.Context.DAY, Measurement.Context.WEEK, Measurement.Context.ELSEWHERE)


def remove_measurement(measured: Measurement) -> None:
    """Take out what was entered by mistake, for good. Raises `NotRemovable` for what belongs to a session."""
    if measured.context not in REMOVABLE:
        raise NotRemovable
    measured.delete()


def _save(stored: Measurement, entered: Entered, move: Move, revision: int, now: datetime) -> Measurement:
    if stored.revision != revision:
        raise OlderMeasurement
    stored.answers, stored.about = dict(entered.answers), dict(entered.about)
    stored.saved_at, stored.revision = now, revision + 1
    scored = score_case(stored.instrument, stored.answers).model_dump(mode="json", exclude_none=True)
    stored.finished_at = None if move == "save" else (stored.finished_at or now)
    is_part = load_measure_data().instruments[stored.instrument].scoring == COUNTS_IN_PART
    if stored.finished_at or is_part:
        stored.output, stored.score, stored.knowledge_version = scored, scored.get("score"), knowledge_version()
    else:
        stored.output, stored.score, stored.knowledge_version = {}, None, ""
    stored.save()
    return stored


def _is_stored(known: Measurement, entered: Entered, move: Move, revision: int) -> bool:
    """Return whether it is stored as it was sent: the connection may have dropped before the page heard of it."""
    is_next = known.revision == revision + 1 and (known.finished_at is not None or move == "save")
    return is_next and known.answers == dict(entered.answers) and known.about == dict(entered.about)


def _sets_of(person: Person) -> list[tuple[Measurement, ...]]:
    """Return the weekly sets, the latest first."""
    together: dict[UUID, list[Measurement]] = {}
    for one in measurements_of(person):
        if one.set_id:
            together.setdefault(one.set_id, []).append(one)
    return [tuple(sorted(ones, key=lambda one: one.taken_at)) for ones in together.values()]


def _can_go_on(asked: tuple[Measurement, ...], now: datetime) -> bool:
    return now - min(one.taken_at for one in asked) < GOES_ON_FOR


def complaint_of(person: Person) -> Complaint:
    """Return by what somebody is asked: what they painted, or the back."""
    shown = read_shown(last_confirmed_drawing_of(person))
    return (shown.complaint or shown.inferred_complaint) if shown else USUAL_COMPLAINT


def _first_day(person: Person) -> date:
    """Return the day of the first interview that came to its end."""
    first = results_of(person, Result.Kind.CLEARANCE).last()
    return timezone.localdate(first.made_at) if first else date.max


def _first_score(sets: Sequence[Sequence[Measurement]], instrument: str) -> float | None:
    """Return the first score of an instrument in some sets, of which the latest comes first."""
    scores = (one.score for asked in reversed(sets) for one in asked if one.instrument == instrument)
    return next((score for score in scores if score is not None), None)
