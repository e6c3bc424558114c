"""Examples of the screening as data: what an otherwise ordinary person says, and what comes of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.builders import TODAY, answers
from unknot.screen import Answers, Clearance, read_answers, screen
from unknot.screen.answers import Answer
from unknot.screen.limits import take_apart

FILE = Path(__file__).with_name("screening.toml")


@dataclass(frozen=True)
class Example:
    """Answers that differ from an ordinary person's, and the clearance that they give."""

    says: dict[str, Any]
    urgency: str = "none"
    session: str = "allowed"
    # Everything that fires, danger signs and other rules.
    fires: list[str] = field(default_factory=list)
    # Restrictions by name, as `reasons` of the limits has them; True for a ban.
    limits: dict[str, int | bool | str] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)
    # Questions that this person is not asked.
    not_asked: list[str] = field(default_factory=list)

    @cached_property
    def given(self) -> dict[str, Answer]:
        """Return all answers."""
        return dict(read_answers(answers(**self.says), TODAY).given)

    @property
    def as_of(self) -> date:
        """Return the day of screening."""
        return TODAY

    @property
    def rules(self) -> set[str]:
        """Return the rules that the example speaks of."""
        return {*self.fires, *self.limits}

    def faults(self, whole: Answers) -> list[str]:
        """Return what comes out otherwise."""
        faults = [
            f"{name}: expected {expected}, got {got}"
            for name, expected, got in self._compared(screen(whole))
            if expected != got
        ]
        return faults + [f"{name} is asked" for name in self.not_asked if whole.is_shown(name)]

    def _compared(self, found: Clearance) -> list[tuple[str, object, object]]:
        limits = {str(key): value for key, (value, _) in take_apart(found.limits).items()}
        return [
            ("urgency", self.urgency, found.urgency),
            ("session", self.session, found.session),
            ("fires", sorted(self.fires), sorted((*found.red_flags, *found.contraindications))),
            ("unanswered", sorted(self.unanswered), sorted(found.unanswered)),
            *((name, value, limits.get(name)) for name, value in self.limits.items()),
        ]


def read_examples() -> list[Example]:
    """Return all examples of the file."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [Example(**one) for one in (*read["everybody"], *read["example"])]
