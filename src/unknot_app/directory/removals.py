"""Providers who asked to be left out: a small file of its own, which every import reads."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from unknot_app.directory.file import DirectoryError
from unknot_app.local.folder import DIRECTORY, write_whole

FILE = "removed.csv"
_HEADER = ("source", "id", "date")


def removals(folder: Path) -> dict[tuple[str, str], str]:
    """Return the day of each removal by source and id.

    Raises
    ------
    DirectoryError
        If the file cannot be read: better no import than one that brings somebody back.
    """
    path = folder / DIRECTORY / FILE
    if not path.exists():
        return {}
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    if tuple(header) != _HEADER or any(len(row) != len(_HEADER) for row in rows):
        raise DirectoryError(f"{path} is damaged; expected the columns {', '.join(_HEADER)}. Mend it, then try again")
    return {(source, number): day for source, number, day in rows}


def keep_removal(folder: Path, source: str, source_id: str, day: date) -> None:
    """Keep a request for good."""
    kept = {**removals(folder), (source, source_id): day.isoformat()}
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_HEADER, *((*key, when) for key, when in kept.items())])
    write_whole(folder / DIRECTORY / FILE, text.getvalue())
