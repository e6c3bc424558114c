"""The 2016 criteria of fibromyalgia, sentence by sentence of their text."""

from __future__ import annotations

import pytest

from unknot import BadInput, load_atlas, score
from unknot.measure import load_measure_data

LEFT = ("shoulder_girdle_left", "upper_arm_left", "hip_left", "upper_leg_left")
SEVEN_IN_FIVE_REGIONS = (*LEFT, "shoulder_girdle_right", "hip_right", "neck")
FOUR_IN_FOUR_REGIONS = ("shoulder_girdle_left", "shoulder_girdle_right", "hip_left", "hip_right")


def scored(areas, sss=5, three_months="yes", **changed):
    """Return the score with a symptom severity of up to 12, given as three ratings and then three yeses."""
    ratings, left = {}, sss
    for name in ("fatigue", "unrefreshed", "cognitive"):
        ratings[name] = min(3, left)
        left -= ratings[name]
    for name in ("headaches", "lower_abdomen", "depression"):
        ratings[name] = "yes" if left > 0 else "no"
        left -= 1
    return score("fm2016", {"areas": list(areas), **ratings, "three_months": three_months, **changed})


@pytest.mark.parametrize(("sss", "met"), [(4, False), (5, True), (12, True)])
def test_seven_areas_or_more_need_a_severity_of_five(sss, met):
    found = scored(SEVEN_IN_FIVE_REGIONS, sss)

    assert (found.wpi, found.sss, found.met) == (7, sss, met)
    assert found.score == 7 + sss


@pytest.mark.parametrize(("sss", "met"), [(8, False), (9, True)])
@pytest.mark.parametrize("count", [4, 5, 6])
def test_four_to_six_areas_need_a_severity_of_nine(count, sss, met):
    areas = (*FOUR_IN_FOUR_REGIONS, "upper_arm_left", "upper_leg_left")[:count]

    assert scored(areas, sss).met is met


def test_fewer_than_four_areas_never_meet_them():
    assert scored(("neck", "hip_left", "hip_right"), 12).met is False


def test_pain_must_lie_in_four_of_the_five_regions():
    axial_and_left = (*LEFT, "neck", "upper_back", "lower_back")

    found = scored(axial_and_left, 12)

    assert found.wpi == 7
    assert found.regions == ("left_upper", "left_lower", "axial")
    assert not found.is_generalised
    assert found.met is False


def test_jaw_chest_and_belly_count_as_areas_but_for_no_region():
    found = scored(("jaw_left", "jaw_right", "chest", "abdomen"), 12)

    assert found.wpi == 4
    assert found.regions == ()


def test_it_must_have_lasted_for_three_months():
    assert scored(SEVEN_IN_FIVE_REGIONS, 5, "no").met is False


@pytest.mark.parametrize("unknown", ["unsure", None])
def test_not_knowing_how_long_is_not_knowing_unless_it_could_not_matter(unknown):
    assert scored(SEVEN_IN_FIVE_REGIONS, 5, unknown).met is None
    assert scored(("neck",), 12, unknown).met is False


@pytest.mark.parametrize("name", ["fatigue", "unrefreshed", "cognitive", "headaches", "lower_abdomen", "depression"])
@pytest.mark.parametrize("unknown", ["unsure", None])
def test_a_symptom_that_was_not_rated_is_never_taken_for_none(name, unknown):
    found = scored(SEVEN_IN_FIVE_REGIONS, 5, **{name: unknown})

    assert found.error == "too_many_missing"
    assert name in found.message


def test_without_the_list_of_areas_there_is_no_score_but_an_empty_list_is_no_pain():
    assert "areas" in str(score("fm2016", {"fatigue": 1}))
    assert scored(()).wpi == 0


@pytest.mark.parametrize(
    ("name", "value"), [("fatigue", 4), ("fatigue", -1), ("cognitive", 1.5), ("cognitive", True), ("headaches", 2)]
)
def test_a_value_beyond_its_range_gives_no_score(name, value):
    found = scored(SEVEN_IN_FIVE_REGIONS, 5, **{name: value})

    assert found.error == "out_of_range"
    assert name in found.message


def test_every_area_can_be_named_as_in_the_atlas_or_as_an_item_and_counts_once():
    areas = list(load_atlas().wpi_areas)

    found = scored([*areas, *(f"area_{name}" for name in areas)], 12)

    assert found.wpi == 19
    assert found.score == 31


def test_what_nobody_knows_is_refused_with_the_nearest_that_is_known():
    with pytest.raises(BadInput, match="unknown area 'nek'; nearest: neck"):
        scored(["nek"])
    with pytest.raises(BadInput, match="unknown field 'fatige'"):
        scored(["neck"], fatige=1)
    with pytest.raises(BadInput, match="unknown instrument 'fm2015'"):
        score("fm2015", {})


def test_every_step_of_severity_has_its_words():
    assert sorted(load_measure_data().fm2016.severities) == [0, 1, 2, 3]
