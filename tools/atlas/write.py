"""Writes the chart's files, in the formats that docs/how-to/rebuild-the-chart.md explains."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from scipy import ndimage

from tools.atlas.places import Placed
from tools.atlas.raster import Grid

FOLDER = Path(__file__).parents[2] / "src" / "unknot" / "data" / "body" / "chart"

# One ink with more or less alpha over the flat colour of the figure: the same picture serves a light and a dark page.
# Full strength is meant for the dark page; a light one shows the picture at about half opacity.
INK = (24, 21, 20)
STRENGTH = 0.85  # alpha in the deepest fold
SHARPNESS = 1.15  # above 1, so that light parts keep the colour of the figure
ALPHA_STEP = 3  # alpha in steps of 3 of 255: nobody sees them, and the file is a third smaller
SHADING_PX_PER_MM = 0.4
SHADING_BEYOND_PX = 3  # the picture reaches this far beyond the outline, which cuts it
VIEWS = ("front", "back", "left", "right")
OTHER_SIDE = {"left": "right", "right": "left", "midline": "midline"}


@dataclass(frozen=True)
class View:
    """A finished view. `labels` is (R, C): 0 beside the body, `k` is `cells[k - 1]`; `tone` has squares of 1 mm."""

    name: str
    x_sign: int
    grid: Grid
    cells: tuple[str, ...]
    labels: np.ndarray = field(repr=False)
    tone: np.ndarray = field(repr=False)


def mirrored_cell(cell: str) -> str:
    """Return the cell of the other side."""
    region, side = cell.split(":")
    return f"{region}:{OTHER_SIDE[side]}"


def write_map(view: View, figure: str) -> None:
    """Write the region map of a view."""
    used = sorted(set(np.unique(view.labels)) - {0})
    renumbered = np.zeros(len(view.cells) + 1, int)
    renumbered[used] = np.arange(1, len(used) + 1)
    head = {
        "figure": figure,
        "view": view.name,
        "x_sign": view.x_sign,
        "mm_per_px": _plain(view.grid.mm_per_px),
        "left_mm": _plain(view.grid.left_mm),
        "top_mm": _plain(view.grid.top_mm),
        "columns": view.grid.columns,
        "rows": view.grid.rows,
        "cells": [view.cells[number - 1] for number in used],
    }
    rows = ",\n".join(json.dumps(runs(row), separators=(",", ":")) for row in renumbered[view.labels])
    beginning = json.dumps(head, separators=(",", ":"))[:-1]
    _write(f"{figure}_{view.name}.json", f'{beginning},"runs":[\n{rows}\n]}}\n')


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number


def runs(row: np.ndarray) -> list[int]:
    """Return a row of labels as label, length, label, length, ..."""
    starts = np.flatnonzero(np.diff(row, prepend=row[0] - 1))
    lengths = np.diff(starts, append=len(row))
    return np.stack([row[starts], lengths], axis=1).ravel().tolist()


def write_drawn(drawn: dict[str, dict[str, Any]], figure: str) -> None:
    """Write the lines of all views, one view a line."""
    views = ",\n".join(
        f"{json.dumps(name)}:{json.dumps(view, separators=(',', ':'))}" for name, view in drawn.items()
    )
    _write(f"{figure}.drawn.json", f"{{\n{views}\n}}\n")


def write_landmarks(figures: Sequence[Placed]) -> None:
    """Write where landmarks and trigger points lie on the figures that were made after the neutral one."""
    parts = []
    for figure in figures:
        lists = [
            f"{json.dumps(kind)}:{{\n"
            + ",\n".join(f"{json.dumps(name)}:{json.dumps([round(mm) for mm in at])}" for name, at in rows.items())
            + "\n}"
            for kind, rows in (("landmarks", figure.landmarks), ("trigger_points", figure.trigger_points))
        ]
        head = f'"stature_mm":{round(figure.stature_mm)},"placed":{json.dumps(figure.placing, separators=(",", ":"))}'
        parts.append(f"{json.dumps(figure.name)}:{{{head},{','.join(lists)}}}")
    _write("landmarks.json", "{\n" + ",\n".join(parts) + "\n}\n")


def write_clothes(figures: dict[str, dict[str, dict[str, str]]]) -> None:
    """Write the clothes of all figures, one view a line."""
    rows = [
        f"{json.dumps(figure)}:{{\n"
        + ",\n".join(f"{json.dumps(name)}:{json.dumps(views[name], separators=(',', ':'))}" for name in VIEWS)
        + "\n}"
        for figure, views in figures.items()
    ]
    _write("clothes.json", "{\n" + ",\n".join(rows) + "\n}\n")


def write_areas(figures: dict[str, dict[str, float]]) -> None:
    """Write how much skin the figures and their cells have, in mm2."""
    rows = []
    for figure, areas in figures.items():
        cells = {cell: round(mm2) for cell, mm2 in areas.items()}
        whole = {"surface_mm2": sum(cells.values()), "cells": cells}
        rows.append(f"{json.dumps(figure)}:{json.dumps(whole, separators=(',', ':'))}")
    _write("areas.json", "{\n" + ",\n".join(rows) + "\n}\n")


def _write(name: str, text: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    _put(name, text.encode())


def _put(name: str, content: bytes) -> None:
    """Write a file at one stroke: whoever reads it meanwhile finds the old one or the new one, whole."""
    half = FOLDER / f"{name}.half"
    half.write_bytes(content)
    half.replace(FOLDER / name)


def write_shading(view: View, figure: str) -> None:
    """Write the shadows of a view as a picture that is clear where the figure is lightest."""
    size = [round(side * SHADING_PX_PER_MM) for side in reversed(view.tone.shape)]
    tone = _resized(view.tone, size)
    near = ndimage.binary_dilation(_resized(view.labels > 0, size) > 0.2, iterations=SHADING_BEYOND_PX)
    alpha = 255 * STRENGTH * np.clip(1 - ndimage.gaussian_filter(tone, 0.6), 0, 1) ** SHARPNESS
    alpha = np.where(near, np.round(alpha / ALPHA_STEP) * ALPHA_STEP, 0)
    picture = np.dstack([np.broadcast_to(INK, (*alpha.shape, 3)), alpha]).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(picture).save(file, "WEBP", quality=50, method=6, exact=True)
    _put(f"{figure}_{view.name}.webp", file.getvalue())


def _resized(picture: np.ndarray, size: list[int]) -> np.ndarray:
    return np.asarray(Image.fromarray(picture.astype(np.float32)).resize(size, Image.Resampling.LANCZOS))


def cell_names(regions: Sequence[str], paired: Sequence[bool]) -> tuple[str, ...]:
    """Return all cells in the order: for each region left and right, or midline."""
    names: list[str] = []
    for region, has_sides in zip(regions, paired, strict=True):
        names += [f"{region}:{side}" for side in (("left", "right") if has_sides else ("midline",))]
    return tuple(names)
