"""Choosing points: the ones that buy most expected relief in the time given, exactly."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count

# Seconds are counted in steps of this size; a session of 45 minutes has 540 of them.
TIME_STEP_S = 5


@dataclass(frozen=True)
class Offer:
    """One point, or the same point on both sides, with expected relief and time for each number of repetitions."""

    key: str
    # How many points it counts as.
    points: int
    # (seconds, expected relief), from one repetition on; more repetitions take longer and gain more.
    choices: tuple[tuple[int, float], ...]

    def at_most(self, reps: int) -> Offer:
        """Return the offer with no more repetitions than these."""
        return replace(self, choices=self.choices[:reps])


Chosen = dict[str, int]


def choose_offers(
    offers: Sequence[Offer],
    seconds: int,
    most: int,
    too_much: Callable[[Chosen], Collection[str]] = lambda chosen: (),
) -> Chosen:
    """Return the repetitions of each chosen point, so that the expected relief is largest.

    This is a knapsack with several sizes for each thing, solved exactly by dynamic programming over time and number
    of points (Kellerer, Pferschy and Pisinger, Knapsack Problems, 2004, chapter 11). Where the best choice is too
    much in another way, one of the points that are too much together has to take fewer repetitions: each of these
    ways is tried, the most relief first, until a choice is left that is not too much (branch and bound).

    Parameters
    ----------
    offers
        The points, each with its choices.
    seconds
        Time for pressing.
    most
        The largest number of points.
    too_much
        Returns which of the chosen points are too much together for another limit, such as that of one place; none
        when all is well. Fewer repetitions must never be more than it.

    Returns
    -------
    dict
        Repetitions by key, only of chosen points; equal relief goes to the earlier offer.
    """
    order = count()
    relief, chosen = _knapsack(offers, seconds, most)
    waiting = [(-relief, next(order), chosen, tuple(offers))]
    seen: set[tuple[int, ...]] = set()
    while True:
        _, _, chosen, left = heappop(waiting)
        together = too_much(chosen)
        if not together:
            return chosen
        for key in together:
            fewer = tuple(one.at_most(chosen[key] - 1) if one.key == key else one for one in left)
            sizes = tuple(len(one.choices) for one in fewer)
            if sizes not in seen:
                seen.add(sizes)
                relief, choice = _knapsack(fewer, seconds, most)
                heappush(waiting, (-relief, next(order), choice, fewer))


def _knapsack(offers: Sequence[Offer], seconds: int, most: int) -> tuple[float, Chosen]:
    """Return the most relief that time and number of points buy, and the repetitions behind it."""
    slots = max(0, seconds // TIME_STEP_S)
    # best[points][slot]: expected relief and the choices behind it.
    empty: tuple[float, tuple[tuple[str, int], ...]] = (0.0, ())
    best = [[empty] * (slots + 1) for _ in range(most + 1)]
    for offer in offers:
        for points in range(most, offer.points - 1, -1):
            for slot in range(slots, 0, -1):
                for reps, (duration_s, relief) in enumerate(offer.choices, 1):
                    needed = -(-duration_s // TIME_STEP_S)
                    if needed > slot:
                        continue
                    before = best[points - offer.points][slot - needed]
                    if before[0] + relief > best[points][slot][0] + 1e-12:
                        best[points][slot] = (before[0] + relief, (*before[1], (offer.key, reps)))
    relief, choice = max((best[points][slots] for points in range(most + 1)), key=lambda found: found[0])
    return relief, dict(choice)
