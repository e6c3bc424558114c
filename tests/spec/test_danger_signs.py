"""Signs that need a doctor: how urgent they are, and that nothing is planned with them."""

from __future__ import annotations

import pytest

from tests.spec.stories import place_limit, planned, presses, screened

# What the person says, when a sign has been looked at and has not changed for long.
STEADY_FOR_MONTHS = {"bladder_bowel_since": "over_6_weeks", "bladder_bowel_worse": "no"}


def test_new_numbness_between_the_legs_is_an_emergency_without_steps() -> None:
    plan = planned(
        saddle_numbness="yes",
        saddle_since="under_2_weeks",
        saddle_worse="no",
        saddle_examined="no",
    )

    assert plan.clearance.urgency == "emergency_now"
    assert plan.clearance.session == "blocked"
    assert "cauda_equina" in plan.clearance.red_flags
    assert plan.steps == ()


def test_numbness_between_the_legs_is_an_emergency_before_anything_more_is_asked() -> None:
    clearance = screened(saddle_numbness="yes")

    assert clearance.urgency == "emergency_now"
    assert clearance.session == "blocked"


def test_an_emergency_is_told_first() -> None:
    clearance = screened(saddle_numbness="yes", fever="yes", rash_not_fading="no", weight_loss="yes")

    assert clearance.advice[0].urgency == "emergency_now"


def test_a_doctors_yes_does_not_make_recent_numbness_harmless() -> None:
    clearance = screened(
        saddle_numbness="yes",
        saddle_since="under_2_weeks",
        saddle_worse="no",
        saddle_examined="yes",
    )

    assert clearance.urgency == "emergency_now"


def test_a_bladder_change_of_two_months_that_is_steady_and_examined_is_a_mention() -> None:
    plan = planned(bladder_change="yes", bladder_bowel_examined="yes", **STEADY_FOR_MONTHS)

    assert plan.clearance.urgency == "mention"
    assert plan.clearance.red_flags == ("nerve_change_known",)
    assert plan.clearance.session == "allowed"
    assert plan.steps


def test_a_bladder_change_of_two_months_that_nobody_examined_is_for_today() -> None:
    clearance = screened(bladder_change="yes", bladder_bowel_examined="no", **STEADY_FOR_MONTHS)

    assert clearance.urgency == "same_day"
    assert "nerve_change_unexamined" in clearance.red_flags


def test_a_bladder_change_of_a_month_that_was_examined_asks_the_doctor_first() -> None:
    clearance = screened(
        bladder_change="yes",
        bladder_bowel_since="2_to_6_weeks",
        bladder_bowel_worse="no",
        bladder_bowel_examined="yes",
    )

    assert clearance.urgency == "doctor_first"


def test_an_old_bladder_change_that_gets_worse_is_an_emergency() -> None:
    clearance = screened(
        bladder_change="yes",
        bladder_bowel_since="over_6_weeks",
        bladder_bowel_worse="yes",
        bladder_bowel_examined="yes",
    )

    assert clearance.urgency == "emergency_now"


def test_one_newly_weak_leg_is_for_today() -> None:
    clearance = screened(
        leg_symptoms="one_leg",
        leg_weakness="one_leg",
        leg_numbness="none",
        leg_since="under_2_weeks",
        leg_worse="no",
        leg_examined="no",
    )

    assert clearance.urgency == "same_day"
    assert "leg_weakness_progressing" in clearance.red_flags
    assert clearance.session == "blocked"


def test_one_leg_weak_for_years_and_examined_is_a_mention_with_a_lighter_low_back() -> None:
    clearance = screened(
        leg_symptoms="one_leg",
        leg_weakness="one_leg",
        leg_numbness="none",
        leg_since="over_6_weeks",
        leg_worse="no",
        leg_examined="yes",
    )

    assert clearance.urgency == "mention"
    assert clearance.session == "allowed"
    assert place_limit(clearance, "low_back").max_pressure == 3


@pytest.mark.parametrize("sign", ["leg_weakness", "leg_numbness"])
def test_new_signs_in_both_legs_are_an_emergency(sign: str) -> None:
    legs = {"leg_weakness": "none", "leg_numbness": "none", sign: "both_legs"}

    clearance = screened(
        leg_symptoms="both_legs",
        leg_since="under_2_weeks",
        leg_worse="no",
        leg_examined="no",
        **legs,
    )

    assert clearance.urgency == "emergency_now"


def test_a_major_accident_that_was_not_examined_is_an_emergency() -> None:
    plan = planned(
        trauma="major",
        accident_when="under_1_week",
        accident_examined="no",
        bruise_over_spine="no",
    )

    assert plan.clearance.urgency == "emergency_now"
    assert "spine_major_trauma" in plan.clearance.red_flags
    assert plan.steps == ()


def test_a_major_accident_three_weeks_ago_that_was_not_examined_is_for_today() -> None:
    clearance = screened(
        trauma="major",
        accident_when="1_to_6_weeks",
        accident_examined="no",
        bruise_over_spine="no",
    )

    assert clearance.urgency == "same_day"


def test_a_major_accident_that_was_examined_leaves_a_light_back() -> None:
    plan = planned(
        trauma="major",
        accident_when="1_to_6_weeks",
        accident_examined="yes",
        bruise_over_spine="no",
    )

    assert plan.clearance.session == "allowed"
    assert plan.clearance.contraindications == ("spine_after_accident",)
    low_back = place_limit(plan.clearance, "low_back")
    assert low_back.max_pressure == 2
    assert "stretch_to_end_range" in low_back.no_actions
    along_the_spine = [step for step in presses(plan) if step.region == "lumbar_upper_paraspinal"]
    assert along_the_spine
    assert max(step.pressure_level[1] for step in along_the_spine) <= 2


def test_fever_with_back_pain_is_for_today() -> None:
    plan = planned(fever="yes", rash_not_fading="no")

    assert plan.clearance.urgency == "same_day"
    assert "fever_with_spine_pain" in plan.clearance.red_flags
    assert plan.steps == ()


def test_fever_with_back_pain_and_a_weak_leg_is_an_emergency() -> None:
    clearance = screened(
        fever="yes",
        rash_not_fading="no",
        leg_symptoms="one_leg",
        leg_weakness="one_leg",
        leg_numbness="none",
        leg_since="under_2_weeks",
        leg_worse="yes",
        leg_examined="no",
    )

    assert clearance.urgency == "emergency_now"
    assert "spine_infection_emergency" in clearance.red_flags


def test_a_cancer_in_the_past_with_pain_that_wakes_at_night_asks_the_doctor_first() -> None:
    clearance = screened(cancer="past", pain_night="yes")

    assert clearance.urgency == "doctor_first"
    assert "cancer_in_spine_suspected" in clearance.red_flags
    assert clearance.session == "blocked"


def test_a_cancer_in_the_past_with_new_pain_at_night_is_for_today() -> None:
    assert screened(cancer="past", pain_night="yes", pain_new_kind="yes").urgency == "same_day"


def test_a_cancer_in_the_past_with_ordinary_pain_is_a_mention() -> None:
    clearance = screened(cancer="past")

    assert clearance.urgency == "mention"
    assert clearance.session == "allowed"


def test_a_swollen_calf_is_for_today() -> None:
    plan = planned(leg_swelling="yes", leg_swelling_signs=["swollen"])

    assert plan.clearance.urgency == "same_day"
    assert "leg_clot_suspected" in plan.clearance.red_flags
    assert "leg_clot_signs" in plan.clearance.contraindications
    assert plan.steps == ()


def test_a_tender_calf_alone_limits_the_lower_leg_only() -> None:
    plan = planned(leg_swelling="yes", leg_swelling_signs=["tender"])

    assert plan.clearance.urgency == "mention"
    assert plan.clearance.session == "allowed"
    assert place_limit(plan.clearance, "calf").max_pressure == 2
    assert plan.clearance.limits.global_.max_pressure == 4


def test_a_tender_calf_after_a_long_journey_is_for_today() -> None:
    assert screened(leg_swelling="yes", leg_swelling_signs=["tender"], clot_risk="yes").urgency == "same_day"


def test_an_effort_that_brings_pain_in_the_upper_back_is_for_today_over_40() -> None:
    clearance = screened(pain_regions=["mid_back"], exertional_pain="yes")

    assert clearance.urgency == "same_day"
    assert "effort_pain" in clearance.red_flags


def test_a_tearing_pain_with_collapse_is_an_emergency() -> None:
    assert screened(sudden_tearing_pain="yes", collapse="yes").urgency == "emergency_now"


def test_burning_urine_asks_the_doctor_first() -> None:
    assert screened(visceral_signs=["burning_or_bloody_urine"]).urgency == "doctor_first"


def test_thoughts_of_ending_ones_life_are_for_today() -> None:
    assert screened(self_harm_thoughts="yes").urgency == "same_day"


@pytest.mark.parametrize(
    "sign",
    [
        "saddle_numbness",
        "bladder_change",
        "bowel_change",
        "chest_pain",
        "breathless_sudden",
        "sudden_tearing_pain",
        "collapse",
        "stroke_signs",
        "fever",
        "confusion_drowsy",
        "leg_swelling",
        "self_harm_thoughts",
    ],
)
def test_not_being_sure_of_a_danger_sign_counts_as_yes(sign: str) -> None:
    unsure, yes = screened(**{sign: "unsure"}), screened(**{sign: "yes"})

    assert unsure.urgency == yes.urgency
    assert unsure.urgency in ("same_day", "emergency_now")
    assert unsure.session == "blocked"


def test_not_being_sure_of_leg_weakness_is_for_today() -> None:
    clearance = screened(
        leg_symptoms="one_leg",
        leg_weakness="unsure",
        leg_numbness="none",
        leg_since="under_2_weeks",
        leg_worse="no",
        leg_examined="no",
    )

    assert clearance.urgency == "same_day"


def test_no_danger_sign_is_ever_called_excluded() -> None:
    clearance = screened(saddle_numbness="yes", fever="yes", cancer="past", leg_swelling="yes")

    told = " ".join(f"{one.title} {one.text}" for one in clearance.advice).lower()
    assert told
    for word in ("ruled out", "you are safe", "proven", "cured"):
        assert word not in told
