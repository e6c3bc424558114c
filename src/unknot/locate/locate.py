"""From a drawing to an estimate: the way through prior, likelihood, posterior and explanation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from unknot.body import load_atlas
from unknot.draw import Drawing, segments_of
from unknot.knowledge import knowledge_version
from unknot.locate.answers import Evidence, check_features, feature_column, gather
from unknot.locate.data import Model, load_locate_data
from unknot.locate.estimate import Candidate, Estimate, Explanation, Notice, Reason
from unknot.locate.next_check import MayPress, choose_next_check
from unknot.locate.posterior import (
    NOBODY,
    Constants,
    DrawingFit,
    Posterior,
    choose_sets,
    log_prior,
    normalise,
    single_sets,
)
from unknot.locate.sources import (
    FloatArray,
    IntArray,
    Patterns,
    Resolution,
    all_sources,
    load_patterns,
    prior_weights,
)

# What the list shows: all above this probability, and at least so many of each kind.
SHOWN_PROBABILITY = 0.01
SHOWN_OF_EACH_KIND = 10
SHOWN_EXPLANATIONS = 10
SHOWN_REASONS = 3
# Places among its kind for which it is said whether they rest on recalled facts.
FIRST_PLACES = 3
# The family of ordinary pain without a single source.
UNATTRIBUTED = "unattributed"
# An answer is told as a reason when it changes the odds by about a sixth or more.
TOLD_LOG_RATIO = 0.15
# One side of a thing that may lie on both is named when it holds this share of left and right together.
CLEAR_SIDE = 0.8

ALL_OVER_TEXT = (
    "Most of the body is painted. Such a drawing cannot tell one source from another, so nothing is ranked; "
    "pain in most of the body needs another way."
)


NOTHING_PAINTED_TEXT = (
    "Nothing is painted. This is what is likely beforehand with such a complaint, and from the answers; "
    "it says little of one person."
)


def locate(drawing: Drawing, *, may_press: bool | MayPress = False, with_therapist: bool = False) -> Estimate:
    """Return what may be behind a drawing, with probabilities and reasons.

    Parameters
    ----------
    drawing
        What is painted, with answers to features and findings at pressed spots.
    may_press
        Whether the next check may be a self-test or a spot to press: only for somebody whose screening allows a
        session. A function says it spot by spot, from a trigger point and a side.
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
    resolution: Resolution = "choir" if drawing.choir else "cells"
    posterior = compute_posterior(drawing, evidence, load_patterns(resolution))
    weakened = _weakened(posterior, drawing, evidence, resolution)
    next_check = choose_next_check(
        drawing,
        drawing.inferred_complaint,
        posterior,
        evidence,
        may_press=may_press,
        with_therapist=with_therapist,
    )
    explained = _explained(drawing, posterior)
    families = _families(posterior)
    return Estimate(
        complaint=drawing.inferred_complaint,
        complaint_from="given" if drawing.complaint else "painted",
        candidates=_candidates(drawing, posterior, _fragile_ids(posterior, weakened)),
        explanations=_explanations(posterior),
        explained=explained,
        unexplained=tuple(name for name in drawing.painted if name not in explained),
        unattributed=families[UNATTRIBUTED],
        families=families,
        next_check=next_check,
        notice=None if drawing.painted else Notice(code="nothing_painted", text=NOTHING_PAINTED_TEXT),
        knowledge_version=knowledge_version(),
    )


def compute_posterior(
    drawing: Drawing, evidence: Evidence, patterns: Patterns, constants: Constants | None = None
) -> Posterior:
    """Return the posterior over sets of sources for a drawing and its answers, by the data's constants or others."""
    weights = prior_weights(drawing.inferred_complaint, drawing.sex)
    fit = _fit(drawing, patterns, constants or load_constants())
    alone = evidence.of_sets(single_sets(len(weights)))
    sets, likelihoods = choose_sets(fit, weights, ~_is_unranked(), alone)
    return _joined(weights, evidence, fit, sets, likelihoods)


def _weakened(posterior: Posterior, drawing: Drawing, evidence: Evidence, resolution: Resolution) -> Posterior:
    """Return the posterior over the same sets if zones that were only recalled counted a grade less."""
    weights = prior_weights(drawing.inferred_complaint, drawing.sex)
    fit = _fit(drawing, load_patterns(resolution, weakens_recalled=True), load_constants())
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


def _rounded(probability: float) -> float:
    return round(min(1.0, max(0.0, float(probability))), 6)


def _families(posterior: Posterior) -> dict[str, float]:
    """Return for each family the probability that a source of it takes part; families may occur together."""
    names, labels = _labels("family")
    shares = posterior.shares(labels, len(names))
    return {name: _rounded(share) for name, share in zip(names, shares, strict=True)}


@cache
def _labels(field: Literal["family", "id"]) -> tuple[tuple[str, ...], IntArray]:
    """Return the different values of a field of the sources, and which of them each source has."""
    values = [getattr(source, field) for source in all_sources()]
    names = tuple(dict.fromkeys(values))
    place = {name: position for position, name in enumerate(names)}
    return names, np.array([place[value] for value in values], dtype=np.intp)


@cache
def _sides_of_ids() -> tuple[IntArray, ...]:
    """Return the sources of each id: the same thing on its different sides."""
    names, labels = _labels("id")
    return tuple(np.flatnonzero(labels == position) for position in range(len(names)))


def _fragile_ids(posterior: Posterior, weakened: Posterior) -> frozenset[str]:
    """Return what is the first, or among the first three, of its kind only because recalled zones count in full."""
    fragile: set[str] = set()
    for kind in ("trigger_point", "differential"):
        here, there = (_first_of_kind(one, kind) for one in (posterior, weakened))
        fragile |= {*here} - {*there} | {name for name in here[:1] if there[:1] != [name]}
    return frozenset(fragile)


def _first_of_kind(posterior: Posterior, kind: str) -> list[str]:
    names, labels = _labels("id")
    shares = np.where(_is_of_kind(kind), posterior.shares(labels, len(names)), -1.0)
    return [names[position] for position in np.argsort(-shares, kind="stable")[:FIRST_PLACES]]


@cache
def _is_of_kind(kind: str) -> NDArray[np.bool_]:
    """Return which ids are ranked and of a kind."""
    by_id = {source.id: source for source in all_sources()}
    return np.array([by_id[name].kind == kind and by_id[name].ranked for name in _labels("id")[0]])


def _candidates(drawing: Drawing, posterior: Posterior, fragile: frozenset[str]) -> tuple[Candidate, ...]:
    sources = all_sources()
    marginals = posterior.marginals(len(sources))
    names, labels = _labels("id")
    by_id = posterior.shares(labels, len(names))
    found: list[tuple[float, IntArray]] = []
    counts = {"trigger_point": 0, "differential": 0}
    for position in np.argsort(-by_id, kind="stable"):
        indices = _sides_of_ids()[position]
        first = sources[indices[0]]
        # A candidate is at most as probable as its id, so what comes later cannot be shown.
        if not first.ranked or by_id[position] <= 0:
            continue
        if by_id[position] <= SHOWN_PROBABILITY and counts[first.kind] >= SHOWN_OF_EACH_KIND:
            continue
        of_id = list(_of_one_id(indices, by_id[position], marginals))
        found += of_id
        counts[first.kind] += len(of_id)
    found.sort(key=lambda item: -item[0])
    shown: list[Candidate] = []
    counts = dict.fromkeys(counts, 0)
    for probability, indices in found:
        kind = sources[indices[0]].kind
        if probability > SHOWN_PROBABILITY or counts[kind] < SHOWN_OF_EACH_KIND:
            counts[kind] += 1
            is_fragile = sources[indices[0]].id in fragile
            shown.append(_candidate(drawing, _rounded(probability), indices, is_fragile=is_fragile))
    return tuple(shown)


def _of_one_id(indices: IntArray, probability: float, marginals: FloatArray) -> Iterable[tuple[float, IntArray]]:
    """Yield the candidates of one id: its sides apart, or as one where the drawing cannot tell them.

    What may also lie on both sides is always one candidate; its side is named if it is clear.
    """
    tolerance = load_locate_data().model.twin_tolerance
    possible = indices[marginals[indices] > 0]
    is_whole = any(all_sources()[index].side == "both" for index in possible)
    sides = marginals[possible]
    if is_whole:
        yield probability, _clear_side(possible, marginals)
    elif len(possible) == 2 and abs(sides[0] - sides[1]) <= tolerance * sides.max():
        yield probability, possible
    else:
        for index in possible:
            yield float(marginals[index]), np.array([index])


def _clear_side(group: IntArray, marginals: FloatArray) -> IntArray:
    """Return the one side that is clearly the likelier of left and right, and likelier than both; else all."""
    sided = [index for index in group if all_sources()[index].side in ("left", "right")]
    likeliest = group[marginals[group].argmax()]
    is_clear = likeliest in sided and marginals[likeliest] > CLEAR_SIDE * marginals[sided].sum()
    return np.array([likeliest]) if is_clear else group


def _candidate(drawing: Drawing, probability: float, indices: IntArray, *, is_fragile: bool) -> Candidate:
    sources = [all_sources()[index] for index in indices]
    first = sources[0]
    sides = {source.side for source in sources}
    side: Literal["left", "right", "either", "none"] = "either"
    if len(sides) == 1 and first.side != "both":
        side = first.side
    zones = frozenset[str]().union(*(_zones_at(int(index), is_map=bool(drawing.choir)) for index in indices))
    essential = first.essential.intersection(*(source.essential for source in sources))
    explains = tuple(name for name in drawing.painted if name in zones)
    missing = tuple(sorted(_at_resolution(drawing, essential) - set(drawing.painted)))
    for_reasons, against = _reasons(drawing, int(indices[0]), explains, missing)
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
        is_fragile=is_fragile,
    )


def _at_resolution(drawing: Drawing, cells: Iterable[str]) -> frozenset[str]:
    """Return cells as the drawing writes them: themselves, or the segments of a body map."""
    if not drawing.choir:
        return frozenset(cells)
    return frozenset(name for one in cells for name in _segment_names_of(one))


@cache
def _zones_at(index: int, *, is_map: bool) -> frozenset[str]:
    """Return the zones of a source as cells, or as the segments of a body map."""
    cells = all_sources()[index].zones
    return frozenset(name for one in cells for name in _segment_names_of(one)) if is_map else cells


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
    present = leading.members()
    covered = {int(index): _zones_at(int(index), is_map=bool(drawing.choir)) for index in present}
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
