"""How changes and courses are judged and called, and what is asked when."""

# Modules that define many models leave out `from __future__ import annotations`; see unknot.knowledge.
from pydantic import Field

from unknot.knowledge import Entry


class ClassifyRule(Entry):
    """How a change is classified, in words, and how far two figures may differ and still be equal."""

    formula: tuple[str, ...]
    boundaries: str
    tolerance: float = Field(gt=0)


class PainLevels(Entry):
    """How large a reduction of pain is, from how many percent on, largest first."""

    levels: tuple[tuple[str, float], ...]


class PgicLevels(Entry):
    """Which answers to the global impression of change tell how large a change."""

    levels: tuple[tuple[str, tuple[int, ...]], ...]


class CourseRule(Entry):
    """How a course over weeks is judged, in words, how many answered weeks it takes, and when it is old.

    `same_answer_within_minutes`: so soon after one another, answers to the same question are one.
    """

    days_of_a_week: int = Field(gt=0)
    least_weeks: int = Field(ge=3)
    old_after_days: int = Field(gt=0)
    same_answer_within_minutes: int = Field(gt=0)
    formula: tuple[str, ...]


class TogetherRule(Entry):
    """How the courses of pain and function become one answer, in words."""

    formula: tuple[str, ...]


class ResponderRule(Entry):
    """From which improvement on somebody has responded: percent of pain and function, points of activities."""

    pain_pct: float = Field(gt=0)
    function_pct: float = Field(gt=0)
    activities_points: float = Field(gt=0)
    impressions: tuple[int, ...]
    formula: tuple[str, ...]


class ReliableChangeRule(Entry):
    """From which index on a change is reliable."""

    at_least: float = Field(gt=0)
    formula: tuple[str, ...]


class OwnComparisonRule(Entry):
    """How two ways are compared on one's own body: the design, the priors on ten points, and when it is decided.

    `sure`: from which probability of any difference on one way is better; `likely`: from which probability on it
    also matters; `sure_of_none`: from which probability on no difference matters. `chance_winners_pct`: in how many
    of 100 people with two equally good ways some comparison of so many names a winner, as measured by
    `python -m benchmarks.n_of_1`.
    """

    pairs: tuple[int, int]
    period_days: int = Field(gt=0)
    left_out_days: int = Field(ge=0)
    half_lives_days: tuple[float, ...]
    least_days: int = Field(gt=2)
    prior_level: float = Field(gt=0)
    prior_effect: float = Field(gt=0)
    prior_trend: float = Field(gt=0)
    prior_noise: float = Field(gt=0)
    likeness: tuple[float, float]
    noise: tuple[float, float]
    sure: float = Field(gt=0.5, lt=1)
    likely: float = Field(ge=0.5, lt=1)
    sure_of_none: float = Field(gt=0.5, lt=1)
    more_weeks_at_most: int = Field(gt=0)
    chance_winners_pct: tuple[tuple[int, float], ...]
    formula: tuple[str, ...]


class Wording(Entry):
    """What a result is called."""

    id: str
    text: str


class TimePoint(Entry):
    """When to measure, and what."""

    id: str
    when: str
    measures: tuple[str, ...]
    why: str = ""


class WeeklySet(Entry):
    """What is asked once a week of somebody with a complaint, in order, and which of it is the function."""

    id: str
    measures: tuple[str, ...]
    function: str
    instead: str = ""
