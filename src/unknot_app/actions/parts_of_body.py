"""The parts of the body, in the words of the question where it hurts, with what lies in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from unknot.body import Muscle, Region, load_atlas, points_of_muscle
from unknot.screen import load_screen_data

# Most people come with these.
FIRST_PARTS = ("low_back", "buttock_hip")
ELSEWHERE = "Elsewhere"


@dataclass(frozen=True)
class PartOfBody:
    """A part of the body with its regions; no two parts share one."""

    id: str
    name: str
    regions: tuple[Region, ...]


@cache
def parts_of_body() -> tuple[PartOfBody, ...]:
    """Return all regions by the part of the body that they belong to, each once; the low back comes first."""
    data, left = load_screen_data(), dict(load_atlas().regions)
    parts = []
    for area in sorted(data.vocabulary.pain_areas, key=lambda area: area not in FIRST_PARTS):
        regions = tuple(left.pop(region) for region in list(left) if region in data.regions_of_area(area))
        if regions:
            parts.append(PartOfBody(area, data.option_text("pain_regions", area), regions))
    if left:
        parts.append(PartOfBody("elsewhere", ELSEWHERE, tuple(left.values())))
    return tuple(parts)


def muscles_of_part(part: PartOfBody) -> tuple[Muscle, ...]:
    """Return the muscles of which a spot lies in a part of the body."""
    atlas, regions = load_atlas(), {region.id for region in part.regions}
    return tuple(
        muscle
        for muscle in atlas.muscles.values()
        if any(point.region in regions for point in points_of_muscle(atlas, muscle.id))
    )
