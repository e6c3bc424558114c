"""Stage 3, locating: from a drawing to an estimate of its sources."""

from unknot.locate.compare import Cause, EstimateChange, Move, compare_estimates
from unknot.locate.data import load_locate_data
from unknot.locate.estimate import Candidate, Estimate, Explanation, NextCheck, Reason, odds_in_words
from unknot.locate.locate import locate
from unknot.locate.next_check import MayPress
from unknot.locate.painted import describe_painted
from unknot.locate.rivals import is_judged_by_questions, rivals_in

__all__ = [
    "Candidate",
    "Cause",
    "Estimate",
    "EstimateChange",
    "Explanation",
    "MayPress",
    "Move",
    "NextCheck",
    "Reason",
    "compare_estimates",
    "describe_painted",
    "is_judged_by_questions",
    "load_locate_data",
    "locate",
    "odds_in_words",
    "rivals_in",
]
