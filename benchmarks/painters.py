"""Invented people who paint where it hurts, on the chart itself: strokes on skin, not cells of a table.

Nothing here uses the likelihood that locating turns round. A source hurts in a patch of skin that follows its zones
only loosely: a smooth random field decides how far, and the whole patch lies some millimetres beside the book's. The
person then paints that patch with a brush: beside it, too wide or too narrow, now and then on the wrong side, with
stray marks. Two drawings of the same patch by the same person resemble each other about as much as two drawings of a
patient a minute apart (`WorldOfPainters.paint_shift_mm`).

Shapes: `R` rows from the top down and `C` columns of a view, in squares of `STEP_MM`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from unknot.body import Complaint
from unknot.body.chart import VIEWS, ViewName, load_view
from unknot.draw import Drawing
from unknot.draw.strokes import Stroke
from unknot.locate.data import load_locate_data
from unknot.locate.sources import FloatArray, Source, all_sources, prior_weights

Mask = NDArray[np.bool_]

# Squares of the chart are joined by threes.
JOINED_PX = 3
STEP_MM = 6.0
BRUSH_MM = 16.0
LINE_EVERY_ROWS = 2
# A cell is painted on the view that shows most of it; people begin with the back or the front.
BACK_OR_FRONT = 0.25


@dataclass(frozen=True)
class WorldOfPainters:
    """How people differ from the book, and from what they mean to paint.

    All numbers are choices of this project but one, which was chosen to agree with a study.
    """

    # The field that decides how far a zone is felt: its grain, and how far essential and spillover zones lie above
    # and below the threshold, in standard deviations.
    grain_mm: float = 45.0
    essential: float = 1.0
    spillover: float = -0.8
    # How much more or less of a pattern one person feels than another, in the same unit.
    person: float = 0.8
    # How far the felt patch lies beside the book's.
    felt_shift_mm: float = 12.0
    # Ordinary pain without a single source: the radius of its patch, as median and spread of its logarithm.
    patch_mm: float = 45.0
    patch_spread: float = 0.5
    widespread_patches: float = 5.0
    # Painted too narrow (below 0.5) or too wide (above), in share of the blurred patch.
    narrow: float = 0.35
    wide: float = 0.65
    stray_marks: float = 0.25
    # Share of drawings with the sides swapped. Unknot asks back in words; what is left is a guess.
    wrong_side: float = 0.02
    # Chosen so that two drawings of one patch overlap by 0.62 on average (Jaccard): Leoni and others 2013, 52 people
    # with low back or neck pain who drew twice within a minute, 0.62 with a standard deviation of 0.18.
    paint_shift_mm: float = 6.0
    # Shares of one, two and three sources at work.
    set_size: tuple[float, ...] = (0.6, 0.3, 0.1)


@dataclass(frozen=True)
class Painted:
    """An invented drawing and what is behind it: indices of sources."""

    drawing: Drawing
    truth: tuple[int, ...]


@dataclass(frozen=True)
class _Canvas:
    """One view in coarse squares; `labels` has the shape (R, C)."""

    name: ViewName
    x_sign: int
    left_mm: float
    top_mm: float
    cells: tuple[str, ...]
    labels: NDArray[np.intp] = field(repr=False)
    home: frozenset[str] = field(repr=False)

    def zone(self, cells: frozenset[str]) -> Mask:
        wanted = np.array([False, *(name in cells and name in self.home for name in self.cells)])
        return np.asarray(wanted[self.labels])


@cache
def canvases() -> tuple[_Canvas, ...]:
    """Return the four views of the neutral figure, each with the cells that people would paint on it."""
    seen: dict[str, dict[ViewName, int]] = {}
    charts = {name: load_view(name, "neutral") for name in VIEWS}
    for name, chart in charts.items():
        for cell, px in zip(chart.cells, chart.seen_px[1:], strict=True):
            seen.setdefault(cell, {})[name] = int(px)
    homes = {cell: _home(views) for cell, views in seen.items()}
    return tuple(
        _Canvas(
            name=name,
            x_sign=chart.x_sign,
            left_mm=chart.left_mm,
            top_mm=chart.top_mm,
            cells=chart.cells,
            labels=chart.labels[::JOINED_PX, ::JOINED_PX].astype(np.intp),
            home=frozenset(cell for cell, home in homes.items() if home == name),
        )
        for name, chart in charts.items()
    )


def _home(views: Mapping[ViewName, int]) -> ViewName:
    best = max(views, key=lambda name: views[name])
    plain: ViewName = "back" if views.get("back", 0) >= views.get("front", 0) else "front"
    return plain if views.get(plain, 0) >= BACK_OR_FRONT * views[best] else best


class Painter:
    """One run of invented people; the same seed gives the same drawings."""

    def __init__(self, seed: int, world: WorldOfPainters = WorldOfPainters()) -> None:
        self._random = np.random.default_rng(seed)
        self._world = world

    def drawings(self, how_many: int, complaint: Complaint) -> Iterator[Painted]:
        """Yield drawings of people with a complaint; one that shows nothing, or everything, is not counted."""
        found = 0
        while found < how_many:
            truth = self.truth(complaint)
            strokes = self.strokes(self.felt(truth))
            if not strokes:
                continue
            drawing = Drawing(complaint=complaint, strokes=strokes)
            if drawing.painted and not drawing.is_all_over:
                found += 1
                yield Painted(drawing, truth)

    def truth(self, complaint: Complaint) -> tuple[int, ...]:
        """Return what is behind the pain, by the prior shares: ordinary pain, or one to three sources."""
        weights = prior_weights(complaint, None)
        ranked = np.array([source.ranked for source in all_sources()])
        if self._random.random() < weights[~ranked].sum():
            return (self._one(np.where(ranked, 0.0, weights)),)
        size = 1 + int(self._random.choice(len(self._world.set_size), p=np.array(self._world.set_size)))
        members: set[int] = set()
        while len(members) < size:
            members.add(self._one(np.where(ranked, weights, 0.0)))
        return tuple(sorted(members))

    def _one(self, weights: FloatArray) -> int:
        return int(self._random.choice(len(weights), p=weights / weights.sum()))

    def felt(self, truth: tuple[int, ...]) -> dict[ViewName, Mask]:
        """Return the skin that hurts, on each view, shape (R, C)."""
        patches = [self._patch(all_sources()[index]) for index in truth]
        return {canvas.name: np.logical_or.reduce([patch[canvas.name] for patch in patches]) for canvas in canvases()}

    def _patch(self, source: Source) -> dict[ViewName, Mask]:
        if not source.ranked:
            return self._ordinary(source)
        world = self._world
        more = world.person * self._random.standard_normal()
        found = {}
        for canvas in canvases():
            essential, spillover = canvas.zone(source.essential), canvas.zone(source.spillover)
            if not (essential.any() or spillover.any()):
                found[canvas.name] = essential
                continue
            level = np.where(essential, world.essential, np.where(spillover, world.spillover, -np.inf))
            is_felt = level + more + self._field(essential.shape, world.grain_mm) > 0
            found[canvas.name] = self._shifted(is_felt, world.felt_shift_mm)
        return found

    def _ordinary(self, source: Source) -> dict[ViewName, Mask]:
        """Return what ordinary pain paints: one patch, or several where it is widespread."""
        is_widespread = load_locate_data().differentials[source.id].pattern == "both_sides"
        many = self._world.widespread_patches
        count = max(1, int(self._random.poisson(many))) if is_widespread else 1
        patches = [self._ordinary_patch(source) for _ in range(count)]
        return {name: np.logical_or.reduce([patch[name] for patch in patches]) for name in patches[0]}

    def _ordinary_patch(self, source: Source) -> dict[ViewName, Mask]:
        """Return a patch round some place of the area, on one side, on both or across the middle."""
        world = self._world
        radius = world.patch_mm * np.exp(world.patch_spread * self._random.standard_normal())
        both = self._random.random() < 0.5
        zones = source.essential if source.essential and self._random.random() < 0.7 else source.zones
        shown = [canvas for canvas in canvases() if canvas.zone(zones).any()]
        chosen = shown[int(self._random.integers(len(shown)))]
        rows, columns = np.nonzero(chosen.zone(zones))
        at = int(self._random.integers(len(rows)))
        patch = {canvas.name: np.zeros(canvas.labels.shape, dtype=bool) for canvas in canvases()}
        y, x = np.indices(chosen.labels.shape)
        stretch = np.exp(0.3 * self._random.standard_normal())
        distance = np.hypot((x - columns[at]) * STEP_MM / stretch, (y - rows[at]) * STEP_MM * stretch)
        ragged = radius * (1 + 0.25 * self._field(chosen.labels.shape, world.grain_mm))
        patch[chosen.name] = (distance < ragged) & (chosen.labels > 0)
        if both and chosen.name in ("back", "front"):
            patch[chosen.name] |= patch[chosen.name][:, ::-1]
        return patch

    def strokes(self, felt: Mapping[ViewName, Mask]) -> tuple[Stroke, ...]:
        """Return how the person paints what hurts: with a brush, line under line, and a stray mark now and then."""
        random, world = self._random, self._world
        is_swapped = random.random() < world.wrong_side
        level = random.uniform(world.narrow, world.wide)
        shift = world.paint_shift_mm * random.standard_normal(2)
        strokes: list[Stroke] = []
        for canvas in canvases():
            mask = felt[canvas.name]
            if not mask.any():
                continue
            if is_swapped and canvas.name in ("back", "front"):
                mask = mask[:, ::-1]
            blurred = _blurred(_moved(mask, shift / STEP_MM), 10.0 / STEP_MM)
            strokes += _brushed(canvas, (blurred > 1.0 - level) & (canvas.labels > 0))
        return (*strokes, *self._stray())

    def _stray(self) -> Iterator[Stroke]:
        for _ in range(int(self._random.poisson(self._world.stray_marks))):
            canvas = canvases()[int(self._random.integers(2))]
            rows, columns = np.nonzero(canvas.labels)
            at = int(self._random.integers(len(rows)))
            x, y = _place(canvas, rows[at], columns[at])
            along = self._random.normal(0.0, 20.0, 2)
            yield Stroke(view=canvas.name, width_mm=BRUSH_MM, points=((x, y), (x + along[0], y + along[1])))

    def _field(self, shape: tuple[int, ...], grain_mm: float) -> FloatArray:
        """Return a smooth random field with mean 0 and standard deviation 1, shape (R, C)."""
        smooth = _blurred(self._random.standard_normal(shape), grain_mm / STEP_MM / 2)
        return np.asarray((smooth - smooth.mean()) / smooth.std())

    def _shifted(self, mask: Mask, sigma_mm: float) -> Mask:
        return _moved(mask, sigma_mm / STEP_MM * self._random.standard_normal(2))


def _moved(mask: Mask, squares: FloatArray) -> Mask:
    down, across = (round(float(amount)) for amount in squares)
    return np.roll(mask, (down, across), axis=(0, 1))


def _blurred(values: NDArray[np.generic], sigma: float) -> FloatArray:
    """Return values blurred by a Gaussian, `sigma` in squares, by way of their frequencies."""
    down, across = np.fft.fftfreq(values.shape[0])[:, None], np.fft.rfftfreq(values.shape[1])[None, :]
    damped = np.fft.rfft2(values) * np.exp(-2 * (np.pi * sigma) ** 2 * (down**2 + across**2))
    return np.asarray(np.fft.irfft2(damped, s=values.shape))


def _brushed(canvas: _Canvas, mask: Mask) -> Iterator[Stroke]:
    """Yield strokes that fill a mask: one for each run of squares in every second row."""
    inset = BRUSH_MM / 2
    for row in range(0, mask.shape[0], LINE_EVERY_ROWS):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], mask[row].astype(np.int8), [0]])))
        for first, last in zip(edges[::2], edges[1::2] - 1, strict=True):
            (ax, y), (bx, _) = _place(canvas, row, first), _place(canvas, row, last)
            if abs(bx - ax) > 2 * inset:
                step = inset if bx > ax else -inset
                ends = ((ax + step, y), (bx - step, y))
            else:
                ends = (((ax + bx) / 2, y), ((ax + bx) / 2, y))
            yield Stroke(view=canvas.name, width_mm=BRUSH_MM, points=ends)


def _place(canvas: _Canvas, row: int, column: int) -> tuple[float, float]:
    """Return where the middle of a square lies on the figure, in mm."""
    x = canvas.x_sign * (canvas.left_mm + (column * JOINED_PX + 0.5) * STEP_MM / JOINED_PX)
    y = canvas.top_mm - (row * JOINED_PX + 0.5) * STEP_MM / JOINED_PX
    return float(x), float(y)
