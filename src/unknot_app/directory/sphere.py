"""Distances and directions on the sphere, and the box that holds all that lies within a distance."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

Direction = Literal["N", "NE", "E", "SE", "S", "SW", "W", "NW", ""]  # empty: at the very place

EARTH_RADIUS_KM = 6371.0088  # mean radius (IUGG); great circles on it are within 0.6 % of the ellipsoid


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the great-circle distance (haversine, which keeps its digits also for near places)."""
    here, there = math.radians(latitude), math.radians(other_latitude)
    half_chord = (
        math.sin((there - here) / 2) ** 2
        + math.cos(here) * math.cos(there) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half_chord)))


_NO_WAY_KM = 0.02
DIRECTIONS: tuple[Direction, ...] = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


def direction(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> Direction:
    """Return which way the other place lies, to the nearest of eight: the way one would set out.

    Within some steps there is none.
    """
    if distance_km(latitude, longitude, other_latitude, other_longitude) < _NO_WAY_KM:
        return ""
    here, there = math.radians(latitude), math.radians(other_latitude)
    east = math.radians(other_longitude - longitude)
    bearing = math.atan2(
        math.sin(east) * math.cos(there),
        math.cos(here) * math.sin(there) - math.sin(here) * math.cos(there) * math.cos(east),
    )
    return DIRECTIONS[round(bearing / (math.pi / 4)) % 8]


class Box(NamedTuple):
    """A range of latitudes and one of longitudes, in degrees."""

    south: float
    north: float
    west: float
    east: float


def boxes_around(latitude: float, longitude: float, km: float) -> tuple[Box, ...]:
    """Return the boxes that hold every place within a distance: two where the date line is crossed."""
    reach = km / EARTH_RADIUS_KM + 1e-9  # a little more, so that rounding loses no place on the rim
    south, north = latitude - math.degrees(reach), latitude + math.degrees(reach)
    if south <= -90 or north >= 90:
        # A pole lies within: every meridian does.
        return (Box(max(south, -90.0), min(north, 90.0), -180.0, 180.0),)
    aside = math.degrees(math.asin(min(1.0, math.sin(min(reach, math.pi / 2)) / math.cos(math.radians(latitude)))))
    west, east = longitude - aside, longitude + aside
    if west < -180:
        return Box(south, north, west + 360, 180.0), Box(south, north, -180.0, east)
    if east > 180:
        return Box(south, north, west, 180.0), Box(south, north, -180.0, east - 360)
    return (Box(south, north, west, east),)
