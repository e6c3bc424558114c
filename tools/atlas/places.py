"""Carries landmarks and trigger points from the neutral figure to the others.

All figures are made of one mesh, so a vertex lies on the same spot of every body. Each place goes with the vertex of
the skin next to it, and keeps its distance from it, grown or shrunk as the stature is.

Shapes: `V` vertices, `P` places.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.spatial import cKDTree

from unknot.body.atlas import load_atlas
from unknot.body.geometry import landmark_mm, position_mm


@dataclass(frozen=True)
class Placed:
    """Where places lie on a figure: `(lateral, up, front)` in mm, on the place's own side."""

    name: str
    stature_mm: float
    landmarks: dict[str, tuple[float, float, float]] = field(repr=False)
    trigger_points: dict[str, tuple[float, float, float]] = field(repr=False)

    def up_mm(self, landmark: str) -> float:
        """Return how high a landmark lies."""
        return self.landmarks[landmark][1]


@dataclass(frozen=True)
class Marks:
    """The places of the neutral figure, each with the vertex that it goes with, (P,), and where it lies, (P, 3)."""

    vertices: np.ndarray = field(repr=False)
    places: np.ndarray = field(repr=False)
    skin: np.ndarray = field(repr=False)
    stature_mm: float

    @classmethod
    def of(cls, skin: np.ndarray) -> Marks:
        """Find the vertex next to each place on the upright neutral figure, of vertices (V, 3)."""
        atlas = load_atlas()
        places = [landmark_mm(atlas, name) for name in atlas.landmarks]
        places += [position_mm(atlas, point.position) for point in atlas.trigger_points.values()]
        _, vertices = cKDTree(skin).query(places)
        return cls(vertices, np.array(places), skin[vertices], float(skin[:, 1].max()))

    def on(self, figure: str, skin: np.ndarray) -> Placed:
        """Return the places on a figure of vertices (V, 3)."""
        atlas, stature = load_atlas(), float(skin[:, 1].max())
        carried = skin[self.vertices] + (self.places - self.skin) * (stature / self.stature_mm)
        carried[self.places[:, 0] == 0, 0] = 0  # what lies on the midline stays there
        moved = [(float(x), float(y), float(z)) for x, y, z in carried]
        marks = dict(zip(atlas.landmarks, moved, strict=False))
        points = dict(zip(atlas.trigger_points, moved[len(marks) :], strict=True))
        return Placed(figure, stature, marks, points)
