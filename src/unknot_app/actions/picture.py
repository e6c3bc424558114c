"""Pictures of the body: what was painted, the spot, and the area that it is known for.

A picture is a view of the chart with things on it, all in the units of the view: millimetres from its upper left
corner, x to the right, y down. Templates draw it; the colours are those of the page.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from unknot.body import load_atlas, points_in
from unknot.body.chart import FIGURES, VIEWS, ChartView, Figure, ViewName, load_view
from unknot.body.figures import landmark_on, trigger_point_on
from unknot.draw import FEELINGS, Drawing, Mark, Quality, Stroke
from unknot.knowledge import data_folder
from unknot.locate.sources import Source, all_sources
from unknot_app.actions.drawing import read_painted
from unknot_app.actions.muscles import DrawnMuscle, muscles_on
from unknot_app.records.models import PainDrawing, Person

TITLES: dict[ViewName, str] = {"back": "Back", "front": "Front", "left": "Left side", "right": "Right side"}
# What a page opens on, in mm of the neutral figure: from the lower ribs to the middle of the thigh.
LOW_BACK_MM = (690.0, 1190.0)
CLOSE_UP_WIDTH_MM = 400.0
# A picture of a spot shows at least so much around it, so that people see where on the body it is.
LEAST_WIDTH_MM, LEAST_HEIGHT_MM = 340.0, 400.0
MARGIN_MM = 40.0
# How far from its spot a muscle is still shown.
MUSCLE_REACH_MM = 180.0
# Numbers of the same strength closer than this say it once.
NUMBER_EVERY_MM = 60.0
# The ink of patterns on each step of colour, 1 to 5; and the quality that leaves a mark as it is.
INKS = ("pale", "pale", "middle", "deep", "deep")
PLAIN: Quality = "ache"
# Edges of painted strokes, and the width in pixels at which most phones show a picture.
EDGE_MM = 2.0
SHOWN_PX = 340.0


@dataclass(frozen=True)
class Look:
    """How the body looks to a person. No result depends on it."""

    figure: Figure = "neutral"
    skin: str = Person.Skin.CLAY
    is_dressed: bool = False


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
    centres: Mapping[str, tuple[float, float]]

    @property
    def name(self) -> ViewName:
        return self.chart.name

    @property
    def title(self) -> str:
        return TITLES[self.name]

    @property
    def short_title(self) -> str:
        return self.name.capitalize()

    @property
    def shading(self) -> str:
        """Return the static file of the shading."""
        return f"chart/{self.chart.figure}_{self.name}.webp"

    @property
    def labels(self) -> str:
        """Return the static file of the labels."""
        return f"chart/{self.chart.figure}_{self.name}.json"

    @property
    def whole(self) -> Box:
        return Box(0, 0, self.width_mm, self.height_mm)

    @property
    def low_back(self) -> Box:
        share = _stature_mm(self.chart.figure) / _stature_mm("neutral")
        low, high = (round(share * mm) for mm in LOW_BACK_MM)
        middle = self.at(0.0, 0.0)[0] if self.name in ("front", "back") else self.at(40.0, 0.0)[0]
        return Box(middle - CLOSE_UP_WIDTH_MM / 2, self.at(0.0, high)[1], CLOSE_UP_WIDTH_MM, high - low)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the figure lies in the picture."""
        return self.chart.x_sign * x - self.chart.left_mm, self.chart.top_mm - y

    def pen(self) -> dict[str, float]:
        """Return what a page needs to turn places of the picture into points of the figure."""
        return {"x_sign": self.chart.x_sign, "left_mm": self.chart.left_mm, "top_mm": self.chart.top_mm}


def _stature_mm(figure: Figure) -> float:
    return landmark_on(figure, "vertex_top")[1]


@cache
def load_drawn(figure: Figure = "neutral") -> tuple[DrawnView, ...]:
    """Return all views of a figure, the back first."""
    stored, clothes = _read(f"{figure}.drawn.json"), _read("clothes.json")[figure]
    return tuple(_drawn(load_view(name, figure), stored[name], clothes[name]) for name in VIEWS)


def _read(name: str) -> Any:
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


@dataclass(frozen=True)
class PaintedStroke:
    """A stroke as it is drawn: its points as SVG wants them, its width, the step of its colour, and its patterns."""

    points: str
    width_mm: float
    step: int
    patterns: tuple[str, ...] = ()

    @property
    def edge_mm(self) -> float:
        return self.width_mm + 2 * EDGE_MM


@dataclass(frozen=True)
class Number:
    """The strength of a mark with the letters of its qualities, beside it."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Area:
    """A cell that is filled: painted from the list, or known for a spot."""

    d: str
    kind: str
    patterns: tuple[str, ...] = ()


LimitKind = Literal["not_here", "gentle"]


@dataclass(frozen=True)
class Limited:
    """A place that is left alone or pressed gently only: its shape, and where its sign stands."""

    d: str
    kind: LimitKind
    sign: tuple[float, float] | None


@dataclass(frozen=True)
class NamedMark:
    """A landmark on a picture with its name beside it, and where the name is held."""

    x: float
    y: float
    name: str
    name_x: float
    name_y: float
    held: str


@dataclass(frozen=True)
class Picture:
    """A view with things on it."""

    view: DrawnView
    box: Box
    look: Look = Look()
    strokes: tuple[PaintedStroke, ...] = ()
    numbers: tuple[Number, ...] = ()
    areas: tuple[Area, ...] = ()
    spots: tuple[tuple[float, float], ...] = ()
    muscles: tuple[DrawnMuscle, ...] = ()
    bones: str = ""
    over: tuple[DrawnMuscle, ...] = ()
    under: tuple[DrawnMuscle, ...] = ()
    limited: tuple[Limited, ...] = ()
    marks: tuple[NamedMark, ...] = ()
    shown_px: float = SHOWN_PX

    @property
    def px_mm(self) -> float:
        """Return about how many mm a pixel shows, by which signs and numbers keep their size."""
        return round(self.box.width / self.shown_px, 3)

    @property
    def text_mm(self) -> float:
        return 16 * self.px_mm

    @property
    def word_mm(self) -> float:
        return 11 * self.px_mm

    @property
    def name_mm(self) -> float:
        return 12 * self.px_mm

    @property
    def side_words(self) -> tuple[tuple[float, float, str, str], ...]:
        """Return the person's left and right in the upper corners: place, where the word is held, and the word."""
        words = {"back": ("LEFT", "RIGHT"), "front": ("RIGHT", "LEFT")}.get(self.view.name)
        if words is None:
            return ()
        edge, y = 8 * self.px_mm, self.box.y + 18 * self.px_mm
        ends = ((self.box.x + edge, "start"), (self.box.x + self.box.width - edge, "end"))
        return tuple((round(x, 1), round(y, 1), held, word) for (x, held), word in zip(ends, words, strict=True))

    @property
    def halo_mm(self) -> float:
        return 3 * self.px_mm

    @property
    def has_patterns(self) -> bool:
        return any(one.patterns for one in self.strokes) or any(one.patterns for one in self.areas)

    @property
    def known(self) -> tuple[Area, ...]:
        return tuple(area for area in self.areas if not area.kind.startswith("pain"))

    @property
    def chosen(self) -> tuple[Area, ...]:
        return tuple(area for area in self.areas if area.kind.startswith("pain"))


def pictures_to_tap(look: Look) -> tuple[Picture, ...]:
    """Return the back and the front of a body with nothing on it."""
    return tuple(
        Picture(view, view.whole, look) for view in load_drawn(look.figure) if view.name in ("back", "front")
    )


def pictures_of_drawing(drawing: PainDrawing, also: Container[ViewName] = ()) -> tuple[Picture, ...]:
    """Return each view on which something is painted, and those that are asked for as well."""
    painted = read_painted(drawing)
    if painted is None:
        return ()
    look = look_of(drawing.person, drawing)
    figures = {stroke.figure for stroke in painted.strokes} or {look.figure}
    views = [view for figure in FIGURES if figure in figures for view in load_drawn(figure)]
    shown = [view for view in views if view.name in also or _is_painted(view, painted)]
    return tuple(replace(_with_painted(view, painted, view.whole), look=look) for view in shown)


def picture_of_candidate(drawing: PainDrawing, point_id: str, side: str) -> Picture:
    """Return the spot, the area it is known for, and what was painted, on the view that shows the spot."""
    known = picture_of_point(point_id, side, look_of(drawing.person, drawing))
    read = read_painted(drawing)
    if read is None:
        return known
    painted = _with_painted(known.view, read, known.view.whole)
    return replace(known, strokes=painted.strokes, numbers=painted.numbers, areas=(*known.areas, *painted.areas))


def picture_of_guide(point_id: str, side: str, named: Mapping[str, str], look: Look = Look()) -> Picture:
    """Return the spot close up, with its muscle and the landmarks around it by their names.

    A landmark in the middle of the body is shown there, any other on the side of the spot.
    """
    view, spots = _spots(point_id, side, look.figure)
    found = [(name, _landmark_at(view, landmark, side)) for landmark, name in named.items()]
    box = _around(view, [*spots, *(place for _, place in found)])
    muscles = _muscles(view, point_id, side)
    bare = Picture(view=view, box=box, look=look, spots=spots, muscles=muscles)
    return replace(bare, marks=_named_marks(bare, found))


def _landmark_at(view: DrawnView, landmark: str, side: str) -> tuple[float, float]:
    lateral, up, forward = landmark_on(view.chart.figure, landmark)
    if view.name in ("left", "right"):
        return view.at(forward, up)
    return view.at(lateral if side == "left" else -lateral, up)


def _named_marks(picture: Picture, found: Iterable[tuple[str, tuple[float, float]]]) -> tuple[NamedMark, ...]:
    """Return landmarks with their names: toward the wider side of the picture, and never over each other."""
    box, line_mm, gap_mm = picture.box, 16 * picture.px_mm, 12 * picture.px_mm
    marks: list[NamedMark] = []
    for name, (x, y) in sorted(found, key=lambda one: one[1][1]):
        is_left_half = x < box.x + box.width / 2
        held, name_x = ("start", x + gap_mm) if is_left_half else ("end", x - gap_mm)
        taken = [mark.name_y for mark in marks if mark.held == held]
        name_y = max([y + line_mm / 3, *(one + line_mm for one in taken)])
        marks.append(NamedMark(round(x, 1), round(y, 1), name, round(name_x, 1), round(name_y, 1), held))
    return tuple(marks)


def picture_of_point(point_id: str, side: str, look: Look = Look()) -> Picture:
    """Return the spot, its muscle and the area it is known for, on the view that shows the spot."""
    view, spots = _spots(point_id, side, look.figure)
    source = _source(point_id, side)
    muscles = _muscles(view, point_id, side)
    places = [*spots, *_corners(muscles, spots), *_centres(view, source.essential)]
    box, areas = _around(view, places), _known(view, source)
    return Picture(view=view, box=box, look=look, areas=areas, spots=spots, muscles=muscles)


def pictures_of_point(point_id: str, side: str) -> tuple[Picture, ...]:
    """Return the picture of a spot, and that of the view with most of the area that the first does not show."""
    first, source = picture_of_point(point_id, side), _source(point_id, side)
    hidden = source.essential - first.view.cells.keys()
    view = max(load_drawn(), key=lambda one: len(hidden & one.cells.keys()))
    if not hidden & view.cells.keys():
        return (first,)
    return (
        first,
        Picture(view=view, box=_around(view, _centres(view, source.essential)), areas=_known(view, source)),
    )


def picture_of_place(region: str) -> Picture | None:
    """Return a region and the spots in it, on the right side where there are two; None if no view shows it."""
    cell = next(f"{region}:{side}" for side in ("right", "midline") if side in load_atlas().regions[region].sides)
    view = next((view for view in load_drawn() if cell in view.cells), None)
    if view is None:
        return None
    here = [_spots(point.id, "right") for point in points_in(load_atlas(), region)]
    spots = tuple(spot for shown_on, found in here if shown_on is view for spot in found)
    area = Area(view.cells[cell], "often")
    return Picture(view=view, box=_around(view, [view.centres[cell], *spots]), areas=(area,), spots=spots)


def _source(point_id: str, side: str) -> Source:
    return next(one for one in all_sources() if one.id == point_id and one.side == _source_side(side))


def _known(view: DrawnView, source: Source) -> tuple[Area, ...]:
    """Return the area that a source is known for, as far as a view shows it."""
    graded = (("often", source.essential), ("sometimes", source.spillover))
    return tuple(
        Area(view.cells[cell], kind) for kind, cells in graded for cell in sorted(cells) if cell in view.cells
    )


def _centres(view: DrawnView, cells: Iterable[str]) -> list[tuple[float, float]]:
    return [view.centres[cell] for cell in sorted(cells) if cell in view.centres]


def picture_of_step(point_id: str, side: str, look: Look = Look()) -> Picture:
    """Return the spot of a step and its muscle."""
    view, spots = _spots(point_id, side, look.figure)
    muscles = _muscles(view, point_id, side)
    box = _around(view, [*spots, *_corners(muscles, spots)])
    return Picture(view=view, box=box, look=look, spots=spots, muscles=muscles)


def _source_side(side: str) -> str:
    return {"either": "both", "none": "both"}.get(side, side)


def _spots(point_id: str, side: str, figure: Figure = "neutral") -> tuple[DrawnView, tuple[tuple[float, float], ...]]:
    """Return the view that shows a trigger point, and where on it the point lies on the side or sides."""
    point = load_atlas().trigger_points[point_id]
    lateral, up, forward = trigger_point_on(figure, point_id)
    sides = ("left", "right") if _source_side(side) == "both" else (side,)
    if point.view == "side":
        view = _view("left" if sides[0] == "left" else "right", figure)
        return view, (view.at(forward, up),)
    view = _view("front" if point.view == "front" else "back", figure)
    return view, tuple(view.at(lateral if one == "left" else -lateral, up) for one in sides)


def _muscles(view: DrawnView, point_id: str, side: str) -> tuple[DrawnMuscle, ...]:
    """Return the muscle of a trigger point on the side or sides."""
    sides = ("left", "right") if _source_side(side) == "both" else (side,)
    shown = sides[:1] if view.name in ("left", "right") else sides
    muscle = load_atlas().trigger_points[point_id].muscle
    return muscles_on(view.name, view.width_mm, muscle, shown, view.chart.figure)


def _corners(muscles: Iterable[DrawnMuscle], spots: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the corners of muscles, no further from the spots than `MUSCLE_REACH_MM`."""
    xs, ys = [x for x, _ in spots], [y for _, y in spots]

    def near(value: float, places: list[float]) -> float:
        return min(max(value, min(places) - MUSCLE_REACH_MM), max(places) + MUSCLE_REACH_MM)

    boxes = [muscle.box for muscle in muscles]
    return [
        (near(x, xs), near(y, ys)) for left, top, right, bottom in boxes for x, y in ((left, top), (right, bottom))
    ]


def _view(name: ViewName, figure: Figure) -> DrawnView:
    return next(view for view in load_drawn(figure) if view.name == name)


def _is_painted(view: DrawnView, painted: Drawing) -> bool:
    in_list = {cell for mark in painted.regions for cell in mark.cells}
    return any(_is_on(view, stroke) for stroke in painted.strokes) or bool(in_list & set(view.cells))


def _is_on(view: DrawnView, stroke: Stroke) -> bool:
    return (stroke.view, stroke.figure) == (view.name, view.chart.figure)


def _with_painted(view: DrawnView, painted: Drawing, box: Box) -> Picture:
    strokes = [stroke for stroke in painted.strokes if _is_on(view, stroke)]
    chosen = [(cell, mark) for mark in painted.regions for cell in mark.cells if cell in view.cells]
    return Picture(
        view=view,
        box=box,
        strokes=tuple(_painted_stroke(view, stroke) for stroke in strokes if stroke.intensity != 0),
        numbers=tuple(_numbers(view, strokes, chosen)),
        areas=tuple(_chosen_area(view, cell, mark) for cell, mark in chosen),
    )


def _chosen_area(view: DrawnView, cell: str, mark: Mark) -> Area:
    step = strength_step(mark.intensity)
    return Area(view.cells[cell], f"pain-{step}", patterns_of(mark.quality, step))


def _painted_stroke(view: DrawnView, stroke: Stroke) -> PaintedStroke:
    places = [view.at(x, y) for x, y in stroke.points]
    # A line of one point is drawn by no browser; of twice the same, it is a dot.
    points = " ".join(f"{x:g},{y:g}" for x, y in (places if len(places) > 1 else places * 2))
    step = strength_step(stroke.intensity)
    return PaintedStroke(points, stroke.width_mm, step, patterns_of(stroke.quality, step))


def strength_step(intensity: float | None) -> int:
    """Return the step of colour, 1 to 5, of a strength from 0 to 10; 3 where none was given."""
    return 3 if intensity is None else min(5, max(1, round(intensity + 1) // 2))


def patterns_of(qualities: Iterable[Quality], step: int) -> tuple[str, ...]:
    """Return the patterns over a mark, in the ink that stands out from its step of colour."""
    return tuple(f"{quality}-{INKS[step - 1]}" for quality in qualities if quality != PLAIN)


def _written(intensity: float | None, qualities: Iterable[Quality]) -> str:
    """Return strength and letters of a mark: "6 BT"."""
    strength = f"{intensity:g}" if intensity else ""
    return f"{strength} {''.join(FEELINGS[quality].letter for quality in qualities)}".strip()


def _numbers(view: DrawnView, strokes: Sequence[Stroke], chosen: Iterable[tuple[str, Mark]]) -> list[Number]:
    """Return what to write: one for each mark, but not twice the same close together."""
    wanted = [
        (_written(one.intensity, one.quality), view.at(*one.points[0])) for one in strokes if one.intensity != 0
    ]
    wanted += [(_written(mark.intensity, mark.quality), view.centres[cell]) for cell, mark in chosen]
    numbers: list[Number] = []
    for text, (x, y) in wanted:
        is_said = any(one.text == text and _distance(one, x, y) < NUMBER_EVERY_MM for one in numbers)
        if text and not is_said:
            numbers.append(Number(x, y, text))
    return numbers


def _distance(number: Number, x: float, y: float) -> float:
    return float(((number.x - x) ** 2 + (number.y - y) ** 2) ** 0.5)


def _around(view: DrawnView, places: Sequence[tuple[float, float]]) -> Box:
    """Return the part of a view that holds these places with a margin, not smaller than people find their way in."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    width = min(view.width_mm, max(LEAST_WIDTH_MM, max(xs) - min(xs) + 2 * MARGIN_MM))
    height = min(view.height_mm, max(LEAST_HEIGHT_MM, max(ys) - min(ys) + 2 * MARGIN_MM))
    x = min(max(0.0, (max(xs) + min(xs) - width) / 2), view.width_mm - width)
    y = min(max(0.0, (max(ys) + min(ys) - height) / 2), view.height_mm - height)
    return Box(round(x, 1), round(y, 1), round(width, 1), round(height, 1))
