"""Measure how often a comparison on one's own body errs, beside two simpler ways of judging.

    python -m benchmarks.n_of_1 [--runs N] [--seed N] [--write]

`--write` puts the figures into docs/explanation/own-comparison.md. Invented people enter a pain from 0 to 10
each day: a level, a trend, noise of which neighbouring days are alike, days that are missing, and an effect that
builds up and fades. They are judged after three pairs of periods and, while it is open, once more after five.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.report import Report, wilson
from unknot.measure import load_measure_data
from unknot.measure.own_comparison import Arm, OwnComparison, arm_of, compare_arms, draw_order, is_counted

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "own-comparison.md"
MARK = "<!-- figures of python -m benchmarks.n_of_1 --write -->\n"
PAIN = "pain_nrs"
LOOKS = (3, 5)  # pairs of periods
THRESHOLDS = (0.95, 0.975, 0.98, 0.985, 0.99, 0.995)
SIGNIFICANT = 1.96
WINNERS = ("helps", "helps_a_little", "worse")
# How often somebody compares the same two ways, one comparison after the other.
REPEATS = (1, 2, 3, 4, 6)


@dataclass(frozen=True)
class World:
    """How somebody's pain goes: likeness of neighbouring days, trend a day, share of days missing, and the effect.

    `halves_every_days`: fresh pain, of which half is gone after so many days, by itself.
    """

    likeness: float = 0.5
    trend: float = 0.0
    missing: float = 0.1
    effect: float = 0.0
    half_life_days: float = 0.0
    deviation: float = 1.5
    level: float = 5.5
    halves_every_days: float = 0.0

    def days(self, order: Sequence[Arm], generator: np.random.Generator) -> dict[int, float]:
        """Return the pain that somebody enters, by day."""
        count = len(order) * load_measure_data().own_comparison.period_days
        shock = generator.normal(0, self.deviation * np.sqrt(1 - self.likeness**2), count)
        noise, inside, pain = generator.normal(0, self.deviation), 0.0, {}
        kept = 0.5 ** (1 / self.half_life_days) if self.half_life_days else 0.0
        is_there = generator.random(count) >= self.missing
        for day in range(count):
            noise = self.likeness * noise + shock[day]
            inside = kept * inside + (1 - kept) * (arm_of(order, day) == "with")
            left = 0.5 ** (day / self.halves_every_days) if self.halves_every_days else 1.0
            felt = self.level * left + self.trend * (day - count / 2) - self.effect * inside + noise
            if is_there[day]:
                pain[day] = float(np.clip(np.rint(felt), 0, 10))
        return pain


# With two equally good ways.
EQUAL = {
    "days not alike": World(likeness=0),
    "days alike by 0.3": World(likeness=0.3),
    "by 0.6": World(likeness=0.6),
    "by 0.8": World(likeness=0.8),
    "by 0.9": World(likeness=0.9),
    "by 0.6, getting better by 0.3 a week": World(likeness=0.6, trend=-0.3 / 7),
    "by 0.6, four of ten days missing": World(likeness=0.6, missing=0.4),
    "by 0.8, both": World(likeness=0.8, trend=-0.3 / 7, missing=0.4),
}
# Fresh pain that passes by itself, with two equally good ways.
FRESH = {
    f"days alike by {likeness:g}, half of it gone every {days} days": World(
        likeness=likeness, level=7, halves_every_days=days
    )
    for days in (14, 28)
    for likeness in (0.3, 0.6)
}
# With one that is better.
BETTER = {
    f"{effect:g} points, days alike by {likeness:g}": World(likeness=likeness, effect=effect)
    for effect in (1.0, 2.0, 3.0)
    for likeness in (0.3, 0.6, 0.8)
} | {
    "2 points, by 0.6, fading by half in 3 days": World(likeness=0.6, effect=2, half_life_days=3),
    "2 points, by 0.6, fresh, half of the pain gone every 14 days": World(
        likeness=0.6, effect=2, level=7, halves_every_days=14
    ),
}


@dataclass(frozen=True)
class Run:
    """What one invented person's weeks came to at each look, and by the two simpler ways at the first."""

    looks: tuple[OwnComparison, ...]
    higher_mean: bool
    plain: bool

    def finds(self, sure: float) -> int | None:
        """Return at which look there is a winner by a threshold, None for never."""
        chances = (one.better for one in self.looks)
        found = (max(chance, 1 - chance) >= sure for chance in chances if chance is not None)
        return next((place for place, is_found in enumerate(found) if is_found), None)

    @property
    def verdict(self) -> str:
        return next((one.verdict for one in self.looks if one.verdict != "cannot_tell"), "cannot_tell")


def run(world: World, generator: np.random.Generator) -> Run:
    order = draw_order(max(LOOKS), generator)
    pain = world.days(order, generator)
    orders = [order[: 2 * pairs] for pairs in LOOKS]
    first = {day: score for day, score in pain.items() if is_counted(orders[0], day)}
    return Run(
        looks=tuple(compare_arms(PAIN, one, pain) for one in orders),
        higher_mean=mean_difference(orders[0], first) != 0,
        plain=abs(plain_regression(orders[0], first)) >= SIGNIFICANT,
    )


def mean_difference(order: Sequence[Arm], pain: dict[int, float]) -> float:
    by_arm = {arm: [score for day, score in pain.items() if arm_of(order, day) == arm] for arm in ("with", "without")}
    return float(np.mean(by_arm["without"]) - np.mean(by_arm["with"]))


def plain_regression(order: Sequence[Arm], pain: dict[int, float]) -> float:
    """Return the effect over its standard error by least squares with a trend, as if each day stood for itself."""
    days = np.array(list(pain), dtype=np.float64)
    treated = np.array([arm_of(order, int(day)) == "with" for day in days], dtype=np.float64)
    design = np.stack([np.ones_like(days), treated, days], axis=1)
    values = np.array(list(pain.values()))
    found = np.linalg.solve(design.T @ design, design.T @ values)
    left = values - design @ found
    variance = left @ left / (len(days) - 3) * np.linalg.inv(design.T @ design)[1, 1]
    return float(found[1] / np.sqrt(variance)) if variance > 0 else 0.0


def percent(runs: Sequence[Run], is_so: Callable[[Run], bool]) -> str:
    share = sum(map(is_so, runs)) / len(runs)
    low, high = (100 * bound for bound in wilson(share, len(runs)))
    return f"{100 * share:.1f} ({low:.1f}–{high:.1f})"


def tell_errors(report: Report, runs: dict[str, list[Run]], title: str) -> None:
    report.table(
        [title, "Unknot", "plain regression", "larger mean"],
        [
            [
                name,
                percent(ones, lambda one: one.verdict in WINNERS),
                percent(ones, lambda one: one.plain),
                percent(ones, lambda one: one.higher_mean),
            ]
            for name, ones in runs.items()
        ],
    )


def tell_repeats(report: Report, runs: dict[str, list[Run]]) -> None:
    """Tell how often there is a winner in at least one of several comparisons, over all kinds of people."""

    def in_a_row(count: int) -> list[bool]:
        """Return for each of some people whether one of their comparisons has a winner."""
        starts = [(ones, first) for ones in runs.values() for first in range(0, len(ones) - count + 1, count)]
        return [any(one.verdict in WINNERS for one in ones[first : first + count]) for ones, first in starts]

    def share(found: Sequence[bool]) -> str:
        low, high = (100 * bound for bound in wilson(sum(found) / len(found), len(found)))
        return f"{100 * sum(found) / len(found):.1f} ({low:.1f}–{high:.1f})"

    report.table(
        ["two equally good ways, compared so often", *map(str, REPEATS)],
        [["a false winner at least once, in %", *(share(in_a_row(count)) for count in REPEATS)]],
    )


def tell_choice(report: Report, runs: dict[str, list[Run]]) -> None:
    def share(ones: Sequence[Run], sure: float) -> str:
        return f"{100 * sum(one.finds(sure) is not None for one in ones) / len(ones):.1f}"

    report.table(
        ["a false winner in %, if sure is", *(f"{sure:g}" for sure in THRESHOLDS)],
        [[name, *(share(ones, sure) for sure in THRESHOLDS)] for name, ones in runs.items()],
    )


def tell_power(report: Report, runs: dict[str, list[Run]]) -> None:
    def says(ones: Sequence[Run], *verdicts: str) -> str:
        return f"{100 * sum(one.verdict in verdicts for one in ones) / len(ones):.0f}"

    def at_once(ones: Sequence[Run]) -> str:
        return f"{100 * sum(one.looks[0].verdict in WINNERS[:2] for one in ones) / len(ones):.0f}"

    def effect(ones: Sequence[Run]) -> str:
        last = [one.looks[-1] for one in ones]
        return f"{np.mean([one.effect for one in last if one.effect is not None]):.1f}"

    columns = (
        "helps at first look",
        "in the end",
        "matters",
        "no difference",
        "worse",
        "can't tell",
        "mean estimate",
    )
    report.table(
        ["with is better by, in %", *columns],
        [
            [
                name,
                at_once(ones),
                says(ones, *WINNERS[:2]),
                says(ones, "helps"),
                says(ones, "no_difference"),
                says(ones, "worse"),
                says(ones, "cannot_tell"),
                effect(ones),
            ]
            for name, ones in runs.items()
        ],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how often a comparison on one's own body errs.")
    parser.add_argument("--runs", type=int, default=500, help="invented people of each kind (default 500)")
    parser.add_argument("--seed", type=int, default=7, help="seed of the random numbers (default 7)")
    parser.add_argument("--write", action="store_true", help="write docs/explanation/own-comparison.md")
    wanted = parser.parse_args()
    generator = np.random.default_rng(wanted.seed)

    def runs_of(worlds: dict[str, World], count: int) -> dict[str, list[Run]]:
        return {name: [run(world, generator) for _ in range(count)] for name, world in worlds.items()}

    report = Report()
    equal = runs_of(EQUAL, wanted.runs)
    tell_errors(report, equal, "two equally good ways: a false winner, in %")
    tell_repeats(report, equal)
    tell_choice(report, equal)
    tell_power(report, runs_of(BETTER, max(1, wanted.runs // 4)))
    tell_errors(report, runs_of(FRESH, wanted.runs), "fresh pain, two equally good ways: a false winner, in %")
    if wanted.write:
        told = PAGE.read_text(encoding="utf-8").split(MARK)[0]
        PAGE.write_text(told + MARK + "\n" + report.markdown, encoding="utf-8")


if __name__ == "__main__":
    main()
