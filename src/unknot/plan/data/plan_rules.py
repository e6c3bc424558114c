"""How plans differ by complaint or by who presses."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import Field

from unknot.knowledge import Entry, Names, Reader
from unknot.plan.data.self_care import SELF_CARE
from unknot.plan.data.techniques import Range
from unknot.screen.data.vocabulary import Vocabulary


class PlanRule(Entry):
    """How a plan differs by complaint or by who presses; `everywhere`: it binds the whole session."""

    id: str
    when: Any
    everywhere: bool = False
    places: Names = ()
    never: Names = ()
    order: Names = ()
    positions_self: Names = ()
    positions_therapist: Names = ()
    no_tools: Names = ()
    no_tools_in: Names = ()
    techniques: Names = ()
    techniques_like: str = ""
    extra_applicators: Names = ()
    max_level: int
    max_level_in: dict[str, int] = Field(default_factory=dict)
    max_pain: int | None = None
    max_hold_s: int | None = None
    minutes: Range | None = None
    points: Range | None = None
    rest_hours: int | None = None
    raise_: bool = True
    retest: bool = True
    sets: Names = ()
    practice: Names = ()
    head: str = ""
    timing: str = ""
    measure: str = ""


def read_plan_rules(
    reader: Reader,
    vocabulary: Vocabulary,
    places: Collection[str],
    techniques: Collection[str],
    practices: Collection[str],
) -> dict[str, PlanRule]:
    """Read the plan rules; the places, positions, tools, techniques and practices that they name must exist."""
    rules = reader.entries(SELF_CARE, "plan_rule", PlanRule)
    for name, rule in rules.items():
        placed = (*rule.places, *rule.never, *rule.order, *rule.no_tools_in, *rule.max_level_in)
        taken = (*rule.positions_self, *rule.positions_therapist)
        reader.resolve(SELF_CARE, name, "place", placed, places)
        reader.resolve(SELF_CARE, name, "position", taken, vocabulary.positions)
        reader.resolve(SELF_CARE, name, "tool", (*rule.no_tools, *rule.extra_applicators), vocabulary.tool_names)
        reader.resolve(SELF_CARE, name, "technique", rule.techniques, techniques)
        reader.resolve(SELF_CARE, name, "practice", rule.practice, practices)
    reader.resolve_sources(SELF_CARE, rules.items())
    return rules
