"""Measure the model that ranks sources, on drawings drawn from the model itself.

    python -m benchmarks.model [--drawings N] [--seed N] [--every-set N]

Drawings from the model itself are the easy case: the patterns, the priors and the way people paint are exactly those
that the model assumes. The figures say whether the computation does what it says and how far a drawing can tell
sources apart at best. They say nothing of patients. With 300 drawings a row it takes one to two minutes;
`--every-set N` adds some twenty seconds for each of 4 N drawings.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import get_args

import numpy as np

from unknot.body import Complaint
from unknot.draw import Drawing, Mark
from unknot.draw.drawing import MarkSide
from unknot.knowledge import knowledge_version
from unknot.locate.answers import gather
from unknot.locate.locate import compute_posterior, load_constants
from unknot.locate.posterior import (
    Constants,
    DrawingFit,
    Posterior,
    log_prior,
)
from unknot.locate.sources import (
    FloatArray,
    IntArray,
    Patterns,
    Resolution,
    all_sources,
    load_patterns,
    prior_weights,
)

COMPLAINTS: tuple[Complaint, ...] = get_args(Complaint)
BINS = (0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
LARGER_SEARCH = 40
# A fourth source for the last section: its share, taken evenly from the shares of one, two and three.
FOURTH_SHARE = 0.03
SHOWN_FIRST = 3

RANKED = np.array([source.ranked for source in all_sources()])
IS_POINT = np.array([source.kind == "trigger_point" for source in all_sources()])
NO_ANSWERS = gather({}, ())


@dataclass(frozen=True)
class Case:
    """An invented drawing and the sources that painted it."""

    drawing: Drawing
    painted: FloatArray
    truth: tuple[int, ...]


def draw_sources(complaint: Complaint, generator: np.random.Generator, constants: Constants) -> tuple[int, ...]:
    """Return sources by the prior: ordinary pain alone, or a set of listed sources."""
    weights = prior_weights(complaint, None)
    if generator.random() < weights[~RANKED].sum():
        unranked = np.where(RANKED, 0.0, weights)
        return (int(generator.choice(len(weights), p=unranked / unranked.sum())),)
    listed = np.where(RANKED, weights, 0.0)
    size = 1 + int(generator.choice(len(constants.set_size), p=_shares(constants.set_size)))
    while True:
        members = generator.choice(len(weights), size, p=listed / listed.sum())
        if len(set(members)) == size:
            return tuple(int(member) for member in members)


def draw_point(complaint: Complaint, generator: np.random.Generator, constants: Constants) -> tuple[int, ...]:
    """Return one trigger point by the prior."""
    points = np.where(IS_POINT, prior_weights(complaint, None), 0.0)
    return (int(generator.choice(len(points), p=points / points.sum())),)


def draw_cases(
    how_many: int, complaint: Complaint, resolution: Resolution, generator: np.random.Generator, *, one_point: bool
) -> Iterator[Case]:
    """Yield drawings of the model; an empty one, or one painted all over, is drawn anew with its sources."""
    constants, patterns = load_constants(), load_patterns(resolution)
    draw_truth = draw_point if one_point else draw_sources
    found = 0
    while found < how_many:
        truth = draw_truth(complaint, generator, constants)
        extent = generator.choice(len(constants.extent_shares), p=_shares(constants.extent_shares))
        rate = generator.choice(constants.background_rates, p=_shares(constants.background_shares))
        silence = (1.0 - rate) * np.exp(patterns.silence.log[extent, list(truth)].sum(axis=0))
        painted = generator.random(len(silence)) >= silence
        if not painted.any():
            continue
        drawing = _drawing([name for name, is_on in zip(patterns.names, painted, strict=True) if is_on], complaint)
        if not drawing.is_all_over:
            found += 1
            yield Case(drawing, painted.astype(float), truth)


def _drawing(names: Sequence[str], complaint: Complaint) -> Drawing:
    pairs = [name.split(":") for name in names]
    if names[0].startswith("choir_"):
        return Drawing(complaint=complaint, choir=tuple(name.removeprefix("choir_") for name, _ in pairs))
    sides: dict[str, MarkSide] = {"left": "left", "right": "right", "midline": "midline"}
    return Drawing(complaint=complaint, regions=tuple(Mark(id=name, side=sides[side]) for name, side in pairs))


def _shares(numbers: Sequence[float]) -> FloatArray:
    shares = np.array(numbers)
    return np.asarray(shares / shares.sum())


def posterior_with(case: Case, patterns: Patterns, constants: Constants) -> Posterior:
    """Return the posterior under other constants."""
    return compute_posterior(case.drawing, NO_ANSWERS, patterns, constants)


def overlaps(case: Case, resolution: Resolution) -> FloatArray:
    """Return the weighted Jaccard overlap of the drawing with the zones of every source, shape (S,).

    The peer: sum of the smaller over sum of the larger, with the zone strengths of the full extent as weights.
    """
    zones = 1.0 - np.exp(load_patterns(resolution).silence.log[-1])
    smaller, larger = np.minimum(zones, case.painted).sum(axis=1), np.maximum(zones, case.painted).sum(axis=1)
    return np.asarray(smaller / larger)


def credit(scores: FloatArray, truth: int, places: int) -> float:
    """Return the chance that the true point is among the first places of all points, equal ones in random order."""
    rivals = scores[IS_POINT]
    above = int((rivals > scores[truth] * (1 + 1e-9) + 1e-300).sum())
    equal = int(np.isclose(rivals, scores[truth], rtol=1e-9, atol=1e-300).sum())
    return min(1.0, max(0.0, (places - above) / equal))


def rank_single_points(how_many: int, generator: np.random.Generator) -> None:
    print(f"1. One trigger point paints: how often it is ranked first (among the first {SHOWN_FIRST}) of all points")
    print(f"   {how_many} drawings a row, shares in %\n")
    print("   drawings              model       overlap     overlap x prior   prior alone")
    by_count: dict[str, list[tuple[float, float]]] = {"1": [], "2 to 3": [], "4 or more": []}
    rows: list[tuple[Complaint, Resolution]] = [(complaint, "cells") for complaint in COMPLAINTS]
    for complaint, resolution in [*rows, ("low_back", "choir")]:
        prior, found = prior_weights(complaint, None), []
        for case in draw_cases(how_many, complaint, resolution, generator, one_point=True):
            posterior = compute_posterior(case.drawing, NO_ANSWERS, load_patterns(resolution))
            overlap = overlaps(case, resolution)
            rankings = (posterior.marginals(len(prior)), overlap, overlap * prior, prior)
            row = [credit(scores, case.truth[0], places) for scores in rankings for places in (1, SHOWN_FIRST)]
            found.append(row)
            if resolution == "cells":
                count = len(case.drawing.painted)
                by_count["1" if count == 1 else "2 to 3" if count < 4 else "4 or more"].append((row[0], row[2]))
        means = 100 * np.array(found).mean(axis=0)
        cells = [f"{means[column]:3.0f} ({means[column + 1]:3.0f})" for column in range(0, len(means), 2)]
        name = complaint if resolution == "cells" else f"{complaint}, CHOIR map"
        print(f"   {name:<21} {cells[0]:<11} {cells[1]:<11} {cells[2]:<17} {cells[3]}")
    print("\n   places painted        model       overlap     drawings")
    for name, pairs in by_count.items():
        model, overlap_share = 100 * np.array(pairs).mean(axis=0)
        print(f"   {name:<21} {model:3.0f}         {overlap_share:3.0f}         {len(pairs)}")


def tell_calibration(how_many: int, generator: np.random.Generator) -> None:
    constants, patterns = load_constants(), load_patterns("cells")
    untempered = replace(constants, temper=1.0)
    stated: dict[str, list[FloatArray]] = {"shipped": [], "untempered": []}
    true: list[FloatArray] = []
    ordinary: list[tuple[float, float, float]] = []
    for complaint in COMPLAINTS:
        for case in draw_cases(how_many, complaint, "cells", generator, one_point=False):
            as_shipped = compute_posterior(case.drawing, NO_ANSWERS, patterns)
            exact = posterior_with(case, patterns, untempered)
            stated["shipped"].append(as_shipped.marginals(len(RANKED))[RANKED])
            stated["untempered"].append(exact.marginals(len(RANKED))[RANKED])
            is_true = np.zeros(len(RANKED))
            is_true[list(case.truth)] = 1.0
            true.append(is_true[RANKED])
            shares = [posterior.probabilities[posterior.holds(~RANKED)].sum() for posterior in (as_shipped, exact)]
            ordinary.append((float(not RANKED[case.truth[0]]), *shares))
    print("\n2. Calibration: of the sources given a probability in a bin, how many were true, %")
    print(f"   {how_many} drawings of each complaint from the whole model; every listed source of every drawing\n")
    print(f"                  as shipped, temper {constants.temper}          temper 1, the model's own")
    print("   stated         sources   stated   true       sources   stated   true")
    happened = np.concatenate(true)
    columns = [np.concatenate(stated[name]) for name in ("shipped", "untempered")]
    for low, high in pairwise(BINS):
        cells = []
        for column in columns:
            inside = (column >= low) & (column < high + (high == 1.0))
            if inside.any():
                figures = 100 * column[inside].mean(), 100 * happened[inside].mean()
                cells.append(f"{inside.sum():7d}   {figures[0]:6.1f}   {figures[1]:5.1f}")
            else:
                cells.append(f"{0:7d}        -       -")
        print(f"   {100 * low:3.0f} to {100 * high:3.0f}    {cells[0]}     {cells[1]}")
    share, stated_share, exact_share = 100 * np.array(ordinary).mean(axis=0)
    print(
        f"\n   No single source (unattributed): true in {share:.1f} %, stated {stated_share:.1f} % as shipped, "
        f"{exact_share:.1f} % with temper 1"
    )


def tell_what_is_left_out(how_many: int, generator: np.random.Generator) -> None:
    constants, patterns = load_constants(), load_patterns("cells")
    wide = replace(constants, best=LARGER_SEARCH)
    three = np.array(constants.set_size) * (1 - FOURTH_SHARE) / sum(constants.set_size)
    deep = replace(constants, set_size=(*three.tolist(), FOURTH_SHARE))
    beyond, first_moved, fourth, fourth_moved = [], [], [], []
    for complaint in COMPLAINTS:
        for case in draw_cases(how_many, complaint, "cells", generator, one_point=False):
            shipped = posterior_with(case, patterns, constants)
            wider = posterior_with(case, patterns, wide)
            deeper = posterior_with(case, patterns, deep)
            reckoned = {tuple(found) for found in shipped.sets.tolist()}
            is_new = np.array([tuple(found) not in reckoned for found in wider.sets.tolist()])
            beyond.append(float(wider.probabilities[is_new].sum()))
            before, after, with_four = (found.marginals(len(RANKED)) for found in (shipped, wider, deeper))
            first_moved.append(float(np.abs(after - before).max()))
            is_four = (deeper.sets >= 0).sum(axis=1) == len(deep.set_size)
            fourth.append(float(deeper.probabilities[is_four].sum()))
            fourth_moved.append(float(np.abs(with_four - before).max()))
    print(f"\n3. What the search leaves out; {how_many} drawings of each complaint, posterior mass in %")
    print("\n                                                        median    95 of 100 below    largest")
    for name, values in (
        (f"on further sets, when all of the best {LARGER_SEARCH} enter", beyond),
        ("  largest change of any one source's probability", first_moved),
        (f"on sets of four, when they have a prior of {FOURTH_SHARE}", fourth),
        ("  largest change of any one source's probability", fourth_moved),
    ):
        median, high, largest = 100 * np.quantile(values, [0.5, 0.95, 1.0])
        print(f"   {name:<52} {median:6.2f}    {high:6.2f}             {largest:6.2f}")


def log_mass_of_every_set(case: Case, patterns: Patterns, constants: Constants) -> dict[str, float]:
    """Return the log score of ordinary pain, and of all sets of one, two and three sources, none left out."""
    weights = prior_weights(case.drawing.inferred_complaint, None)
    fit = DrawingFit.of_patterns(patterns, case.painted.astype(bool), constants)
    listed = np.flatnonzero(RANKED & (weights > 0))

    def mass(members: Sequence[IntArray]) -> float:
        # The longest sets have as many columns as the prior has sizes; -1 stands for nobody.
        sets = np.full((len(members[0]), len(constants.set_size)), -1, dtype=np.intp)
        sets[:, : len(members)] = np.stack(members, axis=1)
        scores = log_prior(weights, RANKED, sets, constants) + fit.log_likelihood(sets)
        return float(np.logaddexp.reduce(scores))

    first, second = np.triu_indices(len(listed), 1)
    threes = []
    for position, source in enumerate(listed[:-2]):
        rest = listed[position + 1 :]
        here, there = np.triu_indices(len(rest), 1)
        threes.append(mass([np.full(len(here), source), rest[here], rest[there]]))
    return {
        "none": mass([np.flatnonzero(~RANKED & (weights > 0))]),
        "one": mass([listed]),
        "two": mass([listed[first], listed[second]]),
        "three": float(np.logaddexp.reduce(threes)),
    }


def tell_every_set(how_many: int, generator: np.random.Generator) -> None:
    constants, patterns = load_constants(), load_patterns("cells")
    rows = []
    for complaint in COMPLAINTS:
        for case in draw_cases(how_many, complaint, "cells", generator, one_point=False):
            shipped = posterior_with(case, patterns, constants)
            sizes, is_none = (shipped.sets >= 0).sum(axis=1), shipped.holds(~RANKED)
            by_size = [shipped.probabilities[~is_none & (sizes == size)].sum() for size in (1, 2, 3)]
            log_mass = np.array(list(log_mass_of_every_set(case, patterns, constants).values()))
            exact = np.exp(log_mass - np.logaddexp.reduce(log_mass))
            rows.append([shipped.probabilities[is_none].sum(), *by_size, *exact])
    means = 100 * np.array(rows).mean(axis=0)
    print(f"\n4. Every set of up to three sources, none left out; {how_many} drawings a complaint, mean mass in %\n")
    print("                no single source    one     two   three")
    for name, figures in (("as shipped", means[:4]), ("every set", means[4:])):
        none, one, two, three = figures
        print(f"   {name:<20} {none:8.1f}  {one:5.1f}   {two:5.1f}   {three:5.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the model on drawings drawn from the model itself.")
    parser.add_argument("--drawings", type=int, default=300, help="drawings a row (default 300)")
    parser.add_argument("--seed", type=int, default=7, help="seed of the random numbers (default 7)")
    parser.add_argument("--every-set", type=int, default=0, metavar="N", help="drawings a complaint, all sets (slow)")
    wanted = parser.parse_args()
    generator = np.random.default_rng(wanted.seed)
    print("Drawings drawn from the model itself: the easy case. Nothing here was measured on patients.")
    print(f"Facts {knowledge_version()}, seed {wanted.seed}\n")
    rank_single_points(wanted.drawings, generator)
    tell_calibration(wanted.drawings, generator)
    tell_what_is_left_out(max(1, wanted.drawings // 10), generator)
    if wanted.every_set:
        tell_every_set(wanted.every_set, generator)


if __name__ == "__main__":
    main()
