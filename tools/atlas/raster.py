"""Looks at the mesh from the front, the back and the sides, and says what is seen in each square.

A square is seen along a straight line, without perspective. The left half of front and back is looked at and
mirrored, and the right view is the mirror of the left, so that both sides of the body are exactly alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import trimesh

from tools.atlas.mesh import Body


@dataclass(frozen=True)
class Grid:
    """Squares over a view. `left_mm` and `top_mm` are those of the chart's files; `across` by `down` squares."""

    mm_per_px: float
    left_mm: float
    top_mm: float
    columns: int
    rows: int

    def screen_x(self) -> np.ndarray:
        """Return where the middles of the columns lie, (C,)."""
        return np.asarray(self.left_mm + (np.arange(self.columns) + 0.5) * self.mm_per_px)

    def up(self) -> np.ndarray:
        """Return where the middles of the rows lie, (R,)."""
        return np.asarray(self.top_mm - (np.arange(self.rows) + 0.5) * self.mm_per_px)


@dataclass(frozen=True)
class Direction:
    """How a view looks: `x_sign` and `axis` make the screen's x from the body's, `towards` points at the viewer."""

    name: str
    x_sign: int
    axis: int
    towards: tuple[float, float, float]


DIRECTIONS = {
    "front": Direction("front", 1, 0, (0, 0, 1)),
    "back": Direction("back", -1, 0, (0, 0, -1)),
    "left": Direction("left", -1, 2, (1, 0, 0)),
}


@dataclass(frozen=True)
class Seen:
    """What is seen in each square, row by row: the triangle (-1: none) and the weights of its corners."""

    triangle: np.ndarray  # (R, C)
    weights: np.ndarray  # (R, C, 3)
    corners: np.ndarray  # (T, 3), vertices of each triangle

    @property
    def inside(self) -> np.ndarray:
        """Return where the body is, (R, C)."""
        return np.asarray(self.triangle >= 0)

    def mix(self, values: np.ndarray) -> np.ndarray:
        """Return values of vertices, (V, ...), as seen in each square, (R, C, ...); 0 beside the body."""
        shape = (-1, *([1] * (values.ndim - 1)))
        result = np.zeros((*self.triangle.shape, *values.shape[1:]))
        corners, weights = self.corners[self.triangle[self.inside]], self.weights[self.inside]
        mixed = sum(weights[:, k].reshape(shape) * values[corners[:, k]] for k in range(3))
        result[self.inside] = mixed
        return result


class Lens:
    """Looks at a body."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.corners = np.concatenate([body.quads[:, [0, 1, 2]], body.quads[:, [0, 2, 3]]])
        # A copy, because trimesh may keep and move the array that it is given.
        self.mesh = trimesh.Trimesh(body.vertices.copy(), self.corners, process=False)

    def look(self, direction: Direction, grid: Grid) -> Seen:
        """Return what is seen in each square of a grid."""
        across, up = np.meshgrid(grid.screen_x() * direction.x_sign, grid.up())
        away = np.array(direction.towards)
        origins = np.zeros((across.size, 3))
        origins[:, direction.axis], origins[:, 1] = across.ravel(), up.ravel()
        origins += away * 1000
        triangle = self.mesh.ray.intersects_first(origins, np.tile(-away, (len(origins), 1)))
        weights = self._weights(triangle, origins, direction)
        shape = across.shape
        return Seen(triangle.reshape(shape), weights.reshape(*shape, 3), self.corners)

    def _weights(self, triangle: np.ndarray, points: np.ndarray, direction: Direction) -> np.ndarray:
        """Return the weights of the corners; seen along an axis, a triangle is flat, and two coordinates suffice."""
        flat = self.body.vertices[self.corners[triangle]][:, :, [direction.axis, 1]]
        at = points[:, [direction.axis, 1]]
        first, second, third = flat[:, 0], flat[:, 1], flat[:, 2]
        area = _cross(second - first, third - first)
        area = np.where(np.abs(area) < 1e-12, 1, area)
        one, two = _cross(second - at, third - at) / area, _cross(third - at, first - at) / area
        return np.asarray(np.clip(np.stack([one, two, 1 - one - two], axis=1), 0, 1))


def _cross(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.asarray(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0])
