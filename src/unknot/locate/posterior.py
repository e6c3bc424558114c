"""The exact posterior over small sets of sources.

A drawing is explained either by ordinary pain without a single source (each of the unranked sources, alone) or by
a set of one to three listed sources. Array shapes use these letters: S sources, N sets, K most sources in a set,
C cells, M painted cells, E extents, B background rates. All logarithms are natural.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from unknot.locate.sources import FloatArray, IntArray, Patterns, Silence

# Stands for "no source" in a set that is not full; it points at a row of zeros.
NOBODY = -1
# Rates of stray marks are above 1e-6, so products of so many factors stay above the smallest number.
PART = 50


@dataclass(frozen=True)
class Constants:
    """The numbers of the drawing model; see data/locate/model.toml for where they come from."""

    set_size: tuple[float, ...]
    extent_shares: tuple[float, ...]
    background_rates: tuple[float, ...]
    background_shares: tuple[float, ...]
    temper: float
    best: int
    partners: int


@dataclass(frozen=True)
class DrawingFit:
    """How well sets of sources fit one drawing.

    Sources join by noisy-OR with a background rate b: a cell stays unpainted with probability
    ``(1 - b) * prod(1 - e * s)`` over the set's members, where s is the zone strength and e the extent. Extent and
    background have one value per drawing and are summed out; the likelihood is tempered. Unpainted cells add up in
    log space over the members, so only painted ones cost a logarithm per set. Ordinary pain paints one of many
    patches; which one is summed out, too.

    Attributes
    ----------
    silence_painted
        Shape (E, S + 1, M); log probability that a source leaves a painted cell unpainted; the last row is nobody.
    silence_unpainted
        Shape (E, S + 1); the same, added up over all unpainted cells.
    unpainted_count
        Number of unpainted cells.
    constants
        The model's numbers.
    of_patches
        Tempered log likelihood of each source that paints one of its patches, by its index.
    """

    silence_painted: FloatArray
    silence_unpainted: FloatArray
    unpainted_count: int
    constants: Constants
    of_patches: Mapping[int, float] = field(default_factory=dict)

    @classmethod
    def of(cls, silence: Silence, painted: NDArray[np.bool_], constants: Constants) -> DrawingFit:
        """Return the fit for a drawing; `painted` has shape (C,)."""
        at_painted = silence.log[:, :, painted]
        at_unpainted = silence.total - at_painted.sum(axis=2)
        return cls(_with_nobody(at_painted), _with_nobody(at_unpainted), int(np.count_nonzero(~painted)), constants)

    @classmethod
    def of_patterns(cls, patterns: Patterns, painted: NDArray[np.bool_], constants: Constants) -> DrawingFit:
        """Return the fit for a drawing, with the patches of ordinary pain; `painted` has the shape (C,)."""
        fit = cls.of(patterns.silence, painted, constants)
        each = cls.of(patterns.patches, painted, constants).log_likelihood(single_sets(len(patterns.patch_of)))
        each += np.log(patterns.patch_share)
        sources = dict.fromkeys(patterns.patch_of.tolist())
        of_patches = {one: float(np.logaddexp.reduce(each[patterns.patch_of == one])) for one in sources}
        return replace(fit, of_patches=of_patches)

    def log_likelihood(self, sets: IntArray) -> FloatArray:
        """Return the tempered log likelihood under each set, shape (N,); `sets` (N, K) holds indices of sources."""
        found = self._log_likelihood(sets)
        # Ordinary pain stands alone in its sets.
        for source, log_likelihood in self.of_patches.items():
            found[sets[:, 0] == source] = log_likelihood
        return found

    def _log_likelihood(self, sets: IntArray) -> FloatArray:
        constants = self.constants
        parts = []
        for extent, extent_share in enumerate(constants.extent_shares):
            unpainted = self.silence_unpainted[extent][sets].sum(axis=1)
            # Sets lie along the rows, so that products over the few painted cells run over whole columns of sets.
            chances = np.exp(self.silence_painted[extent]).T
            silent = np.take(chances, sets[:, 0], axis=1)
            for column in sets.T[1:]:
                silent *= np.take(chances, column, axis=1)
            painted = np.empty_like(silent)
            for rate, rate_share in zip(constants.background_rates, constants.background_shares, strict=True):
                np.multiply(silent, rate - 1.0, out=painted)
                painted += 1.0
                fitted = _log_of_product(painted)
                empty = self.unpainted_count * np.log1p(-rate)
                parts.append(constants.temper * (fitted + unpainted + empty) + np.log(extent_share * rate_share))
        return np.asarray(np.logaddexp.reduce(np.stack(parts), axis=0))


def _log_of_product(factors: FloatArray) -> FloatArray:
    """Return the log of the product of each column, shape (N,); a part at a time, so that no product becomes 0.

    One logarithm for a part is several times faster than one for each factor.
    """
    parts = [factors[start : start + PART].prod(axis=0) for start in range(0, len(factors), PART)]
    return np.asarray(sum(np.log(part) for part in parts)) if parts else np.zeros(factors.shape[1])


def _with_nobody(log_silence: FloatArray) -> FloatArray:
    """Return log silence with a last row of zeros along the sources, for nobody."""
    return np.concatenate([log_silence, np.zeros_like(log_silence[:, :1])], axis=1)


def log_prior(weights: FloatArray, ranked: NDArray[np.bool_], sets: IntArray, constants: Constants) -> FloatArray:
    """Return the log prior of each set.

    An unranked source stands alone with its own share. The rest goes to sets of listed sources: by the prior on the
    number of sources, and within a number in proportion to the product of the members' relative weights, normalised
    over all sets of that size, not only over those that are enumerated.

    Parameters
    ----------
    weights
        Shape (S,); prior shares that add up to 1.
    ranked
        Shape (S,); False for ordinary pain without a single source.
    sets
        Shape (N, K), `NOBODY` where a set is not full.
    constants
        The model's numbers.

    Returns
    -------
    FloatArray
        Shape (N,); minus infinity for a set that holds a source without any prior.
    """
    listed = np.where(ranked, weights, 0.0)
    share_of_listed = listed.sum()
    relative = listed / share_of_listed
    totals = _sums_of_products(relative, len(constants.set_size))
    sizes = (sets != NOBODY).sum(axis=1)
    with np.errstate(divide="ignore"):
        log_relative = np.append(np.log(relative), 0.0)
        log_size = np.log(np.array([1.0, *constants.set_size]) / np.array([1.0, *totals]))
        log_alone = np.append(np.log(np.where(ranked, 0.0, weights)), -np.inf)
        joint = np.log(share_of_listed) + log_size[sizes] + log_relative[sets].sum(axis=1)
        alone = np.where(sizes == 1, log_alone[sets[:, 0]], -np.inf)
    return np.asarray(np.logaddexp(joint, alone))


def _sums_of_products(relative: FloatArray, largest: int) -> list[float]:
    """Return, for each size from 1, the sum over all sets of that size of the product of their weights.

    These are the elementary symmetric polynomials, by Newton's identities.
    """
    powers = [float((relative**power).sum()) for power in range(1, largest + 1)]
    sums = [1.0]
    for size in range(1, largest + 1):
        terms = [(-1) ** (step - 1) * sums[size - step] * powers[step - 1] for step in range(1, size + 1)]
        sums.append(sum(terms) / size)
    return sums[1:]


def single_sets(count: int) -> IntArray:
    """Return every source as a set of its own, shape (count, 1)."""
    return np.arange(count, dtype=np.intp)[:, None]


def all_sets(members: IntArray, alone: IntArray, largest: int) -> IntArray:
    """Return all sets of up to `largest` members, and each source of `alone` by itself, shape (N, largest)."""
    listed = np.append(members, NOBODY)[_positions(len(members), largest)]
    return np.concatenate([listed, _filled_up(alone[:, None], largest)])


def _filled_up(sets: IntArray, largest: int) -> IntArray:
    filled = np.full((len(sets), largest), NOBODY, dtype=np.intp)
    filled[:, : sets.shape[1]] = sets
    return filled


@cache
def _positions(count: int, largest: int) -> IntArray:
    """Return all sets of up to `largest` of `count` positions, filled up with the position after the last."""
    rows = [
        (*found, *[count] * (largest - size))
        for size in range(1, largest + 1)
        for found in combinations(range(count), size)
    ]
    return np.array(rows, dtype=np.intp).reshape(-1, largest)


def choose_sets(
    fit: DrawingFit, weights: FloatArray, ranked: NDArray[np.bool_], log_ratio_alone: FloatArray
) -> tuple[IntArray, FloatArray]:
    """Return the sets of sources that are reckoned with, and their log likelihoods.

    They are: every source alone; each of the leading few with every other source; and all sets of the best sources,
    which are those that do best alone or as the partner of a leading one. What this leaves out is measured by
    `python -m benchmarks.left_out`.

    Parameters
    ----------
    fit
        How well sets fit the drawing.
    weights, ranked
        As in `log_prior`.
    log_ratio_alone
        Shape (S,); log ratio of the answers for each source alone.

    Returns
    -------
    sets, log_likelihoods
        Shapes (N, largest set) and (N,); no set stands twice.
    """
    constants = fit.constants
    largest = len(constants.set_size)
    possible = np.flatnonzero(ranked & (weights > 0))
    unranked = np.flatnonzero(~ranked & (weights > 0))
    if largest == 1 or len(possible) <= constants.best:
        sets = all_sets(possible, unranked, largest)
        return sets, fit.log_likelihood(sets)
    worth = np.log(weights[possible]) + log_ratio_alone[possible]
    alone = fit.log_likelihood(possible[:, None])
    leading = np.argsort(-alone - worth, kind="stable")[: constants.partners]
    first, second = np.repeat(leading, len(possible)), np.tile(np.arange(len(possible)), len(leading))
    pairs = np.stack([possible[first], possible[second]], axis=1)
    together = fit.log_likelihood(pairs)
    is_pair = first != second
    partner = np.where(is_pair, together + worth[first] + worth[second], -np.inf).reshape(len(leading), -1)
    members = np.argsort(-np.maximum(alone + worth, partner.max(axis=0)), kind="stable")[: constants.best]
    # What is made of the best only stands among all their sets; a pair of two leading ones is met from both sides.
    rank = np.full(len(possible), len(leading))
    rank[leading] = np.arange(len(leading))
    is_best = np.zeros(len(possible), dtype=bool)
    is_best[members] = True
    is_other = is_pair & ~(is_best[first] & is_best[second]) & (rank[first] < rank[second])
    inner = all_sets(possible[members], unranked, largest)
    others = (_filled_up(possible[~is_best][:, None], largest), _filled_up(pairs[is_other], largest))
    return np.concatenate([inner, *others]), np.concatenate(
        [fit.log_likelihood(inner), alone[~is_best], together[is_other]]
    )


@dataclass(frozen=True)
class Posterior:
    """Sets of sources with their probabilities.

    Attributes
    ----------
    sets
        Shape (N, K); `NOBODY` where a set is not full; most probable first.
    probabilities
        Shape (N,); add up to 1.
    """

    sets: IntArray
    probabilities: FloatArray

    def marginals(self, count: int) -> FloatArray:
        """Return the probability of each of `count` sources, shape (S,): the sum over the sets that hold it."""
        found = np.zeros(count + 1)
        for column in self.sets.T:
            found += np.bincount(np.where(column == NOBODY, count, column), self.probabilities, count + 1)
        return found[:count]

    def shares(self, labels: IntArray, count: int) -> FloatArray:
        """Return for each label the probability that some source with it takes part, shape (count,).

        Parameters
        ----------
        labels
            Shape (S,); the label of each source, from 0 to count - 1.
        count
            The number of labels.
        """
        found = np.zeros(count + 1)
        # Nobody gets a label of its own, after the last; a label that a set holds twice counts once.
        columns = np.append(labels, count)[self.sets].T
        for position, column in enumerate(columns):
            is_new = np.ones(len(column), dtype=bool)
            for before in columns[:position]:
                is_new &= column != before
            found += np.bincount(column, np.where(is_new, self.probabilities, 0.0), count + 1)
        return found[:count]

    def members(self) -> IntArray:
        """Return the sources that take part in any set, in order, shape (at most S,)."""
        # Counting, since np.unique loads all of numpy.ma, which the start of a command would feel.
        return np.flatnonzero(np.bincount(self.sets.ravel() + 1)[1:])  # NOBODY is -1

    def holds(self, wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return for each set whether it holds any of the wanted sources; `wanted` has shape (S,)."""
        return np.asarray(np.append(wanted, False)[self.sets].any(axis=1))

    def leading(self, mass: float) -> Posterior:
        """Return the most probable sets that together hold at least this mass, rescaled to 1."""
        kept = int(np.searchsorted(np.cumsum(self.probabilities), mass)) + 1
        probabilities = self.probabilities[:kept]
        return Posterior(self.sets[:kept], probabilities / probabilities.sum())


def normalise(sets: IntArray, log_scores: FloatArray) -> Posterior:
    """Return the posterior from unnormalised log scores, shape (N,); sets that are impossible are left out."""
    possible = np.isfinite(log_scores)
    sets, log_scores = sets[possible], log_scores[possible]
    order = np.argsort(-log_scores, kind="stable")
    scores = np.exp(log_scores[order] - log_scores.max())
    return Posterior(sets[order], scores / scores.sum())
