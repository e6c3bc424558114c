"""Strokes: what a finger, pen or mouse painted on the body chart, and which cells that covers.

The page computes the same while somebody paints, in `pages/drawing/static/geometry.js`; recorded drawings hold both
to the same answer. So that they agree to the last square, everything is decided by the distance of the middles of
squares from the stroke, in the same order of arithmetic. That also makes the answer of a mirrored stroke the mirrored
answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from unknot.body.chart import ChartView, Figure, ViewName, load_view
from unknot.draw.qualities import Qualities, Quality, in_order
from unknot.knowledge import Value

MOST_POINTS = 5000

# Choices of this project, which say when a stroke counts as painting a cell: not by brushing over its border, but
# when the middle of the brush runs through it (this much of it, this near the middle), or when much of it is covered.
CORE_RADIUS_MM = 4.0
CORE_MM2 = 40.0
COVERED_SHARE = 1 / 3
COVERED_MM2 = 100.0

# Far enough for every point of a view, and small enough that no arithmetic overflows.
Millimetres = Annotated[float, Field(ge=-3000, le=3000, allow_inf_nan=False)]


class Stroke(Value):
    """One stroke on one view: a line of points in mm, as wide as the brush; one point is a dot."""

    view: ViewName
    figure: Figure = "neutral"
    width_mm: Annotated[float, Field(ge=2, le=80)] = 16.0
    points: Annotated[tuple[tuple[Millimetres, Millimetres], ...], Field(min_length=1, max_length=MOST_POINTS)]
    intensity: Annotated[float, Field(ge=0, le=10)] | None = None
    quality: Qualities = ()

    @model_validator(mode="after")
    def _touches_the_body(self) -> Self:
        view = load_view(self.view, self.figure)
        # Nearly every stroke has a point on the body; only the others are worth a closer look.
        if not any(view.cell_at(x, y) for x, y in self.points) and not covered_px(view, self).any():
            x, y = self.points[0]
            raise ValueError(
                f"the stroke lies beside the body in the {self.view} view (it begins at {x:g}, {y:g}); points are "
                "in mm, x to the person's left (forward in the views left and right), y up from the floor"
            )
        return self


@dataclass(frozen=True)
class Covered:
    """A cell that strokes paint: how much of it (mm2 as the view shows it), how strong it hurts, how it feels."""

    cell: str
    area_mm2: float
    intensity: float | None
    quality: tuple[Quality, ...] = ()


@dataclass(frozen=True)
class _Touch:
    """What one stroke does to one view; `px` and `core_px` count squares by label, shape (L,)."""

    stroke: Stroke
    px: np.ndarray
    core_px: np.ndarray

    def paints(self, label: int, px_mm2: float) -> bool:
        """Return whether this stroke alone paints a cell: its middle runs through it, or most of it lies there."""
        is_main = self.px[label] and self.px[label] == self.px.max()
        return bool(self.core_px[label] * px_mm2 >= CORE_MM2 or is_main)


def near(view: ChartView, stroke: Stroke, *radii_mm: float) -> tuple[np.ndarray, ...]:
    """Return the squares whose middles lie within each radius of a stroke: masks (R, C), the largest radius first."""
    masks = tuple(np.zeros(view.labels.shape, dtype=bool) for _ in radii_mm)
    points = stroke.points
    for (ax, ay), (bx, by) in zip(points, points[1:] or points, strict=False):
        rows, columns = view.window((ax, bx), (ay, by), radii_mm[0])
        x = view.x_mm(np.arange(columns.start, columns.stop))[np.newaxis, :]
        y = view.y_mm(np.arange(rows.start, rows.stop))[:, np.newaxis]
        squared = _squared_distance(x, y, (ax, ay), (bx, by))
        for mask, radius_mm in zip(masks, radii_mm, strict=True):
            mask[rows, columns] |= squared <= radius_mm * radius_mm
    return masks


def _squared_distance(
    x: np.ndarray, y: np.ndarray, start: tuple[float, float], end: tuple[float, float]
) -> np.ndarray:
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = along_x * along_x + along_y * along_y
    share = ((x - start[0]) * along_x + (y - start[1]) * along_y) / length if length else 0.0 * (x + y)
    share = np.minimum(1.0, np.maximum(0.0, share))
    away_x, away_y = x - (start[0] + share * along_x), y - (start[1] + share * along_y)
    squared: np.ndarray = away_x * away_x + away_y * away_y
    return squared


def covered_px(view: ChartView, stroke: Stroke) -> np.ndarray:
    """Return how many squares of each label a stroke covers, shape (L,), nothing counted beside the body."""
    return _count(view, *near(view, stroke, stroke.width_mm / 2))


def _count(view: ChartView, mask: np.ndarray) -> np.ndarray:
    counts = np.bincount(view.labels[mask], minlength=len(view.cells) + 1)
    counts[0] = 0
    return counts


def covered_cells(strokes: Iterable[Stroke]) -> tuple[Covered, ...]:
    """Return the cells that strokes paint, the largest painted area first.

    A cell is painted when the middle of a brush runs through it (at least 40 mm2 within 4 mm of the middle), when a
    stroke lies in it for its largest part, or when all strokes together cover a third of what the view shows of it
    and at least 1 cm2. These bounds are choices of this project. The intensity is that of the strongest stroke that
    paints the cell, the quality that of all of them. Strokes of intensity 0 paint nothing.
    """
    found: dict[str, Covered] = {}
    painting = [stroke for stroke in strokes if stroke.intensity != 0]
    for figure, name in dict.fromkeys((stroke.figure, stroke.view) for stroke in painting):
        view = load_view(name, figure)
        for covered in _covered_in(view, [one for one in painting if (one.figure, one.view) == (figure, name)]):
            known = found.get(covered.cell)
            found[covered.cell] = _joined(known, covered) if known else covered
    return tuple(sorted(found.values(), key=lambda one: (-one.area_mm2, one.cell)))


def _covered_in(view: ChartView, strokes: Sequence[Stroke]) -> list[Covered]:
    together = np.zeros(view.labels.shape, dtype=bool)
    touches = []
    for stroke in strokes:
        radius_mm = stroke.width_mm / 2
        mask, core = near(view, stroke, radius_mm, min(CORE_RADIUS_MM, radius_mm))
        touches.append(_Touch(stroke, _count(view, mask), _count(view, core)))
        together |= mask
    union_px = _count(view, together)
    covered = []
    for label in np.flatnonzero(union_px):
        by = [touch for touch in touches if touch.paints(int(label), view.px_mm2)]
        area_mm2 = float(union_px[label] * view.px_mm2)
        is_filled = union_px[label] >= COVERED_SHARE * view.seen_px[label] and area_mm2 >= COVERED_MM2
        if by or is_filled:
            behind = by or [touch for touch in touches if touch.px[label]]
            quality = in_order(one for touch in behind for one in touch.stroke.quality)
            covered.append(Covered(view.cells[label - 1], area_mm2, _strongest(behind), quality))
    return covered


def _strongest(touches: Sequence[_Touch]) -> float | None:
    return max((one.stroke.intensity for one in touches if one.stroke.intensity is not None), default=None)


def _joined(one: Covered, other: Covered) -> Covered:
    """Return a cell that is painted in two views: the larger area, the stronger pain, all that it feels like."""
    given = [covered.intensity for covered in (one, other) if covered.intensity is not None]
    quality = in_order((*one.quality, *other.quality))
    return Covered(one.cell, max(one.area_mm2, other.area_mm2), max(given, default=None), quality)


_MIRRORED: dict[ViewName, ViewName] = {"front": "front", "back": "back", "left": "right", "right": "left"}


def mirror_stroke(stroke: Stroke) -> Stroke:
    """Return the same stroke on the other side of the body."""
    if stroke.view in ("left", "right"):
        return stroke.model_copy(update={"view": _MIRRORED[stroke.view]})
    return stroke.model_copy(update={"points": tuple((-x, y) for x, y in stroke.points)})
