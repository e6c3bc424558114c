"""Stage 1, the drawing: what a person painted, in strokes, regions or CHOIR segments."""

from unknot.draw.choir import Numbering, read_segments, segments_of, write_segments
from unknot.draw.compare import DrawingChange, StrengthChange, compare_drawings
from unknot.draw.drawing import (
    Drawing,
    Finding,
    Mark,
    PaintedPlace,
    Sex,
    complaint_of_regions,
    describe_faults,
    read_drawing,
    still_readable,
)
from unknot.draw.extent import pain_extent, painted_shares
from unknot.draw.qualities import FEELINGS, Feeling, Quality, in_order
from unknot.draw.strokes import Covered, Stroke, covered_cells, mirror_stroke
from unknot.draw.summary import DrawingSummary, summarise_drawing
from unknot.draw.widespread import WidespreadPain, is_generalised, regions_of_areas, widespread_pain

__all__ = [
    "FEELINGS",
    "Covered",
    "Drawing",
    "DrawingChange",
    "DrawingSummary",
    "Feeling",
    "Finding",
    "Mark",
    "Numbering",
    "PaintedPlace",
    "Quality",
    "Sex",
    "StrengthChange",
    "Stroke",
    "WidespreadPain",
    "compare_drawings",
    "complaint_of_regions",
    "covered_cells",
    "describe_faults",
    "in_order",
    "is_generalised",
    "mirror_stroke",
    "pain_extent",
    "painted_shares",
    "read_drawing",
    "read_segments",
    "regions_of_areas",
    "segments_of",
    "still_readable",
    "summarise_drawing",
    "widespread_pain",
    "write_segments",
]
