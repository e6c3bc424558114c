"""The consequences of earlier sessions as limits: they are merged with all others, so the stricter wins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from unknot.body import TriggerPoint
from unknot.plan.history import Adjustment, Consequence
from unknot.screen import Limits, load_screen_data
from unknot.screen.limits import Key, Restriction, everywhere, put_together

# Rules of these limits are named after the reaction or rule behind them.
AFTER = "after."
NUMBERS = {
    "max_pressure": "max_level",
    "max_hold_s": "max_hold_s",
    "max_points": "max_points",
    "max_minutes_session": "max_minutes_session",
    "rest_hours": "rest_hours",
    "rise_slowly_min": "rise_slowly_min",
}
AT_A_PLACE = ("max_pressure", "max_hold_s")


def rule_name(consequence: Consequence) -> str:
    """Return the name of the rule behind a limit that a consequence sets."""
    return f"{AFTER}{consequence.rule}"


def limits_after(adjustment: Adjustment) -> Iterable[Limits]:
    """Yield the limits of each consequence that binds everywhere or in whole places."""
    for consequence in adjustment.consequences:
        if consequence.is_everywhere or consequence.places:
            owner = frozenset((rule_name(consequence),))
            yield put_together({key: (value, owner) for key, value in _restrictions(consequence)})


def _restrictions(consequence: Consequence) -> Iterable[tuple[Key, Any]]:
    for name, field in NUMBERS.items():
        value = getattr(consequence, field)
        if value is None:
            continue
        if not consequence.places:
            yield everywhere(name), value
        elif name in AT_A_PLACE:
            for place in consequence.places:
                yield Key(place, None, name), value
    for where in consequence.places or ("",):
        for tool in load_screen_data().vocabulary.expand_tools(frozenset(consequence.no_tools)):
            yield Key(where, None, "no_tools", tool), True
        for action in consequence.no_actions:
            yield Key(where, None, "no_actions", action), True


def at_spot(adjustment: Adjustment, point: TriggerPoint, side: str) -> Iterable[Consequence]:
    """Yield the consequences that bind at one trigger point on a side, besides those for all spots and places."""
    spot, region = f"{point.id}:{side}", f"{point.region}:{side}"
    for consequence in adjustment.consequences:
        if spot == consequence.spot or region in consequence.regions:
            yield consequence


def restrictions_at(consequence: Consequence, as_of: date) -> Iterable[tuple[Key, Restriction]]:
    """Yield what a consequence for a spot restricts there on a day."""
    owner = frozenset((rule_name(consequence),))
    is_resting = consequence.rest_until is not None and as_of < consequence.rest_until
    level = 0 if is_resting else consequence.max_level
    if level is not None:
        yield everywhere("max_pressure"), (level, owner)
    if consequence.max_hold_s is not None:
        yield everywhere("max_hold_s"), (consequence.max_hold_s, owner)
