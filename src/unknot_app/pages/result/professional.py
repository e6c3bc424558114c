"""The professional view: everything that the estimate holds, with ids and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unknot.body import load_atlas
from unknot.locate import Candidate, Estimate, Reason, describe_painted, is_judged_by_questions, load_locate_data
from unknot.plan import Palpation
from unknot.plan.spots import painted_sides, sides_of
from unknot_app.actions.estimate_in_words import FAMILIES
from unknot_app.actions.estimating import Estimated
from unknot_app.actions.palpating import palpation_for
from unknot_app.actions.standing import Standing

KINDS = {"trigger_point": "trigger point", "differential": "differential"}
# The family of the illnesses that only the questions judge.
JUDGED_FAMILY = "organ_or_other"
SHARES = {**FAMILIES, "muscle": "a muscle", "unattributed": "no single source"}


@dataclass(frozen=True)
class Row:
    """A candidate with its names and reasons."""

    candidate: Candidate
    # None for an illness that only the questions judge: no figure from a drawing stands on a page.
    probability: float | None
    name: str
    kind: str
    explains: tuple[str, ...]
    missing: tuple[str, ...]
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]


# Spots whose findings a professional enters: as many as are worth a look.
SPOTS_TO_PRESS = 6


@dataclass(frozen=True)
class SpotToPress:
    """A spot on a side, and what was felt there; `refused` says why it is not pressed."""

    id: str
    side: str
    name: str
    felt: str
    refused: str


def spots_to_press(standing: Standing, found: Estimated) -> tuple[SpotToPress, ...]:
    """Return the most probable spots, with why one of them is not pressed."""
    points = [one for one in found.estimate.candidates if one.kind == "trigger_point" and one.explains]
    painted = painted_sides(found.estimate)
    spots = []
    for one in points[:SPOTS_TO_PRESS]:
        for side in sides_of(one, painted):
            palpation = palpation_for(standing, one.id, side)
            refused = "" if isinstance(palpation, Palpation) else palpation.reason
            spots.append(SpotToPress(one.id, side, _name_of(one), found.felt_at(one.id, side), refused))
    return tuple(spots)


def rows_of(estimate: Estimate) -> tuple[Row, ...]:
    return tuple(_row(one) for one in estimate.candidates)


def sets_of(estimate: Estimate) -> tuple[tuple[tuple[str, ...], float], ...]:
    """Return the joint explanations: the ids of the members, none for no single source, and the probability.

    Those with an illness that only the questions judge are left out.
    """
    return tuple(
        (one.members, one.probability)
        for one in estimate.explanations
        if not any(is_judged(member.split(":")[0]) for member in one.members)
    )


def is_judged(source: str) -> bool:
    """Return whether a source speaks only through the screening, never as a figure."""
    differential = load_locate_data().differentials.get(source)
    return differential is not None and is_judged_by_questions(differential)


def shares_of(estimate: Estimate) -> tuple[tuple[str, float], ...]:
    """Return each family in words with its share, the largest first."""
    ordered = sorted(estimate.families.items(), key=lambda share: -share[1])
    return tuple((SHARES.get(name, name), share) for name, share in ordered if name != JUDGED_FAMILY)


def _row(candidate: Candidate) -> Row:
    return Row(
        candidate=candidate,
        probability=None if is_judged(candidate.id) else candidate.probability,
        name=_name_of(candidate),
        kind=KINDS[candidate.kind],
        explains=tuple(map(describe_painted, candidate.explains)),
        missing=tuple(map(describe_painted, candidate.missing)),
        speaks_for=_other_reasons(candidate.for_),
        speaks_against=_other_reasons(candidate.against),
    )


def _name_of(candidate: Candidate) -> str:
    if candidate.kind == "differential":
        return load_locate_data().differentials[candidate.id].name
    atlas = load_atlas()
    point = atlas.trigger_points[candidate.id]
    return f"{atlas.muscles[point.muscle].name}, {point.label}"


def _other_reasons(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """Return the reasons beyond what was painted or not, which stands in full beside them."""
    return tuple(one.text for one in reasons if one.code not in ("painted", "not_painted"))
