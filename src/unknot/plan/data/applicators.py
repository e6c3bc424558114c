"""What presses, and the rules by which it is chosen with its technique."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from unknot.body import Atlas
from unknot.knowledge import Entry, Names, Reader
from unknot.plan.data.techniques import Range

APPLICATORS = "applicators.toml"

# Applicators that belong to the body; everything else must be at hand.
HANDS = (
    "thumb_single",
    "thumbs_reinforced",
    "fingers_supported",
    "pincer_grip",
    "knuckle",
    "elbow",
    "forearm",
    "heel_of_hand",
    "palms",
)


class Applicator(Entry):
    """What presses: contact area in cm2, force in newtons, and where it fits."""

    id: str
    name: str
    who: Names
    contact_cm2: tuple[float, float]
    force_n: tuple[float, float]
    hardness: Literal["soft", "medium", "firm", "hard"]
    hard_point: bool
    offered: bool = True
    depth: Names
    muscle_size: Names
    fits_places: Names
    not_for: Names = ()
    good_for: Names = ()
    diameter_mm: Range | None = None
    tip_mm: Range | None = None
    ergonomics: str
    basis: str


class ChoiceRule(Entry):
    """A rule by which an applicator and technique are chosen; in order, the first match wins."""

    id: str
    text: str
    when: Any
    places: Names = ()
    use: Names
    technique: str


def read_applicators(reader: Reader, tools: Collection[str], atlas: Atlas) -> dict[str, Applicator]:
    """Read the applicators; each is a tool of the vocabulary, so that bans reach it."""
    applicators = reader.entries(APPLICATORS, "applicator", Applicator)
    for name, applicator in applicators.items():
        reader.resolve(APPLICATORS, name, "tool", [name], tools)
        reader.resolve(APPLICATORS, name, "place", (*applicator.fits_places, *applicator.not_for), atlas.places)
        reader.resolve(APPLICATORS, name, "muscle", applicator.good_for, atlas.muscles)
    reader.resolve_sources(APPLICATORS, applicators.items())
    return applicators


def read_choice_rules(
    reader: Reader, applicators: Collection[str], techniques: Collection[str], places: Collection[str]
) -> dict[str, ChoiceRule]:
    """Read the choice rules, in the order in which they are tried."""
    rules = reader.entries(APPLICATORS, "choice_rule", ChoiceRule)
    for name, rule in rules.items():
        reader.resolve(APPLICATORS, name, "place", rule.places, places)
        reader.resolve(APPLICATORS, name, "applicator", rule.use, applicators)
        reader.resolve(APPLICATORS, name, "technique", [rule.technique], techniques)
    reader.resolve_sources(APPLICATORS, rules.items())
    return rules
