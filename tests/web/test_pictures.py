"""Pictures of the body on pages: a spot is shown with its muscle, on the right side of the body."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from unknot.body import load_atlas
from unknot.body.chart import FIGURES
from unknot.body.figures import landmark_on
from unknot.screen import ordinary_limits
from unknot_app.actions.pictures.figure import Look
from unknot_app.actions.pictures.limits_on_body import picture_of_limits
from unknot_app.actions.pictures.spots import picture_of_step

pytestmark = pytest.mark.one_database


def drawn(point, side):
    return render_to_string("chart/picture.html", {"picture": picture_of_step(point, side), "id": "spot"})


def test_a_spot_is_drawn_with_its_muscle_and_fibres():
    page = drawn("piriformis.lateral", "right")

    assert page.count('class="muscle__flesh muscle__flesh--deep"') == page.count('class="muscle__fibres"') == 1
    assert "Fine lines show its muscle." in page


def test_on_both_sides_it_is_drawn_twice_once_mirrored():
    page = drawn("piriformis.lateral", "both")

    assert page.count("<use") == 4
    assert page.count("matrix(-1 0 0 1") == 2  # shape and fibres of the left


@pytest.mark.parametrize("side", ["left", "right"])
def test_every_spot_lies_on_the_muscle_that_is_drawn_with_it(side):
    for point in load_atlas().trigger_points:
        picture = picture_of_step(point, side)
        [(x, y)], [muscle] = picture.spots, picture.muscles
        left, top, right, bottom = muscle.box

        assert left - 12 <= x <= right + 12, point
        assert top - 12 <= y <= bottom + 12, point


def test_a_muscle_is_in_the_picture_with_its_spot():
    picture = picture_of_step("quadratus_lumborum.deep_lower", "left")
    [muscle] = picture.muscles
    left, top, right, bottom = muscle.box

    assert picture.box.x <= left
    assert right <= picture.box.x + picture.box.width
    assert picture.box.y <= top
    assert bottom <= picture.box.y + picture.box.height


def limits_with(**place):
    limits = ordinary_limits("self").model_dump(mode="json", by_alias=True)
    return limits | {"places": [{"region": "low_back", "side": None, "exact": False, "max_pressure": 0} | place]}


def on_body(figure="neutral", **place):
    return picture_of_limits(limits_with(**place), Look(figure))


def test_a_place_that_is_left_alone_is_hatched_on_the_side_it_is_said_of():
    [back, *_] = on_body(side="left").pictures

    assert {place.kind for place in back.limited} == {"not_here"}
    assert any(place.sign for place in back.limited)
    assert {place.d for place in back.limited} <= {
        d for cell, d in back.view.cells.items() if not cell.endswith("right")
    }


def test_light_pressure_is_drawn_as_gentle_and_firmer_is_not_drawn():
    assert list(map(str, on_body(max_pressure=2).gentle)) == [load_atlas().places["low_back"].name]
    assert not on_body(max_pressure=3).pictures


@pytest.mark.parametrize("figure", FIGURES)
def test_exact_zones_lie_on_their_landmarks(figure):
    [back] = on_body(figure, region="tailbone", exact=True).pictures
    tip_x, tip_y = back.view.at(0, landmark_on(figure, "coccyx_tip")[1])

    assert any(
        abs(place.sign[0] - tip_x) < 5 and abs(place.sign[1] - tip_y) < 45 for place in back.limited if place.sign
    )


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_zone_at_the_side_of_the_body_is_drawn_where_that_side_is_seen(figure, side):
    [seen] = on_body(figure, region="outer_hip", exact=True, side=side).pictures
    _, up, front = landmark_on(figure, "greater_trochanter_lateral")

    assert seen.view.name == side
    assert [place.sign for place in seen.limited] == [pytest.approx(seen.view.at(front, up), abs=0.1)]


def test_what_no_picture_shows_is_named():
    assert on_body(region="no_such_place").not_here == ()
    assert str(on_body(region="calf", side="left").not_here[0]).endswith("left side only")
    assert "genitals" in " ".join(map(str, on_body(region="genital_area").not_here))
