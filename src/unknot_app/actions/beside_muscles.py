"""Where groups of facts come from, and what else than a muscle can hurt: told beside muscles and places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unknot.body import load_atlas
from unknot.knowledge import Entry
from unknot.locate import is_judged_by_questions, rivals_in
from unknot_app.actions.estimate_in_words import FAMILIES, JUDGED_BY_QUESTIONS, ORDINARY, TOLD_WITH_ODDS, Other


@dataclass(frozen=True)
class Basis:
    """Where a group of facts comes from."""

    about: str
    is_verified: bool
    sources: tuple[str, ...]


def bases_of(about: str, entries: Iterable[Entry]) -> tuple[Basis, ...]:
    """Return where entries come from: what was read in its source, then what was not."""
    told = list(entries)
    found = []
    for is_verified in (True, False):
        keys = [key for entry in told if entry.is_verified == is_verified for key in entry.sources]
        if keys:
            found.append(Basis(about, is_verified, tuple(dict.fromkeys(keys))))
    return tuple(found)


def others_in(regions: set[str]) -> tuple[Other, ...]:
    """Return what else can hurt in these regions: ordinary pain, then families, none with a figure.

    Maps have no sharp edges: an illness that only the questions judge is also told in the regions beside its own.
    """
    found = rivals_in(regions)
    beside = regions | {one for region in regions for one in load_atlas().regions[region].neighbours}
    is_any_judged = any(map(is_judged_by_questions, rivals_in(beside)))
    told = [Other(ORDINARY, "")] if any(one.family == "unattributed" for one in found) else []
    for family, name in FAMILIES.items():
        members = [one for one in found if one.family == family]
        if family not in TOLD_WITH_ODDS:
            told += [Other(name, JUDGED_BY_QUESTIONS)] if members or is_any_judged else []
        elif members:
            told.append(Other(name, JUDGED_BY_QUESTIONS if all(map(is_judged_by_questions, members)) else ""))
    return tuple(told)
