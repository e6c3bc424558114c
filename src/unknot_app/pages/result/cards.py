"""The cards of the result: a spot in words, and its picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unknot.plan import NoPalpation, Palpation
from unknot.plan.spots import painted_sides, sides_of
from unknot_app.actions.estimate_in_words import PointInWords, points_in_words
from unknot_app.actions.estimating import Estimated
from unknot_app.actions.guide_in_words import FELT_WORDS
from unknot_app.actions.palpating import palpation_for, reason_of
from unknot_app.actions.pictures.picture import Picture
from unknot_app.actions.pictures.spots import picture_of_candidate
from unknot_app.actions.standing import Standing


@dataclass(frozen=True)
class ResultCard:
    """A spot in words with its picture, the sides on which it may be pressed to test it, and what was felt there."""

    point: PointInWords
    picture: Picture
    tests: tuple[tuple[Literal["left", "right"], str], ...]
    # Why it is pressed on no side to test it; empty where it may be.
    not_pressed: str

    @property
    def id(self) -> str:
        return f"spot-{self.point.candidate.id.replace('.', '-')}-{self.point.candidate.side}"

    @property
    def picture_id(self) -> str:
        return f"{self.id}-picture"


def cards_of(standing: Standing, found: Estimated) -> tuple[ResultCard, ...]:
    painted = painted_sides(found.estimate)
    cards = []
    for point in points_in_words(found.estimate):
        one = point.candidate
        asked = {side: palpation_for(standing, one.id, side) for side in sides_of(one, painted)}
        tests = tuple(
            (side, FELT_WORDS.get(found.felt_at(one.id, side), ""))
            for side, palpation in asked.items()
            if isinstance(palpation, Palpation)
        )
        refused = (palpation for palpation in asked.values() if isinstance(palpation, NoPalpation))
        first = None if tests else next(refused, None)
        not_pressed = reason_of(standing, first) if first else ""
        picture = picture_of_candidate(found.drawing, one.id, one.side)
        cards.append(ResultCard(point, picture, tests, not_pressed))
    return tuple(cards)
