"""The candidates of an estimate: which sources are shown, on which side, and how firmly they stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import numpy as np

from unknot.draw import Drawing
from unknot.locate.data import load_locate_data
from unknot.locate.estimate import Candidate, as_share
from unknot.locate.groups import is_of_kind, labels_by, sources_by_id
from unknot.locate.painted import as_painted, zones_as_painted
from unknot.locate.posterior import Posterior
from unknot.locate.reasons import find_reasons
from unknot.locate.sources import FloatArray, IntArray, Source, all_sources

# What the list shows: all above this probability, and at least so many of each kind.
SHOWN_PROBABILITY = 0.01
SHOWN_OF_EACH_KIND = 10
KINDS = ("trigger_point", "differential")
# Places among its kind for which it is said whether they rest on recalled facts.
FIRST_PLACES = 3
# One side of a thing that may lie on both is named when it holds this share of left and right together.
CLEAR_SIDE = 0.8

# A probability, and the sources of one id that share it.
_Ranked = tuple[float, IntArray]


def list_candidates(drawing: Drawing, posterior: Posterior, fragile: frozenset[str]) -> tuple[Candidate, ...]:
    """Return the candidates that are shown, the most probable first; ids that are fragile are marked."""
    return tuple(
        _candidate(drawing, as_share(probability), indices, is_fragile=all_sources()[indices[0]].id in fragile)
        for probability, indices in _shown(sorted(_worth_a_look(posterior), key=lambda ranked: -ranked[0]))
    )


def _shown(ranked: Iterable[_Ranked]) -> Iterator[_Ranked]:
    """Yield all that are probable, and of each kind at least some."""
    shown = dict.fromkeys(KINDS, 0)
    for probability, indices in ranked:
        kind = all_sources()[indices[0]].kind
        if probability > SHOWN_PROBABILITY or shown[kind] < SHOWN_OF_EACH_KIND:
            shown[kind] += 1
            yield probability, indices


def _worth_a_look(posterior: Posterior) -> Iterator[_Ranked]:
    """Yield the candidates of ids, most probable id first, as long as they can still be shown.

    A candidate is at most as probable as its id, so what comes after enough of its kind cannot be.
    """
    sources = all_sources()
    marginals = posterior.marginals(len(sources))
    names, labels = labels_by("id")
    by_id = posterior.shares(labels, len(names))
    found = dict.fromkeys(KINDS, 0)
    for position in np.argsort(-by_id, kind="stable"):
        indices, probability = sources_by_id()[position], by_id[position]
        first = sources[indices[0]]
        if not first.ranked or probability <= 0:
            continue
        if probability > SHOWN_PROBABILITY or found[first.kind] < SHOWN_OF_EACH_KIND:
            of_id = list(_of_one_id(indices, probability, marginals))
            found[first.kind] += len(of_id)
            yield from of_id


def _of_one_id(indices: IntArray, probability: float, marginals: FloatArray) -> Iterator[_Ranked]:
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
    zones = frozenset[str]().union(*(zones_as_painted(drawing, int(index)) for index in indices))
    essential = first.essential.intersection(*(source.essential for source in sources))
    explains = tuple(name for name in drawing.painted if name in zones)
    missing = tuple(sorted(as_painted(drawing, essential) - set(drawing.painted)))
    reasons = find_reasons(drawing, int(indices[0]), explains, missing)
    return Candidate(
        id=first.id,
        muscle=first.subject if first.kind == "trigger_point" else None,
        kind=first.kind,
        side=_side_of(sources),
        probability=probability,
        urgency=first.urgency,
        explains=explains,
        missing=missing,
        for_=reasons.for_,
        against=reasons.against,
        is_fragile=is_fragile,
    )


def _side_of(sources: Sequence[Source]) -> Literal["left", "right", "either", "none"]:
    sides = {source.side for source in sources}
    side = sources[0].side
    return "either" if len(sides) > 1 or side == "both" else side


def fragile_ids(posterior: Posterior, weakened: Posterior) -> frozenset[str]:
    """Return what is the first, or among the first three, of its kind only because recalled zones count in full."""
    fragile: set[str] = set()
    for kind in KINDS:
        here, there = (_first_of_kind(one, kind) for one in (posterior, weakened))
        fragile |= {*here} - {*there} | {name for name in here[:1] if there[:1] != [name]}
    return frozenset(fragile)


def _first_of_kind(posterior: Posterior, kind: str) -> list[str]:
    names, labels = labels_by("id")
    shares = np.where(is_of_kind(kind), posterior.shares(labels, len(names)), -1.0)
    return [names[position] for position in np.argsort(-shares, kind="stable")[:FIRST_PLACES]]
