"""What earlier sessions mean for the next one: values that the follow-up fills in and planning keeps to.

They are defined here, low, so that planning knows nothing of sessions and reactions; `unknot.treat` makes them.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from unknot.body import load_atlas
from unknot.errors import nearest
from unknot.knowledge import Names, Value
from unknot.screen import load_screen_data

# What the follow-up says on the whole, the gravest first; the ranks stand in treat/progression.toml.
Action = Literal[
    "emergency",
    "stop_and_refer_urgent",
    "stop_and_refer",
    "pause_and_check",
    "refer",
    "rest_then_lower",
    "lower",
    "change_technique_or_point",
    "move_to_next_point",
    "reassess",
    "review_need",
    "space_out",
    "discharge_to_self_care",
    "continue",
    "keep",
    "raise",
]
# Where these come out, "see someone" comes before "go on".
SEE_SOMEONE: frozenset[str] = frozenset(("emergency", "stop_and_refer_urgent", "stop_and_refer", "refer"))


class Consequence(Value):
    """What one reaction or rule asks of the next session; what it leaves alone is null or empty.

    It binds at one spot, in some regions or places, or, with none of them, everywhere.
    """

    rule: str
    # Why, as the end of a sentence: "it was still sore after two days".
    because: str
    # A point on a side, "id:side".
    spot: str | None = None
    # Painted places, "region:side", such as where a bruise is.
    regions: Names = ()
    places: Names = ()
    max_level: int | None = Field(default=None, ge=0, le=5)
    # Firm holds, at level 3 and above.
    max_hold_s: int | None = Field(default=None, ge=0)
    max_points: int | None = Field(default=None, ge=0)
    max_minutes_session: int | None = Field(default=None, ge=0)
    rest_hours: int | None = Field(default=None, ge=0)
    rise_slowly_min: int | None = Field(default=None, ge=0)
    no_tools: Names = ()
    no_actions: Names = ()
    # Until this day nothing is pressed there.
    rest_until: date | None = None
    # The point has had its turn and did not respond: others come first.
    has_had_its_turn: bool = False
    # Whether it changes the dose of last time, or only keeps it.
    is_change: bool = True

    @model_validator(mode="after")
    def _check(self) -> Self:
        atlas, vocabulary = load_atlas(), load_screen_data().vocabulary
        spots = (self.spot,) if self.spot else ()
        for what, names, known, is_sided in (
            ("spot", spots, atlas.trigger_points, True),
            ("region", self.regions, atlas.regions, True),
            ("place", self.places, atlas.places, False),
            ("tool", self.no_tools, {*vocabulary.tools, *vocabulary.tool_classes}, False),
            ("action", self.no_actions, vocabulary.actions, False),
        ):
            for name in names:
                bare, _, side = name.partition(":")
                if bare not in known:
                    raise ValueError(f"unknown {what} {bare!r}{nearest(bare, known)}")
                if is_sided and side not in ("left", "right", "midline"):
                    raise ValueError(f"{what} {name!r} needs a side, such as {bare}:left")
        return self

    @property
    def is_everywhere(self) -> bool:
        """Return whether it binds wherever one presses."""
        return self.spot is None and not self.regions and not self.places


class Adjustment(Value):
    """What the answers of the body change in the next session; of several consequences the stricter wins."""

    action: Action = "continue"
    # The rules behind the action, and what they say to the person.
    rules: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    consequences: tuple[Consequence, ...] = ()


class SessionHistory(Value):
    """What earlier sessions mean for the next one."""

    # Sessions in a row without any reaction; firmer work and the floor wait for them.
    quiet_sessions: int = Field(default=0, ge=0)
    last_session_date: date | None = None
    # Sessions of this course in which something was pressed.
    sessions_done: int = Field(default=0, ge=0)
    adjustment: Adjustment = Adjustment()
