"""Sources in groups: those of one id, which is the same thing on its different sides, and those of one family."""

from __future__ import annotations

from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from unknot.locate.sources import IntArray, all_sources


@cache
def labels_by(field: Literal["family", "id"]) -> tuple[tuple[str, ...], IntArray]:
    """Return the different values of a field of the sources, and which of them each source has."""
    values = [getattr(source, field) for source in all_sources()]
    names = tuple(dict.fromkeys(values))
    place = {name: position for position, name in enumerate(names)}
    return names, np.array([place[value] for value in values], dtype=np.intp)


@cache
def sources_by_id() -> tuple[IntArray, ...]:
    """Return the sources of each id: the same thing on its different sides."""
    names, labels = labels_by("id")
    return tuple(np.flatnonzero(labels == position) for position in range(len(names)))


@cache
def is_of_kind(kind: str) -> NDArray[np.bool_]:
    """Return which ids are ranked and of a kind."""
    by_id = {source.id: source for source in all_sources()}
    return np.array([by_id[name].kind == kind and by_id[name].ranked for name in labels_by("id")[0]])
