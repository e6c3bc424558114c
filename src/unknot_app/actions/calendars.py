"""The sessions of a course and the checks after them, as a file for any calendar (RFC 5545).

Whoever looks at a calendar learns nothing of anybody's health: titles are neutral, there is no description, and the
names of entries are made from ids that stand nowhere else. Times carry no zone: they are those of the clock on the
wall, wherever it hangs. An entry keeps its name when it moves, so a file that is opened again moves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from uuid import uuid5

from django.utils import timezone
from django.utils.translation import gettext
from icalendar import Alarm, Calendar, Event

from unknot.plan import SEE_SOMEONE
from unknot.treat import is_pressed, load_treat_data, read_session_record
from unknot_app.actions.following_up import history_of, next_check_of
from unknot_app.actions.persons_plan import hindrance_of, last_wishes_of
from unknot_app.actions.standing import Standing
from unknot_app.actions.treating import rests_until
from unknot_app.records.queries import treatments_of

# Neither of a body nor of anything that hurts; also where a text is put into another language.
TIME_FOR_MYSELF, TWO_QUESTIONS = "Time for myself", "Two short questions"
USUAL_TIME = time(19)
CHECK_MINUTES = 5


@dataclass(frozen=True)
class Entry:
    """One entry: its lasting name, its title, when it begins by the clock on the wall, and how long it takes."""

    name: str
    title: str
    at: datetime
    minutes: int


def calendar_of(standing: Standing) -> bytes:
    """Return the next sessions and checks of a person."""
    calendar = Calendar()
    calendar.add("prodid", "-//Unknot//Unknot//EN")
    calendar.add("version", "2.0")
    for entry in entries_of(standing):
        calendar.add_component(_event(entry, standing))
    return bytes(calendar.to_ical())


def entries_of(standing: Standing) -> Iterator[Entry]:
    """Yield the checks that are still to come and the sessions left of the course, each with its checks."""
    done = sum(is_pressed(read_session_record(one.record)) for one in treatments_of(standing.person))
    check = next_check_of(standing.person)
    if check:
        assert check.record.ended_at  # a check comes only after an end
        ended_at = timezone.localtime(check.record.ended_at).replace(tzinfo=None)
        hours = [check.after_h, *(one for one in load_treat_data().check.hours if one > check.after_h)]
        yield from _checks(done, ended_at, hours)
    minutes = last_wishes_of(standing.person).minutes
    for number, day in enumerate(_days_of_sessions(standing), done + 1):
        at = datetime.combine(day, _usual_time(standing))
        yield Entry(f"time-{number}", TIME_FOR_MYSELF, at, minutes)
        yield from _checks(number, at + timedelta(minutes=minutes), load_treat_data().check.hours)


def _checks(number: int, ended_at: datetime, hours: Iterable[int]) -> Iterator[Entry]:
    for after_h in hours:
        yield Entry(
            f"questions-{number}-{after_h}", TWO_QUESTIONS, ended_at + timedelta(hours=after_h), CHECK_MINUTES
        )


def _days_of_sessions(standing: Standing) -> Iterator[date]:
    """Yield the days of the sessions that are left of the course; none while something else comes first."""
    history, course = history_of(standing), load_treat_data().course
    if hindrance_of(standing) in ("unanswered", "blocked") or history.adjustment.action in SEE_SOMEONE:
        return
    # The published course has six sessions; it is spread evenly over the middle of its two to four weeks.
    between = timedelta(days=ceil(7 * sum(course.trial_weeks) / len(course.trial_weeks) / course.trial_sessions))
    day = rests_until(standing) or standing.today
    if history.last_session_date:
        day = max(day, history.last_session_date + between)
    if datetime.combine(day, _usual_time(standing)) < timezone.localtime(standing.now).replace(tzinfo=None):
        day += timedelta(days=1)
    for _ in range(course.trial_sessions - history.sessions_done):
        yield day
        day += between


def _usual_time(standing: Standing) -> time:
    """Return the time of day of the last session, to the quarter of an hour; in the evening when there was none."""
    last = treatments_of(standing.person).first()
    if last is None:
        return USUAL_TIME
    began = timezone.localtime(last.started_at)
    return time(began.hour, began.minute // 15 * 15)


def _event(entry: Entry, standing: Standing) -> Event:
    event = Event()
    event.add("uid", str(uuid5(standing.person.id, entry.name)))
    event.add("dtstamp", standing.now.astimezone(UTC))
    event.add("dtstart", entry.at)
    event.add("duration", timedelta(minutes=entry.minutes))
    event.add("summary", gettext(entry.title))
    event.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(0))
    alarm.add("description", gettext(entry.title))
    event.add_component(alarm)
    return event
