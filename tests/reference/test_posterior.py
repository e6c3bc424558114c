"""The posterior against plain counting on small worlds."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import exp, log, log2, prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference import brute_force
from tests.reference.brute_force import World, worlds
from unknot.locate.answers import farthest
from unknot.locate.next_check import gain_bits
from unknot.locate.posterior import (
    NOBODY,
    Constants,
    DrawingFit,
    Posterior,
    _sums_of_products,
    all_sets,
    choose_sets,
    log_prior,
    normalise,
    single_sets,
)
from unknot.locate.sources import Silence


def constants_of(world: World, best: int = 20, partners: int = 6) -> Constants:
    return Constants(
        set_size=world.set_size,
        extent_shares=world.extent_shares,
        background_rates=world.background_rates,
        background_shares=world.background_shares,
        temper=world.temper,
        best=best,
        partners=partners,
    )


def fit_of(world: World, **search: int) -> DrawingFit:
    strengths = np.array(world.strengths)
    log_silence = np.stack([np.log1p(-factor * strengths) for factor in world.extent_factors])
    return DrawingFit.of(Silence(log_silence), np.array(world.painted), constants_of(world, **search))


def sets_of(world: World) -> np.ndarray:
    members = np.array([one for one in world.sources if world.ranked[one]], dtype=np.intp)
    return all_sets(members, np.array(brute_force.alone(world), dtype=np.intp), 3)


def by_members(sets: np.ndarray, values: np.ndarray) -> dict[tuple[int, ...], float]:
    return {
        tuple(sorted(int(one) for one in members if one != NOBODY)): float(value)
        for members, value in zip(sets, values, strict=True)
    }


def posterior_of(world: World, *, with_answers: bool) -> Posterior:
    sets = sets_of(world)
    scores = log_prior(np.array(world.weights), np.array(world.ranked), sets, constants_of(world))
    scores = scores + fit_of(world).log_likelihood(sets)
    if with_answers:
        scores = scores + farthest(np.array(world.log_ratios)[:, None], sets)[:, 0]
    return normalise(sets, scores)


@given(worlds())
def test_all_sets_of_up_to_three_listed_sources_and_each_unranked_one_alone_are_enumerated(world):
    found = sets_of(world)
    expected = [*brute_force.listed_sets(world), *((one,) for one in brute_force.alone(world))]

    assert sorted(by_members(found, np.zeros(len(found)))) == sorted(expected)
    assert len(found) == len(expected)


@given(worlds())
def test_the_likelihood_of_each_set_agrees_with_plain_counting(world):
    sets = sets_of(world)

    found = by_members(sets, fit_of(world).log_likelihood(sets))

    for members, log_likelihood in found.items():
        # Natural logarithms of -1 to -60; the largest difference seen was 7e-15.
        assert log_likelihood == pytest.approx(log(brute_force.likelihood(world, members)), abs=1e-9)


@given(worlds())
def test_the_prior_of_each_set_agrees_with_plain_counting_and_all_add_up_to_one(world):
    sets = sets_of(world)
    constants = constants_of(world)

    found = by_members(sets, np.exp(log_prior(np.array(world.weights), np.array(world.ranked), sets, constants)))

    for members, probability in found.items():
        # The largest difference seen was 2e-15.
        assert probability == pytest.approx(brute_force.prior(world, members), abs=1e-9)
    assert sum(found.values()) == pytest.approx(1, abs=1e-9)


@given(worlds(), st.booleans())
def test_the_posterior_agrees_with_plain_counting(world, with_answers):
    expected = brute_force.posterior(world, with_answers=with_answers)

    posterior = posterior_of(world, with_answers=with_answers)

    found = by_members(posterior.sets, posterior.probabilities)
    assert found.keys() == expected.keys()
    for members, probability in found.items():
        # The largest difference seen was 7e-16.
        assert probability == pytest.approx(expected[members], abs=1e-9)
    assert list(posterior.probabilities) == sorted(posterior.probabilities, reverse=True)


@given(worlds())
def test_marginals_agree_with_plain_counting(world):
    expected = brute_force.posterior(world, with_answers=True)

    found = posterior_of(world, with_answers=True).marginals(len(world.weights))

    for source in world.sources:
        held = sum(probability for members, probability in expected.items() if source in members)
        # The largest difference seen was 1e-15.
        assert found[source] == pytest.approx(held, abs=1e-9)


@given(worlds())
def test_a_source_without_any_prior_is_in_no_set(world):
    weightless = replace(world, weights=(0.0, *world.weights[1:]))

    posterior = posterior_of(weightless, with_answers=False)

    assert posterior.marginals(len(world.weights))[0] == 0
    # The largest difference seen was 4e-16.
    assert posterior.probabilities.sum() == pytest.approx(1, abs=1e-12)


@given(worlds(), st.sampled_from([0.3, 0.9, 0.99]))
def test_the_leading_sets_are_the_fewest_that_hold_the_mass(world, mass):
    whole = posterior_of(world, with_answers=True)

    leading = whole.leading(mass)

    count = len(leading.sets)
    assert whole.probabilities[:count].sum() >= mass - 1e-12
    assert whole.probabilities[: count - 1].sum() < mass
    # The largest difference seen was 4e-16.
    assert leading.probabilities.sum() == pytest.approx(1, abs=1e-12)


@given(shares=brute_force.shares(7))
def test_sums_of_products_are_those_over_all_combinations(shares):
    found = _sums_of_products(np.array(shares), 3)

    for size, total in enumerate(found, 1):
        expected = sum(prod(chosen) for chosen in combinations(shares, size))
        # Newton's identities subtract: the largest difference seen was 6e-16.
        assert total == pytest.approx(expected, abs=1e-12)


# ---------------------------------------------------------------- the search
def worth_of(world: World, *members: int) -> float:
    """Return the score by which the search compares sets: weights, answers and fit, without the prior on size."""
    alone = sum(log(world.weights[one]) + world.log_ratios[one] for one in members)
    return alone + log(brute_force.likelihood(world, members))


def searched_sets(world: World, best: int, partners: int) -> set[frozenset[int]]:
    """Return every source alone, each leading one with every other, and all sets of the best."""
    listed = [one for one in world.sources if world.ranked[one]]
    leading = sorted(listed, key=lambda one: -worth_of(world, one))[:partners]

    def score(one: int) -> float:
        return max(worth_of(world, one), *(worth_of(world, one, other) for other in leading if other != one), -1e300)

    members = sorted(listed, key=lambda one: -score(one))[:best]
    singles = {frozenset({one}) for one in world.sources}
    pairs = {frozenset({one, other}) for one in leading for other in listed if one != other}
    return singles | pairs | {frozenset(one) for size in (1, 2, 3) for one in combinations(members, size)}


@given(worlds(), st.integers(2, 3), st.integers(1, 2))
def test_the_search_takes_every_source_the_leading_pairs_and_all_sets_of_the_best(world, best, partners):
    sets, likelihoods = choose_sets(
        fit_of(world, best=best, partners=partners),
        np.array(world.weights),
        np.array(world.ranked),
        np.array(world.log_ratios),
    )

    found = by_members(sets, likelihoods)
    assert len(found) == len(sets)
    assert {frozenset(members) for members in found} == searched_sets(world, best, partners)
    for members, log_likelihood in found.items():
        # The largest difference seen was 5e-15.
        assert log_likelihood == pytest.approx(log(brute_force.likelihood(world, members)), abs=1e-9)


@given(worlds())
def test_a_search_that_is_wide_enough_leaves_nothing_out(world):
    weights, ranked = np.array(world.weights), np.array(world.ranked)

    sets, _ = choose_sets(fit_of(world, best=20), weights, ranked, np.array(world.log_ratios))

    assert by_members(sets, sets[:, 0]).keys() == by_members(sets_of(world), sets_of(world)[:, 0]).keys()
    assert [list(one) for one in single_sets(3)] == [[0], [1], [2]]


# ---------------------------------------------------------------- the next check
@st.composite
def checks(draw: st.DrawFn) -> tuple[list[float], list[float], list[float], float]:
    count = draw(st.integers(1, 8))
    ratios = st.lists(st.floats(-2.3, 2.3), min_size=count, max_size=count)
    return list(draw(brute_force.shares(count))), draw(ratios), draw(ratios), draw(st.floats(0.02, 0.98))


@given(checks())
def test_the_expected_information_is_the_expected_fall_of_entropy(check):
    probabilities, if_yes, if_no, base_rate = check
    # Among people with a set, yes is as frequent as its ratios say: odds(base) * LR(yes) / LR(no).
    share_of_yes = []
    for yes, no in zip(if_yes, if_no, strict=True):
        odds = base_rate / (1 - base_rate) * exp(yes) / exp(no)
        share_of_yes.append(odds / (1 + odds))

    def entropy(parts: list[float]) -> float:
        return -sum(part * log2(part) for part in parts if part > 0)

    expected = entropy(probabilities)
    for answers in (share_of_yes, [1 - share for share in share_of_yes]):
        joint = [probability * share for probability, share in zip(probabilities, answers, strict=True)]
        expected -= sum(joint) * entropy([part / sum(joint) for part in joint])

    found = gain_bits(np.array(probabilities), np.array(if_yes), np.array(if_no), base_rate)

    # The largest difference seen was 1e-15 bits.
    assert found == pytest.approx(expected, abs=1e-9)
    assert 0 <= found <= 1


def test_a_check_that_speaks_equally_for_all_sets_tells_nothing():
    probabilities = np.array([0.5, 0.3, 0.2])

    assert gain_bits(probabilities, np.full(3, 1.2), np.full(3, -0.4), 0.3) == pytest.approx(0, abs=1e-12)


def test_a_check_that_splits_two_equal_sets_surely_tells_one_bit():
    told = gain_bits(np.array([0.5, 0.5]), np.array([40.0, -40.0]), np.array([-40.0, 40.0]), 0.5)

    # Shares are kept 1e-12 away from 0 and 1.
    assert told == pytest.approx(1, abs=1e-9)
