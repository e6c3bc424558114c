"""A rule's condition in plain words means what the rule means: read back, it holds for the same answers."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hypothesis import given

from tests.property.strategies import TODAY, complete_answers, examples
from unknot.screen import load_screen_data, read_answers
from unknot.screen.answers import Answers
from unknot_app.actions.conditions_in_words import Asked, Condition
from unknot_app.actions.rules_in_words import all_rules

RULES = {name: rule for name, rule in all_rules().items() if rule.condition}
# Some questions have the same words, such as "since when"; each condition knows which of them it asks.
ASKED_BY_TEXT: dict[str, list[str]] = defaultdict(list)
for question in load_screen_data().questions.values():
    ASKED_BY_TEXT[question.text].append(question.id)


def words_given(name: str, answers: Answers) -> set[str]:
    """Return what somebody answered, in words; a doctor's yes is told by what it allows."""
    data, value = load_screen_data(), answers.value(name)
    question = data.questions[name]
    if value is None:
        return set()
    if question.type == "yes_no":
        return {{"yes": "Yes", "no": "No", "unsure": "Not sure"}[str(value)]}
    if question.type == "clearance":
        return {data.option_text(name, one) for one in question.allowed_options if answers.includes(name, one)}
    return {data.option_text(name, one) for one in (value if isinstance(value, tuple) else (str(value),))}


def reads(condition: Condition, rule: str, answers: Answers) -> bool:
    """Return whether the words hold, as a person would read them."""
    if isinstance(condition, Asked):
        return reads_answer(condition, rule, answers)
    held = [reads(part, rule, answers) for part in condition.parts]
    return {
        "All of these:": all(held),
        "Not all of these:": not all(held),
        "At least one of these:": any(held),
        "None of these:": not any(held),
    }[condition.how_many]


def reads_answer(asked: Asked, rule: str, answers: Answers) -> bool:
    behind = set(load_screen_data().when[rule].questions())
    (name,) = [one for one in ASKED_BY_TEXT[asked.question] if one in behind]
    text, values, value = asked.answered.text, asked.answered.values, answers.value(name)
    wanted: Any = values.get("answers", ())
    if "doctor's yes" in text:
        counts = bool(words_given(name, answers) & set(wanted)) if wanted else answers.is_yes(name)
        return counts is not text.startswith("no ")
    if "bound" in values:
        return reads_number(text, value, values["bound"])
    is_among = bool(words_given(name, answers) & set(wanted))
    if text.startswith("answered, but not"):
        return value is not None and not is_among
    if text.startswith("not answered, or"):
        return value is None or is_among
    return is_among is not (text.startswith("not answered") or "none of" in text)


def reads_number(text: str, value: Any, bound: Any) -> bool:
    if value is None:
        return "or not answered" in text
    words = text.removeprefix("not ")
    holds = {"less": value < bound, "at most": value <= bound, "more": value > bound, "at least": value >= bound}
    return next(one for start, one in holds.items() if words.startswith(start)) is not text.startswith("not ")


@given(raw=complete_answers())
@examples(0.5)
def test_the_words_of_every_rule_hold_when_the_rule_does(raw):
    answers = read_answers(raw, TODAY)
    when = load_screen_data().when

    for name, rule in RULES.items():
        assert rule.condition
        assert reads(rule.condition, name, answers) == when[name].holds(answers), name
