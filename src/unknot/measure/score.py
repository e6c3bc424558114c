"""Scoring: from the answers to an instrument to its score."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from unknot.errors import BadInput, nearest
from unknot.measure.fm2016 import Fm2016Score, NoScore, score_fm2016

SCORED_BY: dict[str, Callable[[Mapping[str, object]], Fm2016Score | NoScore]] = {"fm2016": score_fm2016}


def score(instrument: str, answers: Mapping[str, object]) -> Fm2016Score | NoScore:
    """Return the score of an instrument.

    Parameters
    ----------
    instrument
        Its id, such as `fm2016`.
    answers
        What the instrument asks, by its own names.

    Raises
    ------
    BadInput
        If there is no such instrument, or its answers hold something that it does not ask.
    """
    if instrument not in SCORED_BY:
        raise BadInput(f"unknown instrument {instrument!r:.60}{nearest(instrument, SCORED_BY)}")
    if not isinstance(answers, Mapping):
        raise BadInput(f"{instrument}: expected an object of answers, got {answers!r:.60}")
    return SCORED_BY[instrument](answers)
