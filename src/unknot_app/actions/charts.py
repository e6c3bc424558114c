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
from typing import Any

from unknot_app.actions.remembered import emptied_by_deletion

Json = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
FONT, TEXT_PX = "Arial, Helvetica, Liberation Sans, DejaVu Sans, sans-serif", 14
SHADE = 0.14


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
    """A range of scores with its meaning: what may be measurement error, or a change that matters."""

    low: float
    high: float
    colour: str
    label: str


@dataclass(frozen=True)
class Chart:
    """What a chart shows; all words are those of the reader's language.

    `line`: the scores of weeks; `dots`: single scores; `flares`: those of the weeks that are flares; `sessions`: the
    days of sessions. `days`: the labels of the axis by day.
    """

    low: float
    high: float
    line: tuple[Mark, ...]
    dots: tuple[Mark, ...] = ()
    flares: tuple[Mark, ...] = ()
    sessions: tuple[float, ...] = ()
    bands: tuple[Band, ...] = ()
    days: Mapping[int, str] | None = None
    flare_label: str = ""
    unit: str = ""

    @property
    def last_day(self) -> float:
        shown = [mark.day for mark in (*self.line, *self.dots)]
        return max([1.0, *shown, *self.sessions])


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


def _spec(chart: Chart, size: Size) -> Json:
    layers = [
        *(_band(band, chart) for band in chart.bands),
        *([_sessions(chart)] if chart.sessions else []),
        *([_dots(chart.dots)] if chart.dots else []),
        *_line(chart.line),
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
        "labelFlush": True,
    }
    scale = {"domain": [0, chart.last_day], "nice": False, "zero": True}
    return {"field": "day", "type": "quantitative", "scale": scale, "axis": axis}


def _y(chart: Chart) -> Json:
    axis: Json = {"tickCount": 5, "title": None, "gridColor": "var(--hairline)", "domain": False, "ticks": False}
    if chart.unit:
        axis["labelExpr"] = f"datum.label + {json.dumps(' ' + chart.unit)}"
    scale = {"domain": [chart.low, chart.high], "nice": False}
    return {"field": "score", "type": "quantitative", "scale": scale, "axis": axis}


def _values(marks: Sequence[Mark]) -> Json:
    return {"values": [{"day": mark.day, "score": mark.score} for mark in marks]}


def _band(band: Band, chart: Chart) -> Json:
    place = {"day": 0, "to": chart.last_day, "low": band.low, "high": band.high, "label": band.label}
    shade = {
        "mark": {"type": "rect", "color": band.colour, "opacity": SHADE},
        "encoding": {
            "x": {"field": "day", "type": "quantitative"},
            "x2": {"field": "to"},
            "y": {"field": "low", "type": "quantitative"},
            "y2": {"field": "high"},
        },
    }
    text = {
        "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 4, "dy": 4, "color": band.colour},
        "encoding": {"y": {"field": "high", "type": "quantitative"}, "text": {"field": "label"}},
    }
    return {"data": {"values": [place]}, "layer": [shade, text]}


def _sessions(chart: Chart) -> Json:
    shown = [{"day": day, "score": chart.low} for day in chart.sessions]
    ticks = {"type": "point", "shape": "triangle-up", "filled": True, "size": 70, "opacity": 1, "yOffset": -6}
    return {"data": {"values": shown}, "mark": {**ticks, "color": "var(--accent)"}}


def _dots(dots: Sequence[Mark]) -> Json:
    mark = {"type": "point", "filled": False, "size": 22, "strokeWidth": 1, "opacity": 0.8, "color": "var(--quiet)"}
    return {"data": _values(dots), "mark": mark}


def _line(marks: Sequence[Mark]) -> list[Json]:
    line = {"type": "line", "color": "var(--ink)", "strokeWidth": 2}
    point = {"type": "point", "shape": "square", "filled": True, "size": 60, "opacity": 1, "color": "var(--ink)"}
    return [{"data": _values(marks), "mark": line}, {"data": _values(marks), "mark": point}]


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
