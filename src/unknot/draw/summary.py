"""What a drawing says, in figures that others use: extent, places, CHOIR segments, Widespread Pain Index."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from unknot.body import Complaint
from unknot.draw.choir import write_segments
from unknot.draw.drawing import Drawing, PaintedPlace
from unknot.draw.extent import pain_extent
from unknot.draw.widespread import WidespreadPain, widespread_pain
from unknot.knowledge import Value, knowledge_version


class DrawingSummary(Value):
    """A drawing in figures; `extent_percent` is the painted share of the body's surface."""

    complaint: Complaint
    complaint_from: Literal["given", "painted"]
    extent_percent: Annotated[float, Field(ge=0, le=100)]
    strongest: float | None
    places: tuple[PaintedPlace, ...]
    choir_male: tuple[str, ...]
    choir_female: tuple[str, ...]
    widespread: WidespreadPain
    knowledge_version: str


def summarise_drawing(drawing: Drawing) -> DrawingSummary:
    """Return a drawing in figures: its extent, its places, its body map in both numberings, and its index areas."""
    return DrawingSummary(
        complaint=drawing.inferred_complaint,
        complaint_from="given" if drawing.complaint else "painted",
        extent_percent=round(pain_extent(drawing), 2),
        strongest=drawing.strongest,
        places=drawing.places,
        choir_male=write_segments(drawing.segments, "male"),
        choir_female=write_segments(drawing.segments, "female"),
        widespread=widespread_pain(drawing.painted_cells),
        knowledge_version=knowledge_version(),
    )
