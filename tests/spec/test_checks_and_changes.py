"""What is asked after a drawing, what never is, and how two estimates differ."""

from __future__ import annotations

from typing import Any

import pytest

from unknot.draw import Drawing, read_drawing
from unknot.locate import compare_estimates, load_locate_data, locate
from unknot.locate.next_check import askable_features

PAINTED = {
    "low_back": ("lumbar_lower_paraspinal", "buttock_mid"),
    "neck": ("neck_back_lower", "shoulder_top"),
    "head": ("occiput_lower", "temple"),
    "widespread": ("neck_back_lower", "buttock_mid", "knee_front", "forearm_back"),
}
complaints = pytest.mark.parametrize("complaint", PAINTED)


def drawing_of(*regions, side="right", **fields):
    return read_drawing({"regions": [{"id": one, "side": side} for one in regions], **fields})


@complaints
def test_no_question_that_the_screening_owns_can_be_asked(complaint):
    features = load_locate_data().features
    drawing = Drawing(complaint=complaint)

    asked = {one.id for one in askable_features(drawing, complaint, may_press=True, with_therapist=True)}

    assert asked
    assert not {name for name in asked if features[name].safety_question or not features[name].ask}


@complaints
def test_asking_until_nothing_is_worth_asking_never_touches_the_screening_and_repeats_nothing(complaint):
    known = load_locate_data().features
    answers: dict[str, str] = {}
    findings: list[dict[str, Any]] = []
    for _ in range(12):
        drawing = drawing_of(*PAINTED[complaint], features=answers, findings=findings)
        check = locate(drawing, may_press=True).next_check
        if check is None:
            break
        if check.kind == "feature":
            assert not known[check.id].safety_question
            assert check.id not in answers
            answers[check.id] = "no"
        else:
            assert (check.id, check.side) not in {(one["id"], one["side"]) for one in findings}
            findings.append({"id": check.id, "side": check.side, "reproduces_pain": "no"})

    assert answers or findings


def test_screening_answers_count_as_features():
    drawing = drawing_of("lumbar_lower_paraspinal", "thigh_back_lower", "calf_upper")
    told = drawing.model_copy(update={"features": {"tingling_or_numbness": "yes"}})

    assert locate(told).families["nerve"] > locate(drawing).families["nerve"]


def test_a_spot_is_offered_only_where_whoever_knows_the_limits_allows_it():
    drawing = drawing_of("iliac_crest_back", "sacroiliac", "buttock_mid", "greater_trochanter")
    asked = []

    def refuse(point, side):
        asked.append((point, side))
        return False

    check = locate(drawing, may_press=refuse).next_check

    assert asked
    assert check is None or check.kind == "feature"


def changes(before, after):
    return compare_estimates(locate(before), locate(after), before, after)


def test_the_same_drawing_and_answers_change_nothing():
    drawing = drawing_of("lumbar_lower_paraspinal")

    found = changes(drawing, drawing)

    assert not found.is_any
    assert found.causes == ()


def test_an_answer_moves_what_it_speaks_of_and_is_named_as_the_cause():
    before = drawing_of("lumbar_lower_paraspinal", "thigh_back_lower", "calf_upper")
    after = before.model_copy(update={"features": {"leg_pain_worse_than_back": "yes"}})

    found = changes(before, after)

    assert found.causes == ("answers",)
    assert next(move for move in found.families if move.name == "nerve").is_up


def test_not_knowing_is_no_answer():
    before = drawing_of("lumbar_lower_paraspinal")
    after = before.model_copy(update={"features": {"leg_pain_worse_than_back": "unsure"}})

    assert changes(before, after).causes == ()


def test_another_drawing_brings_other_spots():
    before, after = drawing_of("lumbar_lower_paraspinal"), drawing_of("neck_back_lower")

    found = changes(before, after)

    assert found.causes == ("drawing", "person")
    assert found.came
    assert found.went
    assert set(found.came).isdisjoint(found.went)


def test_a_spot_whose_side_becomes_known_is_the_same_spot():
    before = drawing_of("lumbar_lower_midline", side="midline")
    points = [one for one in locate(before).candidates if one.kind == "trigger_point" and one.side == "either"]
    assert points, "this drawing must leave some side open"
    after = Drawing(regions=(*before.regions, *drawing_of("lumbar_lower_paraspinal").regions))

    found = changes(before, after)

    ids = {one.split(":")[0] for one in found.came} & {one.split(":")[0] for one in found.went}
    assert not ids


def test_other_facts_are_a_cause_of_their_own():
    drawing = drawing_of("lumbar_lower_paraspinal")
    estimate = locate(drawing)
    older = estimate.model_copy(update={"knowledge_version": "2026.10+0"})

    assert compare_estimates(older, estimate, drawing, drawing).causes == ("facts",)
