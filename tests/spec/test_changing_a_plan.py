"""Somebody changes their plan: what they may, what is refused, and with which words."""

from __future__ import annotations

import pytest

from tests.spec.stories import planned
from unknot import SessionPlan
from unknot.plan import Change, Edit, EditRefused, Step, edit_plan, step_key


def first(plan: SessionPlan, kind: str) -> Step:
    return next(step for step in plan.steps if step.kind == kind)


def changed(plan: SessionPlan, step: Step, *changes: Change) -> SessionPlan:
    for change in changes:
        plan = edit_plan(plan, Edit(change=change, step=step_key(step)))
    return plan


def same(plan: SessionPlan, step: Step) -> Step:
    return next(one for one in plan.steps if step_key(one) == step_key(step))


def refusal(plan: SessionPlan, step: Step, change: Change, times: int = 9) -> str:
    """Return what is said when a change is asked for so often that it is refused."""
    with pytest.raises(EditRefused) as refused:
        changed(plan, step, *[change] * times)
    return str(refused.value)


def test_a_spot_is_pressed_gentler():
    plan = planned()
    spot = first(plan, "press")

    gentler = same(changed(plan, spot, "gentler"), spot)

    assert (spot.pressure_level, spot.pain) == ((2, 3), (3, 5))
    assert (gentler.pressure_level, gentler.pain) == ((2, 2), (3, 4))
    assert "Changed by you." in [reason.text for reason in gentler.reasons]


def test_firmer_than_todays_limit_is_refused_with_the_limit_and_its_rule():
    plan = planned(medicines=["blood_thinner"])
    spot = first(plan, "press")

    said = refusal(plan, spot, "firmer")

    assert said == "This is today's limit: pressure at most 2 of 5, because of: Blood thinner."


def test_first_sessions_begin_gently_whatever_is_wished():
    plan = planned()

    said = refusal(plan, first(plan, "press"), "firmer")

    assert "pressure at most 3 of 5, because of: first sessions begin gently" in said


def test_a_hold_grows_by_a_breath_up_to_its_limit():
    plan = planned("lumbar_upper_paraspinal:right", minutes=45)
    spot = first(plan, "press")

    assert same(changed(plan, spot, "longer"), spot).hold_s == spot.hold_s + 10
    assert "seconds" in refusal(plan, spot, "longer")


def test_time_that_is_given_back_is_less_session():
    plan = planned()
    spot = first(plan, "press")

    shorter = changed(plan, spot, "fewer")

    assert shorter.total_s == plan.total_s - spot.hold_s - spot.rest_s


def test_the_minutes_that_were_wished_for_are_kept():
    plan = planned(minutes=10)
    growing = [step for step in plan.steps if step.kind in ("press", "stretch")]
    said = []
    for step in growing * 6:
        for change in ("longer", "more"):
            try:
                plan = changed(plan, step, change)
            except EditRefused as refused:
                said.append(str(refused))

    assert plan.total_s <= 600
    assert any("Your 10 minutes are full" in words for words in said)


def test_a_spot_that_is_left_out_stands_among_what_was_left_out():
    plan = planned()
    spot = first(plan, "press")

    without = changed(plan, spot, "leave_out")

    assert step_key(spot) not in map(step_key, without.steps)
    assert (without.left_out[0].id, without.left_out[0].reason) == (spot.id, "You left it out yourself")


def test_without_any_spot_the_plan_says_that_nothing_is_pressed():
    plan = planned()
    for spot in [step for step in plan.steps if step.kind == "press"]:
        plan = changed(plan, spot, "leave_out")

    assert [note.code for note in plan.notes].count("left_out_by_hand") == 1


@pytest.mark.parametrize("kind", ["breathe", "warm_up", "retest"])
def test_what_a_session_begins_and_ends_with_stays(kind):
    plan = planned()

    said = refusal(plan, first(plan, kind), "leave_out")

    assert said.startswith("Breathing, warming up and the movement at the end stay")


def test_a_step_moves_among_those_between_the_beginning_and_the_end():
    plan = planned()
    spot = first(plan, "press")

    later = changed(plan, spot, "later")

    assert [step.id for step in later.steps].index(spot.id) == [step.id for step in plan.steps].index(spot.id) + 1
    assert changed(later, spot, "earlier").steps == plan.steps
    assert "It is the first one already" in refusal(plan, spot, "earlier")
    assert "It is the last one already" in refusal(plan, spot, "later", times=20)


def test_a_step_that_is_gone_is_told_so():
    plan = planned()
    spot = first(plan, "press")

    assert "no step" in refusal(changed(plan, spot, "leave_out"), spot, "longer")


def test_a_stretch_has_no_pressure():
    plan = planned()

    assert refusal(plan, first(plan, "stretch"), "firmer") == "A stretch has no pressure to change."
