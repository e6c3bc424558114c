"""Loading a list: from a file, row by row, into the next directory, which then takes the place of the old one.

Nothing is half loaded. Whatever is wrong with the file as a whole ends the import, and the old directory stays;
whatever is wrong with a row is counted and written, with the reason, into a file beside the directory.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Protocol

from unknot.errors import BadInput
from unknot_app.directory import nppes, own
from unknot_app.directory.draft import Draft, discard, draft_of, opened_draft, usable
from unknot_app.directory.file import VERSION, DirectoryError, file_of, make_place, one_at_a_time, opened
from unknot_app.directory.listfile import ListKind, Part, is_update, kind_of, opened_parts, opened_table
from unknot_app.directory.places import Locator
from unknot_app.directory.provider import Provider
from unknot_app.directory.removals import removals
from unknot_app.directory.table import RowFault, Table
from unknot_app.local.folder import DIRECTORY, folder_faults_told

Progress = Callable[[int, int], None]  # bytes read, bytes in all

ROWS_IN_A_BATCH = 20_000  # a multiple of the next
ROWS_BETWEEN_SIGNS = 2_000
_NAME_OF_A_LIST = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_LEAST_SHARE_OF_THE_OLD = 0.5


@dataclass
class Counts:
    """What became of the rows of a list."""

    rows: int = 0
    loaded: int = 0
    not_wanted: int = 0  # other professions, and numbers that are no longer active
    taken_out: int = 0  # by an update
    rejected: int = 0


class Loaded(NamedTuple):
    """What an import did."""

    source: str
    counts: Counts
    is_update: bool
    providers: int  # of this list, in the directory now
    left_out: int  # because they asked for it
    rejects: Path | None


class _Rows(Protocol):
    def take(self, line: bytes, draft: Draft, counts: Counts) -> None: ...


def import_list(
    folder: Path,
    path: Path,
    *,
    day: date,
    kind: ListKind | None = None,
    source: str = "",
    update: bool | None = None,
    most_bytes: int | None = None,
    progress: Progress = lambda _done, _all: None,
) -> Loaded:
    """Load a list into the directory of an installation.

    Parameters
    ----------
    folder, path : Path
        The folder of the installation; the file: CSV, or a zip that holds it.
    day : date
        The day of the import.
    kind : str, optional
        "nppes" or "csv"; by the header of the file if not given.
    source : str
        The name of a list of one's own; that of the file if not given.
    update : bool, optional
        Whether the file holds only what changed; if not given, known by the name of a file of NPPES, else False.
    most_bytes : int, optional
        What holds more is refused; of a zip, what it holds once it is unpacked.
    progress : callable
        Called with the bytes that were read and the bytes in all.

    Raises
    ------
    BadInput
        If the file is not such a list.
    DirectoryError
        If the directory cannot be written.
    """
    with opened_parts(path, kind, most_bytes) as parts, folder_faults_told(folder), ExitStack() as until_in_place:
        kind = kind or kind_of(parts[0])
        source = _name_of_list(source, path, kind)
        updates = update if update is not None else kind == "nppes" and is_update(parts[0].name)
        make_place(folder)
        removals(folder)  # that they cannot be read is better told now than after the reading
        with opened_draft(folder, source, _fingerprint(path, kind, source, updates), is_update=updates) as draft:
            counts = _read(parts, kind, draft, progress)
            _refuse_a_remnant(folder, draft, is_sure=update is False)
            rejects = _write_rejects(folder, draft)
            until_in_place.enter_context(one_at_a_time(folder))  # so that nobody who asks meanwhile comes back
            removed = removals(folder)
            left_out = sum(draft.number_of(number) is not None for name, number in removed if name == source)
            providers = draft.count() - left_out
            draft.finish(usable(file_of(folder)), removed, ("nppes" if kind == "nppes" else "own", path.name, day))
        draft_of(folder).replace(file_of(folder))
        discard(folder)  # its empty journal
    return Loaded(source, counts, updates, providers, left_out, rejects)


# ---------------------------------------------------------------- the rows of each kind of file
class _NppesRows:
    def __init__(self, table: Table, locator: Locator) -> None:
        self._rows = nppes.NppesRows(table, locator)

    def take(self, line: bytes, draft: Draft, counts: Counts) -> None:
        found = self._rows.read(line)
        if isinstance(found, str):
            counts.not_wanted += 1
            if draft.is_update:
                counts.taken_out += draft.forget(found)
            return
        _put(found, draft, counts)


class _SecondAddressRows:
    def __init__(self, table: Table, locator: Locator) -> None:
        self._rows, self._locator = nppes.SecondAddressRows(table), locator

    def take(self, line: bytes, draft: Draft, counts: Counts) -> None:
        npi, parts = self._rows.read(line)
        number = draft.number_of(npi)
        if number is None:
            counts.not_wanted += 1
            return
        draft.add_place(number, nppes.address_of(parts, nppes.SECOND_ADDRESS[4], self._locator))
        counts.loaded += 1


class _OwnRows:
    def __init__(self, table: Table, locator: Locator) -> None:
        self._rows = own.OwnRows(table, locator)

    def take(self, line: bytes, draft: Draft, counts: Counts) -> None:
        _put(self._rows.read(line), draft, counts)


def _put(provider: Provider, draft: Draft, counts: Counts) -> None:
    if draft.is_update:
        draft.forget(provider.source_id)
    if not draft.put(provider):
        raise RowFault("id", f"the number {provider.source_id!r} stands twice; the first row was kept")
    counts.loaded += 1


def _rows_of(table: Table, kind: ListKind, locator: Locator) -> _Rows:
    if kind == "csv":
        return _OwnRows(table, locator)
    return (_SecondAddressRows if nppes.is_second_addresses(table.header) else _NppesRows)(table, locator)


# ---------------------------------------------------------------- reading
def _read(parts: tuple[Part, ...], kind: ListKind, draft: Draft, progress: Progress) -> Counts:
    """Read what an earlier run of the same import has not read."""
    state = draft.state()
    counts, begun, locator = Counts(**json.loads(state.get("counts", "{}"))), state.get("part", 0), Locator()
    in_all, before = sum(part.size for part in parts), sum(part.size for part in parts[:begun])
    for number, part in enumerate(parts[begun:], begun):
        with part.open() as file:
            table = opened_table(part, file, kind)
            rows = _rows_of(table, kind, locator)
            if number == begun and "offset" in state:
                table.go_to(state["offset"], state["row"])
            for line in table:
                _take(line, table, rows, draft, counts)
                if counts.rows % ROWS_BETWEEN_SIGNS == 0:
                    progress(before + table.offset, in_all)
                    if counts.rows % ROWS_IN_A_BATCH == 0:
                        draft.keep(_state(number, table, counts))
            draft.keep(_state(number, table, counts))
        before += part.size
    progress(in_all, in_all)
    return counts


def _take(line: bytes, table: Table, rows: _Rows, draft: Draft, counts: Counts) -> None:
    if line.isspace():
        return
    row = table.row
    counts.rows += 1
    try:
        rows.take(line, draft, counts)
    except RowFault as fault:
        counts.rejected += 1
        draft.reject(table.name, row, fault.field, fault.reason)


def _state(part: int, table: Table, counts: Counts) -> dict[str, object]:
    return {"part": part, "offset": table.offset, "row": table.row, "counts": json.dumps(asdict(counts))}


# ---------------------------------------------------------------- before and after
def _name_of_list(asked: str, path: Path, kind: ListKind) -> str:
    """Return the name under which a list is kept; the next import of the same name takes its place."""
    if kind == "nppes":
        if asked and asked != nppes.SOURCE:
            raise BadInput(f"a file of NPPES is kept as {nppes.SOURCE!r}, not as {asked!r}")
        return nppes.SOURCE
    name = asked or re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-")[:40]
    if not _NAME_OF_A_LIST.fullmatch(name):
        raise BadInput(f"{name!r} cannot name a list; expected small letters, digits, - and _: --source my-list")
    if name == nppes.SOURCE:
        raise BadInput(f"{name!r} is kept for the US provider file; name your list otherwise: --source my-list")
    return name


def _fingerprint(path: Path, kind: ListKind, source: str, updates: bool) -> str:
    """Return what tells this import from any other, so that only the same one goes on where it was stopped."""
    about = path.stat()
    return json.dumps([VERSION, path.name, about.st_size, about.st_mtime_ns, kind, source, updates])


def _refuse_a_remnant(folder: Path, draft: Draft, *, is_sure: bool) -> None:
    """Refuse a whole list that holds far fewer providers than the one it would replace.

    Raises
    ------
    BadInput
        If it holds none at all.
    DirectoryError
        If it may be an update that is named otherwise, or broken off.
    """
    count = draft.count()
    if not count and not draft.is_update:
        raise BadInput("no row could be used, so nothing was loaded" + _first_faults(draft))
    if is_sure or draft.is_update or usable(file_of(folder)) is None:
        return
    with opened(file_of(folder)) as old:
        (before,) = old.execute("SELECT count(*) FROM provider WHERE source = ?", [draft.source]).fetchone()
    if count < _LEAST_SHARE_OF_THE_OLD * before:
        raise DirectoryError(
            f"the file holds {count} providers where the list {draft.source!r} holds {before}, so nothing was "
            "changed. If it holds only what changed, add --update; if it is the whole list, add --whole"
        )


def _first_faults(draft: Draft) -> str:
    faults = [f"row {row}: {field}: {reason}" for _file, row, field, reason in draft.rejects()][:3]
    return ": " + "; ".join(faults) if faults else ": the file holds no provider of the kinds that are kept"


def _write_rejects(folder: Path, draft: Draft) -> Path | None:
    """Write the rows that were not used; every cell begins with a word of ours, so no spreadsheet runs one."""
    path = folder / DIRECTORY / f"rejected_{draft.source}.csv"
    path.unlink(missing_ok=True)
    rows = draft.rejects()
    first = next(rows, None)
    if first is None:
        return None
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("file", "row", "field", "reason"))
        writer.writerows(chain([first], rows))
    return path
