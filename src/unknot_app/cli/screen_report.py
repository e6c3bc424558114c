"""The readable report of a clearance."""

from __future__ import annotations

from unknot.screen import Clearance, load_screen_data
from unknot_app.actions.limits_in_words import limits_of_session
from unknot_app.actions.outcome import headline
from unknot_app.cli.words import bullets, heading, wrap

NOTHING_SO_FAR = "Nothing so far needs a doctor first."


def screen_report(clearance: Clearance) -> str:
    """Return a clearance in words: what to do first, then why, then what limits hold."""
    lines = [headline(clearance.urgency, clearance.session)]
    if clearance.session == "incomplete" and clearance.urgency == "none":
        lines.insert(0, NOTHING_SO_FAR)
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
        lines += heading("Limits of a session")
        limits = clearance.limits.model_dump(by_alias=True)
        lines += bullets(str(limit) for limit in limits_of_session(limits))
    lines += ["", wrap("Questions cannot exclude every illness. If anything new or worse appears, ask a doctor.")]
    return "\n".join(lines)


def _source_words(status: str) -> str:
    return "read in the source" if status == "verified" else "general knowledge, not checked"
