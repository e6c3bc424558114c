"""Who presses, in which positions, with which tools, after which sessions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import TODAY, answers, case, drawing
from tests.spec.stories import HARD_CONTACT, RESTFUL, exercises, highest_pressure, planned, presses, steps_of
from unknot import SessionPlan, Wishes, locate, plan, read_answers, read_drawing, screen
from unknot_app.actions.planning import plan_session

EXAMPLES = Path(__file__).parents[2] / "examples"

# The drawing of the upper outer part of quadratus lumborum, which only a therapist should press.
SIDE_OF_THE_WAIST = ("iliac_crest_side:right", "iliac_crest_back:right", "groin:right")


# ---------------------------------------------------------------- positions
def test_who_cannot_lie_face_down_never_lies_face_down() -> None:
    ordinary = planned(who="therapist", applicators=["hands"])
    limited = planned(who="therapist", applicators=["hands"], position_limits=["cannot_lie_face_down"])

    assert "prone" in {step.position for step in ordinary.steps}
    assert "prone" not in {step.position for step in limited.steps}
    assert presses(limited)


def test_who_cannot_get_up_from_the_floor_alone_never_goes_there() -> None:
    plan = planned(
        "greater_trochanter:right",
        "thigh_outer_upper:right",
        "thigh_outer_mid:right",
        floor_alone="no",
        quiet_sessions=9,
        applicators=["hands", "ball_soft", "roller_foam"],
    )

    assert "floor" in plan.clearance.limits.avoid_surfaces
    assert plan.steps
    assert "floor" not in {step.surface for step in plan.steps}


def test_only_positions_that_the_person_named_are_taken() -> None:
    plan = planned(positions=["sitting"])

    assert {step.position for step in presses(plan)} == {"sitting"}
    assert {step.position for step in plan.steps if step.position} == {"sitting"}


def test_who_stands_unsteadily_does_not_balance() -> None:
    plan = planned(position_limits=["unsteady_standing"])

    assert "standing" not in {step.position for step in plan.steps}
    assert not exercises(plan) & {"standing_quadriceps", "gluteus_medius_cross_leg"}


# ---------------------------------------------------------------- who
def test_a_therapist_may_press_what_nobody_presses_alone() -> None:
    alone, treated = planned(*SIDE_OF_THE_WAIST), planned(*SIDE_OF_THE_WAIST, who="therapist")

    point = "quadratus_lumborum.superficial_upper"
    assert point not in {step.id for step in alone.steps}
    assert point in {one.id for one in alone.left_out}
    assert point in {step.id for step in presses(treated)}


def test_a_point_for_therapists_is_left_out_with_that_reason() -> None:
    alone = planned(*SIDE_OF_THE_WAIST)

    reasons = [one.reason for one in alone.left_out if one.id == "quadratus_lumborum.superficial_upper"]
    assert len(reasons) == 1
    assert "therapist" in reasons[0]


def test_a_partner_does_not_press_what_is_for_therapists_and_not_firmer_than_level_3() -> None:
    plan = planned(who="partner", applicators=["hands"])
    side = planned(*SIDE_OF_THE_WAIST, who="partner", applicators=["hands"])

    assert highest_pressure(plan) <= 3
    assert "quadratus_lumborum.superficial_upper" not in {step.id for step in side.steps}


def test_a_therapist_may_work_at_more_pain_than_a_person_alone() -> None:
    assert max(step.pain[1] for step in presses(planned())) <= 5
    assert max(step.pain[1] for step in presses(planned(who="therapist", applicators=["hands"]))) == 6


@pytest.mark.parametrize("who", ["self", "partner", "therapist"])
def test_nobody_presses_the_front_of_the_hip_pocket_from_outside(who: str) -> None:
    plan = planned("groin:right", "thigh_inner_upper:right", "hip_front:right", who=who)

    assert not {step.id for step in plan.steps} & {
        "iliopsoas.distal",
        "pectineus.main",
        "obturator_internus.main",
    }
    assert plan.estimate.candidates


# ---------------------------------------------------------------- tools
def test_the_tools_at_hand_change_the_technique() -> None:
    by_ball, by_hand = planned(applicators=["ball_soft"]), planned(applicators=["hands"])

    assert {step.applicator for step in presses(by_ball)} == {"ball_soft"}
    assert {step.technique for step in presses(by_ball)} == {"self_ball_pressure"}
    assert "ball_soft" not in {step.applicator for step in presses(by_hand)}
    assert "self_ball_pressure" not in {step.technique for step in presses(by_hand)}


def test_nothing_is_planned_with_a_tool_that_is_not_at_hand() -> None:
    plan = planned(applicators=["hook_tool"])

    assert {step.applicator for step in steps_of(plan, "press")} <= {"hook_tool"}
    assert "percussion_gun" not in {step.applicator for step in plan.steps}


def test_a_point_that_the_tools_at_hand_cannot_reach_is_left_out_with_that_reason() -> None:
    plan = planned(applicators=["ball_firm"])

    reasons = {one.id: one.reason for one in plan.left_out}
    assert "at hand" in reasons["iliocostalis_lumborum.l1"]


# ---------------------------------------------------------------- earlier sessions and bad days
def test_pressing_waits_three_days_after_yesterdays_session_with_fibromyalgia() -> None:
    plan = planned(
        conditions=["fibromyalgia"],
        quiet_sessions=1,
        last_session_date="2026-11-21",
        as_of="2026-11-22",
    )

    assert steps_of(plan, "press") == []
    assert plan.left_out
    assert all("2026-11-24" in one.reason for one in plan.left_out)
    assert {"breathe", "stretch", "retest"} <= {step.kind for step in plan.steps}


def test_the_next_session_is_told_for_the_day_on_which_pressing_may_go_on() -> None:
    plan = planned(
        conditions=["fibromyalgia"],
        quiet_sessions=1,
        last_session_date="2026-11-21",
        as_of="2026-11-22",
    )

    assert str(plan.next_session_from) == "2026-11-24"


def test_pressing_goes_on_after_three_days_of_rest_with_fibromyalgia() -> None:
    plan = planned(
        conditions=["fibromyalgia"],
        quiet_sessions=1,
        last_session_date="2026-11-19",
        as_of="2026-11-22",
    )

    assert presses(plan)


def test_an_ordinary_back_is_pressed_again_the_next_day() -> None:
    assert presses(planned(last_session_date="2026-11-21", as_of="2026-11-22"))
    assert steps_of(planned(last_session_date="2026-11-22", as_of="2026-11-22"), "press") == []


def test_quiet_sessions_allow_longer_holds() -> None:
    first, later = planned(quiet_sessions=0), planned(quiet_sessions=3)

    assert max(step.hold_s for step in presses(first)) == 30
    assert max(step.hold_s for step in presses(later)) == 60


def test_pain_of_9_gets_comfort_and_no_firm_pressing() -> None:
    plan = planned(pain_now=9, minutes=30)

    assert plan.clearance.session == "allowed"
    assert plan.total_s <= 15 * 60
    assert len(steps_of(plan, "press")) <= 1
    for step in steps_of(plan, "press"):
        assert step.pressure_level[1] <= 2
        assert step.pain[1] <= 3
        assert step.technique == "positional_release"


def test_pain_of_9_gets_rest_and_breathing_instead_of_stretching() -> None:
    plan = planned(pain_now=9)

    assert exercises(plan) <= RESTFUL


# ---------------------------------------------------------------- the science by itself
def test_a_plan_needs_a_clearance_and_keeps_to_it() -> None:
    clearance = screen(read_answers(answers(osteoporosis="yes", session_mode="therapist"), TODAY))
    estimate = locate(read_drawing(drawing("lumbar_upper_paraspinal:left", "iliac_crest_back:left")))

    session = plan(estimate, clearance, Wishes(who="therapist", minutes=30))

    assert isinstance(session, SessionPlan)
    assert highest_pressure(session) <= 2
    assert not {step.applicator for step in presses(session)} & HARD_CONTACT


def test_a_blocked_clearance_has_no_plan_to_give() -> None:
    clearance = screen(read_answers(answers(chest_pain="yes"), TODAY))
    estimate = locate(read_drawing(drawing()))

    session = plan(estimate, clearance, Wishes(who="self"))

    assert session.steps == ()
    assert session.total_s == 0
    assert session.next_session_from is None


def test_the_builders_person_is_the_one_of_the_examples_folder() -> None:
    example = json.loads((EXAMPLES / "ordinary_back_pain.json").read_text(encoding="utf-8"))

    from_example, built = plan_session(example, TODAY), plan_session(case(), TODAY)

    assert from_example.steps == built.steps
    assert from_example.clearance.limits == built.clearance.limits


def test_a_gentle_start_binds_even_when_no_rule_is_named_for_it() -> None:
    ordinary = planned(who="therapist", applicators=["hands"])
    limits = ordinary.clearance.limits
    gentle = limits.model_copy(update={"global_": limits.global_.model_copy(update={"start_pressure": 1})})

    begun = plan(ordinary.estimate, ordinary.clearance.model_copy(update={"limits": gentle}), ordinary.wishes)

    assert highest_pressure(ordinary) > 1
    assert highest_pressure(begun) == 1
