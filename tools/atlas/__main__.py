"""Makes the body charts of all figures anew. Run: make atlas (two minutes on two cores)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from rich.progress import Progress
from scipy import ndimage

from tools.atlas import areas, clothes, manifest, mesh, outlines, places, shading, write
from tools.atlas.raster import DIRECTIONS, Grid, Lens, Seen
from tools.atlas.regions import Labeller, Rules, Surface, face_regions, region_fields
from unknot.body.atlas import load_atlas

MAP_MM = 2.0  # a square of the region maps
FINE_MM = 1.0  # a square of the pictures that lines and shading are made from
MARGIN_MM = 6.0
FACE_STRENGTH = 2.2  # weaker lines of the head are left out: a calm face
FOLD_STRENGTH = 1.7
BELLY_STRENGTH = 2.4  # of the trunk from the side, where every bend of a muscle would be a line
NOSE_MM = 45.0  # lines of nose and mouth lie within this of the midline
CLEFT_MM = 25.0  # the edges of the buttock cleft lie within this of the midline
CLEFT_ABOVE_MM = 80.0  # and begin at most this far above the tailbone
# Short or curling strokes on hands and feet, and all on the toes and in the groin, are bends of the mesh, not edges.
HANDS_AND_FEET = (
    *("palm", "hand_back", "wrist_", "thumb", "index_", "middle_", "ring_", "little_"),
    *("foot_", "ankle_", "achilles", "heel"),
)
LEAST_LENGTH_MM, LEAST_STRAIGHTNESS = 34.0, 0.88
WITHOUT_LINES = ("genital", "suprapubic", "groin", "perineum", "big_toe", "lesser_toes", "ball_of_foot")
BELLY = (
    *("epigastric", "umbilical", "suprapubic", "upper_abdomen", "lower_abdomen", "flank", "lower_ribs_front"),
    *("chest_mid", "chest_upper", "hip_front", "iliac_crest_front", "thigh_front_upper"),
)


@dataclass(frozen=True)
class Subject:
    """A posed body, ready to be looked at."""

    lens: Lens
    normals: np.ndarray = field(repr=False)
    sky: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, body: mesh.Body) -> Subject:
        """Prepare a posed body. How open it lies is asked of a coarser mesh, which takes a quarter of the time."""
        coarse = mesh.refined(body, 1)
        sky = shading.openness(Lens(coarse), shading.vertex_normals(coarse))
        matrix, quads = mesh.refinement(coarse.quads, len(coarse.vertices), 1)
        fine = replace(coarse, vertices=matrix @ coarse.vertices, quads=quads, weights=matrix @ coarse.weights)
        return cls(Lens(fine), shading.vertex_normals(fine), matrix @ sky)

    def grid(self, name: str, mm_per_px: float) -> Grid:
        """Return the squares of a view: an even number, about the midline in front and back."""
        direction, vertices = DIRECTIONS[name], self.lens.body.vertices
        across = vertices[:, direction.axis] * direction.x_sign
        left, right = _outwards(across.min() - MARGIN_MM, -1), _outwards(across.max() + MARGIN_MM, 1)
        top, bottom = _outwards(vertices[:, 1].max() + MARGIN_MM, 1), _outwards(-MARGIN_MM, -1)
        return Grid(mm_per_px, left, top, round((right - left) / mm_per_px), round((top - bottom) / mm_per_px))


def _outwards(mm: float, sign: int) -> float:
    """Return the next multiple of four millimetres, which is a whole number of squares in every grid."""
    return float(sign * 4 * np.ceil(sign * mm / 4))


def main() -> None:
    with Progress() as progress:
        task = progress.add_task("Body", total=1 + 5 * len(mesh.FIGURES))

        def step(what: str) -> None:
            progress.update(task, advance=1, description=what)

        neutral = Subject.of(mesh.standing(mesh.neutral()))
        step("Regions")
        skin = Skin.of(neutral.lens.body)
        placed: list[places.Placed] = []
        measured: dict[str, dict[str, float]] = {}
        dressed: dict[str, dict[str, dict[str, str]]] = {}
        for figure, traits in mesh.FIGURES.items():
            body = mesh.formed(traits)
            step(f"{figure}: light")
            upright = neutral if figure == "neutral" else Subject.of(mesh.standing(body))
            sideways = Subject.of(mesh.standing(body, mesh.ARMS_FORWARD_DEGREES))
            placed.append(skin.marks.on(figure, upright.lens.body.vertices))
            measured[figure] = skin.areas(upright)
            drawn: dict[str, dict[str, Any]] = {}
            worn = dressed.setdefault(figure, {})
            for name, subject in (("front", upright), ("back", upright), ("left", sideways)):
                step(f"{figure}: {name}")
                view, fine = seen_from(name, subject, skin)
                for finished, picture in [(view, fine), *([mirrored(view, fine)] if name == "left" else [])]:
                    write.write_map(finished, figure)
                    write.write_shading(finished, figure)
                    drawn[finished.name] = draw(finished, picture, placed[-1])
                    worn[finished.name] = dress(picture)
            step(f"{figure}: lines")
            write.write_drawn({name: drawn[name] for name in write.VIEWS}, figure)
        write.write_clothes(dressed)
        write.write_areas(measured)
        write.write_landmarks([figure for figure in placed if figure.name != "neutral"])
    manifest.main()


@dataclass(frozen=True)
class Skin:
    """What is said of the neutral figure once, by the numbers of faces and vertices, and holds for all figures."""

    fields: np.ndarray = field(repr=False)
    regions: np.ndarray = field(repr=False)
    cloth: np.ndarray = field(repr=False)
    marks: places.Marks

    @classmethod
    def of(cls, body: mesh.Body) -> Skin:
        """Label the upright neutral figure."""
        rules, labeller = Rules.read(), Labeller(Surface.of(body))
        fields = region_fields(body, labeller.regions(rules), len(load_atlas().regions))
        regions = labeller.with_hidden(rules, face_regions(body, fields))
        return cls(fields, regions, clothes.cut(body), places.Marks.of(body.vertices))

    def areas(self, upright: Subject) -> dict[str, float]:
        """Return how much skin each cell has on a figure, in mm2."""
        measured = areas.Skin.of(upright.lens.body, upright.sky)
        regions = load_atlas().regions.values()
        return measured.by_cell(self.regions, [one.id for one in regions], [one.paired for one in regions])


@dataclass(frozen=True)
class Picture:
    """What lines are drawn from, in squares of `FINE_MM`.

    `labels` are as in a map, `facing` says how far the skin faces us, `cloth` how far a square lies within each piece
    of clothing, (R, C, 2).
    """

    labels: np.ndarray
    facing: np.ndarray
    cloth: np.ndarray


def all_cells() -> tuple[str, ...]:
    """Return the cells in the order of the labels."""
    regions = load_atlas().regions.values()
    return write.cell_names([region.id for region in regions], [region.paired for region in regions])


def seen_from(name: str, subject: Subject, skin: Skin) -> tuple[write.View, Picture]:
    """Return a view and the fine picture of it."""
    coarse, fine = subject.grid(name, MAP_MM), subject.grid(name, FINE_MM)
    direction = DIRECTIONS[name]
    labels = labelled(subject.lens.look(direction, coarse), skin.fields, subject.lens.body.vertices)
    seen = subject.lens.look(direction, fine)
    fine_labels = labelled(seen, skin.fields, subject.lens.body.vertices)
    tone = shading.tone(seen, name, subject.normals, subject.sky)
    facing = shading.screen_normals(direction, seen.mix(subject.normals))[..., 2]
    cloth = seen.mix(skin.cloth)
    if direction.axis == 0:
        keep_left = direction.x_sign < 0
        labels, fine_labels = same_on_both_sides(labels, keep_left), same_on_both_sides(fine_labels, keep_left)
        facing, cloth = folded(facing, keep_left), folded(cloth, keep_left)
    facing = shading.spread_outwards(facing, fine_labels > 0)
    view = write.View(name, direction.x_sign, coarse, all_cells(), labels, tone)
    return view, Picture(fine_labels, facing, cloth)


def labelled(seen: Seen, fields: np.ndarray, vertices: np.ndarray) -> np.ndarray:
    """Return the label of the cell in each square, (R, C)."""
    numbers = {cell: number for number, cell in enumerate(all_cells(), 1)}
    regions = load_atlas().regions.values()
    left = np.array([numbers.get(f"{region.id}:left", numbers.get(f"{region.id}:midline", 0)) for region in regions])
    right = np.array(
        [numbers.get(f"{region.id}:right", numbers.get(f"{region.id}:midline", 0)) for region in regions]
    )
    strongest = np.zeros(seen.triangle.shape, int)
    corners, weights = seen.corners[seen.triangle[seen.inside]], seen.weights[seen.inside].astype(np.float32)
    mixed = sum(weights[:, k, None] * fields[corners[:, k]] for k in range(3))
    strongest[seen.inside] = np.argmax(mixed, axis=1)
    is_left = seen.mix(vertices)[..., 0] >= 0
    return np.where(seen.inside, np.where(is_left, left[strongest], right[strongest]), 0)


def other_side() -> np.ndarray:
    """Return, for each label, that of the same region on the other side."""
    cells = all_cells()
    return np.array([0, *(1 + cells.index(write.mirrored_cell(cell)) for cell in cells)])


def folded(picture: np.ndarray, keep_left: bool) -> np.ndarray:
    """Return a picture whose one half is the mirror of the other."""
    half = picture.shape[1] // 2
    kept = picture[:, :half] if keep_left else picture[:, half:][:, ::-1]
    return np.concatenate([kept, kept[:, ::-1]], axis=1)


def same_on_both_sides(labels: np.ndarray, keep_left: bool) -> np.ndarray:
    """Return labels made from the picture's half that shows the body's left, and its mirror for the right."""
    half = labels.shape[1] // 2
    kept = labels[:, :half] if keep_left else labels[:, half:][:, ::-1]
    swap = other_side()
    is_right = np.array([False, *(cell.endswith(":right") for cell in all_cells())])
    kept = np.where(is_right[kept], swap[kept], kept)  # a sliver of the other side, seen across the midline
    first, second = kept, swap[kept]
    if not keep_left:
        first, second = second, first
    return np.concatenate([first, second[:, ::-1]], axis=1)


def mirrored(view: write.View, picture: Picture) -> tuple[write.View, Picture]:
    """Return the right view, which is the mirror of the left."""
    swap, grid = other_side(), view.grid
    other = replace(grid, left_mm=-(grid.left_mm + grid.columns * grid.mm_per_px))
    turned = write.View("right", -view.x_sign, other, view.cells, swap[view.labels][:, ::-1], view.tone[:, ::-1])
    return turned, Picture(swap[picture.labels][:, ::-1], picture.facing[:, ::-1], picture.cloth[:, ::-1])


def draw(view: write.View, picture: Picture, placed: places.Placed) -> dict[str, Any]:
    """Return what is drawn of a view."""
    labels, inside = picture.labels, picture.labels > 0
    outline = outlines.contours(inside, FINE_MM, blur_px=2, passes=24, tolerance_mm=0.22)
    # Regions reach a little beyond the outline, which cuts them: no gap shows between the two.
    beyond = np.where(ndimage.binary_dilation(inside, iterations=3), shading.spread_outwards(labels, inside), 0)
    cells, centres = {}, {}
    for number in np.unique(labels[inside]):
        name = view.cells[number - 1]
        lines = outlines.contours(beyond == number, FINE_MM, blur_px=1.5, passes=10, tolerance_mm=0.6)
        cells[name] = "".join(outlines.path(line, closed=True) for line in lines)
        if (view.labels == number).any():
            centres[name] = centre(view.labels == number)
    return {
        "width_mm": view.grid.columns * MAP_MM,
        "height_mm": view.grid.rows * MAP_MM,
        "outline": "".join(outlines.path(line, closed=True) for line in outline),
        "lines": [inner_line(*ridge) for ridge in inner_lines(view, picture, placed)],
        "cells": cells,
        "centres": centres,
    }


def dress(picture: Picture) -> dict[str, str]:
    """Return the paths of the clothes; they reach a little beyond the outline, which cuts them."""
    inside = picture.labels > 0
    near = ndimage.binary_dilation(inside, iterations=3)
    paths = {}
    for number, piece in enumerate(clothes.PIECES):
        worn = near & shading.spread_outwards((picture.cloth[..., number] > 0) & inside, inside)
        lines = outlines.contours(worn, FINE_MM, blur_px=2, passes=16, tolerance_mm=0.6)
        paths[piece] = "".join(outlines.path(line, closed=True) for line in lines)
    return paths


def inner_lines(view: write.View, picture: Picture, placed: places.Placed) -> list[tuple[np.ndarray, float]]:
    """Return the inner lines of a view: the same on both sides, a calm face, the cleft as one line."""
    found = [
        (points, strength)
        for points, strength in outlines.ridges(picture.facing, picture.labels > 0, FINE_MM)
        if not is_too_much(view, picture, placed, points, strength)
    ]
    if DIRECTIONS.get(view.name, DIRECTIONS["left"]).axis == 2:
        return found
    found = mirrored_lines(found, view.grid.columns * MAP_MM)
    return found if view.name == "front" else with_one_cleft(found, view, picture, placed)


def is_too_much(
    view: write.View, picture: Picture, placed: places.Placed, points: np.ndarray, strength: float
) -> bool:
    """Return whether a line would only disturb: nose and mouth, weak lines of head, breast and belly, and bends."""
    across, down = (points[len(points) // 2] / FINE_MM).astype(int)
    under = view.cells[picture.labels[down, across] - 1].split(":")[0]
    height = view.grid.top_mm - points[:, 1].mean()
    on_head = height > placed.up_mm("chin_point") - 10
    in_face = view.name == "front" and height > placed.up_mm("chin_point") + 20
    if in_face and np.abs(points[:, 0] - view.grid.columns * MAP_MM / 2).max() < NOSE_MM:
        return True
    from_side = view.name not in ("front", "back")
    if under in WITHOUT_LINES or (from_side and height > placed.up_mm("chin_point")):
        return True
    if under.startswith(HANDS_AND_FEET) and is_short_or_curled(points):
        return True
    if from_side and under in BELLY and strength < BELLY_STRENGTH:
        return True
    return (on_head and strength < FACE_STRENGTH) or (under == "chest_mid" and strength < FOLD_STRENGTH)


def is_short_or_curled(points: np.ndarray) -> bool:
    """Return whether a line is short, or far from straight."""
    length = float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
    return length < LEAST_LENGTH_MM or float(np.linalg.norm(points[-1] - points[0])) < LEAST_STRAIGHTNESS * length


def mirrored_lines(found: list[tuple[np.ndarray, float]], width: float) -> list[tuple[np.ndarray, float]]:
    """Return the lines of the picture's left half with their mirrors, and those across the midline."""
    lines = []
    for points, strength in found:
        if (points[:, 0] < width / 2).any():
            lines.append((points, strength))
        if (points[:, 0] < width / 2).all():
            lines.append((points * (-1, 1) + (width, 0), strength))
    return lines


def with_one_cleft(
    found: list[tuple[np.ndarray, float]], view: write.View, picture: Picture, placed: places.Placed
) -> list[tuple[np.ndarray, float]]:
    """Return the lines with one on the midline instead of both edges of the buttock cleft."""
    middle = view.grid.columns * MAP_MM / 2
    top = view.grid.top_mm - placed.up_mm("sacrococcygeal_joint")
    on_midline = np.flatnonzero(picture.labels[:, int(middle / FINE_MM)] > 0)
    bottom = float(on_midline.max() * FINE_MM)
    kept = [
        (points, strength)
        for points, strength in found
        if not (np.abs(points[:, 0] - middle).max() < CLEFT_MM and points[:, 1].min() > top - CLEFT_ABOVE_MM)
    ]
    cleft = np.array([(middle, down) for down in np.linspace(top, bottom, 5)])
    return [*kept, (cleft, 2.5)]


def inner_line(points: np.ndarray, strength: float) -> dict[str, Any]:
    """Return a line with its weight: the deeper the fold, the stronger."""
    return {
        "d": outlines.path(points, closed=False),
        "width_mm": round(min(0.9 + 0.5 * strength, 2.0), 1),
        "opacity": round(min(0.25 + 0.2 * strength, 1), 2),
    }


def centre(mask: np.ndarray) -> list[float]:
    """Return a point well inside the largest piece of a cell, in mm from the top left."""
    pieces, _ = ndimage.label(mask)
    largest = pieces == np.bincount(pieces.ravel())[1:].argmax() + 1
    depth = ndimage.distance_transform_edt(np.pad(largest, 1))[1:-1, 1:-1]
    row, column = np.unravel_index(depth.argmax(), depth.shape)
    return [float((column + 0.5) * MAP_MM), float((row + 0.5) * MAP_MM)]


if __name__ == "__main__":
    main()
