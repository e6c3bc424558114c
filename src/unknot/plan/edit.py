"""Changing a plan by hand, always inside the limits.

A person may know better than any plan what they like, and may shape a session: leave a step out, move it, take it
gentler or firmer, hold it shorter or longer, do it fewer or more times. What they may not do is go beyond a limit.
Nor can they lose by accident what makes a session begin and end gently: breathing, warming up, the movement at the
end and the rules for stopping stay. What is refused says which limit stands, and which rule is behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from unknot.body import TriggerPoint
from unknot.errors import BadInput
from unknot.knowledge import Value
from unknot.plan.data.exercises import Exercise
from unknot.plan.data.techniques import LevelRow, Technique
from unknot.plan.dose import BY_LENGTH, SHORTEST_HOLD_S, hold_and_reps, limits_of_hold, own_cap
from unknot.plan.exercises import SUPINE
from unknot.plan.frame import Frame
from unknot.plan.plan import rested_on
from unknot.plan.session import LeftOut, Note, SessionPlan, Step, StepReason
from unknot.plan.spot_limits import SpotLimits, limits_at
from unknot.plan.steps import exercise_duration_s
from unknot.plan.words import NUMBER_WORDS, describe_rules

Change = Literal["leave_out", "earlier", "later", "gentler", "firmer", "shorter", "longer", "fewer", "more"]

# Which changes a step takes, by its kind; steps of other kinds stay as they are.
CHANGES: dict[str, tuple[Change, ...]] = {
    "press": ("gentler", "firmer", "shorter", "longer", "fewer", "more", "earlier", "later", "leave_out"),
    "stretch": ("shorter", "longer", "fewer", "more", "earlier", "later", "leave_out"),
}
# A hold changes by one slow breath.
HOLD_STEP_S = 10
# Level 5 is never planned.
MOST_LEVEL = 4

STAYS = "Breathing, warming up and the movement at the end stay: with them a session begins and ends gently."
CHANGED = StepReason(code="choice", text="Changed by you.")
LEFT_OUT = "You left it out yourself"
# The code of the note that nothing is pressed because of that, not because of a limit.
LEFT_OUT_BY_HAND = "left_out_by_hand"


class Edit(Value):
    """One change of one step; `step` is its key, as `step_key` writes it."""

    change: Change
    step: str


class EditRefused(BadInput):
    """A change that would go beyond a limit, or that a step does not take; the message says why."""


def step_key(step: Step) -> str:
    """Return the written form of a step, "id:side", or "id" for one without a side; it names one step of a plan."""
    return f"{step.id}:{step.side}" if step.side else step.id


def edit_plan(plan: SessionPlan, edit: Edit) -> SessionPlan:
    """Return a plan with one change.

    Parameters
    ----------
    plan
        A plan as `plan` made it, or as an earlier change left it.
    edit
        The change and the step that it is about.

    Returns
    -------
    SessionPlan
        Within the same limits and minutes; `total_s`, the points left out and the day of the next session follow.

    Raises
    ------
    EditRefused
        If the step does not exist, stays as it is, or the change would go beyond a limit; the message names the
        limit and the rule behind it.

    Examples
    --------
    >>> from unknot.plan import Edit
    >>> Edit(change="shorter", step="piriformis.medial:right").change
    'shorter'
    """
    number = next((place for place, step in enumerate(plan.steps) if step_key(step) == edit.step), None)
    if number is None:
        raise EditRefused(f"There is no step {edit.step!r} in this plan any more.")
    step = plan.steps[number]
    if edit.change not in CHANGES.get(step.kind, ()):
        raise EditRefused(STAYS if step.kind not in CHANGES else "A stretch has no pressure to change.")
    frame = Frame.of(plan.clearance, plan.wishes, plan.estimate)
    if edit.change == "leave_out":
        return _without(frame, plan, number)
    if edit.change in ("earlier", "later"):
        return _moved(plan, number, -1 if edit.change == "earlier" else 1)
    shape = _shape_press if step.kind == "press" else _shape_stretch
    changed = _marked(shape(frame, step, edit.change))
    steps = (*plan.steps[:number], changed, *plan.steps[number + 1 :])
    _check_whole(frame, steps)
    return _with_steps(frame, plan, steps)


def _without(frame: Frame, plan: SessionPlan, number: int) -> SessionPlan:
    step = plan.steps[number]
    steps = (*plan.steps[:number], *plan.steps[number + 1 :])
    left_out = plan.left_out
    if step.kind == "press" and step.side in ("left", "right"):
        left_out = (LeftOut(id=step.id, side=step.side, reason=LEFT_OUT), *left_out)
    return _with_steps(frame, plan.model_copy(update={"left_out": left_out}), steps)


def _moved(plan: SessionPlan, number: int, by: int) -> SessionPlan:
    """Return the plan with a step and its neighbour exchanged; what always stays in its place is no neighbour."""
    steps = list(plan.steps)
    other = number + by
    if not 0 <= other < len(steps) or steps[other].kind not in CHANGES:
        where = "first" if by < 0 else "last"
        raise EditRefused(f"It is the {where} one already. {STAYS}")
    steps[number], steps[other] = steps[other], steps[number]
    return plan.model_copy(update={"steps": tuple(steps)})


def _with_steps(frame: Frame, plan: SessionPlan, steps: tuple[Step, ...]) -> SessionPlan:
    is_pressed = any(step.kind == "press" for step in steps)
    # How much shorter than wished it was is no longer true.
    notes = tuple(note for note in plan.notes if note.code != "shorter")
    if not is_pressed and not any(note.code in ("no_pressing", LEFT_OUT_BY_HAND) for note in notes):
        notes = (*notes, Note(code=LEFT_OUT_BY_HAND, text="Nothing is pressed today: you left it out yourself."))
    return plan.model_copy(
        update={
            "steps": steps,
            "total_s": sum(step.duration_s for step in steps),
            "notes": notes,
            "next_session_from": rested_on(frame, is_pressed),
        }
    )


def _marked(step: Step) -> Step:
    return step if CHANGED in step.reasons else step.model_copy(update={"reasons": (*step.reasons, CHANGED)})


# ---------------------------------------------------------------- pressing
def _shape_press(frame: Frame, step: Step, change: Change) -> Step:
    technique = frame.data.techniques[step.technique or ""]
    spot = limits_at(frame, frame.atlas.trigger_points[step.id], step.side or "")
    shaped = _PRESS[change](frame, step, technique, spot)
    setup_s = frame.data.composition.setup_s
    duration_s = setup_s + shaped.reps * shaped.hold_s + (shaped.reps - 1) * shaped.rest_s
    return shaped.model_copy(update={"duration_s": duration_s})


def _gentler(frame: Frame, step: Step, technique: Technique, spot: SpotLimits) -> Step:
    """Lower the most pressure by a level and the most pain by one, as far as it is still this technique."""
    level, row = _level(step), _row(step, technique)
    highest = max(level[1] - 1, row.level[0])
    changed = {"pressure_level": (min(level[0], highest), highest), "pain": _less_pain(step, technique)}
    if changed == {"pressure_level": level, "pain": step.pain}:
        raise EditRefused(f"{technique.name} is not done gentler than this. You can leave the step out.")
    return step.model_copy(update=changed)


def _less_pain(step: Step, technique: Technique) -> tuple[int, int] | None:
    if step.pain is None:
        return None
    low, high = step.pain
    # A window squeezed to one value is no longer this technique.
    return (low, high - 1) if high - 1 > min(low, technique.dose.pain_nrs[0]) else (low, high)


def _firmer(frame: Frame, step: Step, technique: Technique, spot: SpotLimits) -> Step:
    """Raise the most pressure by a level and the most pain by one, as far as technique and limits go."""
    level, dose = _level(step), technique.dose
    highest = min(level[1] + 1, _row(step, technique).level[1], MOST_LEVEL)
    most_pain = min(step.pain[1] + 1, dose.pain_nrs[1], dose.pain_nrs_stop) if step.pain else 0
    allowed = min(highest, _or(spot.cap("max_pressure"), highest))
    allowed_pain = min(most_pain, _or(spot.cap("max_pain"), most_pain))
    if allowed <= level[1] and allowed_pain <= (step.pain[1] if step.pain else 0):
        # The technique itself was chosen to fit the limit, so the limit is told where it stands in the way as well.
        if level[1] >= _or(spot.cap("max_pressure"), MOST_LEVEL + 1):
            raise _limit_refused(frame, "max_pressure", spot)
        if step.pain and step.pain[1] >= _or(spot.cap("max_pain"), step.pain[1] + 1):
            raise _limit_refused(frame, "max_pain", spot)
        raise EditRefused(f"{technique.name} is not done firmer than this.")
    firmer = step.model_copy(
        update={
            "pressure_level": (level[0], max(level[1], allowed)),
            "pain": (step.pain[0], max(step.pain[1], allowed_pain)) if step.pain else None,
        }
    )
    hold_cap = _hold_caps(frame, firmer, technique, spot).get("max_hold_s")
    if hold_cap is not None and step.hold_s > hold_cap:
        raise _limit_refused(frame, "max_hold_s", spot, "Make the hold shorter first.")
    return firmer


def _shorter(frame: Frame, step: Step, technique: Technique, spot: SpotLimits) -> Step:
    low, _ = _hold_range(technique)
    # A limit may have cut the hold below what is usual; then only what does nothing is too short.
    shortest = low if step.hold_s > low else SHORTEST_HOLD_S
    if technique.hold_kind in BY_LENGTH:
        shortest = low
    hold_s = max(step.hold_s - HOLD_STEP_S, shortest)
    if hold_s >= step.hold_s:
        raise EditRefused(f"{technique.name} is not held shorter than {step.hold_s} seconds.")
    return step.model_copy(update={"hold_s": hold_s})


def _longer(frame: Frame, step: Step, technique: Technique, spot: SpotLimits) -> Step:
    _, high = _hold_range(technique)
    wanted = min(step.hold_s + HOLD_STEP_S, high, _longest_of_kind(frame, step, technique))
    caps = _hold_caps(frame, step, technique, spot)
    hold_s = min((wanted, *caps.values()))
    if hold_s <= step.hold_s:
        if wanted > step.hold_s:
            raise _limit_refused(frame, min(caps, key=lambda name: caps[name]), spot)
        raise EditRefused(f"{technique.name} is not held longer than {step.hold_s} seconds.")
    return step.model_copy(update={"hold_s": hold_s})


def _fewer(frame: Frame, step: Step, technique: Technique, spot: SpotLimits) -> Step:
    return _with_fewer(step)


def _more(frame: Frame, step: Step, technique: Technique, spot: SpotLimits) -> Step:
    _, most = hold_and_reps(frame, technique)
    most = min(most, len(frame.data.composition.relief_by_reps) - 1)
    more = step.model_copy(update={"reps": step.reps + 1})
    if more.reps > most or more.hold_s > _longest_of_kind(frame, more, technique):
        raise EditRefused(f"{technique.name} is not done more than {step.reps} times on a spot.")
    return more


_PRESS: Mapping[str, Callable[[Frame, Step, Technique, SpotLimits], Step]] = {
    "gentler": _gentler,
    "firmer": _firmer,
    "shorter": _shorter,
    "longer": _longer,
    "fewer": _fewer,
    "more": _more,
}


def _level(step: Step) -> tuple[int, int]:
    if step.pressure_level is None:
        raise EditRefused("This step has no pressure to change.")
    return step.pressure_level


def _row(step: Step, technique: Technique) -> LevelRow:
    """Return the row of the technique that a step follows; where several fit, the one that goes least far."""
    rows = [
        row
        for row in technique.levels
        if row.planned
        and step.applicator in row.applicators
        and (not row.positions or step.position in row.positions)
        and (not row.surface or row.surface == step.surface)
        and row.level[0] == _level(step)[0]
    ]
    if not rows:
        raise EditRefused("This step has no pressure to change.")
    return min(rows, key=lambda row: row.level[1])


def _hold_range(technique: Technique) -> tuple[int, int]:
    window = technique.dose.hold_s or technique.dose.set_s
    if window is None:
        raise EditRefused(f"{technique.name} is counted in strokes, so its length stays as it is.")
    return window


def _hold_caps(frame: Frame, step: Step, technique: Technique, spot: SpotLimits) -> dict[str, int]:
    """Return the limits that bind the hold of a step at its pressure, by name."""
    names = limits_of_hold(technique, _level(step)[1])
    return {name: cap for name in names if (cap := spot.cap(name)) is not None}


def _longest_of_kind(frame: Frame, step: Step, technique: Technique) -> int:
    """Return the cap of kinds of contact that no pressure limit shortens; percussion has one for the whole spot."""
    cap = own_cap(frame, technique)
    return cap // step.reps if technique.hold_kind == "percussion" else cap


def _or(cap: int | None, value: int) -> int:
    return value if cap is None else cap


def _limit_refused(frame: Frame, name: str, spot: SpotLimits, way_out: str = "") -> EditRefused:
    return _refused(frame, NUMBER_WORDS[name].format(spot.cap(name)), spot.rules(name), way_out)


def _refused(frame: Frame, limit: str, rules: Iterable[str], way_out: str = "") -> EditRefused:
    because = describe_rules(frame, rules) or "limits for every adult"
    return EditRefused(f"This is today's limit: {limit}, because of: {because}. {way_out}".strip())


# ---------------------------------------------------------------- stretching
def _shape_stretch(frame: Frame, step: Step, change: Change) -> Step:
    exercise = frame.data.exercises[step.id]
    if change == "fewer":
        shaped = _with_fewer(step, exercise.reps[0])
    elif change == "more":
        if step.reps >= exercise.reps[1]:
            raise EditRefused(f"{exercise.name} is not done more than {step.reps} times.")
        shaped = step.model_copy(update={"reps": step.reps + 1})
    else:
        shaped = step.model_copy(update={"hold_s": _stretch_hold_s(frame, step, exercise, change)})
    duration_s = exercise_duration_s(exercise, step.side or "", shaped.hold_s, shaped.reps, shaped.rest_s)
    return shaped.model_copy(update={"duration_s": duration_s})


def _stretch_hold_s(frame: Frame, step: Step, exercise: Exercise, change: Change) -> int:
    defaults = frame.screening.default_limits
    low, high = exercise.hold_s
    is_rest = exercise.kind in ("position", "breathing")
    high = min(high, defaults.max_rest_position_s if is_rest else defaults.max_stretch_hold_s)
    if change == "shorter":
        hold_s = max(step.hold_s - HOLD_STEP_S, low)
        if hold_s >= step.hold_s:
            raise EditRefused(f"{exercise.name} is not held shorter than {step.hold_s} seconds.")
        return hold_s
    hold_s = min(step.hold_s + HOLD_STEP_S, high)
    if hold_s <= step.hold_s:
        raise EditRefused(f"{exercise.name} is not held longer than {step.hold_s} seconds.")
    return hold_s


def _with_fewer(step: Step, least: int = 1) -> Step:
    if step.reps <= least:
        times = "once" if step.reps == 1 else f"{step.reps} times"
        raise EditRefused(f"It is done only {times} already. You can leave the step out.")
    return step.model_copy(update={"reps": step.reps - 1})


# ---------------------------------------------------------------- the whole session
def _check_whole(frame: Frame, steps: Sequence[Step]) -> None:
    """Refuse what the session as a whole does not hold: its minutes, those on the back, those on one place."""
    if sum(step.duration_s for step in steps) > frame.total_s:
        raise _minutes_refused(frame)
    most_min = frame.limits.global_.max_minutes_supine
    on_back_s = sum(step.duration_s for step in steps if step.position in SUPINE)
    if most_min is not None and on_back_s > 60 * most_min:
        rules = frame.limits.reasons.get("max_minutes_supine", ())
        raise _refused(frame, NUMBER_WORDS["max_minutes_supine"].format(most_min), rules)
    most_on_place = frame.screening.default_limits.max_minutes_region
    if max(_seconds_by_place(frame, steps).values(), default=0) > 60 * most_on_place:
        raise _refused(frame, f"one place is pressed at most {most_on_place} minutes", ())


def _minutes_refused(frame: Frame) -> EditRefused:
    minutes, limit = frame.total_s // 60, frame.limits.global_.max_minutes_session
    if minutes == frame.wishes.minutes:
        return EditRefused(f"Your {minutes} minutes are full. Make another step shorter, or wish for more minutes.")
    rules = frame.limits.reasons.get("max_minutes_session", ()) if limit == minutes else ()
    return _refused(frame, NUMBER_WORDS["max_minutes_session"].format(minutes), rules)


def _seconds_by_place(frame: Frame, steps: Sequence[Step]) -> dict[str, int]:
    seconds: dict[str, int] = {}
    for step in steps:
        if step.kind == "press":
            point: TriggerPoint = frame.atlas.trigger_points[step.id]
            for place in frame.places_at(point):
                seconds[place] = seconds.get(place, 0) + step.duration_s - frame.data.composition.setup_s
    return seconds
