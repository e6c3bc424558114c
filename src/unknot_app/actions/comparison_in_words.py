"""A comparison on one's own body in words: what is compared, what is due today, and what came of it."""

from __future__ import annotations

from unknot.measure import load_measure_data
from unknot.measure.own_comparison import Arm, OwnComparison
from unknot_app.actions.comparing import Comparing, began_fresh
from unknot_app.actions.sentences import Sentence

WHAT = {
    "massage": "Weeks with massage against weeks without",
    "pressure": "Pressing and stretching against stretching alone",
}
# As it stands within a sentence.
WITH = {"massage": "massage", "pressure": "pressing"}
ARMS: dict[tuple[str, Arm], str] = {
    ("massage", "with"): "with massage",
    ("massage", "without"): "without massage",
    ("pressure", "with"): "pressing and stretching",
    ("pressure", "without"): "stretching alone",
}
TODAY: dict[tuple[str, Arm], str] = {
    ("massage", "with"): "These are weeks with massage.",
    ("massage", "without"): "These are weeks without massage.",
    ("pressure", "with"): "These are weeks of pressing and stretching.",
    ("pressure", "without"): "These are weeks of stretching alone.",
}
TO_DO: dict[tuple[str, Arm], str] = {
    ("massage", "with"): "Do your sessions as your plan says. Do all else as usual.",
    ("massage", "without"): "Do not press your sore spots (trigger points). Do all else as usual.",
    ("pressure", "with"): "Press and stretch as your plan says. Do all else as usual.",
    ("pressure", "without"): "Do the stretches of your plan, and do not press. Do all else as usual.",
}
OUTCOMES = {"now": "pain at the time", "average": "average pain", "worst": "worst pain"}
HEADLINES = {
    "helps": "It helps you, and probably enough to notice.",
    "helps_a_little": "It helps you a little, probably less than matters.",
    "worse": "It does not help you: your pain was stronger with it.",
    "no_difference": "No difference that matters.",
    "cannot_tell": "Can’t tell yet.",
}
LOWER = "With %(with)s your %(outcome)s was about %(points)s points lower."
HIGHER = "With %(with)s your %(outcome)s was about %(points)s points higher."
BOUNDS = "The chance is 95 %% that it lies between %(low)s points higher and %(high)s points lower."
BOUNDS_LOWER = "The chance is 95 %% that it is %(low)s to %(high)s points lower."
BOUNDS_HIGHER = "The chance is 95 %% that it is %(low)s to %(high)s points higher."
MATTERS = (
    "The chance that your pain is less by %(important)s points or more with it, which is what matters: %(chance)s."
)
FEW = "Too few days are entered: %(with)s with, %(without)s without. Days soon after a change do not count."
MORE = "It may take about %(weeks)s more weeks."
NO_MORE = "More weeks would hardly settle it."
LIMITS = "You knew which weeks it was, so hope and attention are a part of it. It speaks of you, in these weeks only."
FRESH_THEN = (
    "Your pain was fresh when this began. Fresh pain mostly gets better by itself, and a part of that may stand here "
    "as if one way had done it."
)
# How often chance alone names a winner, by the simulation of docs/explanation/own-comparison.md.
REPEATED = (
    "This is comparison number %(number)s. Where both ways are just as good, chance alone names a winner in about "
    "%(first)s of 100 people who compare once, and in about %(now)s of 100 who compare %(times)s times. So look at "
    "all of your comparisons together."
)
TO_REPEAT = (
    "You compared before. Where both ways are just as good, chance alone names a winner in about %(first)s of 100 "
    "people who compare once, and in about %(now)s of 100 who compare %(times)s times. All answers stay in sight."
)


def repeats_of(number: int, *, is_declared: bool) -> Sentence | None:
    """Return how much likelier a winner by chance is with so many comparisons; None with the first one."""
    if number < 2:
        return None
    chances = dict(load_measure_data().own_comparison.chance_winners_pct)
    times = max(one for one in chances if one <= number)
    said = {"number": number, "times": times, "first": f"{chances[1]:.0f}", "now": f"{chances[times]:.0f}"}
    return Sentence(REPEATED if is_declared else TO_REPEAT, said)


def headline_of(comparing: Comparing) -> Sentence:
    """Return the answer in a sentence."""
    return Sentence(HEADLINES[comparing.answer.verdict])


def why_of(comparing: Comparing) -> tuple[Sentence, ...]:
    """Return what the answer rests on: the difference, the chance that it matters, and what is still missing."""
    answer = comparing.answer
    limits = (Sentence(FRESH_THEN), Sentence(LIMITS)) if began_fresh(comparing) else (Sentence(LIMITS),)
    if answer.matters is None:
        days = {"with": answer.days[0], "without": answer.days[1]}
        return (Sentence(FEW, days), *limits)
    lines = [difference_of(comparing, comparing.stored.primary), bounds_of(answer)]
    lines.append(Sentence(MATTERS, {"important": f"{answer.important:g}", "chance": chance_of(answer.matters)}))
    if answer.verdict == "cannot_tell":
        lines.append(Sentence(MORE, {"weeks": answer.more_weeks}) if answer.more_weeks else Sentence(NO_MORE))
    return (*lines, *limits)


def difference_of(comparing: Comparing, outcome: str) -> Sentence:
    """Return by how much an outcome was lower or higher with the treatment."""
    effect = comparing.answers[outcome].effect or 0.0
    values = {"with": (WITH[comparing.stored.what],), "outcome": (OUTCOMES[outcome],), "points": f"{abs(effect):.1f}"}
    return Sentence(LOWER if effect >= 0 else HIGHER, values)


def bounds_of(answer: OwnComparison) -> Sentence:
    """Return the 95 % interval of the difference."""
    low, high = answer.interval or (0.0, 0.0)
    if low >= 0:
        return Sentence(BOUNDS_LOWER, {"low": f"{low:.1f}", "high": f"{high:.1f}"})
    if high <= 0:
        return Sentence(BOUNDS_HIGHER, {"low": f"{-high:.1f}", "high": f"{-low:.1f}"})
    return Sentence(BOUNDS, {"low": f"{-low:.1f}", "high": f"{high:.1f}"})


def chance_of(probability: float) -> str:
    """Return a probability in percent; never none, and never all."""
    return f"{min(99, max(1, round(100 * probability)))} %"
