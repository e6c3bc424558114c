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
from unknot.screen.data.for_everyone import DefaultLimits

PAGES, WORDS, SYNONYMS = "pages.toml", "words.toml", "synonyms.toml"
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


class Synonym(Entry):
    """Words for the same or nearly the same: whoever asks for one of `words` finds all, and what `leads_to` names.

    What it leads to is wider, so it does not lead back.
    """

    id: str
    words: Names
    leads_to: Names = ()


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
    """All pages in the order in which they are read, the words by their ids, and what a search takes for the same."""

    pages: Mapping[str, Page]
    words: Mapping[str, Word]
    synonyms: Mapping[str, Synonym]


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
    synonyms = reader.entries(SYNONYMS, "synonym", Synonym)
    _check_synonyms(reader, synonyms)
    reader.finish()
    return LearnData(pages, words, synonyms)


def _sections(reader: Reader, file: str) -> tuple[Section, ...]:
    return tuple(reader.entries(file, "section", Section).values())


def _check(reader: Reader, file: str, page: Page, ways: tuple[str, ...]) -> None:
    for section in page.sections:
        reader.resolve(file, section.id, "claim", section.claims, load_claims().claims)
        reader.resolve(file, section.id, "page or place", section.see, ways)
        for statement in section.statements:
            reader.resolve_keys(file, section.id, statement.sources)
            reader.resolve(file, section.id, "number", statement.gaps, DefaultLimits.model_fields)


def _check_synonyms(reader: Reader, synonyms: Mapping[str, Synonym]) -> None:
    reader.resolve_sources(SYNONYMS, synonyms.items())
    stands_in: dict[str, str] = {}
    for synonym in synonyms.values():
        if len({*synonym.words, *synonym.leads_to}) < 2:
            reader.fault(SYNONYMS, synonym.id, "has nothing that means the same")
        for word in synonym.words:
            if (other := stands_in.setdefault(word.casefold(), synonym.id)) != synonym.id:
                reader.fault(SYNONYMS, synonym.id, f"{word!r} stands in {other} too")
