"""What an instrument asks, whose it is, how answers become a score; and the units of pressure."""

# Modules that define many models leave out `from __future__ import annotations`; see unknot.knowledge.
from typing import Literal

from pydantic import Field

from unknot.knowledge import Entry, Status, Value

Direction = Literal["higher_worse", "higher_better", "by_domain"]


class Item(Value):
    """One question of an instrument, in words that may be shown, with its steps or the words at both ends."""

    id: str
    text: str
    anchor_low: str = ""
    anchor_high: str = ""
    options: tuple[str, ...] = ()


class Instrument(Entry):
    """A questionnaire or a measurement: what it asks, whose it is, and how answers become a score."""

    id: str
    name: str
    plain_name: str = ""
    domain: str
    type: Literal["prom", "physical", "diary", "drawing"]
    licence: str
    licence_status: Status
    items_included: bool
    asks: int
    least_asked: int | None = None
    item_min: float = 0
    item_max: float = 0
    item_values: tuple[int, ...] = ()
    whole: bool = True
    fields: tuple[str, ...] = ()
    least_answered: int | None = None
    unsure: bool = False
    range: tuple[float, float]
    unit: str | None = None
    direction: Direction
    recall: str
    instruction: str = ""
    scoring: str
    scoring_text: str
    reverse_items: tuple[int, ...] = ()
    subscale_items: tuple[int, ...] = ()
    subscale_band: tuple[float, str] | None = None
    least_total: float | None = None
    bands: tuple[tuple[float, float, str], ...] = ()
    bands_note: str = ""
    cutoff: float | None = None
    cutoff_text: str = ""
    not_an_outcome: bool = False
    missing: str
    missing_basis: str = ""
    contact_cm2: float = 1
    ramp_kgf_cm2_s: float | None = None
    loinc: str = ""
    loinc_text: str = ""
    loinc_other: tuple[str, ...] = ()
    item: tuple[Item, ...] = ()

    @property
    def is_yes_no(self) -> bool:
        """Return whether an answer is yes (1) or no (0)."""
        return not self.fields and (self.item_min, self.item_max) == (0, 1)


class Unit(Entry):
    """A unit of pressure, as kPa; or of force, to be divided by the area of contact in cm2."""

    id: str
    kpa: float = Field(gt=0)
    per_area: bool = False
    text: str
