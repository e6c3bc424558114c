"""Every rule's condition against a plain reading of its data file."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given

import unknot
from tests.property.strategies import TODAY, complete_answers
from unknot.screen import load_screen_data, read_answers, screen

SCREEN = Path(unknot.__file__).parent / "data" / "screen"


def read(name: str, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((SCREEN / name).read_text(encoding="utf-8"))[table]
    return found


QUESTIONS = {question["id"]: question for question in read("questions.toml", "question")}
ASKED_LATER = {card["id"] for card in read("cards.toml", "card") if "when" in card}
LATER = [name for name, one in QUESTIONS.items() if one["card"] in ASKED_LATER and one.get("reassuring")]
RULES = {
    rule["id"]: rule["when"]
    for file, table in (("red_flags.toml", "red_flag"), ("contraindications.toml", "contraindication"))
    for rule in read(file, table)
}


def holds(raw: Any, given_answers: dict[str, Any]) -> bool:
    """Return whether a condition holds; one on a question that is hidden or not answered is false."""
    if isinstance(raw, dict):
        ((word, inner),) = raw.items()
        if word == "not":
            return not holds(inner, given_answers)
        return {"all": all, "any": any}[word](holds(part, given_answers) for part in inner)
    name, *rest = raw.split(" ")
    if not is_shown(name, given_answers) or given_answers.get(name) is None:
        return False
    answer, question = given_answers[name], QUESTIONS[name]
    if not rest:
        if question["type"] == "clearance":
            return agreement_counts(answer)
        return answer == "yes" or (answer == "unsure" and question["unsure_counts_as"] == "yes")
    return compare(question, answer, *rest)


def compare(question: dict[str, Any], answer: Any, symbol: str, value: str) -> bool:
    match symbol:
        case "=":
            return value in read_as(question, answer)
        case "!=":
            return value not in read_as(question, answer)
        case "has" if question["type"] == "clearance":
            return agreement_counts(answer) and value in answer.get("allowed", ())
        case "has":
            return value in answer
        case "in":
            wanted = set(value.split(","))
            return bool(wanted & (read_as(question, answer) if isinstance(answer, str) else set(answer)))
        case _:
            return {
                "<": answer < int(value),
                "<=": answer <= int(value),
                ">": answer > int(value),
                ">=": answer >= int(value),
            }[symbol]


def read_as(question: dict[str, Any], answer: str) -> set[str]:
    """Return the options that a choice is: "not sure" is also the stricter one that it counts as."""
    return (
        {answer, question["unsure_counts_as"]} if answer == "unsure" and "unsure_counts_as" in question else {answer}
    )


def agreement_counts(answer: dict[str, Any]) -> bool:
    if answer["ok"] != "yes" or not answer.get("date"):
        return False
    return 0 <= (TODAY - date.fromisoformat(answer["date"])).days <= 90


def is_shown(name: str, given_answers: dict[str, Any]) -> bool:
    ask_if = QUESTIONS[name].get("ask_if")
    return ask_if is None or holds(ask_if, given_answers)


@given(complete_answers(most_unusual=30))
def test_the_rules_that_fire_are_those_whose_condition_a_plain_reading_finds_true(answers):
    # What is asked only later claims nothing before it is answered: it is read as reassuring, too.
    later = answers | {name: "yes" for name in LATER if answers.get(name) is None}
    expected = {name for name, when in RULES.items() if holds(when, answers) and holds(when, later)}

    clearance = screen(read_answers(answers, TODAY))

    assert {*clearance.red_flags, *clearance.contraindications} == expected


@given(complete_answers(most_unusual=30))
def test_the_questions_that_are_shown_are_those_that_a_plain_reading_shows(answers):
    known = read_answers(answers, TODAY)

    shown = {name for name in load_screen_data().questions if known.is_shown(name)}

    assert shown == {name for name in QUESTIONS if is_shown(name, answers)}
