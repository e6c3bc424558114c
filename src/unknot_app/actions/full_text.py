"""Full-text search over texts that are at hand: by FTS5 of SQLite, or by PostgreSQL where the records lie there.

Neither writes anything: the index lies in memory, and PostgreSQL gets it with the question. A word that is still
being typed finds what begins with it.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection

# Stand around what was found in an excerpt; no text of ours holds them.
BEGIN, END = "\ue000", "\ue001"
MOST_WORDS = 8
WORDS_OF_AN_EXCERPT = 24
TITLE_WEIGHT = 8.0

# What may stand for a part of what is asked: words or phrases that all have to be there. A part is found by any of
# its alternatives: ("blood", "clot") or ("deep vein thrombosis",). The first was typed, and may be unfinished.
Alternative = tuple[str, ...]
Part = tuple[Alternative, ...]

_WORD = re.compile(r"[^\W_]+")
# Words that every text holds; to ask for them too would find less.
_EVERYWHERE = frozenset(
    _WORD.findall(
        "a am an and are as at be been by can do does for from has have how i if in is it its me my of on or should "
        "so that the there this to was what when where which who why will with you your"
    )
)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters; signs, quotes and operators are no words."""
    return tuple(_WORD.findall(text.casefold()))


def asked_words(text: str) -> tuple[str, ...]:
    """Return the words that somebody searches for, without those that every text holds."""
    return tuple(word for word in words_of(text) if word not in _EVERYWHERE)[:MOST_WORDS]


@dataclass(frozen=True)
class Text:
    """A title and a text that can be found."""

    title: str
    text: str


class Index(Protocol):
    """Finds texts by what is asked; a text is named by its place in the list that the index was made of."""

    def ranked(self, parts: Sequence[Part], *, all_of_them: bool) -> list[int]:
        """Return the texts that hold all parts, or any of them, the best first."""

    def excerpts(self, parts: Sequence[Part], places: Collection[int]) -> dict[int, str]:
        """Return a few words round what was found in each of these texts, with marks around it."""


class SqliteIndex:
    """An FTS5 table in memory; one connection for all threads, one question at a time."""

    def __init__(self, texts: Sequence[Text], *, is_english: bool) -> None:
        stems = "porter " if is_english else ""
        self._lock = threading.Lock()
        self._memory = sqlite3.connect(":memory:", check_same_thread=False)
        self._memory.execute(
            f"CREATE VIRTUAL TABLE texts USING fts5(title, text, tokenize='{stems}unicode61 remove_diacritics 2')"
        )
        rows = ((place, one.title, one.text) for place, one in enumerate(texts))
        self._memory.executemany("INSERT INTO texts (rowid, title, text) VALUES (?, ?, ?)", rows)

    def ranked(self, parts: Sequence[Part], *, all_of_them: bool) -> list[int]:
        """Return the texts that hold all parts, or any of them, the best first."""
        rows = self._ask(
            f"SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, {TITLE_WEIGHT}, 1.0), rowid",
            [self._match(parts, all_of_them=all_of_them)],
        )
        return [row[0] for row in rows]

    def excerpts(self, parts: Sequence[Part], places: Collection[int]) -> dict[int, str]:
        """Return a few words round what was found in each of these texts, with marks around it."""
        gaps = ", ".join("?" * len(places))
        rows = self._ask(
            f"SELECT rowid, snippet(texts, 1, ?, ?, ' … ', {WORDS_OF_AN_EXCERPT}) FROM texts "
            f"WHERE texts MATCH ? AND rowid IN ({gaps})",
            [BEGIN, END, self._match(parts, all_of_them=False), *places],
        )
        return dict(rows)

    @staticmethod
    def _match(parts: Sequence[Part], *, all_of_them: bool) -> str:
        def phrase_of(phrase: str, sign: str) -> str:
            return f'"{phrase}"{sign}'

        return _joined(parts, " AND ", " OR ", "*", phrase_of, all_of_them=all_of_them)

    def _ask(self, sql: str, values: Sequence[object]) -> list[tuple[int, str]]:
        with self._lock:
            return self._memory.execute(sql, values).fetchall()


class PostgresIndex:
    """The words of the texts as the server reads them are kept here and sent with each question.

    So there is no table to fill, to keep up to date or to migrate.
    """

    _READ = """
        SELECT place,
            (setweight(to_tsvector(%s::regconfig, title), 'A')
                || setweight(to_tsvector(%s::regconfig, body), 'D'))::text
        FROM unnest(%s::int[], %s::text[], %s::text[]) AS one (place, title, body) ORDER BY place
    """
    _RANKED = """
        SELECT place, ''
        FROM unnest(%s::int[], %s::tsvector[]) AS one (place, words), to_tsquery(%s::regconfig, %s) AS question
        WHERE words @@ question ORDER BY ts_rank(words, question) DESC, place
    """
    _EXCERPTS = """
        SELECT place, ts_headline(%s::regconfig, body, to_tsquery(%s::regconfig, %s), %s)
        FROM unnest(%s::int[], %s::text[]) AS one (place, body)
    """

    def __init__(self, texts: Sequence[Text], *, is_english: bool) -> None:
        self._texts = texts
        self._language = "english" if is_english else "simple"
        titles, bodies = [one.title for one in texts], [one.text for one in texts]
        self._places = list(range(len(texts)))
        rows = self._ask(self._READ, [self._language, self._language, self._places, titles, bodies])
        self._words = [row[1] for row in rows]

    def ranked(self, parts: Sequence[Part], *, all_of_them: bool) -> list[int]:
        """Return the texts that hold all parts, or any of them, the best first."""
        question = self._question(parts, all_of_them=all_of_them)
        rows = self._ask(self._RANKED, [self._places, self._words, self._language, question])
        return [row[0] for row in rows]

    def excerpts(self, parts: Sequence[Part], places: Collection[int]) -> dict[int, str]:
        """Return a few words round what was found in each of these texts, with marks around it."""
        options = (
            f'StartSel="{BEGIN}", StopSel="{END}", MaxFragments=1, FragmentDelimiter=" … ", '
            f"MaxWords={WORDS_OF_AN_EXCERPT}, MinWords={WORDS_OF_AN_EXCERPT // 2}"
        )
        question, bodies = self._question(parts, all_of_them=False), [self._texts[place].text for place in places]
        rows = self._ask(self._EXCERPTS, [self._language, self._language, question, options, list(places), bodies])
        return dict(rows)

    @staticmethod
    def _question(parts: Sequence[Part], *, all_of_them: bool) -> str:
        def phrase_of(phrase: str, sign: str) -> str:
            return "(" + " <-> ".join(f"{word}{sign}" for word in phrase.split()) + ")"

        return _joined(parts, " & ", " | ", ":*", phrase_of, all_of_them=all_of_them)

    @staticmethod
    def _ask(sql: str, values: Sequence[Any]) -> list[tuple[int, str]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())


def _joined(
    parts: Sequence[Part],
    both: str,
    either: str,
    beginning: str,
    phrase_of: Callable[[str, str], str],
    *,
    all_of_them: bool,
) -> str:
    """Return what is asked in the language of a database, with its "and", its "or" and its sign of a beginning."""
    sides = [
        either.join(
            f"({both.join(phrase_of(phrase, '' if place else beginning) for phrase in alternative)})"
            for place, alternative in enumerate(part)
        )
        for part in parts
    ]
    return (both if all_of_them else either).join(f"({side})" for side in sides)


def index_of(texts: Sequence[Text], *, is_english: bool) -> Index:
    """Return an index in the manner of the database that this installation uses."""
    kind = PostgresIndex if connection.vendor == "postgresql" else SqliteIndex
    return kind(texts, is_english=is_english)
