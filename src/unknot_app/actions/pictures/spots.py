"""Pictures of spots: a trigger point, its muscle, and the area that it is known for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from unknot.body import load_atlas, points_in
from unknot.body.chart import Figure
from unknot.body.figures import trigger_point_on
from unknot.locate.sources import Source, all_sources
from unknot_app.actions.drawing import read_painted
from unknot_app.actions.pictures.figure import NEUTRAL, DrawnView, Look, Point, load_drawn, look_of, view_of
from unknot_app.actions.pictures.muscles import DrawnMuscle, muscles_on
from unknot_app.actions.pictures.painted import with_painted
from unknot_app.actions.pictures.picture import Area, Picture
from unknot_app.records.models import PainDrawing

# How far from its spot a muscle is still shown.
MUSCLE_REACH_MM = 180.0


def picture_of_candidate(drawing: PainDrawing, point_id: str, side: str) -> Picture:
    """Return the spot, the area it is known for, and what was painted, on the view that shows the spot."""
    known = picture_of_point(point_id, side, look_of(drawing.person, drawing))
    read = read_painted(drawing)
    if read is None:
        return known
    painted = with_painted(known.view, read)
    return replace(known, strokes=painted.strokes, numbers=painted.numbers, areas=(*known.areas, *painted.areas))


def picture_of_point(point_id: str, side: str, look: Look = NEUTRAL) -> Picture:
    """Return the spot, its muscle and the area it is known for, on the view that shows the spot."""
    view, spots = spots_of(point_id, side, look.figure)
    source = _source(point_id, side)
    muscles = muscles_at(view, point_id, side)
    places = [*spots, *_corners(muscles, spots), *_centres(view, source.essential)]
    box, areas = view.around(places), _known(view, source)
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
        Picture(view=view, box=view.around(_centres(view, source.essential)), areas=_known(view, source)),
    )


def picture_of_place(region: str) -> Picture | None:
    """Return a region and the spots in it, on the right side where there are two; None if no view shows it."""
    cell = next(f"{region}:{side}" for side in ("right", "midline") if side in load_atlas().regions[region].sides)
    view = next((view for view in load_drawn() if cell in view.cells), None)
    if view is None:
        return None
    here = [spots_of(point.id, "right") for point in points_in(load_atlas(), region)]
    spots = tuple(spot for shown_on, found in here if shown_on is view for spot in found)
    area = Area(view.cells[cell], "often")
    return Picture(view=view, box=view.around([view.centres[cell], *spots]), areas=(area,), spots=spots)


def picture_of_step(point_id: str, side: str, look: Look = NEUTRAL) -> Picture:
    """Return the spot of a step and its muscle."""
    view, spots = spots_of(point_id, side, look.figure)
    muscles = muscles_at(view, point_id, side)
    box = view.around([*spots, *_corners(muscles, spots)])
    return Picture(view=view, box=box, look=look, spots=spots, muscles=muscles)


def _source(point_id: str, side: str) -> Source:
    wanted = side if side in ("left", "right") else "both"
    return next(one for one in all_sources() if one.id == point_id and one.side == wanted)


def _known(view: DrawnView, source: Source) -> tuple[Area, ...]:
    """Return the area that a source is known for, as far as a view shows it."""
    graded = (("often", source.essential), ("sometimes", source.spillover))
    return tuple(
        Area(view.cells[cell], kind) for kind, cells in graded for cell in sorted(cells) if cell in view.cells
    )


def _centres(view: DrawnView, cells: Iterable[str]) -> list[Point]:
    return [view.centres[cell] for cell in sorted(cells) if cell in view.centres]


def spots_of(point_id: str, side: str, figure: Figure = "neutral") -> tuple[DrawnView, tuple[Point, ...]]:
    """Return the view that shows a trigger point, and where on it the point lies on the side or sides."""
    shown_in, first = load_atlas().trigger_points[point_id].view, _sides(side)[0]
    view = view_of(shown_in if shown_in != "side" else "left" if first == "left" else "right", figure)
    spot = trigger_point_on(figure, point_id)
    return view, tuple(view.place(spot, one) for one in _shown_sides(view, side))


def muscles_at(view: DrawnView, point_id: str, side: str) -> tuple[DrawnMuscle, ...]:
    """Return the muscle of a trigger point on the side or sides."""
    return muscles_on(view, load_atlas().trigger_points[point_id].muscle, _shown_sides(view, side))


def _sides(side: str) -> tuple[str, ...]:
    return (side,) if side in ("left", "right") else ("left", "right")


def _shown_sides(view: DrawnView, side: str) -> tuple[str, ...]:
    return _sides(side)[:1] if view.is_from_side else _sides(side)


def _corners(muscles: Iterable[DrawnMuscle], spots: Sequence[Point]) -> list[Point]:
    """Return the corners of muscles, no further from the spots than `MUSCLE_REACH_MM`."""
    xs, ys = [x for x, _ in spots], [y for _, y in spots]

    def near(value: float, places: list[float]) -> float:
        return min(max(value, min(places) - MUSCLE_REACH_MM), max(places) + MUSCLE_REACH_MM)

    boxes = [muscle.box for muscle in muscles]
    return [
        (near(x, xs), near(y, ys)) for left, top, right, bottom in boxes for x, y in ((left, top), (right, bottom))
    ]
