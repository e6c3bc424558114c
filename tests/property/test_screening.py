"""Laws of screening: graver answers never give more freedom, nothing is allowed unasked, every rule can fire."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.property.strategies import (
    TODAY,
    Raw,
    complete_answers,
    completed,
    every_answer,
    examples,
    harmless,
    ladder,
    missing_answers,
    none_options,
    options_of,
    questions,
    ways_to_fire,
    ways_to_show,
)
from unknot.screen import URGENCY_ORDER, Clearance, is_no_looser, load_screen_data, read_answers, screen
from unknot.screen.answers import is_none_option

FREEDOM = ("blocked", "incomplete", "allowed")
RULES = sorted(load_screen_data().when)
AGREEMENTS = sorted(name for name, question in questions().items() if question.type == "clearance")
SEVERAL = sorted(name for name, question in questions().items() if question.type == "multi")
LADDERS = [name for name in questions() if ladder(name)]


def clearance_of(given: Raw) -> Clearance:
    return screen(read_answers(given, TODAY))


def fired(clearance: Clearance) -> set[str]:
    return {*clearance.red_flags, *clearance.contraindications}


def person_with(*rules: str) -> Raw:
    """Return complete answers in which these rules fire, otherwise of a healthy person."""
    return completed(next(ways_to_fire(rules, {})))


def what_got_looser(milder: Clearance, graver: Clearance) -> list[str]:
    """Return in which respects the clearance of the graver answer leaves more freedom."""
    looser = []
    if URGENCY_ORDER.index(graver.urgency) < URGENCY_ORDER.index(milder.urgency):
        looser.append(f"urgency {milder.urgency} -> {graver.urgency}")
    if FREEDOM.index(graver.session) > FREEDOM.index(milder.session):
        looser.append(f"session {milder.session} -> {graver.session}")
    if graver.session != "blocked" and not is_no_looser(graver.limits, milder.limits):
        looser.append("limits")
    return looser


def steps_that_loosen(given: Raw, names: list[str]) -> list[str]:
    """Return every step to the next graver answer that leaves more freedom, with its follow-ups answered or open."""
    found: dict[str, None] = {}
    for name in names:
        if name in given or name in missing_answers(given, optional=True):
            rungs = ladder(name)
            answered = completed({**given, name: rungs[-1]})
            # Often a graver answer opens nothing; then one round says all.
            for answers in [answered] if {**given, name: rungs[-1]} == answered else [given, answered]:
                clearances = [clearance_of({**answers, name: rung}) for rung in rungs]
                for step in range(len(rungs) - 1):
                    looser = what_got_looser(clearances[step], clearances[step + 1])
                    if looser:
                        found[f"{name}: {rungs[step]} -> {rungs[step + 1]}: {', '.join(looser)}"] = None
    return list(found)


# ---------------------------------------------------------------- every rule is visited
def test_no_rule_fires_for_a_healthy_person_with_ordinary_back_pain():
    clearance = clearance_of(completed({}))

    assert fired(clearance) == set()
    assert (clearance.session, clearance.urgency) == ("allowed", "none")


@pytest.mark.parametrize("rule", RULES)
def test_some_complete_answers_make_the_rule_fire(rule):
    clearance = clearance_of(person_with(rule))

    assert clearance.unanswered == ()
    assert rule in fired(clearance)


@pytest.mark.parametrize("name", sorted(load_screen_data().ask_if))
def test_some_complete_answers_show_the_question_and_an_ordinary_person_or_somebody_else_is_not_asked(name):
    shown = completed(next(ways_to_show(name, {})))
    hidden = [
        completed({}),
        completed({"sex": "male", "age": 30, "session_mode": "therapist", "pain_regions": ["chest"]}),
    ]

    assert read_answers(shown, TODAY).is_shown(name)
    assert not all(read_answers(answers, TODAY).is_shown(name) for answers in hidden)


@pytest.mark.parametrize("flag", sorted(load_screen_data().red_flags))
def test_a_red_flag_gives_at_least_its_urgency_and_closes_the_session_from_doctor_first_on(flag):
    urgency = load_screen_data().red_flags[flag].urgency

    clearance = clearance_of(person_with(flag))

    assert URGENCY_ORDER.index(clearance.urgency) >= URGENCY_ORDER.index(urgency)
    if urgency in ("doctor_first", "same_day", "emergency_now"):
        assert clearance.session == "blocked"


# ---------------------------------------------------------------- graver answers
def test_every_question_with_an_order_of_gravity_is_stepped_through():
    kinds = {questions()[name].type for name in LADDERS}

    assert kinds == {"yes_no", "choice", "scale_0_10"}
    assert len(LADDERS) == 98


@pytest.mark.parametrize("rule", RULES)
def test_in_somebody_with_a_rule_a_graver_answer_to_what_it_asks_never_gives_more_freedom(rule):
    given = person_with(rule)
    asked = set(load_screen_data().when[rule].questions())
    opened = {name for name, expression in load_screen_data().ask_if.items() if asked & set(expression.questions())}

    loosening = steps_that_loosen(given, sorted((asked | opened) & set(LADDERS)))

    assert not loosening, loosening


@examples(3)
@given(st.data())
def test_a_graver_answer_never_lowers_the_urgency_nor_raises_a_limit(data):
    name = data.draw(st.sampled_from(LADDERS), label="question")
    answers = data.draw(complete_answers(shown=name), label="other answers")
    rungs = ladder(name)
    lower = data.draw(st.integers(0, len(rungs) - 2), label="milder rung")
    upper = data.draw(st.integers(lower + 1, len(rungs) - 1), label="graver rung")
    if data.draw(st.booleans(), label="follow-ups answered"):
        answers = completed({**answers, name: rungs[upper]})
    milder = completed({**answers, name: rungs[lower]})
    graver: dict[str, Any] = {**milder, name: rungs[upper]}

    looser = what_got_looser(clearance_of(milder), clearance_of(graver))

    assert looser == [], f"{name}: {rungs[lower]} -> {rungs[upper]}"


@given(st.data())
def test_one_sign_more_never_lowers_the_urgency_nor_raises_a_limit(data):
    name = data.draw(st.sampled_from(SEVERAL), label="question")
    answers = data.draw(complete_answers(shown=name), label="other answers")
    signs = [option for option in options_of(questions()[name]) if not is_none_option(option)]
    # Of places, which have no "none", at least one is named.
    fewest = 0 if none_options(questions()[name]) else 1
    fewer = data.draw(st.lists(st.sampled_from(signs), min_size=fewest, max_size=3, unique=True), label="signs")
    one_more = data.draw(st.sampled_from([sign for sign in signs if sign not in fewer]), label="one more")
    milder = completed({**answers, name: fewer or harmless(name)})

    looser = what_got_looser(clearance_of(milder), clearance_of({**milder, name: [*fewer, one_more]}))

    # While no limb is named, all limbs are left out; one that is named is left out alone.
    assert looser in ([], ["limits"] if name == "pain_regions" else []), f"{name}: {fewer} and {one_more}"


@given(st.data())
def test_a_full_agreement_of_a_doctor_never_makes_anything_stricter_than_none(data):
    name = data.draw(st.sampled_from(AGREEMENTS), label="agreement")
    answers = data.draw(complete_answers(shown=name), label="other answers")

    refused = clearance_of({**answers, name: {"ok": "no"}})
    agreed = clearance_of({**answers, name: harmless(name)})

    assert what_got_looser(agreed, refused) == []


@pytest.mark.parametrize("name", AGREEMENTS)
@pytest.mark.parametrize(
    "useless",
    [
        pytest.param({"ok": "yes", "date": "2026-08-23", "allowed": ["ordinary"]}, id="91 days old"),
        pytest.param({"ok": "yes", "date": "2026-11-23", "allowed": ["ordinary"]}, id="in the future"),
        pytest.param({"ok": "unsure", "date": "2026-11-22", "allowed": ["ordinary"]}, id="unsure"),
        pytest.param({"ok": "yes", "allowed": ["ordinary"]}, id="without a date"),
    ],
)
def test_an_agreement_that_is_too_old_in_the_future_undated_or_unsure_counts_as_none(name, useless):
    answers = completed(next(ways_to_show(name, {})))
    agreed_today = clearance_of({**answers, name: {**useless, "ok": "yes", "date": "2026-11-22"}})

    with_it, without = clearance_of({**answers, name: useless}), clearance_of(answers)

    assert with_it.model_dump() == without.model_dump()
    assert fired(agreed_today) != fired(without)


# ---------------------------------------------------------------- order and gaps
@given(complete_answers(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_nothing(answers, shuffler: random.Random):
    names = list(answers)
    shuffler.shuffle(names)

    shuffled = clearance_of({name: answers[name] for name in names})

    assert shuffled.model_dump() == clearance_of(answers).model_dump()


@given(complete_answers(), st.data())
def test_a_session_is_never_allowed_while_a_required_question_that_is_shown_has_no_answer(answers, data):
    required = [name for name in answers if questions()[name].required]
    dropped = data.draw(st.lists(st.sampled_from(required), min_size=1, max_size=5, unique=True))
    left = {name: value for name, value in answers.items() if name not in dropped}
    open_questions = missing_answers(left)
    assume(open_questions)

    clearance = clearance_of(left)

    assert clearance.session != "allowed"
    assert list(clearance.unanswered) == open_questions


@given(complete_answers(), st.data())
def test_an_answer_to_a_question_that_is_not_asked_changes_nothing(answers, data):
    whole = read_answers(answers, TODAY)
    name = data.draw(st.sampled_from([name for name in questions() if not whole.is_shown(name)]), label="question")

    with_it = clearance_of({**answers, name: data.draw(every_answer(name), label="answer")})

    assert with_it.model_dump() == clearance_of(answers).model_dump()


@given(complete_answers(), st.data())
def test_taking_back_answers_that_are_required_never_opens_a_closed_session(answers, data):
    before = clearance_of(answers)
    assume(before.session != "allowed")
    required = [name for name in answers if questions()[name].required]
    dropped = data.draw(st.sets(st.sampled_from(required), min_size=1))

    after = clearance_of({name: value for name, value in answers.items() if name not in dropped})

    assert after.session != "allowed"


@given(st.data())
def test_nobody_who_answered_only_some_questions_is_allowed_a_session(data):
    chosen = data.draw(st.lists(st.sampled_from(sorted(questions())), max_size=20, unique=True))
    answers = {name: data.draw(every_answer(name)) for name in chosen}

    assert clearance_of(answers).session != "allowed"


# ---------------------------------------------------------------- not sure
NOT_SURE = sorted(
    name for name, question in questions().items() if question.type == "choice" and question.unsure_counts_as
)


@examples(0.5)
@given(st.data())
def test_not_sure_about_a_choice_is_never_judged_more_mildly_than_the_option_that_it_counts_as(data):
    name = data.draw(st.sampled_from(NOT_SURE), label="question")
    answers = data.draw(complete_answers(shown=name), label="other answers")
    counts_as = questions()[name].unsure_counts_as
    sure = completed({**answers, name: counts_as})

    unsure = completed({**sure, name: "unsure"})

    assert what_got_looser(clearance_of(sure), clearance_of(unsure)) in ([], ["limits"] if name == "cancer" else [])


def test_not_sure_counts_as_the_gravest_span_or_sign_but_for_cancer_that_has_not_spread():
    gravest = {name: questions()[name].order[-1] for name in NOT_SURE if questions()[name].order}

    assert {name: option for name, option in gravest.items() if questions()[name].unsure_counts_as != option} == {
        "cancer": "spread_to_bone"
    }
