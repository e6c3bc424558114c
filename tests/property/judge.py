"""A second opinion on plans: what in a plan breaks the limits, judged from the clearance and the facts alone.

Nothing of `unknot.plan` is used but its data and the plan itself: the limits at a spot, the bans on actions and the
wishes are read anew here. Each fault is a sentence; a plan that keeps to its limits has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from math import ceil

from unknot.body import TriggerPoint, load_atlas, places_of
from unknot.plan import SessionPlan, Step, load_plan_data
from unknot.plan.data.techniques import LevelRow
from unknot.screen import PlaceLimit, load_screen_data

SUPINE = {"supine_flat", "supine_hooklying", "supine_legs_raised", "supine_edge"}
# Kinds of contact that stay on one spot.
STILL = {"pressure", "ease_position", "slow_release"}


def faults_of(plan: SessionPlan) -> list[str]:
    """Return everything in a plan that its clearance, its wishes or the facts forbid."""
    if plan.clearance.session != "allowed":
        return ["steps without an allowed clearance"] if plan.steps or plan.total_s else []
    faults = list(_of_the_whole(plan))
    for step in plan.steps:
        where = f"{step.kind} {step.id}:{step.side} ({step.technique} with {step.applicator}, {step.position}): "
        faults += [where + fault for fault in _of_any_step(plan, step)]
        if step.kind == "press":
            faults += [where + fault for fault in _of_press(plan, step)]
        elif step.technique is not None:
            faults += [where + fault for fault in _of_treatment(plan, step)]
        elif step.id in load_plan_data().exercises:
            faults += [where + fault for fault in _of_exercise(plan, step)]
    return faults


def pressed(plan: SessionPlan) -> list[Step]:
    return [step for step in plan.steps if step.kind == "press"]


def _of_the_whole(plan: SessionPlan) -> Iterable[str]:
    limits, wishes = plan.clearance.limits.global_, plan.wishes
    if plan.total_s != sum(step.duration_s for step in plan.steps):
        yield "total_s is not the sum of its steps"
    if plan.total_s > 60 * wishes.minutes:
        yield f"{plan.total_s} s are more than the {wishes.minutes} minutes wished for"
    if limits.max_minutes_session is not None and plan.total_s > 60 * limits.max_minutes_session:
        yield f"{plan.total_s} s are more than {limits.max_minutes_session} minutes"
    if limits.max_points is not None and len(pressed(plan)) > limits.max_points:
        yield f"{len(pressed(plan))} points are more than {limits.max_points}"
    if len({(step.id, step.side) for step in pressed(plan)}) != len(pressed(plan)):
        yield "a point is pressed twice"
    on_back_s = sum(step.duration_s for step in plan.steps if step.position in SUPINE)
    if limits.max_minutes_supine is not None and on_back_s > 60 * limits.max_minutes_supine:
        yield f"{on_back_s} s on the back are more than {limits.max_minutes_supine} minutes"
    last = wishes.history.last_session_date
    if last is not None and pressed(plan):
        rested_on = last + timedelta(days=ceil((limits.rest_hours or 0) / 24))
        if plan.clearance.as_of < rested_on:
            yield f"pressed on {plan.clearance.as_of}, to be rested until {rested_on}"
    atlas, most_min = load_atlas(), load_screen_data().default_limits.max_minutes_region
    for place in atlas.places.values():
        inside = [step for step in pressed(plan) if place.id in names_of(atlas.trigger_points[step.id])]
        if sum(step.reps * step.hold_s for step in inside) > 60 * most_min:
            yield f"{place.id} is pressed for more than {most_min} minutes"


def _of_any_step(plan: SessionPlan, step: Step) -> Iterable[str]:
    limits, wishes = plan.clearance.limits, plan.wishes
    vocabulary = load_screen_data().vocabulary
    if step.position in limits.avoid_positions:
        yield f"position {step.position} is to be avoided"
    if step.position is not None and wishes.positions and step.position not in wishes.positions:
        yield f"position {step.position} was not offered"
    if step.surface in limits.avoid_surfaces:
        yield f"surface {step.surface} is to be avoided"
    if step.position is not None and (
        step.position not in vocabulary.positions or step.surface not in vocabulary.surfaces
    ):
        yield f"position {step.position} on {step.surface} has no name"
    quiet = load_screen_data().default_limits.self_floor_after_quiet_sessions
    if step.surface == "floor" and wishes.who != "therapist" and wishes.history.quiet_sessions < quiet:
        yield "on the floor before enough quiet sessions"
    if step.applicator is not None:
        yield from _of_applicator(plan, step, step.applicator)
    if step.pain is not None and limits.global_.max_pain is not None and step.pain[1] > limits.global_.max_pain:
        yield f"pain up to {step.pain[1]} is more than {limits.global_.max_pain}"
    if step.pressure_level is not None and not 0 <= step.pressure_level[0] <= step.pressure_level[1] <= 4:
        yield f"pressure {step.pressure_level} is no window of 0 to 4"
    if step.pain is not None and not 0 <= step.pain[0] <= step.pain[1]:
        yield f"pain {step.pain} is no window"


def _of_applicator(plan: SessionPlan, step: Step, name: str) -> Iterable[str]:
    data, wishes = load_plan_data(), plan.wishes
    applicator = data.applicators[name]
    is_body = applicator.contact_cm2 is not None and name in (
        "thumb_single",
        "thumbs_reinforced",
        "fingers_supported",
        "pincer_grip",
        "knuckle",
        "elbow",
        "forearm",
        "heel_of_hand",
        "palms",
    )
    if name not in wishes.applicators and not (is_body and "hands" in wishes.applicators):
        yield f"{name} is not at hand"
    if not applicator.offered:
        yield f"{name} is never offered"
    extra = data.plan_rules["partner"].extra_applicators if wishes.who == "partner" else ()
    role = "therapist" if wishes.who == "therapist" else "self"
    if role not in applicator.who and name not in extra:
        yield f"{name} is not for {wishes.who}"
    if step.technique is not None and role not in data.techniques[step.technique].who:
        yield f"{step.technique} is not for {wishes.who}"
    for tool in (name, *step.products):
        if tool in plan.clearance.limits.no_tools:
            yield f"{tool} is banned"


# ---------------------------------------------------------------- pressing
def names_of(point: TriggerPoint) -> set[str]:
    """Return every place that a point lies in, by its region or by its exact position."""
    atlas = load_atlas()
    by_region = {place.id for place in atlas.places.values() if point.region in place.regions}
    return by_region | set(places_of(atlas, point))


def limits_at(plan: SessionPlan, point: TriggerPoint, side: str | None) -> list[PlaceLimit]:
    """Return the limits of places that bind at a point: those of danger zones by the exact zone, others by both."""
    exact, names = set(places_of(load_atlas(), point)), names_of(point)
    return [
        limit
        for limit in plan.clearance.limits.places
        if limit.region in (exact if limit.exact else names) and limit.side in (None, side)
    ]


def _lowest(values: Iterable[int | None]) -> int | None:
    return min((value for value in values if value is not None), default=None)


def _of_press(plan: SessionPlan, step: Step) -> Iterable[str]:
    point, limits, who = load_atlas().trigger_points[step.id], plan.clearance.limits, plan.wishes.who
    here = limits_at(plan, point, step.side)
    technique = load_plan_data().techniques[step.technique or ""]
    if step.side not in ("left", "right") or step.region != point.region or step.pressure_level is None:
        yield "side, region or level is missing"
        return
    if who not in point.who or (limits.global_.who == "therapist" and who != "therapist"):
        yield f"{who} may not press it"
    cap = _lowest((limits.global_.max_pressure, *(limit.max_pressure for limit in here)))
    if cap is not None and step.pressure_level[1] > cap:
        yield f"pressure {step.pressure_level} is more than {cap}"
    pain = _lowest((limits.global_.max_pain, *(limit.max_pain for limit in here), technique.dose.pain_nrs_stop))
    if step.pain is not None and pain is not None and step.pain[1] > pain:
        yield f"pain up to {step.pain[1]} is more than {pain}"
    hold = _lowest((limits.global_.max_hold_s, *(limit.max_hold_s for limit in here)))
    if technique.hold_kind == "pressure" and step.pressure_level[1] >= 3 and hold is not None and step.hold_s > hold:
        yield f"held {step.hold_s} s, at most {hold} s at level 3 and above"
    still = _lowest((limits.global_.max_still_s, *(limit.max_still_s for limit in here)))
    if technique.hold_kind in STILL and still is not None and step.hold_s > still:
        yield f"still for {step.hold_s} s, at most {still} s"
    yield from _of_own_caps(step, technique.hold_kind)
    for tool in (step.applicator, *step.products):
        if any(tool in limit.no_tools for limit in here):
            yield f"{tool} is banned here"
    banned = {*limits.no_actions, *(action for limit in here for action in limit.no_actions)}
    yield from _of_actions(step, banned)
    yield from _of_spine(plan, step, point)


def _of_own_caps(step: Step, hold_kind: str) -> Iterable[str]:
    caps = load_screen_data().default_limits
    own = {"ease_position": caps.max_ease_position_s, "slow_release": caps.max_slow_release_s}
    if step.hold_s > own.get(hold_kind, step.hold_s):
        yield f"held {step.hold_s} s, at most {own[hold_kind]} s"
    if hold_kind == "percussion" and step.reps * step.hold_s > 60 * caps.max_minutes_percussion_per_spot:
        yield f"percussion of {step.reps * step.hold_s} s on one spot"


def rows_of(step: Step) -> list[LevelRow]:
    """Return the rows of the technique that a step may stand for."""
    return [
        row
        for row in load_plan_data().techniques[step.technique or ""].levels
        if row.planned
        and step.applicator in row.applicators
        and (not row.positions or step.position in row.positions)
        and (not row.surface or step.surface == row.surface)
    ]


def _of_actions(step: Step, banned: Collection[str]) -> Iterable[str]:
    rows = rows_of(step)
    if not any(row.level[0] == (step.pressure_level or (-1,))[0] for row in rows):
        yield f"no row of the technique has level {step.pressure_level}"
    for name in banned:
        action = load_screen_data().vocabulary.actions[name]
        if step.technique in action.techniques:
            yield f"{name} is banned"
        if rows and all(row.action in (name, *action.level_rows) and row.action for row in rows):
            yield f"{name} is banned"
        level = (step.pressure_level or (0, 0))[1]
        if step.position == "prone" and step.applicator in action.applicators_when_prone and level >= 4:
            yield f"{name} is banned"


def _of_spine(plan: SessionPlan, step: Step, point: TriggerPoint) -> Iterable[str]:
    """Untrained hands keep hard points 30 mm away from the middle line of the spine."""
    spine, vocabulary = load_screen_data().danger_zones["spine_bones"], load_screen_data().vocabulary
    landmarks = load_atlas().landmarks
    start = landmarks[point.position.anchor[0]]
    end = landmarks[point.position.anchor[-1]]
    out_mm = start.lateral_mm + point.position.fraction * (end.lateral_mm - start.lateral_mm)
    up_mm = start.up_mm + point.position.fraction * (end.up_mm - start.up_mm)
    out_mm, up_mm = out_mm + point.position.lateral_mm, up_mm + point.position.up_mm
    beside_spine = landmarks["sacral_hiatus"].up_mm <= up_mm <= landmarks["c2_spinous"].up_mm
    is_near = point.view == "back" and beside_spine and out_mm < (spine.self_hard_point_half_width_mm or 0)
    is_hard = step.applicator in vocabulary.tool_classes["hard_points"].members
    if plan.wishes.who != "therapist" and is_near and is_hard:
        yield f"a hard point {out_mm:.0f} mm from the middle line of the spine"


# ---------------------------------------------------------------- warming up and stretching
def _of_treatment(plan: SessionPlan, step: Step) -> Iterable[str]:
    """Judge opening strokes and heat by the regions that the step names as its only ones."""
    atlas, limits = load_atlas(), plan.clearance.limits
    first = next((line for line in step.how if line.startswith("Only here: ")), "")
    names = set(first.removeprefix("Only here: ").rstrip(".").split("; "))
    regions = {region.id for region in atlas.regions.values() if region.name in names}
    if not regions or step.region not in regions:
        yield "it does not say where"
    for place in atlas.places.values():
        if regions & set(place.regions):
            for limit in (one for one in limits.places if one.region == place.id and not one.exact):
                if step.applicator in limit.no_tools:
                    yield f"{step.applicator} is banned in {place.id}"
                if limit.max_pressure is not None and (step.pressure_level or (0, 0))[1] > limit.max_pressure:
                    yield f"pressure {step.pressure_level} is more than {limit.max_pressure} in {place.id}"
    cap = limits.global_.max_pressure
    if cap is not None and (step.pressure_level or (0, 0))[1] > cap:
        yield f"pressure {step.pressure_level} is more than {cap}"
    if any(step.technique in load_screen_data().vocabulary.actions[name].techniques for name in limits.no_actions):
        yield "its action is banned"
    if step.technique == "heat_before" and step.hold_s > load_screen_data().default_limits.max_heat_s:
        yield f"heat for {step.hold_s} s"


def _of_exercise(plan: SessionPlan, step: Step) -> Iterable[str]:
    data, limits, answers = load_plan_data(), plan.clearance.limits, plan.clearance.answers
    exercise, vocabulary = data.exercises[step.id], load_screen_data().vocabulary
    named = {exercise.position}
    if exercise.position in vocabulary.position_classes:
        named = set(vocabulary.position_classes[exercise.position].members)
    if step.position not in named or step.surface not in exercise.surfaces:
        yield f"not in the position and on the surface of the exercise: {step.position} on {step.surface}"
    here = [limit for limit in limits.places if limit.region in exercise.places and not limit.exact]
    for name in {*limits.no_actions, *(action for limit in here for action in limit.no_actions)}:
        action = vocabulary.actions[name]
        if exercise.kind in action.exercise_kinds or set(exercise.load) & set(action.loads):
            yield f"{name} is banned"
    if step.id in data.not_if and data.not_if[step.id].holds(answers):
        yield "the answers rule it out"
    if exercise.kind == "static_stretch" and step.hold_s > load_screen_data().default_limits.max_stretch_hold_s:
        yield f"stretched for {step.hold_s} s"
