"""Charts of a course as SVG: one picture for pages, light and dark, and for paper.

Colours are the variables of the style sheets; on paper each is replaced by its light value. The horizontal axis
counts days, and its labels come in as words, so that no calendar or language of the drawing program takes part.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

from unknot_app.actions.remembered import emptied_by_deletion

Json = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
FONT, TEXT_PX = "Arial, Helvetica, Liberation Sans, DejaVu Sans, sans-serif", 14
SHADE = 0.14
# A mark keeps so far from the edge that it does not stand on the axis, as a share of the days and at least in days.
MARGIN, LEAST_MARGIN_DAYS = 0.04, 0.5
DAYS_OF_A_WEEK = 7
# Squares are as large as the time between two of them leaves room for, within these, in square pixels.
LARGEST_SQUARE, SMALLEST_SQUARE = 60, 9


@dataclass(frozen=True)
class Size:
    """How large a chart is, in pixels of the page on which it stands as it is."""

    width: int
    height: int


PHONE, DESK = Size(300, 190), Size(980, 260)


@dataclass(frozen=True)
class Mark:
    """A score on a day, counted from the first day of the chart."""

    day: float
    score: float


@dataclass(frozen=True)
class Band:
    """A range of scores with its meaning: what may be measurement error, or a change that matters.

    `bound`: the score from which on it holds, drawn as a line. `at_end`: whether its words stand on the side of the
    last day, else of the first; `at_foot`: whether below in it, else above.
    """

    low: float
    high: float
    colour: str
    label: str
    bound: float | None = None
    at_end: bool = False
    at_foot: bool = False


@dataclass(frozen=True)
class Chart:
    """What a chart shows; all words are those of the reader's language.

    `runs`: the scores of weeks, of which each run has no gap; `dots`: single scores; `flares`: those of the weeks
    that are flares; `sessions`: the days of sessions. `days`: the labels of the axis by day. `until`: the last day
    that belongs to it, also where nothing stands there.
    """

    low: float
    high: float
    runs: tuple[tuple[Mark, ...], ...]
    dots: tuple[Mark, ...] = ()
    flares: tuple[Mark, ...] = ()
    sessions: tuple[float, ...] = ()
    bands: tuple[Band, ...] = ()
    days: Mapping[int, str] | None = None
    flare_label: str = ""
    unit: str = ""
    until: float = 0

    @property
    def line(self) -> tuple[Mark, ...]:
        return tuple(mark for run in self.runs for mark in run)

    @property
    def domain(self) -> tuple[float, float]:
        """Return the days that are shown, with a margin on both sides."""
        last = max([self.until, *(mark.day for mark in (*self.line, *self.dots)), *self.sessions])
        margin = max(LEAST_MARGIN_DAYS, MARGIN * last)
        return -margin, last + margin


def can_draw_charts() -> bool:
    """Return whether what draws charts is installed (the extra `charts`)."""
    return find_spec("vl_convert") is not None


def draw(chart: Chart, size: Size) -> str:
    """Return a chart as SVG that takes the width of its place."""
    return as_svg(_spec(chart, size))


def as_svg(spec: Json) -> str:
    """Return a description of a picture as SVG that takes the width of its place."""
    return _draw(json.dumps(spec))


# A page is looked at more often than something is measured.
@emptied_by_deletion
@lru_cache(maxsize=64)
def _draw(spec: str) -> str:
    import vl_convert  # an extra, and large

    drawn = str(vl_convert.vegalite_to_svg(spec, vl_version="5.20"))
    return re.sub(r'^<svg([^>]*?) width="[\d.]+" height="[\d.]+"', r'<svg\1 aria-hidden="true"', drawn, count=1)


def svg_as_png(svg: str) -> bytes:
    """Return a picture for programs that show no SVG, pixel by pixel of its size."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg))


def _spec(chart: Chart, size: Size) -> Json:
    layers = [
        *(layer for band in chart.bands for layer in _band(band, chart)),
        *([_sessions(chart)] if chart.sessions else []),
        *([_dots(chart.dots)] if chart.dots else []),
        *_gaps(chart.runs),
        *_line(chart, size),
        *(layer for band in chart.bands for layer in _words_in(band, chart)),
        *_flares(chart),
    ]
    return {**frame(size), "encoding": {"x": _x(chart), "y": _y(chart)}, "layer": layers}


def frame(size: Size) -> Json:
    """Return what all pictures share: letters, colours and margins."""
    return {
        "$schema": SCHEMA,
        "width": size.width,
        "height": size.height,
        "background": None,
        "padding": {"left": 4, "top": 6, "right": 12, "bottom": 4},
        "config": {
            "font": FONT,
            "aria": False,
            "view": {"stroke": None},
            "axis": {"labelFontSize": TEXT_PX, "labelColor": "var(--quiet)", "domainColor": "var(--border)"},
            "text": {"fontSize": TEXT_PX, "color": "var(--quiet)"},
        },
    }


def _x(chart: Chart) -> Json:
    days = chart.days or {}
    axis = {
        "values": list(days),
        "labelExpr": f"({json.dumps({str(day): text for day, text in days.items()})})[datum.value]",
        "grid": False,
        "title": None,
        "tickColor": "var(--border)",
    }
    scale = {"domain": list(chart.domain), "nice": False, "zero": False}
    return {"field": "day", "type": "quantitative", "scale": scale, "axis": axis}


def _y(chart: Chart) -> Json:
    axis: Json = {"tickCount": 5, "title": None, "gridColor": "var(--hairline)", "domain": False, "ticks": False}
    if chart.unit:
        axis["labelExpr"] = f"datum.label + {json.dumps(' ' + chart.unit)}"
    scale = {"domain": [chart.low, chart.high], "nice": False}
    return {"field": "score", "type": "quantitative", "scale": scale, "axis": axis}


def _values(marks: Sequence[Mark], run: int = 0) -> Json:
    return {"values": [{"day": mark.day, "score": mark.score, "run": run} for mark in marks]}


def _band(band: Band, chart: Chart) -> list[Json]:
    """Return the shade of a band, and the line from which on it holds."""
    first, last = chart.domain
    sides = {"x": {"field": "day", "type": "quantitative"}, "x2": {"field": "to"}}
    shade = {
        "data": {"values": [{"day": first, "to": last, "low": band.low, "high": band.high}]},
        "mark": {"type": "rect", "color": band.colour, "opacity": SHADE},
        "encoding": {**sides, "y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
    }
    if band.bound is None:
        return [shade]
    bound = {
        "data": {"values": [{"day": first, "to": last, "score": band.bound}]},
        "mark": {"type": "rule", "color": band.colour, "strokeWidth": 1.5, "strokeDash": [5, 3]},
        "encoding": sides,
    }
    return [shade, bound]


def _words_in(band: Band, chart: Chart) -> list[Json]:
    """Return the words of a band, over all that is drawn and with a rim, so that they can be read there."""
    first, last = chart.domain
    place = {"day": last if band.at_end else first, "score": band.low if band.at_foot else band.high}
    mark = {
        "type": "text",
        "text": band.label,
        "align": "right" if band.at_end else "left",
        "baseline": "bottom" if band.at_foot else "top",
        "dx": -4 if band.at_end else 4,
        "dy": -4 if band.at_foot else 4,
    }
    rim = {"stroke": "var(--card)", "strokeWidth": 4, "strokeJoin": "round", "opacity": 0.9}
    data = {"values": [place]}
    return [{"data": data, "mark": {**mark, **rim}}, {"data": data, "mark": {**mark, "color": band.colour}}]


def _sessions(chart: Chart) -> Json:
    shown = [{"day": day, "score": chart.low} for day in chart.sessions]
    ticks = {"type": "point", "shape": "triangle-up", "filled": True, "size": 70, "opacity": 1, "yOffset": -6}
    return {"data": {"values": shown}, "mark": {**ticks, "color": "var(--accent)"}}


def _dots(dots: Sequence[Mark]) -> Json:
    mark = {"type": "point", "filled": False, "size": 22, "strokeWidth": 1, "opacity": 0.8, "color": "var(--quiet)"}
    return {"data": _values(dots), "mark": mark}


def _gaps(runs: Sequence[Sequence[Mark]]) -> list[Json]:
    """Return what leads over weeks without an answer: nobody knows how it went there."""
    between = [(earlier[-1], later[0]) for earlier, later in pairwise(runs)]
    mark = {"type": "line", "color": "var(--quiet)", "strokeWidth": 1.5, "strokeDash": [2, 4]}
    return [{"data": _values(ends), "mark": mark} for ends in between]


def _line(chart: Chart, size: Size) -> list[Json]:
    line = {"type": "line", "color": "var(--ink)", "strokeWidth": 2}
    first, last = chart.domain
    room_px = size.width * DAYS_OF_A_WEEK / (last - first)
    square = max(SMALLEST_SQUARE, min(LARGEST_SQUARE, (0.7 * room_px) ** 2))
    point = {"type": "point", "shape": "square", "filled": True, "size": square, "opacity": 1, "color": "var(--ink)"}
    in_runs = [one for number, run in enumerate(chart.runs) for one in _values(run, number)["values"]]
    detail = {"detail": {"field": "run", "type": "nominal"}}
    return [
        {"data": {"values": in_runs}, "mark": line, "encoding": detail},
        {"data": {"values": in_runs}, "mark": point},
    ]


def _flares(chart: Chart) -> list[Json]:
    if not chart.flares:
        return []
    point = {
        "type": "point",
        "shape": "diamond",
        "filled": True,
        "size": 150,
        "opacity": 1,
        "color": "var(--careful)",
    }
    text = {"type": "text", "text": chart.flare_label, "dy": -16, "color": "var(--careful)", "fontWeight": "bold"}
    return [{"data": _values(chart.flares), "mark": point}, {"data": _values(chart.flares), "mark": text}]
