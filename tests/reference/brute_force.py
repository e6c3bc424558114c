"""The drawing model by plain counting: loops and `math.log`, no arrays, written from docs/explanation/model.md.

A small world has sources, each with a prior weight and a strength of painting each cell, and constants as in
`data/locate/model.toml`. Everything is worked out by summing over all sets, extents and backgrounds one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import exp, log, prod

from hypothesis import strategies as st

Set = tuple[int, ...]


@dataclass(frozen=True)
class World:
    """A small atlas, one drawing of it, and the constants of the model."""

    strengths: tuple[tuple[float, ...], ...]
    painted: tuple[bool, ...]
    weights: tuple[float, ...]
    ranked: tuple[bool, ...]
    set_size: tuple[float, ...]
    extent_factors: tuple[float, ...]
    extent_shares: tuple[float, ...]
    background_rates: tuple[float, ...]
    background_shares: tuple[float, ...]
    temper: float
    log_ratios: tuple[float, ...] = field(default=())

    @property
    def sources(self) -> range:
        return range(len(self.weights))


def shares(count: int) -> st.SearchStrategy[tuple[float, ...]]:
    """Draw positive shares that add up to 1."""
    parts = st.lists(st.floats(0.05, 1.0), min_size=count, max_size=count)
    return parts.map(lambda found: tuple(one / sum(found) for one in found))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a world of 4 to 7 sources, 5 to 8 cells, 1 to 3 extents and backgrounds, with unranked sources."""
    sources, cells = draw(st.integers(4, 7)), draw(st.integers(5, 8))
    extents, backgrounds = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    strength = st.sampled_from([0.0, 0.0, 0.4, 0.9, 0.65])
    ranked = draw(st.lists(st.booleans(), min_size=sources, max_size=sources))
    ranked[:4] = [True] * 4  # sets of three need some sources to choose from
    return World(
        strengths=tuple(tuple(draw(strength) for _ in range(cells)) for _ in range(sources)),
        painted=tuple(draw(st.lists(st.booleans(), min_size=cells, max_size=cells))),
        weights=draw(shares(sources)),
        ranked=tuple(ranked),
        set_size=draw(shares(3)),
        extent_factors=tuple(draw(st.floats(0.1, 1.0)) for _ in range(extents)),
        extent_shares=draw(shares(extents)),
        background_rates=tuple(draw(st.floats(0.001, 0.2)) for _ in range(backgrounds)),
        background_shares=draw(shares(backgrounds)),
        temper=draw(st.floats(0.3, 1.0)),
        log_ratios=tuple(draw(st.floats(-2.0, 2.0)) for _ in range(sources)),
    )


def listed_sets(world: World) -> list[Set]:
    """Return every set of one to three listed sources."""
    listed = [one for one in world.sources if world.ranked[one]]
    return [found for size in (1, 2, 3) for found in combinations(listed, size)]


def alone(world: World) -> list[int]:
    return [one for one in world.sources if not world.ranked[one]]


def prior(world: World, members: Set) -> float:
    """Return the prior of a set: of an unranked source its own share, else by size and product of weights."""
    listed_share = sum(world.weights[one] for one in world.sources if world.ranked[one])
    if any(not world.ranked[one] for one in members):
        return world.weights[members[0]] if len(members) == 1 else 0.0

    def product(found: Sequence[int]) -> float:
        return prod(world.weights[one] / listed_share for one in found)

    same_size = [found for found in listed_sets(world) if len(found) == len(members)]
    return listed_share * world.set_size[len(members) - 1] * product(members) / sum(map(product, same_size))


def likelihood(world: World, members: Set) -> float:
    """Return the tempered probability of the drawing if just these paint, extent and background summed out."""
    total = 0.0
    for factor, extent_share in zip(world.extent_factors, world.extent_shares, strict=True):
        for rate, rate_share in zip(world.background_rates, world.background_shares, strict=True):
            log_probability = 0.0
            for cell, is_painted in enumerate(world.painted):
                empty = (1 - rate) * prod(1 - factor * world.strengths[one][cell] for one in members)
                log_probability += log(1 - empty) if is_painted else log(empty)
            total += extent_share * rate_share * exp(world.temper * log_probability)
    return total


def posterior(world: World, *, with_answers: bool) -> dict[Set, float]:
    """Return the probability of every set; of the members' log ratios the one farthest from 0 counts, once."""
    scores = {}
    for members in (*listed_sets(world), *((one,) for one in alone(world))):
        ratio = max((world.log_ratios[one] for one in members), key=abs) if with_answers else 0.0
        scores[members] = prior(world, members) * likelihood(world, members) * exp(ratio)
    whole = sum(scores.values())
    return {members: score / whole for members, score in scores.items()}
