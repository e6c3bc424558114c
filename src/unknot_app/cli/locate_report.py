"""The readable report of an estimate."""

from __future__ import annotations

from unknot.locate import Estimate, describe_painted, load_locate_data
from unknot_app.actions.estimate_in_words import (
    COMPLAINTS,
    FRAGILE,
    MEASURED,
    PointInWords,
    not_like_muscle,
    others_in_words,
    points_in_words,
    together_in_words,
)
from unknot_app.cli.words import bullets, heading, wrap


def locate_report(estimate: Estimate) -> str:
    """Return an estimate in words. Dangerous illnesses speak only through the screening, never as a figure here."""
    if estimate.notice and not estimate.candidates:
        return wrap(estimate.notice.text)
    painted = "as you said" if estimate.complaint_from == "given" else "from what is painted"
    lines = [f"Where it hurts: {COMPLAINTS[estimate.complaint]} ({painted})."]
    if estimate.notice:
        lines += ["", wrap(estimate.notice.text)]
    lines += heading("What may be behind it")
    points = points_in_words(estimate)
    for point in points:
        lines += _point_lines(point)
    if not points:
        lines.append("  No trigger point fits.")
    together = together_in_words(estimate)
    if together:
        lines.append(wrap(str(together), 2))
    if not_like_muscle(estimate):
        lines += ["", wrap(not_like_muscle(estimate))]
    lines += heading("What else it could be")
    lines += bullets(f"{other.name}: {other.odds}" for other in others_in_words(estimate))
    if estimate.unexplained:
        lines += heading("Painted, but most probably from none of these")
        lines += bullets(describe_painted(name) for name in estimate.unexplained)
    if estimate.next_check:
        lines += heading("What would help most to know")
        lines += bullets([estimate.next_check.text])
        if estimate.next_check.kind == "feature":
            stop_rule = load_locate_data().features[estimate.next_check.id].stop_rule
            lines += bullets([stop_rule] if stop_rule else [])
    lines += ["", wrap(MEASURED)]
    return "\n".join(lines)


def _point_lines(point: PointInWords) -> list[str]:
    lines = [wrap(f"{point.name} ({point.clinical_name}, {point.label})", 4, "  * ")]
    lines.append(wrap(str(point.fits), 4))
    if point.candidate.is_fragile:
        lines.append(wrap(FRAGILE, 4))
    if point.speaks_for:
        lines.append(wrap(f"For: {'; '.join(map(str, point.speaks_for))}", 4))
    if point.speaks_against:
        lines.append(wrap(f"Against: {'; '.join(map(str, point.speaks_against))}", 4))
    return lines
