"""Simple things that carry or hold the figure in the pictures: floor, bed, chair, table, pillow, strap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import trimesh

from tools.atlas.posing import Figure

Mesh = Any  # trimesh brings no types
FLOOR_MM, MATTRESS_MM = 22.0, 130.0


def box(low: Sequence[float], high: Sequence[float]) -> Mesh:
    """Return a box between two corners."""
    return trimesh.creation.box(bounds=np.array([low, high], float))


def cushion(at: Sequence[float], size: Sequence[float]) -> Mesh:
    """Return a soft box about a point."""
    ball = trimesh.creation.icosphere(subdivisions=4)
    points = np.sign(ball.vertices) * np.abs(ball.vertices) ** 0.55
    return trimesh.Trimesh(points * np.asarray(size, float) / 2 + np.asarray(at, float), ball.faces, process=False)


def rod(start: np.ndarray, end: np.ndarray, radius: float) -> Mesh:
    """Return a round bar."""
    return trimesh.creation.cylinder(radius=radius, segment=[start, end], sections=24)


def _floor(
    figure: Figure, z: Sequence[float] = (-800, 800), x: Sequence[float] = (-330, 330), y: float = 0
) -> list[Mesh]:
    return [box((x[0], y - FLOOR_MM, z[0]), (x[1], y, z[1]))]


def _bed(
    figure: Figure, z: Sequence[float] = (-900, 900), x: Sequence[float] = (-400, 400), y: float = 0
) -> list[Mesh]:
    foot = 60
    legs = [
        box(
            (side - foot / 2, y - MATTRESS_MM - 130, end - foot / 2),
            (side + foot / 2, y - MATTRESS_MM, end + foot / 2),
        )
        for side in (x[0] + 60, x[1] - 60)
        for end in (z[0] + 70, z[1] - 70)
    ]
    return [box((x[0], y - MATTRESS_MM, z[0]), (x[1], y, z[1])), *legs]


def _chair(
    figure: Figure,
    z: Sequence[float] = (-230, 210),
    x: Sequence[float] = (-215, 215),
    seat: float = 0,
    back: float = 430,
    floor: float = 0,
) -> list[Mesh]:
    """`z` runs from the back of the seat to its front edge; a back of 0 is a stool."""
    top, behind, front = seat or seat_height(figure), z[0], z[1]
    step = np.sign(front - behind) * 36
    parts = [box((x[0], top - 38, min(z)), (x[1], top, max(z)))]
    for side in (x[0], x[1] - 36):
        for end in (behind, front - step):
            parts.append(box((side, floor, min(end, end + step)), (side + 36, top - 38, max(end, end + step))))
        if back:
            parts.append(
                box((side, top, min(behind, behind + step)), (side + 36, top + back, max(behind, behind + step)))
            )
    if back:
        ends = sorted((behind, behind + step))
        parts.append(box((x[0] + 36, top + back - 170, ends[0]), (x[1] - 36, top + back, ends[1])))
    return parts


def seat_height(figure: Figure) -> float:
    """Return how high the underside of the pelvis is."""
    body = figure.pose.posed()
    weight = body.weight_of("root", "pelvis.L", "pelvis.R", "upperleg01.L", "upperleg01.R")
    return float(body.vertices[weight > 0.6, 1].min())


def _table(
    figure: Figure, z: Sequence[float] = (300, 900), x: Sequence[float] = (-330, 330), height: float = 730
) -> list[Mesh]:
    legs = [
        box((side, 0, end), (side + 40, height - 36, end + 40))
        for side in (x[0], x[1] - 40)
        for end in (z[0], z[1] - 40)
    ]
    return [box((x[0], height - 36, z[0]), (x[1], height, z[1])), *legs]


def _box(figure: Figure, low: Sequence[float], high: Sequence[float]) -> list[Mesh]:
    return [box(low, high)]


def _pillow(figure: Figure, at: Any, size: Sequence[float] = (420, 110, 300)) -> list[Mesh]:
    return [cushion(tuple(figure.target(at)), size)]


def _wedge(
    figure: Figure, z: Sequence[float], height: float, x: Sequence[float] = (-250, 250), y: float = 0
) -> list[Mesh]:
    """Return a support that rises from `z[1]` to `z[0]`."""
    corners = [(side, *corner) for side in x for corner in ((y, z[0]), (y, z[1]), (y + height, z[0]))]
    return [trimesh.convex.convex_hull(np.array(corners, float))]


def _strap(figure: Figure, points: Sequence[Any]) -> list[Mesh]:
    places = [figure.target(point) for point in points]
    return [rod(start, end, 11) for start, end in pairwise(places)]


KINDS: dict[str, Callable[..., list[Mesh]]] = {
    "floor": _floor,
    "bed": _bed,
    "chair": _chair,
    "table": _table,
    "box": _box,
    "pillow": _pillow,
    "strap": _strap,
    "wedge": _wedge,
}


def things(figure: Figure, wishes: Sequence[dict[str, Any]]) -> list[Mesh]:
    """Return the things of a picture."""
    made: list[Mesh] = []
    for wish in wishes:
        made += KINDS[wish["kind"]](figure, **{name: value for name, value in wish.items() if name != "kind"})
    return made
