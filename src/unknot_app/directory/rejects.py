"""The rows of a list that could not be used, as its import wrote them: counted by reason, or one by one."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from unknot_app.directory.file import DirectoryError
from unknot_app.local.folder import DIRECTORY

COLUMNS = ("file", "row", "field", "reason")
# A file of the wrong kind may have millions of such rows; as many as this are enough to see why.
MOST_COUNTED = 100_000
EXAMPLES = 3
# What a reason says of one row: what stood there, and numbers.
_OF_ONE_ROW = re.compile(r"'[^']*'|\"[^\"]*\"|;.*|\d+")


class RejectedRow(NamedTuple):
    """A row that could not be used; the row is counted in its file."""

    file: str
    row: str
    field: str
    reason: str


class Reason(NamedTuple):
    """Rows that could not be used for the same reason, with the first of them."""

    field: str
    rows: int
    examples: tuple[RejectedRow, ...]


class Rejected(NamedTuple):
    """The rows of a list that could not be used: how many, and why, what is most frequent first."""

    rows: int
    has_more: bool
    reasons: tuple[Reason, ...]


def rejected(folder: Path, source: str) -> Rejected | None:
    """Return what could not be used of a list; None where all of it could.

    Raises
    ------
    DirectoryError
        If the file of these rows cannot be read.
    """
    rows = rejected_rows(folder, source)
    together: dict[tuple[str, str], list[RejectedRow]] = {}
    counts: dict[tuple[str, str], int] = {}
    for row in islice(rows, MOST_COUNTED):
        key = row.field, _OF_ONE_ROW.sub("", row.reason)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= EXAMPLES:
            together.setdefault(key, []).append(row)
    if not counts:
        return None
    often = sorted(counts, key=lambda key: -counts[key])
    reasons = tuple(Reason(key[0], counts[key], tuple(together[key])) for key in often)
    return Rejected(sum(counts.values()), next(rows, None) is not None, reasons)


def rejected_rows(folder: Path, source: str) -> Iterator[RejectedRow]:
    """Yield the rows of a list that could not be used.

    Raises
    ------
    DirectoryError
        If the file of these rows cannot be read.
    """
    path = _file_of(folder, source)
    if path is None:
        return
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, strict=True)
            next(rows, None)
            yield from (RejectedRow(*row) for row in rows)
    except (OSError, UnicodeDecodeError, csv.Error, TypeError):
        raise DirectoryError(f"{path.name} is damaged. Load the list {source!r} again, and it is made anew") from None


def forget_rejects(folder: Path, source: str | None = None) -> None:
    """Delete what could not be used of a list, or of all lists."""
    for path in _files(folder) if source is None else [_file_of(folder, source)]:
        if path:
            path.unlink(missing_ok=True)


def _file_of(folder: Path, source: str) -> Path | None:
    """Return the file of a list, looked for among those that are there, so that no name leads elsewhere."""
    return next((path for path in _files(folder) if path.name == f"rejected_{source}.csv"), None)


def _files(folder: Path) -> list[Path]:
    return sorted((folder / DIRECTORY).glob("rejected_*.csv"))
