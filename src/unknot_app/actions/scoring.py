"""Scoring the answers to an instrument."""

from __future__ import annotations

from collections.abc import Mapping

from unknot.errors import BadInput
from unknot.measure import Fm2016Score, NoScore, score


def score_case(instrument: str, raw: object) -> Fm2016Score | NoScore:
    """Return the score; a field `case` is the caller's own and not part of the answers."""
    if not isinstance(raw, Mapping):
        raise BadInput(f"{instrument}: expected an object of answers, got {raw!r:.60}")
    return score(instrument, {name: value for name, value in raw.items() if name != "case"})
