"""Pictures of what was painted: strokes, chosen cells, and how strong and of what quality they are."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from math import dist

from unknot.body.chart import FIGURES, ViewName
from unknot.draw import FEELINGS, Drawing, Mark, Quality, Stroke
from unknot_app.actions.drawing import read_painted
from unknot_app.actions.pictures.figure import DrawnView, Look, Point, load_drawn, look_of
from unknot_app.actions.pictures.picture import Area, Number, PaintedStroke, Picture
from unknot_app.records.models import PainDrawing

# Numbers of the same strength closer than this say it once.
NUMBER_EVERY_MM = 60.0
# The ink of patterns on each step of colour, 1 to 5; and the quality that leaves a mark as it is.
INKS = ("pale", "pale", "middle", "deep", "deep")
PLAIN: Quality = "ache"


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
    return tuple(replace(with_painted(view, painted), look=look) for view in shown)


def close_ups_of_drawing(drawing: PainDrawing) -> tuple[Picture, ...]:
    """Return each view on which something is painted, held to the part around it."""
    painted = read_painted(drawing)
    if painted is None:
        return ()
    pictures = [(one, _places(one.view, painted)) for one in pictures_of_drawing(drawing)]
    return tuple(replace(one, box=one.view.around(places)) if places else one for one, places in pictures)


def _places(view: DrawnView, painted: Drawing) -> list[Point]:
    """Return where on a view strokes run and chosen cells lie."""
    on_strokes = [view.at(x, y) for stroke in painted.strokes if _is_on(view, stroke) for x, y in stroke.points]
    return on_strokes + [
        view.centres[cell] for mark in painted.regions for cell in mark.cells if cell in view.centres
    ]


def with_painted(view: DrawnView, painted: Drawing) -> Picture:
    """Return a whole view with what was painted on it."""
    strokes = [stroke for stroke in painted.strokes if _is_on(view, stroke)]
    chosen = [(cell, mark) for mark in painted.regions for cell in mark.cells if cell in view.cells]
    return Picture(
        view=view,
        box=view.whole,
        strokes=tuple(_painted_stroke(view, stroke) for stroke in strokes if stroke.intensity != 0),
        numbers=tuple(_numbers(view, strokes, chosen)),
        areas=tuple(_chosen_area(view, cell, mark) for cell, mark in chosen),
    )


def _is_painted(view: DrawnView, painted: Drawing) -> bool:
    in_list = {cell for mark in painted.regions for cell in mark.cells}
    return any(_is_on(view, stroke) for stroke in painted.strokes) or bool(in_list & set(view.cells))


def _is_on(view: DrawnView, stroke: Stroke) -> bool:
    return (stroke.view, stroke.figure) == (view.name, view.figure)


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


def _numbers(view: DrawnView, strokes: Sequence[Stroke], chosen: Iterable[tuple[str, Mark]]) -> Iterator[Number]:
    """Yield what to write: one for each mark, but not twice the same close together."""
    wanted = [
        (_written(one.intensity, one.quality), view.at(*one.points[0])) for one in strokes if one.intensity != 0
    ]
    wanted += [(_written(mark.intensity, mark.quality), view.centres[cell]) for cell, mark in chosen]
    said: list[tuple[str, Point]] = []
    for text, place in wanted:
        if text and not any(text == other and dist(place, there) < NUMBER_EVERY_MM for other, there in said):
            said.append((text, place))
            yield Number(*place, text)
