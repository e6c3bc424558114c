"""Choosing stretches and movements: what the limits leave, then what hurts, and only then what lengthens most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unknot.plan.data.exercises import Exercise
from unknot.plan.frame import Frame
from unknot.plan.spot_limits import actions_banned_in, places_left_out
from unknot.plan.surfaces import surfaces_for

# Movements that may be done whatever place is left out from pressing.
HARMLESS_LOADS = frozenset(("none",))
# Which exercises are near a complaint.
EXERCISE_REGIONS: dict[str, tuple[str, ...]] = {
    "low_back": ("low_back", "hip", "leg"),
    "neck": ("neck", "upper_back"),
    "head": ("neck", "upper_back"),
    "widespread": ("low_back", "upper_back", "neck", "hip", "leg"),
}
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
        exercise.id in frame.exercises
        and not frame.holds("not_if", exercise.id)
        and not _goes_where_it_hurts(frame, exercise)
        and find_position(frame, exercise) is not None
        and not banned_by(frame, exercise)
        and not touches_left_out_place(frame, exercise)
    )


def _goes_where_it_hurts(frame: Frame, exercise: Exercise) -> bool:
    """Return whether an exercise goes into a movement that makes the pain worse."""
    directions = frame.data.composition.directions
    return any(
        frame.clearance.answers.includes("pain_worse_with", movement) and set(exercise.load) & set(loads)
        for movement, loads in directions.items()
    )


def banned_by(frame: Frame, exercise: Exercise) -> frozenset[str]:
    """Return the rules whose ban on an action takes an exercise away, everywhere or in its places."""
    rules: set[str] = set()
    for name, owners in actions_banned_in(frame, exercise.places).items():
        action = frame.screening.vocabulary.actions[name]
        if exercise.kind in action.exercise_kinds or set(exercise.load) & set(action.loads):
            rules |= owners
    return frozenset(rules)


def touches_left_out_place(frame: Frame, exercise: Exercise) -> bool:
    """Return whether an exercise loads a place that a rule leaves out."""
    return bool(set(exercise.places) & places_left_out(frame)) and not set(exercise.load) <= HARMLESS_LOADS


def find_position(frame: Frame, exercise: Exercise) -> str | None:
    """Return the position of an exercise, or for one in any position the first that may be taken; else None."""
    classes = frame.screening.vocabulary.position_classes
    choices = classes[exercise.position].members if exercise.position in classes else (exercise.position,)
    return next(
        (one for one in choices if frame.can_take(one) and _find_surface(frame, exercise, one) is not None), None
    )


def _find_surface(frame: Frame, exercise: Exercise, position: str) -> str | None:
    """Return the first surface of an exercise that may be used; one in any position takes what suits the position."""
    is_free = exercise.position in frame.screening.vocabulary.position_classes
    suited = surfaces_for(position) if is_free else exercise.surfaces
    return next((one for one in exercise.surfaces if one in suited and frame.can_use(one)), None)


def choose_stretches(frame: Frame, muscles: Sequence[str]) -> list[ExerciseChoice]:
    """Return stretches, the most useful first; how many fit is decided by the time.

    First come one or two of a set that the answers name (steady leg symptoms, pregnancy, a direction that hurts),
    then for each muscle the one that lengthens it most, then the rest of the sets, and last what the answers ask to
    be careful with.

    Parameters
    ----------
    frame
        Limits, wishes and rules of the session.
    muscles
        Treated muscles, the most important first, and those that could not be pressed.
    """
    left = [exercise for exercise in frame.data.exercises.values() if is_left(frame, exercise)]
    sets = _sets(frame)
    named = [name for name in sets if name in frame.data.when]
    chosen: list[ExerciseChoice] = []

    def add(exercise: Exercise, muscle: str | None, set_id: str | None) -> None:
        if exercise.id not in {choice.exercise.id for choice in chosen}:
            chosen.append(_choice(frame, exercise, muscle, set_id))

    for name in named[:1]:
        for exercise in _members(left, sets[name])[: frame.data.composition.most_from_sets]:
            add(exercise, None, name)
    stretches = [exercise for exercise in left if is_stretch(exercise)]
    for muscle in dict.fromkeys(muscles):
        fitting = _fitting(frame, stretches, muscle)
        if fitting and not _is_served(frame, fitting, muscle, [choice.exercise for choice in chosen]):
            best = min(fitting, key=lambda one: _rank_for(frame, one, muscle, sets))
            add(best, muscle, _set_of(best, sets))
    for name, members in sets.items():
        for exercise in _members(left, members):
            add(exercise, None, name)
    # What the answers ask to be careful with is offered only when nothing else is left.
    return [choice for choice in chosen if not choice.is_cautious] or chosen


def _fitting(frame: Frame, stretches: Sequence[Exercise], muscle: str) -> list[Exercise]:
    """Return the stretches for a muscle: those that lengthen it in the model; for one that it lacks, those listed."""
    least = frame.data.composition.least_lengthening_percent
    measured = [one for one in stretches if frame.data.lengthening_percent(one.id, muscle) >= least]
    made_for_it = [one for one in stretches if muscle in one.lengthens]
    return measured or made_for_it or [one for one in stretches if muscle in one.also]


def _is_served(frame: Frame, fitting: Sequence[Exercise], muscle: str, chosen: Sequence[Exercise]) -> bool:
    """Return whether a chosen stretch already lengthens a muscle nearly as much as the best for it would."""
    percents = {one.id: frame.data.lengthening_percent(one.id, muscle) for one in fitting}
    enough = frame.data.composition.lengthened_too_from * max(percents.values())
    return any(percents.get(one.id, -1.0) >= enough for one in chosen)


def _rank_for(frame: Frame, exercise: Exercise, muscle: str, sets: dict[str, tuple[str, ...]]) -> tuple[int, ...]:
    """Order: without caution, one that is held, by how far it lengthens in whole percent as told, then as ever."""
    percent = frame.data.lengthening_percent(exercise.id, muscle)
    is_cautious, *rest = _rank(frame, exercise, sets)
    return (is_cautious, int(exercise.kind == "rom"), -round(percent), *rest)


def _members(left: Sequence[Exercise], members: Sequence[str]) -> list[Exercise]:
    return sorted((one for one in left if one.id in members), key=lambda one: members.index(one.id))


def _set_of(exercise: Exercise, sets: dict[str, tuple[str, ...]]) -> str | None:
    return next((name for name, members in sets.items() if exercise.id in members), None)


def choose_warm_up(frame: Frame, next_position: str | None, complaint: str) -> ExerciseChoice | None:
    """Return an easy movement to begin with, best in the position of what follows, or None when none is left."""
    sets = _sets(frame)
    easy = [
        exercise
        for exercise in frame.data.exercises.values()
        if exercise.kind in ("rom", "position", "breathing")
        and exercise.difficulty == 1
        and not _end_range(frame, exercise)
        and is_left(frame, exercise)
    ]
    painful = _painful_places(frame)

    def rank(exercise: Exercise) -> tuple[int, ...]:
        return (
            frame.holds("caution_if", exercise.id),
            exercise.region not in EXERCISE_REGIONS[complaint],
            not set(exercise.places) & painful,
            find_position(frame, exercise) != next_position,
            *_rank(frame, exercise, sets),
        )

    if not easy:
        return None
    best = min(easy, key=rank)
    return _choice(frame, best, None, _set_of(best, sets))


def is_stretch(exercise: Exercise) -> bool:
    """Return whether an exercise lengthens muscles: breathing and movements of a nerve do not."""
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
    """Return the sets that suit: those that the answers name, then of the complaint, then of what set it off."""
    named = [name for rule in frame.plan_rules for name in rule.sets]
    known = frame.data.exercise_sets
    by_answer = [name for name in known if name in frame.data.when and frame.holds("when", name)]
    causes = [frame.data.cause_advice[cause].plan.get("set", "") for cause in frame.causes]
    by_cause = [name for name in causes if name in known and name not in frame.data.when]
    suits = [name for name in named if name in known and (name not in frame.data.when or name in by_answer)]
    order = dict.fromkeys((*by_answer, *suits, *by_cause))
    return {name: known[name].exercises for name in order}


def _rank(frame: Frame, exercise: Exercise, sets: dict[str, tuple[str, ...]]) -> tuple[int, ...]:
    """Order: without caution, early in a set that suits, off the floor, easy, and a still stretch before others."""
    in_sets = [
        (number, members.index(exercise.id)) for number, members in enumerate(sets.values()) if exercise.id in members
    ]
    return (
        int(frame.holds("caution_if", exercise.id)),
        *min(in_sets, default=(len(sets), 0)),
        int(exercise.surfaces[0] == "floor"),
        exercise.difficulty,
        int(exercise.kind != "static_stretch"),
    )


def _choice(frame: Frame, exercise: Exercise, muscle: str | None, set_id: str | None) -> ExerciseChoice:
    position = find_position(frame, exercise)
    surface = _find_surface(frame, exercise, position) if position else None
    if position is None or surface is None:
        raise ValueError(f"{exercise.id} is not left")
    is_cautious = frame.holds("caution_if", exercise.id)
    return ExerciseChoice(exercise, position, surface, muscle, is_cautious, set_id)
