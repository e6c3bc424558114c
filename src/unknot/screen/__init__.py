"""Stage 2, screening: from answers to a clearance with its limits."""

from unknot.screen.answers import SKIPPED, Answers, read_answers, read_day
from unknot.screen.clearance import URGENCY_ORDER, Advice, Clearance, ordinary_limits, screen
from unknot.screen.data import ScreenData, load_screen_data
from unknot.screen.expressions import Expression
from unknot.screen.limits import Limits, PlaceLimit, is_no_looser, merge

__all__ = [
    "SKIPPED",
    "URGENCY_ORDER",
    "Advice",
    "Answers",
    "Clearance",
    "Expression",
    "Limits",
    "PlaceLimit",
    "ScreenData",
    "is_no_looser",
    "load_screen_data",
    "merge",
    "ordinary_limits",
    "read_answers",
    "read_day",
    "screen",
]
