"""The answer of locating: candidates, joint explanations, what stays unexplained, and the next check."""

from typing import Literal

from pydantic import Field

from unknot.body import Complaint
from unknot.knowledge import Value
from unknot.locate.data import Urgency

Kind = Literal["trigger_point", "differential"]


class Reason(Value):
    """One thing that speaks for or against a candidate."""

    code: Literal["painted", "not_painted", "answer", "finding"]
    text: str


class Candidate(Value):
    """A source that may be behind the drawing, with its probability and its reasons."""

    id: str
    muscle: str | None
    kind: Kind
    side: Literal["left", "right", "either", "none"]
    probability: float = Field(ge=0, le=1)
    urgency: Urgency
    explains: tuple[str, ...]
    missing: tuple[str, ...]
    for_: tuple[Reason, ...] = Field(alias="for", serialization_alias="for")
    against: tuple[Reason, ...]
    # Among the first three of its kind, and losing that place, or the first, if recalled zones counted a grade less.
    is_fragile: bool = False

    @property
    def key(self) -> str:
        """Return the candidate's written form, `id:side`."""
        return f"{self.id}:{self.side}"


class Explanation(Value):
    """A set of sources that together explain the drawing."""

    members: tuple[str, ...]
    probability: float = Field(ge=0, le=1)


class NextCheck(Value):
    """The question or spot whose answer is expected to tell most."""

    kind: Literal["point", "feature"]
    id: str
    side: Literal["left", "right"] | None
    gain_bits: float = Field(ge=0)
    text: str


class Notice(Value):
    """Something the reader has to know about the whole answer."""

    code: Literal["painted_all_over", "nothing_painted"]
    text: str


class Estimate(Value):
    """What may be behind a drawing, how probable each source is and why."""

    complaint: Complaint
    complaint_from: Literal["given", "painted"]
    candidates: tuple[Candidate, ...]
    explanations: tuple[Explanation, ...]
    explained: tuple[str, ...]
    unexplained: tuple[str, ...]
    # None when the drawing tells nothing of its sources.
    unattributed: float | None = Field(ge=0, le=1)
    families: dict[str, float]
    next_check: NextCheck | None
    notice: Notice | None = None
    knowledge_version: str


def as_share(probability: float) -> float:
    """Return a probability as it is written: from 0 to 1, in millionths."""
    return round(min(1.0, max(0.0, float(probability))), 6)


def odds_in_words(probability: float) -> str:
    """Return a probability as people say it: "about 6 in 10", "about 3 in 100", "less than 1 in 100"."""
    if probability > 0.95:
        return "more than 9 in 10"
    if probability >= 0.095:
        return f"about {round(probability * 10)} in 10"
    if probability >= 0.01:
        return f"about {round(probability * 100)} in 100"
    return "less than 1 in 100"
