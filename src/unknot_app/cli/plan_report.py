"""The readable report of a session plan."""

from __future__ import annotations

from unknot.plan import SessionPlan
from unknot_app.actions.plan_in_words import (
    PRESSURE_SCALE,
    StepInWords,
    left_out_in_words,
    minutes_of,
    steps_in_words,
)
from unknot_app.cli.locate_report import locate_report
from unknot_app.cli.screen_report import screen_report
from unknot_app.cli.words import bullets, heading, wrap


def plan_report(session: SessionPlan) -> str:
    """Return a plan in words: the clearance first, then what may be behind the pain, then what to do."""
    parts = ["YOUR ANSWERS", screen_report(session.clearance)]
    if not session.steps:
        return "\n".join([*parts, "", wrap("Because of this there is no plan today.")])
    parts += ["", "", "YOUR DRAWING", locate_report(session.estimate)]
    parts += ["", "", f"YOUR PLAN: {minutes_of(session)} MINUTES, {len(session.steps)} STEPS"]
    parts += ["", wrap(PRESSURE_SCALE)]
    for told in steps_in_words(session):
        parts += ["", *_step_lines(told)]
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
        parts += bullets(map(str, left_out_in_words(session)))
    return "\n".join(parts)


def _step_lines(told: StepInWords) -> list[str]:
    clinical = f" ({told.clinical_name})" if told.clinical_name else ""
    lines = [wrap(f"{told.name}{clinical}: {told.duration}", 4, f"{told.number:2}. ")]
    if told.details:
        lines.append(wrap("; ".join(map(str, told.details)), 4))
    lines += bullets(told.step.how, 4)
    lines += [wrap(f"Why: {reason.text}", 9, "    ") for reason in told.step.reasons]
    return lines
