"""Health records from elsewhere: read whole or not at all, and never more than a suggestion."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.fhir import EVERYTHING
from unknot.errors import BadInput
from unknot.exchange import load_exchange_data, load_meanings, make_bundle, read_health_record, understand
from unknot.exchange.data import WRITTEN
from unknot.exchange.reading import DEEPEST, LARGEST_BYTES, MOST_ENTRIES
from unknot.screen import load_screen_data

NAME = {"given": ["Ana"], "family": "Sol"}
PATIENT = {"resourceType": "Patient", "id": "7", "name": [NAME], "birthDate": "1984-02-29"}
URI = {name: system.uri for name, system in load_exchange_data().systems.items()}
PREDNISOLONE = {"system": URI["atc"], "code": "H02AB06"}


def condition(text="", *, code="", system="icd10cm", **more):
    coding = [{"system": URI[system], "code": code}] if code else []
    said = {name: value for name, value in (("text", text), ("coding", coding)) if value}
    return {"resourceType": "Condition", "subject": {"reference": "Patient/7"}, "code": said, **more}


def medicine(text, status="active", **more):
    taken = more or {"medicationCodeableConcept": {"text": text}}
    whose = {"subject": {"reference": "urn:uuid:7"}}
    return {"resourceType": "MedicationStatement", "status": status, **whose, **taken}


def allergy(text, **more):
    return {
        "resourceType": "AllergyIntolerance",
        "patient": {"reference": "Patient/7"},
        "code": {"text": text},
        **more,
    }


def of_value(code, system):
    return {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{system}", "code": code}]}


def file_of(*resources, **more):
    entries = [{"resource": resource} for resource in (PATIENT, *resources)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries, **more}).encode()


def ticked_by(*resources):
    return [one.item for one in understand(read_health_record(file_of(*resources))).suggestions]


@pytest.mark.parametrize(
    ("resource", "item"),
    [
        (condition(code="M81.0"), "osteoporosis"),
        (condition(code="C50.911"), "cancer"),
        (condition("Personal history of breast cancer"), "cancer"),
        (condition(code="I10", system="icd10"), "blood_pressure"),
        (condition("Essential hypertension (disorder)"), "blood_pressure"),
        (condition(code="Z79.01"), "blood_heart"),
        (condition("Sciatica", code="M54.42"), "nerves_spine"),
        (condition("Deep vein thrombosis", clinicalStatus=of_value("resolved", "condition-clinical")), "blood_clot"),
        (medicine("Warfarin 5 mg tablet"), "blood_heart"),
        (medicine("", medicationCodeableConcept={"coding": [PREDNISOLONE]}), "immune_hormone"),
        (allergy("Latex"), "product_allergy"),
    ],
)  # fmt: skip
def test_a_code_or_a_word_ticks_an_item(resource, item):
    assert ticked_by(resource) == [item]


@pytest.mark.parametrize(
    "resource",
    [
        condition("Family history of cancer"),
        condition("No known allergy to latex"),
        condition("Suspected pulmonary embolism"),
        condition("Something that nobody knows"),
        condition(code="M54.6"),
        condition("Low back pain, cauda equina?"),
        condition("Low back pain", code="G83.4"),
        allergy("Aspirin"),
        medicine("Latex"),
        allergy("No known allergies"),
    ],
)
def test_what_is_not_understood_is_listed_and_answers_nothing(resource):
    found = understand(read_health_record(file_of(resource)))

    assert found.suggestions == ()
    assert len(found.not_understood) == 1


@pytest.mark.parametrize(
    "resource",
    [
        condition("Cancer", verificationStatus=of_value("refuted", "condition-ver-status")),
        condition("Cancer", verificationStatus=of_value("entered-in-error", "condition-ver-status")),
        medicine("Warfarin", "not-taken"),
        medicine("Warfarin", "completed"),
    ],
)
def test_what_is_marked_as_wrong_or_a_medicine_of_the_past_is_left_alone(resource):
    found = understand(read_health_record(file_of(resource)))

    assert (found.suggestions, found.not_understood, len(found.left_alone)) == ((), (), 1)


def test_a_medicine_that_stands_as_an_entry_of_its_own_is_found():
    tablet = {"resourceType": "Medication", "id": "m1", "code": {"text": "Apixaban"}}

    assert ticked_by(tablet, medicine("", medicationReference={"reference": "Medication/m1"})) == ["blood_heart"]


def test_a_medicine_that_stands_inside_its_resource_is_found():
    names = ("Paracetamol", "Warfarin")
    inside = [{"resourceType": "Medication", "id": name, "code": {"text": name}} for name in names]
    taken = medicine("", medicationReference={"reference": "#Warfarin"}, contained=inside)

    assert ticked_by(taken) == ["blood_heart"]


@pytest.mark.parametrize("reference", [{}, {"reference": None}, {"reference": "#m1"}, {"reference": "Medication/"}])
def test_a_medicine_without_a_name_in_the_file_is_not_taken_for_another(reference):
    nameless = {"resourceType": "Medication", "code": {"text": "Warfarin 5 mg"}}
    taken = medicine("", medicationReference={"display": "Paracetamol", **reference})

    [stated] = read_health_record(file_of(nameless, taken)).stated

    assert stated.texts == ("Paracetamol",)


def test_one_person_may_be_referred_to_by_id_by_version_and_by_address():
    address = "urn:uuid:0000"
    references = ("Patient/7", "Patient/7/_history/1", "https://clinic.example/fhir/Patient/7", address)
    said = [condition("Gout", subject={"reference": one}) for one in references]
    entries = [{"resource": PATIENT, "fullUrl": address}, *({"resource": one} for one in said)]

    record = read_health_record(json.dumps({"resourceType": "Bundle", "entry": entries}).encode())

    assert len(record.stated) == len(references)


def test_what_a_file_does_not_say_is_no_answer():
    found = understand(read_health_record(file_of()))

    assert (found.suggestions, found.not_understood, found.left_alone) == ((), (), ())


def test_whom_a_file_is_about_and_what_of_it_is_not_read():
    odd = {"resourceType": "Observation", "status": "odd"}

    record = read_health_record(file_of(odd, {"resourceType": "Observation"}))

    assert (record.name, record.born, record.others) == ("Ana Sol", date(1984, 2, 29), {"Observation": 2})


def test_our_own_files_can_be_read():
    record = read_health_record(json.dumps(make_bundle(EVERYTHING)).encode())

    assert record.name == "Ana"
    assert [one.text for one in record.stated] == ["Low back pain for over three months"]


def test_every_code_of_a_condition_that_may_be_written_is_understood():
    codes = [one for one in load_exchange_data().codes.values() if one.use.split(".")[0] in ("condition", "context")]
    written = [one for one in codes if one.status in WRITTEN]
    found = {
        one.use: understand(read_health_record(file_of(condition(one.display, code=one.code, system=one.system))))
        for one in written
    }

    assert len(found) > 12
    # A strain is a fresh injury: somebody has to think of it.
    assert [use for use, one in found.items() if one.not_understood] == ["condition.back_strain"]


UNREADABLE = {
    "empty": (b"", "not JSON, or was cut off"),
    "cut off": (file_of(condition("Cancer"))[:-9], r"not JSON, or was cut off, at line 1, column \d+"),
    "XML": (b"<Bundle/>", "it is XML"),
    "UTF-16": (b"\xff\xfe\x00", "expected UTF-8"),
    "a list": (b"[]", "expected a FHIR Bundle, got 'list'"),
    "no Bundle": (b'{"resourceType": "Patient"}', "expected a FHIR Bundle, got 'Patient'"),
    "NaN": (b'{"resourceType": "Bundle", "total": NaN}', "NaN is no number"),
    "long number": (b'{"resourceType": "Bundle", "total": ' + b"9" * 5_000 + b"}", "number that cannot be read"),
    "no list": (b'{"resourceType": "Bundle", "entry": {}}', "entry: expected a list, got dict"),
    "empty entry": (b'{"resourceType": "Bundle", "entry": [{}]}', "entry 1 holds no resource"),
    "large": (b" " * (LARGEST_BYTES + 1), "larger than 5 MB"),
    "deep": (b'{"resourceType": "Bundle", "x": ' + b"[" * 100_000, f"deeper than {DEEPEST} levels"),
    "deeper": (b'{"resourceType": "Bundle", "x": ' + b"[" * 90 + b"]" * 90 + b"}", f"deeper than {DEEPEST} levels"),
    "many": (
        json.dumps({"resourceType": "Bundle", "entry": [{}] * (MOST_ENTRIES + 1)}).encode(),
        "5001 entries; at most 5000",
    ),
    "wrong day": (
        file_of(condition("Cancer", recordedDate="yesterday")),
        r"entry 2 is not valid as FHIR R4: Condition\.recordedDate",
    ),
    "of nobody": (
        file_of({"resourceType": "Condition", "code": {"text": "Cancer"}}),
        r"entry 2 is not valid .*Condition\.subject",
    ),
    "two people": (file_of(PATIENT), "more than one person"),
    "of two people": (
        file_of(condition("Cancer"), condition("Stroke", subject={"reference": "Patient/8"})),
        "more than one person",
    ),
    "of somebody else": (file_of(condition("Cancer", subject={"reference": "Patient/8"})), "more than one person"),
    "R5 medicine": (
        file_of(medicine("", medication={"concept": {"text": "Aspirin"}})),
        r"FHIR R5.*\(entry 2, MedicationStatement\.medication\)",
    ),
    "R5 status": (file_of(medicine("Aspirin", "recorded")), r"FHIR R5.*MedicationStatement\.status"),
    "R5 condition": (file_of(condition("Cancer", participant=[{}])), r"FHIR R5.*Condition\.participant"),
    "R5 allergy": (file_of(allergy("Latex", type={"text": "allergy"})), r"FHIR R5.*AllergyIntolerance\.type"),
    "R5 Bundle": (file_of(issues={}), r"FHIR R5.*Bundle\.issues"),
}


@pytest.mark.parametrize(("content", "why"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_says_why_and_what_was_expected(content, why):
    with pytest.raises(BadInput, match=f"^This file cannot be read: .*{why}"):
        read_health_record(content)


def test_every_meaning_ticks_an_item_of_a_question_about_health():
    meanings = load_meanings().meanings
    cards = load_screen_data().cards

    for meaning in meanings.values():
        assert meaning.codes, meaning.id
        assert cards[load_screen_data().items[meaning.item].card].id.startswith("health_"), meaning.id
