"""Pain in much of the body: three short cards, what they say, and what they never say."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.test_interview import finish
from tests.web.test_result import found_for, paint, ready  # noqa: F401 - a fixture
from unknot.measure import Fm2016Score
from unknot_app.actions.estimating import answer_symptoms
from unknot_app.actions.widespread import CARDS, widespread_of

EVERYWHERE = ("shoulder_top", "buttock_mid", "knee_front", "forearm_back")
WEEK = {"fatigue": "3", "unrefreshed": "3", "cognitive": "2"}
MONTHS = {"headaches": "yes", "lower_abdomen": "no", "depression": "no"}


@pytest.fixture
def spread(cards, ana):
    """Return the cards of somebody who hurts in four of five parts of the body."""
    cards.about_ana()
    finish(cards)
    paint(ana, *EVERYWHERE, side="both")
    finish(cards)
    assert found_for(ana), cards.stored.answers
    return cards


@pytest.fixture
def card(ana):
    return lambda name: reverse("result:symptoms", args=[ana.id, name])


@pytest.mark.usefixtures("spread")
def test_three_cards_lead_to_the_figures_and_to_a_doctor_never_to_a_diagnosis(client, ana, card):
    address = reverse("result:result", args=[ana.id])
    assert "Answer seven short questions about it" in client.get(address).text

    assert client.post(card("week"), WEEK).url == card("months")
    assert client.post(card("months"), MONTHS).url == card("lasting")
    assert client.post(card("lasting"), {"three_months": "yes"}).url == f"{address}#widespread"

    found = widespread_of(found_for(ana))
    assert found
    assert isinstance(found.score, Fm2016Score)
    assert (found.score.sss, found.score.met) == (9, True)
    page = client.get(address).text
    assert "9 of 12" in page
    assert "Only a doctor can tell" in page
    assert "not all that are sore" in page
    assert "you have fibromyalgia" not in page.lower()


@pytest.mark.usefixtures("spread")
def test_a_card_that_is_half_filled_in_says_what_is_open_and_loses_nothing(client, ana, card):
    response = client.post(card("week"), {"fatigue": "2"})

    assert response.status_code == 422
    assert response.text.count('class="error"') == 2
    assert 'id="fatigue-2" name="fatigue" value="2" checked' in response.text
    assert found_for(ana).kept is None


@pytest.mark.usefixtures("spread")
def test_not_knowing_is_an_answer_and_gives_no_score(client, ana, card):
    client.post(card("week"), {**WEEK, "cognitive": "unsure"})
    client.post(card("months"), MONTHS)
    client.post(card("lasting"), {"three_months": "yes"})

    found = widespread_of(found_for(ana))

    assert found
    assert found.open_card is None
    assert found.score is None
    assert "we do not count it" in client.get(reverse("result:result", args=[ana.id])).text


@pytest.mark.usefixtures("spread")
def test_an_answer_that_is_none_is_refused(client, card, ana):
    for sent in ("9", "²", "much", "9" * 5000):
        assert client.post(card("week"), {**WEEK, "fatigue": sent}).status_code == 400
    assert client.get(reverse("result:symptoms", args=[ana.id, "year"])).status_code == 404


def test_pain_in_one_part_of_the_body_is_not_asked_about_it(client, ready, ana, card):  # noqa: F811
    assert widespread_of(found_for(ana)) is None
    assert client.get(card("week")).url == reverse("result:result", args=[ana.id])


def test_somebody_elses_cards_are_not_found(client, charlies_friend):
    for name in CARDS:
        assert client.get(reverse("result:symptoms", args=[charlies_friend.id, name])).status_code == 404


def test_without_an_estimate_nothing_is_written(ana):
    assert answer_symptoms(ana, {"fatigue": 1}, timezone.now()) is None
