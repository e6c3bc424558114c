"""Measure what the search for sets of sources leaves out.

    python -m benchmarks.left_out [--drawings N] [--seed N] [--every-set N]

Locating reckons with all sets of up to three of the best sources. Here the best become twice as many, a fourth source
is allowed, and, for a few drawings, every set of up to three of all sources is counted. `--every-set N` adds some
twenty seconds for each of 4 N drawings.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import numpy as np

from benchmarks.painters import Painter
from benchmarks.peers import IS_RANKED
from benchmarks.ranking import painted_mask
from benchmarks.report import Report
from unknot.body import Complaint
from unknot.draw import Drawing
from unknot.locate.answers import gather
from unknot.locate.inference import compute_posterior, load_constants
from unknot.locate.posterior import NOBODY, DrawingFit, log_prior
from unknot.locate.sources import FloatArray, IntArray, load_patterns, prior_weights

COMPLAINTS: tuple[Complaint, ...] = get_args(Complaint)
LARGER_SEARCH = 40
# The share of a fourth source, taken evenly from the shares of one, two and three.
FOURTH_SHARE = 0.03
NO_ANSWERS = gather({}, ())


def tell_what_is_left_out(report: Report, drawings: Sequence[Drawing]) -> None:
    """Tell how much posterior mass further sets would take, and how far they would move a probability."""
    constants, patterns = load_constants(), load_patterns("cells")
    wide = replace(constants, best=LARGER_SEARCH)
    three = np.array(constants.set_size) * (1 - FOURTH_SHARE) / sum(constants.set_size)
    deep = replace(constants, set_size=(*three.tolist(), FOURTH_SHARE))
    rows: list[list[float]] = []
    for drawing in drawings:
        shipped, wider, deeper = (
            compute_posterior(drawing, NO_ANSWERS, patterns, one) for one in (constants, wide, deep)
        )
        reckoned = {tuple(found) for found in shipped.sets.tolist()}
        is_new = np.array([tuple(found) not in reckoned for found in wider.sets.tolist()])
        is_four = (deeper.sets >= 0).sum(axis=1) == len(deep.set_size)
        before, after, with_four = (found.marginals(len(IS_RANKED)) for found in (shipped, wider, deeper))
        rows.append(
            [
                float(wider.probabilities[is_new].sum()),
                float(np.abs(after - before).max()),
                float(deeper.probabilities[is_four].sum()),
                float(np.abs(with_four - before).max()),
            ]
        )
    names = (
        f"mass of further sets, when all of the best {LARGER_SEARCH} enter",
        "largest change of a source's probability by them",
        f"mass of sets of four, when they have a prior of {FOURTH_SHARE}",
        "largest change of a source's probability by them",
    )
    told = [
        [name, *(f"{100 * value:.2f}" for value in np.quantile(values, [0.5, 0.95, 1.0]))]
        for name, values in zip(names, np.array(rows).T, strict=True)
    ]
    report.table([f"in %, {len(drawings)} drawings", "median", "95 of 100 below", "largest"], told)


def log_mass_of_every_set(drawing: Drawing) -> FloatArray:
    """Return the log score of ordinary pain, and of all sets of one, two and three sources, shape (4,)."""
    constants, weights = load_constants(), prior_weights(drawing.inferred_complaint, None)
    fit = DrawingFit.of_patterns(load_patterns("cells"), painted_mask(drawing), constants)
    listed = np.flatnonzero(IS_RANKED & (weights > 0))

    def mass(members: Sequence[IntArray]) -> float:
        sets = np.full((len(members[0]), len(constants.set_size)), NOBODY, dtype=np.intp)
        sets[:, : len(members)] = np.stack(members, axis=1)
        scores = log_prior(weights, IS_RANKED, sets, constants) + fit.log_likelihood(sets)
        return float(np.logaddexp.reduce(scores))

    first, second = np.triu_indices(len(listed), 1)
    threes = []
    for position, source in enumerate(listed[:-2]):
        rest = listed[position + 1 :]
        here, there = np.triu_indices(len(rest), 1)
        threes.append(mass([np.full(len(here), source), rest[here], rest[there]]))
    ordinary = mass([np.flatnonzero(~IS_RANKED & (weights > 0))])
    return np.array([ordinary, mass([listed]), mass([listed[first], listed[second]]), np.logaddexp.reduce(threes)])


def tell_every_set(report: Report, drawings: Sequence[Drawing]) -> None:
    """Tell the mass by the number of sources, as shipped and with no set left out."""
    rows = []
    for drawing in drawings:
        shipped = compute_posterior(drawing, NO_ANSWERS, load_patterns("cells"))
        sizes, is_none = (shipped.sets != NOBODY).sum(axis=1), shipped.holds(~IS_RANKED)
        by_size = [shipped.probabilities[~is_none & (sizes == size)].sum() for size in (1, 2, 3)]
        log_mass = log_mass_of_every_set(drawing)
        exact = np.exp(log_mass - np.logaddexp.reduce(log_mass))
        rows.append([shipped.probabilities[is_none].sum(), *by_size, *exact])
    means = [f"{100 * mean:.1f}" for mean in np.array(rows).mean(axis=0)]
    header = [f"mean mass in %, {len(drawings)} drawings", "no single source", "one", "two", "three"]
    report.table(header, [["as shipped", *means[:4]], ["every set", *means[4:]]])


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what the search for sets of sources leaves out.")
    parser.add_argument("--drawings", type=int, default=30, help="drawings of each complaint (default 30)")
    parser.add_argument("--seed", type=int, default=7, help="seed of the random numbers (default 7)")
    parser.add_argument("--every-set", type=int, default=0, metavar="N", help="drawings a complaint, all sets (slow)")
    wanted = parser.parse_args()
    report = Report()

    def drawn(how_many: int) -> list[Drawing]:
        return [
            one.drawing
            for number, complaint in enumerate(COMPLAINTS)
            for one in Painter(wanted.seed + number).drawings(how_many, complaint)
        ]

    tell_what_is_left_out(report, drawn(wanted.drawings))
    if wanted.every_set:
        tell_every_set(report, drawn(wanted.every_set))


if __name__ == "__main__":
    main()
