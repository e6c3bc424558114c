"""What may be behind a person's pain: from the confirmed drawing and the answers to an estimate that is kept.

Looking at an estimate stores nothing. It follows from what is stored already (drawing, answers, facts), so every look
gives the same; it is kept when somebody goes on from it, which is when it begins to matter what exactly was shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from pydantic import ValidationError

from unknot.draw import read_drawing, still_readable
from unknot.errors import BadInput
from unknot.knowledge import UNSURE, YES_NO_UNSURE, YesNoUnsure, knowledge_version
from unknot.locate import Estimate, NextCheck, load_locate_data, locate
from unknot.measure import NoScore, score
from unknot.plan import Palpation
from unknot_app.actions.carry_over import features_from_answers
from unknot_app.actions.palpating import palpation_for
from unknot_app.actions.results import keep_result
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.records.models import PainDrawing, Person, Result
from unknot_app.records.queries import last_result_of

# What a spot that was pressed can feel like, and what that says of soreness and of the pain that is known.
FELT: dict[str, tuple[YesNoUnsure, YesNoUnsure]] = {
    "my_pain": ("yes", "yes"),
    "sore": ("yes", "no"),
    "not_sore": ("no", "no"),
    "unsure": (UNSURE, UNSURE),
}
# More than three checks in a row tire people more than they tell; what is left waits until it is asked for.
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
        """Return the check that is worth asking next: the one expected to tell most, until none tells enough."""
        return self.estimate.next_check

    @property
    def answered(self) -> int:
        """Return how many checks were answered about this drawing."""
        return len(self.asked["checks"]["features"]) + len(self.asked["checks"]["findings"])

    @property
    def is_asked_now(self) -> bool:
        """Return whether the next check is asked by itself; after three it waits."""
        return self.next_check is not None and self.answered < MOST_CHECKS

    def felt_at(self, point_id: str, side: str) -> str:
        """Return what was felt when a spot was pressed, as `FELT` names it; empty where it was not."""
        for one in self.asked["checks"]["findings"]:
            if (one["id"], one["side"]) == (point_id, side):
                said = (one.get("tender"), one.get("reproduces_pain"))
                return next((name for name, felt in FELT.items() if felt == said), "")
        return ""


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
    """Write down the answer to the question that is asked, and what may be behind the pain with it.

    `check` says which question the page asked, as `key_of` writes it; the answer to another one than is asked now,
    such as that of an older page, changes nothing.

    Raises
    ------
    BadInput
        If the answer is none of yes, no and unsure.
    """
    if answer not in YES_NO_UNSURE:
        raise BadInput(f"answer: expected one of {', '.join(YES_NO_UNSURE)}, got {answer!r:.60}")
    with transaction.atomic():
        standing = _locked(person, now)
        before = estimate_for(standing)
        if before is None:
            return None
        asked = before.next_check
        if asked is None or asked.kind != "feature" or key_of(asked) != check:
            return before.kept
        checks = before.asked["checks"]
        return _kept_with({**checks, "features": {**checks["features"], asked.id: answer}}, standing, before, now)


def answer_spot(
    person: Person, point_id: str, side: Literal["left", "right"], felt: str, now: datetime, taut_band: str = ""
) -> Result | None:
    """Write down what was felt when a spot was pressed, in place of what was felt there before.

    Nothing is written about a spot that the screening, its limits or the spot itself forbid to press: nobody was
    asked to press it. A taut band counts from a therapist only.

    Raises
    ------
    BadInput
        If what was felt is none of `FELT`, or the taut band none of yes, no and unsure.
    """
    if felt not in FELT:
        raise BadInput(f"felt: expected one of {', '.join(FELT)}, got {felt!r:.60}")
    if taut_band and taut_band not in YES_NO_UNSURE:
        raise BadInput(f"taut_band: expected one of {', '.join(YES_NO_UNSURE)}, got {taut_band!r:.60}")
    with transaction.atomic():
        standing = _locked(person, now)
        before = estimate_for(standing)
        if before is None or not isinstance(palpation_for(standing, point_id, side), Palpation):
            return None
        checks = before.asked["checks"]
        others = [one for one in checks["findings"] if (one["id"], one["side"]) != (point_id, side)]
        tender, reproduces = FELT[felt]
        finding = {"id": point_id, "side": side, "tender": tender, "reproduces_pain": reproduces}
        if taut_band and standing.who == "therapist":
            finding["taut_band"] = taut_band
        finding["pressed_by"] = standing.who
        return _kept_with({**checks, "findings": [*others, finding]}, standing, before, now)


def answer_symptoms(person: Person, symptoms: Mapping[str, Any], now: datetime) -> Result | None:
    """Write down answers about widespread pain, beside those that were given before about the same drawing.

    Raises
    ------
    BadInput
        If an answer is none that its question takes.
    """
    refused = score("fm2016", {"areas": [], **symptoms})
    if isinstance(refused, NoScore) and refused.error == "out_of_range":
        raise BadInput(refused.message)
    with transaction.atomic():
        standing = _locked(person, now)
        before = estimate_for(standing)
        if before is None:
            return None
        checks = before.asked["checks"]
        said = {**checks.get("symptoms", {}), **symptoms}
        return _kept_with({**checks, "symptoms": said}, standing, before, now)


def _locked(person: Person, now: datetime) -> Standing:
    Person.objects.select_for_update().get(id=person.id)
    return standing_of(person, now)


def _kept_with(checks: Mapping[str, Any], standing: Standing, before: Estimated, now: datetime) -> Result:
    return _kept(standing.person, _estimated(standing, before.drawing, checks), now)


def key_of(check: NextCheck) -> str:
    return f"{check.kind}:{check.id}:{check.side or ''}"


def is_for_a_therapist(check: NextCheck) -> bool:
    """Return whether a check is an examiner's test, which only the professional view asks for."""
    return check.kind == "feature" and load_locate_data().features[check.id].who == "therapist"


def stop_rule_of(check: NextCheck) -> str:
    """Return when to stop a check; for pressing a spot, the rule of the one that all spots share."""
    return load_locate_data().features[check.id].stop_rule if check.kind == "feature" else pressing_stop_rule()


def pressing_stop_rule() -> str:
    """Return when to stop pressing a spot to test it."""
    return load_locate_data().features["pressing_the_spot_reproduces"].stop_rule


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
        if stored and _may_still_ask(standing, stored.next_check):
            return Estimated(drawing, asked, stored, last)
    return Estimated(drawing, asked, _located(standing, asked["drawing"]), None)


def _located(standing: Standing, raw: Mapping[str, Any]) -> Estimate:
    def may_press(point_id: str, side: Literal["left", "right"]) -> bool:
        return isinstance(palpation_for(standing, point_id, side), Palpation)

    return locate(
        read_drawing(raw),
        may_press=may_press if standing.may_test else False,
        with_therapist=standing.who == "therapist",
    )


def _may_still_ask(standing: Standing, check: NextCheck | None) -> bool:
    """Return whether a check may be asked by the limits of today, which may be stricter than when it was chosen."""
    if check is None or check.kind == "feature" or check.side is None:
        return True
    return isinstance(palpation_for(standing, check.id, check.side), Palpation)


def _read(result: Result) -> Estimate | None:
    try:
        return Estimate.model_validate(result.output)
    except ValidationError:
        return None  # kept by a version of the program that wrote it otherwise


def _kept(person: Person, found: Estimated, now: datetime) -> Result:
    said = found.estimate.model_dump(mode="json", by_alias=True)
    return found.kept or keep_result(person, Result.Kind.ESTIMATE, found.asked, said, now)
