"""The values of pressing: where and how it may be tried, and the ways that come of it.

A *way* is one technique with one applicator, and the positions and surfaces that it allows at a spot.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from unknot.body import TriggerPoint
from unknot.plan.data.applicators import Applicator, ChoiceRule
from unknot.plan.data.techniques import LevelRow, Range, Technique
from unknot.plan.spot_limits import SpotLimits

# Positions, each with its surface.
Positions = tuple[tuple[str, str], ...]


class Site(NamedTuple):
    """Where is pressed: a trigger point, the places it belongs to, and what limits and rules say of it there."""

    point: TriggerPoint
    places: frozenset[str]
    limits: SpotLimits
    # The only positions, when rules for these places name some.
    rule_positions: frozenset[str] | None
    choice_rule: ChoiceRule | None


class Method(NamedTuple):
    """How it may be tried: a technique, by one row of its pressure levels, with one applicator."""

    technique: Technique
    row: LevelRow
    applicator: Applicator

    @property
    def combination(self) -> tuple[str, str]:
        """Return technique and applicator, by which ways are compared."""
        return self.technique.id, self.applicator.id


@dataclass(frozen=True)
class Cut:
    """A number that a limit lowered."""

    name: str
    wanted: int
    allowed: int
    rules: tuple[str, ...]


class FittedDose(NamedTuple):
    """How hard, how painful and how long, within the limits; and what they cut."""

    level: Range
    pain: Range
    hold_s: int
    # The hold before any limit cut it.
    full_hold_s: int
    reps: int
    rest_s: int
    cuts: tuple[Cut, ...]

    def duration_s(self, reps: int, setup_s: int) -> int:
        """Return the seconds for so many repetitions, with the rest between them."""
        return setup_s + reps * self.hold_s + (reps - 1) * self.rest_s

    def reckoned_s(self, reps: int, setup_s: int) -> int:
        """Return the seconds with holds as no limit cut them: a shorter hold must not buy more repetitions."""
        return setup_s + reps * self.full_hold_s + (reps - 1) * self.rest_s


@dataclass(frozen=True)
class Way:
    """One way to press a point, within the limits."""

    method: Method
    positions: Positions
    dose: FittedDose
    products: tuple[str, ...]
    score: float
    choice_rule: ChoiceRule | None

    @property
    def technique(self) -> Technique:
        """Return how it presses."""
        return self.method.technique

    @property
    def applicator(self) -> Applicator:
        """Return what presses."""
        return self.method.applicator


@dataclass(frozen=True)
class Better:
    """A way that suited better and was taken away: how hard, painful and long it would be, and by which rules."""

    score: float
    level: int
    pain: int
    firm_hold_s: int | None
    rules: frozenset[str]


@dataclass
class Ways:
    """The ways that are left, and for each combination that is not, the rules that took it away."""

    left: list[Way] = field(default_factory=list)
    taken: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    better: list[Better] = field(default_factory=list)
