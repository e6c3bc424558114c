"""Places that bind at a point, against a small computation from the raw data files."""

from __future__ import annotations

import csv
import tomllib
from math import dist, sqrt
from pathlib import Path
from typing import Any

import pytest

import unknot
from unknot.body import load_atlas, places_of, position_mm

BODY = Path(unknot.__file__).parent / "data" / "body"


def read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((BODY / name).read_text(encoding="utf-8"))


LANDMARKS = {
    row["id"]: (float(row["lateral_mm"]), float(row["up_mm"]), float(row["front_mm"]))
    for row in csv.DictReader((BODY / "landmarks.csv").read_text(encoding="utf-8").splitlines())
}
PLACES = read_toml("places.toml")["place"]
POINTS = {point["id"]: point for point in read_toml("trigger_points.toml")["trigger_point"]}


def between(anchors: list[str], fraction: float) -> tuple[float, ...]:
    start, end = LANDMARKS[anchors[0]], LANDMARKS[anchors[-1]]
    return tuple((1 - fraction) * one + fraction * other for one, other in zip(start, end, strict=True))


def position(point: dict[str, Any]) -> tuple[float, float, float]:
    raw = point["position"]
    lateral, up, front = between(raw["anchor"], raw.get("fraction", 0.0))
    return lateral + raw["lateral_mm"], up + raw.get("up_mm", 0.0), front + raw.get("front_mm", 0.0)


def seen(xyz: tuple[float, ...], view: str) -> tuple[float, float]:
    """Return a position as the view shows it: across and up."""
    return (xyz[2] if view == "side" else xyz[0]), xyz[1]


def lies_in(zone: dict[str, Any], point: dict[str, Any]) -> bool:
    if zone["kind"] == "regions":
        return point["region"] in zone["regions"]
    if zone["view"] != point["view"]:
        return False
    at = seen(position(point), zone["view"])
    if zone["kind"] == "radius":
        across, up = seen(between(zone["at"], zone.get("fraction", 0.0)), zone["view"])
        return dist(at, (across + zone.get("lateral_mm", 0), up + zone.get("up_mm", 0))) <= zone["radius_mm"]
    start = [a + b for a, b in zip(seen(LANDMARKS[zone["from_"]], zone["view"]), zone["from_offset_mm"], strict=True)]
    end = [a + b for a, b in zip(seen(LANDMARKS[zone["to"]], zone["view"]), zone["to_offset_mm"], strict=True)]
    return distance_to_segment(at, start, end) <= zone["half_width_mm"]


def distance_to_segment(at: tuple[float, float], start: list[float], end: list[float]) -> float:
    """Return the distance by the triangle of the three points: its height, or a side where an end is nearest."""
    one, other, base = dist(at, start), dist(at, end), dist(start, end)
    if one**2 >= other**2 + base**2:
        return other
    if other**2 >= one**2 + base**2:
        return one
    half = (one + other + base) / 2
    area_squared = half * (half - one) * (half - other) * (half - base)
    return 2 * sqrt(max(0.0, area_squared)) / base


@pytest.mark.parametrize("name", POINTS)
def test_the_places_that_bind_at_a_point_are_those_that_hold_it(name):
    point = POINTS[name]
    expected = [
        place["id"]
        for place in PLACES
        if (
            any(lies_in(zone, point) for zone in place["zone"])
            if place.get("zone")
            else point["region"] in place["regions"]
        )
    ]

    found = places_of(load_atlas(), load_atlas().trigger_points[name])

    assert list(found) == expected


@pytest.mark.parametrize("name", POINTS)
def test_the_position_of_a_point_is_that_of_its_landmarks_and_its_offsets(name):
    found = position_mm(load_atlas(), load_atlas().trigger_points[name].position)

    # Weighted the other way round; 3e-13 mm was the largest difference seen.
    assert found == pytest.approx(position(POINTS[name]), abs=1e-6)


def test_some_points_lie_in_a_radius_a_strip_and_a_list_of_regions():
    zones = [zone for place in PLACES for zone in place.get("zone", [])]

    kinds = {zone["kind"] for point in POINTS.values() for zone in zones if lies_in(zone, point)}

    assert kinds == {"radius", "regions", "strip"}
