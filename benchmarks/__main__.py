"""Measure what the project says of its speed, each beside a limit or a peer in the same run.

    make bench        or        python -m benchmarks

Figures are medians; a busy machine makes them larger, so compare them with what stands beside them.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.painters import Painter
from benchmarks.peers import weighted_overlap
from benchmarks.ranking import painted_mask
from unknot.draw import Drawing
from unknot.locate import Estimate, locate
from unknot.locate.answers import gather
from unknot.locate.inference import compute_posterior
from unknot.locate.sources import load_patterns
from unknot.plan import SessionPlan, Wishes, load_plan_data, plan
from unknot_app.actions.planning import plan_session

EXAMPLE = Path(__file__).parents[1] / "examples" / "ordinary_back_pain.json"
Case = TypeVar("Case")
RUNS = 9
COLD_START_GOAL_S = 0.4
DRAWING_GOAL_MS = 10
UPDATE_GOAL_MS = 5
PLAN_GOAL_MS = 50
DRAWINGS = 60
MAPS = 400
# 7,068 maps in two minutes on two cores.
MAPS_GOAL_A_SECOND = 7068 / 120


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


def milliseconds_each(action: Callable[[Case], object], cases: Sequence[Case]) -> str:
    """Return median and 95th percentile over cases."""
    times = []
    for case in cases:
        action(case)
        start = time.perf_counter()
        action(case)
        times.append(1000 * (time.perf_counter() - start))
    median, high = np.quantile(times, [0.5, 0.95])
    return f"{median:6.1f} ms  95 of 100 below {high:.1f} ms"


def planning_with_everything() -> Callable[[Estimate], SessionPlan]:
    """Return the planning for the person of the example, who has every tool at hand: the most there is to choose."""
    clearance = plan_session(json.loads(EXAMPLE.read_text(encoding="utf-8")), date(2026, 11, 22)).clearance
    wishes = Wishes(who="self", minutes=45, applicators=("hands", *load_plan_data().applicators))
    return lambda estimate: plan(estimate, clearance, wishes)


def peak_memory_mb(run: Callable[[], object]) -> float:
    """Return the most memory that a command took; the largest of all commands so far."""
    run()
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def maps_a_second() -> float:
    maps = random_maps(MAPS)
    with ProcessPoolExecutor(2) as both:
        list(both.map(locate, maps[:20]))
        start = time.perf_counter()
        list(both.map(locate, maps, chunksize=20))
        return MAPS / (time.perf_counter() - start)


def main() -> None:
    locate_once = command("-m", "unknot_app", "locate", "--regions", "iliac_crest_back:right", "--json")
    memory = peak_memory_mb(locate_once)
    cold = seconds_of(locate_once)
    bare = seconds_of(command("-c", "import numpy, pydantic, click; from pydantic import BaseModel"))
    print(
        f"cold start of unknot locate           {cold:6.3f} s   goal {COLD_START_GOAL_S} s; {memory:.0f} MB at most"
    )
    print(f"  of which the imported libraries     {bare:6.3f} s")

    drawings = [one.drawing for one in Painter(7).drawings(DRAWINGS, "low_back")]
    evidence, patterns = gather({}, ()), load_patterns("cells")
    whole = milliseconds_each(lambda one: compute_posterior(one, evidence, patterns), drawings)
    print(f"posterior of a painted drawing        {whole}; goal {DRAWING_GOAL_MS} ms")
    overlap = milliseconds_each(lambda one: weighted_overlap(painted_mask(one), "low_back"), drawings)
    print(f"  its overlap with each pattern       {overlap}")
    answered = gather({"worse_walking": "yes"}, ())
    update = milliseconds_each(lambda one: compute_posterior(one, answered, patterns), drawings)
    print(f"  anew after an answer                {update}; goal {UPDATE_GOAL_MS} ms")
    print(f"the whole estimate, with reasons      {milliseconds_each(locate, drawings)}")
    planned = milliseconds_each(planning_with_everything(), [locate(one) for one in drawings])
    print(f"a plan with all at hand, 45 minutes   {planned}; goal {PLAN_GOAL_MS} ms")

    print(f"body maps on two cores                {maps_a_second():6.0f} a second; goal {MAPS_GOAL_A_SECOND:.0f}")


if __name__ == "__main__":
    main()
