"""The chart of a letter: the pain before and after each session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

COURSE = "Pain from 0 to 10: ring before, dot after each session."
# In pixels: the scale from 10 down to 0, and how far sessions stand apart. Of one session a line says as much.
TOP, BOTTOM, LEFT, STEP = 22.0, 132.0, 56.0, 64.0
LEAST_SESSIONS = 2


@dataclass(frozen=True)
class Drawn:
    """A session in the chart."""

    day: str
    x: float
    before: int
    after: int

    @property
    def before_y(self) -> float:
        return _height(self.before)

    @property
    def after_y(self) -> float:
        return _height(self.after)


def course_svg(content: Mapping[str, Any]) -> str:
    """Return the chart of a letter's sessions as SVG; empty where there are too few to be one."""
    course = [one for section in content["sections"] for entry in section["entries"] for one in entry["course"]]
    if len(course) < LEAST_SESSIONS:
        return ""
    drawn = [Drawn(x=LEFT + STEP * number, **one) for number, one in enumerate(course)]
    scale = [(value, _height(value)) for value in (0, 5, 10)]
    right = LEFT + STEP * (len(drawn) - 1) + 30
    context = {"drawn": drawn, "scale": scale, "right": right, "days_y": BOTTOM + 30, "height": BOTTOM + 36}
    return render_to_string("refer/course.svg", {**context, "alt": COURSE})


def _height(value: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * value / 10, 1)
