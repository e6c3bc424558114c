"""Export and import from outside the pages: for whoever owns the computer, and with it the files.

No PIN is asked for here: who may read the files of the folder can read everything in them.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import django

from unknot.errors import BadInput
from unknot_app.actions.archives.manifest import Manifest, file_of
from unknot_app.local.database import database_faults_told
from unknot_app.local.folder import DATABASE, folder_faults_told, make_folder, make_secret_key
from unknot_app.local.instance import claim
from unknot_app.site.server import load, set_up, visit

Bar = Callable[[str, int], AbstractContextManager[Callable[[], object]]]
_REASONS = {
    errno.ENOENT: "there is no such file or folder",
    errno.EACCES: "this user may not do that there",
    errno.EISDIR: "it is a folder",
    errno.ENOTDIR: "it lies below a file, not a folder",
    errno.ENOSPC: "the disk is full",
    errno.EROFS: "the disk is read-only",
}


def export_to(folder: Path, path: Path, bar: Bar, *, is_forced: bool) -> tuple[int, int]:
    """Write everything as one archive, and return how many people and rows are in it."""
    folder = folder.expanduser().resolve()
    if not (folder / DATABASE).exists() and not os.environ.get("DATABASE_URL"):
        raise BadInput(f"there is no database of Unknot in {folder}. Name the folder: unknot export FILE --data DIR")
    if path.exists() and not is_forced:
        raise BadInput(f"{path} is there already and was not changed. Choose another name, or add --force")
    os.umask(0o077)  # as in `serve`
    with folder_faults_told(folder):
        _make_ready(folder)
    # Only now: models can be read once Django is set up.
    from unknot_app.actions.archives.opening import open_archive
    from unknot_app.actions.archives.writing import count_rows, write_archive

    with database_faults_told(folder), _written_whole(path) as file:
        with bar("Rows", count_rows()) as advance:
            manifest = write_archive(file, datetime.now(UTC), advance=advance)
        with open_archive(file):
            pass  # what was written can be read
    return _counted(manifest)


def import_from(folder: Path, path: Path, bar: Bar) -> tuple[int, int]:
    """Bring an archive into an empty installation, and return how many people and rows were in it."""
    folder = folder.expanduser().resolve()
    os.umask(0o077)
    set_up(folder)
    django.setup()
    from unknot_app.actions.archives.opening import open_archive
    from unknot_app.actions.archives.restoring import NotEmpty, refuse_unless_empty, refuse_unreadable, restore

    with _opened(path) as file, open_archive(file) as archive:
        refuse_unreadable(archive)  # before there is even a folder
        with _held(folder), database_faults_told(folder):
            rows = _counted(archive.manifest)
            try:
                refuse_unless_empty()
            except NotEmpty as error:
                raise BadInput(
                    f"{error} Nothing was changed. Import into a folder of its own: unknot import FILE --data DIR"
                ) from None
            with bar("Rows", rows[1]) as advance:
                restore(archive, advance)
    return rows


def _counted(manifest: Manifest) -> tuple[int, int]:
    people = manifest.files.get(file_of("records.person"))
    return people.rows if people else 0, sum(file.rows for file in manifest.files.values())


def _make_ready(folder: Path) -> None:
    """Bring the database up to date as a start does, unless Unknot runs: then it is."""
    make_folder(folder)  # with the records on a server it may be new
    lock = claim(folder)
    if lock is None:
        visit(folder)
        return
    try:
        load(folder)
    finally:
        lock.release()


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Make an installation ready for use, and keep others from starting it meanwhile."""
    with folder_faults_told(folder):
        make_folder(folder)
        lock = claim(folder)
    if lock is None:
        raise BadInput(f"Unknot runs with {folder}. Stop it first, or name another folder with --data")
    try:
        with folder_faults_told(folder):
            make_secret_key(folder)
            load(folder)
        yield
    finally:
        lock.release()


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with _told(path, "read"):
        file = path.open("rb")
    with file:
        yield file


@contextmanager
def _written_whole(path: Path) -> Iterator[BinaryIO]:
    """Yield a file for this user only, which is there under its name when it is complete, or not at all."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    with _told(path, "written"):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "w+b") as file, _told(path, "written"):
            yield file
            file.flush()
            os.fsync(handle)
        with _told(path, "written"):
            draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@contextmanager
def _told(path: Path, done: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__
        raise BadInput(f"{path} cannot be {done}: {reason}") from error
