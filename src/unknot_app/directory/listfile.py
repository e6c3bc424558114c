"""The file that is handed in: a CSV file or a zip, of which list, and which of its parts are read."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple, cast

from unknot.errors import BadInput
from unknot_app.directory import nppes, own
from unknot_app.directory.table import Table

ListKind = Literal["nppes", "csv"]

_BUFFER = 1 << 20
_LOCKED = 1  # the bit of a part of a zip that needs a password
_WAYS_TO_PACK = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# How many times smaller a list may be in its zip. That of NPPES, mostly empty cells, is about ten times smaller.
_MOST_SHRUNK = 400
_FROM_HERE_BOMBS = 1_000_000  # bytes; a smaller file does no harm however much it was shrunk
# A whole file of NPPES goes back to 2005; one that spans fewer days holds only what changed.
_DAYS_OF_AN_UPDATE = 62
_DAYS_IN_A_NAME = re.compile(r"npidata_pfile_(\d{8})-(\d{8})", re.IGNORECASE)
# The parts of a zip of NPPES that are read, in this order; the files of their headers alone are not.
_PARTS_OF_NPPES = (r"npidata_pfile_.*(?<!_fileheader)\.csv", r"pl_pfile_.*(?<!_fileheader)\.csv")
_OTHER_PARTS_OF_NPPES = ("Endpoint Type", "Provider Other Organization Name Type Code")


class Part(NamedTuple):
    """A CSV file to read: by itself, or in a zip."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


@contextmanager
def opened_parts(path: Path, kind: ListKind | None, most_bytes: int | None = None) -> Iterator[tuple[Part, ...]]:
    """Open a file and yield its parts, what is wrong with it being told in one line.

    Raises
    ------
    BadInput
        If it cannot be read, is not whole, holds no such part, or more than it may.
    """
    try:
        with ExitStack() as stack:
            with path.open("rb") as file:
                start = file.read(4)
            if start == b"PK\x03\x04" or path.suffix.lower() == ".zip":
                parts = _parts_of_zip(path, stack.enter_context(zipfile.ZipFile(path)), kind)
            else:
                parts = (Part(path.name, path.stat().st_size, lambda: path.open("rb", buffering=_BUFFER)),)
            if most_bytes is not None and sum(part.size for part in parts) > most_bytes:
                raise BadInput(
                    f"{path.name} holds more than {most_bytes / 1e6:.0f} MB, too much for a page. "
                    f"Load it on the command line: unknot directory import {path.name}"
                )
            yield parts
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadInput(
            f"{path} is not a whole zip file; the download may have broken off. Load it once more"
        ) from error
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from error


def kind_of(part: Part) -> ListKind:
    """Return which list a file is, by the names of its columns."""
    with part.open() as file:
        header = Table(file, part.name, nppes.ENCODING).header
    return "nppes" if nppes.NPI in header else "csv"


def opened_table(part: Part, file: BinaryIO, kind: ListKind) -> Table:
    """Return an open part as a table.

    Raises
    ------
    BadInput
        If it is a part of NPPES that holds no addresses.
    """
    table = Table(file, part.name, nppes.ENCODING if kind == "nppes" else own.ENCODING)
    if kind == "nppes" and "Entity Type Code" not in table.header:
        for name in _OTHER_PARTS_OF_NPPES:
            if name in table.header:
                raise BadInput(f"{part.name} is another part of NPPES; load npidata_pfile_....csv or the whole zip")
    return table


def is_update(name: str) -> bool:
    """Return whether a file of NPPES, by the days in its name, holds only what changed."""
    days = _DAYS_IN_A_NAME.search(name)
    if days is None:
        return False
    try:
        first, last = (datetime.strptime(day, "%Y%m%d") for day in days.groups())
    except ValueError:
        return False
    return (last - first).days < _DAYS_OF_AN_UPDATE


def _parts_of_zip(path: Path, archive: zipfile.ZipFile, kind: ListKind | None) -> tuple[Part, ...]:
    names = archive.namelist()
    if "[Content_Types].xml" in names:
        raise BadInput(f"{path} is a workbook; save it as CSV, then load that")
    plain = {name: name.rpartition("/")[2] for name in names}
    found = [name for part in _PARTS_OF_NPPES for name in names if re.fullmatch(part, plain[name], re.IGNORECASE)]
    if not found and kind != "nppes":
        found = [name for name in names if name.lower().endswith(".csv")]
        if len(found) > 1:
            raise BadInput(f"{path} holds {len(found)} CSV files; take out the one that is meant, and load it")
    if not found:
        wanted = "npidata_pfile_....csv" if kind == "nppes" else "CSV file"
        raise BadInput(f"{path} holds no {wanted}, only {', '.join(names[:5]) or 'nothing'}")
    for info in map(archive.getinfo, found):
        if info.flag_bits & _LOCKED or info.compress_type not in _WAYS_TO_PACK:
            raise BadInput(
                f"{path} is locked, or packed in a way that cannot be read here; unpack it, and load the CSV file"
            )
        if info.file_size > max(_FROM_HERE_BOMBS, _MOST_SHRUNK * info.compress_size):
            raise BadInput(f"{path} would grow more than {_MOST_SHRUNK} times when it is unpacked; that is no list")
    return tuple(Part(plain[name], archive.getinfo(name).file_size, _opener(archive, name)) for name in found)


def _opener(archive: zipfile.ZipFile, name: str) -> Callable[[], BinaryIO]:
    # A member of a zip reads lines slowly by itself.
    return lambda: cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, archive.open(name)), _BUFFER))
