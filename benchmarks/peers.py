"""Simple ways of ranking sources, which the model has to beat.

Each takes what is painted, shape (C,), True or False, and returns a score for each source of `SOURCES`, shape (S,),
at least 0. They know neither extent nor background, and explain a drawing by one source alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from unknot.body import Complaint, load_atlas
from unknot.body.chart import VIEWS, load_view
from unknot.body.figures import trigger_point_on
from unknot.locate.sources import FloatArray, all_sources, prior_weights

Mask = NDArray[np.bool_]
Peer = Callable[[Mask, Complaint], FloatArray]

CELLS = load_atlas().cells
PLACE = {name: position for position, name in enumerate(CELLS)}
SOURCES = tuple(source for source in all_sources() if source.ranked)
IS_RANKED = np.array([source.ranked for source in all_sources()])
# A place that is seen from the other side of the body is so much further from a muscle than it looks.
THROUGH_THE_BODY_MM = 150.0
# Weights of the zones in the overlap, as in the model; chance of a mark by itself, and of a painted zone.
ESSENTIAL, SPILLOVER, STRAY = 0.9, 0.5, 0.01


@cache
def _zones() -> tuple[Mask, Mask]:
    essential = np.zeros((len(SOURCES), len(CELLS)), dtype=bool)
    spillover = essential.copy()
    for row, source in enumerate(SOURCES):
        essential[row, [PLACE[name] for name in source.essential]] = True
        spillover[row, [PLACE[name] for name in source.spillover]] = True
    return essential, spillover


def weighted_overlap(painted: Mask, complaint: Complaint) -> FloatArray:
    """Return the weighted Jaccard overlap of drawing and zones; the complaint is not used."""
    essential, spillover = _zones()
    weights = ESSENTIAL * essential + SPILLOVER * spillover
    overlap = np.minimum(weights, painted).sum(axis=1) / np.maximum(weights, painted).sum(axis=1)
    return np.asarray(overlap)


def counting(painted: Mask, complaint: Complaint) -> FloatArray:
    """Count painted essential places, among equals painted spillover places, then take the more common."""
    essential, spillover = _zones()
    counts = (essential & painted).sum(axis=1) + (spillover & painted).sum(axis=1) / 100
    share = prior_weights(complaint, None)[IS_RANKED]
    return np.where(counts > 0, counts + share / share.max() / 1000, 0.0)


def nearest_belly(painted: Mask, complaint: Complaint) -> FloatArray:
    """Take the trigger point that lies nearest to the middle of what is painted; other sources get nothing."""
    middle = np.nanmean(_places()[painted], axis=0)
    away = np.array([_distance_mm(row, middle) for row in range(len(SOURCES))])
    return 1.0 / (20.0 + away) ** 2


@cache
def _places() -> FloatArray:
    """Return where each cell lies, as x, y and depth in mm, shape (C, 3); not a number where no view shows it."""
    found = np.full((len(CELLS), 3), np.nan)
    # Later ones overwrite earlier ones: the sides count for what is seen on them alone.
    for view in reversed(VIEWS):
        chart = load_view(view, "neutral")
        depth = {"front": 0.5, "back": -0.5}.get(view, 0.0) * THROUGH_THE_BODY_MM
        beside = {"left": 1.0, "right": -1.0}.get(view, 0.0) * THROUGH_THE_BODY_MM
        for label, name in enumerate(chart.cells, 1):
            rows, columns = np.nonzero(chart.labels == label)
            found[PLACE[name]] = beside or chart.x_mm(columns).mean(), chart.y_mm(rows).mean(), depth
    return found


def _distance_mm(row: int, place: FloatArray) -> float:
    source = SOURCES[row]
    if source.kind != "trigger_point":
        return float("inf")
    lateral, up, _ = trigger_point_on("neutral", source.id)
    depth = {"front": 0.5, "back": -0.5, "side": 0.0}[load_atlas().trigger_points[source.id].view]
    sides = {"left": (1.0,), "right": (-1.0,)}.get(source.side, (1.0, -1.0))
    bellies = [np.array([side * lateral, up, depth * THROUGH_THE_BODY_MM]) for side in sides]
    return float(np.mean([np.linalg.norm(belly - place) for belly in bellies]))


def plain_noisy_or(painted: Mask, complaint: Complaint) -> FloatArray:
    """Return the posterior of one source at work: fixed chances of its zones, a fixed rate of stray marks."""
    essential, spillover = _zones()
    chance = 1.0 - (1.0 - STRAY) * (1.0 - ESSENTIAL * essential) * (1.0 - SPILLOVER * spillover)
    fit = np.where(painted, np.log(chance), np.log1p(-chance)).sum(axis=1)
    return np.asarray(np.exp(fit - fit.max()) * prior_weights(complaint, None)[IS_RANKED])


PEERS: dict[str, Peer] = {
    "weighted overlap": weighted_overlap,
    "essential, then spillover places": counting,
    "nearest muscle belly": nearest_belly,
    "plain noisy-OR": plain_noisy_or,
}
