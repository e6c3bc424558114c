"""Places landmarks and trigger points on the figures that were made after the neutral one.

All figures are made of one mesh, so a vertex lies on the same spot of every body. Each place goes with the vertex of
the skin next to it, and keeps its distance from it, grown or shrunk as the stature is. The skin is no good guide to
the bones under it, though: on the female figure it rises at the waist, and takes the hip crest with it. So the
heights of the spine, the last ribs and the pelvis follow from the bones that a musculoskeletal model has in each
figure, and trigger points move with the landmarks that they are given by.

Shapes: `V` vertices, `P` places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.spatial import cKDTree

from unknot.body.atlas import Placing, Position, load_atlas
from unknot.body.geometry import landmark_mm, position_mm

# Heights in mm of the bones of the model (MyoSim torso and legs, fitted to the joints of the legs, neck and crown).
BONES_MM = {
    "female": {
        "ischial_tuberosity": 771,
        "greater_trochanter_lateral": 805,
        "sacrococcygeal_joint": 832,
        "asis": 891,
        "psis": 906,
        "iliac_crest_apex": 963,
        "c7_spinous": 1347,
    },
    "male": {
        "ischial_tuberosity": 868,
        "greater_trochanter_lateral": 906,
        "sacrococcygeal_joint": 936,
        "asis": 998,
        "psis": 1014,
        "iliac_crest_apex": 1075,
        "c7_spinous": 1484,
    },
}
NECK_ENDS = "external_occipital_protuberance"  # where the skin is the guide again
# What lies between those bones as it does on the neutral figure: heights in the same proportion.
BY_LEVEL = (
    *(f"c{level}_spinous" for level in range(2, 7)),
    *(f"t{level}_spinous" for level in (1, 3, 5, 7, 10, 11, 12)),
    *(f"l{level}_spinous" for level in range(1, 6)),
    *("s1_spinous", "s2_spinous", "sacral_hiatus", "coccyx_tip"),
    *("rib_12_tip", "costovertebral_angle", "erector_spinae_lateral_border"),
    *("iliac_crest_posterior", "piis", "aiis", "hip_fold_outer", "inguinal_ligament_mid", "femoral_triangle"),
    *("pubic_tubercle", "pubic_symphysis", "ischial_spine", "greater_trochanter_top", "greater_trochanter_back"),
)


@dataclass(frozen=True)
class Placed:
    """Where places lie on a figure: `(lateral, up, front)` in mm, on the place's own side."""

    name: str
    stature_mm: float
    placing: dict[str, Placing] = field(repr=False)
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
        bones = BONES_MM.get(figure, {})
        if bones:
            carried = _on_skin(skin, carried, self._rises(bones, carried[:, 1]))
        carried[self.places[:, 0] == 0, 0] = 0  # what lies on the midline stays there
        moved = [(float(x), float(y), float(z)) for x, y, z in carried]
        marks = dict(zip(atlas.landmarks, moved, strict=False))
        points = dict(zip(atlas.trigger_points, moved[len(marks) :], strict=True))
        return Placed(figure, stature, {name: _placing(name, bones) for name in marks}, marks, points)

    def _rises(self, bones: Mapping[str, float], carried_mm: np.ndarray) -> np.ndarray:
        """Return by how much each place lies higher than the skin would have it, (P,); `carried_mm` is (P,)."""
        atlas = load_atlas()
        names = list(atlas.landmarks)
        heights = {**bones, NECK_ENDS: float(carried_mm[names.index(NECK_ENDS)])}
        knots = sorted((atlas.landmarks[name].up_mm, up) for name, up in heights.items())
        rises = dict.fromkeys(names, 0.0)
        for name in (*bones, *BY_LEVEL):
            at = np.interp(atlas.landmarks[name].up_mm, *np.transpose(knots))
            rises[name] = float(at - carried_mm[names.index(name)])
        return np.array(
            [*rises.values(), *(_between(rises, point.position) for point in atlas.trigger_points.values())]
        )


def _placing(name: str, bones: Iterable[str]) -> Placing:
    return "bone" if name in bones else "level" if bones and name in BY_LEVEL else "carried"


def _between(rises: Mapping[str, float], position: Position) -> float:
    """Return by how much a point rises with the one or two landmarks that it is given by."""
    ends = [rises[name] for name in position.anchor]
    return ends[0] + position.fraction * (ends[-1] - ends[0])


def _on_skin(skin: np.ndarray, carried: np.ndarray, rises: np.ndarray) -> np.ndarray:
    """Return places (P, 3) at their new heights, as deep under the skin there as they were before."""
    up = np.outer(rises, (0, 1, 0))
    tree = cKDTree(skin)
    _, before = tree.query(carried)
    _, after = tree.query(skin[before] + up)
    return np.asarray(carried + up + np.outer(skin[after, 2] - skin[before, 2], (0, 0, 1)))
