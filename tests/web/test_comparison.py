"""Does massage help me? Declared beforehand, led day by day, stopped by danger, answered at the end."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import NOW, give_rows
from unknot_app.actions.comparing import comparison_of, order_of
from unknot_app.actions.measuring import Entered, save_pain
from unknot_app.actions.standing import standing_of
from unknot_app.records.models import Comparison, Measurement, Result
from unknot_app.records.queries import last_result_of

DECLARED = {"what": "massage", "primary": "average", "beside": ["average", "worst"]}


@pytest.fixture
def address(rows, ana):
    """Return the page of somebody who may have a session today."""
    give_rows(rows, ana)
    Measurement.objects.filter(person=ana).delete()
    return reverse("measure:comparison", args=[ana.id])


def known_of(person):
    known = comparison_of(standing_of(person, NOW))
    assert known
    return known


def gone_by(person, days, *, with_it=3, without=6, noise=lambda day: day * 5 // 3 % 2):
    """Move the comparison back by some days, on each of which pain was entered."""
    stored = Comparison.objects.get(person=person)
    stored.begun_on -= timedelta(days=days)
    stored.seed = 7
    stored.save()
    known = known_of(person)
    for day in range(days):
        arm = known.order[day // 14]
        pain = (with_it if arm == "with" else without) + noise(day)
        when = NOW - timedelta(days=days - day)
        save_pain(person, Entered({"answers": [None, pain, min(10, pain + 1)]}, {}), "finish", 0, when)


def headline_of(page):
    return re.sub(r"<[^>]*>", "", page.split("<h1>")[1].split("</h1>")[0])


def test_it_is_declared_led_and_answered(client, ana, address):
    assert "First answer the questions" not in client.get(address).text
    assert client.post(address, {"primary": "average"}).status_code == 422
    assert client.post(address, DECLARED).status_code == 303
    client.post(address, DECLARED | {"what": "pressure", "primary": "now"})
    stored = Comparison.objects.get(person=ana)
    assert (stored.what, stored.primary, stored.beside) == ("massage", "average", ["worst"])
    first = client.get(address).text
    arm = order_of(stored)[0]
    assert headline_of(first) == f"These are weeks {arm} massage."
    assert "Week 1 of 12." in first
    assert "Today is not entered yet." in first
    assert "Mean" not in first

    gone_by(ana, 84)

    answered = client.get(address).text
    assert headline_of(answered) == "It helps you, and probably enough to notice."
    assert re.search(r"With massage your average pain was about [23]\.\d points lower\.", answered)
    assert "With massage your worst pain was about" in answered
    assert answered.count('<td class="number">14</td>') == 6
    assert "What do you want to compare?" in client.get(f"{address}?new").text


def test_stopped_early_it_says_that_it_cannot_tell(client, ana, address):
    client.post(address, DECLARED)
    gone_by(ana, 10)

    client.post(address, {"do": "stop"})

    page = client.get(address).text
    assert headline_of(page) == "Can’t tell yet."
    assert "Too few days are entered" in page
    assert Comparison.objects.get(person=ana).ended_on == timezone.localdate(NOW)


def test_what_is_open_can_go_on_once(client, ana, address):
    client.post(address, DECLARED)
    gone_by(ana, 84, with_it=4, without=5, noise=lambda day: day // 4 * 2 % 5)
    known = known_of(ana)
    assert known.answer.verdict == "cannot_tell"
    before = order_of(known.stored)

    client.post(address, {"do": "go_on"})

    stored = Comparison.objects.get(person=ana)
    assert (known.more_pairs, stored.pairs) == (3, 6)
    assert order_of(stored)[:6] == before
    assert "These are weeks" in client.get(address).text


def test_answers_that_allow_no_session_stop_the_weeks_with_massage(client, ana, address, monkeypatch):
    client.post(address, DECLARED)
    gone_by(ana, 20)
    judged = last_result_of(ana, Result.Kind.CLEARANCE)
    assert judged
    for session, days_ago in (("not_now", 4), ("allowed", 2)):
        judged.pk, judged.made_at = (ana.id, uuid4()), NOW - timedelta(days=days_ago)
        judged.output = {**judged.output, "session": session}
        judged.save(force_insert=True)
    days = known_of(ana).scores["average"]
    assert set(range(20)) - set(days) == {16, 17}

    monkeypatch.setattr("unknot_app.actions.standing.Standing.is_allowed", False)

    page = client.get(address).text
    assert headline_of(page) == "The comparison stands still"
    assert "These are weeks with massage." not in page


def test_of_fresh_pain_it_is_said_that_it_gets_better_by_itself_before_it_begins_and_beside_the_answer(
    client, ana, address
):
    said = "Fresh pain mostly gets better by itself"
    assert said in client.get(address).text
    client.post(address, DECLARED)
    client.post(address, {"do": "stop"})
    assert said in client.get(address).text

    for judged in Result.objects.filter(person=ana, kind=Result.Kind.CLEARANCE):
        judged.input["answers"]["pain_duration"] = "over_3_months"
        judged.save()

    assert said not in client.get(f"{address}?new").text
    assert said not in client.get(address).text


def test_to_compare_again_tells_how_often_chance_then_wins_and_keeps_all_answers_in_sight(client, ana, address):
    assert "You compared before" not in client.get(address).text
    for _ in range(2):
        client.post(address, DECLARED)
        client.post(address, {"do": "stop"})

    new, answer = client.get(f"{address}?new").text, client.get(address).text
    assert "about 3 of 100 people who compare once, and in about 8 of 100 who compare 3 times" in new
    assert "This is comparison number 2." in answer
    assert [page.count("<strong>Can’t tell yet.</strong>") for page in (new, answer)] == [2, 1]


def test_another_persons_comparison_is_not_there(client, charlies_friend):
    assert client.get(reverse("measure:comparison", args=[charlies_friend.id])).status_code == 404


def test_without_answers_none_begins(client, ana):
    address = reverse("measure:comparison", args=[ana.id])

    client.post(address, DECLARED)

    assert not Comparison.objects.filter(person=ana).exists()
    assert "First answer the questions" in client.get(address).text


def test_pain_entered_again_within_the_hour_does_not_count_twice_in_the_mean_of_its_day(client, ana, address):
    client.post(address, DECLARED)
    noon = timezone.localtime(NOW).replace(hour=12, minute=0)
    for minutes, pain in ((0, 8), (20, 4), (300, 5)):
        when = noon + timedelta(minutes=minutes)
        save_pain(ana, Entered({"answers": [None, pain, pain]}, {}), "finish", 0, when)

    assert known_of(ana).scores["average"] == {0: 4.5}
