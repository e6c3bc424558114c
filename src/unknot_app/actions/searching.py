"""Searching everything that is known; SQLite and PostgreSQL find the same, their order may differ."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language, gettext

from unknot_app.actions.full_text import BEGIN, END, Index, Part, asked_words, index_of, words_of
from unknot_app.actions.searchable import KINDS, Document, documents
from unknot_app.actions.widening import near_words, widened, words_with_synonyms

MOST_SIGNS = 80
SHOWN_OF_A_KIND = 4
# Fewer places that hold all words than this are too few to end with.
FEW = 5


@dataclass(frozen=True)
class Found:
    """Something that was found; `excerpt` are pieces of its text, each with whether it is what was asked for."""

    document: Document
    excerpt: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the best, and how many there are."""

    kind: str
    name: str
    shown: tuple[Found, ...]
    how_many: int

    def holds_any(self, documents: Container[Document]) -> bool:
        """Return whether the first of the group, which is its best, is among these."""
        return self.shown[0].document in documents

    @property
    def is_all(self) -> bool:
        return len(self.shown) == self.how_many


@dataclass(frozen=True)
class Answer:
    """What a search gave: groups by kind, and what to ask instead where a word stands nowhere and others nearly do.

    `has_others` says that some of it holds only some of the words; what holds all of them comes first. `also` are the
    words of the same meaning that were searched for too.
    """

    asked: str
    groups: tuple[Group, ...] = ()
    near: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    holds_all_words: bool = True
    has_others: bool = False

    @property
    def how_many(self) -> int:
        return sum(group.how_many for group in self.groups)


@dataclass(frozen=True)
class Shelf:
    """All documents of a language, their index, and every word in them."""

    documents: tuple[Document, ...]
    index: Index
    words: frozenset[str]


def search(asked: str, kind: str = "") -> Answer:
    """Return what holds all the words that were asked for, then, where that is little, what holds any of them.

    With a kind everything of it is shown; without one the best of each.
    """
    asked = " ".join(asked.split())[:MOST_SIGNS]
    words = asked_words(asked)
    if not words:
        return Answer(asked)
    shelf = shelf_of((get_language() or "en").split("-")[0])
    wide = widened(words)
    with_all = shelf.index.ranked(wide.parts, all_of_them=True)
    pieces = (*wide.parts, *(((word,),) for word in words))
    others = shelf.index.ranked(pieces, all_of_them=False) if len(with_all) < FEW and len(words) > 1 else []
    places = list(dict.fromkeys((*with_all, *others)))
    best = {shelf.documents[place] for place in with_all}
    return Answer(
        asked,
        groups=tuple(sorted(_groups(shelf, pieces, places, kind), key=lambda group: not group.holds_any(best))),
        near=tuple(_near(shelf, wide.parts)),
        also=tuple(word for word in wide.added if shelf.words.issuperset(words_of(word))),
        holds_all_words=bool(with_all),
        has_others=len(places) > len(with_all),
    )


@cache
def shelf_of(language: str) -> Shelf:
    """Return what can be searched in a language; the facts of a running program do not change."""
    found = documents(gettext)
    texts = [document.text for document in found]
    words = frozenset(word for text in texts for word in words_of(f"{text.title} {text.text}"))
    return Shelf(found, index_of(texts, is_english=language == "en"), words)


def _groups(shelf: Shelf, parts: Sequence[Part], places: Iterable[int], kind: str) -> Iterable[Group]:
    of_kinds: dict[str, list[int]] = {name: [] for name in KINDS if kind in ("", name)}
    for place in places:
        of_kinds.get(shelf.documents[place].kind, []).append(place)
    most = None if kind else SHOWN_OF_A_KIND
    excerpts = shelf.index.excerpts(parts, [place for of_one in of_kinds.values() for place in of_one[:most]])
    for name, of_one in of_kinds.items():
        if of_one:
            found = tuple(_found(shelf.documents[place], excerpts.get(place, "")) for place in of_one[:most])
            yield Group(name, KINDS[name], found, len(of_one))


def _found(document: Document, excerpt: str) -> Found:
    pieces = []
    for number, piece in enumerate(excerpt.split(BEGIN)):
        inside, _, after = piece.partition(END) if number else ("", "", piece)
        pieces += [(inside, True), (after, False)]
    return Found(document, tuple((text, is_asked) for text, is_asked in pieces if text))


def _near(shelf: Shelf, parts: Sequence[Part]) -> Iterable[str]:
    """Yield what to ask instead, where a word that stands nowhere is spelt nearly like one that does."""
    asked = [" ".join(part[0]) for part in parts]
    for place, part in enumerate(parts):
        if not shelf.index.ranked([part], all_of_them=True):
            for near in near_words(asked[place], shelf.words | words_with_synonyms()):
                yield " ".join((*asked[:place], near, *asked[place + 1 :]))
