"""A plan talks to whoever does it: alone, on somebody else, in plain words that agree with its numbers."""

from __future__ import annotations

import re

import pytest

from tests.spec.stories import planned, presses
from unknot.plan import load_plan_data
from unknot.treat import build_timeline
from unknot_app.actions.plan_in_words import steps_in_words
from unknot_app.actions.session_in_words import cue_in_words

# What no plan says: words of the clinic that explain nothing, and people talked about instead of to.
STRANGE = re.compile(
    r"the person|the patient|the receiver|barrier|counterstrain|isometric|applicator|nodule|call it 10", re.IGNORECASE
)


@pytest.mark.parametrize("technique", sorted(load_plan_data().techniques))
def test_a_technique_is_told_plainly_and_leaves_the_numbers_to_the_plan(technique):
    told = load_plan_data().techniques[technique]
    lines = (*told.steps, *told.steps_on_somebody)
    # What is no work on a spot has no line of numbers.
    if told.kind not in ("session", "stretch"):
        assert [line for line in lines if re.search(r"\d", line)] == []

    assert [line for line in (told.name, *lines) if STRANGE.search(line)] == []


def test_what_somebody_does_alone_is_not_said_to_who_presses_somebody_else():
    alone, partner = planned(who="self"), planned(who="partner")

    assert not any("they" in line.split() for step in presses(alone) for line in step.how)
    assert any("they" in line.split() or "them" in line.split() for line in presses(partner)[0].how)


def test_who_is_pressed_by_somebody_else_is_named():
    plan = planned(who="partner")
    pressed = next(number for number, step in enumerate(plan.steps) if step.kind == "press")
    hold = next(cue for cue in build_timeline(plan.steps) if cue.step == pressed and cue.kind == "hold")

    told = steps_in_words(plan, "Ana")[pressed]
    cue = cue_in_words(hold, plan.steps[pressed], "Ana")

    assert str(told.details[0]).startswith("press on Ana’s right side: ")
    assert str(cue.title) == "Press on Ana and hold"
    assert str(cue.line).startswith("Slowly. Ana says when it hurts")


def test_alone_nobody_is_named():
    plan = planned()

    told = " ".join(str(detail) for step in steps_in_words(plan) for detail in step.details)
    assert "press on" not in told


def test_spots_of_one_muscle_and_side_are_counted():
    names = [str(step.name) for step in steps_in_words(planned())]

    assert "Deep hip rotator under the buttock, right, spot 1 of 2" in names
    assert "Deep hip rotator under the buttock, right, spot 2 of 2" in names
    assert len(set(names) - {"Slow breathing"}) == len([name for name in names if name != "Slow breathing"])


def test_a_limit_of_firm_holds_says_that_resting_a_muscle_short_is_something_else():
    plan = planned(medicines=["blood_thinner"])

    firm = [note.text for note in plan.notes if "firm pressing" in note.text]
    resting = [step for step in presses(plan) if step.technique == "positional_release"]

    assert all("a muscle rests short for longer" in text for text in firm)
    assert resting
    hold = next(
        cue for cue in build_timeline(plan.steps) if plan.steps[cue.step] == resting[0] and cue.kind == "hold"
    )
    assert str(cue_in_words(hold, resting[0]).title) == "Stay like this"
