"""Pooling of studies, by PyMetaAnalysis; nothing here is a formula of pooling.

The library is young, so all that the project asks of it stands in this one file, and its answers are compared with
those of metafor and of PyMARE (docs/reference/pooling.md). It brings pandas and SciPy, so it is read only when
something is pooled.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

from unknot.errors import BadInput, UnknotError, nearest
from unknot.evidence.effects import StudyEffect, check_may_be_pooled
from unknot.knowledge import Value

if TYPE_CHECKING:
    from meta_analyze import MetaAnalysisResult

Method = Literal["reml", "dl", "pm", "fixed"]
Interval = Literal["normal", "hksj", "hksj_unmodified"]
METHODS: tuple[Method, ...] = get_args(Method)
RANDOM: tuple[Method, ...] = ("reml", "dl", "pm")
# What others call these.
OTHER_NAMES: dict[str, Method] = {"ee": "fixed", "fe": "fixed", "common": "fixed", "fixed_effect": "fixed"}
# The library's names. `hksj` never lets the interval be narrower than the normal standard error asks for: with nearly
# equal studies the unmodified form can be absurdly narrow (Röver 2015).
CI_METHODS: dict[Interval, str] = {
    "normal": "normal",
    "hksj": "hartung_knapp_adhoc",
    "hksj_unmodified": "hartung_knapp",
}
LEAST_FOR_PREDICTION = 3
LEAST_FOR_LEAVING_OUT = 3
ROUGH_BELOW = 5
LEAST_IN_A_GROUP = 2
# With fewer studies the normal interval misses the true effect much oftener than one time in twenty (IntHout 2014).
ENOUGH_FOR_NORMAL = 10
MORE_NEEDED = "pooling needs PyMetaAnalysis, which is not installed; install it: pip install 'unknot[evidence]'"


class Estimate(Value):
    """A pooled effect with its 95 % interval, in the unit of the effects."""

    k: int
    method: Method
    interval: Interval
    estimate: float
    se: float
    ci_low: float
    ci_high: float
    tau2: float | None
    i2: float | None

    @property
    def excludes_zero(self) -> bool:
        """Return whether the interval lies on one side of 0."""
        return self.ci_low > 0 or self.ci_high < 0


class Weighed(Value):
    """A study with its own 95 % interval and the share of the pooled effect that it decides."""

    study: str
    effect: float
    se: float
    ci_low: float
    ci_high: float
    weight_percent: float
    group: str = ""


class LeftOut(Estimate):
    """The pooled effect without one study."""

    study: str


class Group(Estimate):
    """The pooled effect of one group; of a single study it is that study, with `tau2` null."""

    group: str


class Between(Value):
    """The test whether groups differ: Q with its degrees of freedom and p."""

    q: float
    q_df: int
    q_p: float


class Caution(Value):
    """Something to know before the figures are used."""

    code: str
    text: str


class Pooled(Estimate):
    """All that is told of pooled studies.

    `pi_low`, `pi_high`: where 95 of 100 effects of similar studies would lie, by t with k - 2 degrees of freedom;
    null with fewer than three studies or a fixed effect. `tau2`: the variance between studies; `i2`: its share of the
    whole in percent, with a fixed effect from Q; `h2`: the ratio of the whole to the variance within studies. Their
    intervals are by the Q profile, null with a fixed effect. `q`, `q_df`, `q_p`: Cochran's test that all studies have
    one effect.
    """

    pi_low: float | None
    pi_high: float | None
    tau2_ci_low: float | None
    tau2_ci_high: float | None
    i2_ci_low: float | None
    i2_ci_high: float | None
    h2: float | None
    h2_ci_low: float | None
    h2_ci_high: float | None
    q: float
    q_df: int
    q_p: float
    studies: tuple[Weighed, ...]
    leave_one_out: tuple[LeftOut, ...] = ()
    other_methods: tuple[Estimate, ...] = ()
    groups: tuple[Group, ...] = ()
    between: Between | None = None
    cautions: tuple[Caution, ...] = ()

    @property
    def prediction(self) -> tuple[float, float] | None:
        """Return the prediction interval, if there is one."""
        return None if self.pi_low is None or self.pi_high is None else (self.pi_low, self.pi_high)


def pool(studies: Sequence[StudyEffect], method: str = "reml", *, hksj: bool | str = False) -> Pooled:
    """Pool the effects of studies.

    Parameters
    ----------
    studies
        At least two, of one measure and one kind of comparator, each trial once.
    method
        `reml`, `dl` (DerSimonian-Laird) or `pm` (Paule-Mandel): random effects; `fixed`: one effect for all.
    hksj
        True for the interval of Hartung, Knapp, Sidik and Jonkman by t with k - 1 degrees of freedom, never narrower
        than the normal standard error; `"unmodified"` without that guard; False for the normal interval.

    Returns
    -------
    Pooled
        Effects in the unit given; `i2` in percent.

    Raises
    ------
    BadInput
        If the studies must not be pooled, the method is unknown or does not go with `hksj`.
    UnknotError
        If the library is not installed.

    Source
    ------
    PyMetaAnalysis; compared with metafor 3.8 in tests/reference/test_pooling.py.

    Examples
    --------
    >>> both = [StudyEffect(study="a", effect=-1.0, variance=0.1), StudyEffect(study="b", effect=-0.5, variance=0.1)]
    >>> pool(both, "fixed").estimate
    -0.75
    """
    wanted, interval = read_method(method), _read_interval(hksj)
    if wanted == "fixed" and interval != "normal":
        raise BadInput("hksj goes with random effects only; leave it out, or take method reml, dl or pm")
    check_may_be_pooled(studies)
    found = _fit(studies, wanted, interval)
    left_out = _leave_one_out(found, studies, wanted, interval)
    others = _other_methods(studies, wanted, interval)
    groups, between = _groups(studies, wanted, interval)
    pooled = _pooled(found, studies, wanted, interval)
    extra = {"leave_one_out": left_out, "other_methods": others, "groups": groups, "between": between}
    pooled = pooled.model_copy(update=extra)
    return pooled.model_copy(update={"cautions": tuple(_cautions(pooled))})


def read_method(raw: object) -> Method:
    """Return a method by its name or by another name of the same."""
    name = raw.strip().casefold().replace("-", "_") if isinstance(raw, str) else raw
    for method in METHODS:
        if name == method:
            return method
    if isinstance(name, str) and name in OTHER_NAMES:
        return OTHER_NAMES[name]
    close = nearest(name, METHODS) if isinstance(name, str) else ""
    raise BadInput(f"method: expected one of {', '.join(METHODS)}, got {raw!r:.60}{close}")


def _read_interval(hksj: object) -> Interval:
    if isinstance(hksj, bool):
        return "hksj" if hksj else "normal"
    if hksj == "unmodified":
        return "hksj_unmodified"
    raise BadInput(f'hksj: expected true, false or "unmodified", got {hksj!r:.60}')


def mean_difference(
    mean_1: float, sd_1: float, n_1: float, mean_2: float, sd_2: float, n_2: float
) -> tuple[float, float]:
    """Return the difference of the means of two arms, first less second, and its variance."""
    library = _library()
    arms = {"mean_treat": [mean_1], "sd_treat": [sd_1], "n_treat": [n_1]}
    arms |= {"mean_control": [mean_2], "sd_control": [sd_2], "n_control": [n_2]}
    row = library.meta_continuous(**arms, measure="MD", model="common").study_results.iloc[0]
    return float(row["effect"]), float(row["variance"])


def _library() -> Any:
    try:
        import meta_analyze
    except ImportError:
        raise UnknotError(MORE_NEEDED) from None
    return meta_analyze


def _fit(studies: Sequence[StudyEffect], method: Method, interval: Interval, **more: Any) -> Any:
    library = _library()
    variances = [one.variance for one in studies]
    model: dict[str, Any] = {"model": "common"} if method == "fixed" else {"tau2_method": method.upper()}
    try:
        return library.meta_analysis(
            effect=[one.effect for one in studies],
            variance=variances,
            study=[one.study for one in studies],
            ci_method=CI_METHODS[interval],
            # The library stops its search at an absolute step; in a small unit that would be a coarse one.
            atol=min(1e-13, 1e-10 * min(variances)),
            **model,
            **more,
        )
    except (library.MetaAnalysisError, ValueError, ArithmeticError) as error:
        raise BadInput(f"these studies cannot be pooled with {method}: {error}") from None


def _estimate(found: MetaAnalysisResult, method: Method, interval: Interval) -> dict[str, Any]:
    return {
        "k": found.k,
        "method": method,
        "interval": interval,
        "estimate": found.estimate,
        "se": found.standard_error,
        "ci_low": found.ci_low,
        "ci_high": found.ci_high,
        "tau2": found.tau2 if found.k > 1 else None,
        "i2": 100 * found.i2 if math.isfinite(found.i2) else None,
    }


def _pooled(found: MetaAnalysisResult, studies: Sequence[StudyEffect], method: Method, interval: Interval) -> Pooled:
    profile = found.tau2_confidence_interval() if method != "fixed" else None
    prediction = found.prediction_interval or (None, None)
    weights = found.study_results["normalized_weight"]
    return Pooled(
        **_estimate(found, method, interval),
        pi_low=prediction[0],
        pi_high=prediction[1],
        tau2_ci_low=profile.ci_low if profile else None,
        tau2_ci_high=profile.ci_high if profile else None,
        i2_ci_low=100 * profile.i2_ci_low if profile else None,
        i2_ci_high=100 * profile.i2_ci_high if profile else None,
        h2=found.h2 if math.isfinite(found.h2) else None,
        h2_ci_low=profile.h2_ci_low if profile else None,
        h2_ci_high=profile.h2_ci_high if profile else None,
        q=found.q,
        q_df=found.q_df,
        q_p=found.q_pvalue,
        studies=tuple(_weighed(one, 100 * float(share)) for one, share in zip(studies, weights, strict=True)),
    )


def _weighed(one: StudyEffect, weight_percent: float) -> Weighed:
    low, high = one.interval
    return Weighed(
        study=one.study,
        effect=one.effect,
        se=one.se,
        ci_low=low,
        ci_high=high,
        weight_percent=weight_percent,
        group=one.group,
    )


def _leave_one_out(
    found: MetaAnalysisResult, studies: Sequence[StudyEffect], method: Method, interval: Interval
) -> tuple[LeftOut, ...]:
    if len(studies) < LEAST_FOR_LEAVING_OUT:
        return ()
    without = zip(studies, found.leave_one_out().results, strict=True)
    return tuple(LeftOut(study=one.study, **_estimate(fit, method, interval)) for one, fit in without if fit)


def _other_methods(studies: Sequence[StudyEffect], method: Method, interval: Interval) -> tuple[Estimate, ...]:
    """Return what the other methods say, each with both intervals; one that finds no end says nothing."""
    kinds: tuple[Interval, ...] = ("normal", "hksj")
    ways: list[tuple[Method, Interval]] = [(one, kind) for one in RANDOM for kind in kinds]
    wanted = [way for way in [*ways, ("fixed", "normal")] if way != (method, interval)]
    fits = ((way, _fit_or_none(studies, *way)) for way in wanted)
    return tuple(Estimate(**_estimate(fit, *way)) for way, fit in fits if fit)


def _fit_or_none(studies: Sequence[StudyEffect], method: Method, interval: Interval) -> MetaAnalysisResult | None:
    try:
        found: MetaAnalysisResult = _fit(studies, method, interval)
    except BadInput:
        return None
    return found


def _groups(
    studies: Sequence[StudyEffect], method: Method, interval: Interval
) -> tuple[tuple[Group, ...], Between | None]:
    names = {one.group for one in studies}
    if len(names) < 2:
        return (), None
    found = _fit(studies, method, interval, subgroup=[one.group for one in studies])
    groups = tuple(
        Group(group=name, **_estimate(fit, method, interval if fit.k > 1 else "normal"))
        for name, fit in found.groups.items()
    )
    if min(group.k for group in groups) < LEAST_IN_A_GROUP:
        return groups, None
    return groups, Between(q=found.q_between, q_df=found.q_between_df, q_p=found.q_between_pvalue)


def _cautions(pooled: Pooled) -> list[Caution]:
    found = []
    if pooled.k < LEAST_FOR_PREDICTION:
        text = "Only two studies: how far studies differ cannot be told, and there is no prediction interval."
        found.append(Caution(code="two_studies", text=text))
    elif pooled.k < ROUGH_BELOW and pooled.prediction:
        text = "Fewer than five studies: the prediction interval is very rough."
        found.append(Caution(code="few_studies", text=text))
    for look in (_normal_with_few, _narrower_than_normal, _depends_on_method, _depends_on_a_study, _same_numbers):
        found += look(pooled)
    small = [group.group for group in pooled.groups if group.k < LEAST_IN_A_GROUP]
    if small:
        text = f"Groups with one study are shown, not pooled: {', '.join(small)}. Groups are not compared."
        found.append(Caution(code="small_groups", text=text))
    return found


def _normal_with_few(pooled: Pooled) -> list[Caution]:
    if pooled.method == "fixed" or pooled.interval != "normal" or pooled.k >= ENOUGH_FOR_NORMAL:
        return []
    text = "With so few studies the normal interval is too narrow; better take that of Hartung and Knapp (hksj)."
    return [Caution(code="normal_with_few", text=text)]


def _narrower_than_normal(pooled: Pooled) -> list[Caution]:
    normal = [one for one in pooled.other_methods if (one.method, one.interval) == (pooled.method, "normal")]
    if pooled.interval != "hksj_unmodified" or pooled.se >= normal[0].se:
        return []
    text = "The studies are so alike that this interval is narrower than their own doubt allows; better take hksj."
    return [Caution(code="narrower_than_normal", text=text)]


def _depends_on_method(pooled: Pooled) -> list[Caution]:
    differing = [one for one in pooled.other_methods if one.excludes_zero != pooled.excludes_zero]
    if not differing:
        return []
    said = "; ".join(f"{describe_way(one)}: {one.ci_low:.3g} to {one.ci_high:.3g}" for one in differing)
    text = f"Whether the interval includes 0 depends on the method. {said}."
    return [Caution(code="depends_on_method", text=text)]


def _depends_on_a_study(pooled: Pooled) -> list[Caution]:
    deciding = [one.study for one in pooled.leave_one_out if one.excludes_zero != pooled.excludes_zero]
    if not deciding:
        return []
    text = f"Whether the interval includes 0 depends on one study. It changes without: {', '.join(deciding)}."
    return [Caution(code="depends_on_a_study", text=text)]


def _same_numbers(pooled: Pooled) -> list[Caution]:
    seen: dict[tuple[float, float], str] = {}
    pairs = []
    for one in pooled.studies:
        first = seen.setdefault((one.effect, one.se), one.study)
        if first != one.study:
            pairs.append(f"{first} and {one.study}")
    if not pairs:
        return []
    text = f"The same effect and variance stand under two names: {'; '.join(pairs)}. Is it one trial?"
    return [Caution(code="same_numbers", text=text)]


def describe_way(one: Estimate) -> str:
    """Return a method and its interval in words, such as "reml, hksj"."""
    return one.method if one.interval == "normal" else f"{one.method}, {one.interval.replace('_', ' ')}"
