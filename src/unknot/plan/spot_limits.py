"""The limits that bind at one trigger point, or in one region: those of its places, and those for this very spot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import inf

from unknot.body import TriggerPoint, distance_mm, places_of
from unknot.plan.adjust import at_spot, restrictions_at
from unknot.plan.frame import Frame
from unknot.plan.own_limits import UNNAMED
from unknot.screen import PlaceLimit
from unknot.screen.limits import Key, Restriction, stricter


@dataclass(frozen=True)
class SpotLimits:
    """The limits that bind at one trigger point, each with its rules."""

    numbers: Mapping[str, Restriction]
    no_tools: Mapping[str, frozenset[str]]
    no_actions: Mapping[str, frozenset[str]]

    def cap(self, name: str) -> int | None:
        """Return a numeric limit, or None when nothing limits it."""
        return self.numbers[name][0] if name in self.numbers else None

    def rules(self, name: str) -> tuple[str, ...]:
        """Return the rules behind a numeric limit."""
        return tuple(sorted(self.numbers[name][1])) if name in self.numbers else ()


def limits_at(frame: Frame, point: TriggerPoint, side: str) -> SpotLimits:
    """Return the limits that bind at a trigger point on a side."""
    limits = _with_consequences(frame, _join(frame.restrictions, _here(frame, point, side)), point, side)
    return limits if frame.is_therapist else _with_spine_margin(frame, limits, point)


def _here(frame: Frame, point: TriggerPoint, side: str) -> list[PlaceLimit]:
    places = frame.atlas.places
    exact = set(places_of(frame.atlas, point))
    # Places without a region of their own are read by their exact zone, whoever set the limit.
    whole = {name for name, place in places.items() if point.region in place.regions}
    whole |= {name for name in exact if not places[name].regions}
    # What this person's answers leave out is left out with its border.
    around = {name for name, place in places.items() if point.region in place.touches}
    return [
        limit
        for limit in frame.limits.at(exact | whole | around, side)
        if limit.region in exact
        or (limit.region in whole and not limit.exact)
        or (limit.region in around and _is_left_out_by_answers(frame, limit))
    ]


def _with_consequences(frame: Frame, limits: SpotLimits, point: TriggerPoint, side: str) -> SpotLimits:
    """Join what earlier sessions ask for at this very spot."""
    numbers = dict(limits.numbers)
    for consequence in at_spot(frame.wishes.history.adjustment, point, side):
        for key, asked in restrictions_at(consequence, frame.clearance.as_of):
            numbers[key.name] = stricter(key, numbers[key.name], asked) if key.name in numbers else asked
    return replace(limits, numbers=numbers)


def _with_spine_margin(frame: Frame, limits: SpotLimits, point: TriggerPoint) -> SpotLimits:
    """Keep the hard points of untrained hands away from the middle line."""
    banned = dict(limits.no_tools)
    for zone in frame.screening.danger_zones.values():
        width = zone.self_hard_point_half_width_mm
        if width is not None and _distance_mm(frame, zone.places, point) < width:
            for tool in frame.screening.vocabulary.tool_classes["hard_points"].members:
                banned[tool] = banned.get(tool, frozenset()) | {zone.id}
    return replace(limits, no_tools=banned)


def _distance_mm(frame: Frame, places: Iterable[str], point: TriggerPoint) -> float:
    """Return how far a point is from the zones of places, on the view that shows the point."""
    zones = (zone for place in places for zone in frame.atlas.places[place].zone if zone.view == point.view)
    return min((distance_mm(frame.atlas, zone, point) for zone in zones), default=inf)


def limits_in_region(frame: Frame, region: str) -> SpotLimits:
    """Return the limits that bind anywhere in a region, as far as rules speak of whole places."""
    places = frame.atlas.places
    inside = {name for name, place in places.items() if region in place.regions}
    around = {name for name, place in places.items() if region in place.touches}
    here = [
        limit
        for limit in frame.limits.at(inside | around, None)
        if not limit.exact and (limit.region in inside or _is_left_out_by_answers(frame, limit))
    ]
    return _join(frame.restrictions, here)


def actions_banned_in(frame: Frame, places: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the actions that are banned everywhere or in any of these places, with their rules."""
    return dict(_join(frame.restrictions, frame.limits.at(places, None)).no_actions)


def places_left_out(frame: Frame) -> frozenset[str]:
    """Return the places that this person's answers leave out altogether."""
    return frozenset(limit.region for limit in frame.limits.places if _is_left_out_by_answers(frame, limit))


def _is_left_out_by_answers(frame: Frame, limit: PlaceLimit) -> bool:
    own = set(frame.clearance.contraindications)
    return limit.max_pressure == 0 and not limit.exact and bool(own & set(limit.reasons))


def _join(restrictions: Mapping[Key, Restriction], here: Iterable[PlaceLimit]) -> SpotLimits:
    numbers: dict[str, Restriction] = {}
    bans: dict[str, dict[str, frozenset[str]]] = {"no_tools": {}, "no_actions": {}}
    spots = {(limit.region, limit.side, limit.exact) for limit in here}
    for key, restriction in restrictions.items():
        if key.place and (key.place, key.side, key.exact) not in spots:
            continue
        # A restriction binds whether or not it says which rule it comes from.
        value, rules = restriction[0], restriction[1] or frozenset((UNNAMED,))
        if key.item and key.name in bans:
            bans[key.name][key.item] = bans[key.name].get(key.item, frozenset()) | rules
        elif not key.item:
            present = numbers.get(key.name)
            numbers[key.name] = (value, rules) if present is None else stricter(key, present, (value, rules))
    return SpotLimits(numbers, bans["no_tools"], bans["no_actions"])
