"""The facts of the directory: kinds of providers, their taxonomy codes, and how sure something is."""

# As in unknot.knowledge: no `from __future__ import annotations` beside models of pydantic.
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from unknot.knowledge import Entry, Reader

Level = Literal["self_declared", "listed", "register", "certificate", "document"]
Rank = Literal["primary", "secondary", "referral"]


class Kind(Entry):
    """A kind of provider: massage therapist, clinic, doctor."""

    id: str
    title: str
    rank: Rank
    mode: Literal["direct", "under_supervision", "medical", "organisation"]


class Taxonomy(Entry):
    """A code of the NUCC set that makes a provider one of a kind."""

    code: str
    display: str
    kind: str


class EvidenceLevel(Entry):
    """How sure something is that is told of a provider."""

    id: Level
    title: str
    meaning: str


class Listing(Entry):
    """Where a list comes from, and what being on it does not show."""

    id: str
    title: str
    caveat: str


@dataclass(frozen=True)
class DirectoryData:
    """All facts of the directory, names resolved; levels from weak to strong."""

    kinds: dict[str, Kind]
    taxonomies: dict[str, Taxonomy]
    levels: dict[str, EvidenceLevel]
    listings: dict[str, Listing]

    def listing_of(self, source: str) -> Listing:
        """Return what is known of a source; every list that is not of NPPES is one's own."""
        return self.listings.get(source, self.listings["own"])

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The place of each level, 0 for the weakest."""
        return {level: place for place, level in enumerate(self.levels)}

    def therapists(self) -> tuple[str, ...]:
        """Return the kinds that treat by hand or movement; doctors, who are for letters, are left out."""
        return tuple(kind.id for kind in self.kinds.values() if kind.rank != "referral")


@cache
def load_directory_data() -> DirectoryData:
    """Return the facts of the directory, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid; all faults are listed.
    """
    file, reader = "taxonomies.toml", Reader("directory")
    data = DirectoryData(
        kinds=reader.entries(file, "kind", Kind),
        taxonomies=reader.entries(file, "taxonomy", Taxonomy, key="code"),
        levels=reader.entries(file, "level", EvidenceLevel),
        listings=reader.entries(file, "listing", Listing),
    )
    for code, taxonomy in data.taxonomies.items():
        reader.resolve(file, code, "kind", [taxonomy.kind], data.kinds)
    for entries in (data.kinds, data.taxonomies, data.levels, data.listings):
        reader.resolve_sources(file, entries.items())
    reader.finish()
    return data
