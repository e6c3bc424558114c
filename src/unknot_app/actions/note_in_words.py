"""A therapist's note, drafted from the record: what was said, what was done, what it means, what comes next.

Every number in it stands in the record, in the plan that was followed, or in the answers after earlier sessions. It
is a draft: whoever signs it has read it, changed it, and answers for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from unknot.body import load_atlas
from unknot.plan import SessionHistory, describe_changes, load_plan_data
from unknot.screen import load_screen_data
from unknot.treat import Feelings, PastSession, PlannedStep, Reaction, SessionRecord, level_used, load_treat_data
from unknot_app.actions.days import day_in_words
from unknot_app.actions.session_in_words import ASKED

NOT_GIVEN = "not given"
ENDED = {
    "done": "Went to its end.",
    "stopped": "Ended early by choice.",
    "nerve_sign": "Ended early: pain shot or it tingled.",
    "unwell": "Ended early: felt unwell.",
    "unanswered": "Ended early: nobody answered any more.",
}
WHY = {
    "chosen": "left by choice",
    "hurts": "left, it hurt",
    "no_time": "left for want of time",
    "position": "left, the position was not possible",
    "too_much": "let go: still too much",
    "stopped": "stopped",
    "nerve_sign": "shot or tingled",
    "unwell": "felt unwell",
}
# So many sources that fit the drawing are named.
MOST_CANDIDATES = 2


@dataclass(frozen=True)
class Draft:
    """The four parts of a note."""

    subjective: str
    objective: str
    assessment: str
    plan: str


def draft_note(
    record: SessionRecord, plan: Mapping[str, Any], before: PastSession | None, history: SessionHistory
) -> Draft:
    """Return the note of a session.

    `plan` is the stored plan that was followed, `before` the session before with its answers, `history` what the
    sessions up to this one mean for the next.
    """
    parts = (
        _subjective(record, plan, before),
        _objective(record, plan),
        _assessment(record, plan),
        _plan(plan, history),
    )
    return Draft(*("\n".join(lines) for lines in parts))


def _subjective(record: SessionRecord, plan: Mapping[str, Any], before: PastSession | None) -> Iterable[str]:
    yield gettext("Before the session: %(numbers)s.") % {"numbers": _numbers(record.before)}
    cells = [*plan["estimate"]["explained"], *plan["estimate"]["unexplained"]]
    if cells:
        yield gettext("Marked on the body: %(places)s.") % {"places": "; ".join(_place(cell) for cell in cells)}
    if before:
        day = day_in_words(before.day)
        told = "; ".join(_reaction(one) for one in before.reactions) or gettext("not asked")
        yield gettext("Since the session of %(day)s: %(told)s.") % {"day": day, "told": told}


def _reaction(reaction: Reaction) -> str:
    signs = load_treat_data().signs
    words = [gettext(signs[name].name) for name in reaction.signs] or [gettext("nothing new")]
    where = f" ({'; '.join(_place(cell) for cell in reaction.where)})" if reaction.where else ""
    soreness = gettext(NOT_GIVEN) if reaction.soreness is None else f"{reaction.soreness}/10"
    told = {"hours": reaction.after_h, "soreness": soreness, "new": ", ".join(words) + where}
    return gettext("after %(hours)s h soreness %(soreness)s, %(new)s") % told


def _objective(record: SessionRecord, plan: Mapping[str, Any]) -> Iterable[str]:
    steps = {f"{step['id']}:{step['side']}" if step["side"] else step["id"]: step for step in plan["steps"]}
    done = {one.step: one for one in record.done}
    for planned in record.planned:
        if planned.kind == "press":
            yield _pressed(record, planned, steps.get(planned.step, {}))
    moved = [one for one in record.planned if one.kind in ("warm_up", "stretch")]
    names = [
        steps[one.step]["name"]
        for one in moved
        if one.step in done and done[one.step].state != "skipped" and one.step in steps
    ]
    if names:
        yield gettext("Movement done: %(names)s.") % {"names": "; ".join(names)}
    if record.ended:
        yield gettext(ENDED[record.ended])


def _pressed(record: SessionRecord, planned: PlannedStep, step: Mapping[str, Any]) -> str:
    done = next((one for one in record.done if one.step == planned.step), None)
    name, how = _point(planned.step), _how(step)
    if done is None or done.state == "skipped":
        why = gettext(WHY[done.why]) if done and done.why else gettext("not reached")
        return gettext("%(point)s: not pressed (%(why)s).") % {"point": name, "why": why}
    parts = [how] if how else []
    if planned.level:
        low, high = planned.level
        window = f"{low}" if low == high else f"{low}-{high}"
        told = {"window": window, "reached": level_used(record, planned)}
        parts.append(gettext("pressure planned %(window)s of 5, reached %(reached)s") % told)
    held = gettext(NOT_GIVEN) if done.held_s is None else f"{done.held_s} s"
    parts.append(
        gettext("held %(held)s of %(reps)s x %(hold)s s")
        % {"held": held, "reps": planned.reps, "hold": planned.hold_s}
    )
    eased = sum(one.step == planned.step and one.felt == "ease_off" for one in record.felt)
    if eased:
        parts.append(gettext("eased off: %(times)s") % {"times": eased})
    if done.pain is not None:
        parts.append(gettext("pain during %(pain)s/10") % {"pain": done.pain})
    before, after = (
        gettext(NOT_GIVEN) if one is None else f"{one}/10" for one in (done.soreness_before, done.soreness)
    )
    parts.append(gettext("tenderness before %(before)s, after %(after)s") % {"before": before, "after": after})
    if done.why:
        parts.append(gettext(WHY[done.why]))
    return f"{name}: {', '.join(parts)}."


def _how(step: Mapping[str, Any]) -> str:
    data, positions = load_plan_data(), load_screen_data().vocabulary.positions
    named = (
        data.techniques[step["technique"]].name if step.get("technique") in data.techniques else "",
        data.applicators[step["applicator"]].name.lower() if step.get("applicator") in data.applicators else "",
        positions[step["position"]].name.lower() if step.get("position") in positions else "",
    )
    return ", ".join(gettext(one) for one in named if one)


def _assessment(record: SessionRecord, plan: Mapping[str, Any]) -> Iterable[str]:
    if record.after:
        yield gettext("After the session: %(numbers)s.") % {"numbers": _numbers(record.after)}
    points = [one for one in plan["estimate"]["candidates"] if one["kind"] == "trigger_point"]
    for one in points[:MOST_CANDIDATES]:
        told = {"point": _point(f"{one['id']}:{one['side']}"), "probability": f"{one['probability']:.2f}"}
        yield gettext("Fits the drawing (reckoned, no diagnosis): %(point)s, probability %(probability)s.") % told
    rules = load_screen_data().contraindications
    names = [gettext(rules[name].name) for name in plan["clearance"]["contraindications"] if name in rules]
    limits = "; ".join(names) or gettext("none beyond those for every adult")
    yield gettext("Limits in force: %(limits)s.") % {"limits": limits}


def _plan(plan: Mapping[str, Any], history: SessionHistory) -> Iterable[str]:
    if plan["next_session_from"]:
        day = day_in_words(date.fromisoformat(plan["next_session_from"]))
        yield gettext("Next session not before %(day)s.") % {"day": day}
    rules = load_treat_data().rules
    for name in history.adjustment.rules:
        if name in rules:
            yield f"{gettext(rules[name].text).rstrip('.')}."
    for what, because, _rule in describe_changes(history.adjustment.consequences):
        yield f"{gettext(what)}: {gettext(because)}."
    stretches = [step for step in plan["steps"] if step["kind"] == "stretch"]
    if stretches:
        yield gettext("At home: %(names)s.") % {"names": "; ".join(_dose(step) for step in stretches)}
    yield gettext("Soreness and anything new are asked after 24 and 48 hours.")


def _dose(step: Mapping[str, Any]) -> str:
    return f"{step['name']} {step['reps']} x {step['hold_s']} s"


def _numbers(feelings: Feelings) -> str:
    values = {words: getattr(feelings, name) for name, words in ASKED.items()}
    told = (
        f"{gettext(words).lower()} {gettext(NOT_GIVEN) if value is None else f'{value}/10'}"
        for words, value in values.items()
    )
    return ", ".join(told)


def _point(key: str) -> str:
    """Return a point as therapists call it: muscle, label, side."""
    atlas, (point_id, _, side) = load_atlas(), key.partition(":")
    point = atlas.trigger_points.get(point_id)
    if point is None:
        return key
    return f"{atlas.muscles[point.muscle].name}, {point.label}, {gettext(side)}"


def _place(cell: str) -> str:
    region, _, side = cell.partition(":")
    found = load_atlas().regions.get(region)
    return f"{gettext(found.name)}, {gettext(side)}" if found else cell
