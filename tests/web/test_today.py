"""Today: the list of people tells what is due with whom, and nothing of somebody who is locked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import NOW
from tests.web.test_treat_pages import Session, done
from tests.web.test_treat_pages import planned as planned
from unknot_app.actions.interview import begin_screening
from unknot_app.actions.people import add_person
from unknot_app.actions.pins import set_pin
from unknot_app.actions.today import most_pressing_first, today_of
from unknot_app.records.models import SessionNote

PEOPLE = reverse("people:list")


def due(person, days=0):
    return [one.page for one in today_of(person, timezone.now() + timedelta(days=days)).due]


@pytest.fixture
def treated(client, planned, ana):
    session = Session(client, ana)
    session.begin(pain="6")
    session.save(done=done(session.pressed()), ended="done", place=None)
    return session


def test_a_day_after_a_session_it_asks_how_it_was_before_anything_else(ana, treated):
    assert "treat:check" not in due(ana)

    assert due(ana, days=1) == ["treat:check", "measure:week", "screening:changes"]


def test_a_note_that_nobody_signed_waits(ana, treated):
    note = SessionNote.objects.create(person=ana, treatment_id=treated.stored.id)
    assert "treat:notes" in due(ana)

    note.author, note.signed_at = "Kim", timezone.now()
    note.save()

    assert "treat:notes" not in due(ana)


def test_the_list_tells_what_is_due_and_leads_there_but_not_for_somebody_locked(client, owner, ana):
    begin_screening(ana, NOW)
    ben = add_person(owner, "Ben")
    begin_screening(ben, NOW)
    set_pin(ben, "2468", "2468")

    page = client.get(PEOPLE).text

    assert reverse("screening:resume", args=[ana.id]) in page
    assert reverse("screening:resume", args=[ben.id]) not in page
    assert "Locked." in page


def test_whoever_waits_for_more_stands_first_and_a_long_list_is_searched_by_name(client, owner, ana, treated):
    people = [add_person(owner, f"Client {number}") for number in range(13)]
    days = [today_of(one, timezone.now() + timedelta(days=1)) for one in (*people, ana)]

    assert most_pressing_first(days)[0].person == ana
    assert "2 more people are not shown" in client.get(PEOPLE).text
    found = client.get(PEOPLE, {"sought": "client 11"}).text
    assert "Client 11" in found
    assert "Client 3" not in found
