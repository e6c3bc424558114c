"""The bones that the model lacks, as plain shapes between landmarks and joints of the figure: shoulder, arm and hand.

Made for the right side (negative x), in mm of the figure. They show where a bone lies and how long it is, no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import trimesh
from scipy.interpolate import CubicSpline

from tools.atlas import mesh
from tools.atlas.model import Bone
from unknot.body.geometry import Point

AROUND = 20  # corners of a cross-section
RIGHT = np.array([-1.0, 1.0, 1.0])
UNDER_SKIN_MM = 8.0

# Half widths of long bones in mm, evenly spaced from the upper end to the lower, of the neutral figure.
HUMERUS = (14, 18, 14, 11, 10, 9.5, 9.5, 9.5, 10.5, 12, 9)
ULNA = (9, 11, 8, 6.5, 6, 5.5, 5, 5, 5.5, 6.5, 4)
RADIUS = (7, 9, 6, 6, 7, 7, 7, 7, 9, 12, 8)
CLAVICLE = (10, 9, 6.5, 6, 6, 6, 6.5, 8, 6)
FINGER = (5.5, 4.6, 3.8, 3.8, 4.4, 5, 3)
METACARPAL = (6.5, 5.5, 4.2, 4.2, 5, 6.5, 4)
SCAPULAR_SPINE = (2.5, 4, 5, 6, 7.5, 9, 8)
CORACOID = (8, 6, 4.5, 5.5, 3)
ELBOW_APART_MM, WRIST_APART_MM = 13.0, 17.0  # radius and ulna, middle to middle
CARPAL_MM = 7.5
UNDER_ACROMION = (-12, -36, -6)  # the middle of the head of the upper arm, from the acromion
UNDER_BREASTBONE_MM = 12.0  # the inner end of the collar bone, from the top of the breastbone
CLAVICLE_LIFTED = (1.0, 0.6, 0.2, 0.0)  # how far each of its points goes with the breastbone

# Landmarks with shifts in mm (away from the midline, up, forward): the collar bone from the breastbone outwards, and
# the border of the shoulder blade from the upper angle on.
CLAVICLE_LINE = (
    ("scm_sternal_head", (2, -18, -14)),
    ("clavicle_mid", (-30, -12, -4)),
    ("clavicle_mid", (24, -10, -20)),
    ("ac_joint", (0, -6, -8)),
)
SCAPULA = (
    ("scapula_superior_angle", (2, 0, 0)),
    ("scapular_spine_root", (0, 0, 0)),
    ("scapula_medial_border", (0, 0, 0)),
    ("scapula_inferior_angle", (-4, 4, 0)),
    ("scapula_inferior_angle", (8, 2, 2)),
    ("scapula_lateral_border", (-4, 0, 4)),
    ("scapula_lateral_border", (14, 28, 26)),
    ("scapula_lateral_border", (22, 44, 38)),
    ("scapula_lateral_border", (8, 60, 32)),
    ("scapula_superior_angle", (34, -6, 12)),
)


@dataclass(frozen=True)
class Arm:
    """Where landmarks and joints of the right side of a figure lie."""

    body: mesh.Body
    landmarks: Mapping[str, Point]
    scale: float

    def at(self, landmark: str, shift: Sequence[float] = (0, 0, 0)) -> np.ndarray:
        """Return a landmark with a shift in mm (away from the midline, up, forward)."""
        return np.asarray((np.array(self.landmarks[landmark]) + self.scale * np.array(shift)) * RIGHT)

    def joint(self, bone: str) -> np.ndarray:
        """Return the joint at a bone's upper end."""
        return np.asarray(self.body.skeleton.heads[self.body.skeleton.index(f"{bone}.R")])

    def tip(self, bone: str) -> np.ndarray:
        return np.asarray(self.body.skeleton.tails[self.body.skeleton.index(f"{bone}.R")])

    @property
    def thumbwards(self) -> np.ndarray:
        return np.asarray(self.joint("finger2-1") - self.joint("finger5-1"))


def bones(body: mesh.Body, landmarks: Mapping[str, Point], scale: float, breastbone_mm: float) -> dict[str, Bone]:
    """Return the bones of the right shoulder, arm and hand by name; the breastbone ends so high."""
    arm = Arm(body, landmarks, scale)
    shoulder, elbow, wrist = arm.at("acromion_tip", UNDER_ACROMION), arm.joint("lowerarm01"), arm.joint("wrist")
    return {
        "scapula": _scapula(arm),
        "clavicle": _clavicle(arm, breastbone_mm),
        "humerus": _humerus(shoulder, elbow, scale),
        **_forearm(elbow, wrist, arm.thumbwards, scale),
        "carpals": _carpals(wrist, [arm.joint(f"finger{number}-1") for number in range(2, 6)], scale),
        **_fingers(arm, wrist),
    }


def _clavicle(arm: Arm, breastbone_mm: float) -> Bone:
    """Return the collar bone, which begins at the upper corner of the breastbone."""
    line = np.array([arm.at(name, shift) for name, shift in CLAVICLE_LINE])
    lift = breastbone_mm - UNDER_BREASTBONE_MM * arm.scale - line[0, 1]
    line[:, 1] += lift * np.array(CLAVICLE_LIFTED)
    return _tube(list(line), arm.scale * np.array(CLAVICLE))


def _scapula(arm: Arm) -> Bone:
    blade = [arm.at(name, shift) + np.array([0, 0, UNDER_SKIN_MM]) for name, shift in SCAPULA]
    ridge = [arm.at(name, (0, 0, 4)) for name in ("scapular_spine_root", "scapular_spine")]
    return _joined(
        _plate(blade),
        _tube([*ridge, arm.at("acromion_tip", (-4, -6, -4))], arm.scale * np.array(SCAPULAR_SPINE)),
        _tube([blade[8], arm.at("coracoid", (-4, 0, -14))], arm.scale * np.array(CORACOID)),
    )


def _fingers(arm: Arm, wrist: np.ndarray) -> dict[str, Bone]:
    """Return the bones of palm and fingers."""
    found = {}
    for number in range(1, 6):
        names = [f"finger{number}-{part}" for part in (1, 2, 3)]
        knuckles = [*map(arm.joint, names), arm.tip(names[-1])]
        if number > 1:
            spread = arm.scale * 4.5 * (3.5 - number) * _unit(arm.thumbwards)
            root = wrist + 0.24 * (knuckles[0] - wrist) + spread
            found[f"metacarpal{number}"] = _tube([root, knuckles[0]], arm.scale * np.array(METACARPAL), 0.03)
        for part, (start, stop) in enumerate(pairwise(knuckles), 1):
            half = arm.scale * (1.1 if number == 1 else 1.0 - 0.1 * part) * np.array(FINGER)
            found[f"finger{number}_{part}"] = _tube([start, start + 0.94 * (stop - start)], half, 0.04)
    return found


def _humerus(shoulder: np.ndarray, elbow: np.ndarray, scale: float) -> Bone:
    """Return the bone of the upper arm: a ball towards the trunk, and an elbow that is wide across."""
    along = _unit(elbow - shoulder)
    inwards = _unit(np.array([1.0, 0, 0]) - along[0] * along)
    top = shoulder + along * -6 * scale - inwards * 4 * scale
    shaft = _tube([top, (top + elbow) / 2, elbow + along * 4 * scale], scale * np.array(HUMERUS), wide=inwards)
    ball = trimesh.creation.icosphere(3, 21 * scale)
    ball.apply_translation(shoulder + inwards * 9 * scale + along * -2 * scale)
    return _joined(shaft, Bone(np.array(ball.vertices), np.array(ball.faces)))


def _forearm(elbow: np.ndarray, wrist: np.ndarray, thumbwards: np.ndarray, scale: float) -> dict[str, Bone]:
    """Return ulna and radius: the radius ends on the side of the thumb."""
    along = _unit(wrist - elbow)
    across_wrist = _unit(thumbwards - (thumbwards @ along) * along)
    outwards = np.array([-1.0, 0, 0])
    across_elbow = _unit(outwards - (outwards @ along) * along)
    near, far = scale * ELBOW_APART_MM / 2 * across_elbow, scale * WRIST_APART_MM / 2 * across_wrist
    short = along * 8 * scale
    return {
        "ulna": _tube(
            [elbow - near - short, (elbow + wrist) / 2 - (near + far) * 0.7, wrist - far - short],
            scale * np.array(ULNA),
        ),
        "radius": _tube(
            [elbow + near + 2 * short, (elbow + wrist) / 2 + (near + far) * 0.7, wrist + far * 0.8 - short * 0.8],
            scale * np.array(RADIUS),
        ),
    }


def _carpals(wrist: np.ndarray, knuckles: Sequence[np.ndarray], scale: float) -> Bone:
    """Return the small bones of the wrist, in two rows."""
    middle = np.mean(knuckles, axis=0)
    along, across = _unit(middle - wrist), _unit(knuckles[0] - knuckles[-1])
    stones = []
    for row, count in ((3.0, 3), (14.0, 4)):
        for place in np.linspace(-1, 1, count):
            stone = trimesh.creation.icosphere(2, CARPAL_MM * scale)
            stone.apply_translation(wrist + scale * (row * along + place * (10 if count == 3 else 14) * across))
            stones.append(Bone(np.array(stone.vertices), np.array(stone.faces)))
    return _joined(*stones)


def _tube(
    through: Sequence[np.ndarray], half_widths: np.ndarray, closes: float = 0.02, wide: np.ndarray | None = None
) -> Bone:
    """Return a round bone along a smooth curve; `wide` is a direction in which its ends are half as wide again."""
    points = np.array(through)
    places = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    share = np.linspace(0, 1, 41)
    curve = (
        CubicSpline(places, points, bc_type="natural")(share * places[-1])
        if len(points) > 2
        else points[0] + share[:, None] * (points[1] - points[0])
    )
    half = CubicSpline(np.linspace(0, 1, len(half_widths)), half_widths, bc_type="natural")(share)
    half *= np.sqrt(np.clip(np.minimum(share, 1 - share) / closes, 0, 1))  # round ends
    along = np.gradient(curve, axis=0)
    first = np.cross(along, (0.0, 0.0, 1.0) if wide is None else np.cross(wide, along[0]))
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    second = np.cross(along, first)
    second /= np.linalg.norm(second, axis=1, keepdims=True)
    angles = np.linspace(0, 2 * np.pi, AROUND, endpoint=False)
    stretch = np.ones_like(share) if wide is None else 1 + 1.1 * np.clip((share - 0.8) / 0.16, 0, 1)
    rings = (
        curve[:, None]
        + (half * stretch)[:, None, None] * np.cos(angles)[None, :, None] * first[:, None]
        + half[:, None, None] * np.sin(angles)[None, :, None] * second[:, None]
    )
    rows, columns = np.meshgrid(np.arange(len(share) - 1) * AROUND, np.arange(AROUND), indexing="ij")
    beside = (columns + 1) % AROUND
    corners = [rows + columns, rows + beside, rows + AROUND + beside, rows + AROUND + columns]
    quads = np.stack(corners, axis=2).reshape(-1, 4)
    return Bone(rings.reshape(-1, 3), np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]))


def _plate(border: Sequence[np.ndarray]) -> Bone:
    """Return a thin bone within a smooth border, about its middle."""
    ring = np.array([*border, border[0]])
    steps = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(ring, axis=0), axis=1) ** 0.5)])
    smooth = CubicSpline(steps, ring, bc_type="periodic")(np.linspace(0, steps[-1], 81)[:-1])
    middle = smooth.mean(axis=0)
    inner = middle + 0.8 * (smooth - middle) + (0, 0, 5)
    count = len(smooth)
    here, there = np.arange(count), (np.arange(count) + 1) % count
    triangles = np.concatenate(
        [
            np.stack([here, there, there + count], axis=1),
            np.stack([here, there + count, here + count], axis=1),
            np.stack([here + count, there + count, np.full(count, 2 * count)], axis=1),
        ]
    )
    return Bone(np.concatenate([smooth, inner, [middle + np.array([0, 0, 7])]]), triangles)


def _joined(*parts: Bone) -> Bone:
    offsets = np.cumsum([0, *(len(part.vertices) for part in parts[:-1])])
    triangles = [part.triangles + offset for part, offset in zip(parts, offsets, strict=True)]
    return Bone(np.concatenate([part.vertices for part in parts]), np.concatenate(triangles))


def _unit(vector: np.ndarray) -> np.ndarray:
    return np.asarray(vector / np.linalg.norm(vector))
