"""The cards of the result: a spot in words, and its picture."""

from __future__ import annotations

from dataclasses import dataclass

from unknot.locate import Estimate
from unknot_app.actions.estimate_in_words import PointInWords, points_in_words
from unknot_app.actions.picture import Picture, picture_of_candidate
from unknot_app.records.models import PainDrawing


@dataclass(frozen=True)
class ResultCard:
    """A spot in words with its picture."""

    point: PointInWords
    picture: Picture

    @property
    def id(self) -> str:
        return f"spot-{self.point.candidate.id.replace('.', '-')}-{self.point.candidate.side}"

    @property
    def picture_id(self) -> str:
        return f"{self.id}-picture"


def cards_of(estimate: Estimate, drawing: PainDrawing) -> tuple[ResultCard, ...]:
    return tuple(
        ResultCard(point, picture_of_candidate(drawing, point.candidate.id, point.candidate.side))
        for point in points_in_words(estimate)
    )
