"""One provider by the number on a list: all that the list tells, and every place of theirs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from unknot_app.directory.data import load_directory_data
from unknot_app.directory.file import file_of, opened
from unknot_app.directory.provider import Known, in_one_line, read_facts

_PROVIDER = "SELECT id, name, kinds, known FROM provider WHERE source = ? AND source_id = ?"
_PLACES = "SELECT address, city, region, postcode, phone FROM place WHERE provider = ? ORDER BY id"


class Practice(NamedTuple):
    """Where a provider works."""

    address: str
    phone: str


class Listed(NamedTuple):
    """A provider as a list tells of them, apart from any search; the first practice is the main one."""

    source: str
    source_id: str
    name: str
    kinds: tuple[str, ...]
    known: tuple[Known, ...]
    practices: tuple[Practice, ...]
    caveat: str


def look_up(folder: Path, source: str, source_id: str) -> Listed | None:
    """Return the provider with that number on a list, or None where nobody has it.

    Raises
    ------
    DirectoryError
        If there is no directory, or it cannot be read.
    """
    with opened(file_of(folder)) as directory:
        row = directory.execute(_PROVIDER, [source, source_id]).fetchone()
        if row is None:
            return None
        number, name, kinds, known = row
        names = dict(directory.execute("SELECT number, id FROM kind"))
        practices = [
            Practice(in_one_line(*address), phone) for *address, phone in directory.execute(_PLACES, [number])
        ]
    return Listed(
        source=source,
        source_id=source_id,
        name=name,
        kinds=tuple(names[kind] for kind in json.loads(kinds)),
        known=read_facts(known),
        practices=tuple(practices),
        caveat=load_directory_data().listing_of(source).caveat,
    )
