"""Has anything changed? What the one page before a later session stands for, and when it is no longer enough."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.builders import TODAY, answers
from unknot.screen import load_screen_data
from unknot.screen.interview import Interview, questions_of
from unknot.screen.recheck import age_of, asks_everything, cards_of, kept_answers, lines_with_something_said

ASKED = datetime(2026, 11, 22, 20, 14, tzinfo=UTC)


def test_every_question_of_the_interview_but_who_somebody_is_stands_behind_exactly_one_line() -> None:
    behind = [
        question.id
        for line in load_screen_data().recheck
        for card in cards_of(line)
        for question in questions_of(card)
    ]
    first_visit = [card for card in load_screen_data().cards.values() if not card.when]
    asked = [question.id for card in first_visit for question in questions_of(card)]

    assert len(behind) == len(set(behind))
    assert set(asked) - set(behind) == {"age", "sex", "session_mode", "guardian_present"}


def test_every_card_about_how_it_is_today_has_its_line() -> None:
    assert [card.id for card in load_screen_data().cards.values() if card.of_today and not card.recheck] == []


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("nerves", "saddle_numbness"),
        ("nerves", "bladder_change"),
        ("nerves", "leg_symptoms"),
        ("ill", "fever"),
        ("events", "trauma"),
        ("events", "surgery_when"),
        ("events", "local_injection_2_weeks"),
        ("events", "pregnancy"),
        ("health", "medicines"),
        ("health", "alcohol_or_drugs_today"),
        ("health", "painkiller_today"),
        ("skin", "skin"),
    ],
)
def test_a_tick_asks_exactly_its_questions_again(line: str, question: str) -> None:
    kept = kept_answers(answers(), [line])

    assert question not in kept
    card = load_screen_data().questions[question].card
    assert card in {one.id for one in cards_of(line)}
    assert kept == {
        name: answer
        for name, answer in answers().items()
        if load_screen_data().cards[load_screen_data().questions[name].card].recheck != line
    }


def test_a_flare_or_a_new_kind_of_pain_asks_everything() -> None:
    assert asks_everything(["pain"])
    assert not asks_everything(["nerves", "skin"])


def test_a_line_says_when_earlier_answers_hold_something_that_may_be_over() -> None:
    before = Interview(answers(painkiller_today=["strong_or_sedating"], skin=["large_bruise"]), TODAY)

    assert lines_with_something_said(before) == {"health", "skin"}


@pytest.mark.parametrize(
    ("asked_days_ago", "confirmed_hours_ago", "age"),
    [(0, 1, "fresh"), (40, 24, "fresh"), (40, 25, "recheck"), (90, 25, "recheck"), (91, 1, "expired")],
)
def test_answers_are_of_today_then_renewed_by_one_page_and_asked_in_full_after_90_days(
    asked_days_ago: int, confirmed_hours_ago: int, age: str
) -> None:
    now = ASKED + timedelta(days=asked_days_ago)

    assert age_of(ASKED, now - timedelta(hours=confirmed_hours_ago), now) == age
