"""Copies of the database, made before a new version changes its tables.

While the tables are changed, the file `migrating` names the copy. Whatever ends the change half-way, a full disk, a
fault or a kill, the copy is put back: at once, or by the next start. All of this is for SQLite, and only the process
that holds the lock of the folder does it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.db import connection

from unknot_app.local.folder import write_whole

COPIES = "copies"
COPIES_KEPT = 3
MIGRATING = "migrating"
NO_COPY = "new"  # what `migrating` holds when there was nothing to copy


@contextmanager
def undone_if_it_fails(folder: Path, now: datetime, version: str, *, is_new: bool) -> Iterator[None]:
    """Keep a copy of the database, and put it back unless what is done in here comes to its end."""
    write_whole(folder / MIGRATING, NO_COPY if is_new else _copy(folder, f"{now:%Y-%m-%dT%H%M%S}_{version}").name)
    try:
        yield
    except BaseException:
        go_back(folder)
        raise
    (folder / MIGRATING).unlink()
    for path in _copies(folder)[:-COPIES_KEPT]:
        path.unlink()


def go_back(folder: Path) -> None:
    """Put the copy back if a change did not come to its end; nobody has entered anything since."""
    marker = folder / MIGRATING
    with suppress(FileNotFoundError):
        name = marker.read_text(encoding="utf-8")
        connection.close()
        _put_back(folder, name)
        marker.unlink()


def forget_copies(folder: Path) -> None:
    """Delete all copies, so that who was deleted for good is not kept in one of them."""
    for path in (folder / COPIES).glob("*"):
        path.unlink(missing_ok=True)


def database_file() -> Path:
    return Path(connection.settings_dict["NAME"])


def _put_back(folder: Path, name: str) -> None:
    database, copy = database_file(), folder / COPIES / name
    if name != NO_COPY and not copy.exists():
        return  # it was put back already, and the marker had not gone yet when we were stopped
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    if name == NO_COPY:
        database.unlink(missing_ok=True)
    else:
        copy.replace(database)


def _copy(folder: Path, name: str) -> Path:
    """Copy the database as it is; the copy is there as a whole or not at all."""
    (folder / COPIES).mkdir(mode=0o700, exist_ok=True)
    copy, draft = folder / COPIES / f"{name}.db", folder / COPIES / f"{name}.new"
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(draft)) as target:
            connection.ensure_connection()
            connection.connection.backup(target)
    except BaseException:
        draft.unlink()
        raise
    draft.replace(copy)
    return copy


def _copies(folder: Path) -> list[Path]:
    """Return the copies, the oldest first: their names begin with their dates."""
    return sorted((folder / COPIES).glob("*.db"))
