"""Stage 1, the drawing: what a person painted, in strokes, regions or CHOIR segments."""

from unknot.draw.choir import Numbering, read_segments, segments_of
from unknot.draw.drawing import Drawing, Finding, Mark, Sex, YesNo, describe_faults, read_drawing, still_readable
from unknot.draw.strokes import Covered, Stroke, covered_cells, mirror_stroke

__all__ = [
    "Covered",
    "Drawing",
    "Finding",
    "Mark",
    "Numbering",
    "Sex",
    "Stroke",
    "YesNo",
    "covered_cells",
    "describe_faults",
    "mirror_stroke",
    "read_drawing",
    "read_segments",
    "segments_of",
    "still_readable",
]
