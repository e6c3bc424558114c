"""Reading a health record from elsewhere: a FHIR R4 Bundle with what a clinic knows of somebody.

A file is read whole or not at all. It answers nothing by itself: what it says is told, for the person to confirm.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from unknot.errors import BadInput
from unknot.exchange.elements import Resource

LARGEST_BYTES = 5_000_000
MOST_ENTRIES, DEEPEST, LONGEST_TEXT = 5_000, 60, 200
CONDITION, MEDICINE, ALLERGY = "condition", "medicine", "allergy"
READ = {"Condition": CONDITION, "MedicationStatement": MEDICINE, "AllergyIntolerance": ALLERGY}
VALIDATED = (*READ, "Patient", "Medication")
WRONG = ("refuted", "entered-in-error", "not-taken")
OVER = ("inactive", "remission", "resolved", "completed", "stopped")
# Fields that only R5 has, or that have another shape there, by resource.
R5_FIELDS = {
    "Bundle": ("issues",),
    "Composition": ("version", "note", "url"),
    "Condition": ("participant",),
    "MedicationStatement": ("medication", "adherence", "relatedClinicalInformation", "renderedDosageInstruction"),
    "AllergyIntolerance": ("participant",),
}
R5 = "the file is FHIR R5; only R4 can be read. Ask for it as FHIR R4 (4.0.1)"


@dataclass(frozen=True)
class Stated:
    """One thing that a file says: its words, its codes with their systems, and whether it is wrong or over."""

    kind: str
    texts: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    is_wrong: bool
    is_over: bool

    @property
    def text(self) -> str:
        """Return what to call it: the first of its words, or else its code."""
        return next(iter((*self.texts, *(code for _system, code in self.codes))), "")


@dataclass(frozen=True)
class HealthRecord:
    """What a file says, of whom, and how many other resources of which kinds it holds, which are not read."""

    name: str
    born: date | None
    stated: tuple[Stated, ...]
    others: Mapping[str, int]


def read_health_record(content: bytes) -> HealthRecord:
    """Read a FHIR R4 Bundle: Patient, Condition, MedicationStatement and AllergyIntolerance.

    Parameters
    ----------
    content
        The file, as JSON in UTF-8, at most 5 MB with at most 5000 entries, nested at most 60 deep.

    Raises
    ------
    BadInput
        If it is too large or too deep, not JSON, no Bundle, of another release of FHIR such as R5, about several
        people, or if an entry that is read is not valid as R4. Nothing of it is read then.

    Notes
    -----
    Source: HL7 FHIR R4 (4.0.1); R5 is known by fields that R4 does not have.
    """
    entries = _entries_of(_parse(content))
    resources = [_resource_of(entry, number) for number, entry in enumerate(entries, 1)]
    for number, resource in enumerate(resources, 1):
        _refuse_r5(resource, f"entry {number}")
    for number, resource in enumerate(resources, 1):
        if resource["resourceType"] in VALIDATED:
            _validate(resource, number)
    patient = _one_patient(entries)
    others: dict[str, int] = {}
    for resource in resources:
        kind = resource["resourceType"]
        if kind not in VALIDATED:
            others[kind] = others.get(kind, 0) + 1
    medicines = _medicines(entries)
    stated = tuple(_stated(one, medicines) for one in resources if one["resourceType"] in READ)
    return HealthRecord(_name_of(patient), _born(patient), stated, others)


def _parse(content: bytes) -> Resource:
    if len(content) > LARGEST_BYTES:
        _refuse(f"it is larger than {LARGEST_BYTES // 1_000_000} MB")
    if content.lstrip()[:1] == b"<":
        _refuse("it is XML or a web page; expected FHIR R4 as JSON")
    try:
        text = content.decode("utf-8-sig")
        parsed = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_nulls)
    except UnicodeDecodeError:
        _refuse("its letters cannot be read; expected UTF-8")
    except json.JSONDecodeError as error:
        _refuse(f"it is not JSON, or was cut off, at line {error.lineno}, column {error.colno}")
    except RecursionError:
        _refuse(f"it is nested deeper than {DEEPEST} levels")
    except ValueError:  # a number with thousands of digits
        _refuse("it holds a number that cannot be read")
    if not isinstance(parsed, dict) or parsed.get("resourceType") != "Bundle":
        found = parsed.get("resourceType") if isinstance(parsed, dict) else type(parsed).__name__
        _refuse(f"expected a FHIR Bundle, got {found!r:.40}")
    if _is_too_deep(parsed):
        _refuse(f"it is nested deeper than {DEEPEST} levels")
    return parsed


def _refuse(why: str) -> NoReturn:
    raise BadInput(f"This file cannot be read: {why}.")


def _refuse_constant(name: str) -> NoReturn:
    _refuse(f"{name} is no number")


def _without_nulls(fields: list[tuple[str, Any]]) -> Resource:
    """Return an object without the fields that are null: FHIR knows none, and some programs write them."""
    return {name: value for name, value in fields if value is not None}


def _is_too_deep(parsed: Resource) -> bool:
    level: list[Any] = [parsed]
    for _depth in range(DEEPEST):
        inner = [value for one in level for value in (one.values() if isinstance(one, dict) else one)]
        level = [value for value in inner if isinstance(value, dict | list)]
        if not level:
            return False
    return True


def _entries_of(bundle: Resource) -> list[Any]:
    _refuse_r5({**bundle, "entry": None}, "the Bundle")
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        _refuse(f"entry: expected a list, got {type(entries).__name__}")
    if len(entries) > MOST_ENTRIES:
        _refuse(f"it has {len(entries)} entries; at most {MOST_ENTRIES} can be read")
    return entries


def _resource_of(entry: object, number: int) -> Resource:
    resource = entry.get("resource") if isinstance(entry, dict) else None
    if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
        _refuse(f"entry {number} holds no resource with a resourceType")
    return resource


def _refuse_r5(resource: Resource, where: str) -> None:
    kind = resource["resourceType"]
    fields = [name for name in R5_FIELDS.get(kind, ()) if name in resource]
    if kind == "AllergyIntolerance" and isinstance(resource.get("type"), dict):
        fields.append("type")
    if kind == "Composition" and isinstance(resource.get("subject"), list):
        fields.append("subject")
    if kind == "MedicationStatement" and resource.get("status") in ("recorded", "draft"):
        fields.append("status")
    if fields:
        _refuse(f"{R5} ({where}, {kind}.{fields[0]})")


def _validate(resource: Resource, number: int) -> None:
    # Extras are read when they are needed: this one takes a second.
    from fhir.resources.R4B import get_fhir_model_class
    from pydantic import ValidationError

    try:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in (resource["resourceType"], *fault["loc"]))
        _refuse(f"entry {number} is not valid as FHIR R4: {where:.80}: {fault['msg']:.120}")


def _one_patient(entries: list[Any]) -> Resource:
    """Return the Patient, or nothing if there is none, of a file in which all that is read is about one person."""
    resources = [entry["resource"] for entry in entries]
    patients = [entry for entry in entries if entry["resource"]["resourceType"] == "Patient"]
    subjects = {
        _last_part(reference)
        for one in resources
        if one["resourceType"] in READ
        for name in ("subject", "patient")
        if (reference := one.get(name, {}).get("reference"))
    }
    names = {name for entry in patients for name in _names(entry)}
    # A Patient may be referred to by its id and by its address alike; of one without either, as of none, by one name.
    is_of_others = not subjects <= names if names else len(subjects) > 1
    if len(patients) > 1 or is_of_others:
        _refuse("it is about more than one person; ask for the record of one person alone")
    return patients[0]["resource"] if patients else {}


def _names(entry: Resource) -> Iterator[str]:
    """Yield what a resource is referred to by, as far as it has such names."""
    names = (_last_part(str(name)) for name in (entry.get("fullUrl", ""), entry["resource"].get("id", "")))
    yield from filter(None, names)


def _medicines(entries: list[Any]) -> dict[str, Resource]:
    """Return the medicines that stand as entries of their own, by what they are referred to."""
    medicines = [entry for entry in entries if entry["resource"]["resourceType"] == "Medication"]
    return {name: entry["resource"] for entry in medicines for name in _names(entry)}


def _name_of(patient: Resource) -> str:
    for name in patient.get("name", ()):
        if "text" in name:
            return _short(name["text"])
        if parts := [*name.get("given", ()), *filter(None, [name.get("family")])]:
            return _short(" ".join(map(str, parts)))
    return ""


def _born(patient: Resource) -> date | None:
    """Return the day of birth; a year or month alone is no day."""
    try:
        return date.fromisoformat(str(patient.get("birthDate", "")))
    except ValueError:
        return None


def _stated(resource: Resource, medicines: Mapping[str, Resource]) -> Stated:
    named: Resource = resource.get("medicationReference", {})
    medicine = _medicine(resource, named.get("reference", ""), medicines)
    concept = resource.get("code") or resource.get("medicationCodeableConcept") or medicine.get("code", {})
    codings = concept.get("coding", ())
    texts = [concept.get("text"), *(coding.get("display") for coding in codings), named.get("display")]
    marks = {resource.get("status"), *_marks(resource, "clinicalStatus"), *_marks(resource, "verificationStatus")}
    return Stated(
        kind=READ[resource["resourceType"]],
        texts=tuple(dict.fromkeys(_short(text) for text in texts if text)),
        codes=tuple((one["system"], one["code"]) for one in codings if "system" in one and "code" in one),
        is_wrong=bool(marks.intersection(WRONG)),
        is_over=bool(marks.intersection(OVER)) or "abatementDateTime" in resource,
    )


def _medicine(resource: Resource, reference: str, medicines: Mapping[str, Resource]) -> Resource:
    """Return the medicine that is referred to, if the file has it: "#m1" stands inside the resource itself."""
    if reference.startswith("#"):
        contained = [one for one in resource.get("contained", ()) if one["resourceType"] == "Medication"]
        return next((one for one in contained if f"#{one.get('id')}" == reference), {})
    return medicines.get(_last_part(reference), {})


def _marks(resource: Resource, name: str) -> Iterator[str]:
    yield from (coding.get("code", "") for coding in resource.get(name, {}).get("coding", ()))


def _last_part(reference: str) -> str:
    """Return the id in a reference: "Patient/7", "urn:uuid:7", its whole address and a version of it."""
    return re.split(r"[/:]", reference.partition("/_history/")[0])[-1]


def _short(text: str) -> str:
    return " ".join(text.split())[:LONGEST_TEXT]
