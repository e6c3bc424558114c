"""Compare the posterior with that of general Bayesian network software, on worlds that it can still do.

    make bench        or, where pyagrum is installed,        python -m benchmarks.network

A small world holds the N most common trigger points and differentials of the low back and the places that they paint.
The same model is told to pyagrum as a network: a node for each source, for extent and background, for each place, and
a chain that counts the sources, so that the prior on their number holds. Its exact inference is compared with ours,
which adds up all sets of up to three sources.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from unknot.locate.inference import load_constants
from unknot.locate.posterior import (
    Constants,
    DrawingFit,
    _sums_of_products,
    all_sets,
    log_prior,
    normalise,
)
from unknot.locate.sources import FloatArray, Silence, all_sources, load_patterns, prior_weights

# With 22 sources pyagrum did not finish within six minutes.
SIZES = (6, 8, 10, 12, 14, 16, 18, 20)
# A network that takes longer than this is the last.
LONGEST_S = 20.0
RUNS = 5


class World:
    """The N most common sources of low back pain on one side, and a drawing of what the first two paint."""

    def __init__(self, size: int) -> None:
        weights = prior_weights("low_back", None)
        sides = np.array([one.ranked and one.side in ("right", "none") for one in all_sources()])
        chosen = np.argsort(-np.where(sides, weights, -1.0), kind="stable")[:size]
        self.constants: Constants = replace(load_constants(), best=size)
        silence = load_patterns("cells").silence.log[:, chosen]
        reached = (silence < 0).any(axis=(0, 1))
        self.log_silence: FloatArray = silence[:, :, reached]
        self.weights: FloatArray = weights[chosen] / weights[chosen].sum()
        likely = 1.0 - np.exp(self.log_silence[-1, :2]).prod(axis=0)
        self.painted = likely > 0.4
        self.size = size

    def ours(self) -> FloatArray:
        """Return the probability of each source by adding up all sets, shape (N,)."""
        everyone = np.ones(self.size, dtype=bool)
        sets = all_sets(np.arange(self.size), np.array([], dtype=np.intp), len(self.constants.set_size))
        fit = DrawingFit.of(Silence(self.log_silence), self.painted, self.constants)
        scores = log_prior(self.weights, everyone, sets, self.constants) + fit.log_likelihood(sets)
        return normalise(sets, scores).marginals(self.size)

    def network(self, gum: Any) -> tuple[Any, dict[str, list[float]]]:
        """Return the same world as a network, and the evidence for it."""
        net = gum.BayesNet()
        sources = [f"s{number}" for number in range(self.size)]
        for name, weight in zip(sources, self.weights, strict=True):
            net.add(gum.LabelizedVariable(name, name, 2))
            net.cpt(name).fillWith([1 / (1 + weight), weight / (1 + weight)])
        evidence = self._count_sources(gum, net, sources)
        constants = self.constants
        for name, shares in (("extent", constants.extent_shares), ("rate", constants.background_shares)):
            net.add(gum.LabelizedVariable(name, name, len(shares)))
            net.cpt(name).fillWith([share / sum(shares) for share in shares])
        for place in range(len(self.painted)):
            name = f"p{place}"
            parents = [one for one in range(self.size) if self.log_silence[0, one, place] < 0]
            net.add(gum.LabelizedVariable(name, name, 2))
            for parent in ("extent", "rate", *(sources[one] for one in parents)):
                net.addArc(parent, name)
            net.cpt(name)[:] = self._chances(place, parents)
            evidence[name] = [0.0, 1.0]
        return net, evidence

    def _count_sources(self, gum: Any, net: Any, sources: list[str]) -> dict[str, list[float]]:
        """Add a chain that counts sources, and return the evidence that gives their number its prior."""
        most = len(self.constants.set_size) + 1
        before = None
        for number, source in enumerate(sources):
            name = f"n{number}"
            net.add(gum.LabelizedVariable(name, name, most + 1))
            net.addArc(source, name)
            counts = np.zeros((2, most + 1)) if before is None else np.zeros((most + 1, 2, most + 1))
            for index in product(*(range(one) for one in counts.shape[:-1])):
                counts[(*index, min(most, sum(index)))] = 1.0
            if before is not None:
                net.addArc(before, name)
            net.cpt(name)[:] = counts
            before = name
        totals = _sums_of_products(self.weights, most - 1)
        odds = [0.0, *(share / total for share, total in zip(self.constants.set_size, totals, strict=True)), 0.0]
        return {str(before): [one / max(odds) for one in odds]}

    def _chances(self, place: int, parents: list[int]) -> FloatArray:
        """Return the table of a place: the tempered chance of what is seen there is that of its second state."""
        constants = self.constants
        shape = [*[2] * len(parents), len(constants.background_rates), len(constants.extent_shares), 2]
        table = np.zeros(shape)
        for index in product(*(range(one) for one in shape[:-1])):
            *present, rate, extent = index
            # The last parent comes first in a table.
            members = [one for one, is_on in zip(parents, reversed(present), strict=True) if is_on]
            silent = (1 - constants.background_rates[rate]) * np.exp(self.log_silence[extent, members, place].sum())
            seen = (1 - silent if self.painted[place] else silent) ** constants.temper
            table[index] = 1 - seen, seen
        return table


def main() -> None:
    import pyagrum as gum  # only where `make bench` installed it

    print("The same posterior by pyagrum, exact on both sides; one drawing, medians")
    print("sources   places   pyagrum, s   Unknot, s   ratio   largest difference of a probability")
    for size in SIZES:
        world = World(size)
        net, evidence = world.network(gum)
        start = time.perf_counter()
        inference = gum.LazyPropagation(net)
        inference.setEvidence(evidence)
        for number in range(size):
            inference.addTarget(f"s{number}")
        inference.makeInference()
        theirs = np.array([inference.posterior(f"s{number}")[1] for number in range(size)])
        taken = time.perf_counter() - start
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            ours = world.ours()
            times.append(time.perf_counter() - start)
        own = statistics.median(times)
        difference = float(np.abs(ours - theirs).max())
        print(
            f"{size:7d}  {len(world.painted):7d}   {taken:10.3f}   {own:9.4f}   {taken / own:5.0f}   {difference:.1e}"
        )
        if taken > LONGEST_S:
            break


if __name__ == "__main__":
    main()
