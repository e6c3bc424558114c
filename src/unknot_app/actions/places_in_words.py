"""A place in words: which spots are felt there, which lie there, and what else can hurt; nothing of a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unknot.body import FeltPoint, Region, TriggerPoint, load_atlas, points_felt_in, points_in
from unknot.knowledge import Entry
from unknot.locate import load_locate_data, rivals_in
from unknot_app.actions.beside_muscles import Basis, bases_of, others_in
from unknot_app.actions.body_names import MuscleName, PlaceName, name_of_muscle, name_of_place
from unknot_app.actions.drawing import lay_name
from unknot_app.actions.estimate_in_words import Other, first_name


@dataclass(frozen=True)
class MuscleFelt:
    """A muscle that is known to be felt in a place, with the labels of its spots that are."""

    name: MuscleName
    labels: tuple[str, ...]


@dataclass(frozen=True)
class PlaceInWords:
    """All that is known of a place."""

    region: Region
    name: str
    usually: tuple[MuscleFelt, ...]
    sometimes: tuple[MuscleFelt, ...]
    here: tuple[MuscleFelt, ...]
    others: tuple[Other, ...]
    beside: tuple[PlaceName, ...]
    bases: tuple[Basis, ...]


def place_in_words(region_id: str) -> PlaceInWords:
    atlas = load_atlas()
    region, felt = atlas.regions[region_id], points_felt_in(atlas, region_id)
    usually = [one.point for one in felt if one.is_essential]
    muscles = {point.muscle for point in usually}
    sometimes = [one.point for one in felt if not one.is_essential and one.point.muscle not in muscles]
    return PlaceInWords(
        region=region,
        name=first_name(lay_name(region.name)),
        usually=_by_muscle(usually),
        sometimes=_by_muscle(sometimes),
        here=_by_muscle(points_in(atlas, region_id)),
        others=others_in({region_id}),
        beside=tuple(name_of_place(atlas.regions[one]) for one in region.neighbours),
        bases=(
            *bases_of("Which spots are felt here", _zones(felt)),
            *bases_of("What else can hurt here", _rival_zones(region_id)),
        ),
    )


def _by_muscle(points: Iterable[TriggerPoint]) -> tuple[MuscleFelt, ...]:
    labels: dict[str, list[str]] = {}
    for point in points:
        labels.setdefault(point.muscle, []).append(point.label)
    muscles = load_atlas().muscles
    return tuple(MuscleFelt(name_of_muscle(muscles[muscle]), tuple(found)) for muscle, found in labels.items())


def _zones(felt: Iterable[FeltPoint]) -> list[Entry]:
    return [one.zone for one in felt]


def _rival_zones(region: str) -> list[Entry]:
    zones = load_locate_data().zones
    return [zone for one in rivals_in({region}) for zone in zones[one.id] if zone.region == region]
