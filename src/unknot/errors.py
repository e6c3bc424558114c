"""Errors that people can meet; each says what was wrong, where, what was expected, and the way out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class UnknotError(Exception):
    """The root of all errors that are shown to a person without a traceback."""


class BadInput(UnknotError):  # noqa: N818
    """Something that was handed in cannot be read or contradicts itself; the message says where."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a data file."""

    file: str
    entry: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.message}"


class KnowledgeError(UnknotError):
    """The data files do not fit together; all faults are reported at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        listed = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"{len(self.faults)} fault(s) in the data files:\n{listed}")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return "; nearest: a, b" for a misspelt name, or an empty string when nothing is close."""
    close = difflib.get_close_matches(name, list(known), n=3, cutoff=0.6)
    return f"; nearest: {', '.join(close)}" if close else ""
