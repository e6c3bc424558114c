"""What every story asks: the clearance of some answers, the plan of a case, and parts of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.builders import TODAY, answers, case
from unknot import Clearance, SessionPlan, screen
from unknot import read_answers as read
from unknot_app.actions.planning import plan_session

# Contact that is small and hard; what is left is broad or soft.
HARD_CONTACT = {
    "thumb_single",
    "thumbs_reinforced",
    "knuckle",
    "elbow",
    "ball_firm",
    "hook_tool",
}

# Exercises by what they ask of the body.
BENDING_FORWARD = {
    "single_knee_to_chest",
    "double_knee_to_chest",
    "child_pose",
    "child_pose_side_reach",
    "seated_forward_fold_chair",
}
DEEP_HIP_BEND = BENDING_FORWARD | {
    "figure_four_supine",
    "figure_four_seated",
    "piriformis_cross_body",
    "pigeon_modified",
    "thomas_edge_stretch",
    "hamstring_seated_edge",
    "frog_rock_back",
}
LEG_ACROSS = {
    "piriformis_cross_body",
    "supine_spinal_twist",
    "gluteus_medius_cross_leg",
    "side_lying_tfl",
    "side_lying_quadratus",
}
RESTFUL = {"ninety_ninety_rest", "diaphragm_breathing", "pelvic_tilt_supine"}
ON_THE_BACK = {"supine_flat", "supine_hooklying", "supine_legs_raised", "supine_edge"}


def screened(**changes: Any) -> Clearance:
    """Return the clearance of an ordinary person with these answers changed."""
    return screen(read(answers(**changes), TODAY))


def planned(*places: str, **changes: Any) -> SessionPlan:
    """Return the plan of an ordinary person with pain in these places and these things changed."""
    return plan_session(case(*places, **changes), TODAY)


def steps_of(plan: SessionPlan, kind: str) -> list[Any]:
    """Return the steps of a kind, in order."""
    return [step for step in plan.steps if step.kind == kind]


def presses(plan: SessionPlan) -> list[Any]:
    """Return the pressing steps; it complains when there is none, so that no test passes on an empty plan."""
    found = steps_of(plan, "press")
    assert found, f"nothing is pressed; left out: {plan.left_out}"
    return found


def exercises(plan: SessionPlan) -> set[str]:
    """Return the ids of warm-up movements and stretches."""
    found = {step.id for step in plan.steps if step.kind in ("warm_up", "stretch")}
    assert found, "no movement and no stretch is planned"
    return found


def rules_of(step: Any) -> set[str]:
    """Return the rules that the reasons of a step name."""
    return {reason.rule for reason in step.reasons if reason.rule}


def highest_pressure(plan: SessionPlan) -> int:
    """Return the highest pressure level of a plan."""
    return max(step.pressure_level[1] for step in presses(plan))


def seconds_on_the_back(plan: SessionPlan) -> int:
    """Return how long the person lies on the back."""
    return sum(step.duration_s for step in plan.steps if step.position in ON_THE_BACK)


def place_limit(clearance: Clearance, place: str) -> Any:
    """Return the limit that a rule sets for all of a place (not that of its exact zone), on both sides."""
    everywhere_in = [one for one in clearance.limits.places if one.side is None and not one.exact]
    found = [one for one in everywhere_in if one.region == place]
    assert found, f"{place} is not limited"
    return found[0]


def places_without_touch(clearance: Clearance) -> set[str]:
    """Return the places that a rule leaves out."""
    return {one.region for one in clearance.limits.places if one.max_pressure == 0 and not one.exact}


def starts(ids: Iterable[str], muscle: str) -> bool:
    """Return whether any of these points belongs to a muscle."""
    return any(name.startswith(f"{muscle}.") for name in ids)
