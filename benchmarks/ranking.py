"""How high the truth stands in a ranking, for the model and its peers alike."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from math import log

import numpy as np

from benchmarks.peers import CELLS, IS_RANKED, PEERS, PLACE, SOURCES, Mask
from unknot.draw import Drawing
from unknot.locate.answers import gather
from unknot.locate.inference import compute_posterior
from unknot.locate.sources import FloatArray, Source, load_patterns

FIRST = (1, 3, 10)
# So that no peer is punished without end for a zero, this share is spread evenly over all that are ranked.
EVENLY = 0.01
OURS = "Unknot"

Scores = Mapping[str, float]


def painted_mask(drawing: Drawing) -> Mask:
    """Return what is painted, shape (C,)."""
    mask = np.zeros(len(CELLS), dtype=bool)
    mask[[PLACE[name] for name in drawing.painted]] = True
    return mask


def all_scores(drawing: Drawing, name_of: Callable[[Source], str | None]) -> dict[str, Scores]:
    """Return what each way of ranking says of a drawing without answers, by the names that are ranked.

    Parameters
    ----------
    drawing
        What is painted.
    name_of
        The name under which a source is ranked, or None if it is not. Sources of one name are one: the model adds
        up what it gives them, a peer takes the best of them.
    """
    complaint, mask = drawing.inferred_complaint, painted_mask(drawing)
    posterior = compute_posterior(drawing, gather(drawing.features, drawing.findings), load_patterns("cells"))
    marginals = posterior.marginals(len(IS_RANKED))[IS_RANKED]
    found = {OURS: _by_name(marginals, name_of, lambda one, other: one + other)}
    return found | {name: _by_name(peer(mask, complaint), name_of, max) for name, peer in PEERS.items()}


def _by_name(
    scores: FloatArray, name_of: Callable[[Source], str | None], join: Callable[[float, float], float]
) -> Scores:
    found: dict[str, float] = {}
    for source, score in zip(SOURCES, scores, strict=True):
        name = name_of(source)
        if name is not None:
            found[name] = join(found.get(name, 0.0), float(score))
    return found


def credits(scores: Scores, truth: Collection[str]) -> tuple[float, ...]:
    """Return how well the truth stands: the chance to be among the first 1, 3 and 10, and the log score.

    Equal scores stand in random order. Of several true names the best counts. For the log score all scores are
    scaled to add up to 1.
    """
    true = [name for name in scores if name in truth]
    places = [max(_credit(scores, name, first) for name in true) for first in FIRST]
    total = sum(scores.values()) or 1.0
    share = max((1 - EVENLY) * scores[name] / total + EVENLY / len(scores) for name in true)
    return (*places, log(share))


def _credit(scores: Scores, name: str, first: int) -> float:
    own = scores[name]
    above = sum(score > own * (1 + 1e-9) for score in scores.values())
    equal = sum(abs(score - own) <= 1e-9 * own for score in scores.values())
    return min(1.0, max(0.0, (first - above) / equal))


def ranking_rows(found: Sequence[Mapping[str, tuple[float, ...]]]) -> list[list[str]]:
    """Return a table's rows: each way of ranking with its mean credits in % and its mean log score."""
    rows = []
    for name in found[0]:
        means = np.array([one[name] for one in found]).mean(axis=0)
        rows.append([name, *(f"{100 * mean:.0f}" for mean in means[:-1]), f"{means[-1]:.2f}"])
    return rows


RANKING_HEADER = ["ranked by", *(f"first {first}, %" if first > 1 else "first, %" for first in FIRST), "log score"]
