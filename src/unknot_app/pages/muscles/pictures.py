"""The pictures of a muscle: its spots with the area that they are known for, and its stretches."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from unknot.plan import load_plan_data
from unknot.plan.data.exercises import Exercise
from unknot_app.actions.muscles_in_words import SpotInWords
from unknot_app.actions.pictures.layers import Skeleton, skeletons_of, with_layers
from unknot_app.actions.pictures.picture import Picture
from unknot_app.actions.pictures.spots import pictures_of_point
from unknot_app.pages.plan.pictures import POSTURES, Posture, drawn_postures

# The side that is shown of a body whose sides are alike.
SHOWN_SIDE = "right"


@dataclass(frozen=True)
class PicturedSpot:
    """A spot in words with its pictures: the view that shows it, and one of what that view cannot show."""

    told: SpotInWords
    pictures: tuple[Picture, ...]

    @property
    def named_pictures(self) -> tuple[tuple[str, Picture], ...]:
        return tuple((f"{self.told.anchor}-{number}", one) for number, one in enumerate(self.pictures, 1))


@dataclass(frozen=True)
class PicturedStretch:
    """A stretch with its drawing, if there is one, and by how many percent it lengthens the muscle in the model."""

    exercise: Exercise
    posture: Posture | None
    percent: int | None


def pictured_spots(spots: Iterable[SpotInWords], layers: Collection[str]) -> tuple[PicturedSpot, ...]:
    return tuple(
        PicturedSpot(
            spot, with_layers(pictures_of_point(spot.point.id, SHOWN_SIDE), layers, muscle=spot.point.muscle)
        )
        for spot in spots
    )


def skeletons_of_spots(spots: Iterable[PicturedSpot]) -> tuple[Skeleton, ...]:
    return skeletons_of(picture for spot in spots for picture in spot.pictures)


def pictured_stretches(stretches: Iterable[Exercise], muscle: str) -> tuple[PicturedStretch, ...]:
    data = load_plan_data()
    return tuple(PicturedStretch(one, _posture_of(one), data.told_percent(one.id, muscle)) for one in stretches)


def _posture_of(exercise: Exercise) -> Posture | None:
    drawn = drawn_postures()
    name = next((one for one in (exercise.id, exercise.position) if one in drawn), None)
    return None if name is None else Posture(f"{POSTURES}/{name}.webp", *drawn[name], is_mirrored=False)
