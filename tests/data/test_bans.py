"""Every ban that the data can set is obeyed: without it a plan uses the banned thing, with it none does.

The table below says, for each thing, for whom and with what a plan uses it. What no plan ever uses stands by name in
`NEVER_PLANNED`, with the reason.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from tests.builders import TODAY, case
from unknot import SessionPlan, load_atlas
from unknot.plan import load_plan_data, plan
from unknot.plan.history import SessionHistory
from unknot.plan.session import Step
from unknot.screen import Limits, PlaceLimit, load_screen_data, merge
from unknot.treat import load_treat_data
from unknot_app.actions.planning import plan_session

Thing = tuple[str, str]

LIMIT_OF = {
    "tool": "no_tools",
    "action": "no_actions",
    "position": "avoid_positions",
    "surface": "avoid_surfaces",
}
LYING = {"prone", "supine_flat", "supine_hooklying", "supine_legs_raised", "supine_edge", "side_lying"}
EVERY_TOOL = (
    "hands",
    "ball_soft",
    "ball_firm",
    "hook_tool",
    "roller_foam",
    "roller_stick",
    "percussion_gun",
    "heat_pack",
    "cold_pack",
    "algometer_probe_1cm2",
)

# For whom and with what a plan uses the thing; what is not said is that of `tests.builders.case`.
OUTER_HIP = ("iliac_crest_side:right", "greater_trochanter:right")
USED_BY: dict[Thing, dict[str, Any]] = {
    ("tool", "thumb_single"): {"applicators": ["thumb_single"], "quiet_sessions": 3},
    ("tool", "thumbs_reinforced"): {"applicators": ["thumbs_reinforced"], "who": "therapist"},
    ("tool", "knuckle"): {"applicators": ["knuckle"], "quiet_sessions": 3},
    ("tool", "elbow"): {"applicators": ["elbow"], "who": "therapist", "minutes": 45},
    ("tool", "ball_soft"): {"applicators": ["ball_soft"]},
    ("tool", "ball_firm"): {"applicators": ["ball_firm"], "quiet_sessions": 3},
    ("tool", "hook_tool"): {"applicators": ["hook_tool"], "quiet_sessions": 3},
    ("tool", "roller_foam"): {"applicators": ["roller_foam"]},
    ("tool", "roller_stick"): {"applicators": ["roller_stick"]},
    ("tool", "percussion_gun"): {"applicators": ["percussion_gun"]},
    ("tool", "heat_pack"): {"applicators": ["heat_pack"], "pain_now": 9},
    ("tool", "oil"): {"who": "therapist", "minutes": 45},
    # Integrated inhibition, pin and stretch, and stretches; that a plan stretches is enough here.
    ("action", "stretch"): {"who": "therapist", "minutes": 45},
    ("action", "stretch_to_end_range"): {"who": "therapist", "minutes": 45},
    ("action", "lying_on_ball"): {"applicators": ["ball_soft"], "positions": ["supine_hooklying"]},
    ("action", "body_weight_pressure"): {"applicators": ["elbow"], "who": "therapist", "minutes": 45},
    ("action", "deep_knee_bend"): {"positions": ["hands_and_knees"]},
    ("action", "hip_deep_bend"): {"positions": ["supine_hooklying"]},
    ("action", "hip_cross_over"): {"places": OUTER_HIP, "positions": ["standing_supported"], "quiet_sessions": 3},
    ("action", "balance_exercise"): {"places": OUTER_HIP, "positions": ["standing_supported"], "quiet_sessions": 3},
    ("position", "prone"): {"who": "therapist", "positions": ["prone"], "minutes": 45},
    ("position", "supine_flat"): {"positions": ["supine_flat"]},
    ("position", "supine_hooklying"): {"positions": ["supine_hooklying"]},
    ("position", "supine_legs_raised"): {"positions": ["supine_legs_raised"]},
    ("position", "supine_edge"): {
        "places": ("thigh_front_mid:right", "thigh_front_lower:right"),
        "positions": ["supine_edge"],
        "applicators": ["hands", "roller_stick"],
    },
    ("position", "side_lying"): {"positions": ["side_lying"]},
    ("position", "standing"): {"positions": ["standing"], "pain_worse_with": ["bending_forward"]},
    ("position", "kneeling"): {
        "positions": ["kneeling"],
        "pain_worse_with": ["bending_forward"],
        "quiet_sessions": 3,
    },
    ("position", "hands_and_knees"): {"positions": ["hands_and_knees"]},
    ("surface", "floor"): {"applicators": ["ball_firm"], "positions": ["supine_hooklying"], "quiet_sessions": 3},
}

NEVER_PLANNED: dict[Thing, str] = {
    ("tool", "algometer_probe_1cm2"): "it measures and does not treat: no technique uses it",
    ("tool", "cold_pack"): "cold is advice beside a session: no technique uses it",
    ("tool", "electric_massager"): "never offered; people own it, so advice must be able to ban it",
    ("tool", "scented_product"): "never offered; every product of a plan is plain oil",
    ("tool", "latex"): "no plan asks for gloves or bands; the ban is advice to a therapist",
    ("tool", "magnet"): "no treatment of this project; devices in the body make it dangerous",
    ("tool", "tens"): "no treatment of this project; devices in the body make it dangerous",
    ("action", "traction"): "no technique pulls on the neck or back",
    ("action", "thrust"): "no technique cracks a joint",
    ("action", "walking_on_back"): "no technique has anybody stand or kneel on the back",
    ("action", "hip_turn_in"): "no exercise turns the hip in",
}

# Plans as different as possible, with every tool at hand.
VARIED: tuple[dict[str, Any], ...] = tuple(
    {"places": places, "who": who, "applicators": EVERY_TOOL, "minutes": minutes, "quiet_sessions": quiet}
    for who, minutes in (("self", 30), ("partner", 30), ("therapist", 60))
    for quiet in (0, 4)
    for places in (
        (),
        ("neck_back_upper:left", "occiput_upper:left", "neck_shoulder_angle:left"),
        ("thigh_back_mid:right", "calf_upper:right", "greater_trochanter:right"),
    )
)


def banned_in_the_data() -> set[Thing]:
    """Return everything that a rule, a danger zone, a plan rule or an unwanted effect can ban."""
    screening, vocabulary = load_screen_data(), load_screen_data().vocabulary
    effects: list[Any] = [rule.effect for rule in screening.contraindications.values()]
    zones: list[Any] = list(screening.danger_zones.values())
    events: list[Any] = [event.next for event in load_treat_data().events.values()]
    plan_rules: list[Any] = list(load_plan_data().plan_rules.values())
    tools = {name for one in (*effects, *zones, *events, *plan_rules) for name in one.no_tools}
    actions = {name for one in (*effects, *zones, *events) for name in one.no_actions}
    positions = {name for one in effects for name in one.avoid_positions}
    surfaces = {name for one in effects for name in one.avoid_surfaces}
    return {
        *(("tool", name) for name in vocabulary.expand_tools(frozenset(tools))),
        *(("action", name) for name in actions),
        *(("position", name) for name in vocabulary.expand_positions(frozenset(positions))),
        *(("surface", name) for name in surfaces),
    }


def made(wishes: dict[str, Any]) -> SessionPlan:
    changes = dict(wishes)
    made_plan = plan_session(case(*changes.pop("places", ()), **changes), TODAY)
    assert made_plan.clearance.session == "allowed"
    return made_plan


@cache
def plan_that_uses(thing: Thing) -> SessionPlan:
    return made(USED_BY[thing])


def again(first: SessionPlan, limits: Limits, **wishes: Any) -> SessionPlan:
    """Return the plan of the same case within further limits, with these wishes changed."""
    limited = first.clearance.model_copy(update={"limits": merge(first.clearance.limits, limits)})
    return plan(first.estimate, limited, first.wishes.model_copy(update=wishes))


def ban(thing: Thing, *, reason: str | None = "a_test") -> Limits:
    """Return limits that ban a thing everywhere."""
    limit, name = LIMIT_OF[thing[0]], thing[1]
    reasons = {f"{limit}.{name}": (reason,)} if reason else {}
    return Limits.model_validate({limit: (name,), "reasons": reasons})


def ban_in_all_places(thing: Thing) -> Limits:
    """Return limits that ban a tool or an action in each place, but not everywhere."""
    limit, name = LIMIT_OF[thing[0]], thing[1]
    places = load_atlas().places
    return Limits(
        places=tuple(PlaceLimit.model_validate({"region": place, limit: (name,)}) for place in places),
        reasons={f"{place}.{limit}.{name}": ("a_test",) for place in places},
    )


def users(found: SessionPlan, thing: Thing) -> list[Step]:
    """Return the steps of a plan that use a thing."""
    return [step for step in found.steps if _uses(step, *thing)]


def _uses(step: Step, kind: str, name: str) -> bool:
    if kind == "tool":
        return step.applicator == name or name in step.products
    if kind == "position":
        return step.position == name
    if kind == "surface":
        return step.surface == name
    return _is_action(step, name)


def _is_action(step: Step, name: str) -> bool:
    action, data = load_screen_data().vocabulary.actions[name], load_plan_data()
    exercise = data.exercises.get(step.id)
    if exercise is not None:
        return exercise.kind in action.exercise_kinds or bool(set(exercise.load) & set(action.loads))
    if step.technique in action.techniques:
        return True
    if step.kind != "press":
        return False
    names_rows = {name, *action.level_rows}
    if names_rows & set(_rows_of(step)):
        return True
    is_ball = step.applicator in ("ball_soft", "ball_firm")
    if "lying_on_ball" in names_rows and is_ball and step.position in LYING and step.surface in ("bed", "floor"):
        return True
    level = step.pressure_level or (0, 0)
    return step.position == "prone" and step.applicator in action.applicators_when_prone and level[1] >= 4


def _rows_of(step: Step) -> list[str]:
    """Return the actions of the rows of the technique's levels that the step follows."""
    return [
        row.action
        for row in load_plan_data().techniques[str(step.technique)].levels
        if step.applicator in row.applicators
        and (not row.positions or step.position in row.positions)
        and row.surface in ("", step.surface)
        and row.planned
        and row.action
    ]


def named(thing: Thing) -> str:
    return ".".join(thing)


def test_every_ban_in_the_data_is_tried_here_or_named_as_never_planned():
    banned = banned_in_the_data()

    assert banned - USED_BY.keys() - NEVER_PLANNED.keys() == set()
    assert USED_BY.keys() - banned == set(), "no rule bans these any more"
    assert not USED_BY.keys() & NEVER_PLANNED.keys()


@pytest.mark.parametrize("thing", USED_BY, ids=named)
def test_without_a_ban_the_thing_is_used(thing):
    assert users(plan_that_uses(thing), thing)


@pytest.mark.parametrize("thing", USED_BY, ids=named)
def test_a_ban_takes_the_thing_out_of_the_plan(thing):
    assert users(again(plan_that_uses(thing), ban(thing)), thing) == []


@pytest.mark.parametrize("thing", USED_BY, ids=named)
def test_a_ban_holds_when_every_tool_and_position_is_there(thing):
    quiet = SessionHistory(quiet_sessions=4)
    found = again(plan_that_uses(thing), ban(thing), applicators=EVERY_TOOL, positions=(), history=quiet)

    assert found.steps
    assert users(found, thing) == []


@pytest.mark.parametrize("thing", USED_BY, ids=named)
def test_a_ban_holds_even_when_nobody_says_which_rule_set_it(thing):
    assert users(again(plan_that_uses(thing), ban(thing, reason=None)), thing) == []


@pytest.mark.parametrize("thing", [one for one in USED_BY if one[0] in ("tool", "action")], ids=named)
def test_a_ban_in_every_place_takes_the_thing_out_of_the_plan(thing):
    assert users(again(plan_that_uses(thing), ban_in_all_places(thing)), thing) == []


@pytest.mark.parametrize("ball", ["ball_soft", "ball_firm"])
def test_another_technique_is_no_way_round_the_ban_on_lying_on_a_ball(ball):
    lying = made({"applicators": [ball], "positions": ["side_lying"], "quiet_sessions": 3})

    assert users(lying, ("action", "lying_on_ball"))
    assert users(again(lying, ban(("action", "lying_on_ball"))), ("action", "lying_on_ball")) == []


def test_what_is_banned_leaves_the_rest_of_the_session():
    rest = again(plan_that_uses(("tool", "percussion_gun")), ban(("tool", "percussion_gun")))

    assert {step.kind for step in rest.steps} >= {"breathe", "stretch", "retest"}


def test_what_is_never_planned_is_in_no_plan_with_every_tool_at_hand():
    plans = [made(wishes) for wishes in VARIED]

    assert all(any(step.kind == "press" for step in one.steps) for one in plans)
    assert {named(thing) for one in plans for thing in NEVER_PLANNED if users(one, thing)} == set()


def test_what_is_never_planned_stays_out_when_it_is_the_only_tool_at_hand():
    only = [name for kind, name in NEVER_PLANNED if kind == "tool" and name in load_plan_data().applicators]
    plans = [
        made({"applicators": [name], "who": who, "minutes": 45}) for name in only for who in ("self", "therapist")
    ]

    assert sorted(only) == ["algometer_probe_1cm2", "cold_pack", "electric_massager"]
    assert [step for one in plans for step in one.steps if step.applicator or step.products] == []


def test_what_is_never_offered_is_among_what_is_never_planned():
    vocabulary = load_screen_data().vocabulary
    tools = {("tool", tool.id) for tool in vocabulary.tools.values() if not tool.offered}
    actions = {("action", action.id) for action in vocabulary.actions.values() if not action.offered}

    assert tools | actions <= NEVER_PLANNED.keys()
