"""Who was found, and what is known of a provider, in words: what, how sure, on which day and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unknot_app.actions.finding import FoundNear, Wanted
from unknot_app.actions.sentences import Sentence
from unknot_app.directory import EvidenceLevel, Known, load_directory_data
from unknot_app.directory.provider import WORDS

# Which way somebody is, in words and as a turn of an arrow that points north, in degrees.
DIRECTIONS = {
    "N": "north",
    "NE": "north-east",
    "E": "east",
    "SE": "south-east",
    "S": "south",
    "SW": "south-west",
    "W": "west",
    "NW": "north-west",
}
ARROWS = {direction: 45 * number for number, direction in enumerate(DIRECTIONS)}


@dataclass(frozen=True)
class KnownInWords:
    """One thing that is known, with how sure that is."""

    known: Known
    text: Sentence
    level: EvidenceLevel


def found_in_words(found: FoundNear, wanted: Wanted) -> Sentence:
    """Return how many were found near a place, or why nobody was looked for."""
    if not wanted.near:
        return Sentence("Enter a place first: a US postcode, or a town.")
    if found.place is None:
        return Sentence("No place “%(near)s” is known on this device.", {"near": wanted.near})
    values = {"place": found.place.name, "number": len(found.found), "far": wanted.far}
    if not found.found and wanted.units == "imperial":
        return Sentence("Nobody is found within %(far)s miles of %(place)s.", values)
    if not found.found:
        return Sentence("Nobody is found within %(far)s km of %(place)s.", values)
    if not found.has_more:
        return Sentence("%(number)s found near %(place)s", values)
    if len(found.found) == 1:
        return Sentence("The nearest one to %(place)s", values)
    return Sentence("The nearest %(number)s to %(place)s", values)


def known_in_words(facts: Sequence[Known]) -> list[KnownInWords]:
    """Return each thing that is known of a provider with its level."""
    levels = load_directory_data().levels
    return [KnownInWords(one, Sentence(WORDS[one.about], {"detail": one.detail}), levels[one.level]) for one in facts]


def kinds_in_words(kinds: Sequence[str]) -> list[str]:
    """Return the titles of kinds, the main one first."""
    return [load_directory_data().kinds[kind].title for kind in kinds]
