"""Where things lie on the figures besides the neutral one.

Facts are given on the neutral figure. All figures are made of one mesh, so each place was carried over with the
vertex of the skin next to it. Only the spine, the last ribs and the pelvis follow the heights of the bones in each
figure, and trigger points the landmarks that they are given by; `chart/landmarks.json` holds the outcome.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from unknot.body.atlas import Placing, load_atlas
from unknot.body.chart import Figure
from unknot.body.geometry import Point, landmark_mm, position_mm
from unknot.errors import Fault, KnowledgeError
from unknot.knowledge import Value, data_folder

FILE = "chart/landmarks.json"


class Placed(Value):
    """One figure: `(lateral, up, front)` in mm by landmark and by trigger point, and how each landmark was placed."""

    stature_mm: Annotated[float, Field(gt=0)]
    placed: Mapping[str, Placing]
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
        for known, carried in (
            (atlas.landmarks, placed.landmarks),
            (atlas.landmarks, placed.placed),
            (atlas.trigger_points, placed.trigger_points),
        )
        for name in sorted(set(known) ^ set(carried))
    ]
    if faults:
        raise KnowledgeError(tuple(faults))
    return found


def landmark_on(figure: Figure, name: str) -> Point:
    """Return where a landmark lies on a figure as `(lateral, up, front)` in mm."""
    return landmark_mm(load_atlas(), name) if figure == "neutral" else load_placed()[figure].landmarks[name]


def placing_on(figure: Figure, name: str) -> Placing:
    """Return how a landmark was placed on a figure."""
    return load_atlas().landmarks[name].placed if figure == "neutral" else load_placed()[figure].placed[name]


def trigger_point_on(figure: Figure, name: str) -> Point:
    """Return where a trigger point lies on a figure as `(lateral, up, front)` in mm."""
    if figure == "neutral":
        return position_mm(load_atlas(), load_atlas().trigger_points[name].position)
    return load_placed()[figure].trigger_points[name]
