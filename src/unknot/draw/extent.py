"""Pain extent: how much of the body's surface is painted."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np

from unknot.body import body_surface_mm2, cell_areas
from unknot.body.chart import VIEWS, ChartView, Figure, load_view
from unknot.draw.drawing import Drawing
from unknot.draw.strokes import Stroke, near


def pain_extent(drawing: Drawing) -> float:
    """Return how much of the body's surface is painted, in percent, 0 to 100.

    A view shows slanted skin narrower than it is. So each cell counts by the share of it that is painted (see
    `painted_shares`), times its area on the mesh of the figure. Pain of strength 0 counts as nothing.

    Returns
    -------
    float
        Painted area over the whole skin of the figure that was painted on, times 100. For a body map it is an upper
        bound: a painted segment counts with all its cells.

    Notes
    -----
    Published figures of pain extent are shares of the pixels inside the outlines of a front and a back view, so they
    are not the same as this one.

    Source: the measure, Barbero et al. 2015 (recalled, not read); weighing by the area of skin, this project.
    """
    areas = cell_areas(drawing.figure)
    painted = sum(share * areas[name] for name, share in painted_shares(drawing).items())
    return min(100.0, 100.0 * painted / body_surface_mm2(drawing.figure))


def painted_shares(drawing: Drawing) -> dict[str, float]:
    """Return the share of each cell that is painted, above 0 to 1.

    A cell chosen from the list, and one in a painted segment of a body map, is painted whole. Strokes count by the
    squares that they cover, each square once. The scale is the view that shows most of the cell, so that a sliver at
    the edge of another view does not count for all of it. Views look at the same skin from different sides, and
    people show one pain in several of them; so of two views that paint a cell the larger share counts, not the sum: a
    cell painted to 60 % from behind and to 30 % from the side counts as 60 % (a choice of this project; the truth
    lies between 60 and 90).
    """
    shares: dict[str, float] = {}
    if drawing.choir:
        return dict.fromkeys(drawing.painted_cells, 1.0)
    painting = [stroke for stroke in drawing.strokes if stroke.intensity != 0]
    for figure, name in dict.fromkeys((stroke.figure, stroke.view) for stroke in painting):
        view = load_view(name, figure)
        covered_px = _covered_px(view, [one for one in painting if (one.figure, one.view) == (figure, name)])
        for cell, px in zip(view.cells, covered_px[1:], strict=True):
            if px:
                shares[cell] = max(shares.get(cell, 0.0), float(px / _most_seen_px(figure)[cell]))
    return shares | {cell: 1.0 for mark in drawing.regions for cell in mark.cells}


def _covered_px(view: ChartView, strokes: Iterable[Stroke]) -> np.ndarray:
    """Return how many squares of each label strokes cover together, shape (L,)."""
    together = np.zeros(view.labels.shape, dtype=bool)
    for stroke in strokes:
        together |= near(view, stroke, stroke.width_mm / 2)[0]
    return np.bincount(view.labels[together], minlength=len(view.cells) + 1)


@cache
def _most_seen_px(figure: Figure) -> dict[str, int]:
    """Return in how many squares each cell is seen in the view that shows most of it."""
    most: dict[str, int] = {}
    for view in (load_view(name, figure) for name in VIEWS):
        for cell, px in zip(view.cells, view.seen_px[1:], strict=True):
            most[cell] = max(most.get(cell, 0), int(px))
    return most
