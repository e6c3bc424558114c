"""Laws of the re-check: it keeps what was not asked anew, and never gives more freedom by itself."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.property.strategies import TODAY, complete_answers
from tests.property.test_screening import what_got_looser
from unknot.screen import load_screen_data, read_answers, screen
from unknot.screen.interview import questions_of
from unknot.screen.recheck import cards_of, kept_answers

LINES = sorted(load_screen_data().recheck)


def has_agreement_of_a_later_day(raw):
    """Return whether a doctor's agreement is dated after the day of screening, which the pages refuse."""
    dates = (value.get("date") or "" for value in raw.values() if isinstance(value, dict))
    return any(day > TODAY.isoformat() for day in dates)


@given(complete_answers(), st.integers(1, 90))
def test_none_of_these_never_lowers_the_urgency_nor_loosens_a_limit(raw, days):
    assume(not has_agreement_of_a_later_day(raw))
    earlier = screen(read_answers(raw, TODAY))

    renewed = screen(read_answers(kept_answers(raw, ()), TODAY + timedelta(days=days)))

    assert what_got_looser(earlier, renewed) == []


@given(complete_answers(), st.sets(st.sampled_from(LINES), min_size=1))
def test_a_tick_opens_its_questions_and_keeps_all_others(raw, lines):
    anew = {card.id for line in lines for card in cards_of(line)}
    questions = load_screen_data().questions

    kept = kept_answers(raw, lines)

    assert {questions[name].card for name in raw.keys() - kept.keys()} <= anew
    assert all(questions[name].card not in anew for name in kept)
    assert kept.items() <= raw.items()


@given(complete_answers(), st.sets(st.sampled_from(LINES), min_size=1))
def test_until_what_was_ticked_is_answered_again_nothing_is_allowed(raw, lines):
    kept = kept_answers(raw, lines)

    clearance = screen(read_answers(kept, TODAY))

    anew = {name for line in lines for card in cards_of(line) for name in required_on(card)}
    assert clearance.session != "allowed" or not any(map(clearance.answers.is_shown, anew))


def required_on(card):
    return [question.id for question in questions_of(card) if question.required]
