"""Where a page to learn from leads: to other pages of its kind, and to the places of the program it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from unknot.learn import load_learn_data
from unknot_app.records.models import Person

# The text of the link and the page behind it.
PLACES = {
    "muscles": ("Look up a muscle and its map", "muscles:list"),
    "rules": ("The rules that judge your answers", "rules:list"),
    "stop_signs": ("Stop signs and who to call", "help:stop_signs"),
    "how_sure": ("How sure is this?", "help:how_sure"),
    "comfort": ("It is very bad right now", "help:very_bad"),
    "find": ("Find a therapist", "directory:find"),
    "resources": ("Where to read on", "learn:resources"),
    "studies": ("What studies say", "evidence:list"),
    "dispute": ("The dispute in full", "evidence:dispute"),
    "words": ("Words in plain language", "learn:words"),
}
# The plan is somebody's own; without a person it is nowhere.
PLAN = "Your plan"


@dataclass(frozen=True)
class Way:
    """A link: its text, and where it leads."""

    text: str
    address: str


def ways(names: Iterable[str], person: Person | None) -> tuple[Way, ...]:
    """Return the links for the names that a page gives."""
    return tuple(_ways(names, person))


def _ways(names: Iterable[str], person: Person | None) -> Iterator[Way]:
    pages = load_learn_data().pages
    for name in names:
        if name in pages:
            yield Way(pages[name].head.title, reverse("learn:page", args=[name]))
        elif name in PLACES:
            text, route = PLACES[name]
            yield Way(text, reverse(route))
        elif person:
            yield Way(PLAN, reverse("plan:plan", args=[person.id]))
