"""The one file that holds all providers: an SQLite database that is built beside, renamed into place and only read.

Lists fill `provider` and `place`; from these the rest is derived before the file is put in its place:

    list       one row for each list that was imported
    kind       the kinds of providers by number
    provider   who: name, kinds (as JSON, the main one first), what is known (as JSON), the surest level of it
    place      where: one or more for each provider
    spot       each point on Earth once; many providers share the middle of a postcode
    spot_box   the spots as an R*Tree
    offer      which kinds are found at a spot, with the words of the name: all that a search filters by, side by side
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from unknot.errors import UnknotError
from unknot_app.local.folder import DIRECTORY, make_folder

FILE = "providers.db"
_TURN = "turn.lock"
_LONGEST_WAIT_S = 120  # to put a large list in place takes a minute
VERSION = 1  # of the tables; a file with another number is not read
TABLES = """
CREATE TABLE list (id TEXT PRIMARY KEY, listing TEXT, file TEXT, imported TEXT, providers INTEGER) STRICT;
CREATE TABLE kind (number INTEGER PRIMARY KEY, id TEXT UNIQUE) STRICT;
CREATE TABLE provider (
    id INTEGER PRIMARY KEY, source TEXT, source_id TEXT, name TEXT, kinds TEXT, known TEXT, evidence INTEGER,
    UNIQUE (source, source_id)
) STRICT;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, provider INTEGER, address TEXT, city TEXT, region TEXT, postcode TEXT, country TEXT,
    phone TEXT, latitude REAL, longitude REAL, precision TEXT,
    UNIQUE (provider, address, postcode)
) STRICT;
"""
# Of the draft alone: while it takes over lists, the old directory is attached, and has tables of the same names.
DERIVED = """
DROP TABLE IF EXISTS main.offer;
DROP TABLE IF EXISTS main.spot_box;
DROP TABLE IF EXISTS main.spot;
CREATE TABLE spot (id INTEGER PRIMARY KEY, latitude REAL, longitude REAL, UNIQUE (latitude, longitude)) STRICT;
CREATE VIRTUAL TABLE spot_box USING rtree(id, south, north, west, east);
CREATE TABLE offer (
    spot INTEGER, kind INTEGER, place INTEGER, provider INTEGER, evidence INTEGER, words TEXT,
    PRIMARY KEY (spot, kind, place)
) WITHOUT ROWID, STRICT;
-- Near ones get near numbers, so that a search reads few pages.
INSERT INTO spot (latitude, longitude)
    SELECT DISTINCT latitude, longitude FROM place ORDER BY round(latitude), round(longitude), latitude, longitude;
INSERT INTO spot_box SELECT id, latitude, latitude, longitude, longitude FROM spot;
INSERT INTO offer
    SELECT spot.id, kind.value, place.id, provider.id, provider.evidence, ' ' || folded(provider.name)
    FROM place JOIN provider ON provider.id = place.provider JOIN spot USING (latitude, longitude)
    JOIN json_each(provider.kinds) AS kind
    ORDER BY spot.id, kind.value, place.id;
UPDATE list SET providers = (SELECT count(*) FROM provider WHERE source = list.id);
"""


FULL = "the disk is full; the list was not loaded, and the old one stays. Make room, then try again"


class DirectoryError(UnknotError):
    """The directory cannot be read or written; the message says why and the way out."""

    def __init__(self, message: str, *, is_full: bool = False) -> None:
        self.is_full = is_full
        super().__init__(message)


class ListStatus(NamedTuple):
    """A list in the directory; `listing` says what kind of list it is."""

    source: str
    listing: str
    file: str
    imported: date
    providers: int


class Status(NamedTuple):
    """What the directory holds."""

    lists: tuple[ListStatus, ...]
    megabytes: float

    @property
    def providers(self) -> int:
        return sum(one.providers for one in self.lists)


def file_of(folder: Path) -> Path:
    """Return where the directory of an installation lies."""
    return folder / DIRECTORY / FILE


def make_place(folder: Path) -> None:
    """Make the folder of an installation, and in it that of the directory."""
    make_folder(folder)
    (folder / DIRECTORY).mkdir(mode=0o700, exist_ok=True)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Let one alone change the directory and who is left out of it; whoever else wants to waits, in any process.

    The lock is one of SQLite, on an empty file, so that lists need no further package.

    Raises
    ------
    DirectoryError
        If the wait was too long.
    """
    path = folder / DIRECTORY / _TURN
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with closing(sqlite3.connect(path, timeout=_LONGEST_WAIT_S, isolation_level=None)) as turn:
        with faults_told(path):
            turn.execute("BEGIN EXCLUSIVE")
        yield  # closing, or the end of the process however it comes, lets the next one in


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the directory of an installation for reading.

    Raises
    ------
    DirectoryError
        If there is none, or it cannot be read.
    """
    if not path.exists():
        raise DirectoryError("no list of providers is loaded. Load one: unknot directory import FILE")
    with faults_told(path), closing(read_only(path)) as found:
        (version,) = found.execute("PRAGMA user_version").fetchone()
        if version != VERSION:
            raise DirectoryError(f"{path} was made by another version of Unknot. Import your lists again")
        yield found


def read_only(path: Path) -> sqlite3.Connection:
    """Open a directory that is whole; nobody writes in it, so no lock is taken."""
    return sqlite3.connect(read_only_uri(path), uri=True)


def read_only_uri(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


@contextmanager
def faults_told(path: Path) -> Iterator[None]:
    """Turn what goes wrong with the file in here into one line."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise DirectoryError(FULL, is_full=True) from error
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise DirectoryError("another import is running; wait until it has ended") from error
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise DirectoryError(f"{path} is damaged. Delete it, then import your lists again") from error
        raise DirectoryError(f"{path} cannot be used: {error}") from error


def run(connection: sqlite3.Connection, script: str, values: Mapping[str, Any] | None = None) -> None:
    """Run statements one by one, within the transaction that is open."""
    for statement in script.split(";\n" if ";\n" in script else ";"):
        connection.execute(statement, values or {})


def status(folder: Path) -> Status | None:
    """Return what the directory holds, or None where no list was loaded."""
    path = file_of(folder)
    if not path.exists():
        return None
    with opened(path) as found:
        rows = found.execute("SELECT id, listing, file, imported, providers FROM list ORDER BY id").fetchall()
    lists = (
        ListStatus(name, listing, file, date.fromisoformat(day), count) for name, listing, file, day, count in rows
    )
    return Status(tuple(lists), path.stat().st_size / 1e6)
