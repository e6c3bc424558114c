"""A long CSV file as rows, one at a time, with the place in the file, so that reading can go on from there.

The files of NPPES hold 330 quoted columns, most of them empty, and nine rows in ten are not wanted. So a line is
first looked at as bytes (`split_quoted`, exact wherever it answers), and only what is wanted is read by the module
`csv`.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from unknot.errors import BadInput, nearest

LONGEST_ROW = 1 << 20  # bytes; beyond, a quote was opened and never closed, or it is no table
_MOST_LINES_IN_A_ROW = 50


class RowFault(Exception):  # noqa: N818
    """A row that cannot be used; the others are."""

    def __init__(self, field: str, reason: str) -> None:
        self.field, self.reason = field, reason
        super().__init__(f"{field}: {reason}")


class Table:
    """The rows of an open CSV file; `offset` and `row` say how far it was read, the header being row 1."""

    def __init__(self, file: BinaryIO, name: str, encoding: str) -> None:
        self.name, self.encoding = name, encoding
        self._file, self._ahead = file, deque[bytes]()
        self.offset = self.row = 0
        first = self._read_line()
        if b"\0" in first or not first.strip():
            raise BadInput(f"{name} is not a CSV file: {'it is empty' if not first.strip() else 'it holds no text'}")
        self._separator = max(",;\t", key=first.decode(encoding, "replace").count)
        try:
            self.header = [" ".join(cell.split()) for cell in self.fields(first.removeprefix(b"\xef\xbb\xbf"))]
        except RowFault as fault:
            raise BadInput(f"{name} is not a CSV file with a header: {fault.reason}") from None
        self._quoted_separator = f'"{self._separator}"'.encode()
        self._quotes = 2 * len(self.header)

    def go_to(self, offset: int, row: int) -> None:
        """Go on reading from where an earlier reading stopped."""
        self._file.seek(offset)
        self.offset, self.row = offset, row

    def columns(self, wanted: Iterable[str], optional: Iterable[str] = ()) -> dict[str, int]:
        """Return the position of each column by its name; blanks that stand double in a name do not count.

        Raises
        ------
        BadInput
            If wanted columns are missing; each is named, with those that are written alike.
        """
        positions = {name: place for place, name in enumerate(self.header)}
        plain = {name: " ".join(name.split()) for name in (*wanted, *optional)}
        missing = [name for name in wanted if plain[name] not in positions]
        if missing:
            told = "; ".join(f"{name!r}{nearest(name, self.header)}" for name in missing[:5])
            more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
            raise BadInput(f"{self.name} has no column {told}{more}")
        return {name: positions[one] for name, one in plain.items() if one in positions}

    def __iter__(self) -> Iterator[bytes]:
        """Yield the first line of each row; `cells` reads the rest of one that goes on over several."""
        while line := self._read_line():
            yield line

    def split_quoted(self, line: bytes, most: int) -> list[bytes] | None:
        """Return the first cells of a row of quoted cells and the rest, or None where this is not certain.

        It is certain where all quotes are those around cells; a row that goes on in the next line has one too few.
        """
        cells = line.split(self._quoted_separator, most)
        if len(cells) <= most or not line.startswith(b'"'):
            return None
        around = 2 * most + 1  # and the one that opens the first cell
        if line.count(b'"', 0, -len(cells[most])) != around or cells[most].count(b'"') != self._quotes - around:
            return None
        cells[0] = cells[0][1:]
        return cells

    def fields(self, row: bytes) -> list[str]:
        """Return the cells of a row.

        Raises
        ------
        RowFault
            If it is no row of CSV, or not text.
        """
        try:
            return next(csv.reader([row.decode(self.encoding)], delimiter=self._separator, strict=True), [])
        except UnicodeDecodeError as error:
            raise RowFault("row", f"not readable as {self.encoding} text at byte {error.start}") from None
        except csv.Error as error:
            raise RowFault("row", f"not a row of CSV: {error}") from None

    def cells(self, line: bytes) -> list[str]:
        """Return the cells of the row that begins with a line; a cell may go on over several lines.

        Raises
        ------
        RowFault
            If it is no row of CSV, or has another number of cells than the header; the lines after it are read as
            if nothing had happened.
        """
        row, more = line, list[bytes]()
        try:
            while row.count(b'"') % 2:
                following = self._read_line() if len(more) < _MOST_LINES_IN_A_ROW and len(row) < LONGEST_ROW else b""
                if not following:
                    raise RowFault("row", "a quote is opened and never closed")
                more.append(following)
                row += following
            cells = self.fields(row)
            if len(cells) != len(self.header):
                raise RowFault("row", f"has {len(cells)} cells, expected {len(self.header)}")
        except RowFault:
            self._give_back(more)
            raise
        return cells

    def _give_back(self, lines: list[bytes]) -> None:
        self._ahead.extendleft(reversed(lines))
        self.offset, self.row = self.offset - sum(map(len, lines)), self.row - len(lines)

    def _read_line(self) -> bytes:
        line = self._ahead.popleft() if self._ahead else self._file.readline(LONGEST_ROW)
        self.offset += len(line)
        self.row += 1
        return line
