"""A file for another program: a letter whose values are kept beside its texts, as a FHIR R4 document."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from unknot.exchange import Measured, Pictured, Section, Shared, check_bundle, make_bundle
from unknot.refer import letter as items
from unknot_app.actions.held import Held, answered
from unknot_app.actions.letter_in_words import Part, Recorded, Written
from unknot_app.records.models import Letter


def values_of(recorded: Recorded, parts: Sequence[Part], chosen: Collection[str], written: Written) -> dict[str, Any]:
    """Return the values behind what was chosen, as they are kept beside the texts."""
    assert recorded.held
    held, told = recorded.held, [part.item for part in parts if part.item.id in chosen]
    names = {item.id for item in told}
    answers = dict.fromkeys(question for item in told for question in item.questions)
    reactions = [one for name, ones in held.reactions.items() if name in names for one in ones]
    values = {
        "language": (get_language() or "en").split("-")[0],
        "name": written.name,
        "recipient": written.recipient,
        "question": written.question,
        "answered_at": held.answered_at,
        "answers": [answered(name, recorded.at_hand.answers) for name in answers],
        "complaint": held.complaint if items.COMPLAINT in names else None,
        "painted": held.painted if items.DRAWING in names else None,
        "measured": list(_measured(held, names)),
        "sessions": held.sessions if items.SESSIONS in names else (),
        "reactions": reactions,
        "plan": held.plan if items.PLAN in names else None,
        "agreements": held.agreements if items.AGREED in names else (),
    }
    plain: dict[str, Any] = json.loads(json.dumps(values, default=_plain))
    return {**plain, "answered_in": sorted({item.section for item in told if item.questions})}


def _measured(held: Held, names: Collection[str]) -> Iterator[Measured]:
    for name, ones in held.measured.items():
        if f"{items.MEASURED}{name}" in names:
            yield from ones


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value.model_dump(mode="json")


def bundle_of(letter: Letter, pictures: Sequence[Pictured] = ()) -> dict[str, Any]:
    """Return the document of a file that was kept, with the pictures of its drawing, checked.

    Raises
    ------
    BadInput
        If it is not valid as FHIR R4, which would be a fault of this program.
    """
    content, values = letter.content, {**letter.content["values"]}
    answered_in = values.pop("answered_in")
    if values["painted"]:
        values["painted"] = {**values["painted"], "pictures": pictures}
    shared = Shared.model_validate(
        {
            **values,
            "id": letter.id,
            "person": letter.person_id,
            "made_at": letter.made_at,
            "knowledge_version": letter.knowledge_version,
            "title": content["title"],
            "about": content["about"],
            "sections": [_section(section, answered_in) for section in content["sections"]],
        }
    )
    bundle = make_bundle(shared, settings.CODES_OFF)
    check_bundle(bundle)
    return bundle


def _section(section: Mapping[str, Any], answered_in: Collection[str]) -> Section:
    lines = tuple(line for entry in section["entries"] for line in _lines(entry))
    return Section(id=section["id"], title=section["name"], lines=lines, has_answers=section["id"] in answered_in)


def _lines(entry: Mapping[str, Any]) -> Iterator[str]:
    if entry["title"]:
        yield entry["title"]
    yield from (f"{asked} {given}" for asked, given in entry["quoted"])
    yield from entry["lines"]
