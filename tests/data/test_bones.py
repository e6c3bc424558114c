"""The bones on the chart: well-formed, within the body, alike on both sides, and where the landmarks say they lie."""

from __future__ import annotations

import gzip
import hashlib
import json

import numpy as np
import pytest

from tests.data.test_muscle_shapes import CHART, DRAWN, distance_mm, frame, is_in_body, is_in_shape, lines_of
from unknot.body.chart import FIGURES
from unknot.body.figures import landmark_on

VIEWS = ("front", "back", "right")
SHEETS = [(figure, view) for figure in FIGURES for view in VIEWS]
STORED = {figure: json.loads((CHART / f"{figure}.bones.json").read_text(encoding="utf-8")) for figure in FIGURES}
MOST_BYTES_OF_A_VIEW = 32_000  # compressed

# A bone may reach this far out of the outline: a hand is drawn between its joints, the body between its faces.
BEYOND_MM = 3
# A spinous process lies so close to its landmark in the back view.
NEAR_MM = 8


def bones(figure, view):
    return {bone["name"]: bone for bone in STORED[figure][view]}


def points_of(bone):
    return np.concatenate(lines_of(bone["d"]))


@pytest.mark.parametrize(("figure", "view"), SHEETS)
def test_every_bone_has_a_side_and_closed_shapes_and_stands_once(figure, view):
    found = STORED[figure][view]

    assert len(bones(figure, view)) == len(found)
    assert {bone["side"] for bone in found} == {"right", "middle"}
    for bone in found:
        assert set(bone) - {"far"} == {"name", "side", "d", "shade"}
        assert bone["d"].startswith("M")
        assert bone["d"].count("M") == bone["d"].count("z")
        assert bone["shade"].count("M") == bone["shade"].count("z")
        assert np.isfinite(points_of(bone)).all()


@pytest.mark.parametrize("figure", FIGURES)
def test_the_bones_that_a_back_is_found_by_are_seen_from_behind(figure):
    vertebrae = {*(f"lumbar{number}" for number in range(1, 6)), *(f"thoracic{number}" for number in range(1, 13))}

    assert {*vertebrae, "sacrum", "pelvis", "femur", "scapula", "hat_skull"} <= bones(figure, "back").keys()


@pytest.mark.parametrize(("figure", "view"), SHEETS)
def test_bones_lie_within_the_body(figure, view):
    outline = DRAWN[figure][view]["outline"]
    beside = {
        name: round(max(distance_mm(point, outline) for point in points[~is_in_body(points, figure, view)]))
        for name, points in ((name, points_of(bone)) for name, bone in bones(figure, view).items())
        if not is_in_body(points, figure, view).all()
    }

    assert {name: mm for name, mm in beside.items() if mm > BEYOND_MM} == {}


@pytest.mark.parametrize(("figure", "view"), [sheet for sheet in SHEETS if sheet[1] != "right"])
def test_bones_of_the_middle_are_the_same_on_both_sides(figure, view):
    width = DRAWN[figure][view]["width_mm"]
    for bone in STORED[figure][view]:
        if bone["side"] == "middle":
            points = points_of(bone)
            left, right = width - points[:, 0].min(), points[:, 0].max()
            assert abs(left - right) < 1, bone["name"]
            mirrored = points * (-1, 1) + (width, 0)
            assert max(distance_mm(point, bone["d"]) for point in mirrored[::5]) < 1.5, bone["name"]


@pytest.mark.parametrize(("figure", "view"), [sheet for sheet in SHEETS if sheet[1] != "right"])
def test_paired_bones_lie_on_the_right_side(figure, view):
    middle = DRAWN[figure][view]["width_mm"] / 2
    is_left_half = view == "front"
    for bone in STORED[figure][view]:
        if bone["side"] == "right":
            across = points_of(bone)[:, 0] - middle
            assert (across < 1.5).all() if is_left_half else (across > -1.5).all(), bone["name"]


@pytest.mark.parametrize("figure", FIGURES)
def test_each_lumbar_process_lies_at_its_landmark(figure):
    _, left, top = frame(figure, "back")
    for level in range(1, 6):
        _, up, _ = landmark_on(figure, f"l{level}_spinous")
        place = np.array([-left, top - up])
        assert distance_mm(place, bones(figure, "back")[f"lumbar{level}"]["d"]) <= NEAR_MM, level


@pytest.mark.parametrize("figure", FIGURES)
def test_lumbar_vertebrae_stand_at_even_distances(figure):
    middles = [points_of(bones(figure, "front")[f"lumbar{level}"])[:, 1].mean() for level in range(1, 6)]
    steps = np.diff(middles)

    assert (steps > 20).all()
    assert steps.max() < 1.5 * steps.min()


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize(("landmark", "bone"), [("psis", "pelvis"), ("greater_trochanter_lateral", "femur")])
def test_hip_and_thigh_bone_reach_their_landmarks(figure, landmark, bone):
    _, left, top = frame(figure, "back")
    lateral, up, _ = landmark_on(figure, landmark)

    assert distance_mm(np.array([lateral - left, top - up]), bones(figure, "back")[bone]["d"]) <= 15


@pytest.mark.parametrize(("figure", "view"), SHEETS)
def test_shade_lies_on_its_bone(figure, view):
    for bone in STORED[figure][view]:
        if bone["shade"]:
            shade = np.concatenate(lines_of(bone["shade"]))
            outside = shade[~is_in_shape(shade, bone["d"])]
            assert all(distance_mm(point, bone["d"]) < 4 for point in outside), bone["name"]


@pytest.mark.parametrize(("figure", "view"), SHEETS)
def test_a_view_is_small(figure, view):
    assert len(gzip.compress(json.dumps(STORED[figure][view]).encode())) < MOST_BYTES_OF_A_VIEW


def test_the_checksums_are_those_of_the_files():
    files = {path.name: path for path in CHART.iterdir() if path.name != "checksums.txt"}
    lines = (CHART / "checksums.txt").read_text(encoding="utf-8").splitlines()
    written = {name: checksum for checksum, name in (line.split("  ") for line in lines)}

    assert written.keys() == files.keys()
    changed = [name for name in files if hashlib.sha256(files[name].read_bytes()).hexdigest() != written[name]]
    assert changed == [], "run make atlas, or if the files are as they should be: python -m tools.atlas.manifest"
