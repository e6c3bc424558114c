"""What a result says of an estimate: together, left over, not a muscle, and on what it rests."""

from __future__ import annotations

import pytest

from unknot.draw import read_drawing
from unknot.locate import Explanation, locate
from unknot_app.actions.estimate_in_words import (
    FAMILIES,
    JUDGED_BY_QUESTIONS,
    NOT_MUSCLE,
    TOLD_WITH_ODDS,
    best_points,
    less_likely,
    not_like_muscle,
    points_in_words,
    shares_in_words,
    together_in_words,
    unexplained_in_words,
)


@pytest.fixture(scope="module")
def estimate():
    regions = ("iliac_crest_back", "sacroiliac", "buttock_mid", "greater_trochanter")
    return locate(read_drawing({"regions": [{"id": one, "side": "right"} for one in regions]}))


def with_shares(estimate, **shares):
    return estimate.model_copy(update={"families": {**dict.fromkeys(estimate.families, 0.0), **shares}})


def test_at_most_three_spots_are_told_and_the_rest_stands_among_the_less_likely(estimate):
    shown = [one.candidate.key for one in points_in_words(estimate)]
    rest = [one.candidate.key for one in less_likely(estimate)]

    assert 1 <= len(shown) <= 3
    assert rest
    assert set(shown).isdisjoint(rest)


def test_a_card_tells_all_that_its_spot_explains_and_all_that_would_hurt_as_well(estimate):
    for point in points_in_words(estimate):
        assert len(point.explains) == len(point.candidate.explains)
        assert len(point.also_expected) == len(point.candidate.missing)


def test_spots_that_explain_it_together_are_named_together(estimate):
    covering = [one for one in estimate.candidates if one.kind == "trigger_point" and one.explains]
    first = covering[0]
    other = next(one for one in covering if one.id != first.id)
    members = (f"{first.id}:right", f"{other.id}:right")
    both = {*first.explains, *other.explains}
    together = {"explanations": (Explanation(members=members, probability=0.3),)}
    whole = estimate.model_copy(update={**together, "explained": tuple(both), "unexplained": ()})
    part = estimate.model_copy(update={**together, "explained": tuple(both), "unexplained": ("knee_front:left",)})

    assert str(together_in_words(whole)).startswith("These two together explain all of it: ")
    assert str(together_in_words(part)).startswith("These two together explain most of it: ")
    assert len(unexplained_in_words(part)) == 1
    assert "knee" in unexplained_in_words(part)[0]


def test_one_spot_alone_or_one_beside_an_illness_is_no_together(estimate):
    name = best_points(estimate)[0].id
    for members in ((f"{name}:right",), (f"{name}:right", "radiculopathy_s1:right"), ()):
        alone = estimate.model_copy(update={"explanations": (Explanation(members=members, probability=0.5),)})
        assert together_in_words(alone) is None


@pytest.mark.parametrize(
    ("shares", "family"),
    [
        ({"muscle": 0.1, "nerve": 0.5}, "nerve"),
        ({"muscle": 0.1, "joint_or_disc": 0.3, "nerve": 0.2}, "joint_or_disc"),
        ({"muscle": 0.3, "nerve": 0.5}, None),
        ({"muscle": 0.02, "nerve": 0.1}, None),
        ({"muscle": 0.0, "organ_or_other": 0.9}, None),
    ],
)
def test_it_says_so_when_this_does_not_look_like_a_muscle(estimate, shares, family):
    assert not_like_muscle(with_shares(estimate, **shares)) == (NOT_MUSCLE[family] if family else "")


def test_an_illness_that_the_questions_judge_never_carries_a_figure(estimate):
    told = {one.name: one.odds for one in shares_in_words(with_shares(estimate, organ_or_other=0.7, muscle=0.2))}

    assert told[FAMILIES["organ_or_other"]] == JUDGED_BY_QUESTIONS
    assert "organ_or_other" not in TOLD_WITH_ODDS


def test_what_may_be_behind_it_is_told_by_size_and_of_the_same_number(estimate):
    shares = {"muscle": 0.24, "joint_or_disc": 0.12, "nerve": 0.04, "organ_or_other": 0.3}
    told = shares_in_words(with_shares(estimate.model_copy(update={"unattributed": 0.58}), **shares))

    assert [one.odds for one in told] == [
        "about 60 in 100",
        "about 25 in 100",
        "about 10 in 100",
        "about 4 in 100",
        JUDGED_BY_QUESTIONS,
    ]
