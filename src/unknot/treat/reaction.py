"""How the body answered a session: what is asked the day after and the day after that."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from pydantic import AwareDatetime, Field, ValidationError, model_validator

from unknot.body import load_atlas
from unknot.draw.drawing import describe_faults
from unknot.errors import BadInput, nearest
from unknot.knowledge import Names, Value
from unknot.treat.data import load_treat_data
from unknot.treat.record import SessionRecord

# Signs that are new since the session, besides soreness.
LONGEST_H = 24 * 31


class Reaction(Value):
    """One check after a session.

    Parameters
    ----------
    after_h
        Which check it is: hours from the end of the session, 24, 48, or a later one while a spot is still sore.
    soreness
        How sore the pressed spots were by then, 0 to 10; null where nobody said.
    signs
        What was new: ids of `treat/reactions.toml`. An empty list says that nothing was new.
    where
        Painted places of a bruise or rash, or where it tingled, "region:side".
    """

    after_h: int = Field(gt=0, le=LONGEST_H)
    answered_at: AwareDatetime
    soreness: int | None = Field(default=None, ge=0, le=10)
    signs: Names = ()
    where: Names = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        known, atlas = load_treat_data().signs, load_atlas()
        for sign in self.signs:
            if sign not in known:
                raise ValueError(f"unknown sign {sign!r}{nearest(sign, known)}")
        for name in self.where:
            region, _, side = name.partition(":")
            if region not in atlas.regions or side not in atlas.regions[region].sides:
                raise ValueError(f"unknown place {name!r}{nearest(region, atlas.regions)}; expected region:side")
        return self

    @property
    def is_quiet(self) -> bool:
        """Return whether nothing came of the session by then; a number that nobody gave is not quiet."""
        return self.soreness == 0 and not self.signs

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return the signs that may be dangerous."""
        return tuple(sign for sign in self.signs if load_treat_data().signs[sign].is_warning)


def read_reaction(raw: object, where: str = "reaction") -> Reaction:
    """Read a reaction from parsed JSON.

    Raises
    ------
    BadInput
        If a field is not valid; the message names it, what was expected and what was got.
    """
    if not isinstance(raw, dict):
        raise BadInput(f"{where}: expected an object, got {raw!r:.60}")
    try:
        return Reaction.model_validate(raw)
    except ValidationError as error:
        raise BadInput(describe_faults(error, where)) from None


def next_check(record: SessionRecord, reactions: tuple[Reaction, ...]) -> tuple[int, datetime] | None:
    """Return the next check after a session: its hours after the end, and from when it may be answered.

    Two checks come after each session; while a spot is still sore, or nobody said how sore, another one each day.
    None when nothing is left to ask.
    """
    if record.ended_at is None:
        return None
    check = load_treat_data().check
    answered = {one.after_h for one in reactions}
    hours = next((one for one in check.hours if one not in answered), None)
    if hours is None:
        last = max(reactions, key=lambda one: one.after_h)
        if last.soreness is not None and last.soreness <= check.settled_soreness:
            return None
        hours = last.after_h + check.again_h
    if hours > 24 * check.last_day:
        return None
    return hours, record.ended_at + timedelta(hours=hours - check.early_h)
