"""From an estimate, a clearance and wishes to a session plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from unknot.knowledge import knowledge_version
from unknot.locate import Estimate
from unknot.plan.changed import history_notes
from unknot.plan.choose import choose_offers
from unknot.plan.exercises import SUPINE, ExerciseChoice, choose_stretches, choose_warm_up
from unknot.plan.frame import Frame
from unknot.plan.order import assign_positions, order_steps
from unknot.plan.session import LeftOut, Note, SessionPlan, Step, StepReason, Wishes
from unknot.plan.spots import Spot, find_spots, group_spots, offer_of
from unknot.plan.steps import breathe_step, exercise_step, ordinary_frame, press_step, retest_step
from unknot.plan.warm_up import treatment_warm_up
from unknot.plan.words import aftercare_notes, describe_rules, estimate_notes, plan_notes, stop_notes
from unknot.screen import Clearance


def plan(estimate: Estimate, clearance: Clearance, wishes: Wishes) -> SessionPlan:
    """Return a session plan within the limits of a clearance.

    The points are those that buy most expected relief in the time given, in an order that turns the body seldom;
    each step carries its reasons, each number lies inside the limits, and what was left out is named.

    Parameters
    ----------
    estimate
        What may be behind the drawing.
    clearance
        The gate: without `session == "allowed"` the plan has no steps.
    wishes
        Who presses, how many minutes, with what, in which positions, and what has been.

    Returns
    -------
    SessionPlan
        `total_s` is at most the minutes wished for and at most the minutes that the limits allow.
    """
    if clearance.session != "allowed":
        return _without_steps(estimate, clearance, wishes)
    frame = Frame.of(clearance, wishes, estimate)
    spots, left_out = find_spots(frame, estimate)
    around = _around(frame, spots, estimate)
    room_s = frame.total_s - around.total_s
    reps = _choose_reps(frame, spots, room_s)
    presses = _press_steps(frame, spots, reps, estimate)
    unpressed = _as_probable(frame, estimate, left_out)
    room_s -= sum(step.duration_s for step in presses)
    stretches = _stretch_steps(frame, presses, unpressed, room_s, around.warm_up)
    left_out += [_not_chosen(spot, bool(presses)) for spot in spots if spot.key not in reps]
    middle = order_steps(frame, around.warm_up, presses, stretches)
    steps, supine_note = _within_supine_minutes(frame, around.with_middle(middle))
    total_s = sum(step.duration_s for step in steps)
    return SessionPlan(
        clearance=clearance,
        estimate=estimate,
        wishes=wishes,
        steps=tuple(steps),
        total_s=total_s,
        left_out=tuple(left_out),
        notes=(
            *history_notes(frame),
            *estimate_notes(frame, estimate, presses),
            *plan_notes(frame, total_s),
            *supine_note,
        ),
        aftercare=tuple(aftercare_notes(frame)),
        stop_rules=tuple(stop_notes(frame, _stop_rules(frame, steps))),
        next_session_from=rested_on(frame, bool(presses)),
        knowledge_version=knowledge_version(),
    )


def _without_steps(estimate: Estimate, clearance: Clearance, wishes: Wishes) -> SessionPlan:
    return SessionPlan(
        clearance=clearance,
        estimate=estimate,
        wishes=wishes,
        steps=(),
        total_s=0,
        left_out=(),
        notes=(),
        aftercare=(),
        stop_rules=(),
        next_session_from=None,
        knowledge_version=knowledge_version(),
    )


@dataclass(frozen=True)
class _Around:
    """What stands around pressing and stretching; a short session has no time to warm up."""

    opening: Step
    warm_up: Step | None
    retest: Step | None
    closing: Step

    @property
    def total_s(self) -> int:
        return sum(step.duration_s for step in self.with_middle(()))

    def with_middle(self, middle: Sequence[Step]) -> list[Step]:
        return [step for step in (self.opening, self.warm_up, *middle, self.retest, self.closing) if step]


def _around(frame: Frame, spots: Sequence[Spot], estimate: Estimate) -> _Around:
    return _Around(
        opening=breathe_step(frame, "opening_breath"),
        warm_up=None if frame.is_short else _warm_up(frame, spots, estimate),
        retest=retest_step(frame),
        closing=breathe_step(frame, "closing_breath"),
    )


def _warm_up(frame: Frame, spots: Sequence[Spot], estimate: Estimate) -> Step | None:
    treatment = treatment_warm_up(frame, estimate)
    if treatment is not None:
        return treatment
    movement = choose_warm_up(frame, spots[0].way.positions[0][0] if spots else None, estimate.complaint)
    return exercise_step(frame, movement, "warm_up", set()) if movement else None


def _choose_reps(frame: Frame, spots: Sequence[Spot], room_s: int) -> dict[str, int]:
    """Return the repetitions of each spot that is pressed; a share of the time is kept for stretches."""
    stretch_s = 0 if frame.is_short else int(frame.data.composition.stretch_share * frame.total_s)
    groups = group_spots(frame, spots)
    offers = [offer_of(frame, key, members) for key, members in groups.items()]
    too_long = partial(_too_long_in_a_place, frame, groups)
    chosen = choose_offers(offers, room_s - stretch_s, frame.most_points, too_long)
    return {spot.key: count for key, count in chosen.items() for spot in groups[key]}


def _press_steps(frame: Frame, spots: Sequence[Spot], chosen: dict[str, int], estimate: Estimate) -> list[Step]:
    pressed = [spot for spot in spots if spot.key in chosen]
    positions = assign_positions(frame, pressed)
    usually = ordinary_frame(frame, estimate)
    return [press_step(frame, spot, chosen[spot.key], positions[spot.key], usually) for spot in pressed]


def _too_long_in_a_place(
    frame: Frame, groups: Mapping[str, tuple[Spot, ...]], chosen: Mapping[str, int]
) -> list[str]:
    """Return the chosen groups that press one place together for longer than allowed, none when no place is."""
    most_s = 60 * frame.screening.default_limits.max_minutes_region
    seconds: dict[str, Counter[str]] = defaultdict(Counter)
    for key, reps in chosen.items():
        for spot in groups[key]:
            for place in frame.places_at(spot.point):
                seconds[place][key] += spot.way.dose.reckoned_s(reps, 0)
    return next((list(groups) for groups in seconds.values() if groups.total() > most_s), [])


def _as_probable(frame: Frame, estimate: Estimate, left_out: Sequence[LeftOut]) -> list[LeftOut]:
    """Return the left-out points that would otherwise have been pressed: nearly as probable as the best."""
    points = {one.id: one.probability for one in estimate.candidates if one.kind == "trigger_point"}
    least = frame.data.composition.replaced_from * max(points.values(), default=0.0)
    pressable = frame.atlas.trigger_points
    return [one for one in left_out if points.get(one.id, 0.0) >= least and pressable[one.id].who]


def _not_chosen(spot: Spot, is_pressed: bool) -> LeftOut:
    reason = (
        "Other points promise more relief in the time and number of points allowed"
        if is_pressed
        else "No time is left for pressing within the minutes of today"
    )
    return LeftOut(id=spot.point.id, side=spot.side, reason=reason)


def _stretch_steps(
    frame: Frame, presses: Sequence[Step], left_out: Sequence[LeftOut], room_s: int, warm_up: Step | None
) -> list[Step]:
    """Return stretches for the treated muscles, then for those that could not be pressed, as far as time goes."""
    points = frame.atlas.trigger_points
    sides: dict[str, set[str]] = defaultdict(set)
    for step in presses:
        sides[points[step.id].muscle].add(str(step.side))
    treated = list(sides)
    replaced = [points[one.id].muscle for one in left_out if points[one.id].muscle not in sides]
    for one in left_out:
        if points[one.id].muscle in replaced:
            sides[points[one.id].muscle].add(one.side)
    steps: list[Step] = []
    most = frame.data.composition.most_stretches
    for choice in choose_stretches(frame, [*treated, *replaced]):
        if len(steps) == most or (warm_up and choice.exercise.id == warm_up.id):
            continue
        step = exercise_step(frame, choice, "stretch", sides.get(choice.muscle or "", set()))
        if step.duration_s <= room_s:
            steps.append(_with_replacement(frame, step, choice, replaced))
            room_s -= step.duration_s
    return steps


def _with_replacement(frame: Frame, step: Step, choice: ExerciseChoice, replaced: Sequence[str]) -> Step:
    if choice.muscle is None or choice.muscle not in replaced:
        return step
    name = frame.atlas.muscles[choice.muscle].name
    reason = StepReason(code="replaces", text=f"Instead of pressing {name}, which is left out today.")
    return step.model_copy(update={"reasons": (*step.reasons, reason)})


def _within_supine_minutes(frame: Frame, steps: Sequence[Step]) -> tuple[list[Step], list[Note]]:
    """Leave out the last steps on the back that would go beyond the minutes allowed there."""
    most_min = frame.limits.global_.max_minutes_supine
    if most_min is None:
        return list(steps), []
    kept: list[Step] = []
    supine_s = 0
    for step in steps:
        on_back_s = step.duration_s if step.position in SUPINE else 0
        if supine_s + on_back_s <= 60 * most_min:
            kept.append(step)
            supine_s += on_back_s
    rules = frame.limits.reasons.get("max_minutes_supine", ())
    text = f"At most {most_min} minutes on the back ({describe_rules(frame, rules)})."
    return kept, [Note(code="max_minutes_supine", text=text, rule=next(iter(rules), None))]


def _stop_rules(frame: Frame, steps: Iterable[Step]) -> Iterator[str]:
    techniques = (frame.data.techniques[step.technique] for step in steps if step.technique)
    return (rule for technique in techniques for rule in technique.stop_rules)


def rested_on(frame: Frame, is_pressed: bool) -> date:
    """Return the day from which pressing is possible again: after today's session, or after the last one."""
    last = frame.wishes.history.last_session_date
    counted_from = frame.clearance.as_of if is_pressed or last is None else last
    return counted_from + timedelta(days=-(-(frame.limits.global_.rest_hours or 0) // 24))
