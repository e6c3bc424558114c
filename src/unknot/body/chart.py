"""The body chart: which cell lies under each point of a figure, seen from the front, the back and both sides.

There are three figures, made of one mesh that was labelled once: a point of the skin has the same cell on each.
Every view is a grid of squares, each the label of the cell that is seen there. Points on a view are `(x, y)` in
millimetres of that figure: y up from the floor, x to the person's left in front and back views and forward
in side views. Shapes: `R` rows from the top down, `C` columns from the left of the picture to its right, `L` labels
(0 is beside the body, `k` is `cells[k - 1]`).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, ValidationError, model_validator

from unknot.body.atlas import load_atlas
from unknot.errors import Fault, KnowledgeError
from unknot.knowledge import Value, data_folder

ViewName = Literal["front", "back", "left", "right"]
Figure = Literal["neutral", "female", "male"]
FIGURES: tuple[Figure, ...] = ("neutral", "female", "male")
VIEWS: tuple[ViewName, ...] = ("back", "front", "left", "right")


class ChartFile(Value):
    """A view as it is stored: the labels of each row as `label, length, label, length, ...`."""

    figure: Figure
    view: ViewName
    x_sign: Literal[-1, 1]
    mm_per_px: Annotated[float, Field(gt=0)]
    left_mm: float
    top_mm: float
    columns: Annotated[int, Field(gt=0)]
    rows: Annotated[int, Field(gt=0)]
    cells: tuple[str, ...]
    runs: tuple[tuple[int, ...], ...]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        unknown = set(self.cells) - set(load_atlas().cells)
        if unknown:
            raise ValueError(f"names cells that the atlas does not hold: {', '.join(sorted(unknown))}")
        if len(self.runs) != self.rows:
            raise ValueError(f"holds {len(self.runs)} rows, expected {self.rows}")
        for number, runs in enumerate(self.runs, 1):
            if sum(runs[1::2]) != self.columns or len(runs) % 2 or max(runs[::2], default=0) > len(self.cells):
                raise ValueError(f"row {number} does not fill its {self.columns} columns with known labels")
        return self


@dataclass(frozen=True)
class ChartView:
    """One view of a figure.

    `labels` has the shape (R, C); `seen_px` the shape (L,), the squares in which each label is seen.
    """

    figure: Figure
    name: ViewName
    x_sign: int
    mm_per_px: float
    left_mm: float
    top_mm: float
    cells: tuple[str, ...]
    labels: np.ndarray = field(repr=False)
    seen_px: np.ndarray = field(repr=False)

    @property
    def px_mm2(self) -> float:
        """Return the area of one square."""
        return self.mm_per_px * self.mm_per_px

    def x_mm(self, columns: np.ndarray) -> np.ndarray:
        """Return where the middles of columns lie, in mm."""
        centres: np.ndarray = self.x_sign * (self.left_mm + (columns + 0.5) * self.mm_per_px)
        return centres

    def y_mm(self, rows: np.ndarray) -> np.ndarray:
        """Return where the middles of rows lie, in mm above the floor."""
        centres: np.ndarray = self.top_mm - (rows + 0.5) * self.mm_per_px
        return centres

    def window(self, xs: Iterable[float], ys: Iterable[float], margin_mm: float) -> tuple[slice, slice]:
        """Return the rows and columns of the grid that hold all points and `margin_mm` around them."""
        across = [self.x_sign * x - self.left_mm for x in xs]
        down = [self.top_mm - y for y in ys]
        return self._span(down, margin_mm, self.labels.shape[0]), self._span(across, margin_mm, self.labels.shape[1])

    def _span(self, offsets: list[float], margin_mm: float, size: int) -> slice:
        first = int((min(offsets) - margin_mm) // self.mm_per_px)
        last = int((max(offsets) + margin_mm) // self.mm_per_px)
        return slice(min(max(first, 0), size), min(max(last + 1, 0), size))

    def cell_at(self, x: float, y: float) -> str | None:
        """Return the cell under a point, or None beside the body."""
        column = int((self.x_sign * x - self.left_mm) // self.mm_per_px)
        row = int((self.top_mm - y) // self.mm_per_px)
        rows, columns = self.labels.shape
        if not (0 <= row < rows and 0 <= column < columns):
            return None
        label = int(self.labels[row, column])
        return self.cells[label - 1] if label else None


@cache
def load_view(view: ViewName, figure: Figure = "neutral") -> ChartView:
    """Return one view of a figure.

    Raises
    ------
    KnowledgeError
        If its file cannot be read as a chart.
    """
    name = f"chart/{figure}_{view}.json"
    try:
        stored = ChartFile.model_validate(json.loads((data_folder() / "body" / name).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        detail = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise KnowledgeError((Fault(f"body/{name}", "file", f"is not readable: {detail}"),)) from None
    labels = np.array([np.repeat(row[::2], row[1::2]) for row in stored.runs], dtype=np.uint8)
    return ChartView(
        figure=stored.figure,
        name=stored.view,
        x_sign=stored.x_sign,
        mm_per_px=stored.mm_per_px,
        left_mm=stored.left_mm,
        top_mm=stored.top_mm,
        cells=stored.cells,
        labels=labels,
        seen_px=np.bincount(labels.ravel(), minlength=len(stored.cells) + 1),
    )
