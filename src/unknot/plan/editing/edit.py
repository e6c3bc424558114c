"""Changing a plan by hand, always inside the limits.

A person may know better than any plan what they like, and may shape a session: leave a step out, move it, take it
gentler or firmer, hold it shorter or longer, do it fewer or more times. What they may not do is go beyond a limit.
Nor can they lose by accident what makes a session begin and end gently: breathing, warming up, the movement at the
end and the rules for stopping stay. What is refused says which limit stands, and which rule is behind it.
"""

from __future__ import annotations

from collections.abc import Sequence

from unknot.knowledge import Value
from unknot.plan.editing.by_hand import Change, EditRefused, refused
from unknot.plan.editing.press import shape_press
from unknot.plan.editing.stretch import shape_stretch
from unknot.plan.exercises import SUPINE
from unknot.plan.frame import Frame
from unknot.plan.plan import rested_on
from unknot.plan.session import LeftOut, Note, SessionPlan, Step, StepReason
from unknot.plan.words import NUMBER_WORDS

# Which changes a step takes, by its kind; steps of other kinds stay as they are.
CHANGES: dict[str, tuple[Change, ...]] = {
    "press": ("gentler", "firmer", "shorter", "longer", "fewer", "more", "earlier", "later", "leave_out"),
    "stretch": ("shorter", "longer", "fewer", "more", "earlier", "later", "leave_out"),
}

STAYS = "Breathing, warming up and the movement at the end stay: with them a session begins and ends gently."
CHANGED = StepReason(code="choice", text="Changed by you.")
LEFT_OUT = "You left it out yourself"
# The code of the note that nothing is pressed because of that, not because of a limit.
LEFT_OUT_BY_HAND = "left_out_by_hand"


class Edit(Value):
    """One change of one step; `step` is its key, as `step_key` writes it."""

    change: Change
    step: str


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
    shape = shape_press if step.kind == "press" else shape_stretch
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


def _check_whole(frame: Frame, steps: Sequence[Step]) -> None:
    """Refuse what the session as a whole does not hold: its minutes, those on the back, those on one place."""
    if sum(step.duration_s for step in steps) > frame.total_s:
        raise _minutes_refused(frame)
    most_min = frame.limits.global_.max_minutes_supine
    on_back_s = sum(step.duration_s for step in steps if step.position in SUPINE)
    if most_min is not None and on_back_s > 60 * most_min:
        rules = frame.limits.reasons.get("max_minutes_supine", ())
        raise refused(frame, NUMBER_WORDS["max_minutes_supine"].format(most_min), rules)
    most_on_place = frame.screening.default_limits.max_minutes_region
    if max(_seconds_by_place(frame, steps).values(), default=0) > 60 * most_on_place:
        raise refused(frame, f"one place is pressed at most {most_on_place} minutes", ())


def _minutes_refused(frame: Frame) -> EditRefused:
    minutes, limit = frame.total_s // 60, frame.limits.global_.max_minutes_session
    if minutes == frame.wishes.minutes:
        return EditRefused(f"Your {minutes} minutes are full. Make another step shorter, or wish for more minutes.")
    rules = frame.limits.reasons.get("max_minutes_session", ()) if limit == minutes else ()
    return refused(frame, NUMBER_WORDS["max_minutes_session"].format(minutes), rules)


def _seconds_by_place(frame: Frame, steps: Sequence[Step]) -> dict[str, int]:
    seconds: dict[str, int] = {}
    for step in steps:
        if step.kind == "press":
            for place in frame.places_at(frame.atlas.trigger_points[step.id]):
                seconds[place] = seconds.get(place, 0) + step.duration_s - frame.data.composition.setup_s
    return seconds
