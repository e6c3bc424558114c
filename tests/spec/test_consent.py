"""Consent binds: what was refused is left out, pain stays within what was agreed, and an old text counts no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders import TODAY, answers, drawing
from unknot.errors import BadInput
from unknot.plan import NoPalpation, find_palpation
from unknot.screen import read_answers, screen
from unknot.screen.consent import Agreed, Consent, agreed_on, areas_to_ask, load_consent_data, missing_in, state_of
from unknot_app.actions.planning import plan_session

NEAR_CLEFT = "buttock_near_cleft"
AREAS = [area.id for area in areas_to_ask()]


def consent(kind="partner", **changes):
    said = {
        "kind": kind,
        "version": load_consent_data().version_of(kind),
        "told": (),
        "name": "Ana",
        "giver": "Ben",
        "given_on": TODAY,
        "how": "signed",
        "areas": dict.fromkeys(AREAS, True),
        "max_pain": 4,
        "stop_word": "stop",
    }
    return Consent.model_validate({**said, **changes})


def state(given, **changes):
    return state_of(given, **{"is_withdrawn": False, "is_minor": False, "today": TODAY, **changes})


def planned(agreed=None):
    asked = {"drawing": drawing(), "answers": answers(session_mode="partner"), "who": "partner"}
    return plan_session({**asked, "agreed": agreed}, TODAY)


def test_only_a_whole_consent_of_today_s_text_counts():
    given = consent()

    assert state(given) == "in_force"
    assert state(None) == "missing"
    assert state(consent(stop_word="")) == "missing"
    assert state(given, is_minor=True) == "missing"
    assert state(consent(guardian="Eve"), is_minor=True) == "in_force"
    assert state(given, is_withdrawn=True) == "withdrawn"
    assert state(consent(version="an older one")) == "older_text"
    assert state(consent(given_on=TODAY + timedelta(days=1))) == "later"
    assert state(given, today=given.until) == "in_force"
    assert state(given, today=given.until + timedelta(days=1)) == "expired"


def test_whoever_is_pressed_by_somebody_else_says_more():
    said = {"kind": "therapist", "how": "by_word"}

    assert missing_in({**said, "kind": "self"}, is_minor=False) == ("name",)
    assert missing_in(said, is_minor=True) == (
        *("name", "giver", "max_pain", "stop_word", "present", "guardian"),
        *(f"areas.{name}" for name in AREAS),
    )


def test_a_yes_to_a_private_place_counts_one_day_and_a_no_stays():
    given = consent(areas={**dict.fromkeys(AREAS, True), NEAR_CLEFT: False})

    assert agreed_on(given, TODAY) == Agreed(refused_areas=(NEAR_CLEFT,), max_pain=4)
    assert agreed_on(given, TODAY + timedelta(days=1)) == Agreed(refused_areas=tuple(AREAS), max_pain=4)
    assert agreed_on(consent("self"), TODAY) is None


def test_a_refused_place_is_left_out_of_plan_and_press_guide_and_says_why():
    said = answers(pain_regions=["pelvis_groin"], session_mode="therapist")
    front = {"drawing": drawing("groin:right"), "answers": said, "who": "therapist"}
    asked_first = [step.id for step in plan_session(front, TODAY).steps if "Ask first" in " ".join(step.how)]
    refused = plan_session({**front, "agreed": {"refused_areas": AREAS}}, TODAY)

    assert asked_first
    assert not {step.id for step in refused.steps} & set(asked_first)
    reasons = {one.id: one for one in refused.left_out}
    assert all("without your yes today" in reasons[name].reason for name in asked_first)
    clearance = screen(read_answers(answers(session_mode="partner"), TODAY))
    told = find_palpation(clearance, "gluteus_maximus.trp1", "right", "partner", agreed_on(consent(areas={}), TODAY))
    assert isinstance(told, NoPalpation)
    assert told.rules == (f"consent.{NEAR_CLEFT}",)


@pytest.mark.parametrize("most", [0, 2, 10])
def test_pain_stays_within_what_was_agreed_and_within_the_rules(most):
    usual, bound = planned(), planned({"max_pain": most})

    wanted = max(step.pain[1] for step in usual.steps if step.pain)
    assert max((step.pain[1] for step in bound.steps if step.pain), default=0) <= min(most, wanted)
    reasons = {reason.rule for step in bound.steps for reason in step.reasons}
    assert ("consent.max_pain" in reasons) == (0 < most < wanted) or most == 0


def test_a_place_that_nobody_knows_is_refused():
    with pytest.raises(BadInput, match="refused_area 'inner_thight'"):
        planned({"refused_areas": ["inner_thight"]})
