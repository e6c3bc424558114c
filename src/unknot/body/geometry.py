"""Where things lie on the reference figure, in millimetres, and which places they fall in.

Coordinates are `(lateral, up, front)`: away from the midline on the thing's own side, above the floor, and chart
depth towards the front. All positions are estimates with an error of 10 to 20 mm (see the data files).
"""

from __future__ import annotations

from math import hypot

from unknot.body.atlas import Atlas, Place, Position, TriggerPoint, Zone

Point = tuple[float, float, float]

# Nothing that is pressed lies closer to the spinous processes than this, whatever the stature.
SPINE_CLEARANCE_MM = 15.0


def landmark_mm(atlas: Atlas, name: str) -> Point:
    """Return a landmark's position as `(lateral, up, front)` in mm on the reference figure."""
    landmark = atlas.landmarks[name]
    return landmark.lateral_mm, landmark.up_mm, landmark.front_mm


def position_mm(atlas: Atlas, position: Position) -> Point:
    """Return where a position lies as `(lateral, up, front)` in mm on the reference figure."""
    lateral, up, front = _between(atlas, position.anchor, position.fraction)
    return lateral + position.lateral_mm, up + position.up_mm, front + position.front_mm


def places_of(atlas: Atlas, point: TriggerPoint) -> tuple[str, ...]:
    """Return the places whose limits bind at a trigger point, in the order of the data."""
    return tuple(place.id for place in atlas.places.values() if _limit_binds(atlas, place, point))


def _limit_binds(atlas: Atlas, place: Place, point: TriggerPoint) -> bool:
    if not place.zone:
        return point.region in place.regions
    return any(_in_zone(atlas, zone, point) for zone in place.zone)


def _in_zone(atlas: Atlas, zone: Zone, point: TriggerPoint) -> bool:
    if zone.kind == "regions":
        return point.region in zone.regions
    if zone.view != point.view:
        return False
    width = zone.radius_mm if zone.kind == "radius" else zone.half_width_mm
    return distance_mm(atlas, zone, point) <= width


def distance_mm(atlas: Atlas, zone: Zone, point: TriggerPoint) -> float:
    """Return how far a trigger point lies from the centre of a radius or the line of a strip, in mm in its view."""
    lateral, up, front = position_mm(atlas, point.position)
    across = front if zone.view == "side" else lateral
    if zone.kind == "radius":
        centre = _between(atlas, zone.at, zone.fraction)
        centre_across = (centre[2] if zone.view == "side" else centre[0]) + zone.lateral_mm
        return hypot(across - centre_across, up - centre[1] - zone.up_mm)
    start, end = landmark_mm(atlas, zone.from_), landmark_mm(atlas, zone.to)
    return _distance_to_line(
        (across, up),
        (start[0] + zone.from_offset_mm[0], start[1] + zone.from_offset_mm[1]),
        (end[0] + zone.to_offset_mm[0], end[1] + zone.to_offset_mm[1]),
    )


def _between(atlas: Atlas, anchors: tuple[str, ...], fraction: float) -> Point:
    start = landmark_mm(atlas, anchors[0])
    if len(anchors) == 1:
        return start
    end = landmark_mm(atlas, anchors[1])
    return (
        start[0] + fraction * (end[0] - start[0]),
        start[1] + fraction * (end[1] - start[1]),
        start[2] + fraction * (end[2] - start[2]),
    )


def _distance_to_line(at: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    along = (end[0] - start[0], end[1] - start[1])
    length_squared = along[0] ** 2 + along[1] ** 2
    share = ((at[0] - start[0]) * along[0] + (at[1] - start[1]) * along[1]) / length_squared
    share = min(1.0, max(0.0, share))
    return hypot(at[0] - start[0] - share * along[0], at[1] - start[1] - share * along[1])
