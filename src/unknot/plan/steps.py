"""Building the steps of a session."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from unknot.body import TriggerPoint
from unknot.locate import Estimate
from unknot.plan.data.exercises import Exercise
from unknot.plan.exercises import ExerciseChoice
from unknot.plan.frame import Frame
from unknot.plan.pressing.find import find_ways
from unknot.plan.session import Step, StepReason
from unknot.plan.spot_limits import limits_at
from unknot.plan.spots import Spot
from unknot.plan.words import changed_reasons, choice_reasons, cut_reasons, fits_reason, stretch_reason
from unknot.screen import Answers, ordinary_limits

# Begins the line of a step that says what lies near the spot.
TAKE_CARE = "Take care: "
# The rule that fires when a medicine dulls pain.
MASKED_PAIN = "masked_pain"
# What a usual plan depends on: who presses and where it hurts, not the person's health.
ORDINARY_ANSWERS = ("session_mode", "pain_regions")
# Between two repetitions of a stretch and of a movement, and to get into either.
STRETCH_REST_S = 5
MOVEMENT_REST_S = 2
STRETCH_SETUP_S = 10
# A stretch is felt as tightness or slight discomfort (Garber 2011; 3 of 10 is this project's reading).
MOST_STRETCH_PAIN = 3
# The stretches of one muscle together are as useful as they get at about this length (Garber 2011: 60 s).
STRETCH_TOTAL_S = 60


def breathe_step(frame: Frame, name: Literal["opening_breath", "closing_breath"]) -> Step:
    """Return slow breathing at the start or the end; longer when tension set the pain off."""
    breathing = frame.data.breathing[name]
    key = "opening_s" if name == "opening_breath" else "closing_s"
    plans = [(cause, frame.data.cause_advice[cause].plan) for cause in frame.causes]
    longer = next(((cause, int(plan[key])) for cause, plan in plans if key in plan), None)
    seconds = breathing.seconds[0]
    reasons: list[StepReason] = []
    if longer and frame.total_s >= 2 * 60 * 5:
        seconds = min(breathing.seconds[1], longer[1])
        reasons.append(StepReason(code="cause", text="Longer, because tension set it off.", rule=longer[0]))
    return _plain_step(
        "breathe",
        name,
        "Slow breathing",
        seconds,
        (breathing.say, *(f"If {sign}." for sign in breathing.stop_if)),
        reasons,
    )


def retest_step(frame: Frame) -> Step | None:
    """Return the test at the end, the movement that hurt and three numbers; None when moving would only provoke."""
    if not all(rule.retest for rule in frame.plan_rules):
        return None
    how = ("Make the movement that hurt before, once and slowly.", "Pain, tension and stress now, each 0 to 10.")
    return _plain_step("retest", "retest", "The same movement again", frame.data.composition.retest_s, how, [])


def _plain_step(
    kind: Literal["breathe", "retest"],
    name: str,
    words: str,
    seconds: int,
    how: tuple[str, ...],
    reasons: Sequence[StepReason],
) -> Step:
    return Step(
        kind=kind,
        id=name,
        name=words,
        side=None,
        region=None,
        position=None,
        surface=None,
        applicator=None,
        technique=None,
        pressure_level=None,
        pain=None,
        hold_s=0,
        reps=1,
        rest_s=0,
        duration_s=seconds,
        how=how,
        reasons=tuple(reasons),
    )


def names_oil(line: str) -> bool:
    """Return whether an instruction is about oil, which is left out where none is used."""
    return line.lower().startswith("oil")


def capped(frame: Frame, name: str, value: int) -> int:
    """Return a number, no more than the limit for the whole session."""
    cap = getattr(frame.limits.global_, name)
    return value if cap is None else min(value, cap)


def exercise_step(frame: Frame, choice: ExerciseChoice, kind: Literal["warm_up", "stretch"], sides: set[str]) -> Step:
    """Return a stretch or movement; one that is done for each side is done for the sides that were treated."""
    exercise = choice.exercise
    side: Literal["left", "right", "both"] = "both"
    if exercise.side == "same" and len(sides) == 1:
        side = "left" if "left" in sides else "right"
    hold_s, reps = _hold_and_reps(frame, exercise, kind)
    rest_s = STRETCH_REST_S if exercise.kind == "static_stretch" else MOVEMENT_REST_S
    return Step(
        kind=kind,
        id=exercise.id,
        name=exercise.name,
        side=side,
        region=None,
        position=choice.position,
        surface=choice.surface,
        applicator=None,
        technique=None,
        pressure_level=None,
        pain=(0, capped(frame, "max_pain", MOST_STRETCH_PAIN)),
        hold_s=hold_s,
        reps=reps,
        rest_s=rest_s,
        duration_s=exercise_duration_s(exercise, side, hold_s, reps, rest_s),
        how=_for_side((f"Start: {exercise.start_position}.", *exercise.steps), exercise.side == "same", side),
        reasons=tuple(_exercise_reasons(frame, choice)),
    )


def _hold_and_reps(frame: Frame, exercise: Exercise, kind: Literal["warm_up", "stretch"]) -> tuple[int, int]:
    defaults, is_rest = frame.screening.default_limits, exercise.kind in ("position", "breathing")
    if is_rest and kind == "warm_up":
        return frame.data.composition.warm_up_s, 1
    if is_rest:
        hold_s = min(exercise.hold_s[0], defaults.max_rest_position_s)
    elif exercise.kind in ("rom", "neural"):
        hold_s = exercise.hold_s[0]
    else:
        hold_s = min(exercise.hold_s[1], defaults.max_stretch_hold_s)
    return hold_s, max(exercise.reps[0], min(exercise.reps[1], STRETCH_TOTAL_S // max(1, hold_s)))


def exercise_duration_s(exercise: Exercise, side: str, hold_s: int, reps: int, rest_s: int) -> int:
    """Return the seconds of an exercise; one that is done for each side takes twice as long on both."""
    times = 2 if exercise.side == "same" and side == "both" else 1
    return times * (reps * hold_s + (reps - 1) * rest_s) + STRETCH_SETUP_S


def _for_side(lines: Sequence[str], is_sided: bool, side: str) -> tuple[str, ...]:
    """Return instructions for a side. They are written for the right; for the left the words are mirrored."""
    if not is_sided:
        return tuple(lines)
    if side == "left":
        return tuple(_LEFT_OR_RIGHT.sub(_mirrored, line) for line in lines)
    return (*lines, "Then the other side.") if side == "both" else tuple(lines)


_LEFT_OR_RIGHT = re.compile(r"\b(left|right|Left|Right)\b")
_OTHER_SIDE = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}


def _mirrored(found: re.Match[str]) -> str:
    return _OTHER_SIDE[found.group()]


def _exercise_reasons(frame: Frame, choice: ExerciseChoice) -> Iterable[StepReason]:
    if choice.muscle:
        yield stretch_reason(frame, choice.exercise.id, choice.muscle)
    if choice.set_id:
        yield StepReason(
            code="set", text=f"From: {frame.data.exercise_sets[choice.set_id].name}.", rule=choice.set_id
        )
    if choice.is_cautious:
        words = "".join(f"; stop if {sign}" for sign in choice.exercise.stop_if)
        yield StepReason(code="caution", text=f"Because of your answers: smaller and slower than usual{words}.")


def press_step(frame: Frame, spot: Spot, reps: int, position: tuple[str, str], usually: Frame) -> Step:
    """Return the step that presses a spot, with every reason behind it, compared with what is usual there."""
    way, point = spot.way, spot.point
    muscle = frame.atlas.muscles[point.muscle]
    return Step(
        kind="press",
        id=point.id,
        name=f"{muscle.common_name[0].upper()}{muscle.common_name[1:]} ({muscle.name}): {point.label}",
        side=spot.side,
        region=point.region,
        position=position[0],
        surface=position[1],
        applicator=way.applicator.id,
        technique=way.technique.id,
        pressure_level=way.dose.level,
        pain=None if _is_masked(frame) else way.dose.pain,
        hold_s=way.dose.hold_s,
        reps=reps,
        rest_s=way.dose.rest_s,
        duration_s=way.dose.duration_s(reps, frame.data.composition.setup_s),
        how=tuple(_how_to_press(frame, spot)),
        products=way.products,
        sensitive=point.sensitive,
        reasons=(
            fits_reason(frame, spot.explains, spot.probability),
            *choice_reasons(frame, way),
            *cut_reasons(frame, way.dose.cuts),
            *_what_changed(frame, spot, usually),
        ),
    )


def _is_masked(frame: Frame) -> bool:
    return MASKED_PAIN in frame.clearance.contraindications


def _how_to_press(frame: Frame, spot: Spot) -> Iterator[str]:
    """Yield what to do, line by line: the question before it, where, how, and what to take care of."""
    way, point, is_masked = spot.way, spot.point, _is_masked(frame)
    if consent := consent_for(frame, point):
        yield consent
    yield f"Where: {point.location}."
    for line in way.technique.steps_for(frame.wishes.who):
        # What dulls pain also dulls the warning: time and firmness are followed, never the pain window.
        goes_by_pain = is_masked and _GOES_BY_PAIN.search(line)
        if not goes_by_pain and (way.products or not names_oil(line)):
            yield line
    if is_masked:
        yield "Go by time and firmness, not by pain."
    if point.self_exam == "care" and not frame.is_therapist and point.self_exam_reason:
        yield f"{TAKE_CARE}{point.self_exam_reason}."


_GOES_BY_PAIN = re.compile(r"\b(pain|hurts)", re.IGNORECASE)


def consent_for(frame: Frame, point: TriggerPoint) -> str:
    """Return the question that comes before a sensitive place is touched by somebody else."""
    if frame.wishes.who == "self":
        return ""
    areas = frame.screening.sensitive_areas.values()
    return next(
        (f"Ask first: {area.say}" for area in areas if any(point.id.startswith(prefix) for prefix in area.points)), ""
    )


def _what_changed(frame: Frame, spot: Spot, usually: Frame) -> list[StepReason]:
    """Return the rules that took away the way that would be usual for somebody without any of these answers."""
    usual = next(iter(find_ways(usually, spot.point, spot.side).left), None)
    if usual is None or usual.method.combination == spot.way.method.combination:
        return []
    taken = find_ways(frame, spot.point, spot.side).taken.get(usual.method.combination)
    return changed_reasons(frame, usual, taken or _own_rules(frame, spot))


def _own_rules(frame: Frame, spot: Spot) -> frozenset[str]:
    """Return the rules of this person that limit pressure or pain at the spot: gentler ways are chosen for them."""
    limits = limits_at(frame, spot.point, spot.side)
    rules = {*limits.rules("max_pressure"), *limits.rules("max_pain")}
    return frozenset(rules & set(frame.clearance.contraindications))


def ordinary_frame(frame: Frame, estimate: Estimate) -> Frame:
    """Return the frame of a healthy adult with the same pain and wishes."""
    answers = frame.clearance.answers
    kept = {name: answers.given[name] for name in ORDINARY_ANSWERS if name in answers.given}
    ordinary = frame.clearance.model_copy(
        update={"limits": ordinary_limits(frame.wishes.who), "answers": Answers(kept, answers.as_of)}
    )
    return Frame.of(ordinary, frame.wishes, estimate)
