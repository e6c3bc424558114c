"""What the resources of a document have in common: ids, references, coded concepts, times and narratives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5
from xml.sax.saxutils import escape

from unknot.exchange.data import load_exchange_data
from unknot.exchange.shared import Shared

Resource = dict[str, Any]

# What ids are made from, so that the same record has the same ids in every document.
NAMESPACE = UUID("0b0d7a4e-8f0c-5b7e-a1a5-5d2d1c7e9a10")
HL7 = "http://terminology.hl7.org/CodeSystem"
UCUM = "http://unitsofmeasure.org"
XHTML = "http://www.w3.org/1999/xhtml"
# Units of the measures, as UCUM writes them; a score without a unit is one of a scale.
UNITS = {"cm": "cm", "kPa": "kPa", "degree": "deg", "percent": "%", "": "{score}"}


@dataclass(frozen=True)
class Making:
    """A document while it is made: what is shared, and the systems of codes that are switched off."""

    shared: Shared
    off: frozenset[str] = frozenset()

    def resource(self, kind: str, record: object, lines: Iterable[str], **fields: Any) -> Resource:
        """Return a resource of a record, with its narrative; fields without content are left out."""
        told = {"status": "generated", "div": narrative(lines)}
        return {"resourceType": kind, "id": id_of(kind, record), "language": self.shared.language, "text": told} | {
            name: value for name, value in fields.items() if value not in (None, "", [], {})
        }

    def concept(self, text: str, *uses: str) -> Resource:
        """Return a concept in words, with the codes of these uses that may be written."""
        data = load_exchange_data()
        codings = [data.coding(code) for use in uses for code in data.written(use, self.off)]
        return {"coding": codings, "text": text} if codings else {"text": text}

    @property
    def subject(self) -> Resource:
        """Return the reference to whom the document is about."""
        return refer("Patient", self.shared.person)


def id_of(kind: str, record: object) -> str:
    """Return the id of a resource: always the same for the same record."""
    return str(uuid5(NAMESPACE, f"{kind}/{record}"))


def refer(kind: str, record: object) -> Resource:
    """Return a reference to another resource of the document."""
    return {"reference": f"urn:uuid:{id_of(kind, record)}", "type": kind}


def fixed(system: str, code: str, text: str = "") -> Resource:
    """Return a concept of a code system of HL7 that FHIR itself binds."""
    concept: Resource = {"coding": [{"system": f"{HL7}/{system}", "code": code}]}
    return {**concept, "text": text} if text else concept


def instant(moment: datetime) -> str:
    """Return a time to the second, with its zone."""
    return moment.isoformat(timespec="seconds")


def quantity(value: float, unit: str = "") -> Resource:
    """Return a number with its unit; without a unit it is a score of a scale."""
    number = int(value) if float(value).is_integer() else value
    code = UNITS.get(unit)
    named: Resource = {"value": number, "unit": unit or "score"}
    return {**named, "system": UCUM, "code": code} if code else named


def narrative(lines: Iterable[str]) -> str:
    """Return lines as the XHTML that FHIR shows to people; what looks like markup is text."""
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<div xmlns="{XHTML}">{told}</div>'
