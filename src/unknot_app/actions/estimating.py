"""What may be behind a person's pain: from the confirmed drawing and the answers to an estimate that is kept.

Looking at an estimate stores nothing. It follows from what is stored already (drawing, answers, facts), so every look
gives the same; it is kept when somebody goes on from it, which is when it begins to matter what exactly was shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from pydantic import ValidationError

from unknot.draw import read_drawing, still_readable
from unknot.errors import BadInput
from unknot.knowledge import knowledge_version
from unknot.locate import Estimate, NextCheck, load_locate_data, locate
from unknot_app.actions.carry_over import features_from_answers
from unknot_app.actions.results import keep_result
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.records.models import PainDrawing, Person, Result
from unknot_app.records.queries import last_result_of

ANSWERS = ("yes", "no", "unsure")
# More than three checks tire people more than they tell.
MOST_CHECKS = 3


@dataclass(frozen=True)
class Estimated:
    """An estimate with its input, and the result in which it is kept, if it is kept already."""

    drawing: PainDrawing
    asked: Mapping[str, Any]
    estimate: Estimate
    kept: Result | None

    @property
    def next_check(self) -> NextCheck | None:
        """Return the check that is worth asking next; none after as many as people have patience for."""
        checks = self.asked["checks"]
        is_enough = len(checks["features"]) + len(checks["findings"]) >= MOST_CHECKS
        return None if is_enough else self.estimate.next_check

    @property
    def is_checked(self) -> bool:
        return bool(self.asked["checks"]["features"] or self.asked["checks"]["findings"])


def estimate_for(standing: Standing) -> Estimated | None:
    """Return what may be behind the pain, as kept or worked out anew; None without drawing or answers."""
    if standing.drawing is None or standing.clearance is None:
        return None
    return _estimated(standing, standing.drawing, checks_of(standing))


def keep_estimate(person: Person, now: datetime) -> Result | None:
    """Store the estimate as it stands; the stored one is returned when it says the same already."""
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        found = estimate_for(standing_of(person, now))
        return _kept(person, found, now) if found else None


def answer_check(person: Person, check: str, answer: str, now: datetime) -> Result | None:
    """Write down the answer to the check that is asked, and what may be behind the pain with it.

    `check` says which check the page asked, as `key_of` writes it; the answer to another one than is asked now, such
    as that of an older page, changes nothing.

    Raises
    ------
    BadInput
        If the answer is none of yes, no and unsure.
    """
    if answer not in ANSWERS:
        raise BadInput(f"answer: expected one of {', '.join(ANSWERS)}, got {answer!r:.60}")
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        standing = standing_of(person, now)
        before = estimate_for(standing)
        if before is None or standing.drawing is None:
            return None
        asked = before.next_check
        if asked is None or key_of(asked) != check:
            return before.kept
        checks = _with_answer(before.asked["checks"], asked, answer, standing.who)
        return _kept(person, _estimated(standing, standing.drawing, checks), now)


def key_of(check: NextCheck) -> str:
    return f"{check.kind}:{check.id}:{check.side or ''}"


def stop_rule_of(check: NextCheck) -> str:
    """Return when to stop a check; for pressing a spot, the rule of the one that all spots share."""
    features = load_locate_data().features
    return features[check.id if check.kind == "feature" else "pressing_the_spot_reproduces"].stop_rule


def checks_of(standing: Standing) -> Mapping[str, Any]:
    """Return the checks that were answered about the drawing as it stands."""
    last = last_result_of(standing.person, Result.Kind.ESTIMATE)
    if last is None or standing.drawing is None or last.input.get("drawing_id") != str(standing.drawing.id):
        return {"features": {}, "findings": []}
    checks: Mapping[str, Any] = last.input["checks"]
    return checks


def drawing_for_science(
    drawing: PainDrawing, checks: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a drawing as `unknot locate` and `unknot plan` take it: with checks, age and sex."""
    known = load_locate_data().features
    fields: dict[str, Any] = {
        "complaint": drawing.complaint,
        "strokes": drawing.strokes,
        "regions": drawing.regions,
        "features": {name: answer for name, answer in checks["features"].items() if name in known},
        "findings": checks["findings"],
        "age": answers.get("age"),
        "sex": answers.get("sex"),
    }
    return {name: value for name, value in still_readable(fields).items() if value}


def _asked(standing: Standing, drawing: PainDrawing, checks: Mapping[str, Any]) -> dict[str, Any]:
    assert standing.clearance is not None
    raw = drawing_for_science(drawing, checks, standing.answers)
    features = {**features_from_answers(standing.clearance.answers), **raw.get("features", {})}
    return {
        "drawing": {**raw, "features": features},
        "may_press": standing.may_test,
        "with_therapist": standing.who == "therapist",
        "drawing_id": str(drawing.id),
        "checks": checks,
    }


def _estimated(standing: Standing, drawing: PainDrawing, checks: Mapping[str, Any]) -> Estimated:
    asked = _asked(standing, drawing, checks)
    last = last_result_of(standing.person, Result.Kind.ESTIMATE)
    if last and last.input == asked and last.knowledge_version == knowledge_version():
        stored = _read(last)
        if stored:
            return Estimated(drawing, asked, stored, last)
    estimate = locate(
        read_drawing(asked["drawing"]), may_press=asked["may_press"], with_therapist=asked["with_therapist"]
    )
    return Estimated(drawing, asked, estimate, None)


def _read(result: Result) -> Estimate | None:
    try:
        return Estimate.model_validate(result.output)
    except ValidationError:
        return None  # kept by a version of the program that wrote it otherwise


def _kept(person: Person, found: Estimated, now: datetime) -> Result:
    said = found.estimate.model_dump(mode="json", by_alias=True)
    return found.kept or keep_result(person, Result.Kind.ESTIMATE, found.asked, said, now)


def _with_answer(checks: Mapping[str, Any], check: NextCheck, answer: str, who: str) -> dict[str, Any]:
    features, findings = dict(checks["features"]), list(checks["findings"])
    if check.kind == "feature":
        features[check.id] = answer
    else:
        pressed_by = who if who in ("partner", "therapist") else "self"
        findings.append({"id": check.id, "side": check.side, "reproduces_pain": answer, "pressed_by": pressed_by})
    return {"features": features, "findings": findings}
