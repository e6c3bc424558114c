"""Locating the sources of a drawing."""

from __future__ import annotations

from unknot.locate import Estimate, locate
from unknot_app.actions.reading import read_case


def locate_drawing(raw: object) -> Estimate:
    """Return the estimate for a drawing; a field `case` is the caller's own and not part of it."""
    return locate(read_case(raw))


def shorten(estimate: Estimate, top: int | None) -> Estimate:
    """Return the estimate with at most so many candidates, the best first."""
    return estimate if top is None else estimate.model_copy(update={"candidates": estimate.candidates[:top]})
