"""Answers that cannot both be right are found, so that they are quoted and asked again instead of guessed."""

from __future__ import annotations

import pytest

from tests.builders import TODAY, answers
from unknot.errors import BadInput
from unknot.screen import load_screen_data, read_answers
from unknot.screen.contradictions import contradictions_in
from unknot_app.actions.screening import screen_answers

EXAMPLES: dict[str, dict[str, object]] = {
    "implant_without_operation": {"surgery_when": "none", "devices": ["joint_replacement"]},
    "operation_as_cause": {"surgery_when": "none", "pain_cause": ["after_operation"]},
    "movement_matters": {"pain_unaffected_by_movement": "yes", "pain_worse_with": ["sitting"]},
    "nothing_clear_and_something": {"pain_worse_with": ["sitting", "nothing_clear"]},
    "unknown_cause_and_known": {"pain_cause": ["unknown", "injury"]},
    "birth_without_pregnancy": {"sex": "male", "pain_cause": ["pregnancy_or_birth"]},
    "insulin_without_diabetes": {"medicines": ["insulin"], "conditions": ["none"]},
}


def found(**changes: object) -> list[str]:
    return [one.id for one in contradictions_in(read_answers(answers(**changes), TODAY))]


def test_every_contradiction_has_its_example_and_ordinary_answers_hold_none() -> None:
    assert EXAMPLES.keys() == load_screen_data().contradictions.keys()
    assert found() == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_answers_that_cannot_both_be_right_are_found(name: str) -> None:
    assert found(**EXAMPLES[name]) == [name]


def test_an_open_question_contradicts_nothing() -> None:
    assert found(medicines=["insulin"], conditions=None) == []


def test_the_command_line_quotes_both_and_judges_nothing() -> None:
    given = answers(**EXAMPLES["implant_without_operation"])

    with pytest.raises(BadInput, match="Which is right"):
        screen_answers({"answers": given}, TODAY)
