"""Shades a view softly, as light from the upper left on clay.

Shapes: a picture is (R, C), in squares of one millimetre.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from tools.atlas.mesh import Body
from tools.atlas.raster import DIRECTIONS, Direction, Lens, Seen

KEY_LIGHT = np.array([-0.18, 0.62, 0.76])  # to the right of the screen, up, towards the viewer
# How far the hollows are felt, in squares, and how much each counts: wrinkles, folds, the relief of whole muscles.
CAVITY = ((5, 0.45), (12, 0.8), (26, 0.5))
RAYS = 48
LIFT_MM = 2.0  # rays begin this far above the skin, so that they do not meet it again at once


def vertex_normals(body: Body) -> np.ndarray:
    """Return the direction in which the skin looks at each vertex, (V, 3)."""
    first, second = (body.vertices[body.quads[:, k + 2]] - body.vertices[body.quads[:, k]] for k in (0, 1))
    normals = np.zeros_like(body.vertices)
    for corner in body.quads.T:
        np.add.at(normals, corner, np.cross(first, second))
    return np.asarray(normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9))


def openness(lens: Lens, normals: np.ndarray) -> np.ndarray:
    """Return which share of the sky each vertex sees, (V,): 1 in the open, less in folds."""
    free = np.zeros(len(normals))
    origins = lens.body.vertices + LIFT_MM * normals
    aside = np.cross(normals, np.where(np.abs(normals[:, :1]) < 0.9, [[1.0, 0, 0]], [[0, 1.0, 0]]))
    aside /= np.linalg.norm(aside, axis=1, keepdims=True)
    across = np.cross(normals, aside)
    for number in range(RAYS):
        # Evenly spread directions, more of them straight up (golden angle; the square root makes it cosine-weighted).
        radius, angle = np.sqrt((number + 0.5) / RAYS), number * np.pi * (3 - np.sqrt(5))
        directions = radius * np.cos(angle) * aside + radius * np.sin(angle) * across
        directions += np.sqrt(1 - radius**2) * normals
        free += ~lens.mesh.ray.intersects_any(origins, directions)
    return np.asarray(free / RAYS)


def screen_normals(direction: Direction, normals: np.ndarray) -> np.ndarray:
    """Return normals turned to the screen: right, up, towards the viewer."""
    towards = normals @ np.array(direction.towards, float)
    return np.stack([normals[..., direction.axis] * direction.x_sign, normals[..., 1], towards], axis=-1)


def spread_outwards(picture: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Return a picture in which what lies beside the body repeats the nearest of it: filters then leave no rims."""
    nearest = ndimage.distance_transform_edt(~inside, return_distances=False, return_indices=True)
    return np.asarray(picture[tuple(nearest)])


def tone(seen: Seen, name: str, normals: np.ndarray, sky: np.ndarray) -> np.ndarray:
    """Return how light each square is, (R, C), 0 to 1."""
    facing = spread_outwards(screen_normals(DIRECTIONS[name], seen.mix(normals)), seen.inside)
    facing /= np.maximum(np.linalg.norm(facing, axis=-1, keepdims=True), 1e-9)
    light = 0.42 * (0.5 + 0.5 * facing @ (KEY_LIGHT / np.linalg.norm(KEY_LIGHT)))
    light += 0.58 * np.clip(facing[..., 2], 0, 1) ** 0.6
    light *= 0.5 + 0.5 * spread_outwards(seen.mix(sky), seen.inside)
    light += 0.85 * sum(share * _cavity(facing, width) for width, share in CAVITY)
    dark, bright = np.percentile(light[seen.inside], (1, 98.5))
    return np.asarray(np.clip((light - dark) / (bright - dark), 0, 1) ** 0.9)


def _cavity(facing: np.ndarray, width: float) -> np.ndarray:
    """Return how hollow the surface is at a scale: below 0 in furrows, above 0 on ridges."""
    soft = [ndimage.gaussian_filter(facing[..., k], width) for k in (0, 1)]
    divergence = np.gradient(soft[0], axis=1) - np.gradient(soft[1], axis=0)
    return np.asarray(np.clip(divergence * width, -0.35, 0.35))
