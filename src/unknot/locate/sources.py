"""The sources that may paint a drawing, as numbers: who they are, where they paint, how probable beforehand.

A *source* here is one thing on one side: a trigger point on the left, a differential on the right, on both sides,
or without a side. Array shapes use these letters: S sources, C cells or segments of the drawing's resolution.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from unknot.body import Atlas, Complaint, cell, cells_around, load_atlas, mirror_cell
from unknot.body.atlas import OPPOSITE, ReferralZone, muscle_of
from unknot.draw import Sex, segments_of
from unknot.locate.data import (
    SCREENING_URGENCY,
    Differential,
    DifferentialZone,
    LocateData,
    Model,
    Urgency,
    load_locate_data,
)

SourceSide = Literal["left", "right", "both", "none"]
Resolution = Literal["cells", "choir"]
FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]


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
    # Cells of zones that nobody saw in a source, only recalled.
    recalled: frozenset[str] = frozenset()

    @property
    def zones(self) -> frozenset[str]:
        """Return all cells that the source may paint."""
        return self.essential | self.spillover

    @property
    def beside(self) -> frozenset[str]:
        """Return the cells next to what usually hurts: people feel and paint beyond the border of a zone."""
        return cells_around(self.essential or self.zones) - self.zones

    @property
    def fringe(self) -> frozenset[str]:
        """Return the cells next to what hurts sometimes."""
        return cells_around(self.zones) - self.beside


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
            essential, spillover, recalled = _cells(zones, side)
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
                recalled=recalled,
            )


def _differential_sources(data: LocateData) -> Iterable[Source]:
    for differential in data.differentials.values():
        zones = data.zones[differential.id]
        for side in _variants(differential, {zone.side for zone in zones}):
            essential, spillover, recalled = _cells(zones, side)
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
                recalled=recalled,
            )


def _variants(differential: Differential, zone_sides: set[str]) -> tuple[SourceSide, ...]:
    """Return the sides on which a differential may lie; organs with a side of their own have just one variant."""
    if not differential.ranked:
        return ("none",)
    has_side = bool(zone_sides & {"same", "opposite"})
    if differential.pattern == "one_side":
        return ("left", "right") if has_side else ("none",)
    if differential.pattern == "either" and (has_side or "both" in zone_sides):
        return ("left", "right", "both")
    return ("none",)


def _cells(
    zones: Iterable[ReferralZone | DifferentialZone], side: SourceSide
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the cells that a source on this side paints: essential ones, those of spillover alone, recalled ones."""
    painted: dict[str, set[str]] = {"essential": set(), "spillover": set()}
    seen: set[str] = set()
    for zone in zones:
        # A differential on one side of two narrows its two-sided zones to that side; a trigger point that refers
        # to both sides paints both.
        for cell_side in _sides_painted(zone.side, side, narrows=isinstance(zone, DifferentialZone)):
            painted[zone.grade].add(cell(zone.region, cell_side))
            if zone.is_verified:
                seen.add(cell(zone.region, cell_side))
    essential, either = frozenset(painted["essential"]), frozenset(painted["essential"] | painted["spillover"])
    return essential, either - essential, either - seen


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
        sources that the complaint does not list share the floor and what is kept for other complaints.

    Notes
    -----
    Source: `data/locate/priors.csv` with its derivations; all shares are estimates.
    """
    return _prior_weights(complaint, sex if sex in ("female", "male") else None)


@cache
def _prior_weights(complaint: Complaint, sex: Sex | None) -> FloatArray:
    data, sources = load_locate_data(), all_sources()
    ranked = np.array([source.ranked for source in sources])
    own = _table_weights(complaint)
    others = [_table_weights(other) for other in data.priors if other != complaint]
    # Who has pain in the back may have another in the shoulder: a part goes to what the other complaints list.
    elsewhere = np.mean([weights[ranked] / weights[ranked].sum() for weights in others], axis=0)
    weights = own.copy()
    weights[ranked] += data.prior_floor.elsewhere * (own[ranked].sum() * elsewhere - own[ranked])
    for index, source in enumerate(sources):
        only = data.differentials[source.id].sex if source.kind == "differential" else None
        if sex and only and only != sex:
            weights[index] = 0.0
    weights /= weights.sum()
    weights.flags.writeable = False
    return weights


@cache
def _table_weights(complaint: str) -> FloatArray:
    """Return the shares of a complaint's own table, with the floor for what it does not list, shape (S,)."""
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
    return np.array([shares[source.subject] / members[source.subject] for source in sources])


@dataclass(frozen=True)
class Silence:
    """How probably sources leave cells unpainted.

    Attributes
    ----------
    log
        Shape (E, S, C): natural logarithm of the probability that a source leaves a cell unpainted, for each of the
        E extents; at most 0. Sources join by noisy-OR, so these add up over a set.
    """

    log: FloatArray

    @cached_property
    def total(self) -> FloatArray:
        """Return the log probability that a source leaves all cells unpainted, shape (E, S)."""
        return np.asarray(self.log.sum(axis=2))


@dataclass(frozen=True)
class Patterns:
    """What the sources leave unpainted, at one resolution.

    Attributes
    ----------
    names
        The written form of each cell or segment, in order (C).
    index
        The place of each name.
    silence
        What each of the S sources leaves unpainted.
    patches
        The same for the P patches that ordinary pain may paint.
    patch_of
        The source of each patch, shape (P,).
    patch_share
        The share of each patch among those of its source, shape (P,).
    """

    names: tuple[str, ...]
    index: dict[str, int]
    silence: Silence
    patches: Silence
    patch_of: IntArray
    patch_share: FloatArray


@cache
def load_patterns(resolution: Resolution, *, weakens_recalled: bool = False) -> Patterns:
    """Return the patterns of all sources at a resolution.

    Parameters
    ----------
    resolution
        The 235 cells, or the 74 segments of a CHOIR map.
    weakens_recalled
        Whether zones that were only recalled, not seen in a source, count a grade less: for asking how much an
        answer rests on them.
    """
    sources = tuple(map(_weakened, all_sources())) if weakens_recalled else all_sources()
    return build_patterns(resolution, sources, load_locate_data().model)


def _weakened(source: Source) -> Source:
    kept = source.essential - source.recalled
    spillover = (source.essential & source.recalled) | (source.spillover - source.recalled)
    return replace(source, essential=kept, spillover=spillover) if kept | spillover else source


def build_patterns(resolution: Resolution, sources: Sequence[Source], model: Model) -> Patterns:
    """Return the patterns of sources under a model's numbers."""
    atlas = load_atlas()
    cells = {name: position for position, name in enumerate(atlas.cells)}
    patches = [(row, patch, share) for row, source in enumerate(sources) for patch, share in _patches(source, model)]
    of_sources = _log_silence(sources, cells, model)
    of_patches = _log_silence([patch for _, patch, _ in patches], cells, model)
    patch_of = np.array([row for row, _, _ in patches], dtype=np.intp)
    shares = np.array([share for _, _, share in patches])
    if resolution == "cells":
        return Patterns(atlas.cells, cells, Silence(of_sources), Silence(of_patches), patch_of, shares)
    codes = list(atlas.choir_segments)
    # A source paints a segment if it paints any region in it: silence of a segment is silence of all its cells.
    belongs = np.zeros((len(cells), len(codes)))
    for name, row in cells.items():
        for code in segments_of(name):
            belongs[row, codes.index(code)] = 1.0
    names = tuple(f"choir_{code}:{atlas.choir_segments[code].side}" for code in codes)
    index = {name: column for column, name in enumerate(names)}
    return Patterns(names, index, Silence(of_sources @ belongs), Silence(of_patches @ belongs), patch_of, shares)


def _log_silence(sources: Sequence[Source], cells: Mapping[str, int], model: Model) -> FloatArray:
    """Return the log probability that each source leaves each cell unpainted, shape (E, S, C)."""
    strengths = np.array(
        [0.0, model.strength_fringe, model.strength_beside, model.strength_spillover, model.strength_essential]
    )
    grades = np.zeros((len(sources), len(cells)), dtype=np.intp)
    for row, source in enumerate(sources):
        for grade, names in enumerate((source.fringe, source.beside, source.spillover, source.essential), 1):
            grades[row, [cells[name] for name in names]] = grade
    # take, other than an index, lays the cells of a source side by side, as the sums over them read them.
    levels: FloatArray = np.log1p(-np.multiply.outer(model.extent_factors, strengths))
    return levels.take(grades, axis=1)


def _patches(source: Source, model: Model) -> Iterable[tuple[Source, float]]:
    """Yield what ordinary pain may paint, with shares that add up to 1: a patch round any place of its area.

    It is of different size and on one side or on both; its middle lies more often in the essential places. Without
    this, ordinary pain would be expected to fill its whole area, and a small painted patch would always look like a
    muscle. Pain in many places is no patch.
    """
    if source.ranked or load_locate_data().differentials[source.id].pattern == "both_sides":
        return
    usual = model.patch_essential_share if source.essential and source.spillover else float(bool(source.essential))
    shares: dict[frozenset[str], float] = defaultdict(float)
    for middles, share in ((source.essential, usual), (source.spillover, 1.0 - usual)):
        for middle, reach in product(sorted(middles), model.patch_reaches):
            patch = frozenset({middle})
            for _ in range(reach):
                patch |= cells_around(patch)
            for painted in (patch, patch | {mirror_cell(name) for name in patch}):
                shares[painted] += share / len(middles) / len(model.patch_reaches) / 2
    for painted, share in shares.items():
        yield replace(source, essential=painted, spillover=cells_around(painted)), share
