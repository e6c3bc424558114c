"""What a health record from elsewhere would answer: items of the screening's lists, for the person to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from unknot.exchange.data import load_exchange_data
from unknot.exchange.reading import CONDITION, MEDICINE, HealthRecord, Stated
from unknot.knowledge import Entry, Names, Reader
from unknot.screen import load_screen_data

MEANINGS = "meanings.toml"
# Of the international ICD-10, categories mean the same as in ICD-10-CM.
CATEGORY_SIGNS = 3


class Meaning(Entry):
    """Beginnings of codes and words that would tick an item of a list."""

    id: str
    kind: Literal["condition", "medicine", "allergy"]
    item: str
    codes: Names
    words: Names


class KnownComplaint(Entry):
    """Beginnings of codes and whole texts of something that hurts; it is painted and asked, so nothing is ticked."""

    id: str
    codes: Names
    words: Names


class NotSaid(Entry):
    """Words that turn a text round, or make it somebody else's."""

    words: Names


@dataclass(frozen=True)
class Suggestion:
    """An item that would be ticked, and all that a file says for it."""

    item: str
    said: tuple[Stated, ...]


@dataclass(frozen=True)
class Understood:
    """What a file would answer, and what answers nothing.

    These are complaints, which are painted and asked; what is not understood; what is wrong, or medicine of old.
    """

    suggestions: tuple[Suggestion, ...]
    complaints: tuple[Stated, ...]
    not_understood: tuple[Stated, ...]
    left_alone: tuple[Stated, ...]


@dataclass(frozen=True)
class Meanings:
    """What the codes and words of a file mean, and the words that turn a text round."""

    meanings: dict[str, Meaning]
    complaints: dict[str, KnownComplaint]
    not_said: frozenset[str]


@cache
def load_meanings() -> Meanings:
    """Return what codes and words mean, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid, or an item, a system or a source is unknown; all faults are listed.
    """
    reader = Reader("exchange")
    meanings = reader.entries(MEANINGS, "meaning", Meaning)
    complaints = reader.entries(MEANINGS, "complaint", KnownComplaint)
    not_said = reader.section(MEANINGS, "not_said", NotSaid)
    for meaning in meanings.values():
        reader.resolve(MEANINGS, meaning.id, "item", [meaning.item], load_screen_data().items)
    coded = [(name, one.codes) for name, one in meanings.items()]
    for name, codes in (*coded, *((name, one.codes) for name, one in complaints.items())):
        systems = [code.split(":")[0] for code in codes]
        reader.resolve(MEANINGS, name, "system", systems, load_exchange_data().systems)
    reader.resolve_sources(MEANINGS, (*meanings.items(), *complaints.items(), ("not_said", not_said)))
    reader.finish()
    return Meanings(meanings, complaints, frozenset(not_said.words))


def understand(record: HealthRecord) -> Understood:
    """Return what a health record would answer.

    Parameters
    ----------
    record
        What the file says.

    Returns
    -------
    Understood
        Each suggestion is an item to tick. Nothing is suggested from what a file does not say, and never a no.
    """
    said: dict[str, list[Stated]] = {}
    complaints: list[Stated] = []
    not_understood: list[Stated] = []
    left_alone: list[Stated] = []
    for stated in record.stated:
        if stated.is_wrong or (stated.is_over and stated.kind == MEDICINE):
            left_alone.append(stated)
            continue
        items = tuple(dict.fromkeys(_items(stated)))
        for item in items:
            said.setdefault(item, []).append(stated)
        if not items:
            (complaints if _is_complaint(stated) else not_understood).append(stated)
    suggestions = tuple(Suggestion(item, tuple(ones)) for item, ones in said.items())
    return Understood(suggestions, tuple(complaints), tuple(not_understood), tuple(left_alone))


def _items(stated: Stated) -> Iterator[str]:
    meanings, not_said = load_meanings().meanings, load_meanings().not_said
    codes = tuple(_named(stated))
    texts = [text for text in map(str.lower, stated.texts) if not not_said.intersection(re.findall(r"[\w-]+", text))]
    for meaning in meanings.values():
        if meaning.kind != stated.kind:
            continue
        is_coded = any(code.startswith(begins) for code in codes for begins in meaning.codes)
        if is_coded or any(_says(text, word) for text in texts for word in meaning.words):
            yield meaning.item


def _is_complaint(stated: Stated) -> bool:
    """Return whether all that is said is one complaint: every text and every code of it."""
    if stated.kind != CONDITION:
        return False
    codes, texts = tuple(_named(stated)), {text.lower() for text in stated.texts}
    for complaint in load_meanings().complaints.values():
        names = {code.display.lower() for code in load_exchange_data().codes.values() if _begins(code.id, complaint)}
        is_coded = len(codes) == len(stated.codes) and all(_begins(code, complaint) for code in codes)
        if is_coded and texts <= names.union(complaint.words) and (codes or texts):
            return True
    return False


def _begins(code: str, complaint: KnownComplaint) -> bool:
    return code.startswith(complaint.codes)


def _named(stated: Stated) -> Iterator[str]:
    """Yield the codes of systems that are known, as the meanings name them."""
    names = {system.uri: name for name, system in load_exchange_data().systems.items()}
    for system, code in stated.codes:
        if names.get(system) == "icd10":
            yield f"icd10cm:{code[:CATEGORY_SIGNS]}"
        elif system in names:
            yield f"{names[system]}:{code}"


def _says(text: str, words: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text) is not None
