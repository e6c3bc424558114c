"""The criteria of fibromyalgia of 2016: what they ask, and when they are met."""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from unknot.knowledge import Entry, Reader, Value

FM2016 = "fm2016.toml"

Range = tuple[int, int]


class Pair(Value):
    """Ranges of the Widespread Pain Index and the Symptom Severity Scale that meet the criteria together."""

    wpi: Range
    sss: Range


class Fm2016Criteria(Entry):
    """When the 2016 criteria of fibromyalgia are met."""

    pairs: tuple[Pair, ...]


class Fm2016Item(Entry):
    """Something that the criteria ask: a severity from 0 to 3, a yes or no, or how long it has lasted."""

    id: str
    kind: Literal["severity", "yes_no", "duration"]
    question: str


class SeverityLabel(Entry):
    """What a step of severity is called."""

    value: int = Field(ge=0, le=3)
    text: str


@dataclass(frozen=True)
class Fm2016Data:
    """The criteria of fibromyalgia, what they ask beside the areas, and the words for 0 to 3."""

    criteria: Fm2016Criteria
    items: dict[str, Fm2016Item]
    severities: dict[int, str]


def read_fm2016(reader: Reader) -> Fm2016Data:
    """Read the criteria."""
    criteria = reader.section(FM2016, "criteria", Fm2016Criteria)
    items = reader.entries(FM2016, "item", Fm2016Item)
    labels = reader.entries(FM2016, "severity", SeverityLabel, key="value")
    reader.resolve_sources(FM2016, [("criteria", criteria), *items.items(), *labels.items()])
    return Fm2016Data(criteria, items, {label.value: label.text for label in labels.values()})
