"""Tables as CSV that a spreadsheet opens without running anything of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain

# A cell that begins with one of these may be read as a formula, by some spreadsheets also in the wide forms of East
# Asian keyboards; an apostrophe before it makes it text.
STARTS_OF_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# By this mark a spreadsheet knows that the file is UTF-8.
BYTE_ORDER_MARK = "\ufeff"


def as_text(cell: object) -> str:
    """Return what stands in a cell, as text also where it looks like a formula."""
    text = str(cell)
    if isinstance(cell, int | float):
        return text  # -3 is a number, and no formula
    return f"'{text}" if text.startswith(STARTS_OF_A_FORMULA) else text


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of a table as CSV, its header first."""
    for row in chain((header,), rows):
        written = io.StringIO(newline="")
        csv.writer(written).writerow(map(as_text, row))
        yield written.getvalue()


def as_csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a table as CSV in UTF-8."""
    return (BYTE_ORDER_MARK + "".join(csv_lines(header, rows))).encode()
