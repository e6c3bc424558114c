"""Stage 5, treatment: what is done of a plan, second by second, what came of it, and the facts of follow-up."""

from unknot.treat.consequences import same_spot_from
from unknot.treat.data import AdverseEvent, TreatData, load_treat_data
from unknot.treat.history import build_history
from unknot.treat.past import Dose, PastSession
from unknot.treat.reaction import Reaction, next_check, read_reaction
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
    level_used,
    pressed_steps,
    read_session_record,
)
from unknot.treat.timeline import Cue, build_timeline

__all__ = [
    "AdverseEvent",
    "Cue",
    "Dose",
    "Ending",
    "Feelings",
    "Felt",
    "PastSession",
    "Place",
    "PlannedStep",
    "Reaction",
    "SessionRecord",
    "StepDone",
    "TreatData",
    "begin_record",
    "build_history",
    "build_timeline",
    "is_pressed",
    "level_used",
    "load_treat_data",
    "next_check",
    "pressed_steps",
    "read_reaction",
    "read_session_record",
    "same_spot_from",
]
