"""Comparing on one's own body, against a computation of its own kind: nothing is whitened, nothing solved in pieces.

The recipe of the reference: for each likeness, noise and half-life on a grid, and each effect on a fine grid, the
density of what was entered, less the effect, under a normal distribution with the full matrix of covariances
(level and trend taken in as random), times the priors; then sums.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unknot.errors import BadInput
from unknot.measure import load_measure_data
from unknot.measure.own_comparison import (
    STEPS_OF_LIKENESS,
    STEPS_OF_NOISE,
    arm_of,
    compare_arms,
    draw_order,
    is_counted,
    midpoints,
)

RULE = load_measure_data().own_comparison
ORDER = draw_order(2, np.random.default_rng(3))
LAST = len(ORDER) * RULE.period_days


def entered(seed: int, effect: float) -> dict[int, float]:
    """Return two pairs of periods with every fifth day missing."""
    noise = np.random.default_rng(seed).normal(0, 1.3, LAST)
    felt = {day: 5 + noise[day] + 0.5 * noise[day - 1] for day in range(LAST)}
    felt |= {day: score - effect for day, score in felt.items() if arm_of(ORDER, day) == "with"}
    return {day: float(np.clip(round(score), 0, 10)) for day, score in felt.items() if day % 5 != 2}


def reference(pain: dict[int, float], least: float) -> tuple[float, float, float]:
    """Return the mean of the effect, and the probabilities that it is above 0 and that it is at least so much."""
    days = np.array([day for day in pain if is_counted(ORDER, day)])
    values = np.array([pain[day] for day in days])
    values = values - values.mean()
    effects = np.linspace(-6, 8, 281)
    centred = (days - days.mean())[:, None]
    random_parts = RULE.prior_level**2 + RULE.prior_trend**2 * centred * centred.T
    apart = np.abs(days[:, None] - days[None])
    noises = np.geomspace(*RULE.noise, STEPS_OF_NOISE)
    grid = list(product(RULE.half_lives_days, midpoints(*RULE.likeness, STEPS_OF_LIKENESS), noises))
    densities = []
    for half_life, likeness, noise in grid:
        covariance = random_parts + noise**2 / (1 - likeness**2) * likeness**apart
        exposed = np.array([exposure(day, half_life) for day in days])
        left = values[:, None] + exposed[:, None] * effects
        squares = (left * np.linalg.solve(covariance, left)).sum(axis=0)
        priors = np.log(noise) - 0.5 * (noise / RULE.prior_noise) ** 2 - 0.5 * (effects / RULE.prior_effect) ** 2
        densities.append(-0.5 * (squares + np.linalg.slogdet(covariance)[1]) + priors)
    logs = np.array(densities)
    weights = np.exp(logs - logs.max()).sum(axis=0)
    weights /= weights.sum()
    # A bound on the grid is half of its step.
    return (
        float(weights @ effects),
        float(weights[effects > 1e-9].sum() + weights[np.abs(effects) < 1e-9].sum() / 2),
        float(weights[effects > least + 1e-9].sum() + weights[np.abs(effects - least) < 1e-9].sum() / 2),
    )


def exposure(day: int, half_life: float) -> float:
    """Return the sum over the days so far of what is left of each."""
    if not half_life:
        return float(arm_of(ORDER, day) == "with")
    kept = 0.5 ** (1 / half_life)
    return sum((1 - kept) * kept ** (day - one) for one in range(day + 1) if arm_of(ORDER, one) == "with")


@pytest.mark.parametrize(("seed", "effect"), [(1, 0.0), (2, 2.0)])
def test_the_answer_is_that_of_the_full_matrix_of_covariances(seed: int, effect: float) -> None:
    pain = entered(seed, effect)
    found = compare_arms("pain_nrs", ORDER, pain)

    mean, better, matters = reference(pain, found.important)

    assert found.effect == pytest.approx(mean, abs=2e-3)
    assert found.better == pytest.approx(better, abs=2e-3)
    assert found.matters == pytest.approx(matters, abs=2e-3)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 8), st.integers(0, 2**32 - 1))
def test_each_pair_has_both_and_a_longer_order_goes_on_from_a_shorter(pairs: int, seed: int) -> None:
    order = draw_order(pairs, np.random.default_rng(seed))

    assert all(set(order[at : at + 2]) == {"with", "without"} for at in range(0, 2 * pairs, 2))
    assert draw_order(RULE.pairs[1], np.random.default_rng(seed))[: 2 * pairs] == order


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.integers(0, LAST + 5), st.integers(0, 10).map(float), max_size=LAST))
def test_any_days_give_an_answer_with_probabilities_that_fit_together(pain: dict[int, float]) -> None:
    found = compare_arms("pain_nrs", ORDER, pain)

    if min(found.days) < RULE.least_days:
        assert (found.verdict, found.reason, found.effect) == ("cannot_tell", "too_few_days", None)
        return
    assert found.effect is not None
    assert found.interval is not None
    assert found.better is not None
    assert found.matters is not None
    assert found.harm is not None
    assert found.interval[0] < found.effect < found.interval[1]
    assert 0 <= found.matters <= found.better <= 1 - found.harm + 1e-9
    assert (found.more_weeks is None) or found.verdict == "cannot_tell"


def test_days_soon_after_a_change_and_after_the_end_do_not_count() -> None:
    pain = entered(2, 2.0)
    moved = {day: score if is_counted(ORDER, day) else 10.0 for day, score in pain.items()} | {LAST + 1: 10.0}

    assert compare_arms("pain_nrs", ORDER, moved) == compare_arms("pain_nrs", ORDER, pain)


@pytest.mark.parametrize(("instrument", "pain"), [("pain_nrs", {3: 11.0}), ("pgic", {})])
def test_what_cannot_be_compared_is_said(instrument: str, pain: dict[int, float]) -> None:
    with pytest.raises(BadInput, match=r"expected"):
        compare_arms(instrument, ORDER, pain)


def test_pairs_beyond_the_rule_are_refused() -> None:
    with pytest.raises(BadInput, match=r"pairs: expected 2 to 8"):
        draw_order(1, np.random.default_rng(1))
