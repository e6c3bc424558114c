"""People: each page belongs to one, and somebody else's people do not exist."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.web.conftest import NOW
from unknot_app.actions.interview import begin_screening
from unknot_app.actions.people import add_person, delete_person
from unknot_app.records.models import Person, Result, Screening
from unknot_app.records.queries import last_screening_of


def test_somebody_is_added_and_chosen(client, owner):
    client.post(reverse("people:add"), {"name": "  Ana   Maria "})

    page = client.get(reverse("home:start")).text

    assert Person.objects.get(owner=owner).name == "Ana Maria"
    assert "Hello, Ana Maria" in page


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_that_is_none_is_refused_and_kept_in_its_field(client, owner, name):
    response = client.post(reverse("people:add"), {"name": name})

    assert response.status_code == 422
    assert "Enter a name" in response.text
    assert not Person.objects.filter(owner=owner).exists()


def test_a_name_is_text_and_never_markup(client, owner):
    add_person(owner, "<script>alert(1)</script>")

    page = client.get(reverse("home:start")).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_somebody_is_renamed(client, ana):
    client.post(reverse("people:rename", args=[ana.id]), {"name": "Anna"})

    ana.refresh_from_db()
    assert ana.name == "Anna"


def test_deleting_asks_first(client, ana):
    response = client.post(reverse("people:delete", args=[ana.id]))

    assert response.status_code == 422
    assert Person.objects.filter(id=ana.id).exists()


def test_deleting_takes_every_record_along(client, ana):
    begin_screening(ana, NOW)
    Result.objects.create(person=ana, kind="clearance", knowledge_version="x", input={}, output={})

    after = client.post(reverse("people:delete", args=[ana.id]), {"sure": "yes"}, follow=True)

    assert f'data-deleted="{ana.id}"' in after.text
    assert "treat/forget.js" in after.text
    assert not Person.objects.filter(id=ana.id).exists()
    assert not Screening.objects.filter(person_id=ana.id).exists()
    assert not Result.objects.filter(person_id=ana.id).exists()


def test_a_browser_forgets_nobody_who_is_still_here(client, ana):
    assert "data-deleted" not in client.get(reverse("people:list"), {"deleted": str(ana.id)}).text
    assert "data-deleted" not in client.get(reverse("people:list"), {"deleted": "<b>"}).text


def test_records_of_one_person_are_not_those_of_another(owner, ana):
    ben = add_person(owner, "Ben")
    begin_screening(ben, NOW)
    mine = begin_screening(ana, NOW + timedelta(minutes=1))

    delete_person(ben)

    assert last_screening_of(ana) == mine


@pytest.mark.parametrize("name", ["people:rename", "people:delete", "screening:resume", "screening:outcome"])
def test_somebody_elses_person_does_not_exist(client, charlies_friend, name):
    begin_screening(charlies_friend, NOW)

    assert client.get(reverse(name, args=[charlies_friend.id])).status_code == 404


def test_somebody_elses_person_cannot_be_chosen_or_begun(client, charlies_friend):
    assert client.post(reverse("people:choose", args=[charlies_friend.id])).status_code == 404
    assert client.post(reverse("home:begin"), {"person": str(charlies_friend.id)}).status_code == 404
    assert client.post(reverse("home:begin"), {"person": "not an id"}).status_code == 404


def test_the_name_stands_on_every_page_of_a_person_and_never_in_a_title(client, ana):
    begin_screening(ana, NOW)
    addresses = [
        reverse("home:start"),
        reverse("people:list"),
        reverse("people:delete", args=[ana.id]),
        reverse("screening:card", args=[ana.id, "about_you"]),
        reverse("help:stop_signs"),
        reverse("preferences:settings"),
    ]

    for address in addresses:
        page = client.get(address).text
        assert "Ana" in page, address
        assert "Ana" not in page.split("<title>")[1].split("</title>")[0], address
        assert "Ana" not in address
