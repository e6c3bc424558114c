"""Dresses the figures in plain shorts and a plain top, for those who would rather not look at a bare body.

Clothes are cut on the neutral figure, as numbers of its vertices, and fit the others as they fit it. Nothing counts
them: they lie under what is painted.

Shapes: `V` vertices; views have `R` rows and `C` columns.
"""

from __future__ import annotations

import numpy as np

from tools.atlas.mesh import Body

PIECES = ("shorts", "top")

# The neutral figure, upright: from the thigh to just under the hip crest; from under the breast to the shoulders.
SHORTS_MM = (690.0, 962.0)
HEM_MM = 1150.0
NECK_FRONT_MM, NECK_BACK_MM, NECK_HALF_MM = 1315.0, 1352.0, 64.0
# The neckline rises to the strap, and goes over from front to back within this depth. All above the collar is bare.
NECK_RISE_MM, NECK_DEPTH_MM, COLLAR_MM = 80.0, (-15.0, 65.0), 1425.0
STRAP_MM, ARMHOLE_MM, SHOULDER_MM = 104.0, 1240.0, 1335.0
REACH_MM = 60.0
ARMS = ("upperarm01.L", "upperarm01.R")


def cut(body: Body) -> np.ndarray:
    """Return how far each vertex of the upright neutral figure lies within each piece, (V, 2): below 0 beside it."""
    across, up = np.abs(body.vertices[:, 0]), body.vertices[:, 1]
    shorts = np.minimum(up - SHORTS_MM[0], SHORTS_MM[1] - up)
    to_front = np.clip((body.vertices[:, 2] - NECK_DEPTH_MM[0]) / (NECK_DEPTH_MM[1] - NECK_DEPTH_MM[0]), 0, 1)
    neck = NECK_BACK_MM + to_front * (NECK_FRONT_MM - NECK_BACK_MM) - up
    neck = np.minimum(neck + NECK_RISE_MM * (across / NECK_HALF_MM) ** 4, COLLAR_MM - up)
    narrowing = np.clip((SHOULDER_MM - up) / (SHOULDER_MM - ARMHOLE_MM), 0, 1)
    armhole = STRAP_MM + 110 * narrowing**2 - across
    top = np.minimum.reduce([up - HEM_MM, neck, armhole])
    skeleton = body.skeleton
    on_arm = body.weights[:, [bone for arm in ARMS for bone in skeleton.below(arm)]].sum(axis=1)
    pieces = np.stack([shorts, top], axis=1)
    return np.asarray(np.clip(np.minimum(pieces, (REACH_MM * (1 - 2 * on_arm))[:, None]), -REACH_MM, REACH_MM))
