"""Changes by hand: what they are called, how large one is, and why one is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from unknot.errors import BadInput
from unknot.plan.frame import Frame
from unknot.plan.session import Step
from unknot.plan.spot_limits import SpotLimits
from unknot.plan.words import NUMBER_WORDS, describe_rules

Change = Literal["leave_out", "earlier", "later", "gentler", "firmer", "shorter", "longer", "fewer", "more"]

# A hold changes by one slow breath.
HOLD_STEP_S = 10


class EditRefused(BadInput):
    """A change that would go beyond a limit, or that a step does not take; the message says why."""


def limit_refused(frame: Frame, name: str, spot: SpotLimits, way_out: str = "") -> EditRefused:
    """Return the refusal of what a limit at a spot does not allow."""
    return refused(frame, NUMBER_WORDS[name].format(spot.cap(name)), spot.rules(name), way_out)


def refused(frame: Frame, limit: str, rules: Iterable[str], way_out: str = "") -> EditRefused:
    """Return the refusal of what a limit does not allow, with the rules behind it."""
    because = describe_rules(frame, rules) or "limits for every adult"
    return EditRefused(f"This is today's limit: {limit}, because of: {because}. {way_out}".strip())


def with_fewer(step: Step, least: int = 1) -> Step:
    """Return a step done one time less."""
    if step.reps <= least:
        times = "once" if step.reps == 1 else f"{step.reps} times"
        raise EditRefused(f"It is done only {times} already. You can leave the step out.")
    return step.model_copy(update={"reps": step.reps - 1})
