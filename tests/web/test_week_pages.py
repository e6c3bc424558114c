"""The week beside the massage, and the next days as a calendar file that tells nothing of anybody's health."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from tests.spec.stories import screened
from tests.web.reading import in_one_line
from tests.web.test_check_pages import days as days
from tests.web.test_treat_pages import planned as planned
from unknot.plan import load_plan_data, week_beside

ABOUT_HEALTH = re.compile(
    r"pain|sore|hurt|massage|muscle|trigger|back|health|doctor|press|treat|therap|unwell|sick", re.I
)


def entries(days):
    answer = days.get("plan:calendar")
    assert answer["Content-Type"].startswith("text/calendar")
    assert 'filename="calendar.ics"' in answer["Content-Disposition"]
    return answer.content, Calendar.from_ical(answer.content).walk("VEVENT")


def titled(events, title):
    return [event for event in events if event["SUMMARY"] == title]


def test_the_sessions_left_of_the_course_and_their_checks_stand_in_the_calendar(days, ana):
    _, events = entries(days)

    sessions, checks = titled(events, "Time for myself"), titled(events, "Two short questions")

    assert (len(sessions), len(checks)) == (5, 12)
    begins = [event["DTSTART"].dt for event in sessions]
    assert all(at.tzinfo is None for at in begins), "times are those of the clock on the wall"
    assert {later - before for before, later in pairwise(begins)} == {timedelta(days=4)}
    first = min(event["DTSTART"].dt for event in checks)
    assert (
        timedelta(hours=23, minutes=55)
        < first - timezone.localtime(days.now).replace(tzinfo=None)
        < timedelta(hours=24)
    )
    assert len({event["UID"] for event in events}) == len(events)


def test_a_calendar_file_tells_nothing_of_health_and_nothing_of_whom(days, ana):
    text = entries(days)[0].decode()

    assert not ABOUT_HEALTH.findall(text.replace("TRIGGER:P0D", ""))
    assert ana.name not in text
    assert str(ana.id) not in text
    assert "DESCRIPTION:Two short questions" in text
    assert "CLASS:PRIVATE" in text


def test_opened_again_on_another_day_the_same_entries_move(days):
    before = {event["UID"]: event["DTSTART"].dt for event in entries(days)[1]}
    days.pass_by(days=6)

    after = {event["UID"]: event["DTSTART"].dt for event in entries(days)[1]}

    assert set(after) <= set(before)
    assert any(after[uid] > before[uid] for uid in after)


def test_without_a_plan_in_sight_only_the_checks_stand_there(days, planned):
    planned.send("danger_heart_stroke", "next", item=["chest_pain"])

    _, events = entries(days)

    assert {str(event["SUMMARY"]) for event in events} == {"Two short questions"}


def test_the_week_says_what_to_do_how_strongly_it_is_recommended_and_whence(days, ana):
    page = in_one_line(days.get("plan:week").text)

    for words in ("Moving", "Warmth", "Sleep", "Stress and worry", "Progressive walking"):
        assert words in page
    assert "recommendation: strong; certainty: moderate" in page
    assert "certainty not given" in page
    assert "Read in the source:" in page


def test_the_week_names_no_medicine_but_says_with_whom_to_talk(days):
    page = days.get("plan:week").text

    assert "Ask a pharmacist or doctor" in page
    assert not re.findall(r"opioid|paracetamol|ibuprofen|tramadol|duloxetine|\bmg\b", page, re.I)


def test_a_danger_sign_comes_before_the_week(days, ana, planned):
    planned.send("danger_heart_stroke", "next", item=["chest_pain"])

    assert days.get("plan:week").url in (
        reverse("screening:outcome", args=[ana.id]),
        reverse("screening:resume", args=[ana.id]),
    )


def test_guidelines_of_another_kind_of_pain_are_left_out_and_so_is_heat_where_it_is_banned():
    def ids(**answers):
        sections = week_beside(screened(**answers))
        practices = {one.id for part in sections for one in part.practices}
        return practices | {one.id for part in sections for one in part.guidelines}

    assert "acp_2017_acute" in ids(pain_duration="under_2_weeks") - ids(pain_duration="over_3_months")
    assert "who_2023_exercise" in ids(pain_duration="over_3_months") - ids(pain_duration="under_2_weeks")
    assert "eular_fm_exercise" in ids(pain_regions=["widespread"]) - ids()
    heat = load_plan_data().practices["heat"]
    limited = screened()
    cold = limited.model_copy(update={"limits": limited.limits.model_copy(update={"no_tools": heat.applicators})})
    assert "heat" in ids()
    assert "heat" not in {one.id for part in week_beside(cold) for one in part.practices}


def test_somebody_elses_week_is_not_found(client, charlies_friend):
    for name in ("week", "calendar"):
        assert client.get(reverse(f"plan:{name}", args=[charlies_friend.id])).status_code == 404


@pytest.mark.parametrize("part", load_plan_data().week.values(), ids=lambda part: part.id)
def test_every_part_of_the_week_has_something_in_it(part):
    data = load_plan_data()

    topics = [one.topic for one in data.practices.values()] + [one.topic for one in data.guidelines.values()]

    assert set(topics) & set(part.topics)
