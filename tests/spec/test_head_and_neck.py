"""Headache and neck pain: the signs that come first, and the gentler plan."""

from __future__ import annotations

from tests.spec.stories import exercises, place_limit, planned, presses, screened
from unknot import SessionPlan

NECK = ("neck_back_upper:right", "suprascapular:right", "neck_shoulder_angle:right")
HEADACHE = ("temple:right", "occiput_lower:right", "neck_back_upper:right")
# The lower back of the neck, where the limits of the neck hold.
NECK_PLACES = {"neck_back_upper", "neck_back_lower", "occiput_lower"}


def test_a_headache_after_a_sudden_thunderclap_is_an_emergency() -> None:
    plan = planned(*HEADACHE, headache_thunderclap="yes")

    assert plan.clearance.urgency == "emergency_now"
    assert "thunderclap" in plan.clearance.red_flags
    assert plan.steps == ()


def test_not_being_sure_of_a_thunderclap_counts_as_one() -> None:
    assert screened(pain_regions=["head_face"], headache_thunderclap="unsure").urgency == "emergency_now"


def test_new_neck_pain_with_trouble_swallowing_is_an_emergency() -> None:
    clearance = screened(pain_regions=["neck"], brainstem_signs=["trouble_swallowing"])

    assert clearance.urgency == "emergency_now"
    assert "neck_artery_tear" in clearance.red_flags


def test_a_headache_with_fever_and_a_stiff_neck_is_an_emergency() -> None:
    clearance = screened(
        pain_regions=["head_face", "neck"],
        fever="yes",
        rash_not_fading="no",
        neck_too_stiff="yes",
    )

    assert clearance.urgency == "emergency_now"
    assert "meningitis" in clearance.red_flags


def test_a_tender_temple_over_50_is_for_today() -> None:
    clearance = screened(pain_regions=["head_face"], age=67, scalp_or_jaw_signs=["scalp_or_temple_tender"])

    assert clearance.urgency == "same_day"
    assert "temporal_arteritis" in clearance.red_flags


def test_clumsy_hands_with_neck_pain_ask_the_doctor_first() -> None:
    assert screened(pain_regions=["neck"], hand_clumsy="yes").urgency == "doctor_first"


def test_tablets_on_ten_days_a_month_are_mentioned() -> None:
    clearance = screened(pain_regions=["head_face"], painkiller_days_per_month=12)

    assert clearance.urgency == "mention"
    assert clearance.red_flags == ("painkiller_overuse",)


def test_ordinary_neck_pain_is_pressed_gently_and_never_at_the_front() -> None:
    plan = planned(*NECK)

    assert plan.clearance.session == "allowed"
    assert not {step.region for step in presses(plan)} & {"throat_front", "neck_front_side", "neck_side"}
    for step in presses(plan):
        if step.region in NECK_PLACES:
            assert step.pressure_level[1] <= 3
            assert step.hold_s <= 30
    assert any("in the middle" in note.text for note in plan.notes)


def test_a_history_of_migraine_limits_the_neck() -> None:
    clearance = screened(pain_regions=["neck"], conditions=["migraine"])

    assert place_limit(clearance, "back_of_neck").max_pressure == 2
    assert place_limit(clearance, "skull_base").max_hold_s == 20
    assert clearance.limits.global_.max_pressure == 4


def test_a_history_of_migraine_makes_the_plan_for_the_neck_lighter() -> None:
    ordinary, migraine = planned(*NECK), planned(*NECK, conditions=["migraine"])

    def firmest(plan: SessionPlan) -> int:
        return max((step.pressure_level[1] for step in presses(plan) if step.region in NECK_PLACES), default=0)

    assert firmest(ordinary) == 3
    assert firmest(migraine) <= 2


def test_a_headache_is_pressed_in_at_most_two_places_on_a_calm_day() -> None:
    plan = planned("temple:right", "forehead:right", "scalp_side:right")

    assert plan.clearance.session == "allowed"
    assert len(presses(plan)) <= 2
    assert plan.total_s <= 15 * 60
    assert any("migraine attack" in note.text for note in plan.notes)


def test_rheumatoid_arthritis_leaves_neck_stretches_out() -> None:
    plan = planned(*NECK, conditions=["rheumatoid_arthritis"])

    assert place_limit(plan.clearance, "back_of_neck").max_pressure == 1
    assert not exercises(plan) & {
        "upper_trapezius_stretch",
        "levator_scapulae_stretch",
        "suboccipital_nod",
    }
