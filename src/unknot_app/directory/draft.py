"""The next directory while it is built: a file beside the old one, which takes its place when it is whole.

What was read is kept in batches, each in one transaction with how far the reading came. So an import that was
stopped, however it was, goes on where it was; nothing is seen of it before it is whole.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from unknot.errors import BadInput
from unknot_app.directory.data import load_directory_data
from unknot_app.directory.file import (
    DERIVED,
    FULL,
    TABLES,
    VERSION,
    DirectoryError,
    faults_told,
    file_of,
    read_only,
    read_only_uri,
    run,
)
from unknot_app.directory.provider import Address, Provider, evidence_of, write_facts
from unknot_app.directory.words import folded

_OF_THE_DRAFT = """
CREATE TABLE draft (key TEXT PRIMARY KEY, value ANY) STRICT;
CREATE TABLE reject (file TEXT, row INTEGER, field TEXT, reason TEXT) STRICT
"""
_OTHER_LISTS = """
INSERT INTO list SELECT * FROM old.list WHERE id <> :source;
INSERT INTO provider
    SELECT id + :last, source, source_id, name, kinds, known, evidence FROM old.provider WHERE source <> :source;
INSERT INTO place (provider, address, city, region, postcode, country, phone, latitude, longitude, precision)
    SELECT provider + :last, address, city, region, postcode, country, phone, latitude, longitude, precision
    FROM old.place WHERE provider IN (SELECT id FROM old.provider WHERE source <> :source) ORDER BY id
"""
_ADD_PROVIDER = """
INSERT INTO provider (source, source_id, name, kinds, known, evidence) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
"""
_ADD_PLACE = """
INSERT INTO place (provider, address, city, region, postcode, country, phone, latitude, longitude, precision)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""


class Draft:
    """An open draft of one list; `is_update` says that what the old directory holds of that list stays."""

    def __init__(self, connection: sqlite3.Connection, source: str, *, is_update: bool) -> None:
        self.connection, self.source, self.is_update = connection, source, is_update
        self._numbers = {kind: number for number, kind in connection.execute("SELECT number, id FROM kind")}
        connection.execute("BEGIN")

    def state(self) -> dict[str, Any]:
        """Return how far the import came."""
        return dict(self.connection.execute("SELECT key, value FROM draft"))

    def keep(self, state: Mapping[str, Any]) -> None:
        """End a batch: what was put and how far the reading came are kept together or not at all."""
        self.connection.executemany("INSERT OR REPLACE INTO draft VALUES (?, ?)", state.items())
        self.connection.execute("COMMIT")
        self.connection.execute("BEGIN")

    def put(self, provider: Provider) -> bool:
        """Add a provider, or return False if the list named it before."""
        kinds = ",".join(str(self._numbers[kind]) for kind in provider.kinds)
        facts = provider.known
        added = self.connection.execute(
            _ADD_PROVIDER,
            (self.source, provider.source_id, provider.name, f"[{kinds}]", write_facts(facts), evidence_of(facts)),
        )
        if not added.rowcount:
            return False
        self.add_place(added.lastrowid or 0, provider.address)
        return True

    def add_place(self, number: int, address: Address) -> None:
        """Add one more place of a provider; one that is known already is left as it is."""
        self.connection.execute(_ADD_PLACE, (number, *address[:-1], *address.spot))

    def number_of(self, source_id: str) -> int | None:
        """Return the number of a provider of this list, or None if it is not there."""
        return number_of(self.connection, self.source, source_id)

    def forget(self, source_id: str) -> bool:
        """Take a provider of this list out, and return whether it was there."""
        return forget(self.connection, self.source, source_id) is not None

    def reject(self, file: str, row: int, field: str, reason: str) -> None:
        """Keep why a row was not used."""
        self.connection.execute("INSERT INTO reject VALUES (?, ?, ?, ?)", (file, row, field, reason))

    def rejects(self) -> Iterator[tuple[str, int, str, str]]:
        """Yield file, row, field and reason of every row that was not used."""
        return self.connection.execute("SELECT file, row, field, reason FROM reject ORDER BY rowid")

    def count(self) -> int:
        """Return how many providers of this list there are."""
        rows = self.connection.execute("SELECT count(*) FROM provider WHERE source = ?", [self.source])
        return int(rows.fetchone()[0])

    def finish(self, old: Path | None, removed: Mapping[tuple[str, str], str], about: tuple[str, str, date]) -> None:
        """Take over the other lists, leave out who asked for it, and derive what a search reads.

        `about` says of the list what kind it is, of which file, and the day.
        """
        listing, file, day = about
        self.connection.execute("COMMIT")
        others = None if self.is_update else old  # an update began with a copy, which holds them
        if others is not None:
            self.connection.execute("ATTACH ? AS old", [read_only_uri(others)])
        self.connection.execute("BEGIN")
        if others is not None:
            last = self.connection.execute("SELECT coalesce(max(id), 0) FROM provider").fetchone()[0]
            run(self.connection, _OTHER_LISTS, {"source": self.source, "last": last})
        self.connection.execute(
            "INSERT OR REPLACE INTO list VALUES (?, ?, ?, ?, 0)", [self.source, listing, file, day.isoformat()]
        )
        for source, source_id in removed:
            forget(self.connection, source, source_id)
        run(self.connection, DERIVED)
        run(self.connection, "DROP TABLE draft; DROP TABLE reject")
        self.connection.execute("COMMIT")


@contextmanager
def opened_draft(folder: Path, source: str, fingerprint: str, *, is_update: bool) -> Iterator[Draft]:
    """Open the draft of an import: the one that was left when the same import was stopped, or a new one.

    Raises
    ------
    DirectoryError
        If another import is running, or the file cannot be written.
    """
    path = draft_of(folder)
    try:
        with faults_told(path), closing(locked(path)) as connection:
            found = _fingerprint_of(connection)
        if found != fingerprint:
            _begin(path, usable(file_of(folder)), fingerprint, is_update=is_update)
        with faults_told(path), closing(locked(path)) as connection:
            yield Draft(connection, source, is_update=is_update)
    except DirectoryError as error:
        if error.is_full:
            discard(folder)  # so that there is room again for everything else
        raise
    except BadInput:
        discard(folder)  # with this file it can never be whole
        raise


def draft_of(folder: Path) -> Path:
    """Return where the draft lies, whether there is one or not."""
    return file_of(folder).with_suffix(".new")


def discard(folder: Path) -> None:
    """Delete the draft."""
    path = draft_of(folder)
    for name in (path.name, f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)


def usable(old: Path) -> Path | None:
    """Return the old directory if its lists can be taken over: if it is there, and of this version."""
    if not old.exists():
        return None
    with faults_told(old), closing(read_only(old)) as found:
        return old if found.execute("PRAGMA user_version").fetchone()[0] == VERSION else None


def number_of(directory: sqlite3.Connection, source: str, source_id: str) -> int | None:
    """Return the number of a provider, or None if it is not there."""
    rows = directory.execute("SELECT id FROM provider WHERE source = ? AND source_id = ?", [source, source_id])
    row = rows.fetchone()
    return None if row is None else int(row[0])


def forget(directory: sqlite3.Connection, source: str, source_id: str) -> int | None:
    """Take a provider out of the tables that lists fill, and return its number, or None if it is not there."""
    number = number_of(directory, source, source_id)
    if number is not None:
        directory.execute("DELETE FROM place WHERE provider = ?", [number])
        directory.execute("DELETE FROM provider WHERE id = ?", [number])
    return number


def locked(path: Path) -> sqlite3.Connection:
    """Open the draft for nobody else, and make it if it is not there."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None)
    connection.create_function("folded", 1, folded, deterministic=True)
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -64000")  # 64 MB
    connection.execute("BEGIN EXCLUSIVE")  # from now on, also after the commit
    connection.execute("COMMIT")
    return connection


def _fingerprint_of(connection: sqlite3.Connection) -> str:
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'draft'").fetchone():
        return ""
    row = connection.execute("SELECT value FROM draft WHERE key = 'fingerprint'").fetchone()
    return str(row[0]) if row else ""


def _begin(path: Path, old: Path | None, fingerprint: str, *, is_update: bool) -> None:
    discard(path.parent.parent)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    copied = old if is_update else None
    if copied is not None:
        _copy(copied, path)
    with faults_told(path), closing(locked(path)) as connection:
        connection.execute("BEGIN")
        if copied is None:
            run(connection, f"PRAGMA user_version = {VERSION};{TABLES}")
            _number_kinds(connection, old)
        run(connection, _OF_THE_DRAFT)
        connection.execute("INSERT INTO draft VALUES ('fingerprint', ?)", [fingerprint])
        connection.execute("COMMIT")


def _copy(old: Path, path: Path) -> None:
    try:
        shutil.copyfile(old, path)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DirectoryError(FULL, is_full=True) from error
        raise


def _number_kinds(connection: sqlite3.Connection, old: Path | None) -> None:
    """Give the kinds numbers: those of the old directory keep theirs, because its lists are taken over."""
    if old is not None:
        with closing(read_only(old)) as before:
            connection.executemany("INSERT INTO kind VALUES (?, ?)", before.execute("SELECT number, id FROM kind"))
    for kind in load_directory_data().kinds:
        connection.execute("INSERT INTO kind (id) VALUES (?) ON CONFLICT DO NOTHING", [kind])
