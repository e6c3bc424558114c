"""A health record is brought in: told thing by thing, set only once confirmed, and never in place of an answer."""

from __future__ import annotations

import html
import json
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.fhir import AT, EVERYTHING
from tests.spec.test_health_records import PATIENT, allergy, condition, file_of, medicine
from unknot.exchange import make_bundle
from unknot.exchange.data import read_systems
from unknot.screen import read_answers
from unknot_app.actions.held import complaint_said
from unknot_app.actions.interview import begin_screening
from unknot_app.records.models import Screening

FILE = file_of(
    condition("Osteoporosis <script>alert(1)</script>"), medicine("Warfarin"), allergy("Latex"), condition("Gout")
)


@pytest.fixture
def address(ana):
    return reverse("refer:from_elsewhere", args=[ana.id])


def sent(client, address, content):
    return client.post(address, {"file": SimpleUploadedFile("record.json", content)})


def taken(client, address, *confirmed, revision=0):
    return client.post(address, {"do": "take", "confirmed": confirmed, "revision": revision})


def stored(ana):
    return Screening.objects.filter(person=ana)[0]


def test_a_file_is_told_and_nothing_is_set(client, ana, address):
    answer = sent(client, address, FILE)
    page = html.unescape(answer.text)

    assert answer.status_code == HTTPStatus.OK
    assert "Ana Sol" in page
    assert "Thin or weak bones (osteoporosis)" in page
    assert "“Warfarin”" in page
    assert "Gout" in page.split("Not understood")[1]
    assert "<script>alert" not in answer.text
    assert "checked" not in page
    assert not Screening.objects.exists()


@pytest.mark.parametrize("off", ["", "snomed", "icd10cm", "snomed icd10cm"])
@pytest.mark.parametrize("duration", ["over_3_months", "under_2_weeks"])
def test_every_word_and_code_that_we_write_is_understood_when_it_is_read_back(client, address, off, duration):
    answers = read_answers({"pain_regions": ["low_back"], "pain_duration": duration}, AT.date())
    shared = EVERYTHING.model_copy(update={"complaint": complaint_said(answers, AT)})

    answer = sent(client, address, json.dumps(make_bundle(shared, read_systems(off))).encode())

    assert "Low back pain" in answer.text.split("What hurts")[1]
    assert "Not understood" not in answer.text


def test_only_what_was_confirmed_is_ticked_and_its_question_is_still_asked(client, ana, address, cards):
    answer = taken(client, address, "osteoporosis", "blood_heart", "nonsense", "age:44")

    assert answer.status_code == HTTPStatus.FOUND
    assert stored(ana).ticked == ["blood_heart", "osteoporosis"]
    assert stored(ana).answers == {"age": 44}
    page = cards.show("health_bones_cancer_infection").text
    assert 'value="osteoporosis" checked' in " ".join(page.split())
    cards.send("health_bones_cancer_infection", "next", item=["osteoporosis"])
    assert stored(ana).answers["osteoporosis"] == "yes"


def test_what_is_answered_already_is_not_changed(client, ana, address, cards):
    cards.send("about_you", age="42", sex="female", session_mode="self")
    cards.send("health_bones_cancer_infection", "none")
    before = stored(ana).answers

    page = html.unescape(sent(client, address, FILE).text)
    taken(client, address, "osteoporosis", "product_allergy", "age:44", revision=stored(ana).revision)

    assert "You have answered this already. It is not changed." in page
    assert stored(ana).answers == before
    assert before["osteoporosis"] == "no"
    assert stored(ana).ticked == ["product_allergy"]


def test_an_age_that_no_question_takes_is_not_offered_or_set(client, address):
    born_long_ago = {**PATIENT, "birthDate": "1800-01-01"}
    content = json.dumps({"resourceType": "Bundle", "entry": [{"resource": born_long_ago}]}).encode()

    assert 'value="age:' not in sent(client, address, content).text
    for age in ("400", "-1", "x", "4" * 5_000):
        assert taken(client, address, f"age:{age}").status_code == HTTPStatus.FOUND
    assert not Screening.objects.exists()


def test_with_nothing_known_ticked_nothing_is_written_and_no_interview_begins(client, address, screening):
    screening.finished_at = screening.saved_at
    screening.save()

    assert taken(client, address).status_code == HTTPStatus.FOUND
    assert taken(client, address, "nonsense", "age:x").status_code == HTTPStatus.FOUND
    assert Screening.objects.get().revision == screening.revision


def test_an_older_page_ticks_nothing_in_a_newer_interview_until_sent_again(client, ana, address, screening):
    older = html.unescape(sent(client, address, FILE).text)
    screening.finished_at = screening.saved_at
    screening.save()
    newer = begin_screening(ana, timezone.now())
    assert f'name="revision" value="{screening.revision}"' in older

    answer = taken(client, address, "osteoporosis", revision=screening.revision)

    assert answer.status_code == HTTPStatus.CONFLICT
    assert "was not stored" in answer.text
    assert f'name="revision" value="{newer.revision}"' in answer.text
    assert 'name="confirmed" value="osteoporosis"' in answer.text
    assert stored(ana).ticked == []
    taken(client, address, "osteoporosis", revision=newer.revision)
    assert stored(ana).ticked == ["osteoporosis"]


def test_that_prescriptions_are_not_read_is_told(client, ana, address):
    order = {"resourceType": "MedicationRequest"}

    assert "prescriptions or orders of medicines" in sent(client, address, file_of(order)).text
    assert "prescriptions or orders of medicines" not in sent(client, address, FILE).text


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (FILE[:-40], "was cut off"),
        (file_of(medicine("Aspirin", "recorded")), "the file is FHIR R5; only R4 can be read"),
        (file_of(condition("Cancer", recordedDate="x")), "entry 2 is not valid as FHIR R4"),
    ],
    ids=["cut off", "R5", "malformed"],
)
def test_a_file_that_cannot_be_read_says_so_and_sets_nothing(client, ana, address, content, why):
    answer = sent(client, address, content)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert why in html.unescape(answer.text)
    assert 'role="alert"' in answer.text
    assert not Screening.objects.exists()


def test_without_a_file_it_is_asked_for(client, ana, address):
    assert "Choose a file first." in client.post(address).text
    assert "Bring in a health record" in client.get(reverse("refer:letters", args=[ana.id])).text


def test_a_record_is_not_brought_to_somebody_else(client, charlies_friend):
    address = reverse("refer:from_elsewhere", args=[charlies_friend.id])

    assert sent(client, address, FILE).status_code == HTTPStatus.NOT_FOUND
    assert client.post(address, {"do": "take", "confirmed": ["cancer"]}).status_code == HTTPStatus.NOT_FOUND


def test_the_way_to_it_stands_on_the_start_page_until_the_questions_are_answered(client, ana, address):
    assert f'href="{address}"' in client.get(reverse("home:start")).text
