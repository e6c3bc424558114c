"""Stage 3, locating: from a drawing to an estimate of its sources."""

from unknot.locate.data import load_locate_data
from unknot.locate.estimate import Candidate, Estimate, Explanation, NextCheck, Reason, odds_in_words
from unknot.locate.locate import describe_painted, locate

__all__ = [
    "Candidate",
    "Estimate",
    "Explanation",
    "NextCheck",
    "Reason",
    "describe_painted",
    "load_locate_data",
    "locate",
    "odds_in_words",
]
