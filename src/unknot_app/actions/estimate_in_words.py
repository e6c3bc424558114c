"""An estimate in words: the spots that fit best, what else can look the same, and how sure that is.

The command line and the page say the same words; the page passes them through its translation. An illness that needs
a doctor never carries a figure here: the questions judge it, not a drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from unknot.body import Complaint, load_atlas, muscle_of
from unknot.locate import Candidate, Estimate, Reason, describe_painted, odds_in_words
from unknot_app.actions.sentences import Sentence

SHOWN_POINTS = 3
# Spots after the first are told from this share among the spots on.
WORTH_TELLING = 0.1
# Families below this share are not named; the dangerous ones never carry a figure.
WORTH_NAMING = 0.005
TOLD_WITH_ODDS = ("joint_or_disc", "nerve", "headache")

COMPLAINTS = {
    "low_back": "low back, hip and leg",
    "neck": "neck, shoulder and arm",
    "head": "head, face and jaw",
    "widespread": "pain in much of the body",
}
ORDINARY = "ordinary pain without a single source"
# Spots are ranked among themselves; how probable it is that any of them is behind the pain stands with the families.
MUSCLE = "a sore spot in a muscle"
MOST_COMMON = "ordinary pain without a single source, the most common"
FAMILIES = {
    "joint_or_disc": "a joint or disc",
    "nerve": "a nerve",
    "organ_or_other": "an inner organ or a whole-body illness",
    "headache": "a headache of its own kind",
}
JUDGED_BY_QUESTIONS = "the questions judge this"
FITS = "Fits your picture: %(odds)s."
FITS_AMONG = "Among sore spots, this one fits your picture: %(odds)s."
MEASURED = (
    "How sure: these figures come from a model tried on invented drawings, not on patients, and experts dispute how "
    "much such spots explain. This is not a diagnosis."
)
# Where the zones that decide were only recalled from teaching texts.
FRAGILE = "This rests on facts that have not been checked against a source yet."
# What is painted fits another family clearly better than a muscle: so much more probable, and at least this probable.
CLEARLY_BETTER, LIKELY = 2.0, 0.25
NOT_MUSCLE = {
    "joint_or_disc": "This does not look like a muscle. What you painted and answered fits a joint or disc better.",
    "nerve": "This does not look like a muscle. What you painted and answered fits a nerve better.",
}
TOGETHER = {
    2: "These two together explain all of it: %(names)s.",
    3: "These three together explain all of it: %(names)s.",
}
TOGETHER_MOST = {
    2: "These two together explain most of it: %(names)s.",
    3: "These three together explain most of it: %(names)s.",
}
MEASURED_SHORT = "Measured on invented drawings, not on patients. Experts dispute how much such spots explain."
CANNOT_TELL: dict[Complaint, str] = {
    "low_back": (
        "We cannot tell from this, and that is common. The plan helps ordinary back pain whatever its source."
    ),
    "neck": ("We cannot tell from this, and that is common. The plan helps ordinary neck pain whatever its source."),
    "head": "We cannot tell from this, and that is common. The plan is gentle, whatever the source.",
    "widespread": "We cannot tell from this, and that is common. The plan is gentle, whatever the source.",
}

# A name and its side are one sentence, which other languages order otherwise.
_WITH_SIDE = {
    "left": "%(name)s, left",
    "right": "%(name)s, right",
    "both": "%(name)s, both sides",
    "either": "%(name)s, left, right or both",
    "none": "%(name)s, middle",
}


@dataclass(frozen=True)
class PointInWords:
    """A spot that may be behind the drawing: what it is called, how well it fits, and why."""

    candidate: Candidate
    name: Sentence
    clinical_name: str
    label: str
    fits: Sentence
    fits_among: Sentence
    speaks_for: tuple[Sentence, ...]
    speaks_against: tuple[Sentence, ...]
    explains: tuple[str, ...]
    also_expected: tuple[str, ...]
    answers_for: tuple[str, ...]
    answers_against: tuple[str, ...]

    @property
    def muscle(self) -> str:
        return muscle_of(self.candidate.id)


@dataclass(frozen=True)
class Other:
    """Something else that can look the same, and how probable it is, if that is told at all.

    `share` is the same as a number from 0 to 1, for a bar beside it.
    """

    name: str
    odds: str
    share: float | None = None

    @property
    def percent(self) -> int:
        """Return the length of its bar; at least so much that it can be seen."""
        return max(1, round(100 * (self.share or 0.0)))


def is_clear(estimate: Estimate) -> bool:
    """Return whether the drawing points to a spot: one fits better than ordinary pain without a single source.

    Below that, "we cannot tell" is the truer sentence: what is told first must not be less probable than what stands
    below it. Spots are still shown, as those that fit best among spots.
    """
    best = max((one.probability for one in best_points(estimate)), default=0.0)
    return best > (estimate.unattributed or 0.0)


def best_points(estimate: Estimate) -> tuple[Candidate, ...]:
    """Return the trigger points that explain anything of the drawing, the most probable first.

    The first is told however little it fits, the others only when there is anything to say for them.
    """
    points = [one for one in estimate.candidates if one.kind == "trigger_point" and one.explains]
    told = [
        one for number, one in enumerate(points) if number == 0 or share_among_spots(estimate, one) >= WORTH_TELLING
    ]
    return tuple(told[:SHOWN_POINTS])


def share_among_spots(estimate: Estimate, candidate: Candidate) -> float:
    """Return how probable a spot is, if any sore spot is behind the drawing at all."""
    any_spot = estimate.families.get("muscle", 0.0)
    return min(1.0, candidate.probability / any_spot) if any_spot else 0.0


def points_in_words(estimate: Estimate) -> tuple[PointInWords, ...]:
    return tuple(_point_in_words(estimate, one) for one in best_points(estimate))


def shares_in_words(estimate: Estimate) -> tuple[Other, ...]:
    """Return the families of what may be behind it, sore spots among them, the most probable first.

    All have the same denominator, so that they can be compared; what the questions judge stands last.
    """
    told = [(MUSCLE, estimate.families.get("muscle", 0.0)), *_ordinary(estimate)]
    rivals = _rivals(estimate)
    told += [(FAMILIES[name], share) for name, share in rivals if name in TOLD_WITH_ODDS]
    judged = [Other(FAMILIES[name], JUDGED_BY_QUESTIONS) for name, _ in rivals if name not in TOLD_WITH_ODDS]
    in_order = sorted(told, key=lambda one: -one[1])
    return (*(Other(name, _of_a_hundred(share), share) for name, share in in_order), *judged)


def others_in_words(estimate: Estimate) -> tuple[Other, ...]:
    """Return what else can look the same: ordinary pain first, then the families, the most probable first."""
    found = [Other(name, odds_in_words(share)) for name, share in _ordinary(estimate)]
    for name, share in _rivals(estimate):
        found.append(Other(FAMILIES[name], odds_in_words(share) if name in TOLD_WITH_ODDS else JUDGED_BY_QUESTIONS))
    return tuple(found)


def _ordinary(estimate: Estimate) -> list[tuple[str, float]]:
    """Return the share of ordinary pain, where the estimate has one."""
    if estimate.unattributed is None:
        return []
    is_most = estimate.unattributed >= max(estimate.families.values(), default=0.0)
    return [(MOST_COMMON if is_most else ORDINARY, estimate.unattributed)]


def _rivals(estimate: Estimate) -> list[tuple[str, float]]:
    """Return the families other than muscles that are worth naming, the most probable first."""
    shares = estimate.families.items()
    rivals = [(name, share) for name, share in shares if name in FAMILIES and share >= WORTH_NAMING]
    return sorted(rivals, key=lambda rival: -rival[1])


def _of_a_hundred(share: float) -> str:
    """Return a share as so many of a hundred, from a tenth on in steps of five: it is known no finer."""
    if share < 0.01:
        return "less than 1 in 100"
    if share > 0.95:
        return "more than 95 in 100"
    return f"about {5 * round(share * 20) if share >= 0.1 else round(share * 100)} in 100"


def _point_in_words(estimate: Estimate, candidate: Candidate) -> PointInWords:
    atlas = load_atlas()
    point = atlas.trigger_points[candidate.id]
    muscle = atlas.muscles[point.muscle]
    return PointInWords(
        candidate=candidate,
        name=with_side(first_name(muscle.common_name), candidate.side),
        clinical_name=muscle.name,
        label=point.label,
        fits=Sentence(FITS, {"odds": (odds_in_words(candidate.probability),)}),
        fits_among=Sentence(FITS_AMONG, {"odds": (odds_in_words(share_among_spots(estimate, candidate)),)}),
        speaks_for=tuple(_reasons(candidate.for_, "painted", "you marked: %(places)s")),
        speaks_against=tuple(_reasons(candidate.against, "not_painted", "you did not mark: %(places)s")),
        explains=tuple(map(_place, candidate.explains)),
        also_expected=tuple(map(_place, candidate.missing)),
        answers_for=_answers(candidate.for_),
        answers_against=_answers(candidate.against),
    )


def _place(name: str) -> str:
    return without_brackets(describe_painted(name))


def _answers(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """Return what answers and pressed spots say, beside what is painted."""
    return tuple(one.text for one in reasons if one.code in ("answer", "finding"))


def less_likely(estimate: Estimate) -> tuple[PointInWords, ...]:
    """Return the spots after those on cards that also explain something, as far as they are listed."""
    points = [one for one in estimate.candidates if one.kind == "trigger_point" and one.explains]
    shown = best_points(estimate)
    return tuple(_point_in_words(estimate, one) for one in points if one not in shown)


def together_in_words(estimate: Estimate) -> Sentence | None:
    """Return the spots that explain the drawing together, where the best explanation by spots has several."""
    best = next((one for one in estimate.explanations if any(map(_is_spot, one.members))), None)
    if best is None or len(best.members) not in TOGETHER or not all(map(_is_spot, best.members)):
        return None
    explained = {place for member in best.members for place in _explained_by(estimate, member)}
    painted = {*estimate.explained, *estimate.unexplained}
    texts = TOGETHER if painted <= explained else TOGETHER_MOST
    return Sentence(texts[len(best.members)], {"names": tuple(map(spot_name, best.members))})


def _is_spot(member: str) -> bool:
    return member.split(":")[0] in load_atlas().trigger_points


def _explained_by(estimate: Estimate, member: str) -> tuple[str, ...]:
    point, side = member.split(":")
    found = (one for one in estimate.candidates if one.id == point and one.side in (side, "either"))
    return next((one.explains for one in found), ())


def spot_name(key: str) -> str:
    """Return the everyday name of a spot, from `id:side`."""
    point, side = key.split(":")
    return str(with_side(first_name(load_atlas().muscles[muscle_of(point)].common_name), side))


def not_like_muscle(estimate: Estimate) -> str:
    """Return the sentence that this does not look like a muscle; empty when it may well be one."""
    muscle = estimate.families.get("muscle", 0.0)
    name, share = max(((name, estimate.families.get(name, 0.0)) for name in NOT_MUSCLE), key=lambda family: family[1])
    return NOT_MUSCLE[name] if share >= LIKELY and share >= CLEARLY_BETTER * muscle else ""


def unexplained_in_words(estimate: Estimate) -> tuple[str, ...]:
    """Return the painted places that most probably come from nothing that is listed."""
    return tuple(map(_place, estimate.unexplained))


def _reasons(reasons: Sequence[Reason], of_places: str, text: str) -> Iterable[Sentence]:
    """Yield the places in one sentence, then what the answers and findings say."""
    places = tuple(without_brackets(one.text) for one in reasons if one.code == of_places)
    if places:
        yield Sentence(text, {"places": places})
    for one in reasons:
        if one.code != of_places:
            yield Sentence("%(reason)s", {"reason": (one.text,)})


def with_side(name: str, side: str | None) -> Sentence:
    """Return a name with its side; without one, the name alone."""
    return Sentence(_WITH_SIDE.get(side or "", "%(name)s"), {"name": (name,)})


def first_name(name: str) -> str:
    """Return the first of several everyday names, with a capital letter."""
    first = name.split(";")[0]
    return first[:1].upper() + first[1:]


def without_brackets(text: str) -> str:
    """Return a text without the clinic's words in brackets."""
    return re.sub(r" \([^()]*\)", "", text)
