"""The readable report of a clearance."""

from __future__ import annotations

from unknot.screen import Clearance, load_screen_data
from unknot_app.cli.words import bullets, heading, wrap

HEADLINES = {
    "emergency_now": "Call the emergency number now.",
    "same_day": "Please speak to a doctor today.",
    "doctor_first": "Please see a doctor before any massage, within days.",
    "mention": "A session may go ahead. Mention one thing to your doctor at the next chance.",
    "none": "Nothing in your answers needs a doctor first.",
}
BLOCKED = "No session today."
INCOMPLETE = "Some questions are still open. Until they are answered, nothing can be planned."


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
        lines += heading("Danger signs")
        lines += bullets(f"{advice.title}. {advice.text} ({_source_words(advice.status)})" for advice in flagged)
    if other and clearance.urgency != "emergency_now":
        lines += heading("What we will be careful about")
        lines += bullets(f"{advice.title}. {advice.text}" for advice in other)
    if clearance.unanswered:
        lines += heading("Still to be answered")
        questions = load_screen_data().questions
        lines += bullets(f"{questions[name].text} [{name}]" for name in clearance.unanswered)
    if clearance.session == "allowed":
        limits = clearance.limits.global_
        lines += heading("Limits of a session")
        lines += bullets(
            [
                f"pressure at most {limits.max_pressure} of 5, pain at most {limits.max_pain} of 10",
                f"firm holds at most {limits.max_hold_s} seconds, at most {limits.max_points} points",
                f"at most {limits.max_minutes_session} minutes, then {limits.rest_hours} hours of rest",
            ]
        )
    lines += ["", wrap("Questions cannot exclude every illness. If anything new or worse appears, ask a doctor.")]
    return "\n".join(lines)


def _first_line(clearance: Clearance) -> str:
    return HEADLINES["none"] if clearance.session != "incomplete" else "Nothing so far needs a doctor first."


def _source_words(status: str) -> str:
    return "read in the source" if status == "verified" else "general knowledge, not checked"
