"""Answers that cannot both be right: found here, quoted and asked again by whoever asks, never guessed."""

from __future__ import annotations

from unknot.screen.answers import Answers
from unknot.screen.data import load_screen_data
from unknot.screen.data.questions import Contradiction


def contradictions_in(answers: Answers) -> tuple[Contradiction, ...]:
    """Return the contradictions in the answers, in the order of the table; unanswered questions make none."""
    data = load_screen_data()
    return tuple(
        one
        for one in data.contradictions.values()
        if all(answers.value(name) is not None for name in one.questions) and data.contradicts[one.id].holds(answers)
    )
