"""Measure what the project says of its speed, each beside a limit or a peer in the same run.

    make bench        or        python -m benchmarks

Figures are medians; a busy machine makes them larger, so compare them with what stands beside them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from unknot.draw import Drawing, Mark
from unknot.locate import locate
from unknot.locate.answers import gather
from unknot.locate.locate import compute_posterior
from unknot.locate.sources import load_patterns

RUNS = 9
COLD_START_GOAL_S = 0.4
BODY_MAPS_GOAL_MS = 2 * 120 / 7068 * 1000  # 7,068 maps in two minutes on two cores


def seconds_of(action: Callable[[], object]) -> float:
    action()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def command(*words: str) -> Callable[[], object]:
    # As for a user: compiled files are kept from run to run, whatever this shell says.
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run([sys.executable, *words], check=True, capture_output=True, env=surroundings)


def random_maps(count: int, seed: int = 7) -> list[Drawing]:
    """Return invented body maps, from tidy to scattered."""
    generator = np.random.default_rng(seed)
    codes = [str(100 + number) for number in range(1, 37)] + [str(200 + number) for number in range(1, 39)]
    sizes = generator.integers(1, 25, count)
    return [Drawing(choir=tuple(generator.choice(codes, size, replace=False))) for size in sizes]


def weighted_overlap(drawing: Drawing) -> np.ndarray:
    """Return the weighted Jaccard overlap of a drawing with the pattern of each source, shape (S,)."""
    patterns = load_patterns("cells")
    strengths = 1.0 - np.exp(patterns.log_silence[-1])
    painted = np.zeros(strengths.shape[1])
    painted[[patterns.index[name] for name in drawing.painted]] = 1.0
    return np.minimum(strengths, painted).sum(axis=1) / np.maximum(strengths, painted).sum(axis=1)


def main() -> None:
    locate_once = command("-m", "unknot_app", "locate", "--regions", "iliac_crest_back:right", "--json")
    cold = seconds_of(locate_once)
    bare = seconds_of(command("-c", "import numpy, pydantic, click; from pydantic import BaseModel"))
    print(f"cold start of unknot locate           {cold:6.3f} s   goal {COLD_START_GOAL_S} s")
    print(f"  of which the imported libraries     {bare:6.3f} s")

    maps = random_maps(200)
    each = seconds_of(lambda: [locate(body_map) for body_map in maps]) / len(maps) * 1000
    print(f"one body map                          {each:6.1f} ms  goal {BODY_MAPS_GOAL_MS:.1f} ms on one core")

    drawing = Drawing(regions=(Mark(id="iliac_crest_back", side="right"), Mark(id="buttock_mid", side="right")))
    evidence, patterns = gather({}, ()), load_patterns("cells")
    posterior = seconds_of(lambda: compute_posterior(drawing, evidence, patterns)) * 1000
    print(f"posterior of one drawing              {posterior:6.1f} ms")
    print(
        f"  matrix product of the same patterns {seconds_of(lambda: patterns.log_silence.sum(axis=2)) * 1000:6.1f} ms"
    )


if __name__ == "__main__":
    main()
