"""Widening a search by words that mean the same, and by words that are spelt nearly so."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from unknot.learn import Synonym, load_learn_data
from unknot_app.actions.full_text import Alternative, Part, asked_words, words_of

# The last word may still be typed; shorter beginnings are those of too many.
LEAST_BEGINNING = 5
# Words that are so short are near to everything.
LEAST_LETTERS = 5
MOST_NEAR = 3
HOW_NEAR = 0.7
# So long a word may have two slips; a shorter one has one.
LONG = 7

Words = tuple[str, ...]


@dataclass(frozen=True)
class Widened:
    """What is asked for, part by part, and the words of the same meaning that were put beside it."""

    parts: tuple[Part, ...]
    added: tuple[str, ...]


def widened(words: Sequence[str]) -> Widened:
    """Return what is asked for with everything that means the same; the longest group of words counts."""
    parts: list[Part] = []
    added: dict[str, None] = {}
    place = 0
    while place < len(words):
        asked, synonym = _longest(tuple(words[place:]))
        others = _others(asked, synonym) if synonym else ()
        parts.append((asked, *((" ".join(words_of(other)),) for other in others)))
        added.update(dict.fromkeys(others))
        place += len(asked)
    return Widened(tuple(parts), tuple(added))


def near_words(word: str, known: Collection[str]) -> list[str]:
    """Return words that are spelt nearly like this one: with one slip, or two in a long word."""
    if len(word) < LEAST_LETTERS:
        return []
    slips = 2 if len(word) >= LONG else 1
    alike = difflib.get_close_matches(word, (one for one in known if len(one) >= LEAST_LETTERS), 20, HOW_NEAR)
    return [one for one in alike if _slips(word, one) <= slips][:MOST_NEAR]


@cache
def words_with_synonyms() -> frozenset[str]:
    """Return every single word that a synonym is known for."""
    named = (word for synonym in load_learn_data().synonyms.values() for word in synonym.words)
    return frozenset(part for word in named for part in words_of(word) if len(words_of(word)) == 1)


def _longest(words: Words) -> tuple[Alternative, Synonym | None]:
    """Return as many of the first words as mean something together; without such, the first alone."""
    known = _by_words()
    for many in range(min(len(words), max(map(len, known))), 0, -1):
        asked = words[:many]
        if synonym := known.get(_plain(asked)) or (_begun(asked, known) if many == len(words) else None):
            return asked, synonym
    return words[:1], None


def _begun(asked: Words, known: Mapping[Words, Synonym]) -> Synonym | None:
    """Return what the words are the beginning of, if the last is long enough and they begin only one thing."""
    if len(asked[-1]) < LEAST_BEGINNING:
        return None
    begun = {
        synonym.id: synonym
        for one, synonym in known.items()
        if len(one) == len(asked) and one[:-1] == _plain(asked[:-1]) and one[-1].startswith(asked[-1])
    }
    return next(iter(begun.values())) if len(begun) == 1 else None


def _others(asked: Alternative, synonym: Synonym) -> Words:
    return tuple(one for one in (*synonym.words, *synonym.leads_to) if _plain(asked_words(one)) != _plain(asked))


@cache
def _by_words() -> Mapping[Words, Synonym]:
    synonyms = load_learn_data().synonyms.values()
    return {_plain(asked_words(word)): synonym for synonym in synonyms for word in synonym.words}


def _plain(words: Sequence[str]) -> Words:
    """Return words without the sign of the plural: what asks for many asks for one too."""
    return tuple(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)


def _slips(one: str, other: str) -> int:
    """Return how many letters are missing, too many, wrong, or swapped with the next (Damerau and Levenshtein)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, letter in enumerate(other, 1):
            slips = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (sign != letter))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == letter:
                slips = min(slips, earlier[j - 2] + 1)
            row.append(slips)
    return row[-1]
