"""The pictures of exercises and positions: a plan finds all it may need, small and named after what they show."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from unknot.plan import load_plan_data
from unknot.screen import load_screen_data
from unknot_app.pages.plan.pictures import BREATHING, POSTURES_FOLDER, STATIC, drawn_postures

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


def test_breathing_at_the_start_and_the_end_has_a_picture():
    assert BREATHING in drawn_postures()


@pytest.mark.parametrize("name", sorted(drawn_postures()))
def test_a_picture_shows_an_exercise_or_a_position_perhaps_on_a_surface(name):
    shown = {f"{one}{place}" for one in (*exercises(), *positions()) for place in places()}

    assert name in shown


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
