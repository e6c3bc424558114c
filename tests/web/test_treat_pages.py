"""A session on its pages: begun only within the gate, written down as it goes on, and never overwritten."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import Cards, give_rows
from tests.web.test_interview import finish
from tests.web.test_plan_pages import age, current
from tests.web.test_plan_pages import plan as plan
from tests.web.test_plan_pages import wishes as wishes
from unknot.plan import step_key
from unknot.treat import Feelings
from unknot_app.actions.days import day_in_words
from unknot_app.actions.people import delete_person
from unknot_app.actions.standing import standing_of
from unknot_app.actions.treating import NoSessionNow, begin_treatment, next_session_from, rests_until
from unknot_app.records.models import Treatment

NUMBERS = {"pain": "6", "tension": "4"}


class Session:
    """Sends what the pages of a session send."""

    def __init__(self, client, person):
        self.client, self.person = client, person

    def address(self, name):
        return reverse(f"treat:{name}", args=[self.person.id])

    @property
    def stored(self):
        return Treatment.objects.filter(person=self.person).first()

    def begin(self, **numbers):
        return self.client.post(self.address("before"), numbers)

    def pressed(self):
        return next(step_key(step) for step in current(self.person).plan.steps if step.kind == "press")

    def save(self, revision=None, **told):
        stored = self.stored
        sent = {"id": stored.id, "revision": stored.revision if revision is None else revision}
        return self.client.post(self.address("save"), {**sent, "told": json.dumps(told)})


@pytest.fixture
def planned(client, ana, rows):
    """Return the cards of Ana, for whom everything is answered, painted and planned."""
    give_rows(rows, ana)
    return Cards(client, ana)


@pytest.fixture
def session(client, planned, ana):
    return Session(client, ana)


def done(key, **told):
    return [{"step": key, "state": "done", "held_s": 60, "why": "", "soreness": None, **told}]


def test_from_the_plan_to_the_difference_and_on_the_start_page(client, session, plan):
    assert session.address("before") in client.get(plan).text

    assert session.begin(**NUMBERS).url == session.address("go")
    assert session.save(done=done(session.pressed()), place={"cue": 3, "left_s": 20}).status_code == 204
    assert session.save(ended="done", place=None)["X-Revision"] == "2"
    assert "Sit for a minute, then walk five." in client.get(session.address("after")).text
    client.post(session.address("after"), {"pain": "4", "tension": "4", "stress": "1"})

    page = client.get(session.address("after")).text
    assert "6 before, 4 now: 2 less" in page
    assert "4 before, 4 now: the same" in page
    assert "1 now; before was not given" in page
    in_two_days = timezone.localdate() + timedelta(days=2)
    assert f"The spots of today rest until {day_in_words(in_two_days)}" in page
    assert "Last time was today: pain 6 before, 4 after." in client.get(reverse("home:start")).text


def test_numbers_that_were_left_out_are_not_known(session):
    session.begin(pain="11", tension="x")

    assert session.stored.record["before"] == {"pain": None, "tension": None, "stress": None}


def test_a_session_goes_on_where_it_was(client, session):
    session.begin()
    session.save(place={"cue": 2, "left_s": 24})

    assert client.get(session.address("before")).url == session.address("go")
    assert '"place": {"cue": 2, "left_s": 24}' in client.get(session.address("go")).text
    assert "Your session waits" in client.get(reverse("home:start")).text
    session.begin()
    assert Treatment.objects.filter(person=session.person).count() == 1


def test_no_session_from_answers_of_another_day(client, session, planned, plan):
    age(planned.stored, days=1, minutes=1)

    assert client.get(session.address("before")).url == plan
    assert session.begin().url == plan
    assert not session.stored
    with pytest.raises(NoSessionNow):
        begin_treatment(session.person, Feelings(), timezone.now())


def test_no_session_with_a_danger_sign_and_an_open_one_waits_no_more(client, session, planned):
    session.begin()
    planned.send("danger_heart_stroke", "next", item=["chest_pain"])

    assert client.get(session.address("go")).url == session.address("before")
    assert client.get(session.address("before")).url == reverse("plan:plan", args=[session.person.id])


def test_what_was_done_is_stored_although_the_plan_holds_no_more(session, planned):
    session.begin()
    key = session.pressed()
    planned.send("health_medicines", "next", item=["blood_heart"], medicines=["blood_thinner"])
    finish(planned)

    assert session.save(done=done(key), ended="stopped", place=None).status_code == 204


def test_an_open_session_of_an_older_plan_ends_where_it_was_left(client, session, wishes):
    session.begin()
    client.post(wishes, {"minutes": "10", "at_hand": ["hands"], "where": "anywhere", "floor_alone": "yes"})
    session.begin()

    ended, going_on = Treatment.objects.filter(person=session.person).order_by("started_at")
    assert ended.record["ended"] == "unanswered"
    assert going_on.ended_at is None


def test_after_pressing_the_body_rests_as_long_as_the_plan_says(client, session):
    session.begin()
    session.save(done=done(session.pressed()), ended="done", place=None)

    page = client.get(session.address("before"))

    assert "The next session can begin on" in page.text
    assert session.begin().status_code == 200
    tomorrow = standing_of(session.person, timezone.now() + timedelta(days=3))
    assert rests_until(tomorrow) is None


def test_the_rest_counts_from_the_session_not_from_the_day_of_its_plan(session):
    session.begin()
    session.save(done=done(session.pressed()), ended="done", place=None)
    stored = session.stored
    at_once = next_session_from(stored)
    stored.saved_at += timedelta(days=4)
    later = next_session_from(stored)

    assert at_once
    assert at_once > timezone.localdate()
    assert later == at_once + timedelta(days=4)


def test_another_plan_does_not_shorten_the_rest_of_a_session_left_open(client, session, wishes):
    session.begin()
    session.save(done=done(session.pressed()), place={"cue": 6, "left_s": 9})
    client.post(wishes, {"minutes": "10", "at_hand": ["hands"], "where": "anywhere", "floor_alone": "yes"})

    assert not [step for step in current(session.person).plan.steps if step.kind == "press"]
    assert "The last session was on" in current(session.person).plan.left_out[0].reason


def test_whoever_only_breathed_may_begin_again(client, session):
    session.begin()
    session.save(done=done("opening_breath"), ended="stopped", place=None)

    assert session.begin().url == session.address("go")


def test_an_older_page_and_an_ended_session_are_not_overwritten(session):
    session.begin()
    assert session.save(place={"cue": 1, "left_s": 9}).status_code == 204
    assert session.save(revision=0, place={"cue": 4, "left_s": 9}).status_code == 409
    assert session.save(ended="stopped", place=None).status_code == 204
    assert session.save(place={"cue": 5, "left_s": 9}).status_code == 409

    assert session.stored.record["ended"] == "stopped"


def test_sent_again_after_a_lost_answer_it_is_the_same(session):
    session.begin()
    for _ in range(2):
        answer = session.save(revision=0, ended="done", place=None)
        assert (answer.status_code, answer["X-Revision"]) == (204, "1")


def test_what_no_session_holds_is_refused_and_what_is_known_stays(session):
    session.begin(**NUMBERS)
    moon = [{"step": "moon", "state": "done"}]
    for told in ({"done": moon}, {"place": {"cue": "x"}}, {"ended": "cured"}, {"felt": "good"}):
        assert session.save(**told).status_code == 400
        assert session.stored.revision == 0

    session.save(before={"pain": 0}, planned=[], started_at="2020-01-01T00:00:00Z")

    assert session.stored.record["before"]["pain"] == 6
    assert session.stored.record["planned"]


def test_without_scripts_the_steps_are_listed_and_told_afterwards(client, session):
    session.begin()
    key = session.pressed()
    page = client.get(session.address("go")).text
    assert page.count("I have finished") == 1
    assert page.count('value="skipped"') == len(current(session.person).plan.steps)

    answer = client.post(session.address("go"), {"revision": "0", f"did.{key}": "partly", "did.moon": "done"})

    assert answer.url == session.address("after")
    assert session.stored.record["done"] == [
        {
            "step": key,
            "state": "partly",
            "held_s": None,
            "why": "",
            "soreness_before": None,
            "soreness": None,
            "pain": None,
        }
    ]


@pytest.mark.parametrize(
    ("ending", "words"), [("nerve_sign", "let go at once"), ("unwell", "end the session, lie flat")]
)
def test_a_sign_that_ended_it_leads_to_what_to_do(client, session, ending, words):
    session.begin()
    session.save(ended=ending, place=None)

    page = client.get(session.address("after")).text

    assert words in page
    assert reverse("help:stop_signs") in page


def test_more_pain_than_before_is_said_plainly(client, session):
    session.begin(**NUMBERS)
    session.save(ended="done", place=None)
    client.post(session.address("after"), {"pain": "8"})

    assert "More pain than before." in client.get(session.address("after")).text


def test_sessions_are_deleted_with_their_person(session, ana):
    session.begin()

    delete_person(ana)

    assert not Treatment.objects.all()


def test_somebody_elses_session_is_not_found(client, charlies_friend):
    for name in ("before", "go", "save", "after"):
        address = reverse(f"treat:{name}", args=[charlies_friend.id])
        assert client.post(address, {"id": charlies_friend.id, "revision": "0", "told": "{}"}).status_code == 404
