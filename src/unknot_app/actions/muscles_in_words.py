"""A muscle and a place in words: what the facts say of them, without anything of a person.

An illness that needs a doctor has no name and no figure here either: the questions judge it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from unknot.body import (
    FeltPoint,
    Muscle,
    Region,
    TriggerPoint,
    Who,
    find_muscles,
    find_regions,
    load_atlas,
    points_felt_in,
    points_in,
    points_of_muscle,
)
from unknot.knowledge import Entry
from unknot.locate import is_judged_by_questions, load_locate_data, rivals_in
from unknot.plan import exercises_for, usual_ways
from unknot.plan.data.exercises import Exercise
from unknot.plan.data.techniques import Technique
from unknot.plan.pressing.ways import Way
from unknot_app.actions.drawing import lay_name
from unknot_app.actions.estimate_in_words import (
    FAMILIES,
    JUDGED_BY_QUESTIONS,
    ORDINARY,
    TOLD_WITH_ODDS,
    Other,
    first_name,
)
from unknot_app.actions.parts_of_body import PartOfBody, muscles_of_part, parts_of_body
from unknot_app.actions.sentences import Sentence

# Everybody who may press, as a plan asks for it.
WHO: tuple[Who, ...] = ("self", "partner", "therapist")
BY: dict[Who, str] = {"self": "By yourself", "partner": "By somebody at home", "therapist": "By a trained therapist"}
MAY_PRESS: dict[tuple[Who, ...], str] = {
    ("self", "partner", "therapist"): "You, somebody at home or a therapist may press it.",
    ("partner", "therapist"): "Somebody at home or a therapist may press it.",
    ("therapist",): "Only a trained therapist may press it.",
    (): "Nobody presses this one.",
}
NOTHING_LEFT = (
    "The limits for every adult leave no way to press it. What is left is stretching, warmth and easy movement."
)
INTIMATE = "An intimate place: only after a clear yes, and any time that can be taken back."

LETTERS_OF_AN_ABBREVIATION = 3

FEELS = {
    1: "a resting hand",
    2: "the skin moves",
    3: "the muscle is moved and it is pleasant",
    4: "firm, a good hurt",
}
# Of one level, and of several: as somebody feels it, and in figures alone.
PRESSED_BY = (
    "%(by)s: pressure %(low)s of 5, “%(lowest)s”",
    "%(by)s: pressure %(low)s to %(high)s of 5, from “%(lowest)s” to “%(highest)s”",
)
PRESSED_WITH = (
    "Pressure %(low)s of 5, with: %(tools)s.",
    "Pressure %(low)s to %(high)s of 5, with: %(tools)s.",
)

# A place and the side on which it is felt are one sentence, which other languages order otherwise.
_FELT_ON = {
    "same": "%(place)s",
    "midline": "%(place)s",
    "opposite": "%(place)s, on the other side",
    "both": "%(place)s, on both sides",
}


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


@dataclass(frozen=True)
class FeltPlace:
    """A region in which a spot is felt, with the side relative to the spot."""

    id: str
    name: Sentence


@dataclass(frozen=True)
class Basis:
    """Where a group of facts comes from."""

    about: str
    is_verified: bool
    sources: tuple[str, ...]


@dataclass(frozen=True)
class SpotInWords:
    """A trigger point: where it lies, where it is felt, and who may press it how hard."""

    point: TriggerPoint
    place: PlaceName
    usually: tuple[FeltPlace, ...]
    sometimes: tuple[FeltPlace, ...]
    may_press: str
    reason: str
    pressures: tuple[Sentence, ...]

    @property
    def anchor(self) -> str:
        return f"spot-{self.point.id.replace('.', '-')}"

    @property
    def is_nobodys(self) -> bool:
        return not self.point.who

    @property
    def is_left_alone(self) -> bool:
        """Return whether somebody might press it, but the limits for every adult leave no way to."""
        return bool(self.point.who) and not self.pressures


@dataclass(frozen=True)
class TechniqueInWords:
    """A technique for a muscle: how hard, and with what."""

    technique: Technique
    pressed: Sentence


@dataclass(frozen=True)
class MuscleInWords:
    """All that is known of a muscle."""

    muscle: Muscle
    name: str
    also: tuple[str, ...]
    spots: tuple[SpotInWords, ...]
    others: tuple[Other, ...]
    treatments: tuple[tuple[str, tuple[TechniqueInWords, ...]], ...]
    stretches: tuple[Exercise, ...]
    bases: tuple[Basis, ...]

    @property
    def self_treated(self) -> int:
        """Return how many of its spots people may press on themselves, within the limits for every adult."""
        return sum(bool(usual_ways(spot.point.id, "self")) for spot in self.spots)


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


def name_of_muscle(muscle: Muscle) -> MuscleName:
    return MuscleName(muscle.id, first_name(muscle.common_name), muscle.name)


def names_of_muscles(muscles: Iterable[str]) -> tuple[MuscleName, ...]:
    return tuple(name_of_muscle(load_atlas().muscles[muscle]) for muscle in muscles)


def _spoken(alias: str) -> str:
    """Return a name used elsewhere as people write it: "psoas major", "TFL"."""
    return alias.upper() if len(alias) <= LETTERS_OF_AN_ABBREVIATION else alias.replace("_", " ")


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


def muscle_in_words(muscle_id: str) -> MuscleInWords:
    atlas = load_atlas()
    muscle, points = atlas.muscles[muscle_id], points_of_muscle(atlas, muscle_id)
    names = muscle.common_name.split(";")
    zones = [zone for point in points for zone in atlas.referral_zones[point.id]]
    stretches = exercises_for(muscle_id)
    treatments = tuple((BY[who], _techniques(points, who)) for who in WHO)
    return MuscleInWords(
        muscle=muscle,
        name=first_name(muscle.common_name),
        also=(*(name.strip() for name in names[1:]), *map(_spoken, muscle.aliases)),
        spots=tuple(map(_spot, points)),
        others=others_in({zone.region for zone in zones if zone.grade == "essential"}),
        treatments=tuple((by, techniques) for by, techniques in treatments if techniques),
        stretches=stretches,
        bases=(
            Basis("What it does", muscle.anatomy_status == "verified", muscle.anatomy_sources),
            Basis("What overloads it", muscle.causes_status == "verified", muscle.causes_sources),
            Basis("What people notice", muscle.features_status == "verified", muscle.features_sources),
            *_bases("Where its spots lie", points),
            *_bases("Where they are felt", zones),
            *_bases(
                "Techniques", {one.technique.id: one.technique for _, all_ in treatments for one in all_}.values()
            ),
            *_bases("Stretches", stretches),
        ),
    )


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
            *_bases("Which spots are felt here", _zones(felt)),
            *_bases("What else can hurt here", _rival_zones(region_id)),
        ),
    )


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


def _spot(point: TriggerPoint) -> SpotInWords:
    atlas = load_atlas()
    zones = atlas.referral_zones[point.id]

    def felt(grade: str) -> tuple[FeltPlace, ...]:
        return tuple(
            FeltPlace(
                zone.region, Sentence(_FELT_ON[zone.side], {"place": (lay_name(atlas.regions[zone.region].name),)})
            )
            for zone in zones
            if zone.grade == grade
        )

    ways = {who: usual_ways(point.id, who) for who in WHO}
    return SpotInWords(
        point=point,
        place=name_of_place(atlas.regions[point.region]),
        usually=felt("essential"),
        sometimes=felt("spillover"),
        may_press=MAY_PRESS[point.who],
        reason=point.self_exam_reason,
        pressures=tuple(_pressed_by(who, found) for who, found in ways.items() if found),
    )


def _pressed_by(who: Who, ways: Sequence[Way]) -> Sentence:
    """Return how hard somebody presses a spot; what hardly presses counts only where nothing else is left."""
    low, high = _levels([way for way in ways if way.technique.kind == "pressure"] or ways)
    feels = {"lowest": (FEELS[low],), "highest": (FEELS[high],)}
    return Sentence(PRESSED_BY[low < high], {"by": (BY[who],), "low": low, "high": high, **feels})


def _levels(ways: Iterable[Way]) -> tuple[int, int]:
    found = [level for way in ways for level in way.dose.level]
    return min(found), max(found)


def _techniques(points: Iterable[TriggerPoint], who: Who) -> tuple[TechniqueInWords, ...]:
    """Return the techniques with which somebody may press any of these points, those of the first point first."""
    ways: dict[str, list[Way]] = {}
    for point in points:
        for way in usual_ways(point.id, who):
            ways.setdefault(way.technique.id, []).append(way)
    return tuple(TechniqueInWords(found[0].technique, _pressed_with(found)) for found in ways.values())


def _pressed_with(ways: Sequence[Way]) -> Sentence:
    low, high = _levels(ways)
    tools = tuple(dict.fromkeys(way.applicator.name.lower() for way in ways))
    return Sentence(PRESSED_WITH[low < high], {"low": low, "high": high, "tools": tools})


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


def _bases(about: str, entries: Iterable[Entry]) -> tuple[Basis, ...]:
    """Return where entries come from: what was read in its source, then what was not."""
    told = list(entries)
    found = []
    for is_verified in (True, False):
        keys = [key for entry in told if entry.is_verified == is_verified for key in entry.sources]
        if keys:
            found.append(Basis(about, is_verified, tuple(dict.fromkeys(keys))))
    return tuple(found)
