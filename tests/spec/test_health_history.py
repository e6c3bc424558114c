"""Conditions, medicines, age and pregnancy: what they block, and what they change in a plan."""

from __future__ import annotations

from typing import Any

import pytest

from tests.spec.stories import (
    BENDING_FORWARD,
    DEEP_HIP_BEND,
    HARD_CONTACT,
    LEG_ACROSS,
    ON_THE_BACK,
    exercises,
    highest_pressure,
    place_limit,
    places_without_touch,
    planned,
    presses,
    screened,
    seconds_on_the_back,
    starts,
    steps_of,
)
from unknot import SessionPlan

ALONG_THE_SPINE = ("lumbar_upper_paraspinal:right", "lumbar_lower_paraspinal:right")


def agreement(
    date: str = "2026-11-01",
    allowed: tuple[str, ...] = ("gentle", "stretch", "heat"),
) -> dict[str, Any]:
    return {"ok": "yes", "date": date, "allowed": list(allowed)}


# ---------------------------------------------------------------- cancer now
def test_cancer_now_without_the_doctors_agreement_is_blocked() -> None:
    plan = planned(cancer="current", cancer_regions=["breast"])

    assert plan.clearance.session == "blocked"
    assert "cancer_current_no_clearance" in plan.clearance.contraindications
    assert plan.clearance.urgency == "mention"
    assert plan.steps == ()


def test_cancer_now_with_the_doctors_agreement_is_light_and_for_a_therapist() -> None:
    plan = planned(
        who="therapist",
        applicators=["hands"],
        cancer="current",
        cancer_regions=["breast"],
        doctor_ok_cancer=agreement(),
    )

    assert plan.clearance.session == "allowed"
    assert highest_pressure(plan) <= 2
    assert max(step.pain[1] for step in presses(plan)) <= 2
    assert not {step.applicator for step in presses(plan)} & HARD_CONTACT
    assert "breast" in places_without_touch(plan.clearance)


def test_cancer_now_with_the_doctors_agreement_is_not_pressed_at_home() -> None:
    plan = planned(cancer="current", cancer_regions=["breast"], doctor_ok_cancer=agreement())

    assert plan.clearance.session == "allowed"
    assert plan.clearance.limits.global_.who == "therapist"
    assert steps_of(plan, "press") == []
    assert {one.rules for one in plan.left_out} == {("cancer_cleared",)}


@pytest.mark.parametrize(
    ("agreed_on", "session"),
    [
        ("2026-11-22", "allowed"),
        ("2026-08-24", "allowed"),  # 90 days before
        ("2026-08-23", "blocked"),  # 91 days before
        ("2026-11-23", "blocked"),  # in the future
    ],
)
def test_a_doctors_agreement_lapses_after_90_days(agreed_on: str, session: str) -> None:
    clearance = screened(cancer="current", cancer_regions=["breast"], doctor_ok_cancer=agreement(agreed_on))

    assert clearance.session == session


@pytest.mark.parametrize("said", ["no", "unsure"])
def test_an_agreement_that_is_no_clear_yes_does_not_count(said: str) -> None:
    clearance = screened(
        cancer="current",
        cancer_regions=["breast"],
        doctor_ok_cancer={**agreement(), "ok": said},
    )

    assert clearance.session == "blocked"


def test_an_agreement_never_lifts_a_danger_sign() -> None:
    clearance = screened(
        cancer="current",
        cancer_regions=["breast"],
        doctor_ok_cancer=agreement(),
        pain_night="yes",
    )

    assert clearance.urgency == "same_day"
    assert clearance.session == "blocked"


def test_what_the_doctor_did_not_allow_is_not_planned() -> None:
    plan = planned(
        who="therapist",
        applicators=["hands", "heat_pack"],
        minutes=45,
        cancer="current",
        cancer_regions=["breast"],
        doctor_ok_cancer=agreement(allowed=("gentle",)),
    )

    assert {"clearance_no_stretch", "clearance_no_heat"} <= set(plan.clearance.contraindications)
    assert not exercises(plan) & (DEEP_HIP_BEND | LEG_ACROSS)
    assert "heat_pack" not in {step.applicator for step in plan.steps}


# ---------------------------------------------------------------- clots
def test_a_clot_long_ago_spares_the_legs_and_leaves_the_back_alone() -> None:
    plan = planned(blood_clot="past_over_6_months")

    assert plan.clearance.session == "allowed"
    assert place_limit(plan.clearance, "calf").max_pressure == 2
    assert plan.clearance.limits.global_.max_pressure == 4
    assert presses(plan)


def test_a_clot_long_ago_keeps_pressure_on_a_painful_thigh_light_and_broad() -> None:
    painful = ("buttock_lower:right", "thigh_back_upper:right", "thigh_back_mid:right", "knee_back:right")
    ordinary, after_clot = planned(*painful), planned(*painful, blood_clot="past_over_6_months")

    def at_the_thigh(plan: SessionPlan) -> Any:
        return next(step for step in presses(plan) if step.region == "thigh_back_mid")

    assert at_the_thigh(ordinary).pressure_level[1] > 2
    assert at_the_thigh(after_clot).pressure_level[1] <= 2
    assert at_the_thigh(after_clot).applicator not in HARD_CONTACT


def test_a_clot_on_treatment_is_blocked_until_the_doctor_agrees() -> None:
    treated = {"blood_clot": "last_6_months_or_on_treatment", "medicines": ["blood_thinner"]}

    assert screened(**treated).session == "blocked"
    assert screened(**treated, doctor_ok_clot=agreement()).session == "allowed"


def test_a_clot_on_treatment_leaves_the_legs_out_when_the_doctor_agrees() -> None:
    plan = planned(
        "calf_upper:right",
        "buttock_mid:right",
        "iliac_crest_back:right",
        blood_clot="last_6_months_or_on_treatment",
        doctor_ok_clot=agreement(),
    )

    assert {"calf", "back_thigh", "groin_femoral"} <= places_without_touch(plan.clearance)
    assert highest_pressure(plan) <= 2
    assert not starts([step.id for step in presses(plan)], "gastrocnemius")
    assert not starts([step.id for step in presses(plan)], "soleus")


# ---------------------------------------------------------------- today
def test_alcohol_today_means_another_day() -> None:
    plan = planned(alcohol_or_drugs_today="yes")

    assert plan.clearance.session == "blocked"
    assert plan.clearance.contraindications == ("alcohol_or_drugs",)
    assert plan.clearance.urgency == "none"
    assert plan.steps == ()
    assert any("sober" in one.text for one in plan.clearance.advice)


def test_an_ordinary_painkiller_today_changes_no_limit() -> None:
    plain, tablet = screened(), screened(painkiller_today=["ordinary_tablet"])

    assert tablet.limits == plain.limits
    assert tablet.contraindications == ("ordinary_painkiller",)


def test_a_strong_painkiller_today_lowers_pressure_and_holds() -> None:
    clearance = screened(painkiller_today=["strong_or_sedating"])

    assert clearance.limits.global_.max_pressure == 3
    assert clearance.limits.global_.max_hold_s == 30


def test_who_cannot_say_stop_is_not_pressed_at_home() -> None:
    assert screened(can_say_stop="no").session == "blocked"


def test_who_cannot_say_stop_is_only_stroked_without_any_pain_and_with_a_carer() -> None:
    plan = planned(who="therapist", applicators=["hands"], can_say_stop="no")

    assert plan.clearance.limits.global_.not_alone
    assert highest_pressure(plan) <= 1
    assert {step.pain for step in presses(plan)} == {(0, 0)}


# ---------------------------------------------------------------- age
def test_a_16_year_old_without_a_guardian_is_blocked() -> None:
    clearance = screened(age=16, guardian_present="no")

    assert clearance.session == "blocked"
    assert "minor_without_guardian" in clearance.contraindications


def test_a_16_year_old_with_a_guardian_gets_a_lighter_shorter_session() -> None:
    plan = planned(age=16, guardian_present="yes", minutes=30)

    assert plan.clearance.session == "allowed"
    assert highest_pressure(plan) <= 3
    assert max(step.pain[1] for step in presses(plan)) <= 4
    assert plan.total_s <= 20 * 60


def test_a_plan_that_is_shorter_names_a_rule_only_where_that_rule_allows_no_more() -> None:
    tablets = {"medicines": ["blood_pressure_tablets"]}

    told = [note.text for minutes in (30, 45) for note in planned(minutes=minutes, **tablets).notes]

    assert [text for text in told if "of your 30 minutes." in text]
    assert [text for text in told if "of your 45 minutes (Low blood pressure" in text]


def test_a_15_year_old_with_back_pain_sees_a_doctor_first_even_with_a_guardian() -> None:
    clearance = screened(age=15, guardian_present="yes")

    assert clearance.urgency == "doctor_first"
    assert clearance.session == "blocked"


def test_a_child_of_10_is_never_massaged() -> None:
    clearance = screened(age=10, guardian_present="yes", pain_regions=["leg_foot"])

    assert clearance.session == "blocked"
    assert "child_under_12" in clearance.contraindications


def test_a_person_of_82_has_the_limits_of_weak_bones() -> None:
    clearance = screened(age=82)

    assert {"older_person", "weak_bones"} <= set(clearance.contraindications)
    assert place_limit(clearance, "low_back").max_pressure == 2


def test_a_person_of_82_is_not_pressed_with_hard_contact_at_the_spine() -> None:
    plan = planned(*ALONG_THE_SPINE, age=82, who="therapist", applicators=["hands"])

    at_the_spine = [step for step in presses(plan) if step.region.endswith("_paraspinal")]
    assert at_the_spine
    assert not {step.applicator for step in at_the_spine} & HARD_CONTACT


# ---------------------------------------------------------------- pregnancy
CALM_PREGNANCY = {"pregnancy_problem": "no", "preeclampsia_signs": "no"}


@pytest.mark.parametrize("who", ["self", "therapist"])
def test_at_20_weeks_little_time_is_spent_on_the_back_and_none_face_down(who: str) -> None:
    plan = planned(who=who, minutes=30, pregnancy="weeks_14_27", **CALM_PREGNANCY)

    assert plan.clearance.session == "allowed"
    assert plan.clearance.limits.global_.max_minutes_supine == 5
    assert seconds_on_the_back(plan) <= 5 * 60
    assert "prone" not in {step.position for step in plan.steps}
    assert highest_pressure(plan) <= 3


@pytest.mark.parametrize("who", ["self", "therapist"])
def test_at_30_weeks_nobody_lies_on_the_back_or_face_down(who: str) -> None:
    plan = planned(who=who, minutes=30, pregnancy="weeks_28_plus", **CALM_PREGNANCY)

    assert plan.clearance.session == "allowed"
    assert not {step.position for step in plan.steps} & (ON_THE_BACK | {"prone"})
    assert highest_pressure(plan) <= 2
    assert max(step.pain[1] for step in presses(plan)) <= 3


def test_pregnancy_leaves_belly_and_groin_out_and_spares_the_legs() -> None:
    clearance = screened(pregnancy="weeks_14_27", **CALM_PREGNANCY)

    assert {"abdomen", "groin_femoral"} <= places_without_touch(clearance)
    assert place_limit(clearance, "calf").max_pressure == 1


def test_a_pregnancy_with_problems_is_blocked() -> None:
    clearance = screened(pregnancy="weeks_14_27", pregnancy_problem="yes", preeclampsia_signs="no")

    assert clearance.session == "blocked"
    assert "high_risk_pregnancy" in clearance.contraindications


def test_a_bad_headache_in_late_pregnancy_is_an_emergency() -> None:
    clearance = screened(pregnancy="weeks_28_plus", pregnancy_problem="no", preeclampsia_signs="yes")

    assert clearance.urgency == "emergency_now"


# ---------------------------------------------------------------- bones and joints


def test_weak_bones_cap_the_places_at_the_spine_and_not_the_buttock() -> None:
    clearance = screened(osteoporosis="yes")

    for place in ("low_back", "mid_back", "sacrum", "kidney_area", "ribs_side", "outer_hip"):
        assert place_limit(clearance, place).max_pressure == 2
    assert clearance.limits.global_.max_pressure == 4
    assert "buttock" not in {one.region for one in clearance.limits.places if one.reasons == ("weak_bones",)}


@pytest.mark.parametrize("who", ["self", "therapist"])
def test_weak_bones_are_pressed_lightly_without_hard_tools(who: str) -> None:
    plan = planned(
        *ALONG_THE_SPINE,
        who=who,
        osteoporosis="yes",
        applicators=["hands", "ball_soft", "ball_firm", "hook_tool"],
    )

    assert highest_pressure(plan) <= 2
    assert not {step.applicator for step in presses(plan)} & HARD_CONTACT


def test_weak_bones_leave_out_bending_and_twisting_exercises() -> None:
    plan = planned(*ALONG_THE_SPINE, osteoporosis="yes")

    assert not exercises(plan) & (BENDING_FORWARD | {"lower_trunk_rotation", "supine_spinal_twist"})


def test_a_movement_that_weak_bones_ask_to_be_careful_with_says_so() -> None:
    plan = planned(
        "loin:right",
        "lumbar_upper_paraspinal:right",
        osteoporosis="yes",
        pain_cause=["unknown"],
        positions=["hands_and_knees", "sitting"],
    )

    careful = [step for step in plan.steps if step.id == "cat_cow"]
    assert careful
    for step in careful:
        assert "caution" in {reason.code for reason in step.reasons}


def test_movements_that_ask_for_care_are_left_out_while_others_are_left() -> None:
    plan = planned(*ALONG_THE_SPINE, osteoporosis="yes")

    assert steps_of(plan, "stretch")
    assert not [reason for step in plan.steps for reason in step.reasons if reason.code == "caution"]


def test_a_new_hip_with_rules_is_neither_bent_deep_nor_crossed() -> None:
    plan = planned(devices=["joint_replacement"], device_regions=["outer_hip"], hip_precautions="hip_rules")

    assert plan.clearance.session == "allowed"
    assert {"hip_deep_bend", "hip_cross_over"} <= set(plan.clearance.limits.no_actions)
    assert not exercises(plan) & (DEEP_HIP_BEND | LEG_ACROSS)


def test_not_knowing_the_rules_of_a_new_hip_counts_as_rules() -> None:
    unsure = screened(devices=["joint_replacement"], device_regions=["outer_hip"], hip_precautions="unsure")

    assert "hip_precautions" in unsure.contraindications


# ---------------------------------------------------------------- widespread sensitivity
def test_fibromyalgia_is_pressed_lightly_in_few_places_with_three_days_of_rest() -> None:
    plan = planned(conditions=["fibromyalgia"], as_of="2026-11-22")

    assert plan.clearance.limits.global_.max_pressure == 2
    assert plan.clearance.limits.global_.max_points == 4
    assert plan.clearance.limits.global_.rest_hours == 72
    assert highest_pressure(plan) <= 2
    assert len(presses(plan)) <= 4
    assert str(plan.next_session_from) == "2026-11-25"


def test_fibromyalgia_is_pressed_without_hard_contact_and_little_pain() -> None:
    plan = planned(conditions=["fibromyalgia"], applicators=["hands", "ball_firm"])

    assert not {step.applicator for step in presses(plan)} & HARD_CONTACT
    assert max(step.pain[1] for step in presses(plan)) <= 3


# ---------------------------------------------------------------- skin, injections, products, wishes
def test_a_recent_injection_in_the_buttock_leaves_the_buttock_out() -> None:
    plan = planned(local_injection_2_weeks="yes", injection_regions=["buttock"])

    assert "buttock" in places_without_touch(plan.clearance)
    assert not {step.region for step in presses(plan)} & {
        "buttock_upper_inner",
        "buttock_upper_outer",
        "buttock_mid",
        "buttock_outer",
        "buttock_lower",
        "buttock_lower_inner",
    }
    assert ("injection_site",) in {one.rules for one in plan.left_out}


def test_a_place_that_must_not_be_touched_is_not_touched() -> None:
    plan = planned(touch_hard_for_me="yes", no_touch_regions=["buttock"])

    assert not {step.region for step in presses(plan)} & {
        "buttock_upper_inner",
        "buttock_mid",
        "buttock_outer",
    }
    assert ("no_touch",) in {one.rules for one in plan.left_out}


def test_numb_skin_is_not_held_long() -> None:
    plan = planned(numb_skin="yes", numb_regions=["buttock"])

    for step in presses(plan):
        if step.region.startswith("buttock"):
            assert step.pressure_level[1] <= 2
            assert step.hold_s <= 10


def test_an_allergy_leaves_oil_out() -> None:
    ordinary = planned(who="therapist", applicators=["hands"])
    allergic = planned(who="therapist", applicators=["hands"], product_allergy="yes")

    assert "oil" in {product for step in ordinary.steps for product in step.products}
    assert "oil" not in {product for step in allergic.steps for product in step.products}


def test_shingles_are_for_a_doctor_today() -> None:
    clearance = screened(skin=["shingles_band_of_blisters"], skin_regions=["low_back"])

    assert clearance.urgency == "same_day"


def test_who_is_not_sure_about_cancer_asks_a_doctor_first_and_is_not_asked_where_it_is() -> None:
    clearance = screened(cancer="unsure")

    assert clearance.session == "blocked"
    assert "cancer_current_no_clearance" in clearance.contraindications
    assert "cancer_regions" not in clearance.unanswered


def test_who_is_not_sure_about_a_clot_or_an_operation_waits_as_after_a_recent_one() -> None:
    assert "clot_recent" in screened(blood_clot="unsure").contraindications
    assert (
        "operation_under_6_weeks" in screened(surgery_when="unsure", surgery_regions=["low_back"]).contraindications
    )


def test_not_sure_about_an_accident_is_read_as_a_serious_one_until_it_was_examined() -> None:
    assert screened(trauma="unsure", accident_when="unsure", accident_examined="no").urgency == "emergency_now"


LIMBS = ("left_arm", "right_arm", "left_leg", "right_leg")


@pytest.mark.parametrize(
    ("condition", "question"),
    [("lymphoedema_or_nodes_removed", "lymph_limbs"), ("complex_regional_pain", "crps_limbs")],
)
def test_an_affected_limb_is_affected_on_its_own_side_only(condition: str, question: str) -> None:
    def limited(named: list[str] | None) -> set[tuple[str, str]]:
        """Return which sides of which places are held to touch at most, sides apart."""
        clearance = screened(conditions=[condition], **({question: named} if named else {}))
        strict = [one for one in clearance.limits.places if not one.exact and one.max_pressure in (0, 1)]
        return {(one.region, side) for one in strict for side in ((one.side,) if one.side else ("left", "right"))}

    everywhere = limited(None)
    assert limited(["unsure"]) == limited(["left_leg", "unsure"]) == everywhere
    assert limited(["left_leg"]) < everywhere
    assert ("calf", "left") in limited(["left_leg"])
    assert ("calf", "right") not in limited(["left_leg"])
    assert limited(["left_leg", "right_arm"]) == limited(["left_leg"]) | limited(["right_arm"])
    assert ("calf", "right") in limited(["left_leg", "right_leg"])
