"""How a point is usually pressed: in an adult whose answers ask for nothing else, within the limits for everyone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from unknot.body import Who, load_atlas
from unknot.plan.data import load_plan_data
from unknot.plan.data.exercises import Exercise
from unknot.plan.exercises import is_stretch
from unknot.plan.frame import Frame
from unknot.plan.history import SessionHistory
from unknot.plan.pressing.find import find_ways
from unknot.plan.pressing.ways import Way
from unknot.plan.session import Wishes
from unknot.screen import Answers, load_screen_data, screen


@cache
def usual_ways(point_id: str, who: Who) -> tuple[Way, ...]:
    """Return every way to press a point that the limits for every adult leave, best first.

    The answers are those of somebody who hurts where the point lies and said nothing else; everything is at hand, and
    the first, gentler sessions are past. Both sides are alike.

    Parameters
    ----------
    point_id
        The trigger point.
    who
        Who presses. Somebody who may not press the point has no way.

    Returns
    -------
    tuple of Way
        None for a point that nobody presses, or for which the limits leave nothing.
    """
    point = load_atlas().trigger_points[point_id]
    if who not in point.who:
        return ()
    return tuple(find_ways(_usual_frame(load_screen_data().areas_of_region(point.region), who), point, "right").left)


@cache
def _usual_frame(areas: tuple[str, ...], who: Who) -> Frame:
    clearance = screen(Answers({"session_mode": who, "pain_regions": areas}, date.min))
    return Frame.of(clearance, _everything_at_hand(who), None)


def _everything_at_hand(who: Who) -> Wishes:
    data, screening = load_plan_data(), load_screen_data()
    quiet = max(
        data.composition.quiet_sessions_for_longer_holds, screening.default_limits.self_floor_after_quiet_sessions
    )
    return Wishes(
        who=who, applicators=("hands", *data.applicators), history=SessionHistory(quiet_sessions=max(1, quiet))
    )


def exercises_for(muscle: str) -> tuple[Exercise, ...]:
    """Return the stretches and movements that lengthen a muscle: those made for it first, then those that also do."""
    exercises = [one for one in load_plan_data().exercises.values() if is_stretch(one)]
    return (
        *_easiest_first(one for one in exercises if muscle in one.lengthens),
        *_easiest_first(one for one in exercises if muscle in one.also and muscle not in one.lengthens),
    )


def _easiest_first(exercises: Iterable[Exercise]) -> list[Exercise]:
    return sorted(exercises, key=lambda one: one.difficulty)
