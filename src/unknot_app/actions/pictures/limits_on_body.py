"""Pictures of limits: where nobody presses, and where only gently, on all four sides of the body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import dist, hypot
from typing import Any

from unknot.body import load_atlas
from unknot.body.atlas import Place, Zone
from unknot.body.chart import Figure
from unknot.body.figures import landmark_on
from unknot_app.actions.limits_in_words import sided_place
from unknot_app.actions.pictures.figure import DrawnView, Look, Point, load_drawn, stature_mm
from unknot_app.actions.pictures.picture import Limited, LimitKind, Picture
from unknot_app.actions.sentences import Sentence

# Of 5: touch and light pressure.
GENTLE = 2
# Signs closer than this say it once.
SIGN_EVERY_MM = 70.0
# Two stand side by side on a phone: so wide one is then, and its words and signs have to be read at that.
SIDE_BY_SIDE_PX = 220.0
SIDES = {None: ("left", "right"), "left": ("left",), "right": ("right",)}


@dataclass(frozen=True)
class LimitsOnBody:
    """The pictures of limits with the names of the places, those too that no picture shows."""

    pictures: tuple[Picture, ...]
    not_here: tuple[Sentence, ...]
    gentle: tuple[Sentence, ...]


def picture_of_limits(limits: Mapping[str, Any], look: Look) -> LimitsOnBody:
    """Return what the limits of a stored clearance leave alone, and what they allow light pressure for only.

    A place counts that is held to less than the whole session is, and to light pressure at most. Exact zones are
    drawn as they bind, all other places whole.
    """
    places = load_atlas().places
    kinds = {
        (place["region"], place["side"], place["exact"]): kind
        for place in limits["places"]
        if place["region"] in places and (kind := _kind(place["max_pressure"], limits["global"]["max_pressure"]))
    }
    pictures = [
        Picture(view, view.whole, look, limited=tuple(_limited(view, kinds)), shown_px=SIDE_BY_SIDE_PX)
        for view in load_drawn(look.figure)
    ]
    return LimitsOnBody(
        tuple(picture for picture in pictures if picture.limited),
        _names(kinds, "not_here"),
        _names(kinds, "gentle"),
    )


def _kind(pressure: int | None, everywhere: int | None) -> LimitKind | None:
    if pressure is None or pressure > GENTLE or (everywhere is not None and pressure >= everywhere):
        return None
    return "gentle" if pressure else "not_here"


def _names(kinds: Mapping[tuple[str, str | None, bool], LimitKind], wanted: LimitKind) -> tuple[Sentence, ...]:
    spots = dict.fromkeys((region, side) for (region, side, _), kind in kinds.items() if kind == wanted)
    return tuple(sided_place(*spot) for spot in spots if spot[1] is None or (spot[0], None) not in spots)


def _limited(view: DrawnView, kinds: Mapping[tuple[str, str | None, bool], LimitKind]) -> Iterator[Limited]:
    """Yield the shapes on a view: what is left alone lies over what is pressed gently."""
    signs: list[Point] = []
    for (region, side, exact), kind in sorted(kinds.items(), key=lambda item: item[1] == "not_here"):
        place = load_atlas().places[region]
        for d, (x, y) in _shapes(view, place, SIDES[side], exact):
            is_said = any(dist((x, y), there) < SIGN_EVERY_MM for there in signs)
            if kind == "not_here" and not is_said:
                signs.append((x, y))
            yield Limited(d, kind, None if kind == "gentle" or is_said else (round(x, 1), round(y, 1)))


def _shapes(view: DrawnView, place: Place, sides: Iterable[str], exact: bool) -> Iterator[tuple[str, Point]]:
    """Yield the paths that show a place on a view, each with its middle."""
    if not exact or not place.zone:
        yield from _cells(view, place.regions, sides)
        return
    for zone in place.zone:
        if zone.kind == "regions":
            yield from _cells(view, zone.regions, sides)
        elif zone.view == ("side" if view.is_from_side else view.name):
            yield from _zone(view, zone, sides)


def _cells(view: DrawnView, regions: Iterable[str], sides: Iterable[str]) -> Iterator[tuple[str, Point]]:
    for region in regions:
        for side in (*sides, "midline"):
            name = f"{region}:{side}"
            if name in view.cells and name in view.centres:
                yield view.cells[name], view.centres[name]


def _zone(view: DrawnView, zone: Zone, sides: Iterable[str]) -> Iterator[tuple[str, Point]]:
    """Yield a strip or a circle of a figure; both are never smaller than on the neutral one."""
    # From the side a zone lies by how far forward it is, not by how far from the middle.
    figure, across = view.figure, 2 if zone.view == "side" else 0
    growth = max(1.0, stature_mm(figure) / stature_mm("neutral"))
    if zone.kind == "radius":
        first = last = _moved(_between(figure, zone, across), (zone.lateral_mm, zone.up_mm))
    else:
        first = _moved(_seen(figure, zone.from_, across), zone.from_offset_mm)
        last = _moved(_seen(figure, zone.to, across), zone.to_offset_mm)
    width = growth * (zone.radius_mm if zone.kind == "radius" else zone.half_width_mm)
    for sign in _signs(view, sides):
        (x0, y0), (x1, y1) = (view.at(sign * lateral, up) for lateral, up in (first, last))
        yield _capsule(x0, y0, x1, y1, width), ((x0 + x1) / 2, (y0 + y1) / 2)
        if first[0] == last[0] == 0:
            return


def _signs(view: DrawnView, sides: Iterable[str]) -> list[int]:
    """Return by which sign a zone of the left side is drawn; a view from the side shows that side only."""
    if view.is_from_side:
        return [1] if view.name in sides else []
    return sorted({1 if side == "left" else -1 for side in sides})


def _seen(figure: Figure, landmark: str, across: int) -> Point:
    """Return where a landmark is seen: across the view, and up."""
    point = landmark_on(figure, landmark)
    return point[across], point[1]


def _moved(point: tuple[float, ...], by: Point) -> Point:
    return point[0] + by[0], point[1] + by[1]


def _between(figure: Figure, zone: Zone, across: int) -> Point:
    start, end = (_seen(figure, name, across) for name in (zone.at[0], zone.at[-1]))
    return start[0] + zone.fraction * (end[0] - start[0]), start[1] + zone.fraction * (end[1] - start[1])


def _capsule(x0: float, y0: float, x1: float, y1: float, width: float) -> str:
    """Return all within a distance of a line, as a path; of a line without length, a circle."""
    length = hypot(x1 - x0, y1 - y0)
    across_x, across_y = ((y0 - y1) / length * width, (x1 - x0) / length * width) if length else (width, 0.0)
    corners = [(x0 + across_x, y0 + across_y), (x0 - across_x, y0 - across_y)]
    corners += [(x1 - across_x, y1 - across_y), (x1 + across_x, y1 + across_y)]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = ((round(x, 1), round(y, 1)) for x, y in corners)
    arc = f"A{width:.1f} {width:.1f} 0 0 1"
    return f"M{ax:g} {ay:g}{arc} {bx:g} {by:g}L{cx:g} {cy:g}{arc} {dx:g} {dy:g}z"
