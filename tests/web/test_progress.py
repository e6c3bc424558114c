"""How it is going: one sentence first, charts, and the way from each figure to the answers and the rule."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.web.conftest import NOW
from unknot.measure import Reading, judge_course
from unknot_app.actions.charts import PHONE, draw
from unknot_app.actions.demo import add_invented_person
from unknot_app.actions.measuring import Entered, save_pain, save_weekly
from unknot_app.actions.progress import progress_of
from unknot_app.pages.measure.drawn import chart_of
from unknot_app.pages.measure.sheet import on_paper
from unknot_app.records.models import Measurement


def page_of(client, person, **asked):
    return client.get(reverse("measure:progress", args=[person.id]), asked).text


def headline_of(page):
    return re.sub(r"<[^>]*>", "", page.split("<h1>")[1].split("</h1>")[0])


def entered(person, *averages, weeks_ago=6):
    for week, average in enumerate(averages):
        when = NOW - timedelta(weeks=weeks_ago - week)
        save_pain(person, Entered({"answers": [None, average, None]}, {}), "finish", 0, when)


def test_the_page_of_the_invented_person_answers_in_one_look_and_every_figure_can_be_traced(client, owner):
    robin = add_invented_person(owner, NOW)
    page, going = page_of(client, robin), progress_of(robin, NOW)

    assert headline_of(page) == "Better: your average pain went from 6.7 to 3.3 in 7 weeks."
    assert "We can’t know from this alone." in page
    for week in going.pain.course.weeks:
        assert f'<td class="number">{week.score:.1f}'.removesuffix(".0") in page
    links = re.findall(r'class="chart" href="([^"]+)"', page)
    assert len(links) == 5
    for link in links[:4]:
        assert "The rule" in client.get(link).text
    assert links[4] == reverse("drawing:over_time", args=[robin.id])
    assert going.extent.part == "drawn"
    assert len(going.extent.points) == len(going.drawings)
    pain = client.get(links[0]).text
    assert "Less than 2 may be measurement error." in pain
    assert "How strong was your pain on average in the past 24 hours?" in pain
    month = progress_of(robin, NOW, "month")
    assert len(month.pain.course.weeks) < len(going.pain.course.weeks)
    assert 'aria-current="true">One month' in page_of(client, robin, span="month")
    assert page_of(client, robin, span="nonsense")


def test_the_invented_person_has_a_gain_a_flare_and_an_unclear_week_and_is_the_same_each_time(owner):
    robin = add_invented_person(owner, NOW)
    going = progress_of(robin, NOW)
    readings = [Reading(day=point.at.date(), score=point.score) for point in going.pain.points]
    after_four_weeks = [one for one in readings if (one.day - readings[0].day).days < 28]

    assert going.response.overall is True
    assert [one.course.flares for one in going.series[:2]] == [(5,), (5,)]
    assert judge_course("pain_nrs", after_four_weeks).reason == "last_two_differ"
    assert len(going.sessions) == 7
    robin.delete()
    again = progress_of(add_invented_person(owner, NOW), NOW)
    assert [one.course for one in again.series] == [one.course for one in going.series]


@pytest.mark.parametrize(
    ("averages", "said"),
    [
        ((), "Can’t tell yet: it takes three weekly answers."),
        ((6,), "Can’t tell yet: two more weekly answers are needed."),
        ((6, 5, 5), "About the same: your average pain was 6 and is 5 after 2 weeks."),
        ((4, 6, 7), "Worse: your average pain went from 4 to 7 in 2 weeks."),
        ((7, 7, 4), "Can’t tell yet: the last two weeks differ. One more weekly answer will show."),
    ],
)
def test_the_sentence_that_comes_first(client, ana, averages, said):
    entered(ana, *averages)

    assert headline_of(page_of(client, ana)) == said


def test_the_verdict_says_when_the_last_answer_is_old(client, ana):
    entered(ana, 7, 4, 4, weeks_ago=4)
    assert "days old" not in page_of(client, ana)
    for one in Measurement.objects.filter(person=ana):
        one.taken_at -= timedelta(days=1)
        one.save()

    page = page_of(client, ana)

    assert headline_of(page).startswith("Better")
    assert "The last answer is 15 days old. How it is now, this does not say." in page


def test_a_flare_in_the_last_week_is_said_with_when_to_get_help(client, ana):
    entered(ana, 7, 4, 4, 7)

    page = page_of(client, ana)

    assert headline_of(page).startswith("Can’t tell yet")
    assert "The last week was much worse. If anything is new, such as numbness or weakness, get help" in page


def test_without_history_an_example_is_shown_and_called_one(client, ana):
    page = page_of(client, ana)

    assert "With your first entry a point will stand here" in page
    assert "<strong>example</strong>" in page


def test_a_table_and_a_sheet_of_paper_to_save(client, ana):
    entered(ana, 7, 4, 4)
    save_weekly(ana, "psfs", Entered({"answers": [3]}, {"activities": ["=HYPERLINK(1)"]}), "finish", 0, NOW)

    table = client.get(reverse("measure:csv", args=[ana.id]))
    sheet = client.get(reverse("measure:pdf", args=[ana.id]))

    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    pain = [(row["score"], row["counts"]) for row in rows if row["what"] == "pain_nrs"]
    assert pain == [("7.0", "yes"), ("4.0", "yes"), ("4.0", "yes")]
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    assert "Ana" not in table["Content-Disposition"]
    assert sheet.content.startswith(b"%PDF")


def test_a_chart_on_paper_has_the_colours_of_paper():
    assert on_paper('<path stroke="var(--ink)"/>') == '<path stroke="#1F2A30"/>'


def test_a_chart_keeps_its_marks_off_the_axes_and_shows_weeks_without_an_answer_as_a_gap(ana):
    entered(ana, 6)
    one = progress_of(ana, NOW)
    entered(ana, 6, 5, weeks_ago=3)
    three = progress_of(ana, NOW)

    single, several = chart_of(one.pain, ()), chart_of(three.pain, ())
    assert single.domain == (-0.5, 0.5)
    assert list(single.days or ()) == [0]
    assert [[mark.day for mark in run] for run in several.runs] == [[0], [21, 28]]
    assert several.domain[0] < 0
    assert several.domain[1] > 28
    for chart in (single, several):
        assert "var(--ink)" in draw(chart, PHONE)


def test_the_chart_its_words_and_its_alternative_say_the_same(client, ana):
    entered(ana, 6, weeks_ago=6)
    entered(ana, 3, 3, weeks_ago=3)
    save_weekly(ana, "rmdq24", Entered({"mode": "tick", "ticked": ["rmdq_01"]}, {}), "finish", 0, NOW)
    save_weekly(ana, "psfs", Entered({"answers": [3]}, {"activities": ["walk"]}), "finish", 0, NOW)

    page, going = page_of(client, ana), progress_of(ana, NOW)

    bands = [band.bound for band in chart_of(going.pain, ()).bands]
    assert bands == [None, 4, 8]
    assert "At 4 or lower it is better by as much as matters, at 8 or higher it is worse." in page
    assert "Weeks with answers: 3; without: 2. First week: 6; last week: 3; lowest: 3; highest: 6." in page
    assert "Dots: weeks without an answer." in page
    # Of one activity three points matter, and the form of function that was asked before stays in sight.
    assert "You began at 3. At 6 or higher it is better by more than chance" in page
    assert going.earlier_function is not None
    assert page.count("This was asked before.") == 1
    assert "which leaves no room to show a gain. At 6 or higher it is worse. All else may be chance." in page


def test_another_persons_progress_is_not_there(client, charlies_friend, ana):
    for name in ("progress", "csv", "pdf"):
        assert client.get(reverse(f"measure:{name}", args=[charlies_friend.id])).status_code == 404
    assert client.get(reverse("measure:course", args=[ana.id, "pain_nrs"])).status_code == 404
    assert client.get(reverse("measure:course", args=[ana.id, "nothing"])).status_code == 404
