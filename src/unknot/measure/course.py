"""A course over weeks: better, the same, worse, or not to be told yet; and whether somebody has responded.

One week proves little: the last two answered weeks have to agree. What cannot be told is said, with how many weekly
answers are missing. None of this says what caused a change.
"""

# Modules that define many models leave out `from __future__ import annotations`; see unknot.knowledge.
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise
from math import inf, sqrt
from statistics import fmean
from typing import Literal

from unknot.knowledge import Value
from unknot.measure.change import (
    ACTIVITIES_OF_A_MEAN,
    ONE_ACTIVITY,
    Change,
    Classification,
    Limits,
    change,
    limits_of,
)
from unknot.measure.data import find_instrument, load_measure_data
from unknot.measure.data.instruments import Direction

Verdict = Literal["better", "same", "worse", "cannot_tell"]
WhyVerdict = Literal[
    "two_weeks_agree", "too_few_weeks", "last_two_differ", "no_room_to_improve", "no_threshold", "mixed"
]

VERDICTS: dict[Classification, Verdict] = {"improved": "better", "unchanged": "same", "worse": "worse"}
TOO_FEW_WEEKS: tuple[Verdict, WhyVerdict, int] = ("cannot_tell", "too_few_weeks", 0)
PAIN, ACTIVITIES = "pain_nrs", "psfs"


class Reading(Value):
    """A score of one day; of activities (psfs) also their ratings, in an order that stays."""

    day: date
    score: float
    ratings: tuple[float | None, ...] = ()


class Week(Value):
    """An answered week: its number from 1, its first day, its score, and from how many readings.

    The score is the mean of its days, of which each is the mean of its readings: who enters more on a bad day would
    otherwise make the week look worse than it was.
    """

    number: int
    starts: date
    score: float
    readings: int
    ratings: tuple[float | None, ...] = ()


class Course(Value):
    """How the scores of one instrument have gone.

    `needed`: how many more weekly answers it takes until something can be told, 0 when more would not help.
    `changes`: of each answered week after the first one, compared with the first.
    `index`: the reliable change index from the first week to the last, negative when the score fell; null where no
    standard error is known. `flares`: numbers of the weeks that were worse than the one before by at least the MDC.
    `limits`: from which scores on it is better or worse than in the first week, by the rule of the changes.
    """

    instrument: str
    verdict: Verdict
    reason: WhyVerdict
    needed: int = 0
    weeks: tuple[Week, ...] = ()
    changes: tuple[Change, ...] = ()
    index: float | None = None
    flares: tuple[int, ...] = ()
    limits: Limits = Limits()

    @property
    def change(self) -> Change | None:
        """Return the change from the first week to the last."""
        return self.changes[-1] if self.changes else None


class Response(Value):
    """What the courses of pain and function say together, and whether somebody has responded.

    `leading`: the instrument to speak of first. The responders are null where not enough is known.
    """

    verdict: Verdict
    reason: WhyVerdict
    needed: int = 0
    leading: str | None = None
    pain: bool | None = None
    function: bool | None = None
    impression: bool | None = None
    overall: bool | None = None


def judge_course(instrument: str, readings: Iterable[Reading], domain: str | None = None) -> Course:
    """Return how the scores of an instrument have gone over weeks.

    Parameters
    ----------
    instrument
        Its id, such as `rmdq24`.
    readings
        Scores in the instrument's range and unit, each with its day, in any order.
    domain
        promis_sf only: which of its forms it is, see `change`.

    Raises
    ------
    BadInput
        If the instrument is unknown, or a score lies beyond its range.

    Notes
    -----
    Source: data/measure/reporting.toml, `course`, `classify` and `reliable_change`; the thresholds are published
    for each instrument. That two weeks have to agree is a choice of this project. Regression to the mean is not
    corrected.

    Examples
    --------
    >>> days = [date(2026, 10, day) for day in (1, 8, 15)]
    >>> judge_course("pain_nrs", [Reading(day=day, score=score) for day, score in zip(days, (7, 4, 4))]).verdict
    'better'
    """
    rule = load_measure_data().course
    direction = find_instrument(instrument).direction
    weeks = _weeks_of(readings, rule.days_of_a_week)
    changes = tuple(_between(instrument, weeks[0], later, domain) for later in weeks[1:])
    missing = rule.least_weeks - len(weeks)
    verdict, reason, needed = _verdict(*changes[-2:]) if missing <= 0 else TOO_FEW_WEEKS
    return Course(
        instrument=instrument,
        verdict=verdict,
        reason=reason,
        needed=max(needed, missing),
        weeks=weeks,
        changes=changes,
        index=_index(instrument, weeks),
        flares=_flares(instrument, direction, weeks),
        limits=_limits(instrument, weeks, changes, domain),
    )


def judge_together(pain: Course, function: Course | None = None, impression: int | None = None) -> Response:
    """Return what the courses of pain and function say together.

    Parameters
    ----------
    pain, function
        The courses of the primary measures; None where function was never measured.
    impression
        The last answer to the global impression of change (pgic), 1 to 7; it counts for the responder alone.

    Notes
    -----
    Source: data/measure/reporting.toml, `together` and `responder`. The thresholds were read in their sources; how
    they are combined is a convention. IMMPACT asks for two or more methods to judge whether a change matters.
    """
    primary = [course for course in (pain, function) if course]
    verdict, reason, needed, leading = _joined(primary)
    felt = None if impression is None else impression in load_measure_data().responder.impressions
    pain_responds, function_responds = _responds(pain), _responds(function) if function else None
    worse = any(course.change is not None and course.change.classification == "worse" for course in primary)
    return Response(
        verdict=verdict,
        reason=reason,
        needed=needed,
        leading=leading,
        pain=pain_responds,
        function=function_responds,
        impression=felt,
        overall=_overall(pain_responds, (function_responds, felt), worse=worse),
    )


def _weeks_of(readings: Iterable[Reading], days: int) -> tuple[Week, ...]:
    ordered = sorted(readings, key=lambda reading: reading.day)
    together: dict[int, list[Reading]] = {}
    for reading in ordered:
        together.setdefault((reading.day - ordered[0].day).days // days, []).append(reading)
    return tuple(
        Week(
            number=number + 1,
            starts=ordered[0].day + timedelta(days=number * days),
            score=fmean(_means_of_days(ones)),
            readings=len(ones),
            ratings=ones[-1].ratings,
        )
        for number, ones in together.items()
    )


def _means_of_days(ordered: Iterable[Reading]) -> list[float]:
    return [fmean(one.score for one in ones) for _, ones in groupby(ordered, key=lambda reading: reading.day)]


def _between(instrument: str, first: Week, later: Week, domain: str | None) -> Change:
    """Return the change between two weeks; of activities only those that were rated both times count."""
    if first.ratings and later.ratings:
        most = max(len(first.ratings), len(later.ratings))
        return change(instrument, *(_padded(week.ratings, most) for week in (first, later)))
    return change(instrument, first.score, later.score, domain=domain)


def _limits(instrument: str, weeks: Sequence[Week], changes: Sequence[Change], domain: str | None) -> Limits:
    """Return the bounds round the first week, by the threshold that judged the last change."""
    if not weeks:
        return Limits()
    used = changes[-1].threshold if changes else None
    rated = sum(rating is not None for rating in weeks[0].ratings)
    if used is None and 0 < rated < ACTIVITIES_OF_A_MEAN:
        used = ONE_ACTIVITY
    return limits_of(instrument, weeks[0].score, use=used, domain=domain)


def _padded(ratings: Sequence[float | None], length: int) -> list[float | None]:
    return [*ratings, *[None] * (length - len(ratings))]


def _verdict(before: Change, last: Change) -> tuple[Verdict, WhyVerdict, int]:
    if last.classification == "not_classified" or before.classification == "not_classified":
        return "cannot_tell", "no_threshold", 0
    if last.reason == "no_room_to_improve":
        return "cannot_tell", "no_room_to_improve", 0
    if last.classification != before.classification:
        return "cannot_tell", "last_two_differ", 1
    return VERDICTS[last.classification], "two_weeks_agree", 0


def _index(instrument: str, weeks: Sequence[Week]) -> float | None:
    """Return the reliable change index from the first week to the last."""
    threshold = next(iter(load_measure_data().thresholds_of(instrument)), None)
    if threshold is None or threshold.sem is None or len(weeks) < 2:
        return None
    return (weeks[-1].score - weeks[0].score) / sqrt(2 * threshold.sem**2)


def _flares(instrument: str, direction: Direction, weeks: Sequence[Week]) -> tuple[int, ...]:
    threshold = next(iter(load_measure_data().thresholds_of(instrument)), None)
    if threshold is None or threshold.mdc is None:
        return ()
    sign = -1 if direction == "higher_better" else 1
    tolerance = load_measure_data().classify.tolerance
    pairs = pairwise(weeks)
    return tuple(
        later.number for earlier, later in pairs if sign * (later.score - earlier.score) >= threshold.mdc - tolerance
    )


def _joined(primary: Sequence[Course]) -> tuple[Verdict, WhyVerdict, int, str | None]:
    told = {course.verdict: course.instrument for course in reversed(primary)}
    if "better" in told and "worse" in told:
        return "cannot_tell", "mixed", 0, told["worse"]
    for verdict in ("worse", "better", "same"):
        if verdict in told:
            return verdict, "two_weeks_agree", 0, told[verdict]
    first = min(primary, key=lambda course: course.needed or inf)  # 0: more answers would not help
    return "cannot_tell", first.reason, first.needed, first.instrument


def _responds(course: Course) -> bool | None:
    """Return whether a course improved by what the rule of responders asks; None where too little is known."""
    data = load_measure_data()
    if course.change is None or course.change.d is None or len(course.weeks) < data.course.least_weeks:
        return None
    rule = data.responder
    if course.instrument == ACTIVITIES:
        return course.change.d >= rule.activities_points - data.classify.tolerance
    least = rule.pain_pct if course.instrument == PAIN else rule.function_pct
    return course.change.pct is not None and course.change.pct >= least - data.classify.tolerance


def _overall(pain: bool | None, others: Sequence[bool | None], *, worse: bool) -> bool | None:
    if pain is False or worse:
        return False
    if pain is None or (not any(others) and None in others):
        return None
    return any(others)
