"""The layers of the pictures of muscles and places: bones and neighbours come when somebody asks for them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from tests.web.test_muscles import main_of, words_of
from unknot.body import load_atlas
from unknot_app.actions.pictures.figure import view_of
from unknot_app.actions.pictures.layers import BONES, NEIGHBOURS, neighbours_of, skeletons_of, with_layers
from unknot_app.actions.pictures.muscles import is_from_model, load_muscles
from unknot_app.actions.pictures.spots import picture_of_place, pictures_of_point

pytestmark = pytest.mark.one_database

ATLAS = load_atlas()


@pytest.fixture
def page_with(client):
    """Return what stands on the page of a muscle with some layers."""
    return lambda muscle, *layers: client.get(reverse("muscles:muscle", args=[muscle]), {"show": layers})


def test_no_layer_comes_unasked(page_with):
    page = main_of(page_with("gluteus_maximus"))

    assert 'class="bone"' not in page
    assert "muscle__near" not in page
    assert "Under it" not in page


def test_bones_are_sent_once_and_used_in_every_picture_of_their_view(page_with):
    page = main_of(page_with("multifidus_lumborum", BONES))
    used = re.findall(r'<use class="bones" href="#([^"]+)"', page)

    assert len(used) >= 4
    assert sorted(re.findall(r'<g id="(bones-[^"]+)"', page)) == sorted(set(used))
    assert 'value="bones" checked' in page
    assert 'value="neighbours" checked' not in page


def bones_in(picture):
    (skeleton,) = skeletons_of(with_layers([picture], [BONES]))
    return skeleton.bones


def test_only_bones_near_a_picture_are_sent():
    picture = pictures_of_point("multifidus_lumborum.s1", "right")[0]
    near, everywhere = bones_in(picture), bones_in(replace(picture, box=picture.view.whole))

    assert 0 < len(near) < len(everywhere) / 2
    assert set(near) < set(everywhere)


def test_the_left_view_shows_the_right_one_mirrored():
    left, right = view_of("left"), view_of("right")
    place = picture_of_place("flank")
    assert place is not None
    on_left, on_right = (bones_in(replace(place, view=view, box=view.whole)) for view in (left, right))

    assert [bone.d for bone in on_left] == [bone.d for bone in on_right]
    assert {bone.transform for bone in on_left} == {f"matrix(-1 0 0 1 {left.width_mm:g} 0)"}
    assert {bone.transform for bone in on_right} == {""}


def test_neighbours_are_named_and_drawn(page_with):
    response = page_with("piriformis", NEIGHBOURS)

    assert re.search(r"Over it, with a full line:\s*Large buttock muscle", words_of(response))
    assert "Under it" not in words_of(response)
    assert "muscle__near" in main_of(response)


def test_what_lies_over_one_muscle_has_it_under_it():
    for muscle in ATLAS.muscles:
        for other in neighbours_of(muscle).over:
            depths = [load_muscles("neutral")[one]["depth"] for one in (other, muscle)]
            assert depths in (["superficial", "deep"], ["superficial", "internal"], ["deep", "internal"])


def test_the_page_says_whether_a_muscle_is_drawn_by_hand(page_with):
    assert "come from a computer model" in words_of(page_with("multifidus_lumborum"))
    assert "drawn by hand, after textbooks" in words_of(page_with("trapezius_upper"))
    assert {muscle for muscle in ATLAS.muscles if is_from_model(muscle)} == {
        "multifidus_lumborum",
        "longissimus_thoracis",
        "quadratus_lumborum",
        "iliopsoas",
        "gluteus_maximus",
        "piriformis",
        "biceps_femoris",
        "adductor_longus_brevis",
        "sartorius",
    }


def test_an_unknown_layer_changes_nothing(page_with):
    assert main_of(page_with("piriformis", "skeleton")) == main_of(page_with("piriformis"))


def test_a_place_shows_bones_when_asked(client):
    address = reverse("muscles:place", args=["lumbar_lower_midline"])

    assert 'class="bone"' not in main_of(client.get(address))
    assert 'href="#bones-neutral-back"' in main_of(client.get(address, {"show": BONES}))


def test_any_muscle_and_place_can_be_shown_with_all_layers(page_with, client):
    for muscle in list(ATLAS.muscles)[::5]:
        assert page_with(muscle, BONES, NEIGHBOURS).status_code == 200
    for region in list(ATLAS.regions)[::12]:
        assert client.get(reverse("muscles:place", args=[region]), {"show": BONES}).status_code == 200
