"""A muscle in words: its spots, who may press them how hard, and its stretches; nothing of a person.

An illness that needs a doctor has no name and no figure here either: the questions judge it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from unknot.body import Muscle, TriggerPoint, Who, load_atlas, points_of_muscle
from unknot.plan import exercises_for, usual_ways
from unknot.plan.data.exercises import Exercise
from unknot.plan.data.techniques import Technique
from unknot.plan.pressing.ways import Way
from unknot_app.actions.beside_muscles import Basis, bases_of, others_in
from unknot_app.actions.body_names import PlaceName, name_of_place
from unknot_app.actions.drawing import lay_name
from unknot_app.actions.estimate_in_words import Other, first_name
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
class FeltPlace:
    """A region in which a spot is felt, with the side relative to the spot."""

    id: str
    name: Sentence


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


def _spoken(alias: str) -> str:
    """Return a name used elsewhere as people write it: "psoas major", "TFL"."""
    return alias.upper() if len(alias) <= LETTERS_OF_AN_ABBREVIATION else alias.replace("_", " ")


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
            *bases_of("Where its spots lie", points),
            *bases_of("Where they are felt", zones),
            *bases_of(
                "Techniques", {one.technique.id: one.technique for _, all_ in treatments for one in all_}.values()
            ),
            *bases_of("Stretches", stretches),
        ),
    )


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
