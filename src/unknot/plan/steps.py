"""Building the steps of a session, and putting them in an order that turns the body seldom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise, permutations
from typing import Literal

from unknot.body import TriggerPoint
from unknot.locate import Estimate
from unknot.plan.data.exercises import Exercise
from unknot.plan.data.techniques import Technique
from unknot.plan.exercises import ExerciseChoice
from unknot.plan.frame import Frame
from unknot.plan.press import find_ways
from unknot.plan.session import Step, StepReason
from unknot.plan.spot_limits import limits_at, limits_in_region
from unknot.plan.spots import Spot
from unknot.plan.surfaces import surfaces_for
from unknot.plan.words import changed_reasons, choice_reasons, cut_reasons, fits_reason, stretch_reason
from unknot.screen import Answers, ordinary_limits

# Begins the line of a step that says what lies near the spot.
TAKE_CARE = "Take care: "
# The rule that fires when a medicine dulls pain.
MASKED_PAIN = "masked_pain"
# What a usual plan depends on: who presses and where it hurts, not the person's health.
ORDINARY_ANSWERS = ("session_mode", "pain_regions")
# When comfort is all there is, warmth may take all but the breathing and one movement.
AROUND_COMFORT_S = 240
# Why movement comes before pressing, by what set the pain off.
MOVEMENT_FIRST = {
    "injury": "Before pressing: after a strain gentle movement comes first.",
    "long_sitting_or_posture": "Before pressing: after long sitting movement comes first.",
}
# Between two repetitions of a stretch, and to get into it.
STRETCH_REST_S = 5
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


def treatment_warm_up(frame: Frame, estimate: Estimate) -> Step | None:
    """Return the therapist's opening strokes, or heat when there is a pack and time; None when neither is left.

    Either touches only the painted regions that the limits leave.
    """
    name = "effleurage" if frame.is_therapist else "heat_before"
    technique = frame.data.techniques[name]
    row, dose = technique.levels[0], technique.dose
    wants_comfort = any(name in rule.techniques for rule in frame.plan_rules)
    has_time = frame.is_therapist or frame.total_s >= 60 * frame.data.composition.heat_from_minutes
    usable = [one for one in row.applicators if one in frame.applicators]
    position = next((one for one in _warm_up_positions(frame, technique) if frame.can_take(one)), None)
    surface = next((one for one in surfaces_for(position or "") if frame.can_use(one)), None)
    if technique not in frame.techniques or not usable or not (has_time or wants_comfort):
        return None
    if position is None or surface is None:
        return None
    regions = [region for region in _painted_regions(estimate) if _may_touch(frame, region, usable[0], row.level[0])]
    room_s = frame.total_s - AROUND_COMFORT_S if wants_comfort else frame.total_s // 2 + 60
    if not regions or dose.hold_s is None or dose.hold_s[0] > room_s:
        return None
    where = "; ".join(frame.atlas.regions[region].name for region in regions)
    banned = {tool for region in regions for tool in limits_in_region(frame, region).no_tools}
    products = tuple(product for product in technique.products if product not in banned)
    lines = technique.steps_for(frame.wishes.who)
    return Step(
        kind="warm_up",
        id=name,
        name=technique.name,
        side="both",
        region=regions[0],
        position=position,
        surface=surface,
        applicator=usable[0],
        technique=name,
        pressure_level=row.level,
        pain=(min(dose.pain_nrs), _capped(frame, "max_pain", dose.pain_nrs[1])),
        hold_s=dose.hold_s[0],
        reps=1,
        rest_s=0,
        duration_s=dose.hold_s[0],
        how=(f"Only here: {where}.", *(line for line in lines if products or not _names_oil(line))),
        products=products,
        reasons=(),
    )


def _names_oil(line: str) -> bool:
    return line.lower().startswith("oil")


def _capped(frame: Frame, name: str, value: int) -> int:
    cap = getattr(frame.limits.global_, name)
    return value if cap is None else min(value, cap)


def _warm_up_positions(frame: Frame, technique: Technique) -> list[str]:
    positions = technique.positions_therapist if frame.is_therapist else technique.positions_self
    allowed = frame.rule_positions(())
    return [position for position in positions if allowed is None or position in allowed]


def _painted_regions(estimate: Estimate) -> list[str]:
    painted = (name.split(":")[0] for name in (*estimate.explained, *estimate.unexplained))
    return [region for region in dict.fromkeys(painted) if not region.startswith("choir_")]


def _may_touch(frame: Frame, region: str, applicator: str, level: int) -> bool:
    limits = limits_in_region(frame, region)
    cap = limits.cap("max_pressure")
    return applicator not in limits.no_tools and (cap is None or cap >= max(1, level))


def exercise_step(frame: Frame, choice: ExerciseChoice, kind: Literal["warm_up", "stretch"], sides: set[str]) -> Step:
    """Return a stretch or movement; one that is done for each side is done for the sides that were treated."""
    exercise = choice.exercise
    side: Literal["left", "right", "both"] = "both"
    if exercise.side == "same" and len(sides) == 1:
        side = "left" if "left" in sides else "right"
    defaults = frame.screening.default_limits
    hold_s = min(exercise.hold_s[1], defaults.max_stretch_hold_s)
    if exercise.kind in ("rom", "neural"):
        hold_s = exercise.hold_s[0]
    if exercise.kind in ("position", "breathing"):
        hold_s = min(exercise.hold_s[0], defaults.max_rest_position_s)
    wanted = max(exercise.reps[0], min(exercise.reps[1], STRETCH_TOTAL_S // max(1, hold_s)))
    if kind == "warm_up" and exercise.kind in ("position", "breathing"):
        hold_s, wanted = frame.data.composition.warm_up_s, 1
    rest_s = STRETCH_REST_S if exercise.kind == "static_stretch" else 2
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
        pain=(0, _capped(frame, "max_pain", MOST_STRETCH_PAIN)),
        hold_s=hold_s,
        reps=wanted,
        rest_s=rest_s,
        duration_s=exercise_duration_s(exercise, side, hold_s, wanted, rest_s),
        how=_for_side((f"Start: {exercise.start_position}.", *exercise.steps), exercise.side == "same", side),
        reasons=tuple(_exercise_reasons(frame, choice)),
    )


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
    reasons = [fits_reason(frame, spot.explains, spot.probability), *choice_reasons(frame, way)]
    reasons += cut_reasons(frame, way.cuts)
    reasons += _what_changed(frame, spot, usually)
    is_masked = MASKED_PAIN in frame.clearance.contraindications
    lines = way.technique.steps_for(frame.wishes.who)
    if is_masked:
        # What dulls pain also dulls the warning: time and firmness are followed, never the pain window.
        lines = (*(line for line in lines if not _GOES_BY_PAIN.search(line)), "Go by time and firmness, not by pain.")
    if not way.products:
        lines = tuple(line for line in lines if not _names_oil(line))
    how = (f"Where: {point.location}.", *lines)
    if point.self_exam == "care" and not frame.is_therapist and point.self_exam_reason:
        how = (*how, f"{TAKE_CARE}{point.self_exam_reason}.")
    consent = consent_for(frame, point)
    how = (consent, *how) if consent else how
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
        pressure_level=way.level,
        pain=None if is_masked else way.pain,
        hold_s=way.hold_s,
        reps=reps,
        rest_s=way.rest_s,
        duration_s=way.duration_s(reps, frame.data.composition.setup_s),
        how=how,
        products=way.products,
        sensitive=point.sensitive,
        reasons=tuple(reasons),
    )


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
    if usual is None or usual.combination == spot.way.combination:
        return []
    taken = find_ways(frame, spot.point, spot.side).taken.get(usual.combination)
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


def assign_positions(frame: Frame, spots: Sequence[Spot]) -> dict[str, tuple[str, str]]:
    """Return a position and surface for each spot, so that as few positions as possible are needed.

    All sets of positions are tried by size; among equals the one whose positions come first for its spots wins.
    """
    offered = {spot.key: spot.way.positions for spot in spots}
    every = list(dict.fromkeys(pair for pairs in offered.values() for pair in pairs))
    for size in range(1, len(every) + 1):
        fitting = [
            chosen
            for chosen in combinations(every, size)
            if all(set(pairs) & set(chosen) for pairs in offered.values())
        ]
        if fitting:
            best = min(fitting, key=lambda chosen: _distance(chosen, offered.values()))
            return {key: next(pair for pair in pairs if pair in best) for key, pairs in offered.items()}
    return {}


def _distance(chosen: Sequence[tuple[str, str]], offered: Iterable[Sequence[tuple[str, str]]]) -> int:
    return sum(min(pairs.index(pair) for pair in chosen if pair in pairs) for pairs in offered)


def order_steps(frame: Frame, first: Step | None, presses: Sequence[Step], stretches: Sequence[Step]) -> list[Step]:
    """Return pressing and stretching in an order with the fewest changes of position.

    Steps in one position stay together; places keep the order that the rule of the complaint names. Pressing comes
    first, unless what set the pain off asks for movement before it.
    """
    cause = frame.moves_first_for
    if cause and presses and stretches:
        stretches = [_told_first(step, cause) for step in stretches]
    groups: dict[str | None, list[Step]] = {}
    for step in sorted(presses, key=lambda step: _place_rank(frame, step)):
        groups.setdefault(step.position, []).append(step)
    best: tuple[int, list[Step]] | None = None
    for press_order in permutations(groups.values()):
        for stretch_order in permutations(stretches):
            pressing = [step for group in press_order for step in group]
            ordered = [*stretch_order, *pressing] if cause else [*pressing, *stretch_order]
            turns = _turns([first, *ordered] if first else ordered)
            if best is None or turns < best[0]:
                best = (turns, ordered)
    return best[1] if best else []


def _told_first(step: Step, cause: str) -> Step:
    reason = StepReason(code="cause", text=MOVEMENT_FIRST[cause], rule=f"cause.{cause}")
    return step.model_copy(update={"reasons": (*step.reasons, reason)})


def _turns(steps: Sequence[Step]) -> int:
    return sum(before.position != after.position for before, after in pairwise(steps))


def _place_rank(frame: Frame, step: Step) -> int:
    order = [place for rule in frame.plan_rules for place in rule.order]
    ranks = [order.index(place) for place in frame.places_at(frame.atlas.trigger_points[step.id]) if place in order]
    return min(ranks, default=len(order))
