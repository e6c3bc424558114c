"""Says which cell each point of the body's surface belongs to, by the rules of outlines.toml.

A point of the surface has one cell, whatever the view: the rules look at each face of the refined mesh once, in the
upright pose; then the borders are smoothed along the surface, so that they run as soft lines between the faces.

Shapes: `F` faces, `V` vertices, `R` regions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from tools.atlas.mesh import Body, neighbours
from unknot.body.atlas import Atlas, load_atlas

RULES = Path(__file__).parent / "outlines.toml"

# Bones whose skin makes a frame; a rule looks only at the frames that it names.
FRAME_BONES = {
    "head": ("head",),
    "hand": ("wrist.L", "wrist.R"),
    "forearm": ("lowerarm01.L", "lowerarm01.R"),
    "upper_arm": ("upperarm01.L", "upperarm01.R"),
    "foot": ("foot.L", "foot.R"),
    "leg": ("lowerleg01.L", "lowerleg01.R"),
    "thigh": ("upperleg01.L", "upperleg01.R"),
    "neck": ("neck01",),
    "trunk": ("root",),
}

# Axes of the limbs: from the head of one bone to that of another, on the left.
AXES = {
    "upper_arm": ("upperarm01.L", "lowerarm01.L"),
    "forearm": ("lowerarm01.L", "wrist.L"),
    "hand": ("wrist.L", "finger3-1.L"),
    "thigh": ("upperleg01.L", "lowerleg01.L"),
    "leg": ("lowerleg01.L", "foot.L"),
    "foot": ("lowerleg01.L", "foot.L"),
}

SMOOTHING_STEPS = 6  # about 5 mm on the trunk, where an edge of the refined mesh is 4 mm long


@dataclass(frozen=True)
class Surface:
    """Points of the skin, folded onto the left half of the body, with what the rules ask of them."""

    body: Body = field(repr=False)
    points: np.ndarray = field(repr=False)  # (F, 3), x never negative
    bone: np.ndarray = field(repr=False)  # (F,), number of the bone that moves the point most
    frame: np.ndarray = field(repr=False)  # (F,), name of the frame

    @classmethod
    def of(cls, body: Body) -> Surface:
        """Return the middles of the faces of an upright body."""
        points = body.vertices[body.quads].mean(axis=1)
        points = np.column_stack([np.abs(points[:, 0]), points[:, 1:]])
        bone = body.weights[body.quads].sum(axis=1).argmax(axis=1)
        frame_of_bone = np.full(len(body.skeleton.names), "upper_arm")  # the longest name, for room
        for name in reversed(FRAME_BONES):  # from the trunk outwards: what is further out has the last word
            for root in FRAME_BONES[name]:
                frame_of_bone[body.skeleton.below(root)] = name
        return cls(body, points, bone, frame_of_bone[bone])

    @cached_property
    def _middle_depth(self) -> np.ndarray:
        """Return, for each point, the depth half-way between front and back of the trunk at its height, (F,).

        The head stands further forward than the neck below it; its middle is the depth of the ears.
        """
        levels = np.arange(0, self.points[:, 1].max() + 10, 10)
        middles = np.full(len(levels), np.nan)
        on_trunk = np.isin(self.frame, ("neck", "trunk", "thigh"))
        for number, level in enumerate(levels):
            near = on_trunk & (np.abs(self.points[:, 1] - level) < 8)
            if near.any():
                middles[number] = (self.points[near, 2].min() + self.points[near, 2].max()) / 2
        known = ~np.isnan(middles)
        middles = np.interp(levels, levels[known], middles[known])
        soft = np.convolve(np.pad(middles, 2, mode="edge"), np.ones(5) / 5, mode="valid")
        at_ears = load_atlas().landmarks["ear_opening"].front_mm
        return np.where(self.frame == "head", at_ears, np.interp(self.points[:, 1], levels, soft))

    def trunk_azimuth(self) -> np.ndarray:
        """Return the angle about the trunk's upright axis: 0 back midline, 90 side, 180 front, in degrees."""
        return np.asarray(np.degrees(np.arctan2(self.points[:, 0], self._middle_depth - self.points[:, 2])))

    def _axis(self, frame: str) -> tuple[np.ndarray, np.ndarray]:
        ends = [self.body.skeleton.heads[self.body.skeleton.index(bone)] for bone in AXES[frame]]
        return ends[0], ends[1] - ends[0]

    def along(self, frame: str) -> np.ndarray:
        """Return how far along a limb each point lies: 0 at the upper joint, 1 at the lower."""
        start, axis = self._axis(frame)
        return np.asarray((self.points - start) @ axis / (axis @ axis))

    def limb_azimuth(self, frame: str) -> np.ndarray:
        """Return the angle about a limb's axis: 0 front (forearm, hand: palm), 90 outer (thumb) side, 180 back."""
        start, axis = self._axis(frame)
        across = self.points - start
        front = self._front_of(frame)
        front = front - (front @ axis)[:, None] * axis / (axis @ axis)
        outward = np.cross(front, axis / np.linalg.norm(axis))
        return np.asarray(np.degrees(np.arctan2((across * outward).sum(axis=1), (across * front).sum(axis=1))))

    def _front_of(self, frame: str) -> np.ndarray:
        """Return what counts as the front of a limb at each point; the forearm turns from elbow to wrist."""
        straight = np.tile([0.0, 0.0, 1.0], (len(self.points), 1))
        if frame not in ("forearm", "hand"):
            return straight
        share = np.clip(self.along(frame), 0, 1)[:, None] if frame == "forearm" else 1.0
        mixed = (1 - share) * straight + share * self._palm
        return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True))

    @cached_property
    def _palm(self) -> np.ndarray:
        """Return the direction in which the left palm looks."""
        wrist, index, little = (
            self.body.skeleton.heads[self.body.skeleton.index(bone)]
            for bone in ("wrist.L", "finger2-1.L", "finger5-1.L")
        )
        normal = np.cross(little - wrist, index - wrist)
        return np.asarray(normal / np.linalg.norm(normal))


@dataclass(frozen=True)
class Rules:
    """The rules, in the order in which they are asked."""

    rules: tuple[dict[str, Any], ...]
    hidden: tuple[dict[str, Any], ...]

    @classmethod
    def read(cls) -> Rules:
        """Read outlines.toml."""
        data = tomllib.loads(RULES.read_text(encoding="utf-8"))
        rank = {region: number for number, region in enumerate(data["order"])}
        return cls(tuple(sorted(data["outline"], key=lambda rule: rank[rule["region"]])), tuple(data["hidden"]))


@dataclass(frozen=True)
class Labeller:
    """Tries the rules on the points of a surface."""

    surface: Surface
    atlas: Atlas = field(default_factory=load_atlas)

    def holds(self, rule: dict[str, Any]) -> np.ndarray:
        """Return for which points a rule holds, (F,)."""
        frames = rule["frame"] if isinstance(rule["frame"], list) else [rule["frame"]]
        where = np.isin(self.surface.frame, frames)
        for bound in self._bounds(rule, frames[0]):
            where &= bound
        return where

    def _bounds(self, rule: dict[str, Any], frame: str) -> Iterable[np.ndarray]:
        lateral, _, front = self.surface.points.T
        if "top" in rule:
            yield self._height(rule["top"], frame) <= 0
        if "bottom" in rule:
            yield self._height(rule["bottom"], frame) >= 0
        for name, axis, values in (("inner", 0, lateral), ("behind", 2, front)):
            if name in rule:
                limit = self._limit(rule[name], axis)
                yield values >= limit if name == "inner" else values <= limit
        for name, axis, values in (("outer", 0, lateral), ("before", 2, front)):
            if name in rule:
                limit = self._limit(rule[name], axis)
                yield values <= limit if name == "outer" else values >= limit
        for line in rule.get("above", []):
            yield self._over_line(line) >= line.get("mm", 0)
        for line in rule.get("below", []):
            yield self._over_line(line) <= line.get("mm", 0)
        if "azimuth" in rule:
            yield self._within(rule["azimuth"], frame)
        if "bones" in rule:
            yield self._on_bones(rule["bones"])

    def _limit(self, bound: dict[str, Any], axis: int) -> float:
        return (
            self._landmark(bound["landmark"])[axis] + float(bound.get("mm", 0))
            if "landmark" in bound
            else bound["mm"]
        )

    def _landmark(self, name: str) -> tuple[float, float, float]:
        landmark = self.atlas.landmarks[name]
        return landmark.lateral_mm, landmark.up_mm, landmark.front_mm

    def _height(self, bound: dict[str, Any], frame: str) -> np.ndarray:
        """Return how far points lie above a bound."""
        if "axis" in bound:
            return np.asarray(bound["axis"] - self.surface.along(bound.get("of", frame)))
        return np.asarray(self.surface.points[:, 1] - self._limit(bound, 1))

    def _over_line(self, line: dict[str, Any]) -> np.ndarray:
        """Return how far points lie over a bent line of landmarks (below 0: under it), at right angles.

        The first and the last stretch go on beyond their ends.
        """
        over_x = {"front": 0, "side": 2}[line.get("view", "front")]
        corners = np.array([self._corner(name, over_x) for name in line["through"]])
        at = self.surface.points[:, [over_x, 1]]
        stretches = len(corners) - 1
        nearest, height = np.full(len(at), np.inf), np.full(len(at), np.nan)
        for number, (start, end) in enumerate(pairwise(corners)):
            along = end - start
            share = ((at - start) @ along) / (along @ along)
            share = np.clip(share, -np.inf if number == 0 else 0, np.inf if number == stretches - 1 else 1)
            nearest = np.minimum(nearest, np.linalg.norm(at - start - share[:, None] * along, axis=1))
            across = (at[:, 0] - start[0]) / along[0]
            here = ((across >= 0) | (number == 0)) & ((across <= 1) | (number == stretches - 1))
            height[here] = start[1] + across[here] * along[1]
        return np.where(at[:, 1] >= height, nearest, -nearest)

    def _corner(self, name: str | dict[str, Any], over_x: int) -> tuple[float, float]:
        if isinstance(name, str):
            name = {"landmark": name}
        at = self._landmark(name["landmark"])
        shift = name.get("shift", (0, 0))
        return at[over_x] + shift[0], at[1] + shift[1]

    def _within(self, span: list[float], frame: str) -> np.ndarray:
        first, last = span
        if frame in ("trunk", "neck", "head"):
            angle = self.surface.trunk_azimuth()
        else:
            angle = self.surface.limb_azimuth(frame)
        return np.asarray((angle - first) % 360 <= last - first)

    def _on_bones(self, beginnings: list[str]) -> np.ndarray:
        names = self.surface.body.skeleton.names
        chosen = [number for number, name in enumerate(names) if name.startswith(tuple(beginnings))]
        return np.isin(self.surface.bone, chosen)

    def regions(self, rules: Rules) -> np.ndarray:
        """Return the region of each point, (F,), as its number in the atlas."""
        names = list(self.atlas.regions)
        found = np.full(len(self.surface.points), -1)
        for rule in rules.rules:
            found[(found < 0) & self.holds(rule)] = names.index(rule["region"])
        return self._filled(found)

    def with_hidden(self, rules: Rules, regions: np.ndarray) -> np.ndarray:
        """Return the regions (F,) with those that no view shows, which only their area is asked of."""
        names, found = list(self.atlas.regions), regions.copy()
        for rule in rules.hidden:
            found[self.holds(rule)] = names.index(rule["region"])
        return found

    def _filled(self, found: np.ndarray) -> np.ndarray:
        """Give points without a rule the region of the nearest point of their frame that has one."""
        for frame in np.unique(self.surface.frame):
            inside = self.surface.frame == frame
            known, open_ = np.flatnonzero(inside & (found >= 0)), np.flatnonzero(inside & (found < 0))
            _, nearest = cKDTree(self.surface.points[known]).query(self.surface.points[open_])
            found[open_] = found[known[nearest]]
        return found


def region_fields(body: Body, regions: np.ndarray, count: int) -> np.ndarray:
    """Return how much of each region there is around each vertex, (V, R); the largest is the vertex's region.

    The regions of the faces (F,) are spread along the surface; where two are equal runs their border, softly.
    """
    mean = neighbours(body.quads, len(body.vertices))
    fields = np.zeros((len(body.vertices), count), np.float32)
    for corner in body.quads.T:
        np.add.at(fields, (corner, regions), 1)
    fields /= np.maximum(fields.sum(axis=1, keepdims=True), 1)
    for number in np.flatnonzero(fields.any(axis=0)):
        values = fields[:, number]
        for _ in range(SMOOTHING_STEPS):
            values = 0.5 * values + 0.5 * (mean @ values)
        fields[:, number] = values
    return fields


def face_regions(body: Body, fields: np.ndarray) -> np.ndarray:
    """Return the region of each face, (F,), behind the softened borders."""
    return np.asarray(sum(fields[corner] for corner in body.quads.T).argmax(axis=1))
