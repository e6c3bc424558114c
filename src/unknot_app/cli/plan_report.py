"""The readable report of a session plan."""

from __future__ import annotations

from unknot.body import load_atlas
from unknot.plan import SessionPlan, Step, load_plan_data
from unknot.screen import load_screen_data
from unknot_app.cli.locate_report import locate_report
from unknot_app.cli.screen_report import screen_report
from unknot_app.cli.words import bullets, heading, wrap

PRESSURE_SCALE = (
    "Pressure: 1 a resting hand, 2 the skin moves, 3 the muscle is moved and it is pleasant, 4 firm, a good hurt. "
    "Pain: 0 none, 10 the worst you can imagine, felt while pressing."
)


def plan_report(session: SessionPlan) -> str:
    """Return a plan in words: the clearance first, then what may be behind the pain, then what to do."""
    parts = ["YOUR ANSWERS", screen_report(session.clearance)]
    if not session.steps:
        return "\n".join([*parts, "", wrap("Because of this there is no plan today.")])
    parts += ["", "", "YOUR DRAWING", locate_report(session.estimate)]
    minutes = max(1, round(session.total_s / 60))
    parts += ["", "", f"YOUR PLAN: {minutes} MINUTES, {len(session.steps)} STEPS"]
    parts += ["", wrap(PRESSURE_SCALE)]
    for number, step in enumerate(session.steps, 1):
        parts += ["", *_step_lines(number, step)]
    if session.notes:
        parts += heading("Before you begin")
        parts += bullets(note.text for note in session.notes)
    parts += heading("When to stop")
    parts += bullets(note.text for note in session.stop_rules)
    parts += heading("Afterwards")
    parts += bullets(note.text for note in session.aftercare)
    if session.next_session_from:
        parts += bullets([f"Next session from {session.next_session_from:%d %B %Y}."])
    if session.left_out:
        parts += heading("What was left out, and why")
        parts += bullets(_left_out_lines(session))
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
    lines = [wrap(f"{step.name}{side}: {_duration(step.duration_s)}", 4, f"{number:2}. ")]
    details = _details(step)
    if details:
        lines.append(wrap(details, 4))
    lines += bullets(step.how, 4)
    lines += [wrap(f"Why: {reason.text}", 9, "    ") for reason in step.reasons]
    return lines


def _details(step: Step) -> str:
    vocabulary, data = load_screen_data().vocabulary, load_plan_data()
    parts = []
    if step.position:
        words = vocabulary.positions[step.position].name
        on = f", {vocabulary.surfaces[step.surface].name}" if step.surface and step.surface != "none" else ""
        parts.append(words + on)
    if step.technique and step.applicator:
        parts.append(f"{data.techniques[step.technique].name}: {data.applicators[step.applicator].name.lower()}")
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
