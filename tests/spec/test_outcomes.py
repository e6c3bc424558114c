"""Every outcome that is not a plan says what to do until then, why, by which answer, and where it is known from."""

from __future__ import annotations

from typing import Any

from tests.builders import TODAY, answers
from tests.spec.screening import read_examples
from unknot.screen import Answers, load_screen_data, screen
from unknot_app.actions.interview import clearance_as_kept
from unknot_app.actions.outcome import Outcome, outcome_of


def outcomes() -> list[Outcome]:
    """Return the outcomes of the examples, in which every rule fires at least once."""
    found = []
    for example in read_examples():
        clearance = screen(Answers(example.given, example.as_of))
        found.append(outcome_of(*clearance_as_kept(clearance)))
    return found


def missing(outcome: Outcome) -> list[tuple[str, str]]:
    """Return what a person would miss, with the rule that leaves it out."""
    stopping = [told for told in (*outcome.danger, *outcome.careful) if told.stops]
    needs: list[tuple[str, str, Any]] = [("outcome", "what to do until then", outcome.meanwhile)]
    for told in stopping:
        needs += [
            (told.rule, "text", told.text),
            (told.rule, "answer", told.because),
            (told.rule, "source", told.sources),
        ]
    return [(rule, what) for rule, what, said in needs if not said]


def test_whatever_stands_in_the_way_of_a_session_is_told_in_full() -> None:
    told = outcomes()
    blocked = [one for one in told if one.session == "blocked"]

    assert {one.urgency for one in blocked} == {"emergency_now", "same_day", "doctor_first", "mention", "none"}
    assert [(one.headline, missing(one)) for one in blocked if missing(one)] == []


def test_the_examples_reach_every_rule_in_words() -> None:
    rules = {one.rule for outcome in outcomes() for one in (*outcome.danger, *outcome.careful)}

    assert rules == set(load_screen_data().when)


def test_a_rule_is_told_by_the_answers_that_made_it_fire_alone() -> None:
    given = answers(age=71, osteoporosis="yes", medicines=["blood_thinner"])

    told = outcome_of(*clearance_as_kept(screen(Answers(given, TODAY))))

    behind = {one.rule: [quoted.question.id for quoted in one.because] for one in told.careful}
    # Weak bones ask for the age and for one medicine too; neither was a reason here.
    assert behind["weak_bones"] == ["osteoporosis"]
