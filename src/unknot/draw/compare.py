"""How a drawing changed: what came, what went, and where it became stronger or weaker."""

from __future__ import annotations

from unknot.body import load_atlas
from unknot.draw.choir import segment_names
from unknot.draw.drawing import Drawing
from unknot.draw.extent import pain_extent
from unknot.knowledge import Value


class StrengthChange(Value):
    """A place that is painted in both drawings, with its strength in each, 0 to 10."""

    place: str
    earlier: float
    later: float


class DrawingChange(Value):
    """What differs between two drawings.

    Places are cells, `region:side`; if one of the drawings is a body map, segments, `choir_CODE:side`. `stayed` holds
    the places that are painted in both, whatever their strength. The extents are percent of the body's surface.
    """

    new: tuple[str, ...]
    gone: tuple[str, ...]
    stayed: tuple[str, ...]
    stronger: tuple[StrengthChange, ...]
    weaker: tuple[StrengthChange, ...]
    extent_earlier: float
    extent_later: float
    strongest_earlier: float | None
    strongest_later: float | None


def compare_drawings(earlier: Drawing, later: Drawing) -> DrawingChange:
    """Return what changed from one drawing to another.

    Places keep the order of their drawing. A place counts as stronger or weaker by any difference of its strongest
    pain in both drawings; where a strength is missing nothing is said. Whether a difference is more than chance is
    not judged here: a place may come or go because a stroke fell a centimetre farther, and ratings of the same pain
    differ.

    Source: the comparison is this project's own; it makes no claim about change in the person.
    """
    before, after = _places(earlier, later)
    stayed = tuple(place for place in after if place in before)
    changes = [
        StrengthChange(place=place, earlier=was, later=is_now)
        for place in stayed
        if (was := before[place]) is not None and (is_now := after[place]) is not None
    ]
    return DrawingChange(
        new=tuple(place for place in after if place not in before),
        gone=tuple(place for place in before if place not in after),
        stayed=stayed,
        stronger=tuple(one for one in changes if one.later > one.earlier),
        weaker=tuple(one for one in changes if one.later < one.earlier),
        extent_earlier=pain_extent(earlier),
        extent_later=pain_extent(later),
        strongest_earlier=earlier.strongest,
        strongest_later=later.strongest,
    )


def _places(*drawings: Drawing) -> list[dict[str, float | None]]:
    """Return the painted places of each drawing with their strengths, at the resolution of the coarsest."""
    if any(one.choir for one in drawings):
        return [dict.fromkeys(segment_names(load_atlas(), one.segments)) for one in drawings]
    return [{place.place: place.intensity for place in one.places} for one in drawings]
