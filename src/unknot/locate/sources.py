"""The sources that may paint a drawing, as numbers: who they are, where they paint, how probable beforehand.

A *source* here is one thing on one side: a trigger point on the left, a differential on the right, on both sides,
or without a side. Array shapes use these letters: S sources, C cells or segments of the drawing's resolution.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from unknot.body import Atlas, Complaint, cell, load_atlas
from unknot.body.atlas import OPPOSITE, ReferralZone, muscle_of
from unknot.draw import Sex, segments_of
from unknot.locate.data import SCREENING_URGENCY, DifferentialZone, LocateData, Urgency, load_locate_data

SourceSide = Literal["left", "right", "both", "none"]
Resolution = Literal["cells", "choir"]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Source:
    """One thing on one side that may paint a drawing."""

    id: str
    side: SourceSide
    kind: Literal["trigger_point", "differential"]
    # The muscle of a trigger point, or the id of a differential: what priors and features speak of.
    subject: str
    family: str
    ranked: bool
    urgency: Urgency
    essential: frozenset[str]
    spillover: frozenset[str]

    @property
    def zones(self) -> frozenset[str]:
        """Return all cells that the source may paint."""
        return self.essential | self.spillover


@cache
def all_sources() -> tuple[Source, ...]:
    """Return every source on every side, trigger points first, in the order of the data."""
    atlas, data = load_atlas(), load_locate_data()
    return (*_trigger_point_sources(atlas), *_differential_sources(data))


def _trigger_point_sources(atlas: Atlas) -> Iterable[Source]:
    # People often hurt on both sides; a point on both is one source, not two that meet by chance.
    sides: tuple[SourceSide, ...] = ("left", "right", "both")
    for point, zones in atlas.referral_zones.items():
        for side in sides:
            essential, spillover = _cells(zones, side)
            yield Source(
                id=point,
                side=side,
                kind="trigger_point",
                subject=muscle_of(point),
                family="muscle",
                ranked=True,
                urgency="none",
                essential=essential,
                spillover=spillover,
            )


def _differential_sources(data: LocateData) -> Iterable[Source]:
    for differential in data.differentials.values():
        zones = data.zones[differential.id]
        for side in _variants(differential.pattern, {zone.side for zone in zones}):
            essential, spillover = _cells(zones, side)
            yield Source(
                id=differential.id,
                side=side,
                kind="differential",
                subject=differential.id,
                family=differential.family,
                ranked=differential.ranked,
                urgency=SCREENING_URGENCY[differential.urgency],
                essential=essential,
                spillover=spillover,
            )


def _variants(pattern: str, zone_sides: set[str]) -> tuple[SourceSide, ...]:
    """Return the sides on which a differential may lie; organs with a side of their own have just one variant."""
    has_side = bool(zone_sides & {"same", "opposite"})
    if pattern == "one_side":
        return ("left", "right") if has_side else ("none",)
    if pattern == "either" and (has_side or "both" in zone_sides):
        return ("left", "right", "both")
    return ("none",)


def _cells(
    zones: Iterable[ReferralZone | DifferentialZone], side: SourceSide
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the cells that a source on this side paints: the essential ones, and those of spillover alone."""
    painted: dict[str, set[str]] = {"essential": set(), "spillover": set()}
    for zone in zones:
        # A differential on one side of two narrows its two-sided zones to that side; a trigger point that refers
        # to both sides paints both.
        for cell_side in _sides_painted(zone.side, side, narrows=isinstance(zone, DifferentialZone)):
            painted[zone.grade].add(cell(zone.region, cell_side))
    essential = frozenset(painted["essential"])
    return essential, frozenset(painted["spillover"]) - essential


def _sides_painted(zone_side: str, source_side: SourceSide, narrows: bool) -> tuple[str, ...]:
    if zone_side in ("midline", "left", "right"):
        return (zone_side,)
    if source_side in ("both", "none"):
        return ("left", "right")
    if zone_side == "opposite":
        return (OPPOSITE[source_side],)
    return (source_side,) if zone_side == "same" or narrows else ("left", "right")


def prior_weights(complaint: Complaint, sex: Sex | None) -> FloatArray:
    """Return the prior share of each source for a complaint; the shares add up to 1.

    Parameters
    ----------
    complaint
        The complaint whose priors are used.
    sex
        Sex recorded at birth; organs that it does not have get no share. Unknown or not said leaves all.

    Returns
    -------
    FloatArray
        Shape (S,). A muscle's share is split evenly over its points and sides, a differential's over its variants;
        sources that the complaint does not list share the floor.

    Notes
    -----
    Source: `data/locate/priors.csv` with its derivations; all shares are estimates.
    """
    return _prior_weights(complaint, sex if sex in ("female", "male") else None)


@cache
def _prior_weights(complaint: Complaint, sex: Sex | None) -> FloatArray:
    data, sources = load_locate_data(), all_sources()
    listed = data.priors[complaint]
    members: dict[str, int] = {}
    for source in sources:
        members[source.subject] = members.get(source.subject, 0) + 1
    unlisted = [subject for subject in members if subject not in listed]
    scale = 1.0 - data.prior_floor.share * len(unlisted)
    shares = {
        subject: scale * listed[subject].main if subject in listed else data.prior_floor.share for subject in members
    }
    weights = np.array([shares[source.subject] / members[source.subject] for source in sources])
    for index, source in enumerate(sources):
        only = data.differentials[source.id].sex if source.kind == "differential" else None
        if sex and only and only != sex:
            weights[index] = 0.0
    weights /= weights.sum()
    weights.flags.writeable = False
    return weights


@dataclass(frozen=True)
class Patterns:
    """What the sources leave unpainted, at one resolution.

    Attributes
    ----------
    names
        The written form of each cell or segment, in order (C).
    index
        The place of each name.
    log_silence
        Shape (E, S, C): natural logarithm of the probability that a source leaves a cell unpainted, for each of
        the E extents. Sources join by noisy-OR, so these add up over a set.
    """

    names: tuple[str, ...]
    index: dict[str, int]
    log_silence: FloatArray


@cache
def load_patterns(resolution: Resolution) -> Patterns:
    """Return the patterns of all sources at a resolution."""
    atlas, model, sources = load_atlas(), load_locate_data().model, all_sources()
    cells = {name: position for position, name in enumerate(atlas.cells)}
    strengths = np.array([0.0, model.strength_spillover, model.strength_essential])
    grades = np.zeros((len(sources), len(cells)), dtype=np.intp)
    for row, source in enumerate(sources):
        grades[row, [cells[name] for name in source.spillover]] = 1
        grades[row, [cells[name] for name in source.essential]] = 2
    # take, other than an index, lays the cells of a source side by side, as the sums over them read them.
    log_silence = np.log1p(-np.multiply.outer(model.extent_factors, strengths)).take(grades, axis=1)
    if resolution == "cells":
        return Patterns(atlas.cells, cells, log_silence)
    codes = list(atlas.choir_segments)
    # A source paints a segment if it paints any region in it: silence of a segment is silence of all its cells.
    belongs = np.zeros((len(cells), len(codes)))
    for name, row in cells.items():
        for code in segments_of(name):
            belongs[row, codes.index(code)] = 1.0
    names = tuple(f"choir_{code}:{atlas.choir_segments[code].side}" for code in codes)
    return Patterns(names, {name: column for column, name in enumerate(names)}, log_silence @ belongs)
