"""Locating the sources of a drawing."""

from __future__ import annotations

from collections.abc import Mapping

from unknot.draw import read_drawing
from unknot.locate import Estimate, locate


def locate_drawing(raw: object) -> Estimate:
    """Return the estimate for a drawing; a field `case` is the caller's own and not part of it."""
    fields = {name: value for name, value in raw.items() if name != "case"} if isinstance(raw, Mapping) else raw
    return locate(read_drawing(fields))
