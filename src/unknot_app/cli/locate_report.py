"""The readable report of an estimate."""

from __future__ import annotations

from unknot.body import load_atlas
from unknot.locate import Candidate, Estimate, describe_painted, load_locate_data, odds_in_words
from unknot_app.cli.words import bullets, heading, wrap

SHOWN_POINTS = 3
# Families below this share are not named; the dangerous ones never carry a figure.
WORTH_NAMING = 0.005
TOLD_WITH_ODDS = ("joint_or_disc", "nerve", "headache")


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
MEASURED = (
    "How sure: these figures come from a model tried on invented drawings, not on patients, and experts dispute how "
    "much such spots explain. This is not a diagnosis."
)


def locate_report(estimate: Estimate) -> str:
    """Return an estimate in words. Dangerous illnesses speak only through the screening, never as a figure here."""
    if estimate.notice:
        return wrap(estimate.notice.text)
    painted = "as you said" if estimate.complaint_from == "given" else "from what is painted"
    lines = [f"Where it hurts: {COMPLAINTS[estimate.complaint]} ({painted})."]
    lines += heading("What may be behind it")
    points = [one for one in estimate.candidates if one.kind == "trigger_point" and one.explains]
    for candidate in points[:SHOWN_POINTS]:
        lines += _candidate_lines(candidate)
    if not points:
        lines.append("  No trigger point fits.")
    lines += heading("What else it could be")
    if estimate.unattributed is not None:
        lines += bullets(
            [f"ordinary pain without a single source, the most common: {odds_in_words(estimate.unattributed)}"]
        )
    rivals = [
        (name, share) for name, share in estimate.families.items() if name in FAMILIES and share >= WORTH_NAMING
    ]
    for name, share in sorted(rivals, key=lambda rival: -rival[1]):
        # Illnesses that need a doctor are judged by the questions, never by a figure from a drawing.
        odds = odds_in_words(share) if name in TOLD_WITH_ODDS else "the questions judge this"
        lines += bullets([f"{FAMILIES[name]}: {odds}"])
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


def _candidate_lines(candidate: Candidate) -> list[str]:
    atlas = load_atlas()
    point = atlas.trigger_points[candidate.id]
    muscle = atlas.muscles[point.muscle]
    side = {"either": "left, right or both", "none": "middle"}.get(candidate.side, candidate.side)
    lines = [wrap(f"{muscle.common_name.capitalize()}, {side} ({muscle.name}, {point.label})", 4, "  * ")]
    lines.append(wrap(f"Fits your picture: {odds_in_words(candidate.probability)}.", 4))
    if candidate.for_:
        lines.append(wrap("For: " + "; ".join(reason.text for reason in candidate.for_), 4))
    if candidate.against:
        missing = ", ".join(reason.text for reason in candidate.against if reason.code == "not_painted")
        words = [f"not painted: {missing}"] if missing else []
        words += [reason.text for reason in candidate.against if reason.code != "not_painted"]
        lines.append(wrap("Against: " + "; ".join(words), 4))
    return lines
