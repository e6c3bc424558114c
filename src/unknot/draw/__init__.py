"""Stage 1, the drawing: what a person painted, in regions or CHOIR segments."""

from unknot.draw.choir import Numbering, read_segments, segments_of
from unknot.draw.drawing import Drawing, Finding, Mark, Sex, YesNo, describe_faults, read_drawing

__all__ = [
    "Drawing",
    "Finding",
    "Mark",
    "Numbering",
    "Sex",
    "YesNo",
    "describe_faults",
    "read_drawing",
    "read_segments",
    "segments_of",
]
