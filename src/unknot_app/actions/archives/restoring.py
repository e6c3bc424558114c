"""Putting an archive into an empty installation: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from itertools import islice

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.db.models import Model
from pydantic import ValidationError

from unknot.errors import BadInput, UnknotError
from unknot_app.accounts.models import LOCAL_OWNER, User
from unknot_app.actions.archives.manifest import REMOVALS, Manifest, Removal, file_of
from unknot_app.actions.archives.opening import Archive, BadArchive
from unknot_app.actions.archives.rows import (
    Added,
    CannotFollowError,
    RowError,
    Table,
    added_since,
    keys_pointed_to,
    label_of,
    record_of,
    tables,
)
from unknot_app.directory import keep_removals, leave_out

_AT_ONCE = 500

Advance = Callable[[], object]


class NotEmpty(BadInput):
    """Somebody's records are here already; an archive is never mixed with them."""


class StillListed(UnknotError):  # noqa: N818 - like its neighbours
    """All of an archive is here, but who asked to be left out still stands in the lists that were here before."""

    def __init__(self, fault: UnknotError) -> None:
        super().__init__(
            f"Everything was brought in, but who asked to be left out of the lists is still in those here: {fault}"
        )


def is_empty() -> bool:
    """Return whether nothing is kept here but the settings of an owner who has just begun."""
    others = User.objects.exclude(username=LOCAL_OWNER)
    return not others.exists() and not any(one._default_manager.exists() for one in tables() if one is not User)


def refuse_unless_empty() -> None:
    if not is_empty():
        raise NotEmpty("There are people here already, and an archive is not mixed with them.")


def refuse_unreadable(archive: Archive) -> Added:
    """Return what it may lack because it was added later; `BadArchive` if it cannot be read here."""
    added = _added_since(archive.manifest)
    known = {REMOVALS, *(file_of(label_of(table)) for table in tables())}
    if unknown := sorted(archive.manifest.files.keys() - known):
        raise BadArchive(f"{unknown[0]!r} is a table that this Unknot does not know")
    if missing := sorted(known - archive.manifest.files.keys() - set(map(file_of, added.tables))):
        raise BadArchive(f"{missing[0]!r} is missing in this archive")
    return added


def _added_since(manifest: Manifest) -> Added:
    try:
        return added_since(manifest.tables_as_of)
    except CannotFollowError as error:
        written = f"This archive was written by Unknot {manifest.program_version[:20]!r}"
        if str(error) == "newer":
            raise BadArchive(f"{written}, which is newer: pip install --upgrade 'unknot[app]'") from None
        way_out = "Install that version, import there, and start the new version with that folder"
        raise BadArchive(f"{written}, and the tables have changed since. {way_out}") from None


def restore(archive: Archive, advance: Advance = lambda: None) -> None:
    """Put everything of an archive into this installation, which has to be empty.

    Raises
    ------
    BadInput, DirectoryError, FolderError
        If that cannot be done; then nothing was changed.
    StillListed
        If it was done, and only the lists that are here could not be changed.
    """
    added = refuse_unreadable(archive)
    removals = {(one.source, one.source_id): one.day.isoformat() for one in _removals(archive)}
    try:
        with transaction.atomic():
            refuse_unless_empty()
            User.objects.all().delete()  # the owner of an empty installation gives way to the one in the archive
            keys: dict[Table, set[object]] = {}
            for table in tables():
                if file_of(label_of(table)) in archive.manifest.files:
                    records = _records(archive, table, added.columns.get(label_of(table), frozenset()), keys)
                    _store(table, records, advance)
            if removals:
                keep_removals(settings.DATA, removals)  # last: it cannot be rolled back
    except (IntegrityError, DataError, UnicodeEncodeError) as error:
        raise BadArchive("The rows of this archive do not fit together") from error
    if removals:
        _follow_removals()


def _follow_removals() -> None:
    try:
        leave_out(settings.DATA)
    except UnknotError as fault:
        raise StillListed(fault) from fault


def _removals(archive: Archive) -> Iterator[Removal]:
    for number, row in archive.rows(REMOVALS):
        try:
            yield Removal.model_validate(row)
        except ValidationError:
            raise BadArchive(f"{REMOVALS}, line {number}: cannot be read") from None


def _records(archive: Archive, table: Table, lacks: Set[str], keys: dict[Table, set[object]]) -> Iterator[Model]:
    """Yield the records of a table, each with a key of its own, and pointing only to what was there before."""
    name = file_of(label_of(table))
    mine = keys.setdefault(table, set())
    for number, row in archive.rows(name):
        try:
            record = record_of(table, row, lacks)
        except RowError as fault:
            raise BadArchive(f"{name}, line {number}: {fault}") from None
        if record.pk in mine:
            raise BadArchive(f"{name}, line {number}: stands there twice")
        for other, key in keys_pointed_to(record):
            if key not in keys.get(other, ()):
                raise BadArchive(f"{name}, line {number}: its {other._meta.model_name} is not in this archive")
        mine.add(record.pk)
        yield record


def _store(table: Table, records: Iterable[Model], advance: Advance) -> None:
    records = iter(records)
    while some := list(islice(records, _AT_ONCE)):
        table._default_manager.bulk_create(some)
        for _one in some:
            advance()
