"""What is read off a tape, an inclinometer or an algometer. What was not measured is not stored, and is never 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from unknot.body import load_atlas
from unknot.body.atlas import muscle_of
from unknot.knowledge import knowledge_version
from unknot.measure import Change, NoScore, change
from unknot_app.actions.estimate_in_words import first_name, with_side
from unknot_app.actions.measuring import SENT_AGAIN_WITHIN
from unknot_app.actions.scoring import score_case
from unknot_app.actions.sentences import Sentence
from unknot_app.records.models import Measurement, Person
from unknot_app.records.queries import measurements_of

# With a tape; with an inclinometer or a phone.
BY_TAPE = ("finger_to_floor", "mm_schober")
BY_ANGLE = ("lumbar_flexion_incl", "lumbar_extension_incl", "lumbar_side_bend_incl")
MOTIONS = (*BY_TAPE, *BY_ANGLE)
TENDERNESS = "ppt"
SIDES = ("left", "right", "midline")


@dataclass(frozen=True)
class Tested:
    """One point at which pressure was measured, and how it changed across the session of a day."""

    point: str
    side: str
    measured: tuple[Measurement, ...]
    changes: tuple[tuple[date, Measurement, Measurement, Change], ...]

    @property
    def name(self) -> Sentence:
        """Return the muscle, with the side."""
        return with_side(first_name(load_atlas().muscles[muscle_of(self.point)].common_name), self.side)

    @property
    def label(self) -> str:
        """Return which of the muscle's points it is."""
        return load_atlas().trigger_points[self.point].label


def measure(
    person: Person,
    instrument: str,
    answers: Mapping[str, Any],
    about: Mapping[str, Any],
    context: str,
    now: datetime,
    day: date | None = None,
) -> Measurement | NoScore:
    """Score and store readings; what gives no score is not stored, and the reason is returned.

    `day`: when it was measured, where that was not now.

    Raises
    ------
    BadInput
        If the readings are not those of the instrument.
    """
    scored = score_case(instrument, answers)
    if isinstance(scored, NoScore):
        return scored
    output = scored.model_dump(mode="json", exclude_none=True)
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        last = measurements_of(person, instrument).order_by("-saved_at").first()
        taken_at = _at(day or timezone.localdate(now), now)
        is_same = last is not None and _told(last) == (answers, about, context, timezone.localdate(taken_at))
        if last is not None and is_same and now - last.saved_at < SENT_AGAIN_WITHIN:
            return last
        return Measurement.objects.create(
            person=person,
            instrument=instrument,
            context=context,
            taken_at=taken_at,
            saved_at=now,
            finished_at=now,
            revision=1,
            answers=dict(answers),
            about=dict(about),
            score=output.get("score"),
            output=output,
            knowledge_version=knowledge_version(),
        )


def _at(day: date, now: datetime) -> datetime:
    """Return the moment at which something of a day is written down: now, or on an earlier day its noon."""
    return now if day == timezone.localdate(now) else timezone.make_aware(datetime.combine(day, time(12)))


def _told(one: Measurement) -> tuple[Any, Any, str, date]:
    return one.answers, one.about, one.context, timezone.localdate(one.taken_at)


def points_to_test() -> Sequence[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return the points at which pressure may be measured, by the name of their muscle: id and label of each."""
    atlas = load_atlas()
    together: dict[str, list[tuple[str, str]]] = {}
    for point in atlas.trigger_points.values():
        name = first_name(atlas.muscles[point.muscle].common_name)
        together.setdefault(name, []).append((point.id, point.label))
    return tuple((name, tuple(points)) for name, points in together.items())


def tenderness_of(person: Person) -> tuple[Tested, ...]:
    """Return what was measured at each point, the latest first, with the change from before to after a session."""
    at: dict[tuple[str, str], list[Measurement]] = {}
    for one in measurements_of(person, TENDERNESS):
        at.setdefault((one.about.get("point", ""), one.about.get("side", "")), []).append(one)
    return tuple(Tested(*named, tuple(ones), _across_sessions(ones)) for named, ones in at.items())


def _across_sessions(measured: Sequence[Measurement]) -> tuple[tuple[date, Measurement, Measurement, Change], ...]:
    """Return each day with a measurement before and one after the session, the latest day first."""
    days: dict[date, dict[str, Measurement]] = {}
    for one in reversed(measured):
        days.setdefault(timezone.localdate(one.taken_at), {})[one.context] = one
    pairs = [(day, both["before"], both["after"]) for day, both in days.items() if {"before", "after"} <= set(both)]
    return tuple((*pair, change(TENDERNESS, pair[1].score, pair[2].score)) for pair in reversed(pairs))
