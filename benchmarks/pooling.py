"""Compare pooling with metafor (pinned results) and with PyMARE (run here), figure by figure.

    make evidence        or        python -m benchmarks.pooling [--write]

`--write` puts the tables into docs/reference/pooling.md; the tests check that the page is current.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from pymare import Dataset
from pymare.estimators import DerSimonianLaird, VarianceBasedLikelihoodEstimator, WeightedLeastSquares
from scipy.stats import t

from benchmarks.report import Report
from unknot.evidence import Estimate, Pooled, StudyEffect, pool
from unknot.evidence.pooling import mean_difference

ROOT = Path(__file__).parents[1]
PINNED = ROOT / "tests" / "reference" / "metafor_pooling.json"
PAGE = ROOT / "docs" / "reference" / "pooling.md"
NAMES = {"EE": "fixed", "DL": "dl", "PM": "pm", "REML": "reml"}
# Half of the last pinned digit, and what the sixth significant digit of a small figure leaves open.
PINNED_TO, DIGITS = 0.5e-6, 0.5e-5
# Both calculate to double precision; what is left is where each stops its search for tau2.
ENGINES_TO = 1e-6

INTRODUCTION = """# Pooling, compared with metafor and PyMARE

Written by `python -m benchmarks.pooling --write`; the tests fail when it is not current. `unknot pool` asks
PyMetaAnalysis (`src/unknot/evidence/pooling.py`); no formula of pooling is ours. Its figures are compared with pinned
results of R's metafor (`tests/reference/metafor_pooling.json`, with version and call) and with PyMARE, a second
engine, run beside it."""
METAFOR = """## With metafor

Figures that agree to the six digits pinned, of those compared, on each published set."""
PYMARE = """## With PyMARE

The largest difference from PyMARE, relative to the figure where that is above 1. PyMARE has no Paule-Mandel, and only
the unmodified Hartung-Knapp interval."""
DIFFERENCES = """## Where they differ, and why

- **Prediction interval.** Ours takes t with k - 2 degrees of freedom (Higgins 2009), under either interval. metafor
  takes the normal distribution, and t with k - 1 under Hartung-Knapp. The form with k - 2 is pinned for the normal
  interval and compared as it is; under Hartung-Knapp the half width is compared after exchanging the quantile.
- **Hartung-Knapp.** `hksj` is never narrower than the normal standard error asks for: its scale is never below 1.
  `hksj: "unmodified"` is metafor's `test="knha"`. Both are compared.
- **I2.** With random effects it is metafor's form, tau2 / (tau2 + typical variance); with a fixed effect it follows
  from Q. The two agree only for DerSimonian-Laird.
- **Paule-Mandel** needs a fine search: at its own tolerance metafor 3.8 leaves tau2 of dat.hackshaw1998 at 0.012899;
  the root is 0.012877. The pinned results were made with a tolerance of 1e-13.
- **Names.** dat.raudenbush1985 holds two comparisons by Pellegrini & Hicks; the same name twice is refused, so here
  each has its own.
- **Not there**: Hedges, Hunter-Schmidt, Sidik-Jonkman, maximum likelihood and empirical Bayes estimates of tau2,
  which metafor has and the library has not.

Both engines are young or small projects. What protects from their changes: the library is pinned below its next minor
release, all that is asked of it stands in one file, and these comparisons run with the tests."""


@dataclass(frozen=True)
class Compared:
    """One figure beside that of another program."""

    what: str
    ours: float
    theirs: float

    @property
    def agrees(self) -> bool:
        """Return whether the two agree to the digits that are pinned."""
        room = PINNED_TO if abs(self.theirs) >= 0.001 else DIGITS * abs(self.theirs)
        return abs(self.ours - self.theirs) <= room * 1.001

    @property
    def difference(self) -> float:
        """Return the difference, relative to the figure where that is above 1."""
        return abs(self.ours - self.theirs) / max(1.0, abs(self.theirs))


@cache
def pinned() -> dict[str, Any]:
    """Return the results of metafor."""
    found: dict[str, Any] = json.loads(PINNED.read_text(encoding="utf-8"))
    return found


@cache
def sets() -> dict[str, dict[str, Any]]:
    """Return the published sets of studies by their name."""
    return {one["id"]: one for one in pinned()["sets"]}


def studies_of(one: Mapping[str, Any]) -> list[StudyEffect]:
    rows = zip(one["labels"], one["yi"], one["vi"], strict=True)
    return [StudyEffect(study=label, effect=effect, variance=variance) for label, effect, variance in rows]


@cache
def with_metafor(name: str, method: str) -> list[Compared]:
    """Return every figure of a set and method that metafor's results hold."""
    one = sets()[name]
    studies, fit = studies_of(one), one["fits"][method]
    found = pool(studies, NAMES[method])
    left_out = one["leave_one_out"].get(method)
    compared = [*_pooled(found, fit), *(_left_out(found, left_out) if left_out else [])]
    if method == "EE":
        return compared
    compared += _ends("pi", (found.pi_low, found.pi_high), (fit["pi_t_kminus2_low"], fit["pi_t_kminus2_high"]))
    compared += _profile(found, one["tau2_ci"])
    guarded, plain = pool(studies, NAMES[method], hksj=True), pool(studies, NAMES[method], hksj="unmodified")
    compared += _interval("hksj_truncated", guarded, fit["hksj_truncated"])
    compared += _interval("hksj", plain, fit["hksj"])
    compared.append(_hksj_prediction(plain, fit["hksj"]))
    return compared


def _pooled(found: Pooled, fit: Mapping[str, float]) -> list[Compared]:
    ours = {"estimate": found.estimate, "se": found.se, "ci_low": found.ci_low, "ci_high": found.ci_high}
    ours |= {"Q": found.q, "Q_df": found.q_df, "Q_p": found.q_p}
    ours |= {"tau2": _known(found.tau2), "I2_percent": _known(found.i2), "H2": _known(found.h2)}
    return [Compared(name, value, fit[name]) for name, value in ours.items()]


def _known(value: float | None) -> float:
    assert value is not None
    return value


def _ends(what: str, ours: Sequence[float | None], theirs: Sequence[float]) -> list[Compared]:
    pairs = zip(("low", "high"), ours, theirs, strict=True)
    return [Compared(f"{what}_{end}", _known(own), other) for end, own, other in pairs]


def _profile(found: Pooled, limits: Mapping[str, Sequence[float]]) -> list[Compared]:
    return [
        *_ends("tau2_ci", (found.tau2_ci_low, found.tau2_ci_high), limits["tau2"]),
        *_ends("i2_ci", (found.i2_ci_low, found.i2_ci_high), limits["I2_percent"]),
        *_ends("h2_ci", (found.h2_ci_low, found.h2_ci_high), limits["H2"]),
    ]


def _interval(what: str, found: Pooled, theirs: Mapping[str, float]) -> list[Compared]:
    ours = {"se": found.se, "ci_low": found.ci_low, "ci_high": found.ci_high}
    return [Compared(f"{what}.{name}", value, theirs[name]) for name, value in ours.items()]


def _hksj_prediction(found: Pooled, theirs: Mapping[str, float]) -> Compared:
    """Compare half widths, ours with metafor's quantile in place of our own."""
    half = (_known(found.pi_high) - _known(found.pi_low)) / 2
    exchanged = half * t.ppf(0.975, found.k - 1) / t.ppf(0.975, found.k - 2)
    # The pinned limits are rounded each by itself, their half difference is as exact as they are.
    return Compared("hksj.pi half width", float(exchanged), (theirs["pi_high"] - theirs["pi_low"]) / 2)


def _left_out(found: Pooled, theirs: Mapping[str, Sequence[float]]) -> list[Compared]:
    def figures(one: Estimate) -> dict[str, float]:
        limits = {"estimate": one.estimate, "se": one.se, "ci_low": one.ci_low, "ci_high": one.ci_high}
        return {**limits, "tau2": _known(one.tau2), "I2_percent": _known(one.i2)}

    return [
        Compared(f"without {one.study}.{name}", value, theirs[name][number])
        for number, one in enumerate(found.leave_one_out)
        for name, value in figures(one).items()
        if name in theirs
    ]


@cache
def with_pymare(name: str, method: str) -> list[Compared]:
    """Return every figure of a set and method that PyMARE computes the same way, computed now by both."""
    one = sets()[name]
    engines = {
        "EE": WeightedLeastSquares(tau2=0),
        "DL": DerSimonianLaird(),
        "REML": VarianceBasedLikelihoodEstimator(method="REML"),
    }
    theirs = engines[method].fit_dataset(Dataset(np.array(one["yi"]), np.array(one["vi"]))).summary()
    effect, spread, tests = theirs.get_fe_stats(), theirs.get_re_stats(), theirs.get_heterogeneity_stats()
    found = pool(studies_of(one), NAMES[method], hksj=False if method == "EE" else "unmodified")
    pairs = {
        "estimate": (found.estimate, effect["est"]),
        "se": (found.se, effect["se"]),
        "tau2": (found.tau2, theirs.tau2),
        "q": (found.q, tests["Q"]),
        "q_p": (found.q_p, tests["p(Q)"]),
    }
    if method != "EE":
        pairs |= {
            "tau2_ci_low": (found.tau2_ci_low, spread["ci_l"]),
            "tau2_ci_high": (found.tau2_ci_high, spread["ci_u"]),
        }
    return [Compared(what, _known(ours), float(np.ravel(other)[0])) for what, (ours, other) in pairs.items()]


def mean_differences() -> list[Compared]:
    """Return a mean difference and its variance beside those of metafor."""
    arms, theirs = pinned()["mean_difference"]["input"], pinned()["mean_difference"]["MD"]
    effect, variance = mean_difference(*(arms[name] for name in ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")))
    return [Compared("MD", effect, theirs["yi"]), Compared("variance of MD", variance, theirs["vi"])]


def measure() -> Report:
    """Return the page."""
    report = Report()
    report.say(INTRODUCTION)
    report.say(METAFOR)
    report.table(["set", "studies", *NAMES], _rows_of_metafor())
    report.say("A mean difference and its variance from two arms agree too (metafor's `escalc`).")
    report.say(PYMARE)
    report.table(["set", "studies", "EE", "DL", "REML"], _rows_of_pymare())
    report.say(DIFFERENCES)
    return report


def _rows_of_metafor() -> Iterator[list[str]]:
    for name, one in sets().items():
        cells = [with_metafor(name, method) for method in NAMES]
        yield [name, str(len(one["yi"])), *(f"{sum(c.agrees for c in cell)} of {len(cell)}" for cell in cells)]


def _rows_of_pymare() -> Iterator[list[str]]:
    for name, one in sets().items():
        worst = [max(c.difference for c in with_pymare(name, method)) for method in ("EE", "DL", "REML")]
        # The last digits depend on the machine; a bound does not.
        told = [f"below {ENGINES_TO:.0e}" if value < ENGINES_TO else f"{value:.1e}" for value in worst]
        yield [name, str(len(one["yi"])), *told]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write docs/reference/pooling.md")
    wanted = parser.parse_args()
    report = measure()
    if wanted.write:
        PAGE.write_text(report.markdown, encoding="utf-8")


if __name__ == "__main__":
    main()
