"""The database before anything is served: is it ours, do we know its state, can we write, are its tables up to date.

On PostgreSQL no copy is made before the tables change: its server undoes half a change by itself, and copies are the
business of whoever runs it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import dj_database_url
import django.db
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from unknot.errors import UnknotError
from unknot_app.local.copies import COPIES, database_file, go_back, undone_if_it_fails
from unknot_app.local.folder import write_whole

VERSION = "version"  # names the program that last opened the data

_OUR_APPS = {"accounts", "records"}
_REASONS = {
    sqlite3.SQLITE_BUSY: "another program uses it. Close that program, then start Unknot again",
    sqlite3.SQLITE_LOCKED: "another program uses it. Close that program, then start Unknot again",
    sqlite3.SQLITE_NOTADB: "it is not a database. Move that file away, or put a copy from {copies} in its place",
    sqlite3.SQLITE_CORRUPT: "it is damaged. Put a copy from {copies} in its place",
    sqlite3.SQLITE_FULL: "the disk is full. Make room, then start Unknot again",
    sqlite3.SQLITE_READONLY: "this user may not write in it, or the disk is read-only",
    sqlite3.SQLITE_CANTOPEN: "this user may not open it",
    sqlite3.SQLITE_IOERR: "the disk failed. Check the disk, then start Unknot again",
}


class StorageError(UnknotError):
    """The database cannot be used; the message says why and the way out."""


def prepare_database(folder: Path, now: datetime) -> None:
    """Bring the database to the state that this program knows, or say why it stays as it is."""
    go_back(folder)
    executor = MigrationExecutor(connection)
    _refuse_foreign(executor.loader)
    _refuse_newer(executor.loader, folder)
    _try_to_write()
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _migrate(folder, now, is_new=not executor.loader.applied_migrations)
    connection.close()
    write_whole(folder / VERSION, version("unknot"))


def is_up_to_date() -> bool:
    """Return whether the database is in the state that this program knows; nothing is changed."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes()) and not _unknown(executor.loader)


@contextmanager
def snapshot() -> Iterator[None]:
    """Let everything that is read in here be of one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
        return
    if not _is_sqlite():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    connection.ensure_connection()
    connection.connection.execute("BEGIN")  # atomic() would begin as if to write, and keep others from it
    try:
        yield
    finally:
        connection.connection.execute("ROLLBACK")


def place_of_records() -> str:
    """Return where the records are, in words that hold no password."""
    if _is_sqlite():
        return str(database_file())
    settings = connection.settings_dict
    return f"the database {settings['NAME']} on {settings['HOST'] or 'this computer'}"


@contextmanager
def database_faults_told(folder: Path) -> Iterator[None]:
    """Turn what goes wrong with the database in here into one line."""
    try:
        yield
    except (django.db.Error, sqlite3.Error) as error:
        raise StorageError(_line_of(error, folder)) from error
    except InconsistentMigrationHistory as error:
        raise StorageError(f"{place_of_records()} was changed by another program: {error}") from error
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
        raise StorageError("DATABASE_URL cannot be read; expected postgres://user:password@host:port/name") from error
    except ImproperlyConfigured as error:
        way_out = "For PostgreSQL: pip install 'unknot[postgres]'"
        raise StorageError(f"the database cannot be used: {_first_line(error)} {way_out}") from error


def _migrate(folder: Path, now: datetime, *, is_new: bool) -> None:
    if _is_sqlite():
        with undone_if_it_fails(folder, now, _last_version(folder) or "unknown", is_new=is_new):
            call_command("migrate", interactive=False, verbosity=0)
    else:
        call_command("migrate", interactive=False, verbosity=0)


def _refuse_foreign(loader: MigrationLoader) -> None:
    tables = connection.introspection.table_names()
    is_of_others = _unknown(loader) and not _OUR_APPS & {app for app, _name in _applied(loader)}
    if is_of_others or (tables and "django_migrations" not in tables):
        raise StorageError(
            f"{place_of_records()} is not a database of Unknot; nothing in it was changed. "
            "Name another one in DATABASE_URL, or another folder: unknot serve --data FOLDER"
        )


def _refuse_newer(loader: MigrationLoader, folder: Path) -> None:
    if unknown := sorted(_unknown(loader)):
        app, name = unknown[-1]
        last = _last_version(folder) if _is_sqlite() else ""  # a server may have been opened from elsewhere since
        newer = f"Unknot {last}" if last else "a newer Unknot"
        raise StorageError(
            f"{place_of_records()} was last opened by {newer} and holds a change that this Unknot, "
            f"{version('unknot')}, does not know ({app}.{name}). Nothing was changed. "
            "Use the newer program: pip install --upgrade 'unknot[app]'"
        )


def _unknown(loader: MigrationLoader) -> set[tuple[str, str]]:
    # A migration that was squashed into another is known by the other's `replaces`, also when its file is gone.
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    return _applied(loader) - set(loader.disk_migrations) - replaced


def _applied(loader: MigrationLoader) -> set[tuple[str, str]]:
    return set(loader.applied_migrations or ())


def _try_to_write() -> None:
    """Take the write lock for a moment, so that a locked database is told now and not at the first answer."""
    with transaction.atomic():
        pass


def _last_version(folder: Path) -> str:
    path = folder / VERSION
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _line_of(error: Exception, folder: Path) -> str:
    code = getattr(error.__cause__ or error, "sqlite_errorcode", None)
    if code is None:
        return f"{place_of_records()} cannot be used: {_without_password(error)}"
    reason = _REASONS.get(code & 0xFF)  # what lies above the lowest byte are details
    told = reason.format(copies=folder / COPIES) if reason else str(error)
    return f"{place_of_records()} cannot be opened: {told}. Nothing was changed"


def _without_password(error: Exception) -> str:
    password = connection.settings_dict["PASSWORD"]
    return _first_line(error).replace(password, "***") if password else _first_line(error)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
