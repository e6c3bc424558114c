"""The values of planning: what is wished for, what has been, and the plan that comes out."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from unknot.body import Who
from unknot.knowledge import Value
from unknot.locate import Estimate
from unknot.plan.history import SessionHistory
from unknot.screen import Clearance
from unknot.screen.consent import Agreed

StepKind = Literal["breathe", "warm_up", "press", "stretch", "retest"]


class Wishes(Value):
    """Who presses, how long, with what and how the person can lie, sit or stand."""

    who: Who
    minutes: int = Field(default=20, ge=5, le=120)
    # Applicators at hand; the word "hands" stands for every part of the hand and arm.
    applicators: tuple[str, ...] = ("hands",)
    # Positions that the person can take; none named means all that the limits allow.
    positions: tuple[str, ...] = ()
    history: SessionHistory = SessionHistory()
    # What the person who is pressed agreed to; None: nothing was said yet, so every private place is asked first.
    agreed: Agreed | None = None


class StepReason(Value):
    """Why a step is as it is; `rule` names the limit or the choice rule behind it."""

    code: Literal["fits_drawing", "choice", "limit", "replaces", "set", "caution", "cause"]
    text: str
    rule: str | None = None


class Step(Value):
    """One thing to do. Fields that do not suit its kind are null."""

    kind: StepKind
    id: str
    name: str
    side: Literal["left", "right", "both"] | None
    region: str | None
    position: str | None
    surface: str | None
    applicator: str | None
    technique: str | None
    pressure_level: tuple[int, int] | None
    pain: tuple[int, int] | None
    hold_s: int
    reps: int
    rest_s: int
    duration_s: int = Field(gt=0)
    how: tuple[str, ...]
    products: tuple[str, ...] = ()
    sensitive: bool = False
    reasons: tuple[StepReason, ...]


class LeftOut(Value):
    """A point that is not in the plan, and why."""

    id: str
    side: Literal["left", "right"]
    reason: str
    rules: tuple[str, ...] = ()


class Note(Value):
    """One sentence for the person, with the rule or source behind it."""

    code: str
    text: str
    rule: str | None = None


class SessionPlan(Value):
    """A session within the limits; without steps unless the clearance allows one."""

    clearance: Clearance
    estimate: Estimate
    wishes: Wishes
    steps: tuple[Step, ...]
    total_s: int
    left_out: tuple[LeftOut, ...]
    notes: tuple[Note, ...]
    aftercare: tuple[Note, ...]
    stop_rules: tuple[Note, ...]
    next_session_from: date | None
    knowledge_version: str
