"""Changing how a spot is pressed: gentler or firmer, shorter or longer, fewer or more times."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from unknot.plan.data.techniques import LevelRow, Technique
from unknot.plan.editing.by_hand import HOLD_STEP_S, Change, EditRefused, limit_refused, with_fewer
from unknot.plan.frame import Frame
from unknot.plan.pressing.dose import BY_LENGTH, SHORTEST_HOLD_S, hold_and_reps, limits_of_hold, own_cap
from unknot.plan.session import Step
from unknot.plan.spot_limits import SpotLimits, limits_at

# Level 5 is never planned.
MOST_LEVEL = 4


def shape_press(frame: Frame, step: Step, change: Change) -> Step:
    """Return a step that presses, with one change inside the limits of its spot."""
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
            raise limit_refused(frame, "max_pressure", spot)
        if step.pain and step.pain[1] >= _or(spot.cap("max_pain"), step.pain[1] + 1):
            raise limit_refused(frame, "max_pain", spot)
        raise EditRefused(f"{technique.name} is not done firmer than this.")
    firmer = step.model_copy(
        update={
            "pressure_level": (level[0], max(level[1], allowed)),
            "pain": (step.pain[0], max(step.pain[1], allowed_pain)) if step.pain else None,
        }
    )
    hold_cap = _hold_caps(frame, firmer, technique, spot).get("max_hold_s")
    if hold_cap is not None and step.hold_s > hold_cap:
        raise limit_refused(frame, "max_hold_s", spot, "Make the hold shorter first.")
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
            raise limit_refused(frame, min(caps, key=lambda name: caps[name]), spot)
        raise EditRefused(f"{technique.name} is not held longer than {step.hold_s} seconds.")
    return step.model_copy(update={"hold_s": hold_s})


def _fewer(frame: Frame, step: Step, technique: Technique, spot: SpotLimits) -> Step:
    return with_fewer(step)


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
