"""Changing a stretch: shorter or longer, fewer or more times."""

from __future__ import annotations

from unknot.plan.data.exercises import Exercise
from unknot.plan.editing.by_hand import HOLD_STEP_S, Change, EditRefused, with_fewer
from unknot.plan.frame import Frame
from unknot.plan.session import Step
from unknot.plan.steps import exercise_duration_s


def shape_stretch(frame: Frame, step: Step, change: Change) -> Step:
    """Return a stretch with one change inside what is usual for it."""
    exercise = frame.data.exercises[step.id]
    if change == "fewer":
        shaped = with_fewer(step, exercise.reps[0])
    elif change == "more":
        if step.reps >= exercise.reps[1]:
            raise EditRefused(f"{exercise.name} is not done more than {step.reps} times.")
        shaped = step.model_copy(update={"reps": step.reps + 1})
    else:
        shaped = step.model_copy(update={"hold_s": _stretch_hold_s(frame, step, exercise, change)})
    duration_s = exercise_duration_s(exercise, step.side or "", shaped.hold_s, shaped.reps, shaped.rest_s)
    return shaped.model_copy(update={"duration_s": duration_s})


def _stretch_hold_s(frame: Frame, step: Step, exercise: Exercise, change: Change) -> int:
    defaults = frame.screening.default_limits
    low, high = exercise.hold_s
    is_rest = exercise.kind in ("position", "breathing")
    high = min(high, defaults.max_rest_position_s if is_rest else defaults.max_stretch_hold_s)
    if change == "shorter":
        hold_s = max(step.hold_s - HOLD_STEP_S, low)
        if hold_s >= step.hold_s:
            raise EditRefused(f"{exercise.name} is not held shorter than {step.hold_s} seconds.")
        return hold_s
    hold_s = min(step.hold_s + HOLD_STEP_S, high)
    if hold_s <= step.hold_s:
        raise EditRefused(f"{exercise.name} is not held longer than {step.hold_s} seconds.")
    return hold_s
