"""The figure: its views as they are drawn, and how the body looks to a person."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from unknot.body.chart import FIGURES, VIEWS, ChartView, Figure, ViewName, load_view
from unknot.body.figures import landmark_on
from unknot.knowledge import data_folder
from unknot_app.records.models import PainDrawing, Person

# Where something lies in a view: x and y.
Point = tuple[float, float]

TITLES: dict[ViewName, str] = {"back": "Back", "front": "Front", "left": "Left side", "right": "Right side"}
SIDE_VIEWS: tuple[ViewName, ...] = ("left", "right")
# What a page opens on, in mm of the neutral figure: from the lower ribs to the middle of the thigh.
LOW_BACK_MM = (690.0, 1190.0)
CLOSE_UP_WIDTH_MM = 400.0
# A picture of a spot shows at least so much around it, so that people see where on the body it is.
LEAST_WIDTH_MM, LEAST_HEIGHT_MM = 340.0, 400.0
MARGIN_MM = 40.0


@dataclass(frozen=True)
class Look:
    """How the body looks to a person. No result depends on it."""

    figure: Figure = "neutral"
    skin: str = Person.Skin.CLAY
    is_dressed: bool = False


# The look of pictures that are nobody's.
NEUTRAL = Look()


def look_of(person: Person, drawing: PainDrawing | None) -> Look:
    """Return how the body looks; once something is painted, its figure is that of the first stroke."""
    strokes = drawing.strokes if drawing else []
    figure = strokes[0].get("figure", "neutral") if strokes else person.figure
    return Look(next(one for one in FIGURES if one == figure), person.skin, person.is_dressed)


@dataclass(frozen=True)
class Box:
    """A part of a view."""

    x: float
    y: float
    width: float
    height: float

    def __str__(self) -> str:
        return f"{self.x:g} {self.y:g} {self.width:g} {self.height:g}"

    def meets(self, other: Box) -> bool:
        """Return whether two boxes share any of the view."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


@dataclass(frozen=True)
class Line:
    """An inner line of the figure, such as that between arm and trunk."""

    d: str
    width_mm: float
    opacity: float


@dataclass(frozen=True)
class DrawnView:
    """What is drawn of one view of the figure."""

    chart: ChartView
    width_mm: float
    height_mm: float
    outline: str
    lines: tuple[Line, ...]
    clothes: tuple[str, ...]
    cells: Mapping[str, str]
    centres: Mapping[str, Point]

    @property
    def name(self) -> ViewName:
        return self.chart.name

    @property
    def figure(self) -> Figure:
        return self.chart.figure

    @property
    def title(self) -> str:
        return TITLES[self.name]

    @property
    def short_title(self) -> str:
        return self.name.capitalize()

    @property
    def is_from_side(self) -> bool:
        return self.name in SIDE_VIEWS

    @property
    def stored_as(self) -> ViewName:
        """Return the view whose muscles and bones stand for it: the left view mirrors the right one."""
        return "right" if self.name == "left" else self.name

    @property
    def shading(self) -> str:
        """Return the static file of the shading."""
        return f"chart/{self.figure}_{self.name}.webp"

    @property
    def labels(self) -> str:
        """Return the static file of the labels."""
        return f"chart/{self.figure}_{self.name}.json"

    @property
    def whole(self) -> Box:
        return Box(0, 0, self.width_mm, self.height_mm)

    @property
    def low_back(self) -> Box:
        share = stature_mm(self.figure) / stature_mm("neutral")
        low, high = (round(share * mm) for mm in LOW_BACK_MM)
        middle, top = self.at(40.0 if self.is_from_side else 0.0, high)
        return Box(middle - CLOSE_UP_WIDTH_MM / 2, top, CLOSE_UP_WIDTH_MM, high - low)

    def at(self, x: float, y: float) -> Point:
        """Return where a point of the figure lies in the picture."""
        return self.chart.x_sign * x - self.chart.left_mm, self.chart.top_mm - y

    def place(self, spot: tuple[float, float, float], side: str) -> Point:
        """Return where a spot, as far to the left, up and forward as given, lies in the picture on a side."""
        lateral, up, forward = spot
        if self.is_from_side:
            return self.at(forward, up)
        return self.at(lateral if side == "left" else -lateral, up)

    def around(self, places: Sequence[Point]) -> Box:
        """Return the part that holds these places with a margin, not smaller than people find their way in."""
        xs, ys = [x for x, _ in places], [y for _, y in places]
        width = min(self.width_mm, max(LEAST_WIDTH_MM, max(xs) - min(xs) + 2 * MARGIN_MM))
        height = min(self.height_mm, max(LEAST_HEIGHT_MM, max(ys) - min(ys) + 2 * MARGIN_MM))
        x = min(max(0.0, (max(xs) + min(xs) - width) / 2), self.width_mm - width)
        y = min(max(0.0, (max(ys) + min(ys) - height) / 2), self.height_mm - height)
        return Box(round(x, 1), round(y, 1), round(width, 1), round(height, 1))

    def pen(self) -> dict[str, float]:
        """Return what a page needs to turn places of the picture into points of the figure."""
        return {"x_sign": self.chart.x_sign, "left_mm": self.chart.left_mm, "top_mm": self.chart.top_mm}


def stature_mm(figure: Figure) -> float:
    """Return how tall a figure is."""
    return landmark_on(figure, "vertex_top")[1]


@cache
def load_drawn(figure: Figure = "neutral") -> tuple[DrawnView, ...]:
    """Return all views of a figure, the back first."""
    stored, clothes = read_stored(f"{figure}.drawn.json"), read_stored("clothes.json")[figure]
    return tuple(_drawn(load_view(name, figure), stored[name], clothes[name]) for name in VIEWS)


def view_of(name: str, figure: Figure = "neutral") -> DrawnView:
    """Return one view of a figure."""
    return next(view for view in load_drawn(figure) if view.name == name)


def read_stored(name: str) -> Any:
    """Return what a file of the chart holds; it is only drawn, no result depends on it."""
    return json.loads((data_folder() / "body" / "chart" / name).read_text(encoding="utf-8"))


def _drawn(chart: ChartView, stored: Mapping[str, Any], clothes: Mapping[str, str]) -> DrawnView:
    return DrawnView(
        chart=chart,
        width_mm=stored["width_mm"],
        height_mm=stored["height_mm"],
        outline=stored["outline"],
        lines=tuple(Line(line["d"], line["width_mm"], line["opacity"]) for line in stored["lines"]),
        clothes=tuple(path for path in clothes.values() if path),
        cells=stored["cells"],
        centres={cell: (x, y) for cell, (x, y) in stored["centres"].items()},
    )
