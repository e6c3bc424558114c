"""What a drawing alone says: which source leads, how sure that is, and that it never blocks a session."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import drawing
from tests.spec.stories import planned, presses
from unknot import Estimate
from unknot.errors import BadInput
from unknot_app.actions.locating import locate_drawing

# Down the back of the thigh and the outside of the leg to the top of the foot and the big toe.
FIFTH_LUMBAR_ROOT = (
    "buttock_mid:left",
    "thigh_back_mid:left",
    "calf_upper:left",
    "leg_outer:left",
    "foot_top:left",
    "big_toe:left",
)
QUADRATUS = ("iliac_crest_side:left", "iliac_crest_back:left", "groin:left")
QUADRATUS_LOWER = ("greater_trochanter:right", "thigh_outer_upper:right", "buttock_outer:right")
PIRIFORMIS = ("buttock_mid:left", "buttock_outer:left", "thigh_back_upper:left", "thigh_back_mid:left")
ACROSS_THE_LOW_BACK = (
    "lumbar_lower_midline:midline",
    "lumbar_lower_paraspinal:both",
    "lumbar_upper_paraspinal:both",
)


def located(*places: str, **fields: Any) -> Estimate:
    return locate_drawing(drawing(*places, **fields))


def points(estimate: Estimate) -> list[Any]:
    return [one for one in estimate.candidates if one.kind == "trigger_point"]


# ---------------------------------------------------------------- a nerve root
def test_pain_down_to_the_big_toe_is_led_by_the_fifth_lumbar_root() -> None:
    estimate = located(*FIFTH_LUMBAR_ROOT)

    first = estimate.candidates[0]
    assert (first.id, first.side, first.kind) == ("radiculopathy_l5", "left", "differential")
    assert max(estimate.families, key=lambda family: estimate.families[family]) == "nerve"
    assert first.urgency == "mention"


def test_a_nerve_root_drawing_never_blocks_a_session() -> None:
    plan = planned(*FIFTH_LUMBAR_ROOT)

    assert plan.estimate.candidates[0].id == "radiculopathy_l5"
    assert plan.clearance.session == "allowed"
    assert plan.steps


def test_steady_nerve_pain_that_was_examined_uses_the_exercises_for_the_leg() -> None:
    # The plan rule of the low back says so: with leg symptoms the leg set is used.
    plan = planned(
        *FIFTH_LUMBAR_ROOT,
        leg_symptoms="one_leg",
        leg_weakness="none",
        leg_numbness="one_leg",
        leg_since="over_6_weeks",
        leg_worse="no",
        leg_examined="yes",
    )

    assert plan.clearance.urgency == "mention"
    assert {step.id for step in plan.steps} & {"sciatic_slider", "ninety_ninety_rest", "pelvic_tilt_supine"}


FOURTH_LUMBAR_ROOT = ("thigh_front_mid:right", "knee_front:right", "knee_inner:right", "leg_inner:right")
FIRST_SACRAL_ROOT = (
    "buttock_mid:right",
    "thigh_back_mid:right",
    "calf_upper:right",
    "calf_lower:right",
    "heel:right",
    "foot_outer_edge:right",
    "lesser_toes:right",
)


@pytest.mark.parametrize(
    ("places", "root"),
    [(FOURTH_LUMBAR_ROOT, "radiculopathy_l4"), (FIRST_SACRAL_ROOT, "radiculopathy_s1")],
)
def test_other_roots_lead_their_own_drawings(places: tuple[str, ...], root: str) -> None:
    estimate = located(*places)

    nerves = [one.id for one in estimate.candidates if one.id.startswith("radiculopathy")]
    assert nerves[0] == root


# ---------------------------------------------------------------- muscles
def test_pain_along_the_hip_crest_and_the_groin_is_led_by_quadratus_lumborum() -> None:
    estimate = located(*QUADRATUS)

    first = estimate.candidates[0]
    assert first.muscle == "quadratus_lumborum"
    assert first.side == "left"
    assert set(first.explains) >= {"iliac_crest_side:left", "iliac_crest_back:left"}


def test_pain_over_the_outer_hip_names_quadratus_and_the_hip_tendons_side_by_side() -> None:
    estimate = located(*QUADRATUS_LOWER)

    assert {one.id for one in estimate.candidates[:2]} == {
        "trochanteric_pain",
        "quadratus_lumborum.superficial_lower",
    }
    assert points(estimate)[0].id == "quadratus_lumborum.superficial_lower"


def test_pain_in_the_buttock_and_the_back_of_the_thigh_is_led_by_piriformis() -> None:
    estimate = located(*PIRIFORMIS)

    assert estimate.candidates[0].muscle == "piriformis"
    assert max(estimate.families, key=lambda family: estimate.families[family]) == "muscle"


def test_piriformis_is_pressed_when_it_leads() -> None:
    plan = planned(*PIRIFORMIS)

    assert ("piriformis", "left") in {(step.id.split(".")[0], step.side) for step in presses(plan)}


def test_a_drawing_on_the_other_side_gives_the_same_answer_on_that_side() -> None:
    left = located(*PIRIFORMIS)
    right = located(*(place.replace(":left", ":right") for place in PIRIFORMIS))

    assert left.candidates[0].id == right.candidates[0].id
    assert left.candidates[0].probability == pytest.approx(right.candidates[0].probability, abs=1e-4)
    assert (left.candidates[0].side, right.candidates[0].side) == ("left", "right")


def test_a_pressed_spot_that_brings_the_pain_on_makes_its_point_more_likely() -> None:
    finding = {"id": "piriformis.medial", "side": "right", "tender": "yes", "reproduces_pain": "yes"}
    places = ("sacroiliac:right", "buttock_mid:right", "thigh_back_upper:right")

    before, after = located(*places), located(*places, findings=[finding])

    def chance(estimate: Estimate) -> float:
        return next(one.probability for one in estimate.candidates if one.key == "piriformis.medial:right")

    assert chance(after) > chance(before)


# ---------------------------------------------------------------- nothing single
def test_an_ache_across_the_whole_low_back_has_no_single_source() -> None:
    estimate = located(*ACROSS_THE_LOW_BACK)

    assert estimate.unattributed is not None
    assert estimate.unattributed > 0.5
    assert estimate.unattributed > estimate.candidates[0].probability
    assert max(estimate.families, key=lambda family: estimate.families[family]) == "unattributed"


def test_an_ache_across_the_whole_low_back_still_gets_a_session() -> None:
    plan = planned(*ACROSS_THE_LOW_BACK)

    assert plan.clearance.session == "allowed"
    assert {"breathe", "warm_up", "stretch", "retest"} <= {step.kind for step in plan.steps}


def test_a_session_without_any_pressing_says_why() -> None:
    plan = planned(*ACROSS_THE_LOW_BACK)

    pressed = [step for step in plan.steps if step.kind == "press"]
    told = plan.left_out or [note for note in plan.notes if "press" in note.text.lower()]
    assert pressed or told


def test_pain_in_all_four_quarters_of_the_body_is_read_as_widespread() -> None:
    painful = ["temple", "cheek", "shoulder_top", "shoulder_front", "shoulder_back", "upper_arm_front"]
    painful += ["forearm_back", "hand_back", "buttock_mid", "thigh_front_mid", "thigh_back_mid", "shin"]
    estimate = located(*(f"{region}:both" for region in painful))

    assert estimate.complaint == "widespread"
    assert estimate.complaint_from == "painted"


def test_two_separate_pains_are_explained_together() -> None:
    estimate = located(*PIRIFORMIS, "shoulder_front:right", "upper_arm_outer:right", "shoulder_outer:right")

    assert len(estimate.explanations[0].members) >= 2
    assert {name.split(":")[1] for name in estimate.explanations[0].members} == {"left", "right"}


def test_a_grave_rival_stays_a_matter_for_questions_and_never_for_blocking() -> None:
    plan = planned("loin:left", "flank:left", "groin:left")

    assert plan.clearance.urgency == "none"
    assert plan.clearance.session == "allowed"
    assert any(one.urgency in ("same_day", "emergency_now") for one in plan.estimate.candidates)


# ---------------------------------------------------------------- nothing painted
def test_an_empty_drawing_of_a_named_complaint_gives_what_is_likely_beforehand_and_says_so() -> None:
    estimate = locate_drawing({"complaint": "low_back"})

    assert estimate.notice is not None
    assert estimate.notice.code == "nothing_painted"
    assert estimate.unattributed == pytest.approx(0.6, abs=0.01)
    assert estimate.explained == estimate.unexplained == ()


def test_answers_still_count_where_nothing_is_painted() -> None:
    before = locate_drawing({"complaint": "low_back"})
    after = locate_drawing({"complaint": "low_back", "features": {"worse_walking": "yes"}})

    assert after.families["nerve"] > before.families["nerve"]


def test_an_empty_drawing_without_a_complaint_is_refused_with_the_way_out() -> None:
    with pytest.raises(BadInput, match="paint at least one place, or name the complaint"):
        locate_drawing({"regions": []})
