"""The facts that planning needs: techniques, applicators, exercises, self-care, and rules by complaint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import Field

from unknot.body import Atlas, Who, load_atlas
from unknot.knowledge import Entry, Names, Reader, Value
from unknot.screen import Expression, ScreenData, load_screen_data

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


class Applicator(Entry):
    """What presses: contact area in cm2, force in newtons, and where it fits."""

    id: str
    name: str
    who: Names
    contact_cm2: tuple[float, float]
    force_n: tuple[float, float]
    hardness: Literal["soft", "medium", "firm", "hard"]
    hard_point: bool
    offered: bool = True
    depth: Names
    muscle_size: Names
    fits_places: Names
    not_for: Names = ()
    good_for: Names = ()
    diameter_mm: Range | None = None
    tip_mm: Range | None = None
    ergonomics: str
    basis: str


class ChoiceRule(Entry):
    """A rule by which an applicator and technique are chosen; in order, the first match wins."""

    id: str
    text: str
    when: Any
    places: Names = ()
    use: Names
    technique: str


class Exercise(Entry):
    """A stretch or a movement."""

    id: str
    name: str
    region: str
    kind: Literal["static_stretch", "rom", "position", "breathing", "neural"]
    side: Literal["same", "both"]
    difficulty: int
    lengthens: Names
    also: Names
    start_position: str
    position: str
    surfaces: Names
    places: Names
    load: Names
    steps: Names
    joints: dict[str, float]
    hold_s: Range
    reps: Range
    days_per_week: Range
    cautions: Names
    contraindications: Names
    progression: str
    regression: str
    dose_ref: str
    not_if: Any = None
    caution_if: Any = None
    stop_if: Names = ()


class Lengthening(Entry):
    """How an exercise lengthens a muscle in the model of the body, in percent of its length standing.

    `percent` is of the stretched side, `other_side_percent` of the other one; less than 0 is shorter.
    """

    exercise: str
    muscle: str
    percent: float
    other_side_percent: float


class ExerciseSet(Entry):
    """Exercises that suit a situation together."""

    id: str
    name: str
    when: Any = None
    pick: int
    # The only exercises while the situation lasts.
    only: bool = False
    exercises: Names


class Guideline(Entry):
    """What a guideline says about a kind of care."""

    id: str
    guideline: str
    population: str
    topic: str
    direction: Literal["for", "against", "neutral"]
    strength: str
    certainty: str
    text: str
    # The kind of pain that it speaks of, a name of the table `fits`.
    fits: str


class WeekPart(Entry):
    """What stands together on the page of the week: practices and guidelines by their topics."""

    id: str
    title: str
    topics: Names
    fits: str = ""
    with_guidelines: bool = True


class Practice(Entry):
    """Practical advice beside the massage."""

    id: str
    topic: str
    what: str
    applicators: Names = ()
    dose: str = ""
    minutes: Range | None = None
    every_minutes: Range | None = None
    times_per_day: Range | None = None
    days_per_week: Range | None = None
    combine: Names = ()
    cautions: Names = ()
    ask_if: Names = ()
    evidence: str


class Combination(Entry):
    """The order of things in a session at home or in a clinic."""

    id: str
    name: str
    steps: Names


class CauseAdvice(Entry):
    """What a cause changes, and what the person reads about it."""

    cause: str
    words: str
    plan: dict[str, Any]
    order: Names = ()
    see_someone: str = ""


class Breathing(Entry):
    """Slow breathing at the start or the end of a session."""

    id: str
    when: str
    seconds: Range
    in_s: int
    out_s: int
    breaths: Range
    say: str
    stop_if: Names


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


class Composition(Entry):
    """How a session is put together; times in seconds, relief as a share of the most a point can gain."""

    setup_s: int
    retest_s: int
    warm_up_s: int
    stretch_share: float
    most_stretches: int
    most_points_therapist: int
    first_sessions_max_pressure: int
    grave_rival_from: float
    grave_rival_max_pressure: int
    grave_rival_leaves_out: Names
    nerve_max_points: int
    most_points_untrained: int
    short_session_s: int
    told_shorter_below: float
    least_lengthening_percent: float
    lengthened_too_from: float
    lengthening_not_told: Names
    replaced_from: float
    pair_from: float
    nerve_told_from: float
    no_clear_point_below: float
    most_from_sets: int
    directions: dict[str, Names]
    heat_from_minutes: int
    seconds_per_stroke: int
    relief_by_reps: tuple[float, ...]
    relief_by_level: tuple[float, ...]
    hold_first_s: int
    hold_later_s: int
    quiet_sessions_for_longer_holds: int
    least_probability: float
    least_share_of_best: float
    promise_without_gain: float


@dataclass(frozen=True)
class PlanData:
    """All facts of the stage, names resolved and expressions parsed."""

    techniques: dict[str, Technique]
    stop_rules: dict[str, TechniqueText]
    end_criteria: dict[str, TechniqueText]
    applicators: dict[str, Applicator]
    choice_rules: dict[str, ChoiceRule]
    exercises: dict[str, Exercise]
    exercise_sets: dict[str, ExerciseSet]
    lengthening: dict[tuple[str, str], Lengthening]
    guidelines: dict[str, Guideline]
    week: dict[str, WeekPart]
    practices: dict[str, Practice]
    combinations: dict[str, Combination]
    cause_advice: dict[str, CauseAdvice]
    breathing: dict[str, Breathing]
    plan_rules: dict[str, PlanRule]
    composition: Composition
    when: dict[str, Expression]
    not_if: dict[str, Expression]
    caution_if: dict[str, Expression]

    def lengthening_percent(self, exercise: str, muscle: str) -> float:
        """Return how an exercise lengthens a muscle of the model on the stretched side; 0 when hardly at all."""
        row = self.lengthening.get((exercise, muscle))
        return row.percent if row else 0.0

    def told_percent(self, exercise: str, muscle: str) -> int | None:
        """Return by how many percent an exercise lengthens a muscle, None where that is nothing to be told."""
        percent = self.lengthening_percent(exercise, muscle)
        is_told = muscle not in self.composition.lengthening_not_told
        return round(percent) if is_told and percent >= self.composition.least_lengthening_percent else None


def _parse_all(
    reader: Reader, file: str, entries: Iterable[Any], field: str, screening: ScreenData
) -> dict[str, Expression]:
    parsed = {}
    for entry in entries:
        raw = getattr(entry, field)
        if raw is None:
            continue
        try:
            parsed[entry.id] = screening.parse(raw)
        except ValueError as error:
            reader.fault(file, entry.id, f"{field}: {error}")
    return parsed


def _parse_fits(reader: Reader, screening: ScreenData) -> dict[str, Expression]:
    parsed = {}
    for name, raw in reader.table("self_care.toml", "fits").items():
        try:
            parsed[f"fits.{name}"] = screening.parse(raw)
        except ValueError as error:
            reader.fault("self_care.toml", f"fits.{name}", str(error))
    return parsed


def _check_techniques(reader: Reader, data: PlanData, screening: ScreenData) -> None:
    vocabulary, file = screening.vocabulary, "techniques.toml"
    positions = {*vocabulary.positions, *vocabulary.position_classes}
    for technique in data.techniques.values():
        rows = technique.levels
        named = (*technique.applicators, *(name for row in rows for name in row.applicators))
        reader.resolve(file, technique.id, "applicator", named, data.applicators)
        taken = (*technique.positions_self, *technique.positions_therapist)
        reader.resolve(
            file, technique.id, "position", (*taken, *(p for row in rows for p in row.positions)), positions
        )
        surfaces = [row.surface for row in rows if row.surface]
        reader.resolve(file, technique.id, "surface", surfaces, vocabulary.surfaces)
        actions = [row.action for row in rows if row.action]
        reader.resolve(file, technique.id, "action", actions, vocabulary.actions)
        reader.resolve(file, technique.id, "tool", technique.products, vocabulary.tools)
        reader.resolve(file, technique.id, "technique", technique.sequence, data.techniques)
        reader.resolve(file, technique.id, "stop rule", technique.stop_rules, data.stop_rules)
        reader.resolve(file, technique.id, "end criterion", technique.end_criteria, data.end_criteria)
    for action in vocabulary.actions.values():
        reader.resolve(file, f"action {action.id}", "technique", action.techniques, data.techniques)


def _check_applicators(reader: Reader, data: PlanData, screening: ScreenData, atlas: Atlas) -> None:
    file = "applicators.toml"
    for applicator in data.applicators.values():
        reader.resolve(file, applicator.id, "tool", [applicator.id], screening.vocabulary.tools)
        placed = (*applicator.fits_places, *applicator.not_for)
        reader.resolve(file, applicator.id, "place", placed, atlas.places)
        reader.resolve(file, applicator.id, "muscle", applicator.good_for, atlas.muscles)
    for rule in data.choice_rules.values():
        reader.resolve(file, rule.id, "place", rule.places, atlas.places)
        reader.resolve(file, rule.id, "applicator", rule.use, data.applicators)
        reader.resolve(file, rule.id, "technique", [rule.technique], data.techniques)


def _check_exercises(reader: Reader, data: PlanData, screening: ScreenData, atlas: Atlas) -> None:
    vocabulary, file = screening.vocabulary, "stretches.toml"
    positions = {*vocabulary.positions, *vocabulary.position_classes}
    for exercise in data.exercises.values():
        reader.resolve(file, exercise.id, "muscle", (*exercise.lengthens, *exercise.also), atlas.muscles)
        reader.resolve(file, exercise.id, "position", [exercise.position], positions)
        reader.resolve(file, exercise.id, "surface", exercise.surfaces, vocabulary.surfaces)
        reader.resolve(file, exercise.id, "place", exercise.places, atlas.places)
        reader.resolve(file, exercise.id, "load", exercise.load, vocabulary.loads)
    modelled = [name for name, muscle in atlas.muscles.items() if muscle.model_paths]
    for measured, muscle in data.lengthening:
        reader.resolve("lengthening.csv", measured, "exercise", [measured], data.exercises)
        reader.resolve("lengthening.csv", measured, "muscle of the model", [muscle], modelled)
    for exercise_set in data.exercise_sets.values():
        reader.resolve(file, exercise_set.id, "exercise", exercise_set.exercises, data.exercises)


def _check_self_care(reader: Reader, data: PlanData, screening: ScreenData, atlas: Atlas) -> None:
    vocabulary, file = screening.vocabulary, "self_care.toml"
    causes = screening.questions["pain_cause"].options
    reader.resolve(file, "cause_advice", "cause", data.cause_advice, causes)
    for advice in data.cause_advice.values():
        reader.resolve(file, advice.cause, "practice", advice.plan.get("practice", ()), data.practices)
    for practice in data.practices.values():
        reader.resolve(file, practice.id, "applicator", practice.applicators, data.applicators)
    fits = [name.removeprefix("fits.") for name in data.when if name.startswith("fits.")]
    topics = {one.topic for one in data.practices.values()} | {one.topic for one in data.guidelines.values()}
    for guideline in data.guidelines.values():
        reader.resolve(file, guideline.id, "kind of pain", [guideline.fits], fits)
    for part in data.week.values():
        reader.resolve(file, part.id, "topic", part.topics, topics)
        reader.resolve(file, part.id, "kind of pain", [part.fits] if part.fits else [], fits)
    for rule in data.plan_rules.values():
        placed = (*rule.places, *rule.never, *rule.order, *rule.no_tools_in, *rule.max_level_in)
        reader.resolve(file, rule.id, "place", placed, atlas.places)
        taken = (*rule.positions_self, *rule.positions_therapist)
        reader.resolve(file, rule.id, "position", taken, vocabulary.positions)
        tools = {*vocabulary.tools, *vocabulary.tool_classes}
        reader.resolve(file, rule.id, "tool", (*rule.no_tools, *rule.extra_applicators), tools)
        reader.resolve(file, rule.id, "technique", rule.techniques, data.techniques)
        reader.resolve(file, rule.id, "practice", rule.practice, data.practices)


@cache
def load_plan_data() -> PlanData:
    """Return the facts of planning, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid, or a technique, tool, position, surface, load, action, muscle, place or question
        does not resolve; all faults are listed.
    """
    atlas, screening, reader = load_atlas(), load_screen_data(), Reader("plan")
    applicators = reader.entries("applicators.toml", "applicator", Applicator)
    choice_rules = reader.entries("applicators.toml", "choice_rule", ChoiceRule)
    exercises = reader.entries("stretches.toml", "exercise", Exercise)
    exercise_sets = reader.entries("stretches.toml", "set", ExerciseSet)
    lengthening = {(row.exercise, row.muscle): row for row in reader.rows("lengthening.csv", Lengthening)}
    plan_rules = reader.entries("self_care.toml", "plan_rule", PlanRule)
    composition = reader.section("composition.toml", "composition", Composition)
    data = PlanData(
        techniques=reader.entries("techniques.toml", "technique", Technique),
        stop_rules=reader.entries("techniques.toml", "stop_rule", TechniqueText),
        end_criteria=reader.entries("techniques.toml", "end_criterion", TechniqueText),
        applicators=applicators,
        choice_rules=choice_rules,
        exercises=exercises,
        exercise_sets=exercise_sets,
        lengthening=lengthening,
        guidelines=reader.entries("self_care.toml", "guideline", Guideline),
        week=reader.entries("self_care.toml", "week", WeekPart),
        practices=reader.entries("self_care.toml", "practice", Practice),
        combinations=reader.entries("self_care.toml", "combination", Combination),
        cause_advice=reader.entries("self_care.toml", "cause_advice", CauseAdvice, key="cause"),
        breathing=reader.entries("self_care.toml", "breathing", Breathing),
        plan_rules=plan_rules,
        composition=composition,
        when={
            **_parse_all(reader, "applicators.toml", choice_rules.values(), "when", screening),
            **_parse_all(reader, "stretches.toml", exercise_sets.values(), "when", screening),
            **_parse_fits(reader, screening),
            **{
                f"plan_rule.{name}": expression
                for name, expression in _parse_all(
                    reader, "self_care.toml", plan_rules.values(), "when", screening
                ).items()
            },
        },
        not_if=_parse_all(reader, "stretches.toml", exercises.values(), "not_if", screening),
        caution_if=_parse_all(reader, "stretches.toml", exercises.values(), "caution_if", screening),
    )
    _check_techniques(reader, data, screening)
    _check_applicators(reader, data, screening, atlas)
    _check_exercises(reader, data, screening, atlas)
    _check_self_care(reader, data, screening, atlas)
    for file, tables in (
        ("techniques.toml", (data.techniques, data.stop_rules, data.end_criteria)),
        ("applicators.toml", (data.applicators, data.choice_rules)),
        ("stretches.toml", (data.exercises, data.exercise_sets)),
        ("self_care.toml", (data.guidelines, data.practices, data.cause_advice, data.breathing, data.plan_rules)),
    ):
        for table in tables:
            reader.resolve_sources(file, table.items())
    # All rows of the table have the sources that stand once beside it.
    reader.resolve_sources("lengthening.csv", (("[defaults]", row) for row in [*data.lengthening.values()][:1]))
    reader.finish()
    return data
