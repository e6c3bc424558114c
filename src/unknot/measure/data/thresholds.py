"""Which change on a score matters, and what is known of usual values."""

# Modules that define many models leave out `from __future__ import annotations`; see unknot.knowledge.
from typing import Literal

from pydantic import Field

from unknot.knowledge import Entry

MicFrom = Literal["measurement_error", "borrowed", "quoted"]


class Threshold(Entry):
    """From which change on a score is better or worse, for one use of an instrument.

    `mic_from`: where the important change comes from, unless people were asked which change they notice.
    """

    id: str
    instrument: str
    use: str
    default: bool = False
    mdc: float | None = Field(default=None, gt=0)
    mdc_level: str = ""
    sem: float | None = Field(default=None, gt=0)
    mic_abs: float | None = Field(default=None, gt=0)
    mic_from: MicFrom | None = None
    mic_pct: float | None = Field(default=None, gt=0)
    mic_by_baseline: tuple[tuple[float, float, float], ...] = ()
    levels: tuple[float, ...] = ()


class Norm(Entry):
    """What is known of usual values or of reliability."""

    id: str
    instrument: str
    age_from: int | None = None
    value: float | None = None
    unit: str = ""
    text: str
