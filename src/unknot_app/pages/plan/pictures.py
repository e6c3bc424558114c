"""The pictures beside the steps: the spot that is pressed, or how the body lies, sits or stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from unknot.plan import Step
from unknot_app.actions.pictures.figure import Look
from unknot_app.actions.pictures.picture import Picture
from unknot_app.actions.pictures.spots import picture_of_step
from unknot_app.actions.plan_in_words import StepInWords

STATIC = Path(__file__).parent / "static"
POSTURES_FOLDER = "postures"
POSTURES = f"plan/{POSTURES_FOLDER}"
# The picture that stands beside the breathing at the start and at the end.
BREATHING = "diaphragm_breathing_sitting"


@dataclass(frozen=True)
class Posture:
    """The drawing of an exercise or a position: its static file and its size, mirrored for the left side."""

    file: str
    width: int
    height: int
    is_mirrored: bool


@dataclass(frozen=True)
class PicturedStep:
    """A step in words with its picture: of the spot, or of the exercise or position; either may be missing."""

    told: StepInWords
    spot: Picture | None
    position: Posture | None

    @property
    def anchor(self) -> str:
        return anchor_of(self.told.key)

    @property
    def picture_id(self) -> str:
        return f"{self.anchor}-picture"


def anchor_of(key: str) -> str:
    """Return where a step stands on the page, by its key."""
    return "step-" + "".join(sign if sign.isalnum() else "-" for sign in key)


def with_pictures(steps: Iterable[StepInWords], look: Look) -> tuple[PicturedStep, ...]:
    return tuple(PicturedStep(told, spot_picture(told.step, look), position_picture(told.step)) for told in steps)


def spot_picture(step: Step, look: Look) -> Picture | None:
    """Return the picture of the spot that a step presses; None for a step that presses none."""
    return picture_of_step(step.id, step.side or "none", look) if step.kind == "press" else None


def position_picture(step: Step) -> Posture | None:
    """Return the drawing of a step's exercise, or of the position that it is done in; None where neither is drawn.

    An exercise or a position may be drawn for a position or a surface of its own. Pictures show the right side.
    """
    place = f"{step.position}_{step.surface}"
    own = (BREATHING,) if step.kind == "breathe" else (f"{step.id}_{step.position}", step.id)
    name = next((name for name in (*own, place, step.position) if name in drawn_postures()), None)
    return None if name is None else Posture(f"{POSTURES}/{name}.webp", *drawn_postures()[name], step.side == "left")


@cache
def drawn_postures() -> dict[str, tuple[int, int]]:
    """Return the width and height, in pixels, of every drawing by its name; "make atlas" makes them."""
    return {file.stem: _size_of(file) for file in sorted((STATIC / POSTURES_FOLDER).glob("*.webp"))}


def _size_of(file: Path) -> tuple[int, int]:
    """Return width and height of a WebP picture with alpha: each less one, in the three bytes from 24 and from 27."""
    head = file.read_bytes()[:30]
    width, height = (int.from_bytes(head[start : start + 3], "little") + 1 for start in (24, 27))
    return width, height
