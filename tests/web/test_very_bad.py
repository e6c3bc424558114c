"""It is very bad right now: five quick questions, then comfort without pressing."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.test_interview import finish
from unknot.screen import load_screen_data
from unknot_app.actions.standing import standing_of
from unknot_app.records.models import Person

COMFORT = reverse("help:comfort", args=["position"])


def answer_quick(cards, name, do, **values):
    fields = {"do": do, "revision": cards.stored.revision, **values}
    fields |= {f"on_page.{question}": "1" for question in values if question != "item"}
    return cards.client.post(f"{cards.address(name)}?quick=1", fields)


def through_quick_questions(cards, **changes):
    """Answer what is asked, and return where it leads and the cards that were asked."""
    hub = reverse("screening:quick", args=[cards.person.id])
    seen: list[str] = []
    answers = {
        "nerve_saddle": ("choose", {"saddle_numbness": "no"}),
        "nerve_legs": ("choose", {"leg_symptoms": "none"}),
        "danger_ill_leg": ("none", {"as_list": "1"}),
        "danger_heart_stroke": ("none", {"as_list": "1"}),
    }
    while "/questions/" in (address := cards.client.get(hub).url) and len(seen) < 9:
        name = address.split("?")[0].rstrip("/").split("/")[-1]
        seen.append(name)
        do, values = changes.get(name) or answers.get(name) or ("none", {})
        last = answer_quick(cards, name, do, **values)
        if last.url.endswith("/outcome/"):
            return last.url, seen
    return address, seen


def test_a_new_person_comes_to_the_first_question_with_one_tap(client, owner):
    response = client.post(reverse("help:very_bad"))

    person = Person.objects.get(owner=owner)
    assert response.url == reverse("screening:quick", args=[person.id])
    assert client.get(response.url).url.endswith("/nerve_saddle/?quick=1")


def test_five_questions_lead_to_comfort_and_are_not_asked_again_in_the_full_check(cards, client, ana):
    address, seen = through_quick_questions(cards)

    assert address == COMFORT
    assert seen == [card.id for card in load_screen_data().cards.values() if card.very_bad]
    assert len(seen) == 5
    cards.about_ana()
    assert client.get(reverse("screening:resume", args=[ana.id])).url.endswith("/danger_organs_walking/")


def test_an_emergency_ends_them_with_what_to_do_now(cards, client):
    chest_pain = ("next", {"as_list": "1", "item": ["chest_pain"]})

    address, seen = through_quick_questions(cards, danger_heart_stroke=chest_pain)

    assert "Call the emergency number now." in client.get(address).text
    assert seen[-1] == "danger_heart_stroke"


def test_they_are_asked_anew_in_an_interview_under_way_and_the_rest_of_it_stays(cards, client):
    client.post(reverse("help:very_bad"))
    _, first = through_quick_questions(cards)
    cards.about_ana()
    age = cards.stored.answers["age"]

    client.post(reverse("help:very_bad"))
    _, again = through_quick_questions(cards)

    assert again == first
    assert cards.stored.answers["age"] == age


def test_what_needs_a_doctor_stands_above_the_comfort(cards, client):
    fever = ("next", {"as_list": "1", "item": ["fever"], "rash_not_fading": "no"})

    address, _ = through_quick_questions(cards, danger_ill_leg=fever)

    assert address == COMFORT
    assert "Please speak to a doctor today." in client.get(address).text


def test_after_the_questions_of_today_they_are_asked_anew_and_the_rest_is_kept(cards, client, ana):
    finish(cards)

    client.post(reverse("help:very_bad"))

    assert "saddle_numbness" not in cards.stored.answers
    assert cards.stored.answers["conditions"] == ["none"]
    assert not standing_of(ana, timezone.now()).is_allowed


@pytest.mark.parametrize("step", ["position", "warmth", "breathing", "now"])
def test_comfort_never_speaks_of_how_to_press(client, step):
    page = client.get(reverse("help:comfort", args=[step]))

    assert page.status_code == 200
    assert "trigger" not in page.text


def test_there_is_no_other_comfort(client):
    assert client.get(reverse("help:comfort", args=["elbow"])).status_code == 404


def test_how_strong_it_is_now_is_answered_and_not_kept(client):
    strong = client.post(reverse("help:comfort", args=["now"]), {"strength": "8"})
    milder = client.post(reverse("help:comfort", args=["now"]), {"strength": "3"})

    assert "Still 8 out of 10" in strong.text
    assert "3 out of 10" in milder.text
    assert "Most bad spells ease within days" in strong.text


@pytest.mark.parametrize("sent", ["²", "11", "-1", "much", "9" * 5000])
def test_a_strength_that_is_none_is_asked_again(client, sent):
    page = client.post(reverse("help:comfort", args=["now"]), {"strength": sent})

    assert page.status_code == 200
    assert "How strong is it now?" in page.text


def test_after_a_very_bad_hour_the_start_page_offers_the_full_check_and_comfort_again(cards, client):
    client.post(reverse("help:very_bad"))
    through_quick_questions(cards)

    page = client.get(reverse("home:start")).text

    assert "Do the full check" in page
    assert COMFORT in page
    assert reverse("help:very_bad") in page


def test_the_first_quick_question_and_the_first_comfort_lead_back(cards, client):
    client.post(reverse("help:very_bad"))

    first = client.get(f"{cards.address('nerve_saddle')}?quick=1").text

    assert f'<a href="{reverse("help:very_bad")}">‹ Back</a>' in first
    assert f'<a href="{reverse("home:start")}">‹ Back</a>' in client.get(COMFORT).text
