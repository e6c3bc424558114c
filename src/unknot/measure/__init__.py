"""Stage 6, measuring: from answers to a score, from two scores to a change, from many to a course."""

from unknot.measure.change import Change, Limits, change, limits_of
from unknot.measure.course import Course, Reading, Response, Week, judge_course, judge_together
from unknot.measure.data import MeasureData, load_measure_data
from unknot.measure.data.instruments import Instrument
from unknot.measure.data.thresholds import Threshold
from unknot.measure.fm2016 import Fm2016Score, score_fm2016
from unknot.measure.repeats import Given, which_count
from unknot.measure.result import NoScore, Score
from unknot.measure.score import score
from unknot.measure.weekly import weekly_set

__all__ = [
    "Change",
    "Course",
    "Fm2016Score",
    "Given",
    "Instrument",
    "Limits",
    "MeasureData",
    "NoScore",
    "Reading",
    "Response",
    "Score",
    "Threshold",
    "Week",
    "change",
    "judge_course",
    "judge_together",
    "limits_of",
    "load_measure_data",
    "score",
    "score_fm2016",
    "weekly_set",
    "which_count",
]
