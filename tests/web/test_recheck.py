"""Has anything changed? One page renews the clearance, asks some questions anew, or begins all of them again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.test_result import ready as ready
from unknot_app.actions.next_step import next_step_of
from unknot_app.actions.persons_plan import NoPlanNow, Wished, hindrance_of, make_plan, plan_for
from unknot_app.actions.rechecking import _still_settled
from unknot_app.actions.standing import standing_of
from unknot_app.records.models import Result, Screening
from unknot_app.records.queries import last_screening_of

WISHED = {"minutes": "20", "at_hand": ["hands"], "where": "anywhere", "floor_alone": "yes"}


@pytest.fixture
def later(client, ready, ana):
    """Return somebody with a plan, two days later."""
    client.post(reverse("plan:wishes", args=[ana.id]), WISHED)
    screening, days = stored(ana), timedelta(days=2)
    screening.asked_at, screening.started_at = screening.asked_at - days, screening.started_at - days
    screening.fresh_since -= days
    screening.save()
    return ana


def stored(person) -> Screening:
    screening = last_screening_of(person)
    assert screening is not None
    return screening


def changes(person):
    return reverse("screening:changes", args=[person.id])


def send(client, person, **fields):
    return client.post(changes(person), {"revision": stored(person).revision, **fields})


def standing(person):
    return standing_of(person, timezone.now())


def test_a_plan_of_an_earlier_day_is_neither_shown_nor_printed_nor_made(client, later):
    for name in ("plan:plan", "plan:print", "plan:wishes"):
        assert client.get(reverse(name, args=[later.id])).url == changes(later)
    with pytest.raises(NoPlanNow):
        make_plan(later, Wished(), timezone.now())
    assert plan_for(standing(later)) is None


def test_none_of_these_renews_the_clearance_and_keeps_every_answer(client, later):
    before = stored(later)
    results = Result.objects.filter(person=later, kind=Result.Kind.CLEARANCE).count()

    response = send(client, later, do="none")

    after = stored(later)
    assert after.answers == before.answers
    assert after.asked_at == before.asked_at
    assert standing(later).is_fresh
    assert Result.objects.filter(person=later, kind=Result.Kind.CLEARANCE).count() == results + 1
    assert response.url == reverse("plan:plan", args=[later.id])


def test_a_tick_asks_its_cards_again_and_no_other(client, later):
    send(client, later, item=["skin"])

    after = stored(later)
    assert after.finished_at is None
    assert "skin" not in after.answers
    assert after.answers["medicines"] == ["none"]
    assert client.get(reverse("screening:resume", args=[later.id])).url.endswith("/health_skin_feeling/")
    assert hindrance_of(standing(later)) == "unanswered"


def test_a_settled_contradiction_stays_settled_only_while_both_of_its_answers_stay(client, later):
    before = stored(later)
    before.answers = {**before.answers, "surgery_when": "none", "devices": ["breast_or_other_implant"]}
    before.settled = ["implant_without_operation"]
    before.save()

    send(client, later, item=["skin"])
    assert stored(later).settled == ["implant_without_operation"]

    asked_anew = {name: value for name, value in before.answers.items() if name != "surgery_when"}
    assert _still_settled(before.settled, asked_anew) == []


def test_once_what_was_ticked_is_answered_the_clearance_is_of_today(client, later, cards):
    send(client, later, item=["skin"])

    response = cards.send("health_skin_feeling", "none")

    assert response.url == reverse("screening:outcome", args=[later.id])
    assert standing(later).is_fresh
    assert next_step_of(standing(later)) == "plan"


def test_a_flare_begins_all_the_questions_again(client, later):
    send(client, later, item=["pain"])

    assert set(stored(later).answers) == {"age", "sex", "session_mode"}


def test_after_90_days_one_page_is_not_enough(client, later):
    Screening.objects.filter(person=later).update(asked_at=timezone.now() - timedelta(days=91))

    page = client.get(changes(later)).text
    send(client, later, do="none")

    assert "After 90 days" in page
    assert 'value="none"' not in page
    assert stored(later).finished_at is None


def test_answers_changed_in_another_window_are_not_renewed_unseen(client, later):
    response = client.post(changes(later), {"revision": "0", "do": "none"})

    assert response.status_code == 409
    assert "another window" in response.text
    assert not standing(later).is_fresh


def test_the_start_page_leads_to_it_and_says_how_old_the_answers_are(client, later):
    page = client.get(reverse("home:start")).text

    assert "These answers are 2 days old." in page
    assert changes(later) in page


def test_what_a_later_version_asks_more_is_asked_and_everything_else_is_kept(client, later):
    screening, result = stored(later), Result.objects.filter(person=later, kind=Result.Kind.CLEARANCE)[0]
    for given in (screening.answers, result.input["answers"]):
        del given["fever"]
    screening.save()
    result.save()

    start = client.get(reverse("home:start")).text
    outcome = client.get(reverse("screening:outcome", args=[later.id]))
    resumed = client.get(outcome.url)

    assert "Carry on where you stopped" in start
    assert resumed.url.endswith("/danger_ill_leg/")
    assert stored(later).answers["night_sweats"] == "no"
