"""Techniques with their doses and pressure levels, and the sentences on ending and stopping that they share."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from unknot.body import Who
from unknot.knowledge import Entry, Names, Reader, Value
from unknot.screen.data.vocabulary import Vocabulary

TECHNIQUES = "techniques.toml"

# Lowest and highest.
Range = tuple[int, int]
HoldKind = Literal[
    "pressure", "heat", "ease_position", "slow_release", "stretch", "stroke", "percussion", "moving", "session"
]


class Dose(Entry):
    """What a plan may use of a technique; ranges are lowest and highest."""

    pain_nrs: Range
    pain_nrs_stop: int
    hold_s: Range | None = None
    reps: Range | None = None
    rest_s: Range | None = None
    sets: int = 1
    sets_range: Range | None = None
    set_s: Range | None = None
    strokes: Range | None = None
    stroke_s: Range | None = None
    cycle_s: Range | None = None
    ease_s: Range | None = None
    contraction_s: Range | None = None
    stretch_s: Range | None = None
    step_s: Range | None = None
    steps_n: int | None = None
    session_min: Range | None = None
    points_per_session: Range | None = None
    muscles_per_session: Range | None = None
    regions_per_session: Range | None = None
    sessions_per_week: Range
    weeks: Range
    basis: str


class LevelRow(Value):
    """The pressure level of a technique with these applicators, in these positions, on this surface."""

    applicators: Names
    positions: Names = ()
    surface: str = ""
    action: str = ""
    planned: bool = True
    level: Range


class Technique(Entry):
    """A manual or self-applied technique."""

    id: str
    name: str
    aka: Names = ()
    kind: str
    who: Names
    applicators: Names
    levels: tuple[LevelRow, ...]
    hold_kind: HoldKind
    positions_therapist: Names = ()
    positions_self: Names = ()
    products: Names = ()
    tissue_depth: Names
    steps: Names
    steps_on_somebody: Names = ()
    sequence: Names = ()
    surface_progression: Names = ()
    minutes: Range | None = None
    session_min_range: Range | None = None
    stroke_speed_cm_s: Any = None
    ease_reduction_pct: int | None = None
    contraction_effort_pct: Range | None = None
    contraction_s: Range | None = None
    rest_s_after_contraction: int | None = None
    stretch_s: Range | None = None
    end_criteria: Names
    stop_rules: Names
    cautions: Names = ()
    evidence: str
    evidence_sources: Names
    evidence_status: str
    dose: Dose
    # What single studies did; kept so that the dose can be traced, never planned.
    protocol: tuple[dict[str, Any], ...] = ()

    def steps_for(self, who: Who) -> Names:
        """Return what whoever presses does: alone, or on somebody else."""
        return self.steps if who == "self" or not self.steps_on_somebody else self.steps_on_somebody


class TechniqueText(Entry):
    """A sentence that techniques share: when to end, when to stop."""

    id: str
    text: str
    action: str = ""
    pain_nrs_above: str = ""


def read_technique_texts(reader: Reader, table: str) -> dict[str, TechniqueText]:
    """Read the sentences of a table, `stop_rule` or `end_criterion`."""
    texts = reader.entries(TECHNIQUES, table, TechniqueText)
    reader.resolve_sources(TECHNIQUES, texts.items())
    return texts


def read_techniques(
    reader: Reader,
    applicators: Collection[str],
    vocabulary: Vocabulary,
    stop_rules: Collection[str],
    end_criteria: Collection[str],
) -> dict[str, Technique]:
    """Read the techniques; what they name must exist, and so must what bans of the vocabulary name of them."""
    techniques = reader.entries(TECHNIQUES, "technique", Technique)
    for name, technique in techniques.items():
        _check_levels(reader, technique, applicators, vocabulary)
        taken = (*technique.positions_self, *technique.positions_therapist)
        reader.resolve(TECHNIQUES, name, "applicator", technique.applicators, applicators)
        reader.resolve(TECHNIQUES, name, "position", taken, vocabulary.position_names)
        reader.resolve(TECHNIQUES, name, "tool", technique.products, vocabulary.tools)
        reader.resolve(TECHNIQUES, name, "technique", technique.sequence, techniques)
        reader.resolve(TECHNIQUES, name, "stop rule", technique.stop_rules, stop_rules)
        reader.resolve(TECHNIQUES, name, "end criterion", technique.end_criteria, end_criteria)
    for action in vocabulary.actions.values():
        reader.resolve(TECHNIQUES, f"action {action.id}", "technique", action.techniques, techniques)
    reader.resolve_sources(TECHNIQUES, techniques.items())
    return techniques


def _check_levels(reader: Reader, technique: Technique, applicators: Collection[str], vocabulary: Vocabulary) -> None:
    for row in technique.levels:
        reader.resolve(TECHNIQUES, technique.id, "applicator", row.applicators, applicators)
        reader.resolve(TECHNIQUES, technique.id, "position", row.positions, vocabulary.position_names)
        if row.surface:
            reader.resolve(TECHNIQUES, technique.id, "surface", [row.surface], vocabulary.surfaces)
        if row.action:
            reader.resolve(TECHNIQUES, technique.id, "action", [row.action], vocabulary.actions)
