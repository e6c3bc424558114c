"""Pictures of landmarks: the spot close up, with what can be felt around it by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from unknot.body.figures import landmark_on
from unknot_app.actions.pictures.figure import NEUTRAL, Look, Point
from unknot_app.actions.pictures.picture import NamedMark, Picture
from unknot_app.actions.pictures.spots import muscles_at, spots_of


def picture_of_guide(point_id: str, side: str, named: Mapping[str, str], look: Look = NEUTRAL) -> Picture:
    """Return the spot close up, with its muscle and the landmarks around it by their names.

    A landmark in the middle of the body is shown there, any other on the side of the spot.
    """
    view, spots = spots_of(point_id, side, look.figure)
    found = [(name, view.place(landmark_on(view.figure, landmark), side)) for landmark, name in named.items()]
    box = view.around([*spots, *(place for _, place in found)])
    bare = Picture(view=view, box=box, look=look, spots=spots, muscles=muscles_at(view, point_id, side))
    return replace(bare, marks=_named_marks(bare, found))


def _named_marks(picture: Picture, found: Iterable[tuple[str, Point]]) -> tuple[NamedMark, ...]:
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
