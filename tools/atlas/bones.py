"""Draws the bones on the chart: of each view the bones that are seen, far ones first, each with its shaded side.

Run: make atlas (15 seconds a figure). Bones of the right side stand for both; the left view mirrors the right one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import trimesh
from scipy import ndimage

from tools.atlas import limbs, manifest, mesh, outlines
from tools.atlas.model import Bone, Model
from tools.atlas.muscles import landmarks_of, read_json
from tools.atlas.skeleton import Fit, Placed
from tools.atlas.write import FOLDER

VIEWS = ("front", "back", "right")
FINE_MM = 0.5  # a square of the pictures that the lines are drawn from
TOWARDS = {"front": (0, 0, 1), "back": (0, 0, -1), "right": (-1, 0, 0)}
LOOKED_FROM_MM = 2000.0
OUTLINE = {"blur_px": 2.0, "passes": 14, "tolerance_mm": 0.7}
SHADE = {"blur_px": 4.0, "passes": 20, "tolerance_mm": 1.0}
SHADED_BELOW = 0.62  # how far a bone's surface faces the viewer
FACING_BLUR_PX = 4.0
HOLLOW_MM = 2.5  # what lies so much deeper than its surroundings is shaded too: eye sockets, the bowl of the hip bone
HOLLOW_WITHIN_PX = 20.0
LEAST_MM2 = {"outline": 9.0, "shade": 40.0}
UNDER_PX = 2  # a bone reaches so far under those before it, so that no gap shows


@dataclass(frozen=True)
class Seen:
    """What is seen in each square, (R, C): the number of the bone (-1: none), how far it faces us, how near it is."""

    bone: np.ndarray = field(repr=False)
    facing: np.ndarray = field(repr=False)
    depth: np.ndarray = field(repr=False)


def main() -> None:
    model = Model().posed()
    for figure, traits in mesh.FIGURES.items():
        body = mesh.formed(traits)
        upright, sideways = mesh.standing(body), mesh.standing(body, mesh.ARMS_FORWARD_DEGREES)
        landmarks, _ = landmarks_of(figure)
        fit = Fit(model, upright, landmarks, traits["gender"])
        of_model, drawn = fit.bones(), {}
        breastbone = next(float(one.bone.vertices[:, 1].max()) for one in of_model if one.name == "sternum")
        for view in VIEWS:
            arms = limbs.bones(sideways if view == "right" else upright, landmarks, fit.scale, breastbone)
            placed = [*of_model, *(Placed(name, "right", bone) for name, bone in arms.items())]
            drawn[view] = draw(
                split_ribs(placed) if view != "right" else placed, view, read_json(f"{figure}_{view}.json")
            )
        write_bones(figure, drawn)
    manifest.main()


def write_bones(figure: str, drawn: dict[str, list[dict[str, Any]]]) -> None:
    """Write the bones of a figure, one a line."""
    views = [
        f"{json.dumps(view)}:[\n" + ",\n".join(json.dumps(bone, separators=(",", ":")) for bone in bones) + "\n]"
        for view, bones in drawn.items()
    ]
    text = "{\n" + ",\n".join(views) + "\n}\n"
    (FOLDER / f"{figure}.bones.json").write_text(text, encoding="utf-8", newline="\n")


def split_ribs(placed: Iterable[Placed]) -> list[Placed]:
    """Return bones with each rib cut where it stands widest, into its part behind and its part in front."""
    found = []
    for one in placed:
        if not one.name.startswith("rib"):
            found.append(one)
            continue
        vertices, triangles = one.bone.vertices, one.bone.triangles
        widest = vertices[vertices[:, 0].argmin(), 2]
        is_behind = vertices[triangles][:, :, 2].mean(axis=1) < widest
        for part, chosen in (("back", is_behind), ("front", ~is_behind)):
            if chosen.any():
                found.append(replace(one, name=f"{one.name}_{part}", bone=Bone(vertices, triangles[chosen])))
    return found


def is_far(name: str, view: str) -> bool:
    """Return whether a bone lies on the far side of the rib cage, and is only hinted at."""
    return name.endswith({"front": "_back", "back": "_front", "right": "no part"}[view]) or (
        view == "back" and name == "sternum"
    )


def draw(placed: list[Placed], view: str, chart: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the bones of a view, those far away first."""
    seen = look(placed, view, chart)
    drawn = []
    for number, one in enumerate(placed):
        visible = seen.bone == number
        if visible.sum() * FINE_MM**2 < LEAST_MM2["outline"]:
            continue
        reach, shaded = masks(seen, visible, is_whole=one.side == "middle" and view != "right")
        bone = {
            "name": one.name,
            "side": one.side,
            **({"far": True} if is_far(one.name, view) else {}),
            "d": path(reach, OUTLINE, LEAST_MM2["outline"]),
            "shade": path(shaded, SHADE, LEAST_MM2["shade"]),
        }
        if bone["d"]:
            drawn.append((not bone.get("far", False), float(np.median(seen.depth[visible])), bone))
    return [bone for *_, bone in sorted(drawn, key=lambda entry: entry[:2])]


def masks(seen: Seen, visible: np.ndarray, is_whole: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return where a bone is drawn and where shaded; of a bone of both sides the half that was seen is mirrored."""
    around = window(visible)
    here, facing, depth = visible[around], seen.facing[around], seen.depth[around]
    facing = blurred(facing, here, FACING_BLUR_PX)
    is_hollow = blurred(depth, here, HOLLOW_WITHIN_PX) - depth > HOLLOW_MM
    reach, shaded = np.zeros_like(visible), np.zeros_like(visible)
    shaded[around] = here & ((facing < SHADED_BELOW) | is_hollow)
    reach[around] = here | (ndimage.binary_dilation(here, iterations=UNDER_PX) & (seen.bone[around] >= 0))
    if is_whole:
        return reach | reach[:, ::-1], shaded | shaded[:, ::-1]
    return reach, shaded


def window(mask: np.ndarray) -> tuple[slice, slice]:
    """Return the rows and columns that hold a mask, with a little around it."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return slice(max(rows[0] - 8, 0), rows[-1] + 9), slice(max(columns[0] - 8, 0), columns[-1] + 9)


def path(mask: np.ndarray, how: dict[str, Any], least_mm2: float) -> str:
    """Return the border of a mask as a path, without specks."""
    if not mask.any():
        return ""
    around = window(mask)
    pieces, count = ndimage.label(mask[around])
    sizes = np.bincount(pieces.ravel(), minlength=count + 1) * FINE_MM**2
    kept = (sizes >= least_mm2)[pieces] & mask[around]
    corner = FINE_MM * np.array([around[1].start, around[0].start])
    lines = outlines.contours(kept, FINE_MM, **how)
    return "".join(outlines.path(line + corner, closed=True) for line in lines if area_mm2(line) >= least_mm2 / 2)


def area_mm2(ring: np.ndarray) -> float:
    x, y = ring.T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def blurred(values: np.ndarray, inside: np.ndarray, sigma_px: float) -> np.ndarray:
    """Return values softened within a mask, without the ground beside it."""
    weight = ndimage.gaussian_filter(inside.astype(float), sigma_px)
    return np.asarray(ndimage.gaussian_filter(np.where(inside, values, 0), sigma_px) / np.maximum(weight, 1e-6))


def look(placed: list[Placed], view: str, chart: dict[str, Any]) -> Seen:
    """Look at the bones: in front and back views at the right half, with the mirror of each bone beside it."""
    is_side = view == "right"
    parts = [(number, one.bone, 1) for number, one in enumerate(placed)]
    if not is_side:
        parts += [(-1, one.bone, -1) for one in placed if one.side == "right"]
    offsets = np.cumsum([0, *(len(bone.vertices) for _, bone, _ in parts[:-1])])
    vertices = np.concatenate([bone.vertices * (sign, 1, 1) for _, bone, sign in parts])
    triangles = np.concatenate([bone.triangles + at for (_, bone, _), at in zip(parts, offsets, strict=True)])
    owner = np.concatenate([np.full(len(bone.triangles), number) for number, bone, _ in parts])
    whole = trimesh.Trimesh(vertices, triangles, process=False)
    width, height = (chart[side] * chart["mm_per_px"] for side in ("columns", "rows"))
    across = chart["left_mm"] + (np.arange(int(width / FINE_MM)) + 0.5) * FINE_MM
    down = chart["top_mm"] - (np.arange(int(height / FINE_MM)) + 0.5) * FINE_MM
    x, y = np.meshgrid(chart["x_sign"] * across, down)
    looked_at = np.ones_like(x, bool) if is_side else x < 0
    axis, away = (2 if is_side else 0), np.array(TOWARDS[view], float)
    origins = np.zeros((int(looked_at.sum()), 3))
    origins[:, axis], origins[:, 1] = x[looked_at], y[looked_at]
    origins += away * LOOKED_FROM_MM
    hit = whole.ray.intersects_first(origins, np.tile(-away, (len(origins), 1)))
    seen = Seen(np.full(x.shape, -1), np.ones(x.shape), np.zeros(x.shape))
    is_hit = hit >= 0
    seen.bone[looked_at] = np.where(is_hit, owner[hit], -1)
    seen.facing[looked_at] = np.where(is_hit, np.abs(whole.face_normals[hit] @ away), 1)
    seen.depth[looked_at] = np.where(is_hit, whole.triangles_center[hit] @ away, 0)
    return seen


if __name__ == "__main__":
    main()
