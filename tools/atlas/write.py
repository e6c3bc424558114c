"""Writes the chart's files, in the formats that docs/how-to/rebuild-the-chart.md explains."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tools.atlas.raster import Grid

FOLDER = Path(__file__).parents[2] / "src" / "unknot" / "data" / "body" / "chart"

# The ink of the shadows and of the lights. With these two, one picture serves a light and a dark page.
SHADOW, LIGHT = (52, 38, 32), (255, 255, 255)
SHADOW_STRENGTH, LIGHT_STRENGTH = 0.55, 0.35
MIDDLE_TONE = 0.62  # the tone at which the colour of the figure itself is seen
SHADING_PX_PER_MM = 0.6
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


def _write(name: str, text: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


def write_shading(view: View, figure: str) -> None:
    """Write the shadows and lights of a view as a picture that is clear where the figure's colour shows."""
    size = [round(side * SHADING_PX_PER_MM) for side in reversed(view.tone.shape)]
    tone = np.asarray(Image.fromarray(view.tone.astype(np.float32)).resize(size, Image.Resampling.LANCZOS))
    dark = np.clip(MIDDLE_TONE - tone, 0, None) / MIDDLE_TONE * SHADOW_STRENGTH
    light = np.clip(tone - MIDDLE_TONE, 0, None) / (1 - MIDDLE_TONE) * LIGHT_STRENGTH
    picture = Image.fromarray(_ink(dark, light))
    picture.save(FOLDER / f"{figure}_{view.name}.webp", quality=60, alpha_quality=60, method=6, exact=True)


def _ink(dark: np.ndarray, light: np.ndarray) -> np.ndarray:
    colour = np.where((light > dark)[..., None], LIGHT, SHADOW)
    alpha = np.round(255 * np.maximum(dark, light))[..., None]
    return np.concatenate([colour, alpha], axis=2).astype(np.uint8)


def cell_names(regions: Sequence[str], paired: Sequence[bool]) -> tuple[str, ...]:
    """Return all cells in the order: for each region left and right, or midline."""
    names: list[str] = []
    for region, has_sides in zip(regions, paired, strict=True):
        names += [f"{region}:{side}" for side in (("left", "right") if has_sides else ("midline",))]
    return tuple(names)
