"""Removing a PIN from outside the pages: for whoever owns the computer, and with it the files."""

from __future__ import annotations

from pathlib import Path

from unknot.errors import BadInput
from unknot_app.local.folder import DATABASE
from unknot_app.site.server import visit


def remove_pins_of(folder: Path, name: str) -> int:
    """Remove the PIN of everybody of this name, and return of how many."""
    if not (folder / DATABASE).exists():
        raise BadInput(
            f"there is no database of Unknot in {folder}. Name the folder: unknot pin remove NAME --data DIR"
        )
    visit(folder)
    # Only now: models can be read once Django is set up.
    from unknot_app.actions.pins import remove_pin
    from unknot_app.records.models import Person

    named = list(Person.objects.filter(name=name))
    if not named:
        raise BadInput(f"nobody here is called {name!r}. The names stand under People; give one in quotes")
    locked = [person for person in named if person.pin]
    if not locked:
        raise BadInput(f"{name!r} has no PIN; nothing was changed")
    for person in locked:
        remove_pin(person)
    return len(locked)
