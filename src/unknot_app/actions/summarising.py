"""Saying a drawing in figures."""

from __future__ import annotations

from unknot.draw import DrawingSummary, summarise_drawing
from unknot_app.actions.reading import read_case


def summarise_case(raw: object) -> DrawingSummary:
    """Return a drawing in figures; a field `case` is the caller's own and not part of it."""
    return summarise_drawing(read_case(raw))
