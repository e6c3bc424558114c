"""What scoring gives: a score with all that its instrument says of it, or the reason why there is none."""

# Modules that define many models leave out `from __future__ import annotations`; see unknot.knowledge.
from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer

from unknot.knowledge import Value

WhyNot = Literal["out_of_range", "too_many_missing"]


class Score(Value):
    """A score, with what its instrument has beside it; what it does not have is left out when it is written.

    `scores`: single ratings in the order of the answers, null where one is missing. `raw`: the points behind a score
    that is scaled. `percent`: the score in percent of the highest. `subscale`: the sum of the items that count apart.
    `band`: the name of the range it lies in. `positive`: a screening result that is a reason to look further.
    """

    score: float | None = None
    scores: tuple[float | None, ...] | None = None
    raw: float | None = None
    percent: float | None = None
    subscale: float | None = None
    unit: str | None = None
    band: str | None = None
    positive: bool | None = None

    @model_serializer(mode="wrap")
    def _leave_out_what_it_has_not(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in write(self).items() if value is not None}


class NoScore(Value):
    """Why there is no score: a value out of its range, or too many missing answers."""

    error: WhyNot
    message: str


class CannotScoreError(Exception):
    """Raised while answers are read, and caught where a score is asked for: it becomes a `NoScore`."""

    def __init__(self, error: WhyNot, message: str) -> None:
        super().__init__(message)
        self.reason = NoScore(error=error, message=message)
