"""The folder that holds everything of one installation, and that nobody else on this computer can read.

It belongs to Unknot alone: its modes are tightened at every start, so a folder that holds other things is refused.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from unknot.errors import UnknotError

DATABASE = "unknot.db"
SECRET_KEY = "secret_key"
LOCK = "running.lock"
DIRECTORY = "directory"  # the folder of the lists of providers, which may be loaded before the first start

_OURS = {LOCK, SECRET_KEY, DATABASE, DIRECTORY}
_REASONS = {
    errno.EEXIST: "it is a file, not a folder",
    errno.ENOTDIR: "it lies below a file, not a folder",
    errno.EACCES: "this user may not write there",
    errno.EPERM: "this user may not write there",
    errno.EROFS: "the disk is read-only",
    errno.ENOSPC: "the disk is full",
}


class FolderError(UnknotError):
    """The folder for the data cannot be used; the message says why and how to name another."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder} cannot hold the data: {reason}. Name another folder: unknot serve --data FOLDER")


def default_folder() -> Path:
    """Return where this system keeps the data of a program."""
    # Only here: with a folder that is named, the lists of therapists need nothing of the extra `app`.
    import platformdirs

    return Path(platformdirs.user_data_dir("unknot", appauthor=False))


@contextmanager
def folder_faults_told(folder: Path) -> Iterator[None]:
    """Turn what goes wrong with the files in here into one line."""
    try:
        yield
    except BrokenPipeError:
        raise  # whoever read our output is gone; that is not about the folder
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__
        raise FolderError(folder, reason) from error


def make_folder(folder: Path) -> None:
    """Make the folder, or tighten one that is there, and try to write in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_foreign(folder)
    _tighten(folder)
    _try_to_write(folder)


def make_secret_key(folder: Path) -> None:
    """Make the installation's key once; only the process that holds the lock calls this."""
    path = folder / SECRET_KEY
    if not path.exists() or not path.stat().st_size:
        write_whole(path, secrets.token_urlsafe(50))


def read_secret_key(folder: Path) -> str:
    """Return the installation's key, or, where none was made yet, one that is good for this process only."""
    path = folder / SECRET_KEY
    key = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    return key or secrets.token_urlsafe(50)


def installation_name(secret_key: str) -> str:
    """Return a short name that tells this installation from others on the same computer."""
    return hashlib.sha256(b"installation" + secret_key.encode()).hexdigest()[:8]


def write_whole(path: Path, text: str) -> None:
    """Write a small file that is there as a whole or not at all, also after a power cut."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _refuse_foreign(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    if names and not names & _OURS:
        raise FolderError(folder, "it holds other things, and Unknot needs a folder of its own")


def _tighten(folder: Path) -> None:
    for place, _folders, files in os.walk(folder):  # does not follow links out of the folder
        _close_to_others(Path(place), 0o700)
        for name in files:
            _close_to_others(Path(place, name), 0o600)


def _close_to_others(path: Path, mode: int) -> None:
    # A running Unknot may remove a file of its own while a second start looks at it.
    with suppress(FileNotFoundError):
        found = path.lstat().st_mode
        if not stat.S_ISLNK(found) and found & 0o077:
            path.chmod(mode)


def _try_to_write(folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"unknot")
        file.flush()
