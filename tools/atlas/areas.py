"""Measures how much skin each cell has, on the faces of the upright figure.

Shapes: `F` faces, `V` vertices.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from tools.atlas.mesh import Body

# The mesh goes on inside mouth and nose and behind the eyes: there the skin sees less of the sky than this share.
INSIDE_THE_HEAD = 0.03


@dataclass(frozen=True)
class Skin:
    """The outer skin of a figure: the area of each face in mm2, (F,), and where its middle lies, (F, 3)."""

    areas: np.ndarray = field(repr=False)
    middles: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, body: Body, sky: np.ndarray) -> Skin:
        """Measure an upright body; `sky` (V,) is how much of the sky each vertex sees."""
        corners = body.vertices[body.quads]
        across, along = corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]
        areas = np.linalg.norm(np.cross(across, along), axis=1) / 2
        on_head = body.weights[:, body.skeleton.below("head")].sum(axis=1)[body.quads].mean(axis=1) > 0.5
        is_inside = on_head & (sky[body.quads].mean(axis=1) < INSIDE_THE_HEAD)
        return cls(np.where(is_inside, 0, areas), corners.mean(axis=1))

    def by_cell(self, regions: np.ndarray, names: list[str], paired: list[bool]) -> dict[str, float]:
        """Return the area of each cell in mm2; `regions` (F,) is the number of each face's region."""
        is_left = self.middles[:, 0] >= 0
        found: dict[str, float] = {}
        for number, (name, has_sides) in enumerate(zip(names, paired, strict=True)):
            here = regions == number
            sides = {"left": here & is_left, "right": here & ~is_left} if has_sides else {"midline": here}
            found |= {f"{name}:{side}": float(self.areas[where].sum()) for side, where in sides.items()}
        return found
