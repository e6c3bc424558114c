"""Compares the chart's files with those of the last commit by tolerance: processors trace rays a little differently.

Run: make atlas, then python -m tools.atlas.compare. It names what differs by more, and fails if anything does.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from PIL import Image
from shapely.geometry import LineString

from tools.atlas.manifest import NAME
from tools.atlas.write import FOLDER

SHAPE_MM = 0.5
NUMBER_MM = 2.0  # of a middle or a side of a box, which go by whole squares
EQUAL_SQUARES = 0.999
SHADE_STEPS = 2.0  # of 255, on average


def main() -> None:
    found = [line for path in sorted(FOLDER.iterdir()) if path.name != NAME for line in differences(path)]
    print("\n".join(found) or f"All files are as committed, within {SHAPE_MM} mm.")
    raise SystemExit(bool(found))


def differences(path: Path) -> Iterator[str]:
    """Say what of a file differs from the committed one by more than the tolerance."""
    shown = subprocess.run(["git", "show", f"HEAD:./{path.name}"], cwd=FOLDER, capture_output=True, check=False)
    if shown.returncode:
        yield f"{path.name}: is new"
    elif shown.stdout == path.read_bytes():
        return
    elif path.suffix == ".webp":
        first, second = (
            np.asarray(Image.open(BytesIO(one))).astype(float) for one in (shown.stdout, path.read_bytes())
        )
        if first.shape != second.shape or np.abs(first - second).mean() > SHADE_STEPS:
            yield f"{path.name}: is shaded otherwise"
    else:
        before, after = json.loads(shown.stdout), json.loads(path.read_bytes())
        yield from _maps(path.name, before, after) if "runs" in after else _values(path.name, before, after)


def _maps(where: str, before: Any, after: Any) -> Iterator[str]:
    first, second = (_labels(view) for view in (before, after))
    equal = float((first == second).mean()) if first.shape == second.shape else 0.0
    if equal < EQUAL_SQUARES:
        yield f"{where}: only {equal:.2%} of the squares are the same"


def _labels(view: Any) -> np.ndarray:
    labels = [np.repeat(row[::2], row[1::2]) for row in view["runs"]]
    return np.asarray(np.array(["", *view["cells"]])[np.array(labels)])


def _values(where: str, before: Any, after: Any) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key in before:
            yield from _values(f"{where} {key}", before[key], after[key])
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, pair in enumerate(zip(before, after, strict=True)):
            yield from _values(f"{where} {number}", *pair)
    elif isinstance(before, str) and isinstance(after, str) and before[:1] == after[:1] == "M":
        distance = shapely.hausdorff_distance(lines(before), lines(after))
        if distance > SHAPE_MM:
            yield f"{where}: a shape moved by {distance:.1f} mm"
    elif isinstance(before, int | float) and isinstance(after, int | float):
        if abs(before - after) > NUMBER_MM:
            yield f"{where}: {before} became {after}"
    elif before != after:
        yield f"{where}: differs"


def lines(path: str) -> Any:
    """Return the lines of a path of relative cubic curves."""
    found = []
    for start, curves in re.findall(r"M([^Mc]+)c([^Mz]+)", path):
        at = np.array(_numbers(start))
        points = [at]
        for first, second, end in np.array(_numbers(curves)).reshape(-1, 3, 2):
            points += [at + 3 * t * (1 - t) ** 2 * first + 3 * t**2 * (1 - t) * second + t**3 * end for t in (0.5, 1)]
            at = at + end
        found.append(LineString(points))
    return shapely.union_all(found)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d*\.?\d+", text)]


if __name__ == "__main__":
    main()
