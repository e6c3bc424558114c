"""Files for other programs (FHIR R4) from outside the pages: for whoever owns the computer, and with it the records.

What goes in is chosen as on the pages, and the file is kept among the letters: with what is in it, for whom and when.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from unknot.errors import BadInput, nearest
from unknot_app.local.folder import DATABASE
from unknot_app.site.server import visit

if TYPE_CHECKING:
    from unknot_app.actions.letters import Draft
    from unknot_app.records.models import Person


class Offered(NamedTuple):
    """Something that may go into a file, in words, and whether it goes in if nothing is chosen."""

    id: str
    section: str
    says: str
    is_ticked: bool


def items_in(folder: Path, name: str) -> list[Offered]:
    """Return what may go into a file about the person of that name."""
    _visit(folder)
    draft = _draft_of(_person(name))
    return [
        Offered(
            part.item.id,
            part.item.section,
            " ".join(filter(None, (part.title, *(" ".join(one) for one in part.quoted), *part.lines))),
            part.item.is_ticked,
        )
        for part in draft.parts
    ]


def file_in(folder: Path, name: str, items: Collection[str], recipient: str, own_name: str, question: str) -> str:
    """Keep a file about the person of that name, and return it as JSON; without items, what is ticked goes in.

    Raises
    ------
    BadInput
        If nobody or several are called so, an item is not there, or nothing goes in.
    """
    _visit(folder)
    # Only now: models can be read once Django is set up.
    from unknot.refer import FILE
    from unknot_app.actions.letters import keep_letter, seal_of, shows_drawing, written
    from unknot_app.actions.pictures.painted import pictures_of_drawing
    from unknot_app.pages.refer.fhir import fhir_text
    from unknot_app.records.queries import drawing_of

    person = _person(name)
    draft, typed = _draft_of(person), written(own_name, recipient, question, "")
    chosen = _chosen(draft, items)
    seal = seal_of(draft.content(chosen, typed))
    letter = keep_letter(person, FILE, chosen, typed, seal, datetime.now(UTC))
    drawing = drawing_of(person, letter.drawing_id) if shows_drawing(letter.content) and letter.drawing_id else None
    return fhir_text(letter, pictures_of_drawing(drawing) if drawing else ())


def _chosen(draft: Draft, items: Collection[str]) -> frozenset[str]:
    known = [part.item.id for part in draft.parts]
    for item in items:
        if item not in known:
            raise BadInput(
                f"there is no item {item!r} to put in{nearest(item, known)}. See: unknot fhir items PERSON"
            )
    return frozenset(items) or draft.offered


def _draft_of(person: Person) -> Draft:
    from unknot.refer import FILE
    from unknot_app.actions.letters import draft_of

    draft = draft_of(person, FILE, datetime.now(UTC))
    if draft is None:
        raise BadInput(f"{person.name} has not answered the questions yet; a file begins with the answers")
    return draft


def _person(name: str) -> Person:
    from unknot_app.records.models import Person

    named, called = list(Person.objects.filter(name=name)), _id(name)
    if not named and called:
        named = list(Person.objects.filter(id=called))
    if not named:
        raise BadInput(f"nobody here is called {name!r}. The names stand under People; give one in quotes")
    if len(named) > 1:
        ids = ", ".join(str(person.id) for person in named)
        raise BadInput(f"{len(named)} people are called {name!r}. Give the id of one of them: {ids}")
    return named[0]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _visit(folder: Path) -> None:
    if not (folder / DATABASE).exists() and not os.environ.get("DATABASE_URL"):
        raise BadInput(
            f"there is no database of Unknot in {folder}. Start it once, or name the folder with --data DIR"
        )
    visit(folder)
