"""Writing an archive, row by row: it is never in memory as a whole."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from importlib.metadata import version
from typing import BinaryIO

from django.conf import settings
from django.db.models import QuerySet

from unknot.knowledge import knowledge_version
from unknot_app.actions.archives.manifest import (
    FOR_READING,
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    REMOVALS,
    Kind,
    Listed,
    Manifest,
    file_of,
)
from unknot_app.actions.archives.rows import Row, columns, label_of, records_of, row_of, state_of_tables, tables
from unknot_app.actions.spreadsheet import BYTE_ORDER_MARK, csv_lines
from unknot_app.directory.removals import removals
from unknot_app.local.database import snapshot
from unknot_app.records.models import Person, PersonsRecord

# What a copy of one person does not hold: who keeps it, and what opens their pages.
NOT_IN_A_COPY = ("owner_id", "pin", "wrong_pins", "pin_waits_until")

Advance = Callable[[], object]


def count_rows(people: QuerySet[Person] | None = None) -> int:
    return sum(records_of(table, people).count() for table in tables())


def write_archive(
    target: BinaryIO,
    now: datetime,
    people: QuerySet[Person] | None = None,
    *,
    locked_left_out: int = 0,
    advance: Advance = lambda: None,
) -> Manifest:
    """Write everything that is kept here, or what is kept of some people, as one archive."""
    with snapshot(), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        files = {}
        for table in tables():
            name = file_of(label_of(table))
            rows = map(row_of, records_of(table, people).iterator())
            files[name] = _write(archive, name, map(_as_line, rows), advance)
        files[REMOVALS] = _write(archive, REMOVALS, map(_as_line, _removals()))
        return _close(archive, "everything", now, locked_left_out, files)


def write_copy(target: BinaryIO, now: datetime, person: Person) -> Manifest:
    """Write all that is kept of one person, as JSON and as tables for a spreadsheet; to read, not to restore."""
    of_them = Person.objects.filter(pk=person.pk)
    with snapshot(), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        files = {}
        for table in (one for one in tables() if one is Person or issubclass(one, PersonsRecord)):
            names = [name for name in columns(table) if name not in NOT_IN_A_COPY]
            rows = [{name: row[name] for name in names} for row in map(row_of, records_of(table, of_them))]
            as_json, as_table = file_of(label_of(table)), f"{FOR_READING}/{label_of(table)}.csv"
            files[as_json] = _write(archive, as_json, map(_as_line, rows))
            header, *lines = csv_lines(names, (map(_as_cell, row.values()) for row in rows))
            files[as_table] = _write(archive, as_table, lines, head=f"{BYTE_ORDER_MARK}{header}".encode())
        return _close(archive, "person", now, 0, files)


def _write(
    archive: zipfile.ZipFile,
    name: str,
    lines: Iterable[str],
    advance: Advance = lambda: None,
    head: bytes = b"",
) -> Listed:
    """Write a file line by line, and return what the manifest says of it."""
    digest, size, rows = hashlib.sha256(head), len(head), 0
    with archive.open(name, "w", force_zip64=True) as file:
        file.write(head)
        for line in lines:
            data = line.encode()
            file.write(data)
            digest.update(data)
            size, rows = size + len(data), rows + 1
            advance()
    return Listed(size=size, sha256=digest.hexdigest(), rows=rows)


def _close(archive: zipfile.ZipFile, kind: Kind, now: datetime, locked: int, files: dict[str, Listed]) -> Manifest:
    """Write the manifest, which is the last file because it names all others with their hashes."""
    manifest = Manifest(
        format=FORMAT,
        format_version=FORMAT_VERSION,
        kind=kind,
        made_at=now,
        program_version=version("unknot"),
        knowledge_version=knowledge_version(),
        tables_as_of=state_of_tables(),
        locked_left_out=locked,
        files=files,
    )
    archive.writestr(MANIFEST, manifest.model_dump_json(indent=2) + "\n")
    return manifest


def _removals() -> Iterator[Row]:
    for (source, source_id), day in removals(settings.DATA).items():
        yield {"source": source, "source_id": source_id, "day": day}


def _as_line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _as_cell(value: object) -> object:
    """Return a value for a spreadsheet: lists and objects as JSON, nothing for what is not known."""
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
