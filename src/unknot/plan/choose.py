"""Choosing points: the ones that buy most expected relief in the time given, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def choose_offers(offers: Sequence[Offer], seconds: int, most: int) -> dict[str, int]:
    """Return the repetitions of each chosen point, so that the expected relief is largest.

    This is a knapsack with several sizes for each thing, solved exactly by dynamic programming over time and number
    of points (Kellerer, Pferschy and Pisinger, Knapsack Problems, 2004, chapter 11).

    Parameters
    ----------
    offers
        The points, each with its choices.
    seconds
        Time for pressing.
    most
        The largest number of points.

    Returns
    -------
    dict
        Repetitions by key, only of chosen points; equal relief goes to the earlier offer.
    """
    slots = max(0, seconds // TIME_STEP_S)
    # best[count][slot]: expected relief and the choices behind it.
    empty: tuple[float, tuple[tuple[str, int], ...]] = (0.0, ())
    best = [[empty] * (slots + 1) for _ in range(most + 1)]
    for offer in offers:
        for count in range(most, offer.points - 1, -1):
            for slot in range(slots, 0, -1):
                for reps, (duration_s, relief) in enumerate(offer.choices, 1):
                    needed = -(-duration_s // TIME_STEP_S)
                    if needed > slot:
                        continue
                    before = best[count - offer.points][slot - needed]
                    if before[0] + relief > best[count][slot][0] + 1e-12:
                        best[count][slot] = (before[0] + relief, (*before[1], (offer.key, reps)))
    return dict(max((best[count][slots] for count in range(most + 1)), key=lambda found: found[0])[1])
