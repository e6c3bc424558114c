"""Stage 5, treatment: what is done of a plan, second by second, what came of it, and the facts of follow-up."""

from unknot.treat.data import TreatData, load_treat_data
from unknot.treat.record import (
    Ending,
    Feelings,
    Felt,
    Place,
    PlannedStep,
    SessionRecord,
    StepDone,
    begin_record,
    is_pressed,
    read_session_record,
)
from unknot.treat.timeline import Cue, build_timeline

__all__ = [
    "Cue",
    "Ending",
    "Feelings",
    "Felt",
    "Place",
    "PlannedStep",
    "SessionRecord",
    "StepDone",
    "TreatData",
    "begin_record",
    "build_timeline",
    "is_pressed",
    "load_treat_data",
    "read_session_record",
]
