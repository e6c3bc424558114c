"""A file for another program: chosen item by item as a letter is, seen first, kept, and saved as FHIR R4."""

from __future__ import annotations

import json
from base64 import b64decode
from collections import Counter
from http import HTTPStatus

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from tests.fhir import codes_in, faults_found_by_others, of_kind
from tests.web.conftest import give_rows
from tests.web.test_letters import Letters
from unknot.exchange import dangling_references
from unknot_app.cli.fhir import fhir_command
from unknot_app.records.models import Letter, Measurement, Reaction
from unknot_app.site import health_files

KIND = "file"
PRIVATE = "Numb between the legs, or trouble with bladder or bowel"


@pytest.fixture
def files(client, ana, invented):
    """Return letters of somebody with all that the invented person has."""
    give_rows(invented[0], ana)
    return Letters(client, ana)


def saved(files, **typed):
    assert files.keep(KIND, **typed).status_code == HTTPStatus.SEE_OTHER
    answer = files.client.get(files.address("file", Letter.objects.get().id))
    assert answer.headers["Content-Type"] == "application/fhir+json"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="record-')
    return json.loads(answer.content)


def test_the_file_of_the_invented_person_is_accepted_by_all_three_validators(files):
    every = [*files.offered(KIND), "agreed"]
    bundle = saved(
        files, item=every, name="Robin", recipient="Dr. Example", question="May I?", remark="<b>Thanks</b>"
    )

    assert dangling_references(bundle) == ()
    assert Counter(entry["resource"]["resourceType"] for entry in bundle["entry"]) == {
        "Composition": 1,
        "Patient": 1,
        "Condition": 1,
        "ServiceRequest": 1,
        "Practitioner": 1,
        "PractitionerRole": 1,
        "Questionnaire": 6,
        "QuestionnaireResponse": 6,
        "Observation": 68,
        "Media": 1,
        "Procedure": 7,
        "AdverseEvent": 7,
        "CarePlan": 1,
        "Consent": 1,
    }
    assert faults_found_by_others(bundle) == {"fhir": [], "medplum": []}


def test_the_picture_of_the_drawing_goes_in_with_the_drawing_and_not_without(files, monkeypatch):
    picture = of_kind(saved(files, item=["drawing"]), "Media")[0]
    Letter.objects.all().delete()
    without = saved(files, item=["complaint"])
    Letter.objects.all().delete()
    monkeypatch.setattr("unknot_app.pages.refer.fhir.can_draw_charts", lambda: False)
    drawn = of_kind(saved(files, item=["drawing"]), "Media")[0]["content"]

    assert picture["content"]["contentType"] == "image/png"
    assert b64decode(picture["content"]["data"]).startswith(b"\x89PNG")
    assert picture["content"]["title"] == "Pain drawing: Back"
    assert of_kind(without, "Media") == []
    assert drawn["contentType"] == "image/svg+xml"
    assert b"<script" not in b64decode(drawn["data"])


def test_the_command_writes_what_a_page_would_and_keeps_it(files, monkeypatch, tmp_path):
    monkeypatch.setattr(health_files, "_visit", lambda folder: None)

    def command(*words):
        return CliRunner().invoke(fhir_command, words)

    written = command("write", "Ana", "--for", "Dr. Example", "--as", "Ana Sol")
    path = tmp_path / "ana.json"
    path.write_text(written.stdout, encoding="utf-8")
    bundle, kept = json.loads(written.stdout), Letter.objects.get()

    assert json.loads(files.client.get(files.address("file", kept.id)).content) == bundle
    assert (kept.recipient, set(kept.items)) == ("Dr. Example", set(files.offered(KIND)))
    assert "agreed" not in kept.items
    assert "[x] drawing\n      Painted on" in command("items", str(files.person.id)).stdout
    told = command("check", str(path)).stdout
    assert "Valid FHIR R4: a Bundle of type document" in told
    assert "Low back pain" in told.split("What hurts")[1]
    assert "Not understood" not in told
    path.write_text(written.stdout.replace('"status": "final"', '"status": 7', 1), encoding="utf-8")
    assert "not valid as FHIR R4" in str(command("check", str(path)).exception)
    assert "nobody here is called 'Eve'" in str(command("write", "Eve").exception)
    assert "nearest: drawing" in str(command("write", "Ana", "--item", "drawin").exception)
    assert Letter.objects.count() == 1


def test_only_what_is_ticked_and_seen_goes_in(files):
    seen = files.send("preview", KIND, item=["measured.pain_nrs"], name="Ana").text
    bundle = saved(files, item=["measured.pain_nrs"], name="Ana")

    kinds = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    assert kinds == {"Composition", "Patient", "Observation", "Questionnaire", "QuestionnaireResponse"}
    scores = [one["valueQuantity"]["value"] for one in of_kind(bundle, "Observation")]
    stored = Measurement.objects.filter(instrument="pain_nrs").order_by("taken_at")
    assert scores == [one.score for one in stored]
    for one in stored:
        assert f"{timezone.localdate(one.taken_at):%-d %B %Y}: {one.score:g}" in seen
    assert "Age" not in seen.split("<article")[1]


def test_a_sign_that_may_be_dangerous_is_private_until_it_is_ticked(files):
    reaction = Reaction.objects.all()[0]
    Reaction.objects.filter(id=reaction.id).update(said={**reaction.said, "signs": ["saddle", "bruise"]})

    page = files.page(KIND)

    assert "reactions_private" not in files.offered(KIND)
    assert "A private answer" in page
    plain = saved(files, item=files.offered(KIND))
    assert PRIVATE not in json.dumps(plain)
    assert "A bruise" in json.dumps(plain)


def test_a_file_says_what_it_said_when_it_was_made(files):
    bundle = saved(files, item=["measured.pain_nrs", "complaint"])
    Measurement.objects.all().delete()

    again = files.client.get(files.address("file", Letter.objects.get().id))

    assert json.loads(again.content) == bundle
    assert "Save as FHIR" in files.client.get(files.address("kept", Letter.objects.get().id)).text


def test_codes_that_the_operator_switched_off_stay_out(files, settings):
    settings.CODES_OFF = frozenset(("snomed", "loinc", "icd10cm"))

    bundle = saved(files, item=["complaint"])

    assert of_kind(bundle, "Condition")[0]["code"] == {"text": "Low back pain"}
    assert not {code for system, code in codes_in(bundle) if "terminology.hl7.org" not in system and code.isdigit()}


def test_a_letter_is_no_file_and_a_record_that_changed_is_shown_anew(files):
    files.keep("doctor")
    assert files.client.get(files.address("file", Letter.objects.get().id)).status_code == HTTPStatus.NOT_FOUND

    seen = files.send("preview", KIND, item=["measured.pain_nrs"]).text
    Measurement.objects.filter(instrument="pain_nrs")[0].delete()
    seal = seen.split('name="seal" value="')[1].split('"')[0]
    answer = files.send("keep", KIND, item=["measured.pain_nrs"], seal=seal)

    assert answer.status_code == HTTPStatus.CONFLICT
    assert Letter.objects.count() == 1


def test_without_the_package_that_checks_it_no_file_is_offered(files, monkeypatch):
    monkeypatch.setattr("unknot_app.pages.refer.views.can_check_bundle", lambda: False)

    assert "File for another program" not in files.client.get(files.address("letters")).text
    assert files.client.get(files.address("write", KIND)).status_code == HTTPStatus.NOT_FOUND


def test_the_file_of_somebody_else_is_not_found(files, charlies_friend):
    files.keep(KIND)
    stranger = Letters(files.client, charlies_friend)

    assert isinstance(files.client, Client)
    answer = stranger.client.get(stranger.address("file", Letter.objects.get().id))
    assert answer.status_code == HTTPStatus.NOT_FOUND
