"""Has anything changed? How long answers hold, and what one page before a session may renew.

A *line* of the page stands for the questions of some cards. Ticked, they are asked anew; not ticked, their answers
stay as they were. So a re-check never lowers an urgency and never loosens a limit unless the question was asked
again.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

from unknot.screen.data import load_screen_data
from unknot.screen.data.cards import Card
from unknot.screen.interview import Interview, RawAnswers, none_answer

# How answers stand: as of today; to be renewed by one page; to be asked in full.
Age = Literal["fresh", "recheck", "expired"]

# Margins of this project; no study gives such times.
FRESH_FOR = timedelta(days=1)
EXPIRES_AFTER = timedelta(days=90)


def age_of(asked_at: datetime, confirmed_at: datetime, now: datetime) -> Age:
    """Return how the answers of an interview stand now.

    Parameters
    ----------
    asked_at
        When all questions were last asked in full.
    confirmed_at
        Since when the answers say how it is: when they were given, or when a re-check confirmed them.
    now
        The time to judge for; one before `asked_at`, of a clock that was put back, counts as fresh.
    """
    if now - asked_at > EXPIRES_AFTER:
        return "expired"
    return "fresh" if now - confirmed_at <= FRESH_FOR else "recheck"


def cards_of(line: str) -> tuple[Card, ...]:
    """Return the cards that a line stands for."""
    return tuple(card for card in load_screen_data().cards.values() if card.recheck == line)


def asks_everything(lines: Collection[str]) -> bool:
    """Return whether a tick begins the whole interview again: much worse, or a new kind of pain."""
    return any(load_screen_data().recheck[line].anew for line in lines)


def kept_answers(raw: RawAnswers, lines: Collection[str]) -> dict[str, object]:
    """Return the answers that stay when these lines are ticked; those of their cards are asked anew."""
    questions = load_screen_data().questions
    anew = {card.id for line in lines for card in cards_of(line)}
    return {name: value for name, value in raw.items() if name not in questions or questions[name].card not in anew}


def lines_with_something_said(interview: Interview) -> frozenset[str]:
    """Return the lines about which something else than a no was answered, so that it may have got better."""
    said = {
        card.recheck
        for card in interview.cards
        for question in interview.opening(card)
        if not question.reassuring and interview.is_done(question) and not _is_no(interview, question.id)
    }
    return frozenset(line for line in said if line and not load_screen_data().recheck[line].anew)


def _is_no(interview: Interview, name: str) -> bool:
    answer = interview.answers.value(name)
    none = none_answer(load_screen_data().questions[name])
    return answer is None or answer in (none, tuple(none) if isinstance(none, list) else none)
