"""Opening an archive that may come from anybody: nothing of it is used before all of it was looked at.

A file is refused for what it is (no archive, another program's, a newer form), for what it could do (paths that lead
elsewhere, links, secrets that need a password, names twice, more data than there can be), and for what happened to it
(a size or a hash that differs). Nothing is unpacked onto the disk: files are read from within the archive.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from pydantic import ValidationError

from unknot.errors import BadInput
from unknot_app.actions.archives.manifest import FORMAT, FORMAT_VERSION, MANIFEST, Listed, Manifest

# Far more than an installation holds, far less than fills a disk or a memory.
MOST_FILES = 200
MOST_BYTES = 8_000_000_000
LARGEST_MANIFEST = 1_000_000
LONGEST_LINE = 50_000_000
# How many times smaller a file may be in the archive than it is. Measured: up to 13 times on the records of the
# invented person, and up to 96 times on one result that stands there 400 times under different ids.
MOST_SHRUNK = 400
FROM_HERE_BOMBS = 1_000_000  # bytes; a smaller file does no harm however much it was shrunk

_NAME = re.compile(r"(?:(?:tables|csv)/[a-z0-9_.]+\.(?:jsonl|csv)|manifest\.json)\Z")
_AT_ONCE = 1 << 20
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a way of packing that this Python does not know
    RuntimeError,  # of zipfile: a password is needed
    OSError,
    ValueError,
    OverflowError,
    RecursionError,
)


class BadArchive(BadInput):
    """The file is not an archive that can be brought in; nothing was changed."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}. Nothing was changed.")


@dataclass(frozen=True)
class Archive:
    """An archive that was looked at: its manifest is true of its files."""

    manifest: Manifest
    _zip: zipfile.ZipFile

    def rows(self, name: str) -> Iterator[tuple[int, Any]]:
        """Yield each row of a file with the number of its line."""
        with _told(), self._zip.open(name) as file:
            for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), 1):
                if not line.endswith(b"\n"):
                    raise BadArchive(f"{name}, line {number}: is longer than a row can be, or not complete")
                yield number, _json(line, f"{name}, line {number}")


@contextmanager
def open_archive(file: IO[bytes], most_bytes: int = MOST_BYTES) -> Iterator[Archive]:
    """Yield an archive of everything, after all of it was looked at; `BadArchive` says why it is refused."""
    with _told():
        archive = zipfile.ZipFile(file)
    with archive:
        with _told():
            _refuse_strange(archive.infolist(), most_bytes)
            manifest = _read_manifest(archive)
            _compare(archive, manifest)
        yield Archive(manifest, archive)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise BadArchive("This file is damaged, or it is no archive of Unknot") from error


def _refuse_strange(files: list[zipfile.ZipInfo], most_bytes: int) -> None:
    """Refuse what no archive of ours holds, by the table of the zip file alone."""
    if len(files) > MOST_FILES:
        raise BadArchive(f"This archive holds {len(files)} files; Unknot writes at most {MOST_FILES}")
    if twice := [name for name, count in Counter(one.filename for one in files).items() if count > 1]:
        raise BadArchive(f"The name {_shown(twice[0])} stands twice in this archive")
    for one in files:
        if not _NAME.match(one.filename):
            raise BadArchive(f"This is no archive of Unknot: it holds {_shown(one.filename)}")
        if stat.S_IFMT(one.external_attr >> 16) not in (0, stat.S_IFREG):
            raise BadArchive(f"{_shown(one.filename)} is a link or no ordinary file")
        if one.flag_bits & 0x1:
            raise BadArchive(f"{_shown(one.filename)} is locked with a password; Unknot writes without one")
        if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadArchive(f"{_shown(one.filename)} is packed in a way that Unknot does not use")
        if one.file_size > max(FROM_HERE_BOMBS, MOST_SHRUNK * one.compress_size):
            raise BadArchive(f"{_shown(one.filename)} would grow more than {MOST_SHRUNK} times; that is no record")
    if sum(one.file_size for one in files) > most_bytes:
        raise BadArchive(f"This archive holds more than {most_bytes / 1e6:,.0f} MB, which is more than is read here")


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    if MANIFEST not in archive.namelist():
        raise BadArchive(f"This is no archive of Unknot: it has no {MANIFEST}")
    with archive.open(MANIFEST) as file:
        text = file.read(LARGEST_MANIFEST + 1)
        if len(text) > LARGEST_MANIFEST:
            raise BadArchive(f"{MANIFEST} is larger than it can be")
    raw = _json(text, MANIFEST)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise BadArchive(f"This is no archive of Unknot: {MANIFEST} does not say {FORMAT!r}")
    version = raw.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise BadArchive(
            f"This archive has format {str(version)[:20]}, and this Unknot reads format "
            f"{FORMAT_VERSION}. It was written by a newer Unknot: pip install --upgrade 'unknot[app]'"
        )
    try:
        manifest = Manifest.model_validate(raw)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise BadArchive(f"{MANIFEST} cannot be read at {_shown(place)}") from None
    if manifest.kind != "everything":
        raise BadArchive("This is a copy of one person, to be read. Only an archive of everything can be brought in")
    return manifest


def _compare(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Refuse files that are not those of the manifest, byte for byte."""
    there = set(archive.namelist()) - {MANIFEST}
    if missing := sorted(manifest.files.keys() - there):
        raise BadArchive(f"{_shown(missing[0])} is missing in this archive")
    if unlisted := sorted(there - manifest.files.keys()):
        raise BadArchive(f"{_shown(unlisted[0])} is not listed in {MANIFEST}")
    for name, listed in manifest.files.items():
        if _measured(archive, name) != listed:
            raise BadArchive(f"{name} was changed after this archive was written")


def _measured(archive: zipfile.ZipFile, name: str) -> Listed:
    digest, size, rows = hashlib.sha256(), 0, 0
    with archive.open(name) as file:
        while part := file.read(_AT_ONCE):
            digest.update(part)
            size += len(part)
            rows += part.count(b"\n")
    return Listed(size=size, sha256=digest.hexdigest(), rows=rows)


def _json(text: bytes, where: str) -> Any:
    try:
        return json.loads(text.decode(), object_pairs_hook=_each_once, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BadArchive(f"{where}: is no JSON that Unknot writes") from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _shown(text: str) -> str:
    """Return a text of a stranger for one line: short, and without signs that move the cursor."""
    return repr(text[:60])
