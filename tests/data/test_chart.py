"""The body chart: its files hold together, left mirrors right, and what is known to lie in a region lies in it."""

from __future__ import annotations

import gzip
import json
import re
import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from unknot.body import cell, load_atlas, mirror_cell
from unknot.body.geometry import landmark_mm, position_mm
from unknot.knowledge import data_folder

CHART = data_folder() / "body" / "chart"
VIEWS = ("front", "back", "left", "right")
RULES = tomllib.loads((Path(__file__).parents[2] / "tools" / "atlas" / "outlines.toml").read_text(encoding="utf-8"))

# A cell counts as seen in a view from this many squares on: 1.6 square centimetres, a fingertip.
SEEN_PX = 40

# A landmark or trigger point may lie this far from the region that it names: its own position is an estimate.
NEAR_MM = 15

# What lies further away, with its distance in mm, and why it stays so. A figure that shrinks or grows fails the test.
FAR = {
    # The sartorius point is given in the upper third of the thigh, its region is the middle third.
    ("sartorius.main", "front"): 51,
    # The point lies in the middle of the calf; its region is the inner side of the leg, seen only at the rim.
    ("soleus.trp1", "back"): 22,
    # In the side views the arms reach forward; the positions are those of hanging arms.
    ("lateral_epicondyle_humerus", "side"): 158,
    ("deltoid_insertion", "side"): 29,
}


@cache
def chart(view):
    """Return a view's file and its labels as names, one string for each square."""
    stored = json.loads((CHART / f"neutral_{view}.json").read_text(encoding="utf-8"))
    labels = np.array([np.repeat(row[::2], row[1::2]) for row in stored["runs"]])
    return stored, np.array(["", *stored["cells"]])[labels]


@cache
def drawn():
    return json.loads((CHART / "neutral.drawn.json").read_text(encoding="utf-8"))


@cache
def sizes(view):
    """Return in how many squares of a view each cell is seen."""
    names, counts = np.unique(chart(view)[1], return_counts=True)
    return {str(name): int(count) for name, count in zip(names, counts, strict=True) if name}


def mirrored(names):
    """Return a view's names as a mirror shows them."""
    cells, where = np.unique(names[:, ::-1], return_inverse=True)
    return np.array([mirror_cell(str(cell)) if cell else "" for cell in cells])[where].reshape(names.shape)


@pytest.mark.parametrize("view", VIEWS)
def test_every_row_fills_its_columns_with_known_cells(view):
    stored, _ = chart(view)
    rows = [np.array(row) for row in stored["runs"]]

    assert len(rows) == stored["rows"]
    assert {int(row[1::2].sum()) for row in rows} == {stored["columns"]}
    assert set(np.concatenate([row[::2] for row in rows])) == set(range(len(stored["cells"]) + 1))
    assert all((np.diff(row[::2]) != 0).all() and (row[1::2] > 0).all() for row in rows)
    assert set(stored["cells"]) <= set(load_atlas().cells)
    assert (stored["figure"], stored["view"], stored["mm_per_px"]) == ("neutral", view, 2)
    assert stored["x_sign"] == (1 if view in ("front", "right") else -1)


@pytest.mark.parametrize("view", ["front", "back"])
def test_the_left_half_is_the_right_half_mirrored(view):
    stored, names = chart(view)

    assert stored["columns"] % 2 == 0
    assert stored["left_mm"] == -stored["columns"] * stored["mm_per_px"] / 2
    assert (names == mirrored(names)).all()


def test_the_right_view_is_the_left_view_mirrored():
    (left, left_names), (right, right_names) = chart("left"), chart("right")

    assert right["left_mm"] == -(left["left_mm"] + left["columns"] * left["mm_per_px"])
    assert right["top_mm"] == left["top_mm"]
    assert (right_names == mirrored(left_names)).all()


def test_every_cell_is_seen_in_some_view_or_named_as_hidden():
    hidden = [name for name in load_atlas().cells if max(sizes(view).get(name, 0) for view in VIEWS) < SEEN_PX]

    assert {name.split(":")[0] for name in hidden} == set(RULES["unseen"])


def test_every_region_is_seen_in_the_views_that_its_facts_name():
    missing = [
        (region.id, view)
        for region in load_atlas().regions.values()
        if region.id not in RULES["unseen"]
        for view in region.views
        if sizes("left" if view == "side" else view).get(cell(region.id, region.sides[0]), 0) < SEEN_PX
    ]

    assert missing == []


def things_in_regions():
    """Return landmarks and trigger points with region, view and position."""
    atlas = load_atlas()
    for landmark in atlas.landmarks.values():
        for view in atlas.regions[landmark.region].views:
            yield landmark.id, landmark.region, view, landmark_mm(atlas, landmark.id)
    for point in atlas.trigger_points.values():
        yield point.id, point.region, point.view, position_mm(atlas, point.position)


@cache
def squares(region, view):
    """Return the rows and columns in which a region's left (or only) side is seen."""
    names = chart("left" if view == "side" else view)[1]
    return np.nonzero(names == cell(region, load_atlas().regions[region].sides[0]))


def distance_mm(region, view, position):
    """Return how far a position on the left lies from its region, seen in a view."""
    stored, _ = chart("left" if view == "side" else view)
    lateral, up, front = position
    across = stored["x_sign"] * (front if view == "side" else lateral) - stored["left_mm"]
    rows, columns = squares(region, view)
    size = stored["mm_per_px"]
    beside = np.abs((columns + 0.5) * size - across) - size / 2
    below = np.abs((rows + 0.5) * size - (stored["top_mm"] - up)) - size / 2
    return float(np.hypot(beside.clip(0), below.clip(0)).min())


@cache
def distances():
    return {
        (name, view): distance_mm(region, view, position)
        for name, region, view, position in things_in_regions()
        if region not in RULES["unseen"]
    }


def test_landmarks_and_trigger_points_lie_in_the_region_they_name():
    far = {key: round(distance) for key, distance in distances().items() if distance > NEAR_MM}

    assert set(far) == set(FAR)
    assert [key for key in far if abs(far[key] - FAR[key]) > 2] == []  # 2 mm, the size of a square


def test_most_lie_right_inside():
    inside = [distance == 0 for distance in distances().values()]

    assert len(inside) > 190
    assert np.mean(inside) > 0.75


# The regions of the low back and the pelvis that must meet as they do on a body.
MEETING = [
    ("lumbar_lower_midline", "sacrum_upper"),
    ("lumbar_lower_paraspinal", "iliac_crest_back"),
    ("lumbar_lower_paraspinal", "sacroiliac"),
    ("lumbar_lateral", "iliac_crest_back"),
    ("lumbar_lateral", "flank"),
    ("lower_ribs_back", "loin"),
    ("loin", "lumbar_lateral"),
    ("sacroiliac", "sacrum_upper"),
    ("sacroiliac", "buttock_upper_inner"),
    ("iliac_crest_back", "buttock_upper_outer"),
    ("iliac_crest_back", "iliac_crest_side"),
    ("buttock_upper_outer", "greater_trochanter"),
    ("buttock_mid", "buttock_lower"),
    ("buttock_lower", "thigh_back_upper"),
    ("greater_trochanter", "thigh_outer_upper"),
    ("groin", "hip_front"),
    ("groin", "thigh_front_upper"),
    ("lower_abdomen", "groin"),
]


@cache
def touching():
    pairs = set()
    for view in VIEWS:
        names = chart(view)[1]
        for first, second in ((names[:, 1:], names[:, :-1]), (names[1:], names[:-1])):
            differ = (first != second) & (first != "") & (second != "")
            pairs |= {
                frozenset((str(one).split(":")[0], str(other).split(":")[0]))
                for one, other in zip(first[differ], second[differ], strict=True)
            }
    return pairs


@pytest.mark.parametrize(("region", "other"), MEETING)
def test_regions_of_the_low_back_meet_as_on_a_body(region, other):
    assert other in load_atlas().regions[region].neighbours
    assert frozenset((region, other)) in touching()


def test_nine_in_ten_neighbours_of_the_facts_touch_on_the_chart():
    regions = load_atlas().regions.values()
    pairs = {frozenset((region.id, other)) for region in regions for other in region.neighbours}
    shown = {pair for pair in pairs if not pair & set(RULES["unseen"])}

    assert len(shown & touching()) / len(shown) > 0.9


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_drawn_fits_the_map(view):
    stored, _ = chart(view)
    picture = drawn()[view]

    assert picture["width_mm"] == stored["columns"] * stored["mm_per_px"]
    assert picture["height_mm"] == stored["rows"] * stored["mm_per_px"]
    assert {name for name, size in sizes(view).items() if size >= SEEN_PX} <= set(picture["cells"])
    assert re.fullmatch(r"[Mcz0-9. -]+", picture["outline"])


@pytest.mark.parametrize("view", VIEWS)
def test_the_middle_of_a_cell_lies_in_it(view):
    stored, names = chart(view)
    outside = [
        name
        for name, (across, down) in drawn()[view]["centres"].items()
        if sizes(view).get(name, 0) >= SEEN_PX
        and names[int(down / stored["mm_per_px"]), int(across / stored["mm_per_px"])] != name
    ]

    assert outside == []


def test_the_files_of_a_first_page_are_small():
    packed = [len(gzip.compress((CHART / "neutral_back.json").read_bytes()))]
    packed.append(len(gzip.compress(json.dumps({**drawn()["back"], "cells": {}}).encode())))
    packed.append((CHART / "neutral_back.webp").stat().st_size)

    assert sum(packed) < 60_000


def test_every_rule_names_a_region_and_every_region_has_one():
    regions = set(load_atlas().regions)
    with_rule = {rule["region"] for rule in RULES["outline"]}

    assert with_rule | set(RULES["unseen"]) == regions
    assert sorted(RULES["order"]) == sorted(with_rule)
