"""Three numbers, before and after; and, without scripts, what was done of each step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from unknot.treat import Feelings, PlannedStep
from unknot_app.actions.session_in_words import ASKED

DID = ("done", "partly", "skipped")
SCALE = range(11)


@dataclass(frozen=True)
class Row:
    """One of the three numbers: its name in the form, its words, and what was chosen."""

    name: str
    words: str
    chosen: int | None


def rows_of(feelings: Feelings) -> tuple[Row, ...]:
    return tuple(Row(name, words, getattr(feelings, name)) for name, words in ASKED.items())


def read_feelings(sent: QueryDict) -> Feelings:
    """Return the numbers that were sent; what was left out, or is no number of the page, is not known."""
    numbers = {str(number): number for number in SCALE}
    return Feelings(**{name: numbers.get(sent.get(name, "")) for name in ASKED})


def read_done(sent: QueryDict, planned: Iterable[PlannedStep]) -> list[dict[str, Any]]:
    """Return what was told of each step afterwards; a step of which nothing was told is not in it."""
    told = {step.step: sent.get(f"did.{step.step}") for step in planned}
    return [{"step": key, "state": did} for key, did in told.items() if did in DID]
