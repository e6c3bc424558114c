"""From a drawing to an estimate: the way through prior, likelihood, posterior and explanation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from unknot.body import load_atlas
from unknot.draw import Drawing, segments_of
from unknot.knowledge import knowledge_version
from unknot.locate.answers import Evidence, check_features, feature_column, gather
from unknot.locate.data import load_locate_data
from unknot.locate.estimate import Candidate, Estimate, Explanation, Notice, Reason
from unknot.locate.next_check import choose_next_check
from unknot.locate.posterior import (
    NOBODY,
    Constants,
    DrawingFit,
    FloatArray,
    Posterior,
    choose_sets,
    log_prior,
    normalise,
    single_sets,
)
from unknot.locate.sources import Patterns, all_sources, load_patterns, prior_weights

# What the list shows: all above this probability, and at least so many of each kind.
SHOWN_PROBABILITY = 0.01
SHOWN_OF_EACH_KIND = 10
SHOWN_EXPLANATIONS = 10
SHOWN_REASONS = 3
# An answer is told as a reason when it changes the odds by about a sixth or more.
TOLD_LOG_RATIO = 0.15
# One side of a thing that may lie on both is named when it holds this share of left and right together.
CLEAR_SIDE = 0.8

ALL_OVER_TEXT = (
    "Most of the body is painted. Such a drawing cannot tell one source from another, so nothing is ranked; "
    "pain in most of the body needs another way."
)


def locate(drawing: Drawing, *, may_press: bool = False, with_therapist: bool = False) -> Estimate:
    """Return what may be behind a drawing, with probabilities and reasons.

    Parameters
    ----------
    drawing
        What is painted, with answers to features and findings at pressed spots.
    may_press
        Whether the next check may be a self-test or a spot to press: only for somebody whose screening allows a
        session.
    with_therapist
        Whether a therapist is present for the checks that need one.

    Returns
    -------
    Estimate
        Probabilities are those of the model on invented drawings; they were not measured on patients.

    Raises
    ------
    BadInput
        If the drawing names a feature that does not exist.

    Examples
    --------
    >>> drawing = Drawing(regions=[{"id": "iliac_crest_back", "side": "right"}])
    >>> locate(drawing).complaint
    'low_back'
    """
    check_features(drawing.features)
    if drawing.is_all_over:
        return _painted_all_over(drawing)
    evidence = gather(drawing.features, drawing.findings)
    patterns = load_patterns("choir" if drawing.choir else "cells")
    posterior = compute_posterior(drawing, evidence, patterns)
    next_check = choose_next_check(
        drawing,
        drawing.inferred_complaint,
        posterior,
        evidence,
        may_press=may_press,
        with_therapist=with_therapist,
    )
    explained = _explained(drawing, posterior)
    return Estimate(
        complaint=drawing.inferred_complaint,
        complaint_from="given" if drawing.complaint else "painted",
        candidates=_candidates(drawing, posterior),
        explanations=_explanations(posterior),
        explained=explained,
        unexplained=tuple(name for name in drawing.painted if name not in explained),
        unattributed=_share(posterior, _is_unranked()),
        families=_families(posterior),
        next_check=next_check,
        knowledge_version=knowledge_version(),
    )


def compute_posterior(drawing: Drawing, evidence: Evidence, patterns: Patterns) -> Posterior:
    """Return the posterior over sets of sources for a drawing and its answers."""
    sources, constants = all_sources(), load_constants()
    weights = prior_weights(drawing.inferred_complaint, drawing.sex)
    ranked = ~_is_unranked()
    painted = np.zeros(len(patterns.names), dtype=bool)
    painted[[patterns.index[name] for name in drawing.painted]] = True
    fit = DrawingFit.of(patterns.log_silence, painted, constants)
    sets, likelihoods = choose_sets(fit, weights, ranked, evidence.of_sets(single_sets(len(sources))))
    scores = log_prior(weights, ranked, sets, constants) + likelihoods + evidence.of_sets(sets)
    return normalise(sets, scores)


@cache
def load_constants() -> Constants:
    """Return the model's numbers from the data."""
    model = load_locate_data().model
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


def _share(posterior: Posterior, wanted: NDArray[np.bool_]) -> float:
    return _rounded(posterior.probabilities[posterior.holds(wanted)].sum())


def _rounded(probability: float) -> float:
    return round(min(1.0, max(0.0, float(probability))), 6)


def _families(posterior: Posterior) -> dict[str, float]:
    """Return for each family the probability that a source of it takes part; families may occur together."""
    families = [source.family for source in all_sources()]
    return {
        family: _share(posterior, np.array([name == family for name in families]))
        for family in dict.fromkeys(families)
    }


def _candidates(drawing: Drawing, posterior: Posterior) -> tuple[Candidate, ...]:
    sources = all_sources()
    marginals = posterior.marginals(len(sources))
    found = [
        candidate for indices in _worth_a_look(marginals) for candidate in _of_one_id(indices, marginals, posterior)
    ]
    found.sort(key=lambda item: -item[0])
    shown: list[Candidate] = []
    counts = {"trigger_point": 0, "differential": 0}
    for probability, indices in found:
        kind = sources[indices[0]].kind
        if probability > SHOWN_PROBABILITY or counts[kind] < SHOWN_OF_EACH_KIND:
            counts[kind] += 1
            shown.append(_candidate(drawing, probability, indices))
    return tuple(shown)


def _worth_a_look(marginals: FloatArray) -> list[list[int]]:
    """Return the sources of each id that may be shown; a candidate is at most as probable as its sides together."""
    by_id: dict[str, list[int]] = defaultdict(list)
    for index in np.flatnonzero(marginals > 0):
        if all_sources()[index].ranked:
            by_id[all_sources()[index].id].append(int(index))
    ordered = sorted(by_id.values(), key=lambda indices: -marginals[indices].sum())
    kept: list[list[int]] = []
    counts = {"trigger_point": 0, "differential": 0}
    for indices in ordered:
        kind = all_sources()[indices[0]].kind
        counts[kind] += 1
        if marginals[indices].sum() > SHOWN_PROBABILITY or counts[kind] <= 2 * SHOWN_OF_EACH_KIND:
            kept.append(indices)
    return kept


def _of_one_id(
    indices: Sequence[int], marginals: FloatArray, posterior: Posterior
) -> Iterable[tuple[float, tuple[int, ...]]]:
    """Yield the candidates of one id: its sides apart, or as one where the drawing cannot tell them.

    A differential that may also lie on both sides is always one candidate; its side is named if it is clear.
    """
    sources = all_sources()
    tolerance = load_locate_data().model.twin_tolerance
    is_whole = any(sources[index].side == "both" for index in indices)
    is_twin = len(indices) == 2 and np.isclose(marginals[indices[0]], marginals[indices[1]], rtol=tolerance)
    groups = [tuple(indices)] if is_whole or is_twin else [(index,) for index in indices]
    for group in groups:
        wanted = np.zeros(len(sources), dtype=bool)
        wanted[list(group)] = True
        yield _share(posterior, wanted), _clear_side(group, marginals) if is_whole else group


def _clear_side(group: tuple[int, ...], marginals: FloatArray) -> tuple[int, ...]:
    """Return the one side that is clearly the likelier of left and right, and likelier than both; else all."""
    sided = [index for index in group if all_sources()[index].side in ("left", "right")]
    likeliest = max(group, key=lambda index: float(marginals[index]))
    is_clear = likeliest in sided and marginals[likeliest] > CLEAR_SIDE * marginals[sided].sum()
    return (likeliest,) if is_clear else group


def _candidate(drawing: Drawing, probability: float, indices: tuple[int, ...]) -> Candidate:
    sources = [all_sources()[index] for index in indices]
    first = sources[0]
    sides = {source.side for source in sources}
    side = "either" if len(sides) > 1 or first.side == "both" else first.side
    zones = frozenset[str]().union(*(source.zones for source in sources))
    essential = first.essential.intersection(*(source.essential for source in sources))
    explains = tuple(name for name in drawing.painted if name in _at_resolution(drawing, zones))
    missing = tuple(sorted(_at_resolution(drawing, essential) - set(drawing.painted)))
    for_reasons, against = _reasons(drawing, indices[0], explains, missing)
    return Candidate(
        id=first.id,
        muscle=first.subject if first.kind == "trigger_point" else None,
        kind=first.kind,
        side=side,
        probability=probability,
        urgency=first.urgency,
        explains=explains,
        missing=missing,
        for_=for_reasons,
        against=against,
    )


def _at_resolution(drawing: Drawing, cells: Iterable[str]) -> frozenset[str]:
    """Return cells as the drawing writes them: themselves, or the segments of a body map."""
    if not drawing.choir:
        return frozenset(cells)
    return frozenset(name for one in cells for name in _segment_names_of(one))


@cache
def _segment_names_of(name: str) -> tuple[str, ...]:
    segments = load_atlas().choir_segments
    return tuple(f"choir_{code}:{segments[code].side}" for code in segments_of(name))


def describe_painted(name: str) -> str:
    """Return a cell or a CHOIR segment in words."""
    atlas = load_atlas()
    if not name.startswith("choir_"):
        return atlas.describe_cell(name)
    code, side = name.removeprefix("choir_").split(":")
    return f"{atlas.choir_segments[code].name}, {side}"


def _reasons(
    drawing: Drawing, index: int, explains: Sequence[str], missing: Sequence[str]
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    for_reasons = [Reason(code="painted", text=describe_painted(name)) for name in explains[:SHOWN_REASONS]]
    against = [Reason(code="not_painted", text=describe_painted(name)) for name in missing[:SHOWN_REASONS]]
    for name, ratio, answer in _answers_that_count(drawing.features, index):
        reason = Reason(code="answer", text=f"{load_locate_data().features[name].question} {answer.capitalize()}")
        (for_reasons if ratio > 0 else against).append(reason)
    source = all_sources()[index]
    for finding in drawing.findings:
        if finding.id == source.id and source.side in (finding.side, "both"):
            is_felt = finding.reproduces_pain == "yes" and finding.tender != "no"
            text = "pressing the spot brought the pain you know" if is_felt else "pressing the spot did not bring it"
            (for_reasons if is_felt else against).append(Reason(code="finding", text=text))
    return tuple(for_reasons), tuple(against)


def _answers_that_count(features: Mapping[str, str | None], index: int) -> list[tuple[str, float, str]]:
    """Return the answers that move a source enough to be worth telling, the strongest first."""
    found = []
    for name, answer in features.items():
        if answer in ("yes", "no"):
            ratio = float(feature_column(name, answer == "yes")[index])
            if abs(ratio) >= TOLD_LOG_RATIO:
                found.append((name, ratio, answer))
    found.sort(key=lambda item: -abs(item[1]))
    return found[:SHOWN_REASONS]


def _explanations(posterior: Posterior) -> tuple[Explanation, ...]:
    sources = all_sources()
    return tuple(
        Explanation(
            members=tuple(f"{sources[index].id}:{sources[index].side}" for index in members if index != NOBODY),
            probability=_rounded(probability),
        )
        for members, probability in zip(
            posterior.sets[:SHOWN_EXPLANATIONS], posterior.probabilities[:SHOWN_EXPLANATIONS], strict=True
        )
    )


def _explained(drawing: Drawing, posterior: Posterior) -> tuple[str, ...]:
    """Return the painted cells that, more probably than not, lie in a zone of some source of the explanation."""
    sources = all_sources()
    leading = posterior.leading(0.99)
    present = np.unique(leading.sets[leading.sets != NOBODY])
    covered: dict[int, frozenset[str]] = {
        int(index): _at_resolution(drawing, sources[index].zones) for index in present
    }
    explained = []
    for name in drawing.painted:
        wanted = np.zeros(len(sources), dtype=bool)
        wanted[[index for index, cells in covered.items() if name in cells]] = True
        if leading.probabilities[leading.holds(wanted)].sum() > 0.5:
            explained.append(name)
    return tuple(explained)


def _painted_all_over(drawing: Drawing) -> Estimate:
    return Estimate(
        complaint=drawing.inferred_complaint,
        complaint_from="given" if drawing.complaint else "painted",
        candidates=(),
        explanations=(),
        explained=(),
        unexplained=drawing.painted,
        unattributed=None,
        families={},
        next_check=None,
        notice=Notice(code="painted_all_over", text=ALL_OVER_TEXT),
        knowledge_version=knowledge_version(),
    )
