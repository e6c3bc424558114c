"""Stretches and movements, which of them suit together, and by how much they lengthen a muscle."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from unknot.body import Atlas
from unknot.knowledge import Entry, Names, Reader
from unknot.plan.data.techniques import Range
from unknot.screen.data.vocabulary import Vocabulary

EXERCISES, LENGTHENING = "stretches.toml", "lengthening.csv"


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


class ExerciseSet(Entry):
    """Exercises that suit a situation together."""

    id: str
    name: str
    when: Any = None
    pick: int
    # The only exercises while the situation lasts.
    only: bool = False
    exercises: Names


class Lengthening(Entry):
    """How an exercise lengthens a muscle in the model of the body, in percent of its length standing.

    `percent` is of the stretched side, `other_side_percent` of the other one; less than 0 is shorter.
    """

    exercise: str
    muscle: str
    percent: float
    other_side_percent: float


def read_exercises(reader: Reader, vocabulary: Vocabulary, atlas: Atlas) -> dict[str, Exercise]:
    """Read the exercises; the muscles, positions, surfaces, places and loads that they name must exist."""
    exercises = reader.entries(EXERCISES, "exercise", Exercise)
    for name, exercise in exercises.items():
        reader.resolve(EXERCISES, name, "muscle", (*exercise.lengthens, *exercise.also), atlas.muscles)
        reader.resolve(EXERCISES, name, "position", [exercise.position], vocabulary.position_names)
        reader.resolve(EXERCISES, name, "surface", exercise.surfaces, vocabulary.surfaces)
        reader.resolve(EXERCISES, name, "place", exercise.places, atlas.places)
        reader.resolve(EXERCISES, name, "load", exercise.load, vocabulary.loads)
    reader.resolve_sources(EXERCISES, exercises.items())
    return exercises


def read_exercise_sets(reader: Reader, exercises: Collection[str]) -> dict[str, ExerciseSet]:
    """Read the sets of exercises that suit together."""
    sets = reader.entries(EXERCISES, "set", ExerciseSet)
    for name, one in sets.items():
        reader.resolve(EXERCISES, name, "exercise", one.exercises, exercises)
    reader.resolve_sources(EXERCISES, sets.items())
    return sets


def read_lengthening(reader: Reader, exercises: Collection[str], atlas: Atlas) -> dict[tuple[str, str], Lengthening]:
    """Read by how much each exercise lengthens each muscle that the model of the body has a path of."""
    lengthening = {(row.exercise, row.muscle): row for row in reader.rows(LENGTHENING, Lengthening)}
    modelled = [name for name, muscle in atlas.muscles.items() if muscle.model_paths]
    for exercise, muscle in lengthening:
        reader.resolve(LENGTHENING, exercise, "exercise", [exercise], exercises)
        reader.resolve(LENGTHENING, exercise, "muscle of the model", [muscle], modelled)
    # All rows of the table have the sources that stand once beside it.
    reader.resolve_sources(LENGTHENING, (("[defaults]", row) for row in [*lengthening.values()][:1]))
    return lengthening
