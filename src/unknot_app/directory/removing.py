"""Taking a provider out on request, now and in every later import; taking lists away."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from unknot_app.directory.draft import draft_of, forget, locked, number_of, usable
from unknot_app.directory.file import faults_told, file_of, make_place, one_at_a_time, opened, run, status
from unknot_app.directory.rejects import forget_rejects
from unknot_app.directory.removals import add_removals, removals
from unknot_app.local.folder import folder_faults_told

_WITHOUT_A_LIST = """
DELETE FROM offer WHERE provider IN (SELECT id FROM provider WHERE source = :source);
DELETE FROM place WHERE provider IN (SELECT id FROM provider WHERE source = :source);
DELETE FROM provider WHERE source = :source;
DELETE FROM list WHERE id = :source;
DELETE FROM spot_box WHERE id NOT IN (SELECT spot FROM offer);
DELETE FROM spot WHERE id NOT IN (SELECT spot FROM offer)
"""


def remove_provider(folder: Path, source: str, source_id: str, day: date) -> bool:
    """Take a provider out for good, and return whether the directory held it.

    The request is kept first, so that it holds also when the directory cannot be changed now.

    Raises
    ------
    DirectoryError
        If the directory cannot be changed.
    """
    with _changing(folder):
        add_removals(folder, {(source, source_id): day.isoformat()})
        return _take_out(folder, [(source, source_id)])


def keep_removals(folder: Path, asked: Mapping[tuple[str, str], str]) -> None:
    """Keep requests, with the day of each by source and id, all of them or none; `leave_out` then follows them.

    Raises
    ------
    DirectoryError
        If they cannot be kept.
    """
    with _changing(folder):
        add_removals(folder, asked)


def leave_out(folder: Path) -> None:
    """Take everybody out of the directory who ever asked for it.

    Raises
    ------
    DirectoryError
        If the directory cannot be changed.
    """
    with _changing(folder):
        _take_out(folder, removals(folder))


def take_lists_away(folder: Path) -> None:
    """Delete the directory, also one that cannot be read; who asked to be left out stays left out."""
    with _changing(folder):
        file_of(folder).unlink(missing_ok=True)
        forget_rejects(folder)


def take_list_away(folder: Path, source: str) -> int | None:
    """Delete one list, and return how many providers it held; None where there is no such list.

    Who asked to be left out stays left out.

    Raises
    ------
    DirectoryError
        If the directory cannot be changed.
    """
    with _changing(folder):
        held = {one.source: one.providers for one in loaded.lists} if (loaded := status(folder)) else {}
        if source not in held:
            return None
        if len(held) == 1:
            file_of(folder).unlink()
        else:
            with _changed_copy(folder) as directory:
                run(directory, _WITHOUT_A_LIST, {"source": source})
        forget_rejects(folder, source)
        return held[source]


@contextmanager
def _changing(folder: Path) -> Iterator[None]:
    with folder_faults_told(folder):
        make_place(folder)
        with one_at_a_time(folder):
            yield


def _take_out(folder: Path, asked: Collection[tuple[str, str]]) -> bool:
    """Make the directory anew without some providers, and return whether it held any of them."""
    if not asked or usable(file_of(folder)) is None:
        return False
    with opened(file_of(folder)) as directory:
        there = [one for one in asked if number_of(directory, *one) is not None]
    if there:
        _make_without(folder, there)
    return bool(there)


def _make_without(folder: Path, leaving: Collection[tuple[str, str]]) -> None:
    with _changed_copy(folder) as directory:
        for source, source_id in leaving:
            number = forget(directory, source, source_id)
            directory.execute("DELETE FROM offer WHERE provider = ?", [number])
            directory.execute("UPDATE list SET providers = providers - 1 WHERE id = ?", [source])


@contextmanager
def _changed_copy(folder: Path) -> Iterator[sqlite3.Connection]:
    """Yield a copy of the directory to change, which then takes its place: it is never written where it lies."""
    copy = draft_of(folder).with_suffix(".without")
    copy.unlink(missing_ok=True)
    try:
        with faults_told(copy):
            copy.touch(mode=0o600)
            shutil.copyfile(file_of(folder), copy)
            with closing(locked(copy)) as directory:
                directory.execute("PRAGMA secure_delete = ON")  # what was there is overwritten, not only unlinked
                directory.execute("BEGIN")
                yield directory
                directory.execute("COMMIT")
        copy.replace(file_of(folder))
    finally:
        for name in (copy.name, f"{copy.name}-journal"):
            copy.with_name(name).unlink(missing_ok=True)
