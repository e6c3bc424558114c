"""What is known of a provider, and how."""

# As in unknot.knowledge: no `from __future__ import annotations` beside models of pydantic.
import datetime
import json
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, computed_field
from pydantic_core import to_json

from unknot.knowledge import Value
from unknot_app.directory.data import Level, load_directory_data
from unknot_app.directory.places import Precision, Spot
from unknot_app.directory.sphere import Direction

About = Literal["listing", "licence", "register", "certificate"]

# By what a fact is about; the detail is as the list tells it.
WORDS: dict[About, str] = {
    "listing": "On the list: %(detail)s",
    "licence": "Licence: %(detail)s",
    "register": "Register: %(detail)s",
    "certificate": "Certificate: %(detail)s",
}


class Known(Value):
    """One thing that is known of a provider: what, how sure, on which day, and who looked."""

    about: About
    detail: str
    level: Level
    date: datetime.date | None = None
    by: str = ""

    @computed_field(description="What is known, in words.")  # type: ignore[prop-decorator]
    @property
    def what(self) -> str:
        """Return what is known, in words."""
        return WORDS[self.about] % {"detail": self.detail}


class Found(Value):
    """A provider near a place. Nobody is ever called "verified"; `known` says what is known, and how."""

    name: str
    kind: Annotated[str, Field(description="The first of its kinds that was asked for.")]
    kinds: tuple[str, ...]
    distance_km: Annotated[float, Field(ge=0)]
    direction: Direction
    address: str
    phone: str
    known: tuple[Known, ...]
    source: Annotated[str, Field(description="The list that names the provider.")]
    source_id: Annotated[str, Field(description="The provider's number on that list.")]
    caveat: Annotated[str, Field(description="What being on that list does not show.")]
    precision: Annotated[
        Precision, Field(description="What was measured to: the address, or the middle of its area.")
    ]
    latitude: float
    longitude: float


class Address(NamedTuple):
    """Where a provider works; `spot` is where that is on Earth."""

    line: str
    city: str
    region: str
    postcode: str
    country: str
    phone: str
    spot: Spot


class Provider(NamedTuple):
    """A provider as a list tells of it."""

    source_id: str
    name: str
    kinds: tuple[str, ...]  # the main one first
    known: tuple["Fact", ...]
    address: Address


class Fact(NamedTuple):
    """One thing that is known, as it is kept in the file; `Known` is the same for others to read."""

    about: About
    detail: str
    level: Level
    date: str = ""
    by: str = ""


def in_one_line(line: str, city: str, region: str, postcode: str) -> str:
    """Return an address as it is shown."""
    return ", ".join(part for part in (line, city, f"{region} {postcode}".strip()) if part)


def write_facts(facts: tuple[Fact, ...]) -> str:
    """Return facts as they are kept in the file."""
    return to_json(facts).decode()


def read_facts(text: str) -> tuple[Known, ...]:
    """Return facts as others read them."""
    return tuple(
        Known(about=about, detail=detail, level=level, date=datetime.date.fromisoformat(day) if day else None, by=by)
        for about, detail, level, day, by in json.loads(text)
    )


def evidence_of(facts: tuple[Fact, ...]) -> int:
    """Return the rank of the surest thing that is known; 0 when the provider alone says so."""
    ranks = load_directory_data().ranks
    return max((ranks[fact.level] for fact in facts), default=0)
