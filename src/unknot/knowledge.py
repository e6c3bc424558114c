"""The one reader of the data files: it validates every entry and reports all faults at once.

Words used here: an *entry* is one thing that the data describe (a muscle, a rule, a zone); a *table* is an array
of entries in a TOML file or all rows of a CSV file. Every entry carries `status` and `sources`; a file may give
both once, under `[defaults]`, for entries that do not write their own. A CSV file has a small file beside it
(`NAME.columns.toml`) that explains each column and holds its `[defaults]` and `[review]`.
"""

# Modules that define many models leave out `from __future__ import annotations`: pydantic would compile each
# annotation again from its text, at the start of every command.
import csv
import hashlib
from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import tomli
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from unknot.errors import Fault, KnowledgeError, nearest

# The calendar version of the facts; the content hash beside it changes with every byte of them.
CALENDAR_VERSION = "2026.11"

Status = Literal["verified", "recalled", "estimated"]

# Answers as data and records write them. Whoever is unsure said so; that is not the same as no answer.
YesNoUnsure = Literal["yes", "no", "unsure"]
UNSURE: Literal["unsure"] = "unsure"
YES_NO_UNSURE: tuple[YesNoUnsure, ...] = ("yes", "no", UNSURE)


def _split(value: object) -> object:
    if isinstance(value, str):
        return [part for part in value.split(";") if part]
    return value


# A list of names: an array in TOML, or names joined by ";" in a CSV cell.
Names = Annotated[tuple[str, ...], BeforeValidator(_split)]


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, validate_by_name=True, validate_by_alias=True
    )


class Entry(Value):
    """One thing that the data describe, with where it comes from and how sure that is."""

    status: Status
    sources: Annotated[Names, Field(min_length=1)]
    reviewed: bool = False
    note: str = ""

    @property
    def is_verified(self) -> bool:
        """Return whether the fact was read in its source, not only recalled or estimated."""
        return self.status == "verified"


EntryT = TypeVar("EntryT", bound=BaseModel)


def data_folder() -> Path:
    """Return the folder that holds all data files of the package."""
    return Path(__file__).parent / "data"


class Reader:
    """Reads the data files of one stage and keeps every fault until `finish`."""

    def __init__(self, stage: str) -> None:
        self.stage = stage
        self.faults: list[Fault] = []
        self._parsed: dict[str, dict[str, Any]] = {}

    def entries(self, file: str, table: str, model: type[EntryT], *, key: str = "id") -> dict[str, EntryT]:
        """Read `[[table]]` of a TOML file into entries by their key; a key that stands twice is a fault."""
        parsed = self._toml(file)
        defaults = parsed.get("defaults", {})
        found: dict[str, EntryT] = {}
        for number, raw in enumerate(parsed.get(table, []), 1):
            name = str(raw.get(key, f"{table} {number}"))
            entry = self._validate(file, name, model, self._with_defaults(raw, defaults, model))
            if entry is None:
                continue
            if name in found:
                self.fault(file, name, "stands twice")
            found[name] = entry
        if not found:
            self.fault(file, table, "holds no entries")
        return found

    def rows(self, file: str, model: type[EntryT]) -> list[EntryT]:
        """Read all rows of a CSV file; empty cells are left out, so that a field's default holds."""
        defaults = self._toml(file.replace(".csv", ".columns.toml")).get("defaults", {})
        header, *table = csv.reader(self._text(file).splitlines())
        found = []
        for number, row in enumerate(table, 2):
            if len(row) != len(header):
                self.fault(file, f"row {number}", f"has {len(row)} cells, expected {len(header)}")
                continue
            raw = {name: cell for name, cell in zip(header, row, strict=True) if cell}
            entry = self._validate(file, f"row {number}", model, self._with_defaults(raw, defaults, model))
            if entry is not None:
                found.append(entry)
        return found

    def section(self, file: str, name: str, model: type[EntryT]) -> EntryT:
        """Read the single table `[name]` of a TOML file; when it is faulty, `finish` will say so."""
        parsed = self._toml(file)
        raw = parsed.get(name)
        if raw is None:
            self.fault(file, name, "is missing")
            return model.model_construct()
        entry = self._validate(file, name, model, self._with_defaults(raw, parsed.get("defaults", {}), model))
        # An empty stand-in, so that the rest of the files is still read and all faults come at once.
        return entry if entry is not None else model.model_construct()

    def table(self, file: str, name: str) -> dict[str, Any]:
        """Return a plain table `[name]` of a TOML file."""
        found: dict[str, Any] = self._toml(file).get(name, {})
        if not found:
            self.fault(file, name, "is missing")
        return found

    def fault(self, file: str, entry: str, message: str) -> None:
        """Remember a fault."""
        self.faults.append(Fault(f"{self.stage}/{file}", entry, message))

    def resolve(self, file: str, entry: str, what: str, names: Iterable[str], known: Collection[str]) -> None:
        """Remember a fault for each name that is not among the known ones."""
        for name in names:
            if name not in known:
                self.fault(file, entry, f"unknown {what} {name!r}{nearest(name, known)}")

    def resolve_sources(self, file: str, entries: Iterable[tuple[str, Entry]]) -> None:
        """Remember a fault for each source key that the list of sources does not hold."""
        for name, entry in entries:
            self.resolve_keys(file, name, entry.sources)

    def resolve_keys(self, file: str, entry: str, sources: Iterable[str]) -> None:
        """Remember a fault for each of these source keys that the list of sources does not hold."""
        self.resolve(file, entry, "source", sources, source_keys())

    def checked(self, file: str, entries: dict[str, EntryT]) -> dict[str, EntryT]:
        """Return entries after a look at their sources; raise all faults found so far."""
        self.resolve_sources(file, ((name, entry) for name, entry in entries.items() if isinstance(entry, Entry)))
        self.finish()
        return entries

    def finish(self) -> None:
        """Raise all faults together, or hand them to whoever collects those of several parts.

        Raises
        ------
        KnowledgeError
            If any fault was found and nobody collects.
        """
        if self.faults and _collected is None:
            raise KnowledgeError(self.faults)
        if _collected is not None:
            _collected.update(dict.fromkeys(self.faults))
            self.faults = []

    def _validate(self, file: str, name: str, model: type[EntryT], raw: dict[str, Any]) -> EntryT | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            for fault in error.errors():
                where = ".".join(str(part) for part in fault["loc"])
                self.fault(file, name, f"{where}: {fault['msg']}, got {fault['input']!r:.80}")
            return None

    def _with_defaults(self, raw: dict[str, Any], defaults: dict[str, Any], model: type[BaseModel]) -> dict[str, Any]:
        missing = {name: value for name, value in defaults.items() if name in model.model_fields and name not in raw}
        return {**missing, **raw} if missing else raw

    def _text(self, file: str) -> str:
        return (data_folder() / self.stage / file).read_text(encoding="utf-8")

    def _toml(self, file: str) -> dict[str, Any]:
        if file not in self._parsed:
            try:
                self._parsed[file] = tomli.loads(self._text(file))
            except tomli.TOMLDecodeError as error:
                self.fault(file, "file", f"is not readable: {error}")
                self._parsed[file] = {}
        return self._parsed[file]


class Review(Value):
    """Who wrote the entries of a file, whether a clinician has read them, and when they are to be read again."""

    reviewed: bool
    author: str
    next_review: date
    reviewer: str = ""

    def is_overdue(self, day: date) -> bool:
        """Return whether the review was to be before a day."""
        return self.next_review < day


@cache
def load_reviews() -> dict[str, Review]:
    """Return the review of every data file, by its path below the folder of the data.

    The review of a table (`NAME.csv`) stands in the file that explains its columns (`NAME.columns.toml`).

    Raises
    ------
    KnowledgeError
        If a file says nothing of its review, or something that is no review.
    """
    reader, folder = Reader("."), data_folder()
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.toml"))
    reviews = {name.replace(".columns.toml", ".csv"): reader.section(name, "review", Review) for name in names}
    reader.finish()
    return reviews


# While several parts are checked together, their faults are collected here instead of raised one part at a time.
_collected: dict[Fault, None] | None = None


def report_together(parts: Iterable[Callable[[], object]]) -> None:
    """Read several parts and raise the faults of all of them together, each once.

    A part that has faults is read as far as it goes, so that the parts that build on it are still looked at. After
    a failure the process must not go on with what was read.

    Raises
    ------
    KnowledgeError
        If any part has a fault.
    """
    global _collected
    is_outermost = _collected is None
    collected: dict[Fault, None] = {} if _collected is None else _collected
    _collected = collected
    try:
        for read in parts:
            _read_as_far_as_it_goes(read, collected)
    finally:
        if is_outermost:
            _collected = None
    if is_outermost and collected:
        raise KnowledgeError(tuple(collected))


def _read_as_far_as_it_goes(read: Callable[[], object], collected: dict[Fault, None]) -> None:
    try:
        read()
    except (AttributeError, LookupError, TypeError):
        # Something that is missing because of a fault that is already told; without one it is a mistake of ours.
        if not collected:
            raise


class Source(Value):
    """A publication, page or convention that facts rest on; `seen` says how far it was read."""

    id: str
    authors: str = ""
    year: int | None = None
    title: str
    where: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    kind: str = ""
    tier: str = ""
    seen: str
    note: str = ""


@cache
def load_sources() -> dict[str, Source]:
    """Return every source by its key."""
    reader = Reader(".")
    sources = {row.id: row for row in reader.rows("sources.csv", Source)}
    reader.finish()
    return sources


@cache
def source_keys() -> frozenset[str]:
    """Return the keys of all sources, read without building each one (the start of a command needs no more)."""
    text = (data_folder() / "sources.csv").read_text(encoding="utf-8")
    return frozenset(line.partition(",")[0] for line in text.splitlines()[1:])


@cache
def knowledge_version() -> str:
    """Return the version of the facts: calendar version and a hash of every file that results depend on."""
    digest = hashlib.sha256()
    folder = data_folder()
    maps = (folder / "body" / "chart").glob("*_*.json")  # what is only drawn is no fact
    for path in sorted([*(path for path in folder.rglob("*") if path.suffix in (".toml", ".csv")), *maps]):
        digest.update(path.relative_to(folder).as_posix().encode())
        # Line endings differ between systems; the facts do not.
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{CALENDAR_VERSION}+{digest.hexdigest()[:12]}"
