"""A series of scores as a chart: which day, which band, which words on the axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from unknot.measure import Change, Week, load_measure_data
from unknot_app.actions.charts import DESK, PHONE, Band, Chart, Mark, Size, can_draw_charts, draw
from unknot_app.actions.course_in_words import direction_of, figure, in_a_word, is_beyond_chance_alone
from unknot_app.actions.progress import Point, Series, Session, runs_of
from unknot_app.pages.templatetags.words import unit_of

LABELS_AT_MOST = 4
# Above this a label names the month and the year instead of the day.
DAYS_OF_YEARS = 300
# Above this single days are told by equal steps alone, however few labels that leaves.
EVEN_STEPS_UP_TO = 14
# Of more weeks the single answers are left out: they would hide the weeks.
WEEKS_WITH_DOTS = 26
# What is shown where nothing was measured yet; it is marked as an example.
EXAMPLE = (6.5, 6.2, 5.1, 5.6, 4.4, 4.2, 3.6)


@dataclass(frozen=True)
class TableRow:
    """A week as a table shows it: how it compares with the first one, in a word, and what else happened in it."""

    week: Week
    change: Change | None
    word: str
    is_flare: bool
    sessions: int


@dataclass(frozen=True)
class Drawn:
    """A series with its chart, in the sizes in which a page shows it; without charts installed there is none.

    `alternative`: what the chart shows, for whoever does not see it. `legend`: what its signs mean.
    """

    series: Series
    svg: str = ""
    wide_svg: str = ""
    alternative: str = ""
    legend: tuple[str, ...] = ()
    weeks: tuple[TableRow, ...] = ()


def drawn(series: Series, sessions: Sequence[Session], *, is_wide: bool = False) -> Drawn:
    """Return a series with its chart."""
    if not series.course.weeks:
        return Drawn(series)
    svg = wide_svg = ""
    if can_draw_charts():
        chart = chart_of(series, sessions)
        svg, wide_svg = draw(chart, PHONE), draw(chart, DESK) if is_wide else ""
    said = alternative(series, sessions), legend(series, sessions), weeks_of(series, sessions)
    return Drawn(series, svg, wide_svg, *said)


def alternative(series: Series, sessions: Sequence[Session]) -> str:
    """Return in words what a chart shows; how it is judged is said beside it, and each week stands in the table."""
    weeks = series.course.weeks
    missing = weeks[-1].number - len(weeks)
    scores = [week.score for week in weeks]
    during = _during(series, sessions)
    values = {
        "weeks": len(weeks),
        "from": date_format(weeks[0].starts, "j F Y"),
        "to": date_format(_day(series.points[-1].at), "j F Y"),
        "missing": missing,
        "first": figure(scores[0]),
        "last": figure(scores[-1]),
        "low": figure(min(scores)),
        "high": figure(max(scores)),
        "answers": sum(week.readings for week in weeks),
        "sessions": len(during),
        "flares": len(series.course.flares),
    }
    told = [
        gettext("Chart from %(from)s to %(to)s. Weeks with answers: %(weeks)s; without: %(missing)s."),
        gettext("First week: %(first)s; last week: %(last)s; lowest: %(low)s; highest: %(high)s."),
        gettext("Single answers: %(answers)s. Sessions: %(sessions)s. Flares: %(flares)s."),
    ]
    return " ".join(told) % values


def legend(series: Series, sessions: Sequence[Session]) -> tuple[str, ...]:
    """Return what the signs in a chart mean, of those that stand in it."""
    course = series.course
    has_bounds = course.limits.gain_from is not None or course.limits.loss_from is not None
    signs = (
        (True, gettext("Squares: the mean of a week.")),
        (_has_dots(series), gettext("Rings: single answers.")),
        (len(course.weeks) > WEEKS_WITH_DOTS, gettext("Of so many weeks single answers are left out.")),
        (len(runs_of(course)) > 1, gettext("Dots: weeks without an answer.")),
        (has_bounds, gettext("Dashes: from there on a change matters.")),
        (bool(_during(series, sessions)), gettext("Triangles: sessions.")),
        (bool(course.flares), gettext("Diamonds: a week much worse than the one before.")),
    )
    return tuple(words for is_there, words in signs if is_there)


def weeks_of(series: Series, sessions: Sequence[Session] = ()) -> tuple[TableRow, ...]:
    """Return each answered week as a row of a table, the newest first."""
    weeks, changes = series.course.weeks, (None, *series.course.changes)
    length = timedelta(days=load_measure_data().course.days_of_a_week)
    rows = [
        TableRow(
            week,
            change,
            in_a_word(change) if change else "",
            week.number in series.course.flares,
            sum(week.starts <= _day(one.at) < week.starts + length for one in sessions),
        )
        for week, change in zip(weeks, changes, strict=False)
    ]
    return tuple(rows[::-1])


def example() -> str:
    """Return a chart of invented scores."""
    if not can_draw_charts():
        return ""
    marks = tuple(Mark(7 * week, score) for week, score in enumerate(EXAMPLE))
    return draw(Chart(0, 10, (marks,)), Size(PHONE.width, 150))


def chart_of(series: Series, sessions: Sequence[Session]) -> Chart:
    first = _day(series.points[0].at)
    low, high = _shown_range(series)
    weeks = {week.number: _week_mark(series, week.number, first) for week in series.course.weeks}
    last = (_day(series.points[-1].at) - first).days
    return Chart(
        low=low,
        high=high,
        runs=tuple(tuple(weeks[number] for number in run) for run in runs_of(series.course)),
        dots=tuple(_mark(point, first) for point in series.points) if _has_dots(series) else (),
        flares=tuple(weeks[number] for number in series.course.flares),
        sessions=_during(series, sessions),
        bands=_bands(series, low, high),
        days=_labels(first, last),
        flare_label=gettext("flare"),
        unit=unit_of(series.instrument),
    )


def _during(series: Series, sessions: Sequence[Session]) -> tuple[float, ...]:
    """Return the days of the sessions that a chart shows, also those of the week after its last answer."""
    first = _day(series.points[0].at)
    last = (_day(series.points[-1].at) - first).days + load_measure_data().course.days_of_a_week
    days = ((_day(one.at) - first).days for one in sessions)
    return tuple(float(day) for day in days if 0 <= day <= last)


def _shown_range(series: Series) -> tuple[float, float]:
    """Return the whole scale where it is a short one, else the part in which the scores lie."""
    low, high = load_measure_data().instruments[series.instrument].range
    if high - low <= 24:
        return low, high
    scores = [point.score for point in series.points]
    limits = series.course.limits
    scores += [*(limits.error or ()), *(one for one in (limits.gain_from, limits.loss_from) if one is not None)]
    return max(low, min(scores) - 2), min(high, max(scores) + 2)


def _bands(series: Series, low: float, high: float) -> tuple[Band, ...]:
    """Return what may be chance, and what is better or worse by as much as matters, round the first week.

    The line begins in the first one and leads away from it, so that its words stand at the end, and on the side of
    what is worse; those of the others stand at the beginning.
    """
    limits = series.course.limits
    is_low_good = direction_of(series) == "higher_worse"
    bands = []
    if limits.error:
        error = (max(low, limits.error[0]), min(high, limits.error[1]))
        bands.append(Band(*error, "var(--quiet)", gettext("may be chance"), at_end=True, at_foot=not is_low_good))
    better, worse = gettext("better by as much as matters"), gettext("worse by as much as matters")
    if is_beyond_chance_alone(series):
        better, worse = gettext("better by more than chance"), gettext("worse by more than chance")
    sides = (
        (limits.gain_from, is_low_good, "var(--good)", better),
        (limits.loss_from, not is_low_good, "var(--careful)", worse),
    )
    for bound, is_below, colour, label in sides:
        if bound is not None:
            ends = (low, bound) if is_below else (bound, high)
            bands.append(Band(*ends, colour, label, bound=bound))
    return tuple(band for band in bands if band.low < band.high)


def _has_dots(series: Series) -> bool:
    return len(series.course.weeks) <= WEEKS_WITH_DOTS and any(week.readings > 1 for week in series.course.weeks)


def _week_mark(series: Series, number: int, first: date) -> Mark:
    """Return the score of a week, in the middle of the days on which it was answered."""
    days = load_measure_data().course.days_of_a_week
    inside = [(_day(point.at) - first).days for point in series.points]
    inside = [day for day in inside if day // days == number - 1]
    week = next(one for one in series.course.weeks if one.number == number)
    return Mark(sum(inside) / len(inside), week.score)


def _mark(point: Point, first: date) -> Mark:
    return Mark((_day(point.at) - first).days, point.score)


def _labels(first: date, last: int) -> Mapping[int, str]:
    form = "M Y" if last > DAYS_OF_YEARS else "j M"
    parts = _parts(last)
    days = sorted({round(last * part / parts) for part in range(parts + 1)})
    return {day: date_format(first + timedelta(days=day), form) for day in days}


def _parts(last: int) -> int:
    """Return into how many parts the labels divide the days; into none where there is a single day."""
    most = LABELS_AT_MOST - 1
    if last > EVEN_STEPS_UP_TO:
        return most
    return next((parts for parts in range(most, 1, -1) if last % parts == 0), 1)


def _day(moment: object) -> date:
    return timezone.localdate(moment)  # type: ignore[arg-type]
