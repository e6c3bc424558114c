"""Kind builders: a healthy person with ordinary low back pain, to be changed in what a test is about.

All values are what JSON holds (objects, lists, texts, numbers), so that every case could be written to a
file. `None` as an answer means not answered.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

TODAY = date(2026, 11, 22)

# Pain across the right hip bone, joint and buttock, as in examples/ordinary_back_pain.json.
ORDINARY_PLACES = (
    "iliac_crest_back:right",
    "sacroiliac:right",
    "buttock_mid:right",
    "greater_trochanter:right",
)

# Every required question that is shown to anybody, wherever it hurts, with its harmless answer. Questions
# that only a graver answer opens (since when, examined, where) are left open on purpose: the test that opens
# them says more.
_ANSWERS: dict[str, Any] = {
    "age": 42,
    "sex": "female",
    "session_mode": "self",
    "can_say_stop": "yes",
    "pain_regions": ["low_back", "buttock_hip"],
    "pain_duration": "2_to_6_weeks",
    "pain_onset": "hours_to_days",
    "pain_cause": ["long_sitting_or_posture"],
    "pain_now": 5,
    "pain_trend": "same",
    "pain_new_kind": "no",
    "pain_unaffected_by_movement": "no",
    "pain_night": "no",
    "pain_worse_with": ["sitting"],
    "exertional_pain": "no",
    "saddle_numbness": "no",
    "bladder_change": "no",
    "bowel_change": "no",
    "leg_symptoms": "none",
    "walking_unsteady": "no",
    "chest_pain": "no",
    "breathless_sudden": "no",
    "sudden_tearing_pain": "no",
    "collapse": "no",
    "pulsing_belly": "no",
    "stroke_signs": "no",
    "fever": "no",
    "night_sweats": "no",
    "confusion_drowsy": "no",
    "very_unwell": "no",
    "weight_loss": "no",
    "leg_swelling": "no",
    "visceral_signs": ["none"],
    "trauma": "none",
    "midline_bone_pain": "no",
    "acute_soft_injury": "no",
    "fracture_recent": "no",
    "osteoporosis": "no",
    "cancer": "never",
    "immune_weak": "no",
    "recent_infection_or_procedure": "no",
    "conditions": ["none"],
    "blood_clot": "never",
    "clot_risk": "no",
    "blood_pressure": "normal",
    "smoking": "never",
    "bruise_easily": "no",
    "devices": ["none"],
    "surgery_when": "none",
    "medicines": ["none"],
    "painkiller_today": ["none"],
    "painkiller_days_per_month": 0,
    "alcohol_or_drugs_today": "no",
    "local_injection_2_weeks": "no",
    "product_allergy": "no",
    "pregnancy": "no",
    "headache_thunderclap": "no",
    "headache_new": "no",
    "headache_position_or_strain": "no",
    "headache_vomiting": "no",
    "vision_change": "no",
    "eye_red_painful": "no",
    "scalp_or_jaw_signs": ["none"],
    "neck_too_stiff": "no",
    "seizure_new": "no",
    "head_injury_3_months": "no",
    "brainstem_signs": ["none"],
    "arm_symptoms": "none",
    "arm_weakness": "none",
    "hand_clumsy": "no",
    "electric_shock_on_bending": "no",
    "ibp_began_before_40": "no",
    "ibp_slow_start": "no",
    "ibp_better_with_exercise": "no",
    "ibp_not_better_with_rest": "no",
    "ibp_night_better_on_rising": "no",
    "spa_features": "no",
    "skin": ["none"],
    "numb_skin": "no",
    "past_massage_reaction": ["none_or_never_had_massage"],
    "light_touch_hurts": "no",
    "position_limits": ["none"],
    "floor_alone": "yes",
}


def answers(**changes: Any) -> dict[str, Any]:
    """Return the raw answers of a healthy woman of 42 with ordinary low back pain, with these changes."""
    return {**copy.deepcopy(_ANSWERS), **changes}


def drawing(*places: str, intensity: int = 5, **fields: Any) -> dict[str, Any]:
    """Return a raw drawing of places such as "iliac_crest_back:right", with other fields of the drawing."""
    split = [place.split(":") for place in places or ORDINARY_PLACES]
    return {
        "regions": [{"id": region, "side": side, "intensity": intensity} for region, side in split],
        **fields,
    }


def case(
    *places: str,
    who: str = "self",
    minutes: int = 20,
    applicators: Sequence[str] = ("hands", "ball_soft"),
    positions: Sequence[str] = (),
    quiet_sessions: int = 0,
    last_session_date: str | None = None,
    as_of: str | None = None,
    drawn: Mapping[str, Any] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """Return a raw case for `plan_session`: an ordinary person with pain in these places.

    `changes` are answers; `drawn` are further fields of the drawing, such as features or findings. Where it
    hurts is taken from the drawing, unless `pain_regions` is given.
    """
    given = answers(**{"pain_regions": None, "session_mode": who, **changes})
    built: dict[str, Any] = {
        "drawing": drawing(*places, age=given["age"], sex=given["sex"], **(drawn or {})),
        "answers": {name: value for name, value in given.items() if value is not None},
        "who": who,
        "minutes": minutes,
        "applicators": list(applicators),
        "positions": list(positions),
        "history": {"quiet_sessions": quiet_sessions, "last_session_date": last_session_date},
    }
    return {**built, "as_of": as_of} if as_of else built
