"""Choose the constants of locating by simulation: each in turn a step up and a step down.

    python -m benchmarks.choose [--drawings N] [--seed N]

The people invented here are others than those of benchmarks/accuracy.py, and no published case is looked at. A
constant stays as it is in data/locate/model.toml unless a step clearly betters the log score without worsening
calibration. With 200 drawings a complaint it takes some three minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from benchmarks.accuracy import CHOSEN, WORLDS, Variant, people, scores_of
from benchmarks.report import Report
from unknot.locate.answers import gather
from unknot.locate.data import Model, load_locate_data
from unknot.locate.inference import compute_posterior, constants_of

# Steps down and up.
STEPS = {
    "strength_essential": (0.85, 0.95),
    "strength_spillover": (0.4, 0.6),
    "strength_beside": (0.1, 0.2),
    "strength_fringe": (0.04, 0.08),
    "patch_essential_share": (0.5, 0.9),
    "patch_reaches": ((1,), (0, 1, 2)),
    "extent_factors": ((0.15, 0.5, 1.0), (0.4, 0.75, 1.0)),
    "background_rates": ((0.001, 0.005, 0.025), (0.004, 0.02, 0.1)),
    "temper": (0.4, 0.6),
}


def steps(whole: Model) -> Iterator[Variant]:
    """Yield the model as it is, then each constant changed."""
    yield Variant("as in the data", whole)
    for name, values in STEPS.items():
        for value in values:
            yield Variant(f"{name} {value}", whole.model_copy(update={name: value}))


def main() -> None:
    parser = argparse.ArgumentParser(description="Try other constants of locating on invented drawings.")
    parser.add_argument("--drawings", type=int, default=200, help="drawings of each complaint (default 200)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random numbers")
    wanted = parser.parse_args()
    drawn = people(wanted.drawings, wanted.seed, WORLDS[CHOSEN])
    rows = []
    for variant in steps(load_locate_data().model):
        patterns, constants = variant.patterns, constants_of(variant.model)
        found = [compute_posterior(one.drawing, gather({}, ()), patterns, constants) for one in drawn]
        rows.append([variant.name, *scores_of(found, drawn)])
    Report().table(["constants", "log score", "true source first, %", "error"], rows)


if __name__ == "__main__":
    main()
