"""Draws a posed figure and its things as a small picture: pale clay with dark lines, clear beside it.

The same picture lies on a light and on a dark page, so its colours stand apart from both: the clay is pale, the lines
are dark, and a thin pale rim keeps the lines from sinking into a dark page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from PIL import Image
from scipy import ndimage

from tools.atlas import mesh, shading
from tools.atlas.mesh import Body, rotation
from tools.atlas.raster import DIRECTIONS, Grid, Lens

FINER = 3  # squares of the drawing along one of the picture
MARGIN_PX = 7
MOST_PX_PER_MM = 0.2
CLAY, CLAY_SHADOW = (233, 222, 211), (150, 132, 120)
THING, THING_SHADOW = (176, 196, 196), (126, 148, 150)
LINE, THING_LINE = (84, 68, 62), (98, 118, 122)
LINE_PX, INNER_PX, THING_PX = 1.5, 1.1, 1.1
STEP_MM = 22.0  # one part of the body stands before another by this much: a line
QUALITY = 60


@dataclass(frozen=True)
class Camera:
    """Whence the figure is seen: `azimuth` 0 from its right, 90 from the front, -90 from behind; `elevation` from above."""

    azimuth: float
    elevation: float

    def matrix(self) -> np.ndarray:
        """Return the turn of the room that brings the viewer before the front view."""
        angle = np.radians(self.azimuth)
        level = np.array([[np.sin(angle), 0, np.cos(angle)], [0, 1, 0], [-np.cos(angle), 0, np.sin(angle)]])
        return rotation((1, 0, 0), self.elevation) @ level


@dataclass(frozen=True)
class Layer:
    """What is seen of the body or of the things: depth towards the viewer (-inf: nothing) and the skin's direction."""

    depth: np.ndarray
    facing: np.ndarray


def picture(body: Body, things: Sequence[Any], camera: Camera, size: tuple[int, int]) -> Image.Image:
    """Return the picture of a body in the room and its things, `size` in pixels (across, down)."""
    turned = camera.matrix()
    coarse = replace(body, vertices=body.vertices @ turned.T)
    solid = _joined([thing.copy() for thing in things], turned)
    grid = _grid(np.concatenate([coarse.vertices, *([solid.vertices] if solid else [])]), size)
    matrix, quads = mesh.refinement(coarse.quads, len(coarse.vertices), 1)
    fine = replace(coarse, vertices=matrix @ coarse.vertices, quads=quads, weights=matrix @ coarse.weights)
    lens, normals = Lens(fine), shading.vertex_normals(fine)
    seen = lens.look(DIRECTIONS["front"], grid)
    own = Layer(np.where(seen.inside, seen.mix(fine.vertices[:, 2]), -np.inf), _unit(seen.mix(normals)))
    other = _look(solid, grid) if solid else Layer(np.full_like(own.depth, -np.inf), np.zeros_like(own.facing))
    sky = matrix @ _openness(coarse, solid)
    tone = shading.tone(seen, "front", normals, sky) if seen.inside.any() else np.zeros(own.depth.shape)
    return _painted(own, other, tone, size)


def _joined(things: list[Any], turned: np.ndarray) -> Any:
    if not things:
        return None
    solid = trimesh.util.concatenate(things)
    solid.vertices = solid.vertices @ turned.T
    return solid


def _grid(points: np.ndarray, size: tuple[int, int]) -> Grid:
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    room = np.array(size) - 2 * MARGIN_PX
    mm_per_px = max(float(((high - low) / room).max()), 1 / MOST_PX_PER_MM)
    middle = (low + high) / 2
    left = middle[0] - size[0] * mm_per_px / 2
    # What does not fill the picture stands at its bottom.
    top = low[1] - MARGIN_PX * mm_per_px + size[1] * mm_per_px
    return Grid(mm_per_px / FINER, left, top, size[0] * FINER, size[1] * FINER)


def _look(solid: Any, grid: Grid) -> Layer:
    across, up = np.meshgrid(grid.screen_x(), grid.up())
    origins = np.stack([across.ravel(), up.ravel(), np.full(across.size, 5000.0)], axis=1)
    triangle = solid.ray.intersects_first(origins, np.tile((0.0, 0.0, -1.0), (len(origins), 1)))
    hit = triangle >= 0
    normal, corner = solid.face_normals[triangle], solid.triangles[triangle][:, 0]
    level = np.where(np.abs(normal[:, 2]) < 1e-6, 1e-6, normal[:, 2])
    depth = corner[:, 2] - ((origins - corner)[:, :2] * normal[:, :2]).sum(axis=1) / level
    depth = np.where(hit, depth, -np.inf).reshape(across.shape)
    return Layer(depth, np.where(hit[:, None], normal, 0).reshape(*across.shape, 3))


def _openness(body: Body, solid: Any) -> np.ndarray:
    """Return how much of the sky each vertex sees, with the things in the way."""
    lens = Lens(body)
    if solid:
        lens.mesh = trimesh.util.concatenate([lens.mesh, solid])
    return shading.openness(lens, shading.vertex_normals(body))


def _unit(vectors: np.ndarray) -> np.ndarray:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9))


def _painted(own: Layer, other: Layer, tone: np.ndarray, size: tuple[int, int]) -> Image.Image:
    is_body = own.depth >= other.depth - 8  # what lies on a bed sinks in a little
    is_body &= np.isfinite(own.depth)
    is_thing = np.isfinite(other.depth) & ~is_body
    light = np.clip(0.62 + 0.38 * other.facing[..., 1], 0, 1)
    colours = np.where(
        is_body[..., None],
        _between(CLAY_SHADOW, CLAY, 0.25 + 0.75 * tone),
        _between(THING_SHADOW, THING, light),
    )
    alpha = (is_body | is_thing).astype(float)
    for mask, colour, width in (
        (_thing_lines(other, is_thing), THING_LINE, THING_PX),
        (_steps(own.depth, is_body), LINE, INNER_PX),
        (_rim(is_body), LINE, LINE_PX),
    ):
        line = _stroke(mask, width)
        colours = colours * (1 - line[..., None]) + np.array(colour) * line[..., None]
        alpha = np.maximum(alpha, line)
    return _shrunk(colours, alpha, size)


def _between(dark: Sequence[int], bright: Sequence[int], share: np.ndarray) -> np.ndarray:
    return np.asarray(np.array(dark) + share[..., None] * (np.array(bright) - np.array(dark)))


def _rim(mask: np.ndarray) -> np.ndarray:
    return np.asarray(mask & ~ndimage.binary_erosion(mask, border_value=1))


def _steps(depth: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return where a part stands well before what is beside it: lines on the nearer part."""
    known = np.where(np.isfinite(depth), depth, np.nan)
    lines = np.zeros(mask.shape, bool)
    for axis in (0, 1):
        for way in (1, -1):
            beside = np.roll(known, way, axis=axis)
            further = np.roll(known, 2 * way, axis=axis)
            before = np.roll(known, -way, axis=axis)
            slope = np.fmax(np.abs(known - before), np.abs(further - beside))
            lines |= (known - beside > STEP_MM) & (known - beside > 2.5 * slope)
    return lines & mask


def _thing_lines(other: Layer, is_thing: np.ndarray) -> np.ndarray:
    lines = np.zeros(is_thing.shape, bool)
    depth = np.where(np.isfinite(other.depth), other.depth, -1e5)
    for axis in (0, 1):
        for way in (1, -1):
            beside = np.roll(depth, way, axis=axis)
            lines |= depth - beside > 15
            lines |= (other.facing * np.roll(other.facing, way, axis=axis)).sum(axis=-1) < 0.8
    return lines & is_thing


def _stroke(mask: np.ndarray, width_px: float) -> np.ndarray:
    """Return a line of a width, with soft edges, from one of single squares."""
    away = ndimage.distance_transform_edt(~mask)
    return np.asarray(np.clip(width_px * FINER / 2 + 0.5 - away, 0, 1))


def _shrunk(colours: np.ndarray, alpha: np.ndarray, size: tuple[int, int]) -> Image.Image:
    """Return the picture in its size; colours weigh by their alpha, and run on beyond the edge."""
    across, down = size
    weight = alpha.reshape(down, FINER, across, FINER).sum(axis=(1, 3))
    mixed = (colours * alpha[..., None]).reshape(down, FINER, across, FINER, 3).sum(axis=(1, 3))
    mixed = shading.spread_outwards(mixed / np.maximum(weight, 1e-9)[..., None], weight > 0)
    pixels = np.dstack([mixed, 255 * weight / FINER**2])
    return Image.fromarray(np.clip(np.round(pixels), 0, 255).astype(np.uint8))


def save(image: Image.Image, path: Path) -> None:
    """Write a picture."""
    image.save(path, quality=QUALITY, method=6, alpha_quality=80, exact=False)
