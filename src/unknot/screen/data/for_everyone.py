"""What binds everyone, whatever they answer: ceilings, signs to stop at, danger zones and private places."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from unknot.knowledge import Entry, Names, Reader
from unknot.screen.data.vocabulary import Vocabulary

DEFAULT_LIMITS = "default_limits.toml"
DANGER_ZONES, SENSITIVE_AREAS = "danger_zones.toml", "sensitive_areas.toml"


class DefaultLimits(Entry):
    """Ceilings for a healthy adult before any rule is applied."""

    max_pressure: int
    max_pain: int
    max_pain_self: int
    max_hold_s: int
    max_hold_s_self: int
    max_heat_s: int
    max_cold_s: int
    max_ease_position_s: int
    max_slow_release_s: int
    max_stretch_hold_s: int
    max_rest_position_s: int
    max_points: int
    max_minutes_region: int
    max_minutes_session: int
    rest_hours: int
    max_minutes_percussion_per_spot: int
    self_floor_after_quiet_sessions: int
    text: str


class StopSigns(Entry):
    """Signs that end a session, or the work on one point."""

    stop_and_emergency: Names
    stop_and_same_day_doctor: Names
    stop_this_point: Names


class DangerZone(Entry):
    """Places where pressure is limited for everyone."""

    id: str
    places: Names
    rule: Literal["never", "limit"]
    max_pressure: int | None = None
    max_hold_s: int | None = None
    max_still_s: int | None = None
    no_tools: Names = ()
    no_actions: Names = ()
    therapist_only_above: int | None = None
    half_width_mm: int | None = None
    self_hard_point_half_width_mm: int | None = None
    contains: str
    why: str
    limit: str


class SensitiveArea(Entry):
    """An area that needs its own written consent, or is never touched."""

    id: str
    places: Names
    # The places of which all belongs to it; of the others only the points that are named.
    whole_places: Names = ()
    part: str = ""
    consent: Literal["separate", "never"]
    points: Names = ()
    say: str = ""
    basis: str


def read_default_limits(reader: Reader) -> DefaultLimits:
    """Read the ceilings for a healthy adult."""
    return reader.section(DEFAULT_LIMITS, "default_limits", DefaultLimits)


def read_stop_signs(reader: Reader) -> StopSigns:
    """Read the signs to stop at."""
    return reader.section(DEFAULT_LIMITS, "stop_during_session", StopSigns)


def read_danger_zones(reader: Reader, vocabulary: Vocabulary, places: Collection[str]) -> dict[str, DangerZone]:
    """Read the danger zones; the places and what is banned there must exist."""
    zones = reader.entries(DANGER_ZONES, "zone", DangerZone)
    for zone in zones.values():
        reader.resolve(DANGER_ZONES, zone.id, "place", zone.places, places)
        reader.resolve(DANGER_ZONES, zone.id, "tool", zone.no_tools, vocabulary.tool_names)
        reader.resolve(DANGER_ZONES, zone.id, "action", zone.no_actions, vocabulary.actions)
    reader.resolve_sources(DANGER_ZONES, zones.items())
    return zones


def read_sensitive_areas(
    reader: Reader, places: Collection[str], trigger_points: Collection[str]
) -> dict[str, SensitiveArea]:
    """Read the private places; their places and the beginnings of names of trigger points must exist."""
    areas = reader.entries(SENSITIVE_AREAS, "sensitive_area", SensitiveArea)
    for area in areas.values():
        reader.resolve(SENSITIVE_AREAS, area.id, "place", (*area.places, *area.whole_places), places)
        for prefix in area.points:
            if not any(point.startswith(prefix) for point in trigger_points):
                reader.fault(SENSITIVE_AREAS, area.id, f"no trigger point begins with {prefix!r}")
    reader.resolve_sources(SENSITIVE_AREAS, areas.items())
    return areas
