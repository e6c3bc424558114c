"""The rules of screening: danger signs, and what forbids or limits a session."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from unknot.knowledge import Entry, Names, Reader, Value
from unknot.screen.data.vocabulary import Vocabulary

RED_FLAGS, CONTRAINDICATIONS = "red_flags.toml", "contraindications.toml"

FiredUrgency = Literal["emergency_now", "same_day", "doctor_first", "mention"]


class Accuracy(Value):
    """A published accuracy of a danger sign, as printed."""

    feature: str
    sources: Names
    status: str
    sensitivity: str = ""
    specificity: str = ""
    odds_ratio: str = ""
    lr_positive: str = ""
    lr_negative: str = ""
    post_test_probability: str = ""
    frequency: str = ""
    auc: str = ""
    setting: str = ""
    threshold: str = ""


class RedFlag(Entry):
    """A danger-sign rule."""

    id: str
    # For professionals; the title is what the person is told.
    name: str
    title: str
    # What stands behind the advice, for professionals; not shown to the person.
    finding: str = ""
    regions: Names
    urgency: FiredUrgency
    when: Any
    unless_fired: Names = ()
    advice: str
    basis: str
    accuracy: tuple[Accuracy, ...] = ()


class Effect(Value):
    """What a rule does to a session."""

    session: Literal["none"] | None = None
    until: str = ""
    clearance: Literal["required", "advised"] | None = None
    avoid: Names = ()
    avoid_answers: Names = ()
    scope: Names = ()
    max_pressure: int | None = None
    max_pain: int | None = None
    max_hold_s: int | None = None
    max_still_s: int | None = None
    max_points: int | None = None
    max_minutes_session: int | None = None
    max_minutes_supine: int | None = None
    rest_hours: int | None = None
    rise_slowly_min: int | None = None
    start_pressure: int | None = None
    therapist_only: bool = False
    therapist_only_above: int | None = None
    not_alone: bool = False
    check_sugar: bool = False
    no_tools: Names = ()
    no_actions: Names = ()
    avoid_positions: Names = ()
    avoid_surfaces: Names = ()


class Contraindication(Entry):
    """A rule that forbids or limits a session."""

    id: str
    name: str
    kind: Literal["absolute", "regional", "precaution", "approach"]
    when: Any
    why: str
    # What stands behind the reason, for professionals; not shown to the person.
    finding: str = ""
    say: str = ""
    basis: str
    effect: Effect


def read_red_flags(reader: Reader) -> dict[str, RedFlag]:
    """Read the danger signs; each may give way only to others of them."""
    flags = reader.entries(RED_FLAGS, "red_flag", RedFlag)
    for flag in flags.values():
        reader.resolve(RED_FLAGS, flag.id, "rule in unless_fired", flag.unless_fired, flags)
    reader.resolve_sources(RED_FLAGS, flags.items())
    return flags


def read_contraindications(
    reader: Reader, vocabulary: Vocabulary, places: Collection[str], questions: Collection[str]
) -> dict[str, Contraindication]:
    """Read the contraindications; what their effects name must exist."""
    rules = reader.entries(CONTRAINDICATIONS, "contraindication", Contraindication)
    scopes = {*places, *vocabulary.scopes, *(f"answer:{name}" for name in questions)}
    for name, rule in rules.items():
        effect = rule.effect
        reader.resolve(CONTRAINDICATIONS, name, "place", effect.avoid, scopes)
        reader.resolve(CONTRAINDICATIONS, name, "scope", effect.scope, scopes)
        reader.resolve(CONTRAINDICATIONS, name, "question", effect.avoid_answers, questions)
        reader.resolve(CONTRAINDICATIONS, name, "tool", effect.no_tools, vocabulary.tool_names)
        reader.resolve(CONTRAINDICATIONS, name, "action", effect.no_actions, vocabulary.actions)
        reader.resolve(CONTRAINDICATIONS, name, "position", effect.avoid_positions, vocabulary.position_names)
        reader.resolve(CONTRAINDICATIONS, name, "surface", effect.avoid_surfaces, vocabulary.surfaces)
    reader.resolve_sources(CONTRAINDICATIONS, rules.items())
    return rules
