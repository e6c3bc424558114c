"""The pictures beside the steps: the spot that is pressed, or how the body lies, sits or stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unknot.plan import Step
from unknot_app.actions.picture import Picture, picture_of_step
from unknot_app.actions.plan_in_words import StepInWords


@dataclass(frozen=True)
class PicturedStep:
    """A step in words with its picture: of the spot, or the static file of a position; either may be missing."""

    told: StepInWords
    spot: Picture | None
    position: str | None

    @property
    def anchor(self) -> str:
        return anchor_of(self.told.key)

    @property
    def picture_id(self) -> str:
        return f"{self.anchor}-picture"


def anchor_of(key: str) -> str:
    """Return where a step stands on the page, by its key."""
    return "step-" + "".join(sign if sign.isalnum() else "-" for sign in key)


def with_pictures(steps: Iterable[StepInWords]) -> tuple[PicturedStep, ...]:
    return tuple(PicturedStep(told, spot_picture(told.step), position_picture(told.step)) for told in steps)


def spot_picture(step: Step) -> Picture | None:
    """Return the picture of the spot that a step presses; None for a step that presses none."""
    return picture_of_step(step.id, step.side or "none") if step.kind == "press" else None


def position_picture(step: Step) -> str | None:
    """Return the static file of the drawing of a step's position or exercise; None while there is none."""
    return None
