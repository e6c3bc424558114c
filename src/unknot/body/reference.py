"""Looking things up in the atlas: points of a muscle, who refers to a region, muscles and regions by name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from unknot.body.atlas import Atlas, Muscle, ReferralZone, Region, TriggerPoint

NamedT = TypeVar("NamedT")


@dataclass(frozen=True)
class FeltPoint:
    """A trigger point with the zone by which it is felt in a region."""

    point: TriggerPoint
    zone: ReferralZone

    @property
    def is_essential(self) -> bool:
        """Return whether nearly everybody feels it there when the point is active."""
        return self.zone.grade == "essential"


def points_of_muscle(atlas: Atlas, muscle: str) -> tuple[TriggerPoint, ...]:
    """Return the trigger points of a muscle, in the order of the data."""
    return tuple(point for point in atlas.trigger_points.values() if point.muscle == muscle)


def points_in(atlas: Atlas, region: str) -> tuple[TriggerPoint, ...]:
    """Return the trigger points that lie in a region."""
    return tuple(point for point in atlas.trigger_points.values() if point.region == region)


def points_felt_in(atlas: Atlas, region: str) -> tuple[FeltPoint, ...]:
    """Return the trigger points that are known to be felt in a region, each once, those of essential zones first.

    A point that reaches a region with several zones (the same side, and sometimes the other) is returned with the
    strongest of them.
    """
    found: dict[str, FeltPoint] = {}
    for name, zones in atlas.referral_zones.items():
        here = [FeltPoint(atlas.trigger_points[name], zone) for zone in zones if zone.region == region]
        if here:
            found[name] = max(here, key=lambda felt: felt.is_essential)
    return tuple(sorted(found.values(), key=lambda felt: not felt.is_essential))


def find_muscles(atlas: Atlas, text: str) -> tuple[Muscle, ...]:
    """Return the muscles that a text names: by their Latin or common name, or by a name used elsewhere.

    Every word of the text must begin a word of one of the names. Names that begin with the whole text come first.
    """
    named = [(muscle, (muscle.name, muscle.common_name, *muscle.aliases)) for muscle in atlas.muscles.values()]
    return _find(named, text)


def find_regions(atlas: Atlas, text: str) -> tuple[Region, ...]:
    """Return the regions that a text names, as `find_muscles` does for muscles."""
    return _find([(region, (region.name,)) for region in atlas.regions.values()], text)


def _find(named: Iterable[tuple[NamedT, tuple[str, ...]]], text: str) -> tuple[NamedT, ...]:
    wanted = words_of(text)
    if not wanted:
        return ()
    hits: list[tuple[bool, NamedT]] = []
    for one, names in named:
        spoken = [words_of(name) for name in names]
        if all(any(word.startswith(part) for words in spoken for word in words) for part in wanted):
            is_first = any(" ".join(words).startswith(" ".join(wanted)) for words in spoken)
            hits.append((not is_first, one))
    return tuple(one for _, one in sorted(hits, key=lambda hit: hit[0]))


def words_of(text: str) -> list[str]:
    """Return the words of a name without accents, capitals and signs."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
