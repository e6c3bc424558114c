"""Fits the bones and muscle paths of the model to a figure.

The pelvis and the legs go with the joints of the figure, the spine with its spinous processes, whose places the
landmarks give, so that bones and trigger points agree. Points are (N, 3) in mm; the right side has negative x.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import trimesh
from scipy import sparse

from tools.atlas import mesh
from tools.atlas.model import Bone, Path, Posed
from unknot.body.geometry import Point

MODEL_STATURE_MM = 1690.0
# How high the model's floor, ankle, knee, hip, lowest neck joint and crown lie in it, and its knee from the midline.
MODEL_HEIGHTS_MM = (63.0, 117.0, 517.0, 921.0, 1517.0, 1752.0)
MODEL_KNEE_MM = 76.0
UNDER_SKIN_MM = 9.0  # spinous processes, by the skin of the back
HALF_VERTEBRA_MM = 8.0
LEAST_UNDER_SKIN_MM = 6.0  # skull and foot
SKULL_NARROWER = 0.93  # the ears are no bone
FOOT_UNDER_SKIN_MM = 12.0  # on its sides, which lean inwards from the sole up
KNEECAP_SHIFT_MM = np.array([0.0, -18.0, -14.0])  # the model's stands off its knee, and too high
ANKLE_NARROWER = 0.8  # the figure's ankle is slimmer than the model's
LEVELS = (*(f"t{number}" for number in range(1, 13)), *(f"l{number}" for number in range(1, 6)))
SACRUM_BELOW_L5_MM = 8.0  # its top, below the tip of L5
SACRUM_WIDER = 1.12  # so that it meets the hip bones
EVEN_OVER = 5  # levels whose spinous processes are averaged: those of the model are spaced unevenly
# The chest is narrowed between these heights of the model, where its greatest half-width is so much.
CHEST_MM = (1160.0, 1300.0, 1560.0)
CHEST_HALF_WIDTH_MM = 138.0
CHEST_UNDER_SKIN_MM = 13.0
# The cage of the model ends too high, at the last thoracic vertebra: its lower ribs are let down from this height on.
LOWERED_FROM_MM, LOWEST_MM = 1440.0, 1206.0
ROUNDING_PASSES = 3
LEAST_FACES = 4  # single faces beside a bone are faults of its mesh
ROUNDED = {"r_pelvis": 2, "r_femur": 1, "r_tibia": 1, "r_fibula": 1, "r_patella": 2}
# Of the mesh of the rib cage: the ribs and the breastbone. The rest is a sign that is stamped on it.
RIB_FACES = (90, 2000)


@dataclass(frozen=True)
class Placed:
    """A bone on a figure; `side` is right, or middle for a bone of both sides."""

    name: str
    side: str
    bone: Bone = field(repr=False)


@dataclass(frozen=True)
class Level:
    """A vertebra: how high its body lies in the model and on the figure, and how far it moves forward."""

    model_mm: float
    up_mm: float
    forward_mm: float


class Fit:
    """Where the model lies on an upright figure."""

    def __init__(self, model: Posed, body: mesh.Body, landmarks: Mapping[str, Point], gender: float) -> None:
        self._model, self._body, self._landmarks = model, body, landmarks
        triangles = np.concatenate([body.quads[:, [0, 1, 2]], body.quads[:, [0, 2, 3]]])
        self._skin = trimesh.Trimesh(body.vertices.copy(), triangles, process=False)
        self.stature = float(body.vertices[:, 1].max())
        self.scale = self.stature / MODEL_STATURE_MM * (1.07 - 0.07 * gender)
        joints = [self._joint(name) for name in ("foot.L", "lowerleg01.L", "upperleg01.L", "neck01")]
        self._heights = (0.0, *(float(joint[1]) for joint in joints), self.stature)
        self._levels = self._find_levels()
        self._chest, self._pelvis_forward = 1.0, 0.0  # until they are known, which takes the rest of the fit
        self._away = (*(float(joint[0]) - MODEL_KNEE_MM * self.scale for joint in joints[:2]), 0.0)
        sacrum = model.bones["sacrum"].vertices
        back = self._back_mm(self.sacrum(sacrum)[sacrum[:, 2].argmin(), 1])
        self._pelvis_forward = back + UNDER_SKIN_MM - self.scale * float(sacrum[:, 2].min())
        knee, ankle = (model.joints[name][2] * self.scale for name in ("tibia_r", "talus_r"))
        self._forward = (float(joints[0][2] - ankle), float(joints[1][2] - knee), self._pelvis_forward)
        self._chest = self._chest_factor()

    def _joint(self, name: str) -> np.ndarray:
        skeleton = self._body.skeleton
        return np.asarray(skeleton.heads[skeleton.index(name)])

    def _back_mm(self, up: float) -> float:
        """Return where the skin of the back lies on the midline."""
        hits, _, _ = self._skin.ray.intersects_location([[0.3, up, -1000.0]], [[0, 0, 1]], multiple_hits=False)
        return float(hits[0][2])

    def _front_mm(self, up: float) -> float:
        hits, _, _ = self._skin.ray.intersects_location([[0.3, up, 1000.0]], [[0, 0, -1]], multiple_hits=False)
        return float(hits[0][2])

    def _tips(self) -> list[float]:
        """Return how high the spinous processes lie on the figure: levels without a landmark lie between others."""
        known = {at: self._landmarks[f"{level}_spinous"][1] for at, level in enumerate(LEVELS) if self._has(level)}
        return [float(up) for up in np.interp(range(len(LEVELS)), list(known), list(known.values()))]

    def _has(self, level: str) -> bool:
        return f"{level}_spinous" in self._landmarks

    def _find_levels(self) -> list[Level]:
        bones = [self._model.bones[bone_of(level)].vertices for level in LEVELS]
        centres = [_body_of(vertices).mean(axis=0) for vertices in bones]
        tips = [vertices[vertices[:, 2].argmin()] for vertices in bones]
        below = _even([self.scale * (tip[1] - centre[1]) for tip, centre in zip(tips, centres, strict=True)])
        targets = self._tips()
        forward = _even(
            [self._back_mm(up) + UNDER_SKIN_MM - self.scale * tip[2] for up, tip in zip(targets, tips, strict=True)]
        )
        return [
            Level(float(centre[1]), up - drop, ahead)
            for centre, up, drop, ahead in zip(centres, targets, below, forward, strict=True)
        ]

    def _chest_factor(self) -> float:
        arms = ("clavicle.L", "clavicle.R")
        off_arm = self._body.weights[:, self._body.skeleton.below(arms[0]) + self._body.skeleton.below(arms[1])]
        up = self.trunk(np.array([[0, CHEST_MM[1], 0]]))[0, 1]
        near = (np.abs(self._body.vertices[:, 1] - up) < 12) & (off_arm.sum(axis=1) < 0.3)
        half = float(np.abs(self._body.vertices[near, 0]).max())
        return min(1.0, (half - CHEST_UNDER_SKIN_MM) / (CHEST_HALF_WIDTH_MM * self.scale))

    def trunk(self, points: np.ndarray) -> np.ndarray:
        """Return where points of the model's spine, ribs and belly lie on the figure."""
        x, y, z = points.T
        model, up, forward = (
            [getattr(level, what) for level in reversed(self._levels)] for what in ("model_mm", "up_mm", "forward_mm")
        )
        slope = (up[-1] - up[0]) / (model[-1] - model[0])
        risen = np.interp(y, model, up) + slope * (np.minimum(y - model[0], 0) + np.maximum(y - model[-1], 0))
        narrowed = np.interp(y, CHEST_MM, (0, 1, 0)) ** 0.5 * (1 - self._chest)
        return np.stack(
            [self.scale * (1 - narrowed) * x, risen, self.scale * z + np.interp(y, model, forward)], axis=1
        )

    def lower_body(self, points: np.ndarray) -> np.ndarray:
        """Return where points of the model's pelvis and legs lie on the figure."""
        x, y, z = points.T
        ankle, knee, hip = MODEL_HEIGHTS_MM[1:4]
        away = np.interp(y, (ankle, knee, hip), self._away)
        forward = np.interp(y, (ankle, knee, hip), self._forward)
        risen = np.interp(y, MODEL_HEIGHTS_MM, self._heights)
        return np.stack([self.scale * x + np.sign(x) * away, risen, self.scale * z + forward], axis=1)

    def sacrum(self, points: np.ndarray) -> np.ndarray:
        """Return the sacrum between the last lumbar vertebra and the tailbone."""
        x, y, z = points.T
        ends = self._model.bones["sacrum"].vertices[:, 1]
        top = self._landmarks["l5_spinous"][1] - SACRUM_BELOW_L5_MM
        risen = np.interp(y, (ends.min(), ends.max()), (self._landmarks["sacrococcygeal_joint"][1], top))
        return np.stack([self.scale * SACRUM_WIDER * x, risen, self.scale * z + self._pelvis_forward], axis=1)

    def path(self, path: Path) -> np.ndarray:
        """Return where the line of a muscle's part lies on the figure."""
        trunk, lower = self.trunk(path.points), self.lower_body(path.points)
        return np.where(path.is_of_trunk[:, None], trunk, lower)

    def bones(self) -> list[Placed]:
        """Return the model's bones on the figure: the right ones and those of both sides."""
        found: list[Placed] = []
        for name, bone in self._model.bones.items():
            if name == "ribcage":
                found += self._ribs(bone)
            elif not name.startswith("l_"):
                side = "right" if name.startswith("r_") else "middle"
                found.append(Placed(name.removeprefix("r_"), side, self._placed_smoothly(name, bone)))
        return found

    def _placed_smoothly(self, name: str, bone: Bone) -> Bone:
        """Return a bone on the figure; those that the model makes of few faces are rounded."""
        vertices, triangles = self._placed(name, bone), bone.triangles
        if name in ROUNDED:
            return rounded(Bone(vertices, triangles), ROUNDED[name])
        return Bone(vertices, triangles)

    def _placed(self, name: str, bone: Bone) -> np.ndarray:
        points = bone.vertices
        if name.startswith("hat_"):
            return self._cervical(points) if name == "hat_cervical" else self._head(points)
        if name == "sacrum":
            return self.sacrum(points)
        if name.startswith(("lumbar", "thoracic")):
            return self._vertebra(points, name)
        if name == "r_patella":
            return np.asarray(self.lower_body(points) + KNEECAP_SHIFT_MM)
        if name in ("r_tibia", "r_fibula"):
            return self.lower_body(self._slim_ankle(points))
        return self._foot(points) if name in ("r_foot", "r_bofoot", "r_talus") else self.lower_body(points)

    def _slim_ankle(self, points: np.ndarray) -> np.ndarray:
        ankle, knee = MODEL_HEIGHTS_MM[1:3]
        slim = np.interp(points[:, 1], (ankle, knee), (ANKLE_NARROWER, 1.0))
        middle = float(self._model.joints["talus_r"][0])
        return np.stack([middle + slim * (points[:, 0] - middle), points[:, 1], points[:, 2]], axis=1)

    def _vertebra(self, points: np.ndarray, name: str) -> np.ndarray:
        """Return a vertebra with its body at its level and the tip of its process at the landmark."""
        at = [bone_of(level) for level in LEVELS].index(name)
        level, tip = self._levels[at], points[points[:, 2].argmin()]
        x, y, z = (self.scale * (points - (0, level.model_mm, 0))).T
        y = y * self._stretch(at)
        back = np.clip((_body_of(points)[:, 2].min() - points[:, 2]) / (_body_of(points)[:, 2].min() - tip[2]), 0, 1)
        tip_up = level.up_mm + self._stretch(at) * self.scale * (tip[1] - level.model_mm)
        missing = self._tips()[at] - tip_up
        return np.stack([x, y + level.up_mm + missing * back, z + level.forward_mm], axis=1)

    def _stretch(self, at: int) -> float:
        """Return how much taller a vertebra is than the model's, so that it fills the room between its neighbours."""
        over, under = self._levels[max(at - 1, 0)], self._levels[min(at + 1, len(LEVELS) - 1)]
        return (over.up_mm - under.up_mm) / (over.model_mm - under.model_mm) / self.scale

    def _cervical(self, points: np.ndarray) -> np.ndarray:
        """Return the neck's vertebrae between the first of the chest and the skull."""
        low, high = points[:, 1].min(), points[:, 1].max()
        first = self._levels[0].up_mm + self.scale * HALF_VERTEBRA_MM
        skull = self._head(self._model.bones["hat_skull"].vertices)
        x, y, z = points.T
        base = float(np.interp(0.42, (0, 1), (skull[:, 1].min(), skull[:, 1].max())))
        risen = np.interp(y, (low, high), (first, base))
        last = self._levels[0].forward_mm
        top = float(skull[:, 2].mean()) - self.scale * float(points[points[:, 1] > high - 15][:, 2].mean()) - 12
        return np.stack([self.scale * x, risen, self.scale * z + np.interp(y, (low, high), (last, top))], axis=1)

    def _head(self, points: np.ndarray) -> np.ndarray:
        """Return the skull, which fills the head."""
        skull, jaw = self._model.bones["hat_skull"].vertices, self._model.bones["hat_jaw"].vertices
        on_head = self._body.weights[:, self._body.skeleton.below("head")].sum(axis=1) > 0.5
        back = float(self._body.vertices[on_head, 2].min()) + LEAST_UNDER_SKIN_MM
        brow = self._landmarks["glabella"][2] - LEAST_UNDER_SKIN_MM
        low = self._landmarks["chin_point"][1] + LEAST_UNDER_SKIN_MM
        grown = (self.stature - LEAST_UNDER_SKIN_MM - low) / (skull[:, 1].max() - jaw[:, 1].min())
        deep = (brow - back) / np.ptp(skull[:, 2])
        x, y, z = points.T
        return np.stack(
            [SKULL_NARROWER * grown * x, low + grown * (y - jaw[:, 1].min()), back + deep * (z - skull[:, 2].min())],
            axis=1,
        )

    def _foot(self, points: np.ndarray) -> np.ndarray:
        """Return the foot, which fills that of the figure."""
        on_foot = self._body.weights[:, self._body.skeleton.below("foot.R")].sum(axis=1) > 0.5
        skin = self._body.vertices[on_foot]
        all_bones = np.concatenate([self._model.bones[name].vertices for name in ("r_foot", "r_bofoot")])
        placed = self.lower_body(points)
        for axis, under in ((0, FOOT_UNDER_SKIN_MM), (2, LEAST_UNDER_SKIN_MM)):
            ends = skin[:, axis].min() + under, skin[:, axis].max() - under
            placed[:, axis] = np.interp(points[:, axis], (all_bones[:, axis].min(), all_bones[:, axis].max()), ends)
        placed[:, 1] += LEAST_UNDER_SKIN_MM * np.clip(1 - placed[:, 1] / 60, 0, 1)
        return placed

    def _ribs(self, cage: Bone) -> Iterable[Placed]:
        """Return each rib of the right side and the breastbone with its cartilage."""
        whole = trimesh.Trimesh(cage.vertices, cage.triangles, process=True)
        parts = trimesh.graph.connected_components(whole.face_adjacency, nodes=np.arange(len(whole.faces)))
        kept = [part for part in parts if RIB_FACES[0] <= len(part) <= RIB_FACES[1]]
        meshes = [whole.submesh([part], append=True) for part in kept]
        right = [one for one in meshes if one.vertices[:, 0].max() < 0]
        for number, rib in enumerate(sorted(right, key=lambda one: -one.vertices[:, 1].max()), 1):
            yield Placed(f"rib{number}", "right", Bone(self._lowered(rib.vertices), rib.faces))
        sternum = max(meshes, key=lambda one: len(one.faces))
        yield Placed("sternum", "middle", Bone(self._lowered(sternum.vertices), sternum.faces))

    def _lowered(self, points: np.ndarray) -> np.ndarray:
        """Return points of the rib cage on the figure, the lower ones let down, the front kept under the skin."""
        placed = self.trunk(points)
        spine_z = np.interp(points[:, 1], *self._spine())
        from_spine = np.hypot(points[:, 0], points[:, 2] - spine_z)
        share = np.clip((LOWERED_FROM_MM - points[:, 1]) / (LOWERED_FROM_MM - LOWEST_MM), 0, 1)
        lowest = self.trunk(np.array([[0, LOWEST_MM + 16, 0]]))[0, 1]
        placed[:, 1] -= (lowest - self._landmarks["rib_12_tip"][1]) * share * np.clip(from_spine / 70, 0, 1)
        ups = np.linspace(placed[:, 1].min(), placed[:, 1].max(), 12)
        front = np.interp(placed[:, 1], ups, [self._front_mm(up) for up in ups]) - CHEST_UNDER_SKIN_MM
        pivot = np.interp(points[:, 1], [level.model_mm for level in reversed(self._levels)], self._pivots())
        ahead = placed[:, 2] - pivot
        reach = max(1.0, float((ahead / np.maximum(front - pivot, 1)).max()))
        placed[:, 2] = np.where(ahead > 0, pivot + ahead / reach, placed[:, 2])
        return placed

    def _spine(self) -> tuple[list[float], list[float]]:
        bones = [_body_of(self._model.bones[bone_of(level)].vertices).mean(axis=0) for level in reversed(LEVELS)]
        return [float(at[1]) for at in bones], [float(at[2]) for at in bones]

    def _pivots(self) -> list[float]:
        """Return where the bodies of the vertebrae lie on the figure, from the lowest up."""
        depths = self._spine()[1]
        return [self.scale * z + level.forward_mm for z, level in zip(depths, reversed(self._levels), strict=True)]


def rounded(bone: Bone, times: int) -> Bone:
    """Return a bone with each face split into four, `times` times over, and smoothed."""
    whole = trimesh.Trimesh(bone.vertices, bone.triangles, process=True)
    parts = trimesh.graph.connected_components(whole.face_adjacency, nodes=np.arange(len(whole.faces)))
    whole.update_faces(np.concatenate([part for part in parts if len(part) >= LEAST_FACES]))
    for _ in range(times):
        whole = whole.subdivide()
    first, second = np.concatenate([whole.edges_unique, whole.edges_unique[:, ::-1]]).T
    beside = sparse.coo_matrix((np.ones(len(first)), (first, second)), shape=(len(whole.vertices),) * 2).tocsr()
    count = np.maximum(np.asarray(beside.sum(axis=1)), 1)
    vertices = np.array(whole.vertices)
    for _ in range(ROUNDING_PASSES * times):
        vertices = vertices + 0.5 * (beside @ vertices / count - vertices)
    return Bone(vertices, np.array(whole.faces))


def bone_of(level: str) -> str:
    """Return the name of the model's mesh of a vertebra: t12 is thoracic12."""
    return {"t": "thoracic", "l": "lumbar"}[level[0]] + level[1:]


def _body_of(vertices: np.ndarray) -> np.ndarray:
    """Return the vertices of a vertebra's body, which is its front."""
    return np.asarray(vertices[vertices[:, 2] > np.quantile(vertices[:, 2], 0.6)])


def _even(values: list[float]) -> list[float]:
    """Return running means, over fewer values at the ends."""
    half = EVEN_OVER // 2
    return [float(np.mean(values[max(0, at - half) : at + half + 1])) for at in range(len(values))]
