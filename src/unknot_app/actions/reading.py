"""Reading the outer shape of what is handed in: an object with known fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from unknot.errors import BadInput, nearest
from unknot.screen import read_day


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
    return today if raw is None else read_day(raw, "as_of")
