"""Tables as CSV that a spreadsheet opens without running anything of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

# A cell that begins with one of these may be read as a formula; an apostrophe before it makes it text.
STARTS_OF_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# By this mark a spreadsheet knows that the file is UTF-8.
BYTE_ORDER_MARK = "\ufeff"


def as_text(cell: object) -> str:
    """Return what stands in a cell, as text also where it looks like a formula."""
    text = str(cell)
    if isinstance(cell, int | float):
        return text  # -3 is a number, and no formula
    return f"'{text}" if text.startswith(STARTS_OF_A_FORMULA) else text


def as_csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a table as CSV in UTF-8."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(map(as_text, header))
    writer.writerows(map(as_text, row) for row in rows)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()
