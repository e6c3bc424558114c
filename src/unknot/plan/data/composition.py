"""The numbers by which a session is put together."""

from __future__ import annotations

from unknot.knowledge import Entry, Names, Reader


class Composition(Entry):
    """How a session is put together; times in seconds, relief as a share of the most a point can gain."""

    setup_s: int
    retest_s: int
    warm_up_s: int
    stretch_share: float
    most_stretches: int
    most_points_therapist: int
    first_sessions_max_pressure: int
    grave_rival_from: float
    grave_rival_max_pressure: int
    grave_rival_leaves_out: Names
    nerve_max_points: int
    most_points_untrained: int
    short_session_s: int
    told_shorter_below: float
    least_lengthening_percent: float
    lengthened_too_from: float
    lengthening_not_told: Names
    replaced_from: float
    pair_from: float
    nerve_told_from: float
    no_clear_point_below: float
    most_from_sets: int
    directions: dict[str, Names]
    heat_from_minutes: int
    seconds_per_stroke: int
    relief_by_reps: tuple[float, ...]
    relief_by_level: tuple[float, ...]
    hold_first_s: int
    hold_later_s: int
    quiet_sessions_for_longer_holds: int
    least_probability: float
    least_share_of_best: float
    promise_without_gain: float


def read_composition(reader: Reader) -> Composition:
    """Read how a session is put together."""
    return reader.section("composition.toml", "composition", Composition)
