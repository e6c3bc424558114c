"""Reading what is handed in: an object with known fields, a day, a drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from unknot.draw import Drawing, read_drawing
from unknot.errors import BadInput, nearest


def read_fields(raw: object, known: Sequence[str]) -> Mapping[str, Any]:
    """Return the fields of an object, refusing those that nobody reads."""
    if not isinstance(raw, Mapping):
        raise BadInput(f"expected an object with {', '.join(known)}, got {raw!r:.60}")
    for name in raw:
        if name not in known:
            raise BadInput(f"unknown field {name!r}; expected {', '.join(known)}{nearest(name, known)}")
    return raw


def read_as_of(raw: object, today: date) -> date:
    """Return the day of screening: the one given, or today."""
    # Only now: reading a drawing does without the screening.
    from unknot.screen import read_day

    return today if raw is None else read_day(raw, "as_of")


def read_case(raw: object) -> Drawing:
    """Return the drawing of a case; a field `case` is the caller's own and not part of it."""
    fields = {name: value for name, value in raw.items() if name != "case"} if isinstance(raw, Mapping) else raw
    return read_drawing(fields)
