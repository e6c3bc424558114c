"""Pictures of the body on pages: a spot is shown with its muscle, on the right side of the body."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from unknot.body import load_atlas
from unknot_app.actions.picture import picture_of_step


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
