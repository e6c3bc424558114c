"""Putting steps in an order that turns the body seldom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise, permutations

from unknot.plan.frame import Frame
from unknot.plan.session import Step, StepReason
from unknot.plan.spots import Spot

# Why movement comes before pressing, by what set the pain off.
MOVEMENT_FIRST = {
    "injury": "Before pressing: after a strain gentle movement comes first.",
    "long_sitting_or_posture": "Before pressing: after long sitting movement comes first.",
}


def assign_positions(frame: Frame, spots: Sequence[Spot]) -> dict[str, tuple[str, str]]:
    """Return a position and surface for each spot, so that as few positions as possible are needed.

    All sets of positions are tried by size; among equals the one whose positions come first for its spots wins.
    """
    offered = {spot.key: spot.way.positions for spot in spots}
    every = list(dict.fromkeys(pair for pairs in offered.values() for pair in pairs))
    for size in range(1, len(every) + 1):
        fitting = [
            chosen
            for chosen in combinations(every, size)
            if all(set(pairs) & set(chosen) for pairs in offered.values())
        ]
        if fitting:
            best = min(fitting, key=lambda chosen: _distance(chosen, offered.values()))
            return {key: next(pair for pair in pairs if pair in best) for key, pairs in offered.items()}
    return {}


def _distance(chosen: Sequence[tuple[str, str]], offered: Iterable[Sequence[tuple[str, str]]]) -> int:
    return sum(min(pairs.index(pair) for pair in chosen if pair in pairs) for pairs in offered)


def order_steps(frame: Frame, first: Step | None, presses: Sequence[Step], stretches: Sequence[Step]) -> list[Step]:
    """Return pressing and stretching in an order with the fewest changes of position.

    Steps in one position stay together; places keep the order that the rule of the complaint names. Pressing comes
    first, unless what set the pain off asks for movement before it.
    """
    cause = frame.moves_first_for
    if cause and presses and stretches:
        stretches = [_told_first(step, cause) for step in stretches]
    groups: dict[str | None, list[Step]] = {}
    for step in sorted(presses, key=lambda step: _place_rank(frame, step)):
        groups.setdefault(step.position, []).append(step)
    best: tuple[int, list[Step]] | None = None
    for press_order in permutations(groups.values()):
        for stretch_order in permutations(stretches):
            pressing = [step for group in press_order for step in group]
            ordered = [*stretch_order, *pressing] if cause else [*pressing, *stretch_order]
            turns = _turns([first, *ordered] if first else ordered)
            if best is None or turns < best[0]:
                best = (turns, ordered)
    return best[1] if best else []


def _told_first(step: Step, cause: str) -> Step:
    reason = StepReason(code="cause", text=MOVEMENT_FIRST[cause], rule=f"cause.{cause}")
    return step.model_copy(update={"reasons": (*step.reasons, reason)})


def _turns(steps: Sequence[Step]) -> int:
    return sum(before.position != after.position for before, after in pairwise(steps))


def _place_rank(frame: Frame, step: Step) -> int:
    order = [place for rule in frame.plan_rules for place in rule.order]
    ranks = [order.index(place) for place in frame.places_at(frame.atlas.trigger_points[step.id]) if place in order]
    return min(ranks, default=len(order))
