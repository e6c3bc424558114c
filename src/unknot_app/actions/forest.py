"""Forest plots as SVG: one picture for pages, light and dark, and for paper; and the same in rows for a table.

A row is an effect with its interval. A pooled effect is a diamond below the studies it was pooled from, only where
pooling is right; else a note in the picture says that nothing is pooled, and why. Where there is nothing to draw, the
picture says so. All words come in as those of the reader's language. Nothing is calculated here but places.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from unknot_app.actions.charts import TEXT_PX, Json, Size, as_svg, frame

# The widths of a page's column, on a phone and else, and of paper; the height follows from what is in the picture.
PHONE_PX, DESK_PX = 300, 640
# Below this width a row's words stand above its interval, else in a column beside it.
NARROW_PX = 480
WORDS_SHARE, FIGURES_PX, GAP_PX = 0.37, 166, 16
LINE_PX, MARK_PX, ROW_GAP_PX, TOP_PX = 18, 20, 14, 4
# What a letter takes, more or less; what is too long for its place is broken into lines by this measure.
LETTER_PX = 7.0
DIAMOND_PX = 9
SQUARE_PX2 = (40, 190)
# An interval is cut, with an arrow at the cut, where it reaches so many times farther than half of the others do.
LONGEST_REACH = 3.0
RATIO_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
MINUS = "\u2212"


@dataclass(frozen=True)
class ForestRow:
    """An effect with its 95 % interval; `weight_percent` is its share of the pooled one, if there is one.

    `detail`: a second, quiet line, such as how many trials and people. `printed`: effect and interval with the digits
    of their publication; else they are rounded.
    """

    label: str
    estimate: float
    low: float
    high: float
    weight_percent: float | None = None
    detail: str = ""
    printed: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class ForestPlot:
    """What a forest plot shows.

    `axis`: what is measured, with its unit. `left`, `right`: what an effect on that side of no effect means.
    `pooled`: the pooled effect, only where pooling is right; `prediction`: where a similar study would lie. `note`:
    why nothing is pooled, or what to know first. `scale`: ratios lie on a logarithmic one, and no effect is 1 on it.
    """

    rows: tuple[ForestRow, ...]
    axis: str
    left: str
    right: str
    pooled: ForestRow | None = None
    prediction: tuple[float, float] | None = None
    note: str = ""
    scale: Literal["linear", "log"] = "linear"
    decimals: int = 2

    def __post_init__(self) -> None:
        for row in self.all_rows:
            if not row.low <= row.estimate <= row.high:
                raise ValueError(f"{row.label}: {row.estimate} is not in its interval, {row.low} to {row.high}")
            if self.scale == "log" and row.low <= 0:
                raise ValueError(f"{row.label}: a ratio is above 0, got {row.low}")
        if not self.rows and not self.note:
            raise ValueError("a forest plot without rows has to say why, in `note`")

    @property
    def all_rows(self) -> tuple[ForestRow, ...]:
        """Return the rows, the pooled effect last."""
        return (*self.rows, self.pooled) if self.pooled else self.rows

    @property
    def no_effect(self) -> float:
        """Return the value that means no effect."""
        return 1.0 if self.scale == "log" else 0.0

    def figures(self, row: ForestRow) -> tuple[str, str, str]:
        """Return effect and interval of a row as they are printed."""
        if row.printed:
            return row.printed
        effect, low, high = (
            f"{value:.{self.decimals}f}".replace("-", MINUS) for value in (row.estimate, row.low, row.high)
        )
        return effect, low, high


@dataclass(frozen=True)
class TableRow:
    """A row of the table that stands beside the picture, for screen readers and for whoever wants figures."""

    label: str
    detail: str
    effect: str
    low: str
    high: str
    weight: str
    is_pooled: bool


def table_of(plot: ForestPlot) -> tuple[TableRow, ...]:
    """Return all that a forest plot shows, in the order of the picture."""
    return tuple(_table_row(plot, row) for row in plot.all_rows)


def _table_row(plot: ForestPlot, row: ForestRow) -> TableRow:
    effect, low, high = plot.figures(row)
    weight = "" if row.weight_percent is None else f"{row.weight_percent:.0f} %"
    return TableRow(row.label, row.detail, effect, low, high, weight, row is plot.pooled)


def draw_forest(plot: ForestPlot, width: int) -> str:
    """Return a forest plot as SVG that takes the width of its place, made for a width in pixels (`PHONE_PX` ...)."""
    return as_svg(_Picture(plot, width).spec())


@dataclass(frozen=True)
class _Placed:
    """A row with its places, in pixels from the top: of its words, its figures and its interval."""

    row: ForestRow
    words: tuple[str, ...]
    detail: tuple[str, ...]
    top: float
    figures: float
    middle: float
    below: float


class _Picture:
    """A forest plot with a width, and so with its places."""

    def __init__(self, plot: ForestPlot, width: int) -> None:
        self.plot, self.width = plot, width
        self.is_narrow = width < NARROW_PX
        self.left = 0 if self.is_narrow else round(width * WORDS_SHARE)
        self.right = width if self.is_narrow else width - FIGURES_PX
        self.words_px = width if self.is_narrow else self.left - GAP_PX
        half = (self.right - self.left) / 2 - GAP_PX / 2
        # Joined by a space at which no line is broken.
        self.sides = (_lines(f"←\u00a0{plot.left}", half), _lines(f"{plot.right}\u00a0→", half))
        self.note = _lines(plot.note, width)
        self.sides_at = TOP_PX + (LINE_PX * len(self.note) + ROW_GAP_PX if self.note else 0)

    def spec(self) -> Json:
        bottom = self.placed[-1].below + ROW_GAP_PX if self.placed else self.sides_at
        layers = [self._words(), *(self._marks() if self.plot.rows else [])]
        y = {
            "field": "y",
            "type": "quantitative",
            "scale": {"domain": [0, bottom], "range": [0, bottom]},
            "axis": None,
        }
        return {
            **frame(Size(self.width, round(bottom))),
            "encoding": {"x": self._x(), "y": y},
            "layer": layers,
        }

    @cached_property
    def placed(self) -> tuple[_Placed, ...]:
        return tuple(self._place())

    def _place(self) -> Iterator[_Placed]:
        top = float(self.sides_at + LINE_PX * max(map(len, self.sides)) + ROW_GAP_PX)
        for row in self.plot.all_rows:
            words, detail = _lines(row.label, self.words_px), _lines(row.detail, self.words_px)
            text = float(LINE_PX * (len(words) + len(detail)))
            if self.is_narrow:
                figures, middle = top + text, top + text + LINE_PX + MARK_PX / 2
                below = middle + MARK_PX / 2
            else:
                height = max(text, float(MARK_PX))
                middle, below = top + height / 2, top + height
                figures = middle - TEXT_PX / 2
            yield _Placed(row, words, detail, top, figures, middle, below)
            top = below + ROW_GAP_PX

    @cached_property
    def domain(self) -> tuple[float, float]:
        """Return the ends of the axis: no effect, all effects, and all intervals but the ends of very long ones."""
        to, back = (math.log, math.exp) if self.plot.scale == "log" else (float, float)
        zero = to(self.plot.no_effect)
        rows = self.plot.all_rows
        reaches = sorted(max(abs(to(row.low) - zero), abs(to(row.high) - zero)) for row in rows)
        usual = max(reaches[len(reaches) // 2], *(abs(to(row.estimate) - zero) for row in rows), 1e-9)
        ends = [max(min(to(end) - zero, LONGEST_REACH * usual), -LONGEST_REACH * usual) for end in self._ends()]
        low, high = min(0.0, *ends), max(0.0, *ends)
        room = 0.05 * (high - low)
        return back(zero + low - room), back(zero + high + room)

    def _ends(self) -> Iterator[float]:
        for row in self.plot.all_rows:
            yield from (row.low, row.high)
        yield from self.plot.prediction or ()

    def _x(self) -> Json:
        if not self.plot.rows:
            return {"value": 0}
        scale: Json = {"domain": self.domain, "range": [self.left, self.right], "nice": False, "zero": False}
        axis: Json = {"title": _lines(self.plot.axis, self.right - self.left), "grid": False, "tickCount": 5}
        axis |= {"tickColor": "var(--border)", "titleColor": "var(--quiet)", "titleFontSize": 14}
        axis |= {"titleFontWeight": "normal", "labelFlush": False, "labelOverlap": "greedy"}
        if self.plot.scale == "log":
            scale["type"] = "log"
            axis["values"] = [tick for tick in RATIO_TICKS if self.domain[0] <= tick <= self.domain[1]]
            axis["format"] = "~g"
        return {"field": "x", "type": "quantitative", "scale": scale, "axis": axis}

    def _words(self) -> Json:
        layers = []
        for one in self.placed:
            is_pooled = one.row is self.plot.pooled
            below_words = one.top + LINE_PX * len(one.words)
            layers.append(_text(one.words, 0, one.top, "var(--ink)", "bold" if is_pooled else "normal"))
            layers.append(_text(one.detail, 0, below_words))
            place = {"at": 0} if self.is_narrow else {"at": self.width, "align": "right"}
            said = self._figures(one.row)
            layers.append(
                _text((said,), y=one.figures, colour="var(--ink)", weight="bold" if is_pooled else "normal", **place)
            )
        layers.append(_text(self.note, 0, TOP_PX))
        if self.placed:
            layers.append(_text(self.sides[0], self.left, self.sides_at))
            layers.append(_text(self.sides[1], self.right, self.sides_at, align="right"))
        return {"layer": [layer for layer in layers if layer["data"]["values"][0]["text"]]}

    def _figures(self, row: ForestRow) -> str:
        effect, low, high = self.plot.figures(row)
        return f"{effect} ({low} to {high})"

    def _marks(self) -> list[Json]:
        low, high = self.domain
        # Not through the words: on a narrow picture the line of no effect is there beside the intervals only.
        half = ROW_GAP_PX / 2
        tops = [one.middle - MARK_PX / 2 if self.is_narrow else one.top - half for one in self.placed]
        zero = [
            {"x": self.plot.no_effect, "y": top, "to": one.below + half}
            for top, one in zip(tops, self.placed, strict=True)
        ]
        studies = [one for one in self.placed if one.row is not self.plot.pooled]
        lines = [self._line(one.row.low, one.row.high, one.middle) for one in studies]
        squares = [{"x": one.row.estimate, "y": one.middle, "size": _square(one.row)} for one in studies]
        cut = [one for one in self.placed if one.row.low < low or one.row.high > high]
        layers = [
            _layer(zero, {"type": "rule", "color": "var(--border)", "strokeWidth": 1.5}, {"y2": {"field": "to"}}),
            _layer(lines, {"type": "rule", "color": "var(--ink)", "strokeWidth": 2}, {"x2": {"field": "to"}}),
            _layer(
                squares,
                {"type": "point", "shape": "square", "filled": True, "opacity": 1, "color": "var(--ink)"},
                {"size": {"field": "size", "type": "quantitative", "scale": None}},
            ),
        ]
        layers += self._pooled()
        arrow = {"type": "point", "filled": True, "size": 90, "opacity": 1, "color": "var(--ink)"}
        left = [{"x": low, "y": one.middle} for one in cut if one.row.low < low]
        right = [{"x": high, "y": one.middle} for one in cut if one.row.high > high]
        layers.append(_layer(left, {**arrow, "shape": "triangle-left"}))
        layers.append(_layer(right, {**arrow, "shape": "triangle-right"}))
        return [layer for layer in layers if layer["data"]["values"]]

    def _line(self, start: float, end: float, y: float) -> Json:
        low, high = self.domain
        return {"x": max(start, low), "to": min(end, high), "y": y}

    def _pooled(self) -> list[Json]:
        if self.plot.pooled is None:
            return []
        middle = self.placed[-1].middle
        dashed = {"type": "rule", "color": "var(--accent)", "strokeWidth": 2, "strokeDash": [4, 3]}
        reach = [self._line(*self.plot.prediction, middle)] if self.plot.prediction else []
        diamond = {"type": "area", "color": "var(--accent)", "opacity": 1, "orient": "vertical"}
        return [
            _layer(reach, dashed, {"x2": {"field": "to"}}),
            _layer(list(self._diamond(self.plot.pooled, middle)), diamond, {"y2": {"field": "to"}}),
        ]

    def _diamond(self, row: ForestRow, middle: float) -> Iterator[Json]:
        """Yield the corners of the diamond from left to right; a cut one has a flat end."""
        low, high = self.domain
        for x, end in ((max(row.low, low), row.low), (row.estimate, math.nan), (min(row.high, high), row.high)):
            share = 1.0 if x == row.estimate else (x - end) / (row.estimate - end)
            yield {"x": x, "y": middle - DIAMOND_PX * share, "to": middle + DIAMOND_PX * share}


def _square(row: ForestRow) -> float:
    smallest, largest = SQUARE_PX2
    share = 0.3 if row.weight_percent is None else row.weight_percent / 100
    return smallest + (largest - smallest) * share


def _lines(text: str, width: float) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, max(12, int(width / LETTER_PX))))


def _text(
    lines: tuple[str, ...],
    at: float,
    y: float,
    colour: str = "var(--quiet)",
    weight: str = "normal",
    align: str = "left",
) -> Json:
    mark = {
        "type": "text",
        "align": align,
        "baseline": "top",
        "lineHeight": LINE_PX,
        "color": colour,
        "fontWeight": weight,
    }
    return _layer([{"text": list(lines), "y": y}], mark, {"x": {"value": at}, "text": {"field": "text"}})


def _layer(values: list[Json], mark: Json, encoding: Json | None = None) -> Json:
    return {"data": {"values": values}, "mark": mark, "encoding": encoding or {}}
