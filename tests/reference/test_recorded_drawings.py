"""Drawings recorded on the running page (tools/record_drawings.py): Python finds the cells that the page finds.

The tests of the scripts (tests/js) read the same files.
"""

from __future__ import annotations

import json
from math import pi
from pathlib import Path

import pytest

from unknot.body.chart import load_view
from unknot.draw import Stroke, covered_cells
from unknot.draw.strokes import near

FOLDER = Path(__file__).parents[1] / "golden" / "drawings"
RECORDED = sorted(FOLDER.glob("*.json"))


def read(name: str) -> tuple[list[Stroke], list[dict]]:
    recorded = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return [Stroke.model_validate(stroke) for stroke in recorded["strokes"]], recorded["covered"]


def cells(name: str) -> set[str]:
    return {one.cell for one in covered_cells(read(name)[0])}


def test_the_recorded_drawings_are_all_there():
    assert len(RECORDED) == 9


@pytest.mark.parametrize("name", [path.stem for path in RECORDED])
def test_cells_areas_and_strengths_are_those_of_the_page(name):
    strokes, covered = read(name)

    assert [(one.cell, one.area_mm2, one.intensity) for one in covered_cells(strokes)] == [
        (one["cell"], one["area_mm2"], one["intensity"]) for one in covered
    ]


def test_a_belt_line_paints_both_hip_crests():
    assert {"iliac_crest_back:left", "iliac_crest_back:right"} <= cells("belt_line")


def test_a_line_down_the_leg_paints_thigh_and_calf_of_that_side_only():
    painted = cells("down_the_leg")

    assert {"thigh_back_upper:right", "thigh_back_mid:right", "thigh_back_lower:right", "knee_back:right"} <= painted
    assert {"calf_upper:right", "calf_lower:right"} <= painted
    assert not any(cell.endswith(":left") for cell in painted)


def test_a_drawing_on_the_female_figure_paints_buttock_and_thigh_of_the_side_that_was_painted():
    painted = cells("on_the_female_figure")

    assert {stroke.figure for stroke in read("on_the_female_figure")[0]} == {"female"}
    assert {"buttock_upper_outer:right", "buttock_outer:right", "thigh_outer_upper:right"} <= painted
    assert not any(cell.endswith(":left") for cell in painted)


def test_dots_paint_the_place_in_which_they_lie():
    assert cells("dots") == {"sacroiliac:left", "sacroiliac:right", "lumbar_lower_midline:midline"}


def test_filling_the_low_back_leaves_the_other_side_alone():
    painted = cells("low_back_right_filled")

    assert "lumbar_lower_paraspinal:right" in painted
    assert not any(cell.endswith(":left") for cell in painted)


def test_what_is_rubbed_out_is_not_painted():
    assert "lumbar_lower_midline:midline" not in cells("rubbed_through")


def test_the_stronger_mark_gives_a_cell_its_strength():
    strokes, _ = read("stronger_over_weaker")

    assert {one.intensity for one in covered_cells(strokes)} == {3, 9}


def test_a_stroke_covers_the_area_of_its_shape():
    stroke = Stroke(view="back", width_mm=16, points=((0, 1000), (0, 1100)))
    view = load_view("back")

    area_mm2 = near(view, stroke, 8)[0].sum() * view.px_mm2

    # A bar of 16 x 100 mm with two half discs; counting squares of 2 mm by their middles was 0.4 % off.
    assert area_mm2 == pytest.approx(16 * 100 + pi * 8**2, rel=0.01)
