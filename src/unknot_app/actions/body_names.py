"""What muscles and places are called, and how they are found by a name or a part of the body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unknot.body import Muscle, Region, find_muscles, find_regions, load_atlas
from unknot_app.actions.drawing import lay_name
from unknot_app.actions.estimate_in_words import first_name
from unknot_app.actions.parts_of_body import PartOfBody, muscles_of_part, parts_of_body


@dataclass(frozen=True)
class MuscleName:
    """What a muscle is called, and where its page is."""

    id: str
    name: str
    clinical_name: str


@dataclass(frozen=True)
class PlaceName:
    """What a region is called, and where its page is."""

    id: str
    name: str


def name_of_muscle(muscle: Muscle) -> MuscleName:
    return MuscleName(muscle.id, first_name(muscle.common_name), muscle.name)


def names_of_muscles(muscles: Iterable[str]) -> tuple[MuscleName, ...]:
    return tuple(name_of_muscle(load_atlas().muscles[muscle]) for muscle in muscles)


def name_of_place(region: Region) -> PlaceName:
    return PlaceName(region.id, lay_name(region.name))


def places_of_cells(cells: Iterable[str]) -> tuple[PlaceName, ...]:
    """Return the places of cells, each once, whatever their side."""
    regions = load_atlas().regions
    return tuple(name_of_place(regions[one]) for one in dict.fromkeys(cell.split(":")[0] for cell in cells))


def muscles_called(text: str) -> tuple[MuscleName, ...]:
    return tuple(name_of_muscle(muscle) for muscle in find_muscles(load_atlas(), text))


def places_called(text: str) -> tuple[PlaceName, ...]:
    return tuple(name_of_place(region) for region in find_regions(load_atlas(), text))


def muscles_by_part() -> tuple[tuple[PartOfBody, tuple[MuscleName, ...]], ...]:
    """Return every muscle in each part of the body in which one of its spots lies; a part without any is left out."""
    found = ((part, tuple(map(name_of_muscle, muscles_of_part(part)))) for part in parts_of_body())
    return tuple((part, names) for part, names in found if names)


def places_by_part() -> tuple[tuple[PartOfBody, tuple[PlaceName, ...]], ...]:
    return tuple((part, tuple(map(name_of_place, part.regions))) for part in parts_of_body())
