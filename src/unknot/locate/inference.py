"""From a drawing and answers to the posterior over sets of sources."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from unknot.draw import Drawing
from unknot.locate.answers import Evidence
from unknot.locate.data import Model, load_locate_data
from unknot.locate.posterior import (
    Constants,
    DrawingFit,
    Posterior,
    choose_sets,
    log_prior,
    normalise,
    single_sets,
)
from unknot.locate.sources import FloatArray, IntArray, Patterns, all_sources, load_patterns, prior_weights


def compute_posterior(
    drawing: Drawing, evidence: Evidence, patterns: Patterns, constants: Constants | None = None
) -> Posterior:
    """Return the posterior over sets of sources for a drawing and its answers, by the data's constants or others."""
    weights = prior_weights(drawing.inferred_complaint, drawing.sex)
    fit = _fit(drawing, patterns, constants or load_constants())
    alone = evidence.of_sets(single_sets(len(weights)))
    sets, likelihoods = choose_sets(fit, weights, ~_is_unranked(), alone)
    return _joined(weights, evidence, fit, sets, likelihoods)


def weaken_recalled(posterior: Posterior, drawing: Drawing, evidence: Evidence) -> Posterior:
    """Return the posterior over the same sets if zones that were only recalled counted a grade less."""
    weights = prior_weights(drawing.inferred_complaint, drawing.sex)
    patterns = load_patterns("choir" if drawing.choir else "cells", weakens_recalled=True)
    fit = _fit(drawing, patterns, load_constants())
    return _joined(weights, evidence, fit, posterior.sets, fit.log_likelihood(posterior.sets))


def _fit(drawing: Drawing, patterns: Patterns, constants: Constants) -> DrawingFit:
    # An empty drawing says nothing, not even that nothing hurts: to the power 0 it counts for all alike.
    # Single sources are enough then, and leave nothing out.
    if not drawing.painted:
        constants = replace(constants, temper=0.0, set_size=(1.0,))
    painted = np.zeros(len(patterns.names), dtype=bool)
    painted[[patterns.index[name] for name in drawing.painted]] = True
    return DrawingFit.of_patterns(patterns, painted, constants)


def _joined(
    weights: FloatArray, evidence: Evidence, fit: DrawingFit, sets: IntArray, likelihoods: FloatArray
) -> Posterior:
    prior = log_prior(weights, ~_is_unranked(), sets, fit.constants)
    return normalise(sets, prior + likelihoods + evidence.of_sets(sets))


@cache
def load_constants() -> Constants:
    """Return the model's numbers from the data."""
    return constants_of(load_locate_data().model)


def constants_of(model: Model) -> Constants:
    """Return what the posterior needs of a model's numbers."""
    return Constants(
        set_size=model.set_size_shares,
        extent_shares=model.extent_shares,
        background_rates=model.background_rates,
        background_shares=model.background_shares,
        temper=model.temper,
        best=model.search_best,
        partners=model.search_partners,
    )


@cache
def _is_unranked() -> NDArray[np.bool_]:
    return np.array([not source.ranked for source in all_sources()])
