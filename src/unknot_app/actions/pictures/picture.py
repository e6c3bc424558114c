"""A picture: a view of the figure with things on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unknot_app.actions.pictures.figure import NEUTRAL, Box, DrawnView, Look, Point
from unknot_app.actions.pictures.muscles import DrawnMuscle

# Edges of painted strokes, and the width in pixels at which most phones show a picture.
EDGE_MM = 2.0
SHOWN_PX = 340.0


@dataclass(frozen=True)
class PaintedStroke:
    """A stroke as it is drawn: its points as SVG wants them, its width, the step of its colour, and its patterns."""

    points: str
    width_mm: float
    step: int
    patterns: tuple[str, ...] = ()

    @property
    def edge_mm(self) -> float:
        return self.width_mm + 2 * EDGE_MM


@dataclass(frozen=True)
class Number:
    """The strength of a mark with the letters of its qualities, beside it."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Area:
    """A cell that is filled: painted from the list, or known for a spot."""

    d: str
    kind: str
    patterns: tuple[str, ...] = ()


LimitKind = Literal["not_here", "gentle"]


@dataclass(frozen=True)
class Limited:
    """A place that is left alone or pressed gently only: its shape, and where its sign stands."""

    d: str
    kind: LimitKind
    sign: Point | None


@dataclass(frozen=True)
class NamedMark:
    """A landmark on a picture with its name beside it, and where the name is held."""

    x: float
    y: float
    name: str
    name_x: float
    name_y: float
    held: str


@dataclass(frozen=True)
class Picture:
    """A view with things on it."""

    view: DrawnView
    box: Box
    look: Look = NEUTRAL
    strokes: tuple[PaintedStroke, ...] = ()
    numbers: tuple[Number, ...] = ()
    areas: tuple[Area, ...] = ()
    spots: tuple[Point, ...] = ()
    muscles: tuple[DrawnMuscle, ...] = ()
    bones: str = ""
    over: tuple[DrawnMuscle, ...] = ()
    under: tuple[DrawnMuscle, ...] = ()
    limited: tuple[Limited, ...] = ()
    marks: tuple[NamedMark, ...] = ()
    shown_px: float = SHOWN_PX

    @property
    def px_mm(self) -> float:
        """Return about how many mm a pixel shows, by which signs and numbers keep their size."""
        return round(self.box.width / self.shown_px, 3)

    @property
    def text_mm(self) -> float:
        return 16 * self.px_mm

    @property
    def word_mm(self) -> float:
        return 11 * self.px_mm

    @property
    def name_mm(self) -> float:
        return 12 * self.px_mm

    @property
    def side_words(self) -> tuple[tuple[float, float, str, str], ...]:
        """Return the person's left and right in the upper corners: place, where the word is held, and the word."""
        words = {"back": ("LEFT", "RIGHT"), "front": ("RIGHT", "LEFT")}.get(self.view.name)
        if words is None:
            return ()
        edge, y = 8 * self.px_mm, self.box.y + 18 * self.px_mm
        ends = ((self.box.x + edge, "start"), (self.box.x + self.box.width - edge, "end"))
        return tuple((round(x, 1), round(y, 1), held, word) for (x, held), word in zip(ends, words, strict=True))

    @property
    def halo_mm(self) -> float:
        return 3 * self.px_mm

    @property
    def has_patterns(self) -> bool:
        return any(one.patterns for one in self.strokes) or any(one.patterns for one in self.areas)

    @property
    def known(self) -> tuple[Area, ...]:
        return tuple(area for area in self.areas if not area.kind.startswith("pain"))

    @property
    def chosen(self) -> tuple[Area, ...]:
        return tuple(area for area in self.areas if area.kind.startswith("pain"))
