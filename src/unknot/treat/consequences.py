"""What each reaction and rule asks of the next session, from the one table of reactions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from unknot.plan import Consequence, load_plan_data
from unknot.plan.pressing.dose import SHORTEST_HOLD_S
from unknot.treat.data import SAME_POINT, NextSession, ProgressionRule, load_treat_data
from unknot.treat.past import Dose, PastSession

# Pressing less than this is no pressing; what lowers the level stops here, what forbids it says 0.
LEAST_LEVEL = 1
# Actions after which nothing is pressed until something has changed.
STOPS = frozenset(("emergency", "stop_and_refer_urgent", "stop_and_refer", "pause_and_check"))


def asked(rule: str, **changes: Any) -> Consequence:
    """Return the consequence of a rule, with its reason in words."""
    return Consequence(rule=rule, because=load_treat_data().because[rule], **changes)


def of_event(rule: str, event: str, last: PastSession) -> Iterable[Consequence]:
    """Yield what an entry of the table of reactions asks after the last session.

    `rule` gives the reason; the doses stand in `treat/adverse_events.toml` alone.
    """
    change = load_treat_data().events[event].next
    doses = list(last.doses.values())
    if change.session == "none":
        yield asked(rule, max_level=0)
        return
    yield from _everywhere(rule, change, len(doses))
    for dose in doses:
        yield from at_spot(rule, change, dose)
    if change.avoid_spot and change.avoid_spot_days is None and last.regions:
        yield asked(rule, regions=last.regions, max_level=0)
    if change.wait_until and not last.is_settled:
        yield asked("settling", max_level=0)


def _everywhere(rule: str, change: NextSession, points: int) -> Iterable[Consequence]:
    places = tuple(name for name in change.scope if name != SAME_POINT)
    if SAME_POINT in change.scope:
        return
    most_points = None
    if change.points_half:
        most_points = max(1, points // 2)
    elif change.max_points_change:
        most_points = max(1, points + change.max_points_change)
    numbers = {
        "max_level": change.max_level,
        "max_hold_s": change.max_hold_s,
        "max_points": most_points,
        "max_minutes_session": change.max_minutes_session,
        "rest_hours": change.min_wait_h,
        "rise_slowly_min": change.rise_slowly_min,
    }
    lists = {"no_tools": change.no_tools, "no_actions": change.no_actions}
    if any(value is not None for value in numbers.values()) or any(lists.values()):
        yield asked(rule, places=places, **numbers, **lists)


def at_spot(rule: str, change: NextSession | ProgressionRule, dose: Dose) -> Iterable[Consequence]:
    """Yield what is lowered at a spot: whole levels from the one really used, whole seconds from its hold."""
    if change.level_change < 0 and dose.level is not None:
        yield asked(rule, spot=dose.spot, max_level=max(LEAST_LEVEL, dose.level + change.level_change))
    if change.hold_change_s < 0:
        yield asked(rule, spot=dose.spot, max_hold_s=max(SHORTEST_HOLD_S, dose.planned.hold_s + change.hold_change_s))


def during(rule: ProgressionRule, dose: Dose) -> Iterable[Consequence]:
    """Yield what pain during pressure asks at that spot."""
    yield from at_spot(rule.id, load_treat_data().events[rule.event].next if rule.event else rule, dose)


def still_left_alone(course: Sequence[PastSession], today: date) -> Iterable[Consequence]:
    """Yield the places that are left alone for some days, such as a bruise, whichever session they came from."""
    data = load_treat_data()
    for session in course:
        for name in sorted(session.signs):
            sign = data.signs[name]
            days = data.events[sign.event].next.avoid_spot_days
            if days is None or not session.regions:
                continue
            told = [one.answered_at.date() for one in session.reactions if name in one.signs]
            until = max(told, default=session.day) + timedelta(days=days)
            if today < until:
                yield asked(name, regions=session.regions, rest_until=until)


def same_spot_from(day: date) -> date:
    """Return the day from which a spot that was pressed on a day may be pressed again."""
    return day + timedelta(days=-(-load_treat_data().course.min_hours_between_same_point // 24))


def rests(course: Sequence[PastSession], today: date) -> Iterable[Consequence]:
    """Yield the spots that were pressed too short a time ago."""
    pressed = {spot: session.day for session in course for spot in session.doses}
    for spot, day in pressed.items():
        until = same_spot_from(day)
        if today < until:
            yield asked("rested", spot=spot, rest_until=until, is_change=False)


def kept(course: Sequence[PastSession], quiet: int, raised: frozenset[str]) -> Iterable[Consequence]:
    """Yield the dose of last time as the limit of this time.

    After a quiet session the cap of the first, gentle ones rises by a level; after two a hold grows by some seconds,
    where the level stays. `raised` spots were hardly felt, and more was asked for: one level more.
    """
    composition, limits = load_plan_data().composition, load_treat_data().course
    newest = {spot: dose for session in course for spot, dose in session.doses.items()}
    for spot, dose in newest.items():
        if dose.planned.level is None:
            continue
        was_first = dose.planned.level[1] == composition.first_sessions_max_pressure and quiet > 0
        is_firmer = was_first or spot in raised
        level = dose.planned.level[1] + (limits.raise_levels_at_most if is_firmer else 0)
        is_longer = quiet >= composition.quiet_sessions_for_longer_holds and not is_firmer
        hold_s = dose.planned.hold_s + (limits.raise_hold_s_at_most if is_longer else 0)
        yield asked("last_time", spot=spot, max_level=min(level, 5), max_hold_s=hold_s, is_change=False)


def nowhere_more(consequences: Sequence[Consequence], last: PastSession) -> Iterable[Consequence]:
    """Yield the most that any spot of last time may get as the limit of all others: a new spot begins no heavier."""
    levels: dict[str, int] = {}
    for one in consequences:
        if one.spot in last.doses and one.max_level:
            levels[one.spot] = min(one.max_level, levels.get(one.spot, one.max_level))
    if levels:
        yield asked("last_time", max_level=max(levels.values()), is_change=False)


def step_back(rule: str, spots: Iterable[str]) -> Iterable[Consequence]:
    """Yield the spots that had their turn without doing what was hoped for."""
    for spot in spots:
        yield asked(rule, spot=spot, has_had_its_turn=True)
