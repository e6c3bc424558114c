"""The facts that measuring needs: what an instrument asks and how it counts."""

# Modules that define many models leave out `from __future__ import annotations`; see unknot.knowledge.
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import Field

from unknot.knowledge import Entry, Reader, Value

Range = tuple[int, int]


class Pair(Value):
    """Ranges of the Widespread Pain Index and the Symptom Severity Scale that meet the criteria together."""

    wpi: Range
    sss: Range


class Fm2016Instrument(Entry):
    """The 2016 criteria of fibromyalgia."""

    id: Literal["fm2016"]
    name: str
    recall: str
    pairs: tuple[Pair, ...]
    least_regions: int
    regions: int


class Item(Entry):
    """Something that an instrument asks: a severity from 0 to 3, a yes or no, or how long it has lasted."""

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

    criteria: Fm2016Instrument
    items: dict[str, Item]
    severities: dict[int, str]


@dataclass(frozen=True)
class MeasureData:
    """All facts of the stage."""

    fm2016: Fm2016Data


@cache
def load_measure_data() -> MeasureData:
    """Return the facts of measuring, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid or a source is unknown; all faults are listed.
    """
    reader = Reader("measure")
    file = "fm2016.toml"
    instrument = reader.section(file, "instrument", Fm2016Instrument)
    items = reader.entries(file, "item", Item)
    labels = reader.entries(file, "severity", SeverityLabel, key="value")
    reader.resolve_sources(file, [("instrument", instrument), *items.items(), *labels.items()])
    reader.finish()
    return MeasureData(Fm2016Data(instrument, items, {label.value: label.text for label in labels.values()}))
