"""Providers who asked to be left out: a small file of its own, which every import reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from unknot_app.directory.file import DirectoryError
from unknot_app.local.folder import DIRECTORY, write_whole

FILE = "removed.csv"
_HEADER = ["source", "id", "date"]


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
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except (UnicodeDecodeError, csv.Error):
        rows = []
    if rows[:1] != [_HEADER] or any(len(row) != len(_HEADER) for row in rows):
        raise DirectoryError(f"{path} is damaged; expected the columns {', '.join(_HEADER)}. Mend it, then try again")
    return {(source, number): day for source, number, day in rows[1:]}


def add_removals(folder: Path, asked: Mapping[tuple[str, str], str]) -> None:
    """Keep requests for good, all of them or none; only while it is one's turn (`one_at_a_time`)."""
    text = io.StringIO()
    rows = ([*key, day] for key, day in {**removals(folder), **asked}.items())
    csv.writer(text, lineterminator="\n").writerows([_HEADER, *rows])
    write_whole(folder / DIRECTORY / FILE, text.getvalue())
