"""Turns pictures into drawn lines: contours of masks and ridges of shading, as smooth SVG paths in millimetres.

Points are (N, 2), across and down, in mm from the top left of the picture.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage
from skimage import filters, measure, morphology

CORNER_DEGREES = 38.0  # a sharper turn stays a corner


def contours(
    mask: np.ndarray, mm_per_px: float, *, blur_px: float, passes: int, tolerance_mm: float
) -> list[np.ndarray]:
    """Return the closed borders of a mask, softened and with few points."""
    soft = ndimage.gaussian_filter(np.pad(mask.astype(float), 8), blur_px)
    found = []
    for line in measure.find_contours(soft, 0.5):
        points = (line[:-1, ::-1] - 8 + 0.5) * mm_per_px
        if len(points) >= 12:
            found.append(simplified(smoothed(points, passes, closed=True), tolerance_mm, closed=True))
    return [points for points in found if len(points) > 3]


def smoothed(points: np.ndarray, passes: int, *, closed: bool) -> np.ndarray:
    """Return points each replaced by the mean of itself (half) and its two neighbours, some times over."""
    for _ in range(passes):
        before, after = np.roll(points, 1, axis=0), np.roll(points, -1, axis=0)
        moved = 0.25 * before + 0.5 * points + 0.25 * after
        if not closed:
            moved[[0, -1]] = points[[0, -1]]
        points = moved
    return points


def simplified(points: np.ndarray, tolerance_mm: float, *, closed: bool) -> np.ndarray:
    """Return fewer points that stay within a tolerance (Douglas and Peucker)."""
    if not closed:
        return np.asarray(measure.approximate_polygon(points, tolerance_mm))
    # Cut at the point farthest from the first, so that no stretch begins and ends in the same place.
    far = int(np.linalg.norm(points - points[0], axis=1).argmax())
    halves = points[: far + 1], np.concatenate([points[far:], points[:1]])
    first, second = (measure.approximate_polygon(half, tolerance_mm) for half in halves)
    return np.concatenate([first[:-1], second[:-1]])


def path(points: np.ndarray, *, closed: bool) -> str:
    """Return a smooth cubic path through points, relative, to a tenth of a millimetre."""
    leaving, arriving = _handles(points, closed)
    ends = np.roll(np.arange(len(points)), -1) if closed else np.arange(1, len(points))
    at = np.round(points[0], 1)
    words = [f"M{_number(at[0])} {_number(at[1])}c"]
    for start, end in enumerate(ends):
        target = np.round(points[end], 1)
        steps = np.concatenate([leaving[start] - at, arriving[end] - at, target - at])
        words.append(_numbers(steps))
        at = target
    return "".join([words[0], " ".join(words[1:]), "z" if closed else ""])


def _handles(points: np.ndarray, closed: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return for each point the handle of the curve that leaves it and of the one that arrives."""
    to_next = np.roll(points, -1, axis=0) - points
    if not closed:
        to_next[-1] = to_next[-2]
    to_last = np.roll(to_next, 1, axis=0)
    if not closed:
        to_last[0] = to_next[0]
    next_mm, last_mm = (np.maximum(np.linalg.norm(step, axis=1, keepdims=True), 1e-9) for step in (to_next, to_last))
    ahead, behind = to_next / next_mm, to_last / last_mm
    tangent = ahead * last_mm + behind * next_mm  # the nearer neighbour says more about the direction
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-9)
    corner = (ahead * behind).sum(axis=1, keepdims=True) < np.cos(np.radians(CORNER_DEGREES))
    # A long stretch after a short one keeps a short handle: else it would bow out, away from its neighbour's border.
    leaves, arrives = np.minimum(next_mm, 2 * last_mm) / 3, np.minimum(last_mm, 2 * next_mm) / 3
    return (
        points + np.where(corner, ahead, tangent) * leaves,
        points - np.where(corner, behind, tangent) * arrives,
    )


def _number(value: float) -> str:
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _numbers(values: np.ndarray) -> str:
    text = " ".join(_number(value) for value in values)
    return text.replace(" -", "-")


def ridges(facing: np.ndarray, inside: np.ndarray, mm_per_px: float) -> list[tuple[np.ndarray, float]]:
    """Return the inner lines (where one part of the body stands before another) with their strength.

    `facing` says how far the surface faces the viewer, (R, C); its dark ridges are the lines. Widths of 2 to 4.5
    squares, at 10 squares a centimetre, catch fingers as well as the armpit.
    """
    dark = filters.sato(ndimage.gaussian_filter(facing, 1), sigmas=(2, 3, 4.5), black_ridges=True)
    strength = np.where(ndimage.binary_erosion(inside, iterations=5), dark / 0.05, 0)
    lines = filters.apply_hysteresis_threshold(strength, 0.5, 1.1)
    skeleton = morphology.skeletonize(lines)
    found = []
    for pixels in _strokes(skeleton):
        if len(pixels) >= 24:
            points = smoothed((pixels[:, ::-1] + 0.5) * mm_per_px, 40, closed=False)
            found.append((simplified(points, 0.3, closed=False), float(strength[tuple(pixels.T)].mean())))
    return found


AROUND = [(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)]


def _strokes(skeleton: np.ndarray) -> list[np.ndarray]:
    """Return the skeleton's lines, cut where they branch."""
    left = {tuple(pixel) for pixel in np.argwhere(skeleton)}
    degree = {pixel: sum((pixel[0] + r, pixel[1] + c) in left for r, c in AROUND) for pixel in left}
    strokes = []
    for start in sorted(left, key=lambda pixel: (degree[pixel] != 1, pixel)):
        if start not in left:
            continue
        stroke = [start]
        left.discard(start)
        while following := [step for step in _next(stroke[-1]) if step in left]:
            stroke.append(min(following, key=lambda step: degree[step]))
            left.discard(stroke[-1])
        strokes.append(np.array(stroke))
    return strokes


def _next(pixel: tuple[int, int]) -> list[tuple[int, int]]:
    return [(pixel[0] + r, pixel[1] + c) for r, c in AROUND]
