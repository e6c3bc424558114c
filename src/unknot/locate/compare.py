"""How an estimate changed: which spots came and went, what became more or less likely, and why."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, inf, log
from typing import Literal

from unknot.draw import Drawing
from unknot.knowledge import Value
from unknot.locate.estimate import Candidate, Estimate

# What may stand behind a change: painted places, answers, pressed spots, age, sex or complaint, the facts.
Cause = Literal["drawing", "answers", "findings", "person", "facts"]

# The spots that are told first, as many as a page shows.
FIRST_SPOTS = 3
# A probability moved when its odds changed by a fifth, and it by a hundredth: less is not worth telling. A choice of
# this project: a single answer seldom changes the odds by more than two fifths.
TOLD_ODDS_RATIO = 1.2
TOLD_DIFFERENCE = 0.01


class Move(Value):
    """A probability that became larger or smaller.

    `name` is a candidate, `id:side`, or a family. A probability is null where its estimate does not list it.
    """

    name: str
    earlier: float | None
    later: float | None

    @property
    def odds_ratio(self) -> float:
        """Return by how much the odds changed, at least 1; infinite where one of both is not listed."""
        was, is_now = _log_odds(self.earlier), _log_odds(self.later)
        return 1.0 if was == is_now else exp(abs(is_now - was))

    @property
    def difference(self) -> float:
        """Return by how much the probability changed, at least 0."""
        return abs((self.later or 0.0) - (self.earlier or 0.0))

    @property
    def is_up(self) -> bool:
        """Return whether it became more likely."""
        return (self.later or 0.0) > (self.earlier or 0.0)


class EstimateChange(Value):
    """What differs between two estimates of the same person.

    `came` and `went` hold the trigger points, `id:side`, that are among the first three of only one of them, `stayed`
    those of both. `spots` and `families` hold what moved, the largest change of odds first. `causes` is empty for two
    estimates of the same drawing and answers by the same facts.
    """

    came: tuple[str, ...]
    went: tuple[str, ...]
    stayed: tuple[str, ...]
    spots: tuple[Move, ...]
    families: tuple[Move, ...]
    causes: tuple[Cause, ...]

    @property
    def is_any(self) -> bool:
        """Return whether anything worth telling changed."""
        return bool(self.came or self.went or self.spots or self.families)


def compare_estimates(
    earlier: Estimate,
    later: Estimate,
    earlier_drawing: Drawing,
    later_drawing: Drawing,
    *,
    odds_ratio: float = TOLD_ODDS_RATIO,
    difference: float = TOLD_DIFFERENCE,
) -> EstimateChange:
    """Return what changed from one estimate to another of the same person, and why.

    Parameters
    ----------
    earlier, later
        The estimates.
    earlier_drawing, later_drawing
        What they were made from, with answers and findings.
    odds_ratio, difference
        From which change on a probability counts as moved: of its odds, and of itself.

    Returns
    -------
    EstimateChange
        A spot whose side the drawing could not tell, and now can, stays the same spot. Several causes may stand
        beside each other; which share of a change each has is not reckoned.

    Notes
    -----
    What counts as moved is a choice of this project: odds changed by a fifth and the probability by 0.01. A change of
    an estimate is a change of what is known, not of the person.
    """
    before, after = first_spots(earlier), first_spots(later)
    gone = [one for one in before if not _find(one, after)]
    return EstimateChange(
        came=tuple(one.key for one in after if not _find(one, before)),
        went=tuple(one.key for one in gone),
        stayed=tuple(one.key for one in after if _find(one, before)),
        spots=_moved(_spot_moves(earlier, later, (*after, *gone)), odds_ratio, difference),
        families=_moved(_family_moves(earlier, later), odds_ratio, difference),
        causes=tuple(_causes(earlier, later, earlier_drawing, later_drawing)),
    )


def first_spots(estimate: Estimate) -> tuple[Candidate, ...]:
    """Return the trigger points that explain anything of the drawing, the three most probable."""
    found = (one for one in estimate.candidates if one.kind == "trigger_point" and one.explains)
    return tuple(one for _, one in zip(range(FIRST_SPOTS), found, strict=False))


def _find(wanted: Candidate, among: Iterable[Candidate]) -> Candidate | None:
    """Return the same spot: on the same side, or on one that only one of both estimates could tell."""
    of_id = [one for one in among if one.id == wanted.id]
    same = next((one for one in of_id if one.side == wanted.side), None)
    return same or next((one for one in of_id if "either" in (one.side, wanted.side)), None)


def _spot_moves(earlier: Estimate, later: Estimate, told: Iterable[Candidate]) -> Iterable[Move]:
    for one in told:
        was, is_now = _find(one, earlier.candidates), _find(one, later.candidates)
        yield Move(
            name=one.key,
            earlier=was.probability if was else None,
            later=is_now.probability if is_now else None,
        )


def _family_moves(earlier: Estimate, later: Estimate) -> Iterable[Move]:
    for name in dict.fromkeys((*later.families, *earlier.families)):
        yield Move(name=name, earlier=earlier.families.get(name), later=later.families.get(name))


def _moved(moves: Iterable[Move], odds_ratio: float, difference: float) -> tuple[Move, ...]:
    """Return the moves that are worth telling, the largest change of odds first."""
    told = [move for move in moves if move.odds_ratio >= odds_ratio and move.difference >= difference]
    return tuple(sorted(told, key=lambda move: move.odds_ratio, reverse=True))


def _log_odds(probability: float | None) -> float:
    if not probability:
        return -inf
    return inf if probability >= 1 else log(probability / (1 - probability))


def _causes(earlier: Estimate, later: Estimate, before: Drawing, after: Drawing) -> Iterable[Cause]:
    if set(before.painted) != set(after.painted):
        yield "drawing"
    if _told(before) != _told(after):
        yield "answers"
    if set(before.findings) != set(after.findings):
        yield "findings"
    if (earlier.complaint, before.age, before.sex) != (later.complaint, after.age, after.sex):
        yield "person"
    if earlier.knowledge_version != later.knowledge_version:
        yield "facts"


def _told(drawing: Drawing) -> dict[str, str]:
    """Return the answers that say anything."""
    return {name: value for name, value in drawing.features.items() if value in ("yes", "no")}
