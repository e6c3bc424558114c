"""How much skin the figures and their cells have, measured on the faces of the mesh that the chart is drawn from.

Unlike a count of squares in a view, this counts skin that lies slanted, and skin that no view shows. The inside of
mouth and nose, which the mesh has, is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from unknot.body.atlas import load_atlas
from unknot.body.chart import Figure
from unknot.errors import Fault, KnowledgeError
from unknot.knowledge import Value, data_folder

FILE = "chart/areas.json"


class Areas(Value):
    """The skin of one figure in mm2, whole and by cell."""

    surface_mm2: Annotated[float, Field(gt=0)]
    cells: Mapping[str, Annotated[float, Field(gt=0)]]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        differing = set(self.cells) ^ set(load_atlas().cells)
        if differing:
            names = ", ".join(sorted(differing))
            raise ValueError(f"differs from the atlas in the cells {names}; run make atlas")
        if abs(sum(self.cells.values()) - self.surface_mm2) > 1:
            raise ValueError("surface_mm2 is not the sum of the cells")
        return self


@cache
def _load() -> Mapping[str, Areas]:
    try:
        stored = json.loads((data_folder() / "body" / FILE).read_text(encoding="utf-8"))
        return TypeAdapter(dict[str, Areas]).validate_python(stored)
    except (OSError, ValueError) as error:
        detail = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise KnowledgeError((Fault(f"body/{FILE}", "file", f"is not readable: {detail}"),)) from None


def cell_areas(figure: Figure = "neutral") -> Mapping[str, float]:
    """Return how much skin each cell of a figure has.

    Parameters
    ----------
    figure
        The figure whose skin is asked for.

    Returns
    -------
    Mapping[str, float]
        The area of every cell of the atlas in mm2, above 0; together they make `body_surface_mm2`.

    Raises
    ------
    KnowledgeError
        If the file of the areas cannot be read, or does not hold just the cells of the atlas.

    Notes
    -----
    Source: measured on the mesh (`tools/atlas/areas.py`). The borders of cells are estimates, so their areas are too.
    """
    return _load()[figure].cells


def body_surface_mm2(figure: Figure = "neutral") -> float:
    """Return how much skin a figure has in all, in mm2; raises as `cell_areas` does."""
    return _load()[figure].surface_mm2
