"""Draws a posed figure and its things as a small picture: pale clay with dark lines, clear beside it.

The same picture lies on a light and on a dark page, so its colours stand apart from both: on a light page the dark
lines hold the figure, on a dark page the pale clay does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from PIL import Image, ImageDraw
from scipy import ndimage

from tools.atlas import mesh, shading
from tools.atlas.mesh import Body, rotation
from tools.atlas.raster import DIRECTIONS, Grid, Lens

FINER = 3  # squares of the drawing along one of the picture
WIDE, TALL = (320, 208), (224, 320)
LEAST_HEIGHT_PX = 112
MARGIN_PX = 5
MOST_PX_PER_MM = 0.36
CLAY, CLAY_SHADOW = (233, 222, 211), (150, 132, 120)
CLOTH, CLOTH_SHADOW = (128, 158, 160), (70, 98, 102)
# The figure in the pose of its files wears shorts from the waist to a third of the thigh.
SHORTS_MM = (690.0, 962.0)
THING, THING_SHADOW = (176, 196, 196), (126, 148, 150)
LINE, THING_LINE = (84, 68, 62), (98, 118, 122)
LINE_PX, INNER_PX, THING_PX = 1.5, 1.1, 1.1
ARROW, ARROW_PX, ARROW_HEAD_PX = (196, 104, 40), 3.0, 11.0
FADE_MM = 45.0  # a figure that is cut off ends softly
STEP_MM = 22.0  # one part of the body stands before another by this much: a line
QUALITY = 60


@dataclass(frozen=True)
class Camera:
    """Whence the figure is seen: `azimuth` 0 from its right, 90 from the front; `elevation` from above."""

    azimuth: float
    elevation: float

    def matrix(self) -> np.ndarray:
        """Return the turn of the room that brings the viewer before the front view."""
        angle = np.radians(self.azimuth)
        level = np.array([[np.sin(angle), 0, np.cos(angle)], [0, 1, 0], [-np.cos(angle), 0, np.sin(angle)]])
        return np.asarray(rotation((1, 0, 0), self.elevation) @ level)


@dataclass(frozen=True)
class Layer:
    """What is seen of the body or of the things.

    `depth` is towards the viewer (-inf: nothing), `facing` is where the surface looks, `part` tells the sides of
    things apart; of the body it says how much is covered by cloth.
    """

    depth: np.ndarray
    facing: np.ndarray
    part: np.ndarray


def picture(
    body: Body, things: Sequence[Any], camera: Camera, arrows: Sequence[np.ndarray] = (), above: float | None = None
) -> Image.Image:
    """Return the picture of a body in the room and its things, or of what lies above a height.

    An arrow is a line of points in the room, (N, 3), to the last of which it points.
    """
    turned = camera.matrix()
    coarse = replace(body, vertices=body.vertices @ turned.T)
    solid = _joined([thing.copy() for thing in things], turned)
    shown = body.vertices[:, 1] > (-np.inf if above is None else above)
    lines = [_curve(arrow @ turned.T) for arrow in arrows]
    grid, size = _grid(np.concatenate([coarse.vertices[shown], *([solid.vertices] if solid else []), *lines]))
    matrix, quads = mesh.refinement(coarse.quads, len(coarse.vertices), 1)
    fine = replace(coarse, vertices=matrix @ coarse.vertices, quads=quads, weights=matrix @ coarse.weights)
    lens, normals = Lens(fine), shading.vertex_normals(fine)
    seen = lens.look(DIRECTIONS["front"], grid)
    depth = np.where(seen.inside, seen.mix(fine.vertices[:, 2]), -np.inf)
    own = Layer(depth, _unit(seen.mix(normals)), seen.mix(matrix @ shorts(body)))
    calm = seen.mix(matrix @ _mouth(body)) > 0.4
    nothing = Layer(np.full_like(depth, -np.inf), np.zeros_like(own.facing), np.zeros(depth.shape, int))
    other = _look(solid, grid) if solid else nothing
    sky = matrix @ _openness(coarse, solid)
    tone = shading.tone(seen, "front", normals, sky) if seen.inside.any() else np.zeros(own.depth.shape)
    drawn = np.zeros(depth.shape)
    for line in lines:
        drawn = np.maximum(drawn, _arrow(line, grid))
    kept = np.ones(depth.shape)
    if above is not None:
        kept = np.clip((seen.mix(matrix @ body.vertices[:, 1]) - above) / FADE_MM, 0, 1)
    return _painted(own, other, calm, tone, drawn, kept, size)


def shorts(body: Body) -> np.ndarray:
    """Return how far each vertex is covered, (V,): more than a half is."""
    upright = _upright_heights()
    covered = np.minimum(upright - SHORTS_MM[0], SHORTS_MM[1] - upright) / 60 + 0.5
    return np.asarray(np.where(body.weight_of(*_arms(body)) > 0.2, 0, np.clip(covered, 0, 1)))


@cache
def _upright_heights() -> np.ndarray:
    return np.asarray(mesh.neutral().vertices[:, 1])


def _mouth(body: Body) -> np.ndarray:
    """Return how far each vertex belongs to mouth and eyes, which get no lines: a calm face."""
    return body.weight_of(*(name for name in body.skeleton.names if name.startswith(FACE)))


FACE = ("jaw", "oris", "tongue", "levator", "orbicularis", "risorius", "special", "oculi", "eye")


def _arms(body: Body) -> list[str]:
    return [
        name for name in body.skeleton.names if name.startswith(("upperarm", "lowerarm", "wrist", "finger", "metac"))
    ]


def _joined(things: list[Any], turned: np.ndarray) -> Any:
    if not things:
        return None
    flat = [len(thing.faces) < 20 for thing in things]
    solid = trimesh.util.concatenate(things)
    # Each side of a box is a part of its own, with a line about it; a round thing is one part.
    of_thing = np.repeat(np.arange(len(things)), [len(thing.faces) for thing in things])
    side = np.round(solid.face_normals * 4).astype(int) @ (1, 16, 256)
    solid.metadata["part"] = of_thing * 10000 + np.where(np.array(flat)[of_thing], side + 2000, 0)
    solid.vertices = solid.vertices @ turned.T
    return solid


def _grid(points: np.ndarray) -> tuple[Grid, tuple[int, int]]:
    """Return the squares, and the size of the picture in pixels: a wide one or a tall one."""
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    width, height = high - low
    size = WIDE if width > 1.15 * height else TALL
    mm_per_px = max(*((high - low) / (np.array(size) - 2 * MARGIN_PX)), 1 / MOST_PX_PER_MM)
    if size == WIDE:  # nothing above and below what lies
        size = (size[0], max(LEAST_HEIGHT_PX, 4 * int(np.ceil((height / mm_per_px + 2 * MARGIN_PX) / 4))))
    left, top = (low + high) / 2 + (-0.5, 0.5) * np.array(size) * mm_per_px
    return Grid(mm_per_px / FINER, float(left), float(top), size[0] * FINER, size[1] * FINER), size


def _look(solid: Any, grid: Grid) -> Layer:
    across, up = np.meshgrid(grid.screen_x(), grid.up())
    origins = np.stack([across.ravel(), up.ravel(), np.full(across.size, 5000.0)], axis=1)
    triangle = solid.ray.intersects_first(origins, np.tile((0.0, 0.0, -1.0), (len(origins), 1)))
    hit = triangle >= 0
    normal, corner = solid.face_normals[triangle], solid.triangles[triangle][:, 0]
    level = np.where(np.abs(normal[:, 2]) < 1e-6, 1e-6, normal[:, 2])
    depth = corner[:, 2] - ((origins - corner)[:, :2] * normal[:, :2]).sum(axis=1) / level
    depth = np.where(hit, depth, -np.inf).reshape(across.shape)
    facing = np.where(hit[:, None], normal, 0).reshape(*across.shape, 3)
    return Layer(depth, facing, np.where(hit, solid.metadata["part"][triangle], -1).reshape(across.shape))


def _openness(body: Body, solid: Any) -> np.ndarray:
    """Return how much of the sky each vertex sees, with the things in the way."""
    lens = Lens(body)
    if solid:
        lens.mesh = trimesh.util.concatenate([lens.mesh, solid])
    return shading.openness(lens, shading.vertex_normals(body))


def _unit(vectors: np.ndarray) -> np.ndarray:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9))


def _painted(
    own: Layer,
    other: Layer,
    calm: np.ndarray,
    tone: np.ndarray,
    arrows: np.ndarray,
    kept: np.ndarray,
    size: tuple[int, int],
) -> Image.Image:
    is_body = own.depth >= other.depth - 8  # what lies on a bed sinks in a little
    is_body &= np.isfinite(own.depth)
    is_cut = bool((kept < 1).any() and not np.isfinite(other.depth).any())
    is_thing = np.isfinite(other.depth) & ~is_body
    light = np.clip(0.62 + 0.38 * other.facing[..., 1], 0, 1)
    colours = np.where(
        is_body[..., None],
        _dressed(0.25 + 0.75 * tone, own.part),
        _between(THING_SHADOW, THING, light),
    )
    alpha = (is_body | is_thing).astype(float)
    for mask, colour, width in (
        (_thing_lines(other, is_thing), THING_LINE, THING_PX),
        (_steps(own.depth, is_body) & ~calm, LINE, INNER_PX),
        (_rim(is_body), LINE, LINE_PX),
    ):
        line = _stroke(mask, width)
        colours = colours * (1 - line[..., None]) + np.array(colour) * line[..., None]
        alpha = np.maximum(alpha, line)
    alpha = np.where(is_body, alpha * kept, np.minimum(alpha, ndimage.grey_dilation(kept, 5)) if is_cut else alpha)
    colours = colours * (1 - arrows[..., None]) + np.array(ARROW) * arrows[..., None]
    alpha = np.maximum(alpha, arrows)
    return _shrunk(colours, alpha, size)


def _curve(points: np.ndarray) -> np.ndarray:
    """Return points along a smooth line: through two straight, towards the middle one of three."""
    if len(points) == 2:
        return points
    share = np.linspace(0, 1, 24)[:, None]
    return np.asarray((1 - share) ** 2 * points[0] + 2 * share * (1 - share) * points[1] + share**2 * points[2])


def _arrow(line: np.ndarray, grid: Grid) -> np.ndarray:
    """Return where an arrow is drawn, (R, C)."""
    flat = np.stack([line[:, 0] - grid.left_mm, grid.top_mm - line[:, 1]], axis=1) / grid.mm_per_px
    image = Image.new("L", (grid.columns, grid.rows))
    pen = ImageDraw.Draw(image)
    ahead = flat[-1] - flat[-2]
    ahead = ahead / np.linalg.norm(ahead) * ARROW_HEAD_PX * FINER
    aside = np.array([-ahead[1], ahead[0]]) * 0.5
    pen.line(
        [tuple(point) for point in flat[:-1]] + [tuple(flat[-1] - ahead * 0.5)], 255, round(ARROW_PX * FINER), "curve"
    )
    pen.polygon([tuple(flat[-1]), tuple(flat[-1] - ahead + aside), tuple(flat[-1] - ahead - aside)], 255)
    return np.asarray(image, float) / 255


def _between(dark: Sequence[int], bright: Sequence[int], share: np.ndarray) -> np.ndarray:
    return np.asarray(np.array(dark) + share[..., None] * (np.array(bright) - np.array(dark)))


def _dressed(tone: np.ndarray, cloth: np.ndarray) -> np.ndarray:
    """Return the colours of skin, and of cloth where that is."""
    is_cloth = np.clip((cloth - 0.5) * 12 + 0.5, 0, 1)[..., None]
    return _between(CLAY_SHADOW, CLAY, tone) * (1 - is_cloth) + _between(CLOTH_SHADOW, CLOTH, tone) * is_cloth


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
    return np.asarray(lines & mask)


def _thing_lines(other: Layer, is_thing: np.ndarray) -> np.ndarray:
    """Return where a side of a thing ends: lines on the nearer one."""
    lines = np.zeros(is_thing.shape, bool)
    for axis in (0, 1):
        for way in (1, -1):
            differs = other.part != np.roll(other.part, way, axis=axis)
            lines |= differs & (other.depth >= np.roll(other.depth, way, axis=axis))
    return np.asarray(lines & is_thing)


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
