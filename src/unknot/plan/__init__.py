"""Stage 4, planning: from estimate, clearance and wishes to a session within the limits."""

from unknot.plan.changed import describe_changes
from unknot.plan.data import PlanData, load_plan_data
from unknot.plan.editing.by_hand import Change, EditRefused
from unknot.plan.editing.edit import CHANGES, LEFT_OUT_BY_HAND, Edit, edit_plan, step_key
from unknot.plan.history import SEE_SOMEONE, Adjustment, Consequence, SessionHistory
from unknot.plan.palpate import NoPalpation, Palpation, find_palpation
from unknot.plan.plan import plan
from unknot.plan.session import LeftOut, Note, SessionPlan, Step, StepReason, Wishes
from unknot.plan.usual import exercises_for, usual_ways
from unknot.plan.week import WeekSection, week_beside

__all__ = [
    "CHANGES",
    "LEFT_OUT_BY_HAND",
    "SEE_SOMEONE",
    "Adjustment",
    "Change",
    "Consequence",
    "Edit",
    "EditRefused",
    "LeftOut",
    "NoPalpation",
    "Note",
    "Palpation",
    "PlanData",
    "SessionHistory",
    "SessionPlan",
    "Step",
    "StepReason",
    "WeekSection",
    "Wishes",
    "describe_changes",
    "edit_plan",
    "exercises_for",
    "find_palpation",
    "load_plan_data",
    "plan",
    "step_key",
    "usual_ways",
    "week_beside",
]
