"""What leaves for other programs and comes in from them: FHIR R4 documents.

A *document* is one FHIR Bundle; a *resource* is one thing in it. What goes in is handed over as plain values
(`Shared`), chosen item by item by the person.
"""

from unknot.exchange.bundle import make_bundle
from unknot.exchange.check import can_check_bundle, check_bundle, dangling_references
from unknot.exchange.data import load_exchange_data
from unknot.exchange.meaning import Suggestion, Understood, load_meanings, understand
from unknot.exchange.reading import LARGEST_BYTES, HealthRecord, Stated, read_health_record
from unknot.exchange.shared import (
    Agreement,
    Answered,
    Complaint,
    Measured,
    PaintedOn,
    Pictured,
    Planned,
    Question,
    Reacted,
    Section,
    Session,
    Shared,
)

__all__ = [
    "LARGEST_BYTES",
    "Agreement",
    "Answered",
    "Complaint",
    "HealthRecord",
    "Measured",
    "PaintedOn",
    "Pictured",
    "Planned",
    "Question",
    "Reacted",
    "Section",
    "Session",
    "Shared",
    "Stated",
    "Suggestion",
    "Understood",
    "can_check_bundle",
    "check_bundle",
    "dangling_references",
    "load_exchange_data",
    "load_meanings",
    "make_bundle",
    "read_health_record",
    "understand",
]
