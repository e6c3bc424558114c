"""Measure how good the answers of locating are, on people who paint by another model than its own, beside peers.

    make accuracy        or        python -m benchmarks.accuracy [--drawings N] [--seed N] [--write]

`--write` puts tables and plots into docs/reference. With 400 drawings a complaint it takes some six minutes. Nothing
here was measured on patients; benchmarks/painters.py tells what is invented, tests/reference/cases.toml what is not.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import numpy as np

from benchmarks.cases import tell_cases
from benchmarks.painters import Painted, Painter, WorldOfPainters
from benchmarks.plots import Bin, reliability_plot
from benchmarks.ranking import OURS, RANKING_HEADER, all_scores, credits, ranking_rows
from benchmarks.report import Report, wilson
from benchmarks.respondents import Respondent
from unknot.body import Complaint
from unknot.draw import Drawing
from unknot.knowledge import knowledge_version
from unknot.locate import locate
from unknot.locate.answers import gather
from unknot.locate.data import Model, load_locate_data
from unknot.locate.inference import compute_posterior, constants_of
from unknot.locate.posterior import Posterior
from unknot.locate.sources import FloatArray, Patterns, Source, all_sources, build_patterns, load_patterns

COMPLAINTS: tuple[Complaint, ...] = get_args(Complaint)
ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "accuracy.md"
# The program shows it, too, so it lies there.
PLOT = ROOT / "src" / "unknot_app" / "pages" / "help" / "static" / "reliability.svg"
# Probabilities below this are not judged: nobody acts on them.
JUDGED_FROM = 0.05
BINS = 10
RESAMPLED = 400
CHOSEN = "as chosen"
# The lines of the plot.
WAYS = (OURS, "the prior alone")
WORLDS = {
    CHOSEN: WorldOfPainters(),
    "closely": WorldOfPainters(
        essential=1.5, spillover=-0.3, person=0.4, felt_shift_mm=5.0, paint_shift_mm=4.0, stray_marks=0.1
    ),
    "loosely": WorldOfPainters(
        essential=0.4, spillover=-1.0, person=1.2, felt_shift_mm=30.0, paint_shift_mm=10.0, stray_marks=0.6
    ),
}


# ---------------------------------------------------------------- what is stated and what is true
@dataclass(frozen=True)
class Statements:
    """Probabilities that were stated of one drawing, and what came true: shapes (N,)."""

    stated: FloatArray
    true: FloatArray


def candidates_of(drawing: Drawing, truth: Sequence[Source]) -> Statements:
    """Return what the list of candidates states, on the side that it names."""
    found = locate(drawing).candidates
    true = [any(_is_meant(one.id, one.side, source) for source in truth) for one in found]
    return Statements(np.array([one.probability for one in found]), np.array(true, dtype=float))


def _is_meant(name: str, side: str, source: Source) -> bool:
    return source.id == name and (side in ("either", "none") or source.side in (side, "both"))


def prior_of(drawing: Drawing, truth: Sequence[Source]) -> Statements:
    """Return what the prior alone states: the list of candidates of an empty drawing with this complaint."""
    return candidates_of(Drawing(complaint=drawing.inferred_complaint), truth)


def judged(statements: Iterable[Statements]) -> list[Statements]:
    """Return the statements that are worth judging."""
    return [Statements(one.stated[kept], one.true[kept]) for one in statements for kept in [one.stated > JUDGED_FROM]]


def leading(statements: Iterable[Statements]) -> list[Statements]:
    """Return the first statement of each drawing."""
    return [Statements(one.stated[:1], one.true[:1]) for one in statements]


def calibration_error(statements: Sequence[Statements]) -> float:
    """Return the expected calibration error: the mean distance of stated and true in bins of equal count."""
    bins = bins_of(statements)
    return sum(count * abs(one.stated - one.true) for count, one in bins) / sum(count for count, _ in bins)


def bins_of(statements: Sequence[Statements]) -> list[tuple[int, Bin]]:
    """Return bins of equal count, with 95 % intervals by Wilson's formula."""
    stated, true = (np.concatenate([getattr(one, name) for one in statements]) for name in ("stated", "true"))
    order = np.argsort(stated, kind="stable")
    found = []
    for part in np.array_split(order, BINS):
        if len(part):
            share = float(true[part].mean())
            found.append((len(part), Bin(float(stated[part].mean()), share, *wilson(share, len(part)))))
    return found


def error_in_words(statements: Sequence[Statements], generator: np.random.Generator) -> str:
    """Return the calibration error with a 95 % interval from drawings taken anew with replacement."""
    again = []
    for _ in range(RESAMPLED):
        chosen = generator.integers(len(statements), size=len(statements))
        again.append(calibration_error([statements[one] for one in chosen]))
    low, high = np.quantile(again, [0.025, 0.975])
    return f"{calibration_error(statements):.3f} ({low:.3f} to {high:.3f})"


# ---------------------------------------------------------------- the sections
def people(how_many: int, seed: int, world: WorldOfPainters) -> list[Painted]:
    """Return invented drawings, as many of each complaint."""
    return [
        one
        for number, complaint in enumerate(COMPLAINTS)
        for one in Painter(seed + number, world).drawings(how_many, complaint)
    ]


def truth_of(one: Painted) -> list[Source]:
    """Return the sources behind a drawing."""
    return [all_sources()[index] for index in one.truth]


def tell_ranking(report: Report, drawn: Sequence[Painted]) -> None:
    """Rank the trigger points of drawings that a trigger point had a part in."""
    report.say("## Which spot comes first")
    found = []
    for one in drawn:
        points = {source.id for source in truth_of(one) if source.kind == "trigger_point"}
        if points:
            scores = all_scores(one.drawing, lambda source: source.id if source.kind == "trigger_point" else None)
            found.append({name: credits(score, points) for name, score in scores.items()})
    report.say(
        f"{len(found)} invented drawings with at least one trigger point at work, alone or beside other sources; the "
        "94 points are ranked among themselves, sides counted as one. The log score is the mean logarithm of the "
        "share that the true point got: the nearer to 0, the better."
    )
    report.table(RANKING_HEADER, ranking_rows(found))


def tell_calibration(report: Report, how_many: int, seed: int, generator: np.random.Generator) -> str:
    """Compare stated probabilities with what came true, in three worlds, and return the plot."""
    report.say("## Does what is stated come true")
    report.say(
        f"Candidates as they are listed, with the side that is named, stated above {JUDGED_FROM}; in {BINS} bins of "
        "equal count. The error is the expected calibration error with a 95 % interval over drawings. The last line "
        "states nothing but the prior."
    )
    drawn = {name: people(how_many, seed, world) for name, world in WORLDS.items()}
    ways = [(f"people follow the book {name}", name, candidates_of) for name in WORLDS]
    rows, lines = [], []
    for told, name, state in (*ways, ("the prior alone", CHOSEN, prior_of)):
        statements = [state(one.drawing, truth_of(one)) for one in drawn[name]]
        every, first = judged(statements), leading(statements)
        errors = (error_in_words(found, generator) for found in (every, first))
        rows.append([told, *errors, _unattributed(drawn[name])])
        if name == CHOSEN:
            lines.append((every, first))
    header = ["drawings", "error, all candidates", "error, first candidate", "no single source: stated, true, %"]
    report.table(header, rows)
    panels = {
        title: {way: [one for _, one in bins_of(found[place])] for way, found in zip(WAYS, lines, strict=True)}
        for place, title in enumerate(("All candidates above 0.05", "The first candidate"))
    }
    return reliability_plot(panels)


def _unattributed(drawn: Sequence[Painted]) -> str:
    stated = np.mean([locate(one.drawing).unattributed or 0.0 for one in drawn])
    true = np.mean([not truth_of(one)[0].ranked for one in drawn])
    return f"{100 * stated:.0f}, {100 * true:.0f}"


@dataclass(frozen=True)
class Variant:
    """The model with a part taken away."""

    name: str
    model: Model

    @property
    def patterns(self) -> Patterns:
        return build_patterns("cells", all_sources(), self.model)


def variants() -> list[Variant]:
    """Return the model whole and with one part taken away at a time."""
    whole = load_locate_data().model
    rate = whole.background_rates[1]
    changes: dict[str, dict[str, object]] = {
        "the whole model": {},
        "without extent: all paint whole patterns": {"extent_factors": (1.0,), "extent_shares": (1.0,)},
        "one rate of stray marks": {"background_rates": (rate,), "background_shares": (1.0,)},
        "nothing beside the zones": {"strength_beside": 0.0, "strength_fringe": 0.0},
        "ordinary pain fills its area": {"patch_reaches": ()},
        "not tempered": {"temper": 1.0},
    }
    return [Variant(name, whole.model_copy(update=change)) for name, change in changes.items()]


def tell_ablation(report: Report, drawn: Sequence[Painted], seed: int) -> None:
    """Take one part of the model away at a time, then add answers and pressed spots."""
    report.say("## What each part adds")
    report.say(
        "The log score is that of the first true source among all sources, or of ordinary pain where that was true; "
        "the error is the calibration error over all sources stated above 0.05, sides counted as one."
    )
    rows = []
    for variant in variants():
        patterns, constants = variant.patterns, constants_of(variant.model)
        found = [compute_posterior(one.drawing, gather({}, ()), patterns, constants) for one in drawn]
        rows.append([variant.name, *scores_of(found, drawn)])
    for name, asked in Respondent.WAYS.items():
        people_asked = [Respondent(seed + number, truth_of(one)) for number, one in enumerate(drawn)]
        answered = [person.answered(one.drawing, asked) for person, one in zip(people_asked, drawn, strict=True)]
        found = [
            compute_posterior(one, gather(one.features, one.findings), load_patterns("cells")) for one in answered
        ]
        rows.append([name, *scores_of(found, drawn)])
    report.table(["model", "log score", "true source first, %", "error"], rows)
    report.say(
        "The answers are drawn from the same shares as the model reckons with, so they show what answers could add "
        "if those shares were true; most of them are estimates."
    )


@cache
def _names() -> tuple[tuple[str, ...], np.ndarray]:
    names = tuple(dict.fromkeys(source.id if source.ranked else "" for source in all_sources()))
    place = {name: position for position, name in enumerate(names)}
    return names, np.array([place[source.id if source.ranked else ""] for source in all_sources()])


def scores_of(found: Sequence[Posterior], drawn: Sequence[Painted]) -> list[str]:
    names, labels = _names()
    statements, logs, first = [], [], []
    for posterior, one in zip(found, drawn, strict=True):
        shares = posterior.shares(labels, len(names))
        true = np.zeros(len(names))
        true[labels[list(one.truth)]] = 1.0
        statements.append(Statements(shares, true))
        logs.append(np.log(max(shares[true > 0].max(), 1e-6)))
        first.append(true[shares.argmax()])
    error = calibration_error(judged(statements))
    return [f"{np.mean(logs):.2f}", f"{100 * np.mean(first):.0f}", f"{error:.3f}"]


def tell_fragility(report: Report, drawn: Sequence[Painted]) -> None:
    """Count how often the first spot rests on zones that were only recalled."""
    report.say("## How much rests on recalled facts")
    estimates = [locate(one.drawing) for one in drawn]
    points = [[one for one in estimate.candidates if one.kind == "trigger_point"] for estimate in estimates]
    fragile = np.mean([found[0].is_fragile for found in points if found])
    report.say(
        f"With every zone that was recalled, not seen in a source, taken a grade weaker, another spot comes first in "
        f"{100 * fragile:.0f} % of the drawings. The page says so of each such spot."
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Measure the answers of locating on invented and on published cases."
    )
    parser.add_argument("--drawings", type=int, default=400, help="drawings of each complaint (default 400)")
    parser.add_argument("--seed", type=int, default=20261128, help="seed of the random numbers")
    parser.add_argument("--write", action="store_true", help="write docs/reference/accuracy.md and its plots")
    wanted = parser.parse_args()
    report = Report()
    report.say("# How good the answers are")
    report.say(
        f"Written by `make accuracy` (facts {knowledge_version()}, {wanted.drawings} drawings of each complaint, "
        f"seed {wanted.seed}). [The model](../explanation/model.md) explains the words and what is invented. "
        "**Nothing here was measured on patients.**"
    )
    drawn = people(wanted.drawings, wanted.seed, WORLDS[CHOSEN])
    tell_ranking(report, drawn)
    plot = tell_calibration(report, wanted.drawings, wanted.seed, np.random.default_rng(wanted.seed))
    link = PLOT.relative_to(ROOT).as_posix()
    report.say(f"![Reliability: what was stated against what came true](../../{link})")
    tell_ablation(report, drawn, wanted.seed)
    tell_fragility(report, drawn)
    report.say("## Published cases")
    tell_cases(report)
    if wanted.write:
        PAGE.write_text(report.markdown, encoding="utf-8")
        PLOT.write_text(plot, encoding="utf-8")


if __name__ == "__main__":
    main()
