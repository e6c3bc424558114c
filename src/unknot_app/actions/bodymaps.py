"""Body maps of other systems: reading a file of CHOIR maps and locating each of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unknot.draw import Drawing, Numbering, read_segments
from unknot.errors import BadInput, nearest
from unknot.locate import Estimate, locate

# The column that holds the codes in the files that the CHOIR body map's own package writes.
MAP_COLUMN = "bodymap_regions_csv"
CASE_COLUMN = "id"


@dataclass(frozen=True)
class BodyMap:
    """One row of a file: the case, the row's number in the file, and its codes or what is wrong with the row."""

    case: str
    row: int
    codes: str = ""
    fault: str = ""


def read_body_maps(lines: Iterable[str], column: str = MAP_COLUMN) -> Iterator[BodyMap]:
    """Yield every row of a CSV file of body maps; a broken row is yielded with its fault, and the rest goes on.

    Each line is read by itself, so that a quote that is never closed costs its own row only.

    Raises
    ------
    BadInput
        If the file is empty or has no such column.
    """
    numbered = enumerate(lines, 1)
    first = next(numbered, None)
    if first is None:
        raise BadInput("the file is empty; expected a header line and one body map a line")
    header = _split(first[1].lstrip("\ufeff")) or []
    if column not in header:
        raise BadInput(f"no column {column!r}; the columns are {', '.join(header)}{nearest(column, header)}")
    for row, line in numbered:
        if line.strip():
            yield _read_row(line, row, header, column)


def _read_row(line: str, row: int, header: list[str], column: str) -> BodyMap:
    cells = _split(line)
    if cells is None:
        return BodyMap(str(row), row, fault="the line is broken: a quote is opened and never closed")
    if len(cells) != len(header):
        return BodyMap(
            _case(dict(zip(header, cells, strict=False)), row),
            row,
            fault=f"the line is broken: expected {len(header)} columns, got {len(cells)}",
        )
    named = dict(zip(header, cells, strict=True))
    return BodyMap(_case(named, row), row, codes=named[column])


def _case(named: dict[str, str], row: int) -> str:
    return named.get(CASE_COLUMN) or str(row)


def _split(line: str) -> list[str] | None:
    try:
        return next(csv.reader([line.rstrip("\r\n")], strict=True), [])
    except csv.Error:
        return None


def locate_body_map(body_map: BodyMap, numbering: Numbering) -> Estimate:
    """Return the estimate for one body map.

    Raises
    ------
    BadInput
        If the row is broken, empty or holds an unknown code; the message names the row.
    """
    if body_map.fault:
        raise BadInput(f"row {body_map.row}: {body_map.fault}")
    try:
        return locate(Drawing(choir=read_segments(body_map.codes, numbering)))
    except BadInput as error:
        raise BadInput(f"row {body_map.row}: {error}") from None
