"""A therapist's note: drafted from the record, edited, signed, locked, and amended with author and time."""

from __future__ import annotations

import json
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.web.test_check_pages import Days
from tests.web.test_treat_pages import Session
from tests.web.test_treat_pages import planned as planned
from unknot_app.actions.noting import PARTS, draft_of, noted
from unknot_app.actions.people import delete_person
from unknot_app.records.models import Amendment, Result, SessionNote

NAME = "K. Berg, physiotherapist"


@pytest.fixture
def session(client, planned, ana):
    session = Session(client, ana)
    session.begin(pain="6", tension="3")
    key = session.pressed()
    felt = [{"at": "2026-11-28T18:00:00Z", "step": key, "felt": one} for one in ("more", "ease_off")]
    told = {"step": key, "state": "partly", "held_s": 74, "why": "too_much", "soreness": 5}
    session.save(done=[told], felt=felt, ended="done", place=None)
    client.post(session.address("after"), {"pain": "4"})
    return session


@pytest.fixture
def address(session):
    return reverse("treat:note", args=[session.person.id, session.stored.id])


def texts(session):
    found = noted(session.person, session.stored.id)
    assert found
    return dict(found.parts)


def sent(client, address, **values):
    (revision,) = re.findall(r'name="revision" value="(\d+)"', client.get(address).text) or ("0",)
    return client.post(address, {"revision": revision, "author": NAME, **values})


def test_the_draft_tells_what_was_said_done_found_and_planned(session):
    text = texts(session)

    assert "pain 6/10, tension 3/10, stress not given" in text["subjective"]
    assert "held 74 s of" in text["objective"]
    assert "eased off: 1" in text["objective"]
    assert "after 5/10" in text["objective"]
    assert "still too much" in text["objective"]
    assert "pain 4/10, tension not given" in text["assessment"]
    assert "it was too strong last time" in text["plan"]
    assert "Next session not before" in text["plan"]


def test_every_number_of_the_draft_stands_in_the_record(session):
    stored = session.stored
    plan = Result.objects.get(person=session.person, id=stored.plan_id).output
    known = json.dumps([stored.record, plan]) + " 5 10 24 48 "
    numbers = set(re.findall(r"\d+", known))
    probabilities = {f"{one['probability']:.2f}" for one in plan["estimate"]["candidates"]}

    draft = draft_of(stored)

    for name in PARTS:
        for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)", getattr(draft, name)):
            assert number in numbers | probabilities, (name, number)


def test_the_answers_after_the_session_before_stand_in_the_next_note(client, ana, planned, session):
    days = Days(client, ana)
    days.pass_by(hours=24)
    days.check(soreness="3", do="ticked", item=["tired"])
    first = session.stored
    later = session.stored
    later.pk, later.id = None, None
    record = {**first.record, "started_at": days.now.isoformat(), "ended_at": days.now.isoformat()}
    again = type(first).objects.create(
        person=ana, plan_id=first.plan_id, started_at=days.now, saved_at=days.now, ended_at=days.now, record=record
    )

    assert "after 24 h soreness 3/10, Very tired" in draft_of(again).subjective


def test_edited_signed_and_locked(client, session, address):
    assert "A draft." in client.get(address).text
    sent(client, address, do="save", subjective="Slept badly.")
    assert "Not signed yet" in client.get(address).text
    assert "Slept badly." in client.get(address).text

    sent(client, address, do="sign", subjective="Slept badly. Worse on sitting.")

    page = client.get(address).text
    assert f"Signed by {NAME}" in page
    assert '<textarea id="subjective"' not in page
    refused = sent(client, address, do="save", subjective="Never said.")
    assert refused.status_code == 409
    assert SessionNote.objects.get().subjective == "Slept badly. Worse on sitting."


def test_nobody_signs_without_a_name_and_what_was_written_is_kept(client, session, address):
    answer = sent(client, address, do="sign", author=" ", plan="Exercise.")

    assert answer.status_code == 422
    assert "Write your name" in answer.text
    note = SessionNote.objects.get()
    assert (note.plan, note.signed_at) == ("Exercise.", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionNote.objects.update(signed_at=note.written_at)


def test_an_older_page_overwrites_nothing_and_loses_nothing(client, session, address):
    sent(client, address, do="save", plan="First.")

    answer = client.post(address, {"revision": "0", "author": NAME, "do": "save", "plan": "Second."})

    assert answer.status_code == 409
    assert "Second." in answer.text
    assert SessionNote.objects.get().plan == "First."


def test_a_signed_note_is_put_right_by_amendments_with_author_and_time(client, session, address):
    assert client.post(address, {"do": "amend", "text": "Left side.", "author": NAME}).status_code == 409
    sent(client, address, do="sign")
    assert client.post(address, {"do": "amend", "text": " ", "author": NAME}).status_code == 422
    assert client.post(address, {"do": "amend", "text": "Left side.", "author": ""}).status_code == 422

    client.post(address, {"do": "amend", "text": "It was the left side.", "author": NAME})
    client.post(address, {"do": "amend", "text": "And the hip.", "author": "A. Roth"})

    page = client.get(address).text
    assert page.index("It was the left side.") < page.index("And the hip.")
    assert Amendment.objects.count() == 2
    assert client.post(address, {"do": "burn"}).status_code == 400


def test_the_list_says_what_is_still_to_be_signed(client, session, address):
    notes = reverse("treat:notes", args=[session.person.id])
    assert "no note yet" in client.get(notes).text
    sent(client, address, do="save")
    assert "not signed" in client.get(notes).text
    sent(client, address, do="sign")
    assert f"signed by {NAME}" in client.get(notes).text


def test_notes_are_deleted_with_their_person(client, session, address, ana):
    sent(client, address, do="sign")
    client.post(address, {"do": "amend", "text": "More.", "author": NAME})

    delete_person(ana)

    assert not SessionNote.objects.all()
    assert not Amendment.objects.all()


def test_somebody_elses_note_is_not_found(client, session, charlies_friend, address):
    assert client.get(reverse("treat:notes", args=[charlies_friend.id])).status_code == 404
    assert client.get(reverse("treat:note", args=[charlies_friend.id, session.stored.id])).status_code == 404
    assert client.get(reverse("treat:note", args=[session.person.id, charlies_friend.id])).status_code == 404
