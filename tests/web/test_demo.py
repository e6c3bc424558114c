"""The invented person to look around with."""

from __future__ import annotations

from django.urls import reverse

from tests.web.conftest import NOW
from unknot_app.actions.demo import add_invented_person
from unknot_app.actions.persons_plan import plan_for
from unknot_app.actions.standing import standing_of
from unknot_app.records.models import Person


def test_the_invented_person_has_a_plan_that_holds(owner):
    person = add_invented_person(owner, NOW)

    planned = plan_for(standing_of(person, NOW))

    assert planned is not None
    assert any(step.kind == "press" for step in planned.plan.steps)


def test_the_name_says_that_they_are_invented(owner):
    assert "invented" in add_invented_person(owner, NOW).name


def test_the_first_page_offers_to_look_around(client):
    page = client.get(reverse("home:start")).text

    assert "Look around with an invented person" in page


def test_looking_around_leads_to_the_plan_of_the_invented_person(client):
    response = client.post(reverse("home:look_around"), follow=True)

    assert Person.objects.count() == 1
    assert "Your plan of today" in response.text


def test_looking_around_twice_adds_one_person(client):
    client.post(reverse("home:look_around"))
    client.post(reverse("home:look_around"))

    assert Person.objects.count() == 1


def test_to_look_at_the_address_adds_nobody(client):
    assert client.get(reverse("home:look_around")).status_code == 405
    assert not Person.objects.exists()
