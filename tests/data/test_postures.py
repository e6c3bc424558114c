"""The pictures of exercises and positions: a plan finds all it may need, small and named after what they show."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from unknot.plan import Step, load_plan_data
from unknot.screen import load_screen_data
from unknot_app.actions.hand_measuring import MOTIONS
from unknot_app.pages.plan.pictures import BREATHING, POSTURES_FOLDER, STATIC, drawn_postures, position_picture

POSED = tomllib.loads((Path(__file__).parents[2] / "tools" / "atlas" / "postures.toml").read_text(encoding="utf-8"))
POSTURES = {posture["id"]: posture for posture in POSED["posture"]}

# Exercises and positions that have no picture, each with the reason. An exercise then shows its position.
WITHOUT: dict[str, str] = {}
# Seen: 2.6 to 6.2 kB.
MOST_BYTES = 10_000
MOST_PX = 320


def exercises():
    return load_plan_data().exercises


def positions():
    return load_screen_data().vocabulary.positions


def places():
    return ("", *(f"_{one}" for one in (*positions(), *load_screen_data().vocabulary.surfaces)))


@pytest.mark.parametrize("exercise", sorted(exercises()))
def test_an_exercise_has_a_picture_or_stands_in_the_list_of_those_without(exercise):
    has_own = any(f"{exercise}{place}" in drawn_postures() for place in places())

    assert has_own != (exercise in WITHOUT)


@pytest.mark.parametrize("position", sorted(positions()))
def test_a_position_has_a_picture_or_stands_in_the_list_of_those_without(position):
    assert (position in drawn_postures()) != (position in WITHOUT)


def picture_of(**step: Any):
    return position_picture(Step.model_construct(**{"kind": "stretch", "side": "both", "surface": "bed", **step}))


def shown(**step: Any):
    picture = picture_of(**step)
    return picture and Path(picture.file).stem


def test_a_step_shows_its_exercise_before_its_position():
    assert shown(id="cat_cow", position="hands_and_knees") == "cat_cow"
    assert shown(id="heat_before", position="prone") == "prone_bed"
    assert shown(id="heat_before", position="kneeling") == "kneeling"


def test_an_exercise_in_any_position_is_shown_in_the_one_that_is_taken():
    assert shown(id="diaphragm_breathing", position="sitting", surface="chair") == BREATHING
    assert shown(id="diaphragm_breathing", position="side_lying") == "side_lying_bed"


def test_breathing_at_the_start_and_the_end_has_a_picture_and_the_last_test_has_none():
    assert shown(kind="breathe", id="opening_breath", position=None, surface=None) == BREATHING
    assert shown(kind="retest", id="retest", position=None, surface=None) is None


def test_pictures_show_the_right_side_and_are_mirrored_for_the_left():
    sides = ("left", "right", "both")
    pictures = [picture_of(id="single_knee_to_chest", position="supine_hooklying", side=side) for side in sides]

    assert [picture and picture.is_mirrored for picture in pictures] == [True, False, False]


@pytest.mark.parametrize("name", sorted(drawn_postures()))
def test_a_picture_shows_a_measurement_or_an_exercise_or_a_position_perhaps_on_a_surface(name):
    assert name in {*MOTIONS, *(f"{one}{place}" for one in (*exercises(), *positions()) for place in places())}


@pytest.mark.parametrize("name", sorted(drawn_postures()))
def test_a_picture_is_small(name):
    width, height = drawn_postures()[name]

    assert 0 < width <= MOST_PX
    assert 0 < height <= MOST_PX
    assert (STATIC / POSTURES_FOLDER / f"{name}.webp").stat().st_size <= MOST_BYTES


def test_what_is_posed_is_drawn_and_nothing_else():
    assert set(POSTURES) == set(drawn_postures())


@pytest.mark.parametrize("name", sorted(POSTURES))
def test_a_posture_says_where_its_angles_come_from(name):
    source = POSTURES[name].get("angles", POSED["defaults"]["angles"])

    assert source in ("exercise", "estimated")
    # Angles come from an exercise only if it has some.
    assert source == "estimated" or exercises()[name].joints
