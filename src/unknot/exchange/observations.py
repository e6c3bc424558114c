"""What was painted and measured, as observations of the person's own."""

from __future__ import annotations

from collections.abc import Iterable

from unknot.exchange.elements import Making, Resource, fixed, instant, quantity, refer
from unknot.exchange.shared import Measured, PaintedOn, Session

PAIN = "measured.pain_nrs"


def drawing(making: Making, painted: PaintedOn) -> Resource:
    """Return a pain drawing: a component for each painted place, and how much of the body is painted."""
    places = [
        {"code": {"text": place}, **({"valueBoolean": True} if pain is None else {"valueQuantity": quantity(pain)})}
        for place, pain in painted.places
    ]
    extent = {
        "code": {"text": "Painted share of the body"},
        "valueQuantity": quantity(painted.extent_percent, "percent"),
    }
    return making.resource(
        "Observation",
        painted.id,
        ["Pain drawing", *(place if pain is None else f"{place}: {pain:g}/10" for place, pain in painted.places)],
        **_said_by(making, instant(painted.at)),
        category=[fixed("observation-category", "survey")],
        code=making.concept("Pain drawing: where it hurts, 0 to 10"),
        component=[*places, extent],
        derivedFrom=[refer("Media", f"{painted.id}/{number}") for number, _one in enumerate(painted.pictures)],
    )


def pictures(making: Making, painted: PaintedOn) -> Iterable[Resource]:
    """Yield each picture of a pain drawing; in R4 an observation itself cannot hold one."""
    for number, one in enumerate(painted.pictures):
        content = {"contentType": one.content_type, "data": one.data, "title": one.title}
        yield making.resource(
            "Media",
            f"{painted.id}/{number}",
            [one.title],
            status="completed",
            type=fixed("media-type", "image"),
            subject=making.subject,
            createdDateTime=instant(painted.at),
            content={**content, "creation": instant(painted.at)},
        )


def measured(making: Making, one: Measured) -> Resource:
    """Return a score; the answers behind it are another resource, where they are shared."""
    is_asked = bool(one.answers)
    return making.resource(
        "Observation",
        one.id,
        [f"{one.name}{f', {one.where}' if one.where else ''}: {one.score:g} {one.unit}".strip()],
        **_said_by(making, instant(one.at)),
        category=[fixed("observation-category", "survey" if not one.unit else "exam")],
        code=making.concept(one.name, f"measured.{one.instrument}"),
        valueQuantity=quantity(one.score, one.unit),
        bodySite={"text": one.where} if one.where else None,
        derivedFrom=[refer("QuestionnaireResponse", one.id)] if is_asked else None,
    )


def pain_around(making: Making, session: Session) -> Iterable[Resource]:
    """Yield the pain before and after a session, as far as it was given."""
    around = (("before", session.pain_before, session.began_at), ("after", session.pain_after, session.ended_at))
    for when, pain, at in around:
        if pain is not None:
            yield making.resource(
                "Observation",
                f"{session.id}/{when}",
                [f"Pain {when} the session: {pain}/10"],
                **_said_by(making, instant(at)),
                category=[fixed("observation-category", "survey")],
                code=making.concept(f"Pain {when} the session, 0 to 10", PAIN),
                valueQuantity=quantity(pain),
                partOf=[refer("Procedure", session.id)],
            )


def _said_by(making: Making, at: str) -> Resource:
    return {"status": "final", "subject": making.subject, "effectiveDateTime": at, "performer": [making.subject]}
