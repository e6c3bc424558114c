"""What was really done of a plan: held, felt, skipped, and how it was before and after.

A number that nobody gave is null and never 0: whoever skips "pain now" did not say that nothing hurts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, Self

from pydantic import AwareDatetime, Field, ValidationError, model_validator

from unknot.draw.drawing import describe_faults
from unknot.errors import BadInput, nearest
from unknot.knowledge import Value
from unknot.plan import SessionPlan, Step, step_key
from unknot.plan.session import StepKind

# How a session ended: to its end, by choice, by a sign to stop, or because nobody answered any more.
Ending = Literal["done", "stopped", "nerve_sign", "unwell", "unanswered"]
Pressed = Literal["ease_off", "good", "more", "stop"]
# Why less was done than planned.
Why = Literal["", "chosen", "hurts", "no_time", "position", "too_much", "stopped", "nerve_sign", "unwell"]

DAY_S = 86_400
MOST_EVENTS = 2_000


class Feelings(Value):
    """Three numbers from 0, none, to 10, the worst that one can imagine; null where none was given."""

    pain: int | None = Field(default=None, ge=0, le=10)
    tension: int | None = Field(default=None, ge=0, le=10)
    stress: int | None = Field(default=None, ge=0, le=10)


class PlannedStep(Value):
    """What the plan said of a step; `step` is its key, as `unknot.plan.step_key` writes it."""

    step: str
    kind: StepKind
    hold_s: int = Field(ge=0)
    reps: int = Field(ge=0)
    duration_s: int = Field(gt=0)
    # How the spot was meant to be pressed; null in steps that press nothing.
    region: str | None = None
    technique: str | None = None
    level: tuple[int, int] | None = None
    pain: tuple[int, int] | None = None


class StepDone(Value):
    """What was done of a step: the seconds held in all, why not all of it, how sore the spot was before and after."""

    step: str
    state: Literal["done", "partly", "skipped"]
    # Null where it was told afterwards and nobody counted.
    held_s: int | None = Field(default=None, ge=0, le=DAY_S)
    why: Why = ""
    # How sore the spot was when it was touched before, and afterwards.
    soreness_before: int | None = Field(default=None, ge=0, le=10)
    soreness: int | None = Field(default=None, ge=0, le=10)
    # The most pain while it was pressed, where somebody said it.
    pain: int | None = Field(default=None, ge=0, le=10)


class Felt(Value):
    """What was pressed on the page while a step went on, and when."""

    at: AwareDatetime
    step: str
    felt: Pressed


class Place(Value):
    """Where a session stands: which cue of the timeline, counted from 0, and how many seconds of it are left."""

    cue: int = Field(ge=0)
    left_s: int = Field(ge=0, le=DAY_S)


class SessionRecord(Value):
    """One session: planned, done, felt. Steps that are not in `done` were not reached."""

    planned: tuple[PlannedStep, ...] = Field(min_length=1)
    done: tuple[StepDone, ...] = ()
    felt: tuple[Felt, ...] = Field(default=(), max_length=MOST_EVENTS)
    place: Place | None = None
    before: Feelings = Feelings()
    after: Feelings | None = None
    started_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    ended: Ending | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        names = [step.step for step in self.planned]
        told = [one.step for one in self.done]
        for name in (*told, *(one.step for one in self.felt)):
            if name not in names:
                raise ValueError(f"step {name!r} is not in the plan{nearest(name, names)}")
        twice = [name for name, count in Counter(told).items() if count > 1]
        if twice:
            raise ValueError(f"step {twice[0]!r} is told twice in done; expected each step once")
        if (self.ended is None) != (self.ended_at is None):
            raise ValueError("ended and ended_at go together; expected both or neither")
        if self.ended_at and self.ended_at < self.started_at:
            raise ValueError("ended_at lies before started_at")
        if self.after is not None and self.ended is None:
            raise ValueError("after is asked when the session has ended; expected ended with it")
        return self


def read_session_record(raw: object, where: str = "session") -> SessionRecord:
    """Read a session record from parsed JSON.

    Raises
    ------
    BadInput
        If a field is not valid, a step is not in the plan or told twice, or times contradict each other; the message
        names the field, what was expected and what was got.
    """
    if not isinstance(raw, dict):
        raise BadInput(f"{where}: expected an object, got {raw!r:.60}")
    try:
        return SessionRecord.model_validate(raw)
    except ValidationError as error:
        raise BadInput(describe_faults(error, where)) from None


def begin_record(plan: SessionPlan, before: Feelings, started_at: AwareDatetime) -> SessionRecord:
    """Return the record of a session that begins now, with nothing done yet.

    Raises
    ------
    BadInput
        If the plan has no steps: then there is no session to begin.
    """
    if not plan.steps:
        raise BadInput("plan: expected at least one step; without an allowed session there is nothing to begin")
    return SessionRecord(planned=tuple(_planned(plan.steps)), before=before, started_at=started_at)


def _planned(steps: Iterable[Step]) -> Iterable[PlannedStep]:
    for step in steps:
        yield PlannedStep(
            step=step_key(step),
            kind=step.kind,
            hold_s=step.hold_s,
            reps=step.reps,
            duration_s=step.duration_s,
            region=step.region,
            technique=step.technique,
            level=step.pressure_level,
            pain=step.pain,
        )


def is_pressed(record: SessionRecord) -> bool:
    """Return whether any spot was pressed, however shortly: from then on the body needs its rest."""
    return bool(pressed_steps(record))


def pressed_steps(record: SessionRecord) -> dict[str, tuple[PlannedStep, StepDone]]:
    """Return the steps that pressed a spot, as planned and as done, by their keys."""
    done = {one.step: one for one in record.done if one.state != "skipped"}
    return {
        step.step: (step, done[step.step]) for step in record.planned if step.kind == "press" and step.step in done
    }


def level_used(record: SessionRecord, step: PlannedStep) -> int | None:
    """Return the highest pressure that a step reached: it begins at its lowest, and "a bit more" adds a level.

    Nobody measures it; without the scale of a plan it is not known.
    """
    if step.level is None:
        return None
    level = highest = step.level[0]
    for felt in record.felt:
        if felt.step == step.step and felt.felt in ("more", "ease_off"):
            level = min(step.level[1], max(1, level + (1 if felt.felt == "more" else -1)))
            highest = max(highest, level)
    return highest
