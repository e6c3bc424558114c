"""A FHIR R4 document of what a person chose to share: the texts as they were seen, then the values behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unknot.exchange import care, observations, questionnaires
from unknot.exchange.elements import Making, Resource, id_of, instant, narrative
from unknot.exchange.shared import PaintedOn, Section, Shared

SUMMARY, REFERRAL = "document.ips", "document.referral"
# The codes of sections that stand in a list of HL7; the others are told by their title.
SECTION_USES = {
    "complaint": "section.problems",
    "measured": "section.results",
    "pressure": "section.results",
    "plan": "section.plan",
    "tried": "section.procedures",
    "health": "section.problems",
}
NOTHING = "Nothing else."
# All answers are one resource, to which each section with answers points.
ANSWERS = "answers"


def make_bundle(shared: Shared, off: Iterable[str] = ()) -> Resource:
    """Return a FHIR R4 document Bundle.

    Parameters
    ----------
    shared
        What the person chose, as plain values with their texts.
    off
        Systems of codes that are switched off, such as ``"snomed"``; of what has only such codes, the text remains.

    Returns
    -------
    dict
        The Bundle as JSON values. The Composition is first; every reference leads to another entry; ids are the
        same for the same records. Codes are written only if their status is verified or agreed.

    Notes
    -----
    Source: HL7 FHIR R4 (4.0.1), documents.
    """
    making = Making(shared, frozenset(off))
    by_section = {section: list(found) for section, found in _resources(making)}
    entries = [_composition(making, by_section), _patient(making)]
    entries += [resource for found in by_section.values() for resource in found]
    return {
        "resourceType": "Bundle",
        "id": id_of("Bundle", shared.id),
        "language": shared.language,
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{id_of('Bundle', shared.id)}"},
        "type": "document",
        "timestamp": instant(shared.made_at),
        "entry": [{"fullUrl": f"urn:uuid:{entry['id']}", "resource": entry} for entry in entries],
    }


def _resources(making: Making) -> Iterator[tuple[str, Iterable[Resource]]]:
    """Yield the resources by the section in which they stand."""
    shared = making.shared
    if shared.complaint:
        yield "complaint", [care.condition(making, shared.complaint)]
    if shared.question:
        yield "question", _question(making)
    if shared.answers and shared.answered_at:
        yield ANSWERS, questionnaires.screening(making, shared.answered_at, shared.answers)
    if shared.painted:
        yield "drawing", _painted(making, shared.painted)
    yield "measured", _measured(making)
    yield "tried", _sessions(making)
    yield "reactions", _reactions(making)
    if shared.plan:
        yield "plan", [care.care_plan(making, shared.plan)]
    yield "agreed", _agreements(making)


def _painted(making: Making, painted: PaintedOn) -> Iterator[Resource]:
    yield observations.drawing(making, painted)
    yield from observations.pictures(making, painted)


def _question(making: Making) -> Iterator[Resource]:
    yield care.service_request(making)
    if making.shared.recipient:
        yield from care.practitioner(making, care.recipient(making), making.shared.recipient)


def _measured(making: Making) -> Iterator[Resource]:
    for one in making.shared.measured:
        yield observations.measured(making, one)
        if one.answers:
            yield from questionnaires.behind(making, one)


def _sessions(making: Making) -> Iterator[Resource]:
    for session in making.shared.sessions:
        yield care.procedure(making, session)
        yield from observations.pain_around(making, session)


def _reactions(making: Making) -> Iterator[Resource]:
    for reacted in making.shared.reactions:
        yield from (care.adverse_event(making, reacted, event) for event in reacted.events)


def _agreements(making: Making) -> Iterator[Resource]:
    for agreement in making.shared.agreements:
        yield care.consent(making, agreement)
        if agreement.giver:
            yield from care.practitioner(making, f"{agreement.id}/{agreement.giver}", agreement.giver)


def _patient(making: Making) -> Resource:
    name = making.shared.name
    named = [{"text": name}] if name else None
    return making.resource("Patient", making.shared.person, [name or "A person who gave no name"], name=named)


def _composition(making: Making, by_section: dict[str, list[Resource]]) -> Resource:
    shared = making.shared
    sections = [
        {
            "title": section.title,
            "code": making.concept(section.title, *filter(None, [SECTION_USES.get(section.id)])),
            "text": {"status": "additional", "div": narrative(section.lines or (NOTHING,))},
            "entry": [{"reference": f"urn:uuid:{one['id']}"} for one in _told_in(section, by_section)],
        }
        for section in shared.sections
    ]
    return making.resource(
        "Composition",
        shared.id,
        [shared.title, shared.about],
        status="final",
        type=making.concept(shared.title, REFERRAL if shared.question else SUMMARY),
        subject=making.subject,
        date=instant(shared.made_at),
        author=[making.subject],
        title=shared.title,
        section=[{name: value for name, value in section.items() if value} for section in sections],
    )


def _told_in(section: Section, by_section: dict[str, list[Resource]]) -> list[Resource]:
    answers = by_section.get(ANSWERS, []) if section.has_answers else []
    return [*by_section.get(section.id, []), *answers]
