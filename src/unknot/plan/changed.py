"""What changes against the last session, and why, in sentences for the person."""

from __future__ import annotations

from collections.abc import Iterable

from unknot.body import Atlas, load_atlas
from unknot.plan.frame import Frame
from unknot.plan.history import SEE_SOMEONE, Consequence
from unknot.plan.session import Note
from unknot.screen import load_screen_data


def history_notes(frame: Frame) -> list[Note]:
    """Return whether to see someone first, and each change against last time with its reason; gravest first."""
    adjustment = frame.wishes.history.adjustment
    notes: list[Note] = []
    if adjustment.action in SEE_SOMEONE:
        notes += [Note(code="see_someone_first", text=text, rule=adjustment.action) for text in adjustment.reasons]
    for what, because, rule in describe_changes(adjustment.consequences):
        notes.append(Note(code="changed", text=f"{what}, because {because}.", rule=rule))
    return notes


def describe_changes(consequences: Iterable[Consequence]) -> Iterable[tuple[str, str, str]]:
    """Yield what changes, why, and the rule; rules that change the same are told as one, with all their reasons."""
    # What changes at single spots is nearer to people than what changes everywhere.
    changes = sorted((one for one in consequences if one.is_change), key=lambda one: one.is_everywhere)
    by_rule: dict[str, list[str]] = {}
    for one in changes:
        by_rule.setdefault(one.rule, []).extend(_what(one))
    reasons = {one.rule: one.because for one in changes}
    same: dict[tuple[str, ...], list[str]] = {}
    for rule, what in by_rule.items():
        if what:
            same.setdefault(tuple(dict.fromkeys(what)), []).append(rule)
    for changed, rules in same.items():
        yield _joined(changed), _joined(dict.fromkeys(reasons[rule] for rule in rules)), rules[0]


def _what(consequence: Consequence) -> Iterable[str]:
    """Yield what a consequence changes, in a few words each."""
    atlas = load_atlas()
    where = _where(atlas, consequence)
    if consequence.has_had_its_turn:
        yield f"other spots before {where}"
    elif consequence.max_level == 0 or consequence.rest_until:
        yield f"no pressing on {where}" if where else "no pressing"
    elif consequence.max_level is not None:
        yield f"a lighter press on {where}" if where else f"pressure at most {consequence.max_level} of 5"
    elif consequence.max_hold_s is not None:
        yield f"shorter holds on {where}" if where else "shorter holds"
    if consequence.max_points is not None:
        yield "one spot only" if consequence.max_points == 1 else f"at most {consequence.max_points} spots"
    if consequence.max_minutes_session is not None:
        yield f"at most {consequence.max_minutes_session} minutes"
    if (consequence.rest_hours or 0) > load_screen_data().default_limits.rest_hours:
        yield f"{consequence.rest_hours} hours of rest between"
    if consequence.rise_slowly_min is not None:
        yield f"{consequence.rise_slowly_min} minutes sitting before you stand up"
    if consequence.no_tools:
        yield f"without {' or '.join(name.replace('_', ' ') for name in consequence.no_tools)}"
    if consequence.no_actions:
        yield "no stretch to the end"


def _where(atlas: Atlas, consequence: Consequence) -> str:
    if consequence.spot:
        point_id, side = consequence.spot.split(":")
        point = atlas.trigger_points.get(point_id)
        return f"the {atlas.muscles[point.muscle].common_name}, {side}" if point else "a spot"
    if consequence.regions:
        pairs = (name.split(":") for name in consequence.regions)
        return "; ".join(f"{atlas.regions[region].name}, {side}".lower() for region, side in pairs)
    return ", ".join(atlas.places[place].name for place in consequence.places)


def _joined(parts: Iterable[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
