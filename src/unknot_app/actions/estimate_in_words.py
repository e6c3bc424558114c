"""An estimate in words: the spots that fit best, what else can look the same, and how sure that is.

The command line and the page say the same words; the page passes them through its translation. An illness that needs
a doctor never carries a figure here: the questions judge it, not a drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from unknot.body import Complaint, load_atlas, muscle_of
from unknot.locate import Candidate, Estimate, Reason, odds_in_words
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
MEASURED_SHORT = "Measured on invented drawings, not on patients. Experts dispute how much such spots explain."
CANNOT_TELL: dict[Complaint, str] = {
    "low_back": (
        "We cannot tell from this, and that is common. The plan below helps ordinary back pain whatever its source."
    ),
    "neck": (
        "We cannot tell from this, and that is common. The plan below helps ordinary neck pain whatever its source."
    ),
    "head": "We cannot tell from this, and that is common. The plan below is gentle, whatever the source.",
    "widespread": "We cannot tell from this, and that is common. The plan below is gentle, whatever the source.",
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

    @property
    def muscle(self) -> str:
        return muscle_of(self.candidate.id)


@dataclass(frozen=True)
class Other:
    """Something else that can look the same, and how probable it is, if that is told at all."""

    name: str
    odds: str


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
    """Return the families of what may be behind it: sore spots, then what else can look the same."""
    muscle = estimate.families.get("muscle", 0.0)
    return (Other(MUSCLE, odds_in_words(muscle)), *others_in_words(estimate))


def others_in_words(estimate: Estimate) -> tuple[Other, ...]:
    """Return what else can look the same: ordinary pain first, then the families, the most probable first."""
    found = []
    if estimate.unattributed is not None:
        is_most = estimate.unattributed >= max(estimate.families.values(), default=0.0)
        found.append(Other(MOST_COMMON if is_most else ORDINARY, odds_in_words(estimate.unattributed)))
    shares = estimate.families.items()
    rivals = [(name, share) for name, share in shares if name in FAMILIES and share >= WORTH_NAMING]
    for name, share in sorted(rivals, key=lambda rival: -rival[1]):
        found.append(Other(FAMILIES[name], odds_in_words(share) if name in TOLD_WITH_ODDS else JUDGED_BY_QUESTIONS))
    return tuple(found)


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
    )


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
