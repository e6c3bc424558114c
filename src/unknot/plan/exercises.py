"""Choosing stretches and movements: what the limits leave, then what hurts, and only then what lengthens most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unknot.plan.data import Exercise
from unknot.plan.frame import Frame

# Movements that may be done whatever place is left out from pressing.
HARMLESS_LOADS = frozenset(("none",))
SUPINE = ("supine_flat", "supine_hooklying", "supine_legs_raised", "supine_edge")


@dataclass(frozen=True)
class ExerciseChoice:
    """An exercise with the position and surface for it, and why it was chosen."""

    exercise: Exercise
    position: str
    surface: str
    muscle: str | None
    is_cautious: bool
    set_id: str | None


def is_left(frame: Frame, exercise: Exercise) -> bool:
    """Return whether limits, answers and wishes leave an exercise."""
    return (
        not frame.holds("not_if", exercise.id)
        and find_position(frame, exercise) is not None
        and frame.suits_surface(exercise) is not None
        and not banned_by(frame, exercise)
        and not touches_left_out_place(frame, exercise)
    )


def banned_by(frame: Frame, exercise: Exercise) -> frozenset[str]:
    """Return the rules whose ban on an action takes an exercise away, everywhere or in its places."""
    rules: set[str] = set()
    for name, owners in frame.scoped_actions(exercise.places).items():
        action = frame.screening.vocabulary.actions[name]
        if exercise.kind in action.exercise_kinds or set(exercise.load) & set(action.loads):
            rules |= owners
    return frozenset(rules)


def touches_left_out_place(frame: Frame, exercise: Exercise) -> bool:
    """Return whether an exercise loads a place that a rule leaves out."""
    return bool(set(exercise.places) & frame.left_out_places()) and not set(exercise.load) <= HARMLESS_LOADS


def find_position(frame: Frame, exercise: Exercise) -> str | None:
    """Return the position of an exercise, or for one in any position the first that may be taken; else None."""
    classes = frame.screening.vocabulary.position_classes
    choices = classes[exercise.position].members if exercise.position in classes else (exercise.position,)
    return next((position for position in choices if frame.can_take(position)), None)


def choose_stretches(frame: Frame, muscles: Sequence[str], most: int) -> list[ExerciseChoice]:
    """Return stretches for the muscles, in their order, then from the sets that suit the complaint.

    Parameters
    ----------
    frame
        Limits, wishes and rules of the session.
    muscles
        Treated muscles, the most important first, and those that could not be pressed.
    most
        The largest number of stretches.
    """
    left = [exercise for exercise in frame.data.exercises.values() if is_left(frame, exercise)]
    sets = _sets(frame)
    chosen: list[ExerciseChoice] = []
    for muscle in dict.fromkeys(muscles):
        fitting = [exercise for exercise in left if muscle in exercise.lengthens and _is_stretch(exercise)]
        taken = {choice.exercise.id for choice in chosen}
        if fitting and not any(exercise.id in taken for exercise in fitting):
            chosen.append(_choice(frame, min(fitting, key=lambda one: _rank(frame, one, sets)), muscle, sets))
    for set_id, members in sets.items():
        for exercise in left:
            if exercise.id in members and exercise.id not in {choice.exercise.id for choice in chosen}:
                chosen.append(_choice(frame, exercise, None, {set_id: members}))
    return chosen[:most]


def choose_warm_up(frame: Frame, next_position: str | None) -> ExerciseChoice | None:
    """Return an easy movement to begin with, best in the position of what follows, or None when none is left."""
    sets = _sets(frame)
    easy = [
        exercise
        for exercise in frame.data.exercises.values()
        if exercise.kind in ("rom", "position")
        and exercise.difficulty == 1
        and not _end_range(frame, exercise)
        and set(exercise.places) & _painful_places(frame)
        and is_left(frame, exercise)
    ]
    if not easy:
        return None

    def rank(exercise: Exercise) -> tuple[bool, bool, tuple[int, ...]]:
        is_elsewhere = find_position(frame, exercise) != next_position
        return frame.holds("caution_if", exercise.id), is_elsewhere, _rank(frame, exercise, sets)

    return _choice(frame, min(easy, key=rank), None, sets)


def _is_stretch(exercise: Exercise) -> bool:
    return exercise.kind in ("static_stretch", "rom", "position")


def _end_range(frame: Frame, exercise: Exercise) -> bool:
    return any(frame.screening.vocabulary.loads[load].end_range for load in exercise.load)


def _painful_places(frame: Frame) -> set[str]:
    answered = frame.clearance.answers.value("pain_regions")
    areas = answered if isinstance(answered, tuple) else ()
    pain_areas = frame.screening.vocabulary.pain_areas
    places = {place for area in areas for place in pain_areas[area].places}
    return places or set(frame.atlas.places)


def _sets(frame: Frame) -> dict[str, tuple[str, ...]]:
    """Return the sets that suit: those that the answers name first, then those of the complaint's rules."""
    named = [name for rule in frame.plan_rules for name in rule.sets]
    known = frame.data.exercise_sets
    by_answer = [name for name in known if name in frame.data.when and frame.holds("when", name)]
    suits = [name for name in named if name in known and (name not in frame.data.when or name in by_answer)]
    order = dict.fromkeys((*(name for name in by_answer if name in named), *suits, *by_answer))
    return {name: known[name].exercises for name in order}


def _rank(frame: Frame, exercise: Exercise, sets: dict[str, tuple[str, ...]]) -> tuple[int, ...]:
    """Order: without caution, early in a set that suits, off the floor, easy, and a still stretch before others."""
    in_sets = [
        (number, members.index(exercise.id)) for number, members in enumerate(sets.values()) if exercise.id in members
    ]
    return (
        int(frame.holds("caution_if", exercise.id)),
        *min(in_sets, default=(len(sets), 0)),
        int(frame.suits_surface(exercise) == "floor"),
        exercise.difficulty,
        int(exercise.kind != "static_stretch"),
    )


def _choice(frame: Frame, exercise: Exercise, muscle: str | None, sets: dict[str, tuple[str, ...]]) -> ExerciseChoice:
    position, surface = find_position(frame, exercise), frame.suits_surface(exercise)
    if position is None or surface is None:
        raise ValueError(f"{exercise.id} is not left")
    return ExerciseChoice(
        exercise=exercise,
        position=position,
        surface=surface,
        muscle=muscle,
        is_cautious=frame.holds("caution_if", exercise.id),
        set_id=next((name for name, members in sets.items() if exercise.id in members), None),
    )
