"""The facts that referring needs: emergency numbers by country, online resources, and what a letter holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from unknot.knowledge import Entry, Names, Reader, Value
from unknot.screen import URGENCY_ORDER, load_screen_data

# What a letter tells of: an urgency, or that nothing is pressed for a reason that is no danger sign.
BLOCKED = "blocked"
SITUATIONS = (*URGENCY_ORDER, BLOCKED)


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


class LetterForm(Entry):
    """A kind of letter: its sections in order, which are offered ticked, and the question that is offered."""

    id: str
    name: str
    text: str
    greeting: str
    sections: Names
    ticked: Names
    ticked_when_urgent: Names
    asks: dict[str, str]


class LetterSection(Entry):
    """A section of a letter; the answers to its questions are its items."""

    id: str
    name: str
    questions: Names = ()


class LetterWords(Entry):
    """What every letter says: how it came about, and what the answers led to, by urgency."""

    about: str
    advised: dict[str, str]


@dataclass(frozen=True)
class ReferData:
    """All facts of the stage, names resolved."""

    countries: dict[str, Country]
    elsewhere: Elsewhere
    crisis_directories: dict[str, CrisisDirectory]
    resources: dict[str, Resource]
    letters: dict[str, LetterForm]
    letter_sections: dict[str, LetterSection]
    letter_words: LetterWords


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
        letters=reader.entries("letters.toml", "letter", LetterForm),
        letter_sections=reader.entries("letters.toml", "letter_section", LetterSection),
        letter_words=reader.section("letters.toml", "letter_words", LetterWords),
    )
    for country in data.countries.values():
        for number in country.numbers:
            reader.resolve_keys("emergency.toml", country.code, number.sources)
    _check_letters(reader, data)
    reader.resolve_sources("emergency.toml", data.countries.items())
    reader.resolve_sources("letters.toml", (*data.letters.items(), *data.letter_sections.items()))
    reader.resolve_sources("resources.toml", data.resources.items())
    reader.finish()
    return data


def _check_letters(reader: Reader, data: ReferData) -> None:
    file = "letters.toml"
    for form in data.letters.values():
        reader.resolve(file, form.id, "section", form.sections, data.letter_sections)
        reader.resolve(file, form.id, "section", (*form.ticked, *form.ticked_when_urgent), form.sections)
        reader.resolve(file, form.id, "urgency", form.asks, SITUATIONS)
    for section in data.letter_sections.values():
        reader.resolve(file, section.id, "question", section.questions, load_screen_data().questions)
    reader.resolve(file, "letter_words", "urgency", data.letter_words.advised, SITUATIONS)
    reader.resolve(file, "letter_words", "urgency told", SITUATIONS, data.letter_words.advised)
