"""Comparing two ways on one's own body, in weeks in a random order: an n-of-1 trial.

Pain comes and goes by itself, and a bad day is often followed by another one. So the order of the weeks is drawn,
and the answer reckons with a trend and with how alike neighbouring days are. Can't tell yet is an ordinary answer.
"""

# Modules that define many models leave out `from __future__ import annotations`; see unknot.knowledge.
from collections.abc import Mapping, Sequence
from math import ceil, erf, sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from unknot.errors import BadInput
from unknot.knowledge import Value
from unknot.measure.data import find_instrument, load_measure_data
from unknot.measure.data.reporting import OwnComparisonRule

Arm = Literal["with", "without"]
ComparisonVerdict = Literal["helps", "helps_a_little", "worse", "no_difference", "cannot_tell"]
WhyOpen = Literal["too_few_days", "too_close", ""]
FloatArray = NDArray[np.float64]

# How finely the likeness of neighbouring days and the size of the noise are counted through.
STEPS_OF_LIKENESS, STEPS_OF_NOISE = 24, 24
# What weighs less than this beside the most likely is left out; a quantile is found by so many halvings.
LEAST_WEIGHT, HALVINGS = 1e-7, 25
# The prior is stated on a scale of ten points, such as that of pain.
POINTS = 10.0
# The columns of the regression.
LEVEL, EFFECT, TREND = 0, 1, 2
_normal_below = np.vectorize(lambda z: 0.5 * (1 + erf(z / sqrt(2))), otypes=[np.float64])


class OwnComparison(Value):
    """What a comparison on one's own body came to.

    `effect`: how much lower (better) the outcome is with the treatment, in points of the instrument, negative when
    it is higher; `interval`: its 95 % interval. `matters`: the probability that the treatment makes it better by at
    least `important` points; `better` and `harm`: that it makes it better at all, and worse by as much as matters.
    `days`: how many days with and without entered the reckoning. `more_weeks`: about how many further weeks it may
    take, null when nothing is open or when more than `more_weeks_at_most` would be needed.
    """

    verdict: ComparisonVerdict
    reason: WhyOpen
    effect: float | None = None
    interval: tuple[float, float] | None = None
    matters: float | None = None
    better: float | None = None
    harm: float | None = None
    important: float
    days: tuple[int, int]
    more_weeks: int | None = None


def draw_order(pairs: int, generator: np.random.Generator) -> tuple[Arm, ...]:
    """Return the arm of each period: in each pair one with and one without, which comes first by an even chance.

    Parameters
    ----------
    pairs
        How many pairs of periods.
    generator
        The source of chance. From the same seed a longer order begins as a shorter one, so a comparison can go on.

    Raises
    ------
    BadInput
        If the pairs are fewer or more than data/measure/reporting.toml allows.

    Notes
    -----
    Source: randomised pairs of periods (vohra_2015); their numbers are a convention of this project.

    Examples
    --------
    >>> len(draw_order(3, np.random.default_rng(7)))
    6
    """
    least, most = _rule().pairs
    if not least <= pairs <= most:
        raise BadInput(f"pairs: expected {least} to {most}, got {pairs}")
    order: list[Arm] = []
    for _ in range(pairs):
        order += ("with", "without") if generator.random() < 0.5 else ("without", "with")
    return tuple(order)


def arm_of(order: Sequence[Arm], day: int) -> Arm | None:
    """Return the arm of a day, counted from 0 at the start; None before the start and after the end."""
    period = day // _rule().period_days
    return order[period] if 0 <= period < len(order) else None


def compare_arms(instrument: str, order: Sequence[Arm], scores: Mapping[int, float]) -> OwnComparison:
    """Return what the days with and without show of one outcome.

    Parameters
    ----------
    instrument
        Its id, such as `pain_nrs`. Higher has to be worse, and its minimal important change has to be known.
    order
        The arm of each period, as it was drawn.
    scores
        The outcome of each day, counted from 0 at the start. A day that is not there is missing; it is never 0.
        Days after the end of the order do not count.

    Raises
    ------
    BadInput
        If the instrument does not suit, or a score lies beyond its range.

    Notes
    -----
    The model: ``score = level - effect * exposure + trend * day + noise``; the noise of neighbouring days is alike
    (AR(1)), and a gap of g days is reckoned with exactly, as ``rho ** g``. The first days after a change are left
    out; after that the exposure follows the arm with a half-life from data/measure/reporting.toml. Given likeness,
    noise and half-life, all else is normal and reckoned exactly; these three are counted through.
    Sources: hdsr_bayes_2022, lag_2023; priors and the rule of deciding are of this project. How often it errs:
    docs/explanation/own-comparison.md.

    Examples
    --------
    >>> order = ("with", "without", "without", "with", "with", "without")
    >>> pain = {day: 3 + day % 2 if arm_of(order, day) == "with" else 6 + day % 2 for day in range(42)}
    >>> compare_arms("pain_nrs", order, pain).verdict
    'helps'
    """
    low, high, important = _bounds(instrument)
    for day, score in scores.items():
        if not low <= score <= high:
            raise BadInput(f"day {day}: expected a score of {instrument} from {low:g} to {high:g}, got {score:g}")
    days = np.array([day for day in sorted(scores) if is_counted(order, day)], dtype=np.float64)
    treated = np.array([arm_of(order, int(day)) == "with" for day in days], dtype=bool)
    counts = int(treated.sum()), int((~treated).sum())
    if min(counts) < _rule().least_days:
        return OwnComparison(verdict="cannot_tell", reason="too_few_days", important=important, days=counts)
    values = np.array([scores[int(day)] for day in days], dtype=np.float64)
    unit = (high - low) / POINTS
    found = EffectPosterior.of(days, exposures(order, days), values / unit)
    return _decide(found, unit, important, counts, (days[-1] - days[0] + 1) / 7)


def is_counted(order: Sequence[Arm], day: int) -> bool:
    """Return whether a day enters the reckoning: not before the start, after the end, or soon after a change."""
    if arm_of(order, day) is None:
        return False
    period, since = divmod(day, _rule().period_days)
    is_change = period == 0 or order[period] != order[period - 1]
    return not is_change or since >= _rule().left_out_days


def exposures(order: Sequence[Arm], days: FloatArray) -> FloatArray:
    """Return how much of the treatment is in force on each day, from 0 to 1, for each half-life; shape (h, n)."""
    treated = np.repeat([arm == "with" for arm in order], _rule().period_days).astype(np.float64)
    rows = []
    for half_life in _rule().half_lives_days:
        kept = 0.5 ** (1 / half_life) if half_life else 0.0
        inside, followed = 0.0, []
        for now in treated:
            inside = kept * inside + (1 - kept) * now
            followed.append(inside)
        rows.append(np.array(followed)[days.astype(np.intp)])
    return np.array(rows)


class EffectPosterior:
    """What is known of the effect, in tenths of the scale, better counted as positive: a mixture of normals."""

    def __init__(self, weights: FloatArray, means: FloatArray, deviations: FloatArray) -> None:
        self.weights, self.means, self.deviations = weights, means, deviations

    @classmethod
    def of(cls, days: FloatArray, exposed: FloatArray, values: FloatArray) -> "EffectPosterior":
        """Return it from the days that count, the exposures by half-life, shape (h, n), and the outcome of each."""
        parts = [_given_exposure(days, one, values) for one in exposed]
        logs, means, deviations = (np.concatenate(rows) for rows in zip(*parts, strict=True))
        weights = np.exp(logs - logs.max())
        tells = weights > LEAST_WEIGHT
        return cls(weights[tells] / weights[tells].sum(), means[tells], deviations[tells])

    @property
    def mean(self) -> float:
        """Return the mean of the effect."""
        return float(self.weights @ self.means)

    @property
    def deviation(self) -> float:
        """Return its standard deviation."""
        return sqrt(float(self.weights @ (self.deviations**2 + (self.means - self.mean) ** 2)))

    def at_least(self, effect: float) -> float:
        """Return the probability of an effect of at least so much."""
        return float(self.weights @ _normal_below((self.means - effect) / self.deviations))

    def quantile(self, share: float) -> float:
        """Return the effect below which lies such a share of the probability, by halving."""
        low, high = self.mean - 10 * self.deviation, self.mean + 10 * self.deviation
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (low, middle) if 1 - self.at_least(middle) > share else (middle, high)
        return (low + high) / 2


def _given_exposure(
    days: FloatArray, exposed: FloatArray, values: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return log weight, mean and deviation of the effect for each likeness and noise that is counted through."""
    rule = _rule()
    likeness = midpoints(*rule.likeness, STEPS_OF_LIKENESS)
    noise = np.geomspace(*rule.noise, STEPS_OF_NOISE)
    columns = np.stack([np.ones_like(days), -exposed, days - days.mean(), values - values.mean()], axis=1)
    white, log_scale = whiten(days, columns, likeness)
    design, outcome = white[:, :, :3], white[:, :, 3]
    squares = np.einsum("rni,rnj->rij", design, design)
    products = np.einsum("rni,rn->ri", design, outcome)
    total = np.einsum("rn,rn->r", outcome, outcome)

    variance = (noise**2)[None, :]
    prior = np.array([rule.prior_level, rule.prior_effect, rule.prior_trend]) ** -2.0
    precision = squares[:, None] / variance[..., None, None] + np.diag(prior)
    covariance = np.linalg.inv(precision)
    pull = products[:, None] / variance[..., None]
    means = np.einsum("rsij,rsj->rsi", covariance, pull)
    fit = (pull * means).sum(axis=-1) - total[:, None] / variance
    # The noise steps are even on a log scale, so each stands for a range as wide as itself.
    log_prior = np.log(noise) - 0.5 * (noise / rule.prior_noise) ** 2
    log_weight = (
        0.5 * (fit - np.linalg.slogdet(precision)[1]) - len(days) * np.log(noise) - log_scale[:, None] + log_prior
    )
    deviations = np.sqrt(covariance[..., EFFECT, EFFECT])
    return log_weight.ravel(), means[..., EFFECT].ravel(), deviations.ravel()


def whiten(days: FloatArray, columns: FloatArray, likeness: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return columns freed of the likeness of neighbouring days, shape (r, n, k), and the log of what scaled them.

    The noise has the variance s^2 / (1 - rho^2) on each day; here s is 1. Between two days that are g days apart it
    is alike by rho^g.
    """
    rho = likeness[:, None]
    alike = rho ** np.diff(days)[None, :]
    first = np.ones((len(likeness), 1))
    share = np.concatenate([first, 1 - alike**2], axis=1)
    scale = np.sqrt(share / (1 - rho**2))
    left = np.repeat(columns[None], len(likeness), axis=0)
    left[:, 1:] -= alike[..., None] * columns[None, :-1]
    return left / scale[..., None], np.log(scale).sum(axis=1)


def midpoints(low: float, high: float, steps: int) -> FloatArray:
    """Return the middles of equal parts of a range."""
    return low + (high - low) * (np.arange(steps) + 0.5) / steps


def deviations_of(share: float) -> float:
    """Return below how many standard deviations such a share of a normal distribution lies."""
    return NormalDist().inv_cdf(share)


def _decide(
    found: EffectPosterior, unit: float, important: float, counts: tuple[int, int], weeks: float
) -> OwnComparison:
    """Return the answer; the thresholds were chosen by simulation (docs/explanation/own-comparison.md)."""
    rule = _rule()
    least = important / unit
    matters, better, harm = found.at_least(least), found.at_least(0), 1 - found.at_least(-least)
    verdict: ComparisonVerdict = "cannot_tell"
    if better >= rule.sure:
        verdict = "helps" if matters >= rule.likely else "helps_a_little"
    elif 1 - better >= rule.sure:
        verdict = "worse"
    elif 1 - matters - harm >= rule.sure_of_none:
        verdict = "no_difference"
    is_open = verdict == "cannot_tell"
    return OwnComparison(
        verdict=verdict,
        reason="too_close" if is_open else "",
        effect=found.mean * unit,
        interval=(found.quantile(0.025) * unit, found.quantile(0.975) * unit),
        matters=matters,
        better=better,
        harm=harm,
        important=important,
        days=counts,
        more_weeks=_more_weeks(found, least, weeks) if is_open else None,
    )


def _more_weeks(found: EffectPosterior, least: float, weeks: float) -> int | None:
    """Return about how many weeks more would settle it, if the effect is what it looks like now.

    What is not known of the effect shrinks about with the root of the weeks. Whole pairs of periods only.
    """
    rule = _rule()
    size = abs(found.mean)
    needed = max(size / deviations_of(rule.sure), (least - size) / deviations_of(rule.sure_of_none))
    step = 2 * rule.period_days / 7
    more = weeks * ((found.deviation / needed) ** 2 - 1)
    whole = ceil(max(1, ceil(more / step)) * step)
    return whole if whole <= rule.more_weeks_at_most else None


def _bounds(instrument: str) -> tuple[float, float, float]:
    """Return the range of an instrument and its important change in points."""
    asked = find_instrument(instrument)
    threshold = next(iter(load_measure_data().thresholds_of(instrument)), None)
    if asked.direction != "higher_worse" or threshold is None or threshold.mic_abs is None:
        raise BadInput(f"{instrument}: expected one where higher is worse and the important change is known")
    return *asked.range, threshold.mic_abs


def _rule() -> OwnComparisonRule:
    return load_measure_data().own_comparison
