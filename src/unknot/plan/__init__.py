"""Stage 4, planning: from estimate, clearance and wishes to a session within the limits."""

from unknot.plan.data import PlanData, load_plan_data
from unknot.plan.plan import plan
from unknot.plan.session import LeftOut, Note, SessionHistory, SessionPlan, Step, StepReason, Wishes

__all__ = [
    "LeftOut",
    "Note",
    "PlanData",
    "SessionHistory",
    "SessionPlan",
    "Step",
    "StepReason",
    "Wishes",
    "load_plan_data",
    "plan",
]
