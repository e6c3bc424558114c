"""Readable reports: what a person can follow without knowing any id."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from unknot.body import load_atlas
from unknot.locate import Candidate, Estimate, describe_painted, load_locate_data
from unknot.plan import SessionPlan, Step, load_plan_data
from unknot.plan.words import odds_in_words
from unknot.screen import Clearance, load_screen_data

WIDTH = 90
SHOWN_POINTS = 3

COMPLAINTS = {
    "low_back": "low back, hip and leg",
    "neck": "neck, shoulder and arm",
    "head": "head, face and jaw",
    "widespread": "pain in much of the body",
}
FAMILIES = {
    "joint_or_disc": "a joint or disc",
    "nerve": "a nerve",
    "organ_or_other": "an inner organ or a whole-body illness",
    "headache": "a headache of its own kind",
}
HEADLINES = {
    "emergency_now": "Call the emergency number now.",
    "same_day": "Please speak to a doctor today.",
    "doctor_first": "Please see a doctor before any massage, within days.",
    "mention": "A session may go ahead. Mention one thing to your doctor at the next chance.",
    "none": "Nothing in your answers needs a doctor first.",
}
BLOCKED = "No session today."
INCOMPLETE = "Some questions are still open. Until they are answered, nothing can be planned."
MEASURED = (
    "How sure: these figures come from a model tried on invented drawings, not on patients, and experts dispute how "
    "much such spots explain. This is not a diagnosis."
)


def _wrap(text: str, indent: int = 0, first: str = "") -> str:
    pad = " " * indent
    return textwrap.fill(text, WIDTH, initial_indent=first or pad, subsequent_indent=pad)


def _bullets(texts: Iterable[str], indent: int = 2) -> list[str]:
    return [_wrap(text, indent + 2, " " * indent + "- ") for text in texts]


def _heading(text: str) -> list[str]:
    return ["", text, "-" * len(text)]


def locate_report(estimate: Estimate) -> str:
    """Return an estimate in words. Dangerous illnesses speak only through the screening, never as a figure here."""
    if estimate.notice:
        return _wrap(estimate.notice.text)
    painted = "as you said" if estimate.complaint_from == "given" else "from what is painted"
    lines = [f"Where it hurts: {COMPLAINTS[estimate.complaint]} ({painted})."]
    lines += _heading("What may be behind it")
    points = [candidate for candidate in estimate.candidates if candidate.kind == "trigger_point"]
    for candidate in points[:SHOWN_POINTS]:
        lines += _candidate_lines(candidate)
    if not points:
        lines.append("  No trigger point fits.")
    lines += _heading("What else it could be")
    if estimate.unattributed is not None:
        lines += _bullets([f"ordinary pain without a single source, the most common: {_odds(estimate.unattributed)}"])
    lines += _bullets(
        f"{FAMILIES[name]}: {_odds(share)}"
        for name, share in estimate.families.items()
        if name in FAMILIES and share >= 0.005
    )
    if estimate.unexplained:
        lines += _heading("Painted, but not explained by any of these")
        lines += _bullets(describe_painted(name) for name in estimate.unexplained)
    if estimate.next_check:
        lines += _heading("What would help most to know")
        lines += _bullets([estimate.next_check.text])
        if estimate.next_check.kind == "feature":
            stop_rule = load_locate_data().features[estimate.next_check.id].stop_rule
            lines += _bullets([stop_rule] if stop_rule else [])
    lines += ["", _wrap(MEASURED)]
    return "\n".join(lines)


def _odds(probability: float) -> str:
    return odds_in_words(probability)


def _candidate_lines(candidate: Candidate) -> list[str]:
    atlas = load_atlas()
    point = atlas.trigger_points[candidate.id]
    muscle = atlas.muscles[point.muscle]
    side = {"either": "left or right", "none": "middle"}.get(candidate.side, candidate.side)
    lines = [_wrap(f"{muscle.common_name.capitalize()}, {side} ({muscle.name}, {point.label})", 4, "  * ")]
    lines.append(_wrap(f"Fits your picture: {_odds(candidate.probability)}.", 4))
    if candidate.for_:
        lines.append(_wrap("For: " + "; ".join(reason.text for reason in candidate.for_), 4))
    if candidate.against:
        words = [f"not painted: {r.text}" if r.code == "not_painted" else r.text for r in candidate.against]
        lines.append(_wrap("Against: " + "; ".join(words), 4))
    return lines


def screen_report(clearance: Clearance) -> str:
    """Return a clearance in words: what to do first, then why, then what limits hold."""
    lines = [HEADLINES[clearance.urgency] if clearance.urgency != "none" else _first_line(clearance)]
    if clearance.session == "blocked" and clearance.urgency in ("none", "mention"):
        lines[0] = BLOCKED
    if clearance.session == "incomplete":
        lines.append(INCOMPLETE)
    flagged = [advice for advice in clearance.advice if advice.urgency != "none"]
    other = [advice for advice in clearance.advice if advice.urgency == "none"]
    if flagged:
        lines += _heading("Danger signs")
        lines += _bullets(f"{advice.title}. {advice.text} ({_source_words(advice.status)})" for advice in flagged)
    if other:
        lines += _heading("What we will be careful about")
        lines += _bullets(f"{advice.title}. {advice.text}" for advice in other)
    if clearance.unanswered:
        lines += _heading("Still to be answered")
        questions = load_screen_data().questions
        lines += _bullets(f"{questions[name].text} [{name}]" for name in clearance.unanswered)
    if clearance.session == "allowed":
        limits = clearance.limits.global_
        lines += _heading("Limits of a session")
        lines += _bullets(
            [
                f"pressure at most {limits.max_pressure} of 5, pain at most {limits.max_pain} of 10",
                f"firm holds at most {limits.max_hold_s} seconds, at most {limits.max_points} points",
                f"at most {limits.max_minutes_session} minutes, then {limits.rest_hours} hours of rest",
            ]
        )
    lines += ["", _wrap("Questions cannot exclude every illness. If anything new or worse appears, ask a doctor.")]
    return "\n".join(lines)


def _first_line(clearance: Clearance) -> str:
    return HEADLINES["none"] if clearance.session != "incomplete" else "Nothing so far needs a doctor first."


def _source_words(status: str) -> str:
    return "read in the source" if status == "verified" else "general knowledge, not checked"


def plan_report(session: SessionPlan) -> str:
    """Return a plan in words: the clearance first, then what may be behind the pain, then what to do."""
    parts = ["YOUR ANSWERS", screen_report(session.clearance)]
    if not session.steps:
        return "\n".join([*parts, "", _wrap("Because of this there is no plan today.")])
    parts += ["", "", "YOUR DRAWING", locate_report(session.estimate)]
    minutes = max(1, round(session.total_s / 60))
    parts += ["", "", f"YOUR PLAN: {minutes} MINUTES, {len(session.steps)} STEPS"]
    for number, step in enumerate(session.steps, 1):
        parts += ["", *_step_lines(number, step)]
    if session.notes:
        parts += _heading("Before you begin")
        parts += _bullets(note.text for note in session.notes)
    parts += _heading("When to stop")
    parts += _bullets(note.text for note in session.stop_rules)
    parts += _heading("Afterwards")
    parts += _bullets(note.text for note in session.aftercare)
    if session.next_session_from:
        parts += _bullets([f"Next session from {session.next_session_from:%d %B %Y}."])
    if session.left_out:
        parts += _heading("What was left out, and why")
        parts += _bullets(_left_out_lines(session))
    return "\n".join(parts)


def _left_out_lines(session: SessionPlan) -> list[str]:
    atlas = load_atlas()
    words: dict[tuple[str, str], list[str]] = {}
    for one in session.left_out:
        point = atlas.trigger_points[one.id]
        words.setdefault((f"{atlas.muscles[point.muscle].name} ({point.label})", one.reason), []).append(one.side)
    return [f"{name}, {' and '.join(sides)}: {reason}." for (name, reason), sides in words.items()]


def _step_lines(number: int, step: Step) -> list[str]:
    side = f", {'both sides' if step.side == 'both' else step.side}" if step.side else ""
    lines = [_wrap(f"{step.name}{side}: {_duration(step.duration_s)}", 4, f"{number:2}. ")]
    details = _details(step)
    if details:
        lines.append(_wrap(details, 4))
    lines += _bullets(step.how, 4)
    lines += [_wrap(f"Why: {reason.text}", 9, "    ") for reason in step.reasons]
    return lines


def _details(step: Step) -> str:
    vocabulary, data = load_screen_data().vocabulary, load_plan_data()
    parts = []
    if step.position:
        words = vocabulary.positions[step.position].name
        on = f", {vocabulary.surfaces[step.surface].name}" if step.surface and step.surface != "none" else ""
        parts.append(words + on)
    if step.technique and step.applicator:
        parts.append(f"{data.techniques[step.technique].name} with: {data.applicators[step.applicator].name.lower()}")
    if step.pressure_level and step.pressure_level[1]:
        low, high = step.pressure_level
        parts.append(f"pressure {low if low == high else f'{low} to {high}'} of 5")
    if step.pain and step.kind == "press":
        low, high = step.pain
        parts.append(f"pain {low if low == high else f'{low} to {high}'} of 10")
    if step.hold_s and step.reps:
        rest = f", {step.rest_s} s rest" if step.reps > 1 else ""
        parts.append(f"{step.reps} x {step.hold_s} s{rest}")
    return "; ".join(parts)


def _duration(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
