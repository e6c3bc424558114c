"""The facts that referring needs: emergency numbers by country, and online resources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from unknot.knowledge import Entry, Names, Reader, Value


class PhoneNumber(Value):
    """A telephone number; a recalled crisis number stays hidden until a person has confirmed it."""

    kind: str
    number: str
    name: str = ""
    hours: str = ""
    scope: str = ""
    then: str = ""
    status: Literal["verified", "recalled"]
    sources: Names
    checked: str = ""


class Country(Entry):
    """The numbers of one country."""

    code: str
    name: str
    numbers: tuple[PhoneNumber, ...]


class Elsewhere(Entry):
    """What holds in a country that is not listed, or while none was chosen."""

    code: str
    name: str
    sentence: str
    no_phone: str
    deaf: str
    numbers: tuple[PhoneNumber, ...]


class CrisisDirectory(Entry):
    """Where to look for a crisis line by country."""

    name: str
    domain: str


class Resource(Entry):
    """An online resource; a listing is no endorsement."""

    id: str
    title: str
    publisher: str
    domain: str
    page: str = ""
    good_for: str
    caveat: str
    language: Names
    free: Literal["yes", "partly", "no", "unknown"]
    view: str
    for_whom: Literal["person", "therapist", "both"]
    seen: str
    seen_where: str
    checked: str = ""


@dataclass(frozen=True)
class ReferData:
    """All facts of the stage, names resolved."""

    countries: dict[str, Country]
    elsewhere: Elsewhere
    crisis_directories: dict[str, CrisisDirectory]
    resources: dict[str, Resource]


@cache
def load_refer_data() -> ReferData:
    """Return the facts of referring, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid; all faults are listed.
    """
    reader = Reader("refer")
    data = ReferData(
        countries=reader.entries("emergency.toml", "country", Country, key="code"),
        elsewhere=reader.section("emergency.toml", "default", Elsewhere),
        crisis_directories=reader.entries("emergency.toml", "directory", CrisisDirectory, key="name"),
        resources=reader.entries("resources.toml", "resource", Resource),
    )
    for country in data.countries.values():
        for number in country.numbers:
            reader.resolve_keys("emergency.toml", country.code, number.sources)
    reader.resolve_sources("emergency.toml", data.countries.items())
    reader.resolve_sources("resources.toml", data.resources.items())
    reader.finish()
    return data
