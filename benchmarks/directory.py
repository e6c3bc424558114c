"""Measure loading the US provider file and searching 1.4 million providers, beside a tree in memory in the same run.

    make bench        or        python -m benchmarks.directory --megabytes 100 --providers 200000

The file is invented, in the full layout of 330 columns; one row in ten is of a kind that is kept, as in the real one.
The providers to search are spread over the postcodes of the US unevenly (log-normal, sigma 1.5), as towns are. The
tree is scikit-learn's BallTree, one for each kind, with nothing to read, no names and no filter but the kind: what a
search could cost at the least. Where scikit-learn is not installed that part is left out, and it is said.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

import numpy as np
import zipcodes

from benchmarks.providers import FIRST_NAMES, NAMES, weights_of_postcodes, write_file
from unknot_app.directory import load_directory_data, search
from unknot_app.directory.draft import draft_of, opened_draft
from unknot_app.directory.file import file_of
from unknot_app.directory.places import Spot
from unknot_app.directory.provider import Address, Fact, Provider

DAY = date(2026, 11, 28)
ROWS_GOAL, MEMORY_GOAL_MB, SEARCH_GOAL_MS = 100_000, 400, 10
KM = 25.0
FACTS = (
    Fact("listing", "US provider file (NPPES)", "listed", "2025-05-07"),
    Fact("licence", "MT.0000001 (CO)", "self_declared", "2025-05-07"),
)
KINDS = tuple(load_directory_data().kinds)
POSTCODES = zipcodes.list_all()
SPOTS = [Spot(float(row["lat"]), float(row["long"]), "postcode") for row in POSTCODES]


def measure_import(folder: Path, megabytes: float) -> None:
    path = folder / "npidata_pfile_20050523-20251109.csv"
    rows = write_file(path, megabytes)
    start = time.perf_counter()
    words = ("-m", "unknot_app", "directory", "import", str(path), "--data", str(folder / "loaded"))
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    size = path.stat().st_size / 1e6
    print(f"loading {rows:,} rows of NPPES, {size:,.0f} MB: {seconds:.1f} s, {busy:.1f} s of the processor")
    print(f"  rows a second                       {rows / seconds:8,.0f}   goal {ROWS_GOAL:,}")
    print(f"  memory at most                      {memory:8.0f} MB   goal {MEMORY_GOAL_MB} MB")
    path.unlink()


def fill(folder: Path, providers: int, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Make a directory of so many providers; return their postcodes and kinds by number."""
    postcodes = generator.choice(len(POSTCODES), providers, p=weights_of_postcodes(generator))
    kinds = generator.integers(0, len(KINDS), providers)
    names = generator.integers(0, len(NAMES), (providers, 2))
    file_of(folder).parent.mkdir(parents=True)
    with opened_draft(folder, "nppes", "benchmark", is_update=False) as draft:
        for number, postcode, kind, (last, first) in zip(count(), postcodes, kinds, names, strict=False):
            row = POSTCODES[postcode]
            where = (f"{number} NOWHERE ST", row["city"], row["state"], row["zip_code"], "US", "303-555-0100")
            # A thousand last names for each of the twelve.
            name = f"{FIRST_NAMES[first]} {NAMES[last]}{number % 997}"
            draft.put(Provider(str(number), name, (KINDS[kind],), FACTS, Address(*where, SPOTS[postcode])))
            if number % 50_000 == 0:
                draft.keep({})
        draft.finish(None, {}, ("nppes", "benchmark", DAY))
    draft_of(folder).replace(file_of(folder))
    return postcodes, kinds


def milliseconds(what: str, look: Callable[[int], object], searches: int, goal: str = "") -> None:
    for number in range(min(20, searches)):
        look(number)
    clocks = (time.perf_counter, time.process_time)
    times = []
    for number in range(searches):
        start = [clock() for clock in clocks]
        look(number)
        times.append([1000 * (clock() - at) for clock, at in zip(clocks, start, strict=True)])
    median, high = np.quantile(times, [0.5, 0.95], axis=0)
    print(f"  {what:30}{median[0]:6.1f} ms; 95 of 100 below {high[0]:.1f} ms, {high[1]:.1f} of the processor{goal}")


def measure_search(folder: Path, near: list[Spot], asked: list[str]) -> None:
    def look(name: str = "", *, by_kind: bool) -> Callable[[int], object]:
        return lambda number: search(
            folder, near[number], day=DAY, km=KM, kinds=[asked[number]] if by_kind else (), name=name
        )

    goal = f"; goal {SEARCH_GOAL_MS} ms"
    milliseconds("by kind and a common name", look("smith", by_kind=True), len(near), goal)
    milliseconds("by kind and a rare name", look("ada ross12", by_kind=True), len(near), goal)
    milliseconds("by kind", look(by_kind=True), len(near))
    milliseconds("everybody", look(by_kind=False), len(near))
    milliseconds("a rare name of any kind", look("ada ross12", by_kind=False), len(near))


def measure_limit(postcodes: np.ndarray, kinds: np.ndarray, near: list[Spot], asked: list[str]) -> None:
    try:
        from sklearn.neighbors import BallTree
    except ImportError:
        print("  a tree in memory is left out: scikit-learn is not installed; make bench installs it")
        return
    places = np.radians([[spot.latitude, spot.longitude] for spot in SPOTS])[postcodes]
    trees = {kind: BallTree(places[kinds == number], metric="haversine") for number, kind in enumerate(KINDS)}
    milliseconds(
        "by kind, BallTree in memory",
        lambda number: trees[asked[number]].query(np.radians([near[number][:2]]), k=20),
        len(near),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=1000, help="size of the file (1000)")
    parser.add_argument("--providers", type=int, default=1_400_000, help="providers to search (1,400,000)")
    parser.add_argument("--searches", type=int, default=500, help="searches of each sort (500)")
    options = parser.parse_args()
    generator = np.random.default_rng(7)
    with tempfile.TemporaryDirectory() as place:
        measure_import(Path(place), options.megabytes)
        start = time.perf_counter()
        postcodes, kinds = fill(Path(place, "filled"), options.providers, generator)
        size = file_of(Path(place, "filled")).stat().st_size / 1e6
        seconds = time.perf_counter() - start
        print(
            f"searching {options.providers:,} providers within {KM:.0f} km ({size:.0f} MB, made in {seconds:.0f} s)"
        )
        # People live where providers are; near a postcode, seldom in its very middle.
        chosen = [SPOTS[postcodes[at]] for at in generator.integers(0, options.providers, options.searches)]
        aside = generator.normal(0, 0.02, (options.searches, 2))
        near = [
            Spot(spot.latitude + north, spot.longitude + east, "exact")
            for spot, (north, east) in zip(chosen, aside.tolist(), strict=True)
        ]
        asked = generator.choice(KINDS, options.searches).tolist()
        measure_search(Path(place, "filled"), near, asked)
        measure_limit(postcodes, kinds, near, asked)


if __name__ == "__main__":
    main()
