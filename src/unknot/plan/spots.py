"""From candidates to spots: the points that may be pressed, each with its ways, and those that are left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from unknot.body import TriggerPoint
from unknot.locate import Candidate, Estimate
from unknot.plan.choose import Offer
from unknot.plan.frame import Frame
from unknot.plan.pressing.find import find_ways
from unknot.plan.pressing.ways import Way
from unknot.plan.session import LeftOut
from unknot.plan.words import describe_rule, describe_rules
from unknot.screen.consent import CONSENT, refused_area_of

Side = Literal["left", "right"]


@dataclass(frozen=True)
class Spot:
    """One trigger point on one side with the best way to press it."""

    point: TriggerPoint
    side: Side
    probability: float
    explains: tuple[str, ...]
    way: Way

    @property
    def key(self) -> str:
        """Return the spot's written form, `id:side`."""
        return f"{self.point.id}:{self.side}"


def group_spots(frame: Frame, spots: Sequence[Spot]) -> dict[str, tuple[Spot, ...]]:
    """Return the spots by what is decided together: a point on both painted sides, or on one.

    Somebody who hurts on both sides is treated on both, unless one side is clearly less probable.
    """
    by_point: dict[str, list[Spot]] = {}
    for spot in spots:
        by_point.setdefault(spot.point.id, []).append(spot)
    groups: dict[str, tuple[Spot, ...]] = {}
    for name, sides in by_point.items():
        weaker = min(spot.probability for spot in sides)
        if len(sides) > 1 and weaker >= frame.data.composition.pair_from * max(spot.probability for spot in sides):
            groups[name] = tuple(sides)
        else:
            groups |= {spot.key: (spot,) for spot in sides}
    return groups


def offer_of(frame: Frame, key: str, spots: Sequence[Spot]) -> Offer:
    """Return spots that are decided together, with time and expected relief for each number of repetitions."""
    composition = frame.data.composition
    by_reps, by_level = composition.relief_by_reps, composition.relief_by_level
    most = min(*(spot.way.dose.reps for spot in spots), len(by_reps) - 1)
    return Offer(
        key,
        len(spots),
        tuple(
            (
                sum(spot.way.dose.reckoned_s(reps, composition.setup_s) for spot in spots),
                sum(_promise(frame, spot) * by_reps[reps] * by_level[spot.way.dose.level[1]] for spot in spots),
            )
            for reps in range(1, most + 1)
        ),
    )


def _promise(frame: Frame, spot: Spot) -> float:
    """Return how much relief a spot promises; one that was pressed before without gain steps back."""
    is_back = frame.has_had_its_turn(spot.point, spot.side)
    return spot.probability * (frame.data.composition.promise_without_gain if is_back else 1.0)


def sides_of(candidate: Candidate, painted: set[str]) -> tuple[Side, ...]:
    """Return the sides on which a candidate may be pressed; one that may lie on either is pressed where it hurts."""
    if candidate.side == "left":
        return ("left",)
    if candidate.side == "right":
        return ("right",)
    both: tuple[Side, ...] = ("left", "right")
    return tuple(side for side in both if side in painted) or both


def painted_sides(estimate: Estimate) -> set[str]:
    """Return the sides on which anything is painted."""
    return {name.split(":")[1] for name in (*estimate.explained, *estimate.unexplained)} & {"left", "right"}


def find_spots(frame: Frame, estimate: Estimate) -> tuple[list[Spot], list[LeftOut]]:
    """Return the spots that can be pressed, most probable first, and the points that are left out with the reason."""
    spots: list[Spot] = []
    left_out: list[LeftOut] = []
    painted = painted_sides(estimate)
    for candidate in _worth_pressing(frame, estimate):
        point = frame.atlas.trigger_points[candidate.id]
        sides = sides_of(candidate, painted)
        for side in sides:
            found = _spot(frame, candidate, point, side, candidate.probability / len(sides))
            if isinstance(found, Spot):
                spots.append(found)
            else:
                left_out.append(found)
    return spots, left_out


def _worth_pressing(frame: Frame, estimate: Estimate) -> Iterable[Candidate]:
    composition = frame.data.composition
    points = [candidate for candidate in estimate.candidates if candidate.kind == "trigger_point"]
    best = max((candidate.probability for candidate in points), default=0.0)
    least = max(composition.least_probability, composition.least_share_of_best * best)
    # A point that explains nothing of the drawing is there by its prior alone: nobody said that it hurts there.
    return [candidate for candidate in points if candidate.probability >= least and candidate.explains]


def _spot(frame: Frame, candidate: Candidate, point: TriggerPoint, side: Side, probability: float) -> Spot | LeftOut:
    refused = refusal_of(frame, point)
    if refused:
        reason, rules = refused
        return LeftOut(id=point.id, side=side, reason=reason, rules=rules)
    ways = find_ways(frame, point, side)
    if ways.left:
        return Spot(point, side, probability, candidate.explains, ways.left[0])
    rules = tuple(sorted({rule for owners in ways.taken.values() for rule in owners}))
    reason = (
        f"No way to press it is left within the limits: {describe_rules(frame, rules)}"
        if rules
        else "It cannot be reached with what is at hand and in the positions that are possible"
    )
    return LeftOut(id=point.id, side=side, reason=reason, rules=rules)


def refusal_of(frame: Frame, point: TriggerPoint) -> tuple[str, tuple[str, ...]] | None:
    """Return why a point must not be pressed by this person today, whatever the technique."""
    who = frame.wishes.who
    if not point.who:
        return "Nobody should press this point from outside", ()
    if who not in point.who:
        others = " or ".join(name for name in point.who if name != "self")
        return f"Only a {others} may press this point", ()
    if area := refused_area_of(frame.wishes.agreed, point.id):
        rule = f"{CONSENT}.{area.id}"
        return f"Left out by your own word: {describe_rule(frame, rule)}", (rule,)
    if frame.limits.global_.who == "therapist" and who != "therapist":
        rules = frame.limits.reasons.get("who", ())
        return f"Only a therapist may press today: {describe_rules(frame, rules)}", rules
    last = frame.wishes.history.last_session_date
    rest_hours = frame.limits.global_.rest_hours or 0
    if last is not None:
        rested_on = last + timedelta(days=-(-rest_hours // 24))
        if frame.clearance.as_of < rested_on:
            rules = frame.limits.reasons.get("rest_hours", ())
            return f"The last session was on {last}; pressing waits until {rested_on}", rules
    if frame.places_to_press is not None and not frame.places_to_press & set(frame.places_at(point)):
        places = ", ".join(frame.atlas.places[name].name for name in sorted(frame.places_to_press))
        return f"For your kind of pain only these places are pressed: {places}", ()
    return None
