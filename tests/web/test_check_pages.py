"""From a session to the checks a day and two days after it, and to the next plan, which says what changed and why."""

from __future__ import annotations

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.test_treat_pages import Session, done
from tests.web.test_treat_pages import planned as planned
from unknot_app.actions.following_up import history_of, last_reaction_of, next_check_of
from unknot_app.actions.people import delete_person
from unknot_app.actions.persons_plan import plan_for
from unknot_app.actions.standing import standing_of
from unknot_app.records.models import Reaction, Result, Treatment


class Days:
    """Lets days go by, and sends what the pages of the check send."""

    def __init__(self, client, person):
        self.client, self.person, self.now = client, person, timezone.now()

    def pass_by(self, **time):
        self.now += timedelta(**time)

    def get(self, name, *args):
        with mock.patch("django.utils.timezone.now", return_value=self.now):
            return self.client.get(reverse(name, args=args or [self.person.id]))

    def get_home(self):
        with mock.patch("django.utils.timezone.now", return_value=self.now):
            return self.client.get(reverse("home:start")).text

    def post(self, name, *args, **sent):
        with mock.patch("django.utils.timezone.now", return_value=self.now):
            return self.client.post(reverse(name, args=args or [self.person.id]), sent)

    def check(self, **sent):
        page = self.get("treat:check").text
        hidden = dict(re.findall(r'name="(session|after_h)" value="([^"]+)"', page))
        return self.post("treat:check", **hidden, **sent)

    def standing(self):
        return standing_of(self.person, self.now)

    def come_again(self):
        """Say that nothing has changed, and make a plan with the same wishes."""
        page = self.get("screening:changes").text
        (revision,) = re.findall(r'name="revision" value="(\d+)"', page)
        self.post("screening:changes", revision=revision, do="none")
        return self.post("plan:wishes", minutes="20", at_hand=["hands"], where="anywhere", floor_alone="yes")


@pytest.fixture
def days(client, planned, ana):
    session = Session(client, ana)
    session.begin(pain="6")
    session.save(done=done(session.pressed()), ended="done", place=None)
    return Days(client, ana)


def test_from_the_end_of_a_session_to_another_plan_for_a_stated_reason(days, ana):
    first = Result.objects.filter(person=ana, kind=Result.Kind.PLAN)[0].output
    assert days.get("treat:check").url == reverse("treat:answered", args=[ana.id])

    days.pass_by(hours=24)
    assert "How sore was the spot the next day?" in days.get("treat:check").text
    assert days.check(soreness="5", do="none").url == reverse("treat:answered", args=[ana.id])
    days.pass_by(hours=24)
    assert "How sore was the spot after two days?" in days.get("treat:check").text
    days.check(soreness="1", do="none")
    assert next_check_of(ana) is None
    days.pass_by(hours=2)
    days.come_again()

    page = days.get("plan:plan").text
    assert "As last time" in page
    assert "because it was sore the day after" in page
    again = plan_for(days.standing())
    assert again
    highest = max(step["pressure_level"][1] for step in first["steps"] if step["kind"] == "press")
    assert max(step.pressure_level[1] for step in again.plan.steps if step.pressure_level) < highest


def test_a_quiet_session_is_two_taps_twice_and_lets_the_next_be_firmer(days, ana):
    for _ in range(2):
        days.pass_by(hours=24)
        days.check(soreness="0", do="none")

    history = history_of(days.standing())

    assert (history.quiet_sessions, history.sessions_done) == (1, 1)
    assert [one for one in history.adjustment.consequences if one.is_change] == []


def test_the_start_page_asks_first_and_the_plan_page_too(days):
    rest = days.get_home()
    assert "Your body has had its session" in rest
    assert "we ask two things" in rest
    days.pass_by(hours=21)
    assert "How sore was the spot the next day?" in days.get_home()
    assert "How was it after the last session?" in days.get("plan:wishes").text


def test_a_warning_sign_leads_to_advice_and_to_the_danger_questions_before_anything_else(days, ana):
    days.pass_by(hours=24)
    days.check(soreness="2", do="ticked", item=["weak"])

    page = days.get("treat:answered").text

    assert "Please do not wait with this" in page
    assert reverse("help:stop_signs") in page
    assert reverse("screening:resume", args=[ana.id]) in page
    assert not days.standing().is_answered
    assert days.get("treat:before").status_code == 302


def test_a_bruise_is_left_alone_where_it_is(days, ana):
    days.pass_by(hours=24)
    days.check(soreness="0", do="ticked", item=["bruise"], place=["buttock_mid:left", "moon:left"])

    reaction = last_reaction_of(ana)
    assert reaction
    assert reaction.where == ("buttock_mid:left",)
    assert "Leave it alone until gone" in days.get("treat:answered").text
    resting = [one for one in history_of(days.standing()).adjustment.consequences if one.rest_until]
    assert ("buttock_mid:left",) in [one.regions for one in resting]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"do": "none"}, "Choose a number for the soreness"),
        ({"soreness": "11", "do": "none"}, "Choose a number for the soreness"),
        ({"soreness": "2", "do": "none", "item": ["tired"]}, "You ticked something and said"),
        ({"soreness": "2", "do": "ticked"}, "Tick what is new"),
    ],
)
def test_what_is_missing_is_asked_and_what_was_chosen_stays(days, sent, words):
    days.pass_by(hours=24)

    answer = days.check(**sent)

    assert answer.status_code == 422
    assert words in answer.text
    for item in sent.get("item", ()):
        assert f'value="{item}" checked' in answer.text
    assert not Reaction.objects.all()


def test_a_check_is_answered_once_and_never_for_another_session(days, ana):
    days.pass_by(hours=24)
    session = Treatment.objects.get(person=ana).id
    days.check(soreness="0", do="none")

    again = days.post("treat:check", session=session, after_h="24", soreness="9", do="none")

    assert again.url == reverse("treat:answered", args=[ana.id])
    assert [one.said["soreness"] for one in Reaction.objects.filter(person=ana)] == [0]
    assert days.post("treat:check", session="x", after_h="24", soreness="0", do="none").status_code == 400


def test_six_sessions_without_gain_put_see_someone_before_going_on(days, ana):
    stored = Treatment.objects.get(person=ana)
    for ago in range(3, 21, 3):
        at = stored.started_at - timedelta(days=ago)
        record = {**stored.record, "started_at": at.isoformat(), "ended_at": at.isoformat()}
        times = {"started_at": at, "saved_at": at, "ended_at": at}
        Treatment.objects.create(person=ana, plan_id=stored.plan_id, record=record, **times)

    page = days.get_home()

    assert page.index("Six sessions, and your pain is about the same.") < page.index('id="next"')
    assert reverse("refer:letters", args=[ana.id]) in page


def test_the_answers_are_deleted_with_their_person(days, ana):
    days.pass_by(hours=24)
    days.check(soreness="0", do="none")

    delete_person(ana)

    assert not Reaction.objects.all()


def test_somebody_elses_check_is_not_found(client, charlies_friend):
    for name in ("check", "answered"):
        assert client.get(reverse(f"treat:{name}", args=[charlies_friend.id])).status_code == 404
