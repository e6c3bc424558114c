"""FHIR documents: valid, whole in themselves, with only such codes as were read or agreed on."""

from __future__ import annotations

import copy
import re

import pytest

from tests.fhir import EVERYTHING, PERSON, codes_in, faults_found_by_others, of_kind
from unknot.errors import BadInput
from unknot.exchange import Shared, check_bundle, dangling_references, load_exchange_data, make_bundle
from unknot.exchange.data import WRITTEN, read_systems
from unknot.measure import load_measure_data

KINDS = {
    "Composition",
    "Patient",
    "Condition",
    "Observation",
    "Media",
    "Questionnaire",
    "QuestionnaireResponse",
    "Procedure",
    "CarePlan",
    "AdverseEvent",
    "Consent",
    "ServiceRequest",
    "Practitioner",
    "PractitionerRole",
}
URI = {name: system.uri for name, system in load_exchange_data().systems.items()}


def test_a_document_holds_everything_once_and_is_valid_and_whole():
    bundle = make_bundle(EVERYTHING)

    check_bundle(bundle)
    assert bundle["entry"][0]["resource"]["resourceType"] == "Composition"
    assert {entry["resource"]["resourceType"] for entry in bundle["entry"]} == KINDS
    ids = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(ids)) == len(ids)
    sections = of_kind(bundle, "Composition")[0]["section"]
    told = {one["reference"] for section in sections for one in section.get("entry", ())}
    reached = told | {one["subject"]["reference"] for one in of_kind(bundle, "Composition")}
    assert set(ids[1:]) == reached


def test_two_other_validators_accept_it_and_would_say_what_is_wrong():
    bundle = make_bundle(EVERYTHING)
    broken = copy.deepcopy(bundle)
    broken["entry"][0]["resource"]["status"] = "finished"
    del of_kind(broken, "Condition")[0]["subject"]

    assert faults_found_by_others(bundle) == {"fhir": [], "medplum": []}
    found = faults_found_by_others(broken)
    assert any("status" in fault for fault in found["fhir"])
    assert any("subject" in fault for fault in found["medplum"])


def test_the_same_record_has_the_same_ids_in_every_document():
    other = EVERYTHING.model_copy(update={"id": PERSON, "measured": EVERYTHING.measured[:1]})

    one, another = make_bundle(EVERYTHING), make_bundle(other)

    assert one == make_bundle(EVERYTHING)
    assert one["id"] != another["id"]
    for kind in ("Patient", "Procedure", "Consent"):
        assert [found["id"] for found in of_kind(one, kind)] == [found["id"] for found in of_kind(another, kind)]


def test_only_codes_that_were_read_or_agreed_on_leave_the_house():
    known = {(URI[code.system], code.code): code for code in load_exchange_data().codes.values()}

    written = codes_in(make_bundle(EVERYTHING))

    assert {(URI["loinc"], "72514-3"), (URI["snomed"], "278860009"), (URI["icd10cm"], "M54.50")} <= written
    assert {known[one].status for one in written if one in known} <= set(WRITTEN)
    assert not {code for system, code in written if system == URI["cpt"]}
    assert not {"M54.5", "24693007", "387854002", "ME84.2"} & {code for _, code in written}


def test_what_is_switched_off_leaves_its_words():
    bundle = make_bundle(EVERYTHING, read_systems("snomed loinc"))

    check_bundle(bundle)
    assert not {system for system, _ in codes_in(bundle)} & {URI["snomed"], URI["loinc"]}
    assert of_kind(bundle, "Condition")[0]["code"]["text"] == "Low back pain for over three months"
    with pytest.raises(BadInput, match=r"unknown system of codes 'snomd'.*nearest: snomed"):
        read_systems("snomd")


def test_what_a_person_says_of_themselves_is_never_confirmed():
    condition = of_kind(make_bundle(EVERYTHING), "Condition")[0]

    assert condition["verificationStatus"]["coding"][0]["code"] == "unconfirmed"


def test_markup_is_text_and_signs_that_xml_cannot_hold_are_left_out():
    odd = {"question": 'Is <script>x</script> & "y"\x0b\x00 all?'}

    bundle = make_bundle(Shared.model_validate({**EVERYTHING.model_dump(), **odd}))

    check_bundle(bundle)
    told = of_kind(bundle, "ServiceRequest")[0]["text"]["div"]
    assert "&lt;script&gt;x&lt;/script&gt; &amp;" in told
    assert "<script" not in told
    assert not re.search(r"[\x00\x0b]", told)


def test_times_carry_their_zone():
    bundle = make_bundle(EVERYTHING)

    assert bundle["timestamp"] == "2026-11-28T21:05:07+00:00"
    assert all(one["effectiveDateTime"].endswith("+00:00") for one in of_kind(bundle, "Observation"))


def test_a_reference_that_leads_nowhere_and_a_wrong_field_are_named():
    bundle = make_bundle(EVERYTHING)
    patient = next(entry for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Patient")
    without = {**bundle, "entry": [entry for entry in bundle["entry"] if entry is not patient]}

    assert dangling_references(without) == (patient["fullUrl"],)
    with pytest.raises(BadInput, match=f"lead nowhere: {patient['fullUrl']}"):
        check_bundle(without)
    with pytest.raises(BadInput, match=r"not valid as FHIR R4: entry\.0.*: "):
        check_bundle(
            {**bundle, "entry": [{"fullUrl": "urn:uuid:x", "resource": {"resourceType": "Patient", "age": 3}}]}
        )


def test_the_codes_of_measures_are_those_of_the_instruments():
    codes = {code.use: code for code in load_exchange_data().codes.values() if code.system == "loinc"}

    of_measures = [one for one in load_measure_data().instruments.values() if f"measured.{one.id}" in codes]

    assert [one.id for one in of_measures] == ["pain_nrs"]
    for instrument in of_measures:
        code = codes[f"measured.{instrument.id}"]
        assert (code.code, code.display) == (instrument.loinc, instrument.loinc_text)
