"""Scoring the answers to an instrument, and comparing two scores."""

from __future__ import annotations

from collections.abc import Mapping

from unknot.errors import BadInput, nearest
from unknot.measure import Change, Fm2016Score, NoScore, Score, change, score

CHANGE_FIELDS = ("baseline", "now", "use", "domain")


def score_case(instrument: str, raw: object) -> Score | Fm2016Score | NoScore:
    """Return the score; a field `case` is the caller's own and not part of the answers."""
    return score(instrument, _without_case(instrument, raw))


def change_case(instrument: str, raw: object) -> Change:
    """Return the change between the scores `baseline` and `now`; one that is null or left out is missing."""
    given = _without_case(instrument, raw)
    for name in given:
        if name not in CHANGE_FIELDS:
            raise BadInput(
                f"unknown field {name!r:.60}; expected {', '.join(CHANGE_FIELDS)}{nearest(name, CHANGE_FIELDS)}"
            )
    for name in ("use", "domain"):
        if not isinstance(given.get(name), str | None):
            raise BadInput(f"{name}: expected a name, got {given[name]!r:.60}")
    wanted = {name: str(given[name]) for name in ("use", "domain") if given.get(name) is not None}
    return change(instrument, given.get("baseline"), given.get("now"), **wanted)


def _without_case(instrument: str, raw: object) -> dict[str, object]:
    if not isinstance(raw, Mapping):
        raise BadInput(f"{instrument}: expected an object, got {raw!r:.60}")
    return {name: value for name, value in raw.items() if name != "case"}
