"""The pages to learn from in words: each statement with the numbers of its sources; nothing here is of a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from unknot.evidence import Claim, load_claims
from unknot.knowledge import Source, load_sources
from unknot.learn import Page, Section, Statement, load_learn_data
from unknot.learn.data import PageHead
from unknot.measure import load_measure_data
from unknot.measure.data.instruments import Instrument
from unknot.refer import load_refer_data
from unknot.refer.data import Resource
from unknot.screen import load_screen_data
from unknot_app.actions.rules_in_words import SEEN
from unknot_app.actions.sentences import Sentence

GROUPS = {
    "basics": "Sore spots and pressing",
    "yourself": "What you can do",
    "pains": "By where it hurts",
}
# What is said without a publication behind it.
OUR_OWN = frozenset(("unknot_consensus", "unknot_judgement"))
VIEWS = {
    "public_service": "Public health services",
    "evidence_summary": "What studies say, in short",
    "guideline": "Guidelines",
    "charity": "Charities",
    "education": "Understanding pain",
    "profession": "From the professions",
    "sceptical": "Doubts",
    "commercial": "From companies",
    "directory": "Finding somebody",
}
# What the languages of the resources are called by those who speak them.
LANGUAGES = {
    "ar": "العربية",
    "bn": "বাংলা",
    "de": "Deutsch",
    "en": "English",
    "es": "español",
    "fr": "français",
    "nl": "Nederlands",
    "sv": "svenska",
    "vi": "Tiếng Việt",
    "zh": "中文",
}
# How far we know a page of others.
HOW_SEEN = {
    "page": "we have read this page",
    "site": "we have read pages of this site, not this one",
    "described": "we have read what others say of it, not the page",
}
DIRECTIONS = {"higher_worse": "Higher is worse.", "higher_better": "Higher is better."}


@dataclass(frozen=True)
class Told:
    """A statement as a page tells it: with the numbers of its sources, or as common practice."""

    text: Sentence
    numbers: tuple[int, ...]
    is_common_practice: bool


@dataclass(frozen=True)
class Passage:
    """Statements that follow each other: paragraphs, or the lines of a list."""

    is_list: bool
    lines: tuple[Told, ...]


@dataclass(frozen=True)
class SectionInWords:
    """A section with its passages and the claims it speaks of."""

    section: Section
    passages: tuple[Passage, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class PageInWords:
    """A page with its sections, its numbered sources, and the pages before and after it."""

    head: PageHead
    sections: tuple[SectionInWords, ...]
    sources: tuple[tuple[Source, str], ...]
    has_common_practice: bool
    before: PageHead | None
    after: PageHead | None


def pages_by_group() -> tuple[tuple[str, tuple[PageHead, ...]], ...]:
    """Return the name of each group with its pages."""
    heads = [page.head for page in load_learn_data().pages.values()]
    return tuple((name, tuple(head for head in heads if head.group == group)) for group, name in GROUPS.items())


def page_about(complaint: str) -> PageHead | None:
    """Return the page about what hurts."""
    heads = (page.head for page in load_learn_data().pages.values())
    return next((head for head in heads if head.complaint == complaint), None)


def page_in_words(page_id: str) -> PageInWords:
    """Return a page as it is read."""
    names = list(load_learn_data().pages)
    page, place = load_learn_data().pages[page_id], names.index(page_id)
    keys = _sources_of(page)
    return PageInWords(
        page.head,
        tuple(_section(section, keys) for section in page.sections),
        tuple((load_sources()[key], SEEN[load_sources()[key].seen]) for key in keys),
        any(not statement.is_verified for statement in page.statements),
        _head(names[place - 1]) if place else None,
        _head(names[place + 1]) if place + 1 < len(names) else None,
    )


def filled(statement: Statement) -> Sentence:
    """Return a statement with the numbers of the limits for adults in its gaps."""
    limits = load_screen_data().default_limits
    return Sentence(statement.text, {gap: getattr(limits, gap) for gap in statement.gaps})


def resources_by_view() -> tuple[tuple[str, tuple[Resource, ...]], ...]:
    """Return the name of each kind of view with its resources."""
    resources = load_refer_data().resources.values()
    return tuple((name, tuple(one for one in resources if one.view == view)) for view, name in VIEWS.items())


def instruments() -> tuple[Instrument, ...]:
    """Return everything that can be measured."""
    return tuple(load_measure_data().instruments.values())


def _head(name: str) -> PageHead:
    return load_learn_data().pages[name].head


def _sources_of(page: Page) -> list[str]:
    """Return the sources of a page in the order in which it names them, each once."""
    named = (key for statement in page.statements for key in statement.sources)
    return [key for key in dict.fromkeys(named) if key not in OUR_OWN]


def _section(section: Section, keys: list[str]) -> SectionInWords:
    claims = load_claims().claims
    return SectionInWords(
        section, tuple(_passages(section.statements, keys)), tuple(claims[name] for name in section.claims)
    )


def _passages(statements: Iterable[Statement], keys: list[str]) -> Iterable[Passage]:
    for is_list, together in groupby(statements, key=lambda statement: statement.as_item):
        yield Passage(is_list, tuple(_told(statement, keys) for statement in together))


def _told(statement: Statement, keys: list[str]) -> Told:
    numbers = tuple(keys.index(key) + 1 for key in statement.sources if key not in OUR_OWN)
    return Told(filled(statement), numbers, not statement.is_verified)
