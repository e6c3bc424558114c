"""How a pain feels: the qualities that a mark can have, each with its word and the letter that is written beside it.

Which six there are is a choice of this project: the words that people with low back and nerve pain use most readily,
few enough to choose from while painting. No result depends on them; they are kept, shown and said back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

Quality = Literal["ache", "burning", "stabbing", "electric", "tingling", "numb"]


@dataclass(frozen=True)
class Feeling:
    """How a quality is said and written."""

    word: str
    letter: str


FEELINGS: Mapping[Quality, Feeling] = {
    "ache": Feeling("aching", "A"),
    "burning": Feeling("burning", "B"),
    "stabbing": Feeling("stabbing", "S"),
    "electric": Feeling("electric", "E"),
    "tingling": Feeling("tingling", "T"),
    "numb": Feeling("numb", "N"),
}


def in_order(qualities: Iterable[Quality]) -> tuple[Quality, ...]:
    """Return each quality once, in the order of the vocabulary: marks that feel alike are equal."""
    given = set(qualities)
    return tuple(quality for quality in FEELINGS if quality in given)


# Several are possible: pain can burn and tingle.
Qualities = Annotated[tuple[Quality, ...], Field(max_length=len(get_args(Quality))), AfterValidator(in_order)]
