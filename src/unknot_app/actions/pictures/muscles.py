"""Muscles as they are drawn on a view of the figure.

Stored for the right side; the left is its mirror: in front and back views about the midline, and the left view is the
mirror of the right one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from unknot_app.actions.pictures.figure import DrawnView, read_stored


@dataclass(frozen=True)
class DrawnMuscle:
    """A muscle of one side on a view: its shape and the lines of its fibres, in mm from the view's corner."""

    shape: str
    fibres: str
    depth: str
    box: tuple[float, float, float, float]
    mirror_mm: float = 0.0

    @property
    def transform(self) -> str:
        """Return how SVG turns the right side's muscle into this one."""
        return f"matrix(-1 0 0 1 {self.mirror_mm:g} 0)" if self.mirror_mm else ""


@cache
def load_muscles(figure: str) -> Mapping[str, Any]:
    """Return what is stored of each muscle of a figure: its depth, and for each view shape, fibres and box."""
    stored: dict[str, Any] = read_stored(f"{figure}.muscles.json")
    return stored


def is_from_model(muscle: str) -> bool:
    """Return whether fibres of a muscle are lines of the musculoskeletal model; else it is drawn by hand."""
    return any(part["from"] == "model" for part in load_muscles("neutral")[muscle].values() if isinstance(part, dict))


def muscles_on(view: DrawnView, muscle: str, sides: Iterable[str]) -> tuple[DrawnMuscle, ...]:
    """Return a muscle on the side or sides of a view; nothing where the view does not show it."""
    found = load_muscles(view.figure)[muscle]
    part = found.get(view.stored_as)
    if part is None:
        return ()
    return tuple(_of_side(part, found["depth"], view.width_mm, side == "left") for side in sides)


def _of_side(part: Mapping[str, Any], depth: str, width_mm: float, is_left: bool) -> DrawnMuscle:
    left, top, right, bottom = part["box"]
    if is_left:
        left, right = width_mm - right, width_mm - left
    box = (left, top, right, bottom)
    return DrawnMuscle(part["shape"], part["fibres"], depth, box, width_mm if is_left else 0.0)
