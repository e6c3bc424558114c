"""How it is going: what was measured over time, how its courses are judged, and what else happened meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from django.utils import timezone

from unknot.measure import (
    Course,
    Given,
    Reading,
    Response,
    judge_course,
    judge_together,
    load_measure_data,
    which_count,
)
from unknot.treat import Feelings, read_session_record
from unknot_app.actions.kept_drawings import KeptDrawing, kept_drawings_of
from unknot_app.records.models import Measurement, Person
from unknot_app.records.queries import measurements_of, treatments_of

Span = Literal["all", "year", "quarter", "month"]
SPANS: dict[Span, timedelta | None] = {
    "all": None,
    "year": timedelta(days=365),
    "quarter": timedelta(days=91),
    "month": timedelta(days=31),
}
PAIN, IMPRESSION, EXTENT = "pain_nrs", "pgic", "pain_extent"
# Of the two, the one that was answered last is how somebody's function is measured by now.
FUNCTION = ("rmdq24", "psfs")
# Shown beside pain and function, where there is anything to show; the verdict does not hang on them.
BESIDE = (
    "wellbeing_nrs",
    "stress_nrs",
    "finger_to_floor",
    "mm_schober",
    "lumbar_flexion_incl",
    "lumbar_extension_incl",
    "lumbar_side_bend_incl",
    "slr",
)
# Each of these has a place or a page of its own.
NOT_BESIDE = (PAIN, *FUNCTION, IMPRESSION, "ppt")
# Entries of the same questions, by themselves or in the set of a week.
ASKED = (Measurement.Context.DAY, Measurement.Context.WEEK)
# The extent of the drawings here is of the skin; one from elsewhere is of outlines, and not the same.
DRAWN = "drawn"
# Of these each side, or each form, is a series of its own: what it is stands under this name beside the answers.
DOMAIN = "domain"
PARTS = {"lumbar_side_bend_incl": "side", "slr": "side", "promis_sf": DOMAIN}


@dataclass(frozen=True)
class Point:
    """A score at a moment, and the record that it comes from."""

    at: datetime
    score: float
    record_id: UUID


@dataclass(frozen=True)
class Series:
    """The scores of one instrument, oldest first, and how their course is judged.

    `part`: of which side, or of which form of the instrument, where each is a series of its own.
    """

    instrument: str
    points: tuple[Point, ...]
    course: Course
    part: str = ""


@dataclass(frozen=True)
class Session:
    """A session that has ended, and how it was before and after."""

    at: datetime
    treatment_id: UUID
    before: Feelings
    after: Feelings | None


@dataclass(frozen=True)
class Progress:
    """All that the progress page shows of a span of time, as seen on a day.

    `earlier_function`: the other instrument of function, where that was asked before; nothing is judged by it.
    """

    today: date
    span: Span
    response: Response
    pain: Series
    function: Series | None
    earlier_function: Series | None
    beside: tuple[Series, ...]
    impression: Measurement | None
    sessions: tuple[Session, ...]
    drawings: tuple[KeptDrawing, ...]
    extent: Series

    @property
    def series(self) -> tuple[Series, ...]:
        known = (self.pain, self.function, self.earlier_function, *self.beside, self.extent)
        return tuple(one for one in known if one and one.points)

    @property
    def is_empty(self) -> bool:
        return not self.series and not self.sessions

    @property
    def leading(self) -> Series:
        """Return the series to speak of first."""
        named = {one.instrument: one for one in self.series}
        return named.get(self.response.leading or PAIN, self.pain)

    @property
    def days_old(self) -> int | None:
        """Return the age of the last answer of the leading series in days, where that is too long to speak of now."""
        if not self.leading.points:
            return None
        days = (self.today - _day(self.leading.points[-1].at)).days
        return days if days > load_measure_data().course.old_after_days else None


def progress_of(person: Person, now: datetime, span: Span = "all") -> Progress:
    """Return how it is going; a course is judged from the first week of the span on."""
    since = _since(span, now)
    measured = [one for one in reversed(measurements_of(person)) if _day(one.taken_at) >= since]
    pain, (function, earlier_function) = _series(PAIN, measured), _functions(measured)
    impressions = [one for one in measured if one.instrument == IMPRESSION and one.score is not None]
    impression = impressions[-1] if impressions else None
    felt = round(impression.score) if impression and impression.score is not None else None
    drawings = tuple(one for one in reversed(kept_drawings_of(person)) if _day(one.confirmed_at) >= since)
    return Progress(
        today=timezone.localdate(now),
        span=span,
        response=judge_together(pain.course, function.course if function else None, felt),
        pain=pain,
        function=function,
        earlier_function=earlier_function,
        beside=_beside(measured),
        impression=impression,
        sessions=_sessions(person, since),
        drawings=drawings,
        extent=_extent(drawings),
    )


def series_of(person: Person, instrument: str, now: datetime, span: Span = "all", part: str = "") -> Series:
    """Return the scores of one instrument alone, and of one part where it has several."""
    since = _since(span, now)
    measured = [one for one in reversed(measurements_of(person, instrument)) if _day(one.taken_at) >= since]
    return _series(instrument, measured, part)


def runs_of(course: Course) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of the answered weeks, in runs of weeks that follow one another."""
    runs: list[list[int]] = []
    for week in course.weeks:
        if runs and week.number == runs[-1][-1] + 1:
            runs[-1].append(week.number)
        else:
            runs.append([week.number])
    return tuple(map(tuple, runs))


def counted(measured: Sequence[Measurement]) -> list[Measurement]:
    """Return the entries that count, of some that are given oldest first (see `unknot.measure.which_count`).

    Only pain is asked as often as somebody likes; what is measured or brought from elsewhere twice is two readings.
    """
    repeated = [one for one in measured if one.instrument == PAIN and one.context in ASKED and one.score is not None]
    given = [Given(at=timezone.localtime(one.taken_at), is_finished=one.finished_at is not None) for one in repeated]
    left_out = {one.id for one, counts in zip(repeated, which_count(given), strict=True) if not counts}
    return [one for one in measured if one.id not in left_out]


def part_of(one: Measurement) -> str:
    """Return of which series of its instrument a measurement is; empty where there is one alone."""
    return str(one.about.get(PARTS.get(one.instrument, ""), ""))


def _beside(measured: Sequence[Measurement]) -> tuple[Series, ...]:
    """Return the series of all else that was measured, the usual ones first."""
    others = [name for name in load_measure_data().instruments if name not in (*BESIDE, *NOT_BESIDE)]
    found = {(one.instrument, part_of(one)) for one in measured if one.score is not None}
    named = [(name, part) for name in (*BESIDE, *others) for known, part in sorted(found) if known == name]
    return tuple(_series(name, measured, part) for name, part in named)


def _series(instrument: str, measured: Iterable[Measurement], part: str = "") -> Series:
    of_it = [one for one in measured if one.instrument == instrument and part_of(one) == part]
    own = [one for one in counted(of_it) if one.score is not None]
    points = tuple(Point(one.taken_at, one.score, one.id) for one in own if one.score is not None)
    domain = part if PARTS.get(instrument) == DOMAIN else None
    return Series(instrument, points, judge_course(instrument, [_reading(one) for one in own], domain), part)


def _extent(drawings: Sequence[KeptDrawing]) -> Series:
    """Return how much of the body each drawing covers; one alone is no course."""
    told = drawings if len(drawings) > 1 else ()
    points = tuple(Point(one.confirmed_at, one.summary.extent_percent, one.id) for one in told)
    readings = [Reading(day=_day(point.at), score=point.score) for point in points]
    return Series(EXTENT, points, judge_course(EXTENT, readings), DRAWN)


def _reading(one: Measurement) -> Reading:
    assert one.score is not None  # only what has a score is read
    ratings = one.answers.get("answers", ()) if one.instrument == "psfs" else ()
    return Reading(day=_day(one.taken_at), score=one.score, ratings=tuple(ratings))


def _functions(measured: Sequence[Measurement]) -> tuple[Series | None, Series | None]:
    """Return the series by which function is judged, that of the last answer, and the one of before."""
    answered = [one.instrument for one in measured if one.instrument in FUNCTION and one.score is not None]
    names = dict.fromkeys(reversed(answered))
    series = [_series(name, measured) for name in names]
    return series[0] if series else None, series[1] if len(series) > 1 else None


def _sessions(person: Person, since: date) -> tuple[Session, ...]:
    ended = treatments_of(person).exclude(ended_at=None).order_by("started_at")
    read = ((one, read_session_record(one.record)) for one in ended if _day(one.started_at) >= since)
    return tuple(Session(one.started_at, one.id, record.before, record.after) for one, record in read)


def _since(span: Span, now: datetime) -> date:
    length = SPANS[span]
    return timezone.localdate(now) - length if length else date.min


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
