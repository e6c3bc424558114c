"""The limits that planning itself sets, beside those of the clearance.

They come from the rules for the complaint and for who presses, from earlier sessions, from what was agreed to, and
from care: people begin gently, and press little where something graver looks alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from unknot.locate import Estimate
from unknot.plan.adjust import limits_after
from unknot.plan.data import load_plan_data
from unknot.plan.data.plan_rules import PlanRule
from unknot.plan.session import Wishes
from unknot.screen import Clearance, Limits, load_screen_data
from unknot.screen.consent import limits_agreed
from unknot.screen.limits import Key, everywhere, put_together

FIRST_SESSIONS, GRAVE_RIVAL, NERVE_LIKELY = "first_sessions", "grave_rival", "nerve_likely"
# Stands for the rule of a limit that names none.
UNNAMED = "limits"


def own_limits(clearance: Clearance, wishes: Wishes, estimate: Estimate | None) -> Iterator[Limits]:
    """Yield the limits of earlier sessions, of consent, of a gentle start, and of what may be behind the pain."""
    yield from limits_after(wishes.history.adjustment)
    if wishes.agreed:
        yield from limits_agreed(wishes.agreed)
    if wishes.history.quiet_sessions == 0:
        yield from _limits_of_a_start(clearance, wishes)
    if estimate:
        yield from _limits_by_estimate(estimate)


def _limits_of_a_start(clearance: Clearance, wishes: Wishes) -> Iterator[Limits]:
    data, start = load_plan_data(), clearance.limits.global_.start_pressure
    if wishes.who != "therapist":
        yield _limits(FIRST_SESSIONS, {everywhere("max_pressure"): data.composition.first_sessions_max_pressure})
    if start is not None:
        for rule in clearance.limits.reasons.get("start_pressure", (UNNAMED,)):
            yield _limits(rule, {everywhere("max_pressure"): start})
    for cause in causes_of(clearance):
        change = data.cause_advice[cause].plan
        wanted = {"max_pressure": change.get("start_pressure"), "max_points": change.get("max_points_first_session")}
        yield _limits(f"cause.{cause}", _numbers_everywhere(wanted))


def causes_of(clearance: Clearance) -> tuple[str, ...]:
    """Return what set the pain off, as far as somebody said."""
    answered = clearance.answers.value("pain_cause")
    return answered if isinstance(answered, tuple) else ()


def _limits_by_estimate(estimate: Estimate) -> Iterator[Limits]:
    composition = load_plan_data().composition
    if grave_share(estimate) >= composition.grave_rival_from:
        left_out = {Key(place, None, "max_pressure"): 0 for place in composition.grave_rival_leaves_out}
        yield _limits(GRAVE_RIVAL, {everywhere("max_pressure"): composition.grave_rival_max_pressure, **left_out})
    if estimate.families.get("nerve", 0.0) >= composition.nerve_told_from:
        yield _limits(NERVE_LIKELY, {everywhere("max_points"): composition.nerve_max_points})


def grave_share(estimate: Estimate) -> float:
    """Return the largest probability of a rival that would need a doctor the same day or at once."""
    grave = (one.probability for one in estimate.candidates if one.urgency in ("same_day", "emergency_now"))
    return max(grave, default=0.0)


def limits_of_rule(rule: PlanRule) -> Limits:
    """Return what a plan rule limits: everywhere, or in the places of its complaint."""
    limits = dict(_limits_everywhere(rule) if rule.everywhere else _limits_in_places(rule))
    limits |= {Key(place, None, "max_pressure"): 0 for place in rule.never}
    if rule.rest_hours is not None:
        limits[everywhere("rest_hours")] = rule.rest_hours
    return _limits(f"plan_rule.{rule.id}", limits)


def _limits_everywhere(rule: PlanRule) -> Iterator[tuple[Key, Any]]:
    numbers = {"max_pressure": rule.max_level, "max_pain": rule.max_pain, "max_hold_s": rule.max_hold_s}
    yield from _numbers_everywhere(numbers).items()
    for tool in _banned_tools(rule):
        yield Key("", None, "no_tools", tool), True


def _limits_in_places(rule: PlanRule) -> Iterator[tuple[Key, Any]]:
    for place in rule.places:
        yield Key(place, None, "max_pressure"), rule.max_level_in.get(place, rule.max_level)
        if rule.max_hold_s is not None:
            yield Key(place, None, "max_hold_s"), rule.max_hold_s
    for place in rule.no_tools_in:
        for tool in _banned_tools(rule):
            yield Key(place, None, "no_tools", tool), True


def _banned_tools(rule: PlanRule) -> Iterable[str]:
    return load_screen_data().vocabulary.expand_tools(frozenset(rule.no_tools))


def _numbers_everywhere(numbers: Mapping[str, int | None]) -> dict[Key, Any]:
    return {everywhere(name): value for name, value in numbers.items() if value is not None}


def _limits(rule: str, values: Mapping[Key, Any]) -> Limits:
    return put_together({key: (value, frozenset((rule,))) for key, value in values.items()})
