"""Stage 6, measuring: from answers to the score of an instrument."""

from unknot.measure.data import MeasureData, load_measure_data
from unknot.measure.fm2016 import Fm2016Score, NoScore
from unknot.measure.score import SCORED_BY, score

__all__ = ["SCORED_BY", "Fm2016Score", "MeasureData", "NoScore", "load_measure_data", "score"]
