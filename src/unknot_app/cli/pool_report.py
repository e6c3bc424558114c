"""The readable report of pooled studies."""

from __future__ import annotations

from collections.abc import Sequence

from unknot.evidence import Estimate, Pooled
from unknot.evidence.pooling import Between, Weighed, describe_way
from unknot_app.cli.words import bullets, heading, wrap

NAMES = {
    "reml": "random effects, REML",
    "dl": "random effects, DerSimonian-Laird",
    "pm": "random effects, Paule-Mandel",
    "fixed": "one effect for all (fixed)",
}
INTERVALS = {
    "normal": "normal interval",
    "hksj": "Hartung-Knapp interval, never narrower than the normal standard error",
    "hksj_unmodified": "Hartung-Knapp interval, unmodified",
}
NO_GRADE = "A pooled figure is as good as its studies: bias in them, and trials never published, are still in it."
LONGEST_NAME = 28


def pool_report(found: Pooled) -> str:
    """Return pooled studies in words and figures."""
    lines = [wrap(f"{found.k} studies pooled: {NAMES[found.method]}; {INTERVALS[found.interval]}.")]
    lines += bullets([f"Pooled effect: {_with_interval(found)}"])
    if found.prediction:
        low, high = map(_figure, found.prediction)
        lines += bullets([f"A similar study would find, 95 times in 100: {low} to {high}"])
    lines += bullets(_differences(found))
    if found.cautions:
        lines += [*heading("Before you use it"), *bullets(one.text for one in found.cautions)]
    lines += [*heading("Studies (effect, 95 % interval, weight)"), *_studies(found.studies)]
    if found.groups:
        lines += [*heading("By group"), *_rows([(one.group, one) for one in found.groups], with_count=True)]
    if found.between:
        lines += bullets([f"Difference between groups: {_test(found.between)}"])
    if found.leave_one_out:
        lines += [*heading("Without one study"), *_rows([(one.study, one) for one in found.leave_one_out])]
    lines += [*heading("By other methods"), *_rows([(describe_way(one), one) for one in found.other_methods])]
    return "\n".join([*lines, "", wrap(NO_GRADE)])


def _differences(found: Pooled) -> list[str]:
    share = f"I2 = {found.i2:.1f} %{_range(found.i2_ci_low, found.i2_ci_high, ' %')}"
    said = [f"Do the studies differ? {_test(found)}; {share}"]
    if found.method != "fixed":
        said.append(
            f"Variance between studies (tau2): {found.tau2:.4g}{_range(found.tau2_ci_low, found.tau2_ci_high)}"
        )
    return said


def _test(found: Pooled | Between) -> str:
    return f"Q = {found.q:.2f}, df {found.q_df}, p = {found.q_p:.3g}"


def _range(low: float | None, high: float | None, unit: str = "") -> str:
    return "" if low is None or high is None else f" ({low:.4g} to {high:.4g}{unit})"


def _figure(value: float) -> str:
    return f"{value:.3f}" if 0.01 <= abs(value) < 1000 or value == 0 else f"{value:.4g}"


def _with_interval(one: Estimate) -> str:
    return f"{_figure(one.estimate)} ({_figure(one.ci_low)} to {_figure(one.ci_high)})"


def _name(text: str) -> str:
    short = text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"
    return f"  {short:{LONGEST_NAME}}"


def _studies(studies: Sequence[Weighed]) -> list[str]:
    return [
        f"{_name(one.study)} {_figure(one.effect):>9}   {_figure(one.ci_low):>9} to {_figure(one.ci_high):>9}   "
        f"{one.weight_percent:5.1f} %"
        for one in studies
    ]


def _rows(named: Sequence[tuple[str, Estimate]], *, with_count: bool = False) -> list[str]:
    return [
        f"{_name(name)} {_figure(one.estimate):>9}   {_figure(one.ci_low):>9} to {_figure(one.ci_high):>9}"
        + (f"   {one.k} {'study' if one.k == 1 else 'studies'}" if with_count else "")
        for name, one in named
    ]
