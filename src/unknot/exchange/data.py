"""The codes of medical terminologies, each with its status: what was only recalled is never written out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field

from unknot.errors import BadInput, nearest
from unknot.knowledge import Entry, Names, Reader, Value

CODES = "codes.toml"
# Statuses that may leave the house.
WRITTEN = ("verified", "agreed")


class System(Entry):
    """A terminology: what FHIR calls it, and on whose terms its codes are used."""

    id: str
    uri: str
    licence: str


class Code(Value):
    """A code, what it is used for, and its name in the terminology; agreed: several public lists say the same."""

    status: Literal["verified", "agreed", "recalled"]
    sources: Annotated[Names, Field(min_length=1)]
    reviewed: bool = False
    note: str = ""
    id: str
    use: str
    system: str
    code: str
    display: str = ""
    unit: str = ""


@dataclass(frozen=True)
class ExchangeData:
    """All facts of the exchange."""

    systems: dict[str, System]
    codes: dict[str, Code]

    def written(self, use: str, off: frozenset[str] = frozenset()) -> tuple[Code, ...]:
        """Return the codes of a use that may be written: verified or agreed, of systems that are not switched off."""
        return tuple(
            code
            for code in self.codes.values()
            if code.use == use and code.status in WRITTEN and code.system not in off and code.display
        )

    def coding(self, code: Code) -> dict[str, Any]:
        """Return a code as FHIR writes it."""
        return {"system": self.systems[code.system].uri, "code": code.code, "display": code.display}


@cache
def load_exchange_data() -> ExchangeData:
    """Return the facts of the exchange, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid, or a source or a system is unknown; all faults are listed.
    """
    reader = Reader("exchange")
    data = ExchangeData(reader.entries(CODES, "system", System), reader.entries(CODES, "code", Code))
    for code in data.codes.values():
        reader.resolve(CODES, code.id, "system", [code.system], data.systems)
        reader.resolve_keys(CODES, code.id, code.sources)
    reader.resolve_sources(CODES, data.systems.items())
    reader.finish()
    return data


def read_systems(names: str) -> frozenset[str]:
    """Return the systems of codes that a list of words names.

    Raises
    ------
    BadInput
        If there is no such system; the nearest are named.
    """
    known = load_exchange_data().systems
    for name in names.split():
        if name not in known:
            raise BadInput(f"unknown system of codes {name!r:.40}; expected {', '.join(known)}{nearest(name, known)}")
    return frozenset(names.split())
