"""Taking a provider out on request, now and in every later import."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from pathlib import Path

from unknot_app.directory.draft import draft_of, forget, locked, number_of, usable
from unknot_app.directory.file import faults_told, file_of, opened
from unknot_app.directory.removals import keep_removal
from unknot_app.local.folder import DIRECTORY, folder_faults_told, make_folder


def remove_provider(folder: Path, source: str, source_id: str, day: date) -> bool:
    """Take a provider out for good, and return whether the directory held it.

    The request is kept first, so that it holds also when the directory cannot be changed now.

    Raises
    ------
    DirectoryError
        If the directory cannot be changed.
    """
    with folder_faults_told(folder):
        make_folder(folder)
        (folder / DIRECTORY).mkdir(mode=0o700, exist_ok=True)
        keep_removal(folder, source, source_id, day)
        if usable(file_of(folder)) is None:
            return False
        with opened(file_of(folder)) as directory:
            if number_of(directory, source, source_id) is None:
                return False
        _take_out(folder, source, source_id)
    return True


def _take_out(folder: Path, source: str, source_id: str) -> None:
    """Make the directory anew without the provider, because it is never written in its place."""
    copy = draft_of(folder).with_suffix(".without")
    copy.unlink(missing_ok=True)
    try:
        with faults_told(copy):
            copy.touch(mode=0o600)
            shutil.copyfile(file_of(folder), copy)
            with closing(locked(copy)) as directory:
                directory.execute("PRAGMA secure_delete = ON")  # what was there is overwritten, not only unlinked
                directory.execute("BEGIN")
                number = forget(directory, source, source_id)
                directory.execute("DELETE FROM offer WHERE provider = ?", [number])
                directory.execute("UPDATE list SET providers = providers - 1 WHERE id = ?", [source])
                directory.execute("COMMIT")
        copy.replace(file_of(folder))
    finally:
        for name in (copy.name, f"{copy.name}-journal"):
            copy.with_name(name).unlink(missing_ok=True)
