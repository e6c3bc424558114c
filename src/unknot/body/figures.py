"""Where things lie on the figures besides the neutral one.

Facts are given on the neutral figure. All figures are made of one mesh, so each place was carried over with the
vertex of the skin next to it; `chart/landmarks.json` holds the outcome. That keeps places in their cells. The levels
of the spine and of the hip crest move a little differently: L4, level with the crest on the neutral figure, lies
22 mm below it on the female and 33 mm above it on the male, more than the error of a position (10 to 20 mm).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from unknot.body.atlas import load_atlas
from unknot.body.chart import Figure
from unknot.body.geometry import Point, landmark_mm, position_mm
from unknot.errors import Fault, KnowledgeError
from unknot.knowledge import Value, data_folder

FILE = "chart/landmarks.json"


class Placed(Value):
    """What was carried over to one figure: `(lateral, up, front)` in mm by landmark and by trigger point."""

    stature_mm: Annotated[float, Field(gt=0)]
    placed: str
    landmarks: Mapping[str, Point]
    trigger_points: Mapping[str, Point]


@cache
def load_placed() -> Mapping[str, Placed]:
    """Return what was carried over, by figure.

    Raises
    ------
    KnowledgeError
        If the file cannot be read, or does not hold just the landmarks and trigger points of the atlas.
    """
    try:
        stored = json.loads((data_folder() / "body" / FILE).read_text(encoding="utf-8"))
        found = TypeAdapter(dict[str, Placed]).validate_python(stored)
    except (OSError, ValueError) as error:
        detail = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise KnowledgeError((Fault(f"body/{FILE}", "file", f"is not readable: {detail}"),)) from None
    atlas = load_atlas()
    faults = [
        Fault(f"body/{FILE}", f"{figure}.{name}", "is in only one of this file and the atlas; run make atlas")
        for figure, placed in found.items()
        for known, carried in ((atlas.landmarks, placed.landmarks), (atlas.trigger_points, placed.trigger_points))
        for name in sorted(set(known) ^ set(carried))
    ]
    if faults:
        raise KnowledgeError(tuple(faults))
    return found


def landmark_on(figure: Figure, name: str) -> Point:
    """Return where a landmark lies on a figure as `(lateral, up, front)` in mm."""
    return landmark_mm(load_atlas(), name) if figure == "neutral" else load_placed()[figure].landmarks[name]


def trigger_point_on(figure: Figure, name: str) -> Point:
    """Return where a trigger point lies on a figure as `(lateral, up, front)` in mm."""
    if figure == "neutral":
        return position_mm(load_atlas(), load_atlas().trigger_points[name].position)
    return load_placed()[figure].trigger_points[name]
