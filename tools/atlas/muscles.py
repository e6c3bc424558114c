"""Draws the muscles on the chart, from the lines of muscle_shapes.toml: shapes with fibres, for the right side.

Run: make atlas (five seconds a figure). Points are (across, down) in mm from the corner of a view.
A sheet is an array (K, N, 2): K fibres of N points, from origin to insertion.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np
import shapely
from scipy.interpolate import CubicSpline
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from tools.atlas import manifest, mesh, outlines
from tools.atlas.model import Model, Posed
from tools.atlas.skeleton import Fit
from tools.atlas.write import FOLDER
from unknot.body import load_atlas
from unknot.body.geometry import Point, landmark_mm
from unknot.knowledge import Value

NEUTRAL = "neutral"
LINES = Path(__file__).with_name("muscle_shapes.toml")
VIEWS = ("front", "back", "right")

POINTS = 33  # of a fibre
BELLY_END = 0.33  # a belly's width at its ends, as a share of its greatest
SHEET_MARGIN_MM = 2.5  # a sheet reaches so far beyond its outer fibres
ROUNDING_MM = 3.0
NOTCH_MM = 7.0  # between the ends of the model's paths
WITHIN_MM = 2.5  # shapes stay so far within the outline of the body
TOLERANCE_MM = 0.8
FIBRE_TOLERANCE_MM = 0.6
LEAST_MM2 = 40.0  # smaller pieces, left over by the outline, are dropped
FIBRE_EVERY_MM = (4.0, 6.0)  # in slim and in wide muscles
SLANTED_EVERY_MM = 13.0  # along a border
SLANTED_STEPS = 13  # slanted fibres cross a sheet in so many
CROWDED_MM = 2.6  # where fibres run together, every other one ends
GAP_MM = 5.0
LAYERS = ("superficial", "deep", "internal")
NEIGHBOUR_SHARE = 0.25  # of the smaller of two muscles, that both cover
MOST_NEIGHBOURS = 3


Node = tuple[str | float, ...]


class Shape(Value):
    """The lines of one muscle, or of a part of it, in one view; muscle_shapes.toml explains the words."""

    muscle: str
    view: Literal["front", "back", "side"]
    depth: Literal["superficial", "deep", "internal"]
    lines: tuple[tuple[Node, ...], ...]
    width_mm: float = 0.0
    ends: tuple[float, float] = (BELLY_END, BELLY_END)
    slant: float = 0.0
    gaps: tuple[float, ...] = ()
    apart: bool = False
    behind: tuple[str, ...] = ()
    paths: str = ""
    path_width_mm: float = 0.0
    note: str = ""

    @property
    def shown_in(self) -> str:
        """Return the view of the chart on which the right side's muscle is drawn."""
        return "right" if self.view == "side" else self.view

    def sheets(self, stage: Stage) -> list[np.ndarray]:
        """Return the bellies, or the one sheet between all lines, as they lie on the view."""
        lines = [resampled(np.array([stage.at(node, self.view) for node in line])) for line in self.lines]
        if self.width_mm:
            return [belly(line, self.width_mm * stage.scale, self.ends) for line in lines]
        return [lofted(np.array(lines), is_slanted=self.slant > 0)]

    def model_sheets(self, stage: Stage) -> list[np.ndarray]:
        """Return the sheets of the model's paths: a belly about each, or without a width the one between them."""
        named = sorted(name for name in stage.paths if re.match(self.paths, name)) if self.paths else []
        lines = [resampled(stage.seen(stage.paths[name])) for name in named]
        if self.path_width_mm:
            return [belly(line, self.path_width_mm * stage.scale, self.ends) for line in apart(lines)]
        return [lofted(np.array(lines), is_slanted=False)] if lines else []


@dataclass(frozen=True)
class Stage:
    """One view of a figure: where its landmarks lie, in mm, and what was drawn of it."""

    landmarks: Mapping[str, Point]
    scale: float
    chart: Mapping[str, Any]
    cells: Mapping[str, str]
    body: BaseGeometry
    paths: Mapping[str, np.ndarray]

    def seen(self, points: np.ndarray) -> np.ndarray:
        """Return where points (N, 3) of the right side lie on the view."""
        across = points[:, 2 if self.chart["view"] == "right" else 0]
        return np.stack(
            [self.chart["x_sign"] * across - self.chart["left_mm"], self.chart["top_mm"] - points[:, 1]], axis=1
        )

    def at(self, node: Node, view: str) -> tuple[float, float]:
        """Return where a node lies on the right side's view."""
        first, *second = (self.landmarks[word] for word in node if isinstance(word, str))
        *fraction, across, up = (float(word) for word in node if not isinstance(word, str))
        x, y, front = first if not second else between(first, second[0], fraction[0])
        x = front if view == "side" else x
        x, y = x + self.scale * across, y + self.scale * up
        x_sign: int = self.chart["x_sign"]
        return x_sign * (x if view == "side" else -x) - self.chart["left_mm"], self.chart["top_mm"] - y


def between(first: Point, second: Point, fraction: float) -> Point:
    """Return the point part of the way from one to another."""
    x, y, z = (start + fraction * (end - start) for start, end in zip(first, second, strict=True))
    return x, y, z


def main() -> None:
    shapes = read_shapes()
    missing = set(load_atlas().muscles) - {shape.muscle for shape in shapes}
    if missing:
        raise SystemExit(f"{LINES.name} draws no lines for: {', '.join(sorted(missing))}")
    model = Model().posed()
    for figure, traits in mesh.FIGURES.items():
        landmarks, _ = landmarks_of(figure)
        fit = Fit(model, mesh.standing(mesh.formed(traits)), landmarks, traits["gender"])
        write_muscles(figure, drawn_muscles(shapes, read_stages(figure, right_paths(model, fit))))
    manifest.main()


def right_paths(model: Posed, fit: Fit) -> dict[str, np.ndarray]:
    """Return the model's paths of the right side on a figure."""
    found = {name.removesuffix("_r"): fit.path(path) for name, path in model.paths.items() if name.endswith("_r")}
    # The model's right abdominal muscles are on its left.
    return {name: points * (-np.sign(points[:, 0].mean()), 1, 1) for name, points in found.items()}


def read_shapes() -> list[Shape]:
    """Return the lines of all muscles."""
    stored = tomllib.loads(LINES.read_text(encoding="utf-8"))
    return [Shape.model_validate(entry) for entry in stored["shape"]]


def read_stages(figure: str, paths: Mapping[str, np.ndarray]) -> dict[str, Stage]:
    """Return the views of a figure on which the muscles of the right side are drawn."""
    landmarks, scale = landmarks_of(figure)
    drawn = read_json(f"{figure}.drawn.json")
    return {
        view: Stage(
            landmarks,
            scale,
            read_json(f"{figure}_{view}.json"),
            drawn[view]["cells"],
            flattened(drawn[view]["outline"]).buffer(-WITHIN_MM),
            paths,
        )
        for view in VIEWS
    }


def landmarks_of(figure: str) -> tuple[Mapping[str, Point], float]:
    """Return where the landmarks lie on a figure, and its stature as a share of the neutral one's."""
    if figure == NEUTRAL:
        return {name: landmark_mm(load_atlas(), name) for name in load_atlas().landmarks}, 1.0
    stored = read_json("landmarks.json")[figure]
    return stored["landmarks"], stored["stature_mm"] / load_atlas().reference_stature_mm


def read_json(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def drawn_muscles(shapes: list[Shape], stages: dict[str, Stage]) -> dict[str, dict[str, Any]]:
    """Return of each muscle its depth, and for each view the paths of its shape and fibres, and its box."""
    muscles: dict[str, dict[str, Any]] = {}
    for shape in shapes:
        views = muscles.setdefault(shape.muscle, {"depth": shape.depth})
        view = views.setdefault(shape.shown_in, {"from": "drawn", "shape": "", "fibres": ""})
        if shape.paths:
            view["from"] = "model"
        for part, fibres in parts(shape, stages[shape.shown_in]):
            view["shape"] += border(part)
            view["fibres"] += "".join(outlines.path(fibre, closed=False) for fibre in fibres)
        view["box"] = [round(side) for side in flattened(view["shape"]).bounds]
    add_neighbours(muscles)
    return muscles


def add_neighbours(muscles: dict[str, dict[str, Any]]) -> None:
    """Say of each muscle in each view which lie over it and which under it, those that cover most of it first."""
    for view in VIEWS:
        here = {name: flattened(views[view]["shape"]) for name, views in muscles.items() if view in views}
        for name, shape in here.items():
            layer = LAYERS.index(muscles[name]["depth"])
            shared = {
                other: shape.intersection(area).area
                for other, area in here.items()
                if shape.intersection(area).area > NEIGHBOUR_SHARE * min(shape.area, area.area)
            }
            nearest = sorted(shared, key=lambda other: -shared[other])
            layers = {other: LAYERS.index(muscles[other]["depth"]) for other in nearest}
            muscles[name][view]["over"] = [other for other in nearest if layers[other] < layer][:MOST_NEIGHBOURS]
            muscles[name][view]["under"] = [other for other in nearest if layers[other] > layer][:MOST_NEIGHBOURS]


def write_muscles(figure: str, muscles: dict[str, dict[str, Any]]) -> None:
    """Write the muscles of a figure, one a line."""
    rows = ",\n".join(f"{json.dumps(name)}:{json.dumps(muscles[name], separators=(',', ':'))}" for name in muscles)
    (FOLDER / f"{figure}.muscles.json").write_text(f"{{\n{rows}\n}}\n", encoding="utf-8", newline="\n")


def resampled(points: np.ndarray) -> np.ndarray:
    """Return evenly spaced points of a smooth curve through a few."""
    fine = smooth(points, np.linalg.norm(np.diff(points, axis=0), axis=1) ** 0.5, 200)
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(fine, axis=0), axis=1))])
    at = np.linspace(0, along[-1], POINTS)
    return np.stack([np.interp(at, along, fine[:, axis]) for axis in (0, 1)], axis=1)


def smooth(values: np.ndarray, steps: np.ndarray, count: int) -> np.ndarray:
    """Return a natural spline through values, read at `count` places."""
    places = np.concatenate([[0], np.cumsum(steps)])
    if len(values) == 2:
        share = np.linspace(0, 1, count).reshape(-1, *[1] * (values.ndim - 1))
        return np.asarray(values[0] + share * (values[1] - values[0]))
    return np.asarray(CubicSpline(places, values, bc_type="natural")(np.linspace(0, places[-1], count)))


def fibre_count(width_mm: float) -> int:
    """Return how many fibres a sheet of a width has, with its two borders: closer together where it is slim."""
    every = np.clip(width_mm / 4, *FIBRE_EVERY_MM)
    return int(np.clip(round(width_mm / every) + 1, 3, 16))


def apart(lines: list[np.ndarray]) -> list[np.ndarray]:
    """Return lines without those that run along with an earlier one all the way."""
    kept: list[np.ndarray] = []
    for line in sorted(lines, key=lambda one: -np.linalg.norm(np.diff(one, axis=0), axis=1).sum()):
        near = [np.linalg.norm(line[:, None] - other[None], axis=2).min(axis=1) for other in kept]
        if not near or np.min([np.mean(gap) for gap in near]) > CROWDED_MM:
            kept.append(line)
    return kept


def lofted(lines: np.ndarray, is_slanted: bool) -> np.ndarray:
    """Return fibres between lines, counted by where they stand widest; steps across if the fibres are slanted."""
    widest = np.linalg.norm(np.diff(lines, axis=0), axis=2).sum(axis=0).max()
    return smooth(lines, np.ones(len(lines) - 1), SLANTED_STEPS if is_slanted else fibre_count(widest))


def belly(line: np.ndarray, width_mm: float, ends: tuple[float, float]) -> np.ndarray:
    """Return a sheet about a line, thickest in its middle."""
    share = np.linspace(0, 1, len(line))
    end = ends[0] + share * (ends[1] - ends[0])
    half = width_mm / 2 * (end + (1 - end) * np.sin(np.pi * share) ** 0.8)
    along = np.gradient(line, axis=0)
    beside = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.linalg.norm(along, axis=1, keepdims=True)
    offsets = np.linspace(-1, 1, fibre_count(width_mm))
    return np.array([line + beside * half[:, None] * offset for offset in offsets])


def hidden(shape: Shape, cells: Mapping[str, str]) -> BaseGeometry:
    """Return the area in which other parts of the body stand before a shape."""
    before = [flattened(path) for cell, path in cells.items() if cell.startswith(shape.behind)]
    return shapely.union_all(before).buffer(WITHIN_MM) if before else Polygon()


def parts(shape: Shape, stage: Stage) -> list[tuple[Polygon, list[np.ndarray]]]:
    """Return the pieces of a shape, each with the fibres in it; what the body does not hold is cut off."""
    margin, sheets = 0.0 if shape.width_mm else SHEET_MARGIN_MM, shape.sheets(stage)
    modelled = shape.model_sheets(stage)
    free = stage.body.difference(hidden(shape, stage.cells))
    areas = [shapely.union_all(quads(sheet)).buffer(margin) for sheet in sheets]
    areas += [shapely.union_all(quads(sheet)) for sheet in modelled]
    together = areas if shape.apart else [shapely.union_all(areas)]
    fibres = [fibre for sheet in modelled or sheets for fibre in fibre_lines(sheet, shape, is_drawn=not modelled)]
    found = []
    for area in together:
        for piece in pieces(rounded(area, NOTCH_MM if modelled else ROUNDING_MM).intersection(free)):
            within = piece.buffer(-2.4 if modelled else -1.2)  # fine borders of bellies are smoothed by more
            found.append((piece, [points for fibre in fibres for points in clipped(fibre, within)]))
    return found


def quads(sheet: np.ndarray) -> list[BaseGeometry]:
    """Return the squares between neighbouring fibres."""
    rings = [
        Polygon([first[k], first[k + 1], second[k + 1], second[k]])
        for first, second in pairwise(sheet)
        for k in range(sheet.shape[1] - 1)
    ]
    return [shapely.make_valid(ring).buffer(0.05) for ring in rings if ring.area > 0]


def rounded(area: BaseGeometry, notch_mm: float) -> BaseGeometry:
    """Return an area with rounded corners and filled notches."""
    filled = area.buffer(notch_mm).buffer(-notch_mm)
    slim = min(notch_mm, 0.3 * filled.area**0.5)
    softened = filled.buffer(-slim / 2).buffer(slim / 2)
    return softened if softened.area > 0.9 * filled.area else filled


def pieces(area: BaseGeometry) -> list[Polygon]:
    found = area.geoms if isinstance(area, MultiPolygon) else [area]
    kept = [Polygon(one.exterior) for one in found if isinstance(one, Polygon) and one.area > LEAST_MM2]
    return [shapely.geometry.polygon.orient(one) for one in kept]


def fibre_lines(sheet: np.ndarray, shape: Shape, is_drawn: bool) -> list[np.ndarray]:
    """Return the fibres to be drawn of a sheet: the borders are the outline's."""
    if shape.slant and is_drawn:
        return slanted(sheet, shape.slant)
    drawn = []
    for number in range(1, len(sheet) - 1):
        fibre, share = sheet[number], np.linspace(0, 1, POINTS)
        keep = (share > 0.03 + 0.05 * (number % 2)) & (share < 0.97 - 0.05 * (number % 2))
        if number % 2 == 0:
            gap = np.linalg.norm(sheet[number] - sheet[number - 1], axis=1)
            keep &= gap > CROWDED_MM
        drawn += [piece for piece in runs(fibre, keep) if len(piece) > 3]
    return [piece for fibre in drawn for piece in interrupted(fibre, sheet, shape.gaps)]


def runs(points: np.ndarray, keep: np.ndarray) -> list[np.ndarray]:
    """Return the stretches of points that are kept."""
    borders = np.flatnonzero(np.diff(np.concatenate([[0], keep.astype(int), [0]])))
    return [points[start:end] for start, end in zip(borders[::2], borders[1::2], strict=True)]


def interrupted(fibre: np.ndarray, sheet: np.ndarray, gaps: tuple[float, ...]) -> list[np.ndarray]:
    """Return a fibre without what lies at the gaps, which are bands across the sheet."""
    if not gaps:
        return [fibre]
    bands = [LineString(sheet[:, round(gap * (POINTS - 1))]).buffer(GAP_MM / 2) for gap in gaps]
    rest = LineString(fibre).difference(shapely.union_all(bands))
    return [np.array(line.coords) for line in getattr(rest, "geoms", [rest]) if not line.is_empty]


def slanted(sheet: np.ndarray, slant: float) -> list[np.ndarray]:
    """Return fibres that cross a sheet from its first line to its last, `slant` of its length ahead."""
    length = np.linalg.norm(np.diff(sheet[0], axis=0), axis=1).sum()
    count = max(4, round(length * (1 + slant) / SLANTED_EVERY_MM))
    share, along = np.linspace(0, 1, len(sheet)), np.linspace(0, 1, POINTS)
    fibres = []
    for start in np.linspace(-slant, 1, count):
        at = start + slant * share
        keep = (at >= 0) & (at <= 1)
        points = [[np.interp(a, along, row[:, axis]) for axis in (0, 1)] for a, row in zip(at, sheet, strict=True)]
        fibres += [piece for piece in runs(np.array(points), keep) if len(piece) > 1]
    return fibres


def clipped(fibre: np.ndarray, within: BaseGeometry) -> list[np.ndarray]:
    """Return what of a fibre lies within, with few points."""
    inside = LineString(fibre).intersection(within)
    lines = [line for line in getattr(inside, "geoms", [inside]) if isinstance(line, LineString) and line.length > 6]
    return [np.array(line.simplify(FIBRE_TOLERANCE_MM).coords) for line in lines]


def border(piece: Polygon) -> str:
    """Return the border of a piece as a path with few points, but so many that no curve bows out of the body."""
    ring = outlines.smoothed(densified(np.array(piece.exterior.coords[:-1])), 6, closed=True)
    for tolerance in (TOLERANCE_MM, TOLERANCE_MM / 2, TOLERANCE_MM / 4):
        path = outlines.path(outlines.simplified(ring, tolerance, closed=True), closed=True)
        if flattened(path).within(piece.buffer(WITHIN_MM / 2)):
            break
    return path


def densified(ring: np.ndarray) -> np.ndarray:
    """Return a ring with a point every millimetre and a half, so that smoothing works the same all round."""
    line = LineString([*ring, ring[0]])
    count = max(12, int(line.length / 1.5))
    return np.array([line.interpolate(share, normalized=True).coords[0] for share in np.arange(count) / count])


def flattened(path: str) -> BaseGeometry:
    """Return the area of a drawn path; a piece inside another is a hole."""
    area: BaseGeometry = Polygon()
    for start, curves in re.findall(r"M([^c]+)c([^z]+)z", path):
        at = np.array(numbers(start))
        points = [at]
        for steps in np.array(numbers(curves)).reshape(-1, 3, 2):
            for t in np.linspace(0.25, 1, 4):
                weights = 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
                points.append(at + sum(w * step for w, step in zip(weights, steps, strict=True)))
            at = at + steps[-1]
        area = area.symmetric_difference(Polygon(points).buffer(0))
    return area


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d*\.?\d+", text)]


if __name__ == "__main__":
    main()
