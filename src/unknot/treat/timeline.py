"""From the steps of a plan to the cues that lead through them, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import Field

from unknot.knowledge import Value
from unknot.plan import Step, load_plan_data

CueKind = Literal["get_ready", "hold", "move", "breathe", "rest", "switch", "move_on"]
Side = Literal["left", "right"]

# A hold shorter than one slow breath is a movement: it is made so many times, and no single one is counted out.
SHORTEST_HOLD_S = 10


class Cue(Value):
    """One stretch of time in a session.

    `step` counts the steps of the plan from 0; `rep` counts the holds of a step and side from 1, of `reps`. `side` is
    the one that is worked on now. `move_on` takes no time: it ends a step.
    """

    kind: CueKind
    step: int = Field(ge=0)
    seconds: int = Field(ge=0)
    side: Side | None = None
    rep: int = 1
    reps: int = 1


def build_timeline(steps: Sequence[Step]) -> tuple[Cue, ...]:
    """Return the cues of a session, in order.

    Parameters
    ----------
    steps
        The steps of a plan.

    Returns
    -------
    tuple of Cue
        The seconds of a step's cues sum to its `duration_s`, so the whole is as long as the plan. A step that is done
        for each side gets its full time on each, with a cue to switch between them.

    Raises
    ------
    ValueError
        If a step is shorter than its own holds and rests, which no plan makes.
    """
    return tuple(cue for number, step in enumerate(steps) for cue in _cues_of(number, step))


def _cues_of(number: int, step: Step) -> Iterable[Cue]:
    sides = _sides_of(step)
    work_s = step.reps * step.hold_s + (step.reps - 1) * step.rest_s if step.hold_s else step.duration_s
    # What the plan keeps to get into the position; on two sides part of it is for turning over.
    setup_s = step.duration_s - len(sides) * work_s
    if setup_s < 0:
        raise ValueError(f"step {step.id}: {step.duration_s} s are shorter than its holds")
    switch_s = setup_s // 2 if len(sides) > 1 else 0
    if setup_s:
        yield Cue(kind="get_ready", step=number, seconds=setup_s - switch_s, side=sides[0])
    for place, side in enumerate(sides):
        if place:
            yield Cue(kind="switch", step=number, seconds=switch_s, side=side)
        yield from _work(number, step, side, work_s)
    yield Cue(kind="move_on", step=number, seconds=0, side=sides[-1])


def _sides_of(step: Step) -> tuple[Side | None, ...]:
    if step.side == "left" or step.side == "right":
        return (step.side,)
    exercise = load_plan_data().exercises.get(step.id)
    # Instructions are written for the right side, "then the other".
    return ("right", "left") if step.side == "both" and exercise and exercise.side == "same" else (None,)


def _work(number: int, step: Step, side: Side | None, work_s: int) -> Iterable[Cue]:
    if step.kind == "breathe":
        yield Cue(kind="breathe", step=number, seconds=work_s)
    elif step.hold_s < SHORTEST_HOLD_S:
        yield Cue(kind="move", step=number, seconds=work_s, side=side, reps=step.reps)
    else:
        for rep in range(1, step.reps + 1):
            yield Cue(kind="hold", step=number, seconds=step.hold_s, side=side, rep=rep, reps=step.reps)
            if rep < step.reps and step.rest_s:
                yield Cue(kind="rest", step=number, seconds=step.rest_s, side=side, rep=rep + 1, reps=step.reps)
