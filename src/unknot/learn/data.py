"""The pages to learn from, read once and checked: every statement names what it rests on."""

# Modules that define many models leave out `from __future__ import annotations` (see `unknot.knowledge`).
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from unknot.body.atlas import Complaint
from unknot.evidence import load_claims
from unknot.knowledge import Entry, Names, Reader, Value
from unknot.screen.data import DefaultLimits

PAGES, WORDS = "pages.toml", "words.toml"
# Where a page may lead besides to other pages; the program knows the way.
PLACES = frozenset(
    (
        "muscles",
        "rules",
        "plan",
        "stop_signs",
        "how_sure",
        "comfort",
        "find",
        "resources",
        "studies",
        "dispute",
        "words",
    )
)
_GAP = re.compile(r"%\((\w+)\)s")

Group = Literal["basics", "yourself", "pains"]


class Statement(Entry):
    """A sentence or short paragraph; a gap such as %(max_pain_self)s takes its number from the limits for adults."""

    text: str
    as_item: bool = False

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return the names of the numbers that the text leaves open."""
        return tuple(_GAP.findall(self.text))


class Section(Value):
    """A part of a page under its heading, with the claims it speaks of and where to go on."""

    id: str
    title: str
    statements: Annotated[tuple[Statement, ...], Field(min_length=1)]
    claims: Names = ()
    see: Names = ()


class PageHead(Value):
    """A page as it is named elsewhere; `complaint` is what hurts, where the page is about that."""

    id: str
    group: Group
    title: str
    lead: str
    complaint: Complaint | None = None


class Word(Entry):
    """A word of the field in plain words; `term` is the row of the glossary of the project that says the same."""

    id: str
    name: str
    term: str
    text: str
    see: Names = ()


@dataclass(frozen=True)
class Page:
    """A page with its sections."""

    head: PageHead
    sections: tuple[Section, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return all its statements in order."""
        return tuple(statement for section in self.sections for statement in section.statements)


@dataclass(frozen=True)
class LearnData:
    """All pages in the order in which they are read, and the words by their ids."""

    pages: Mapping[str, Page]
    words: Mapping[str, Word]


@cache
def load_learn_data() -> LearnData:
    """Return the pages and words, read once and checked.

    Raises
    ------
    KnowledgeError
        If a statement has no source, or a page names a source, claim, number or place that is not there; all faults
        are listed.
    """
    reader = Reader("learn")
    heads = reader.entries(PAGES, "page", PageHead)
    pages = {name: Page(head, _sections(reader, f"{name}.toml")) for name, head in heads.items()}
    words = reader.entries(WORDS, "word", Word)
    for name, page in pages.items():
        _check(reader, f"{name}.toml", page, (*pages, *PLACES))
    reader.resolve_sources(WORDS, words.items())
    for word in words.values():
        reader.resolve(WORDS, word.id, "page or place", word.see, (*pages, *PLACES))
    reader.finish()
    return LearnData(pages, words)


def _sections(reader: Reader, file: str) -> tuple[Section, ...]:
    return tuple(reader.entries(file, "section", Section).values())


def _check(reader: Reader, file: str, page: Page, ways: tuple[str, ...]) -> None:
    for section in page.sections:
        reader.resolve(file, section.id, "claim", section.claims, load_claims().claims)
        reader.resolve(file, section.id, "page or place", section.see, ways)
        for statement in section.statements:
            reader.resolve_keys(file, section.id, statement.sources)
            reader.resolve(file, section.id, "number", statement.gaps, DefaultLimits.model_fields)
