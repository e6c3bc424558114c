"""What the sources explain together: joint explanations, the painted cells behind them, and families."""

from __future__ import annotations

import numpy as np

from unknot.draw import Drawing
from unknot.locate.estimate import Explanation, as_share
from unknot.locate.groups import labels_by
from unknot.locate.painted import zones_as_painted
from unknot.locate.posterior import NOBODY, Posterior
from unknot.locate.sources import all_sources

SHOWN_EXPLANATIONS = 10
# Cells are judged by the sets of sources that hold this much of the probability together.
LEADING_SHARE = 0.99


def list_explanations(posterior: Posterior) -> tuple[Explanation, ...]:
    """Return the most probable sets of sources."""
    sources = all_sources()
    leading = zip(posterior.sets[:SHOWN_EXPLANATIONS], posterior.probabilities[:SHOWN_EXPLANATIONS], strict=True)
    return tuple(
        Explanation(
            members=tuple(f"{sources[index].id}:{sources[index].side}" for index in members if index != NOBODY),
            probability=as_share(probability),
        )
        for members, probability in leading
    )


def find_explained(drawing: Drawing, posterior: Posterior) -> tuple[str, ...]:
    """Return the painted cells that, more probably than not, lie in a zone of some source of the explanation."""
    leading = posterior.leading(LEADING_SHARE)
    covered = {int(index): zones_as_painted(drawing, int(index)) for index in leading.members()}
    explained = []
    for name in drawing.painted:
        wanted = np.zeros(len(all_sources()), dtype=bool)
        wanted[[index for index, cells in covered.items() if name in cells]] = True
        if leading.probabilities[leading.holds(wanted)].sum() > 0.5:
            explained.append(name)
    return tuple(explained)


def family_shares(posterior: Posterior) -> dict[str, float]:
    """Return for each family the probability that a source of it takes part; families may occur together."""
    names, labels = labels_by("family")
    shares = posterior.shares(labels, len(names))
    return {name: as_share(share) for name, share in zip(names, shares, strict=True)}
