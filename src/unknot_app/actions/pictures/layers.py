"""What lies over and under a muscle in a picture, shown when somebody asks for it: its neighbours, and the bones.

Bones are stored as muscles are: those of the right side stand for both, and the left view mirrors the right one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from unknot.body.chart import Figure
from unknot_app.actions.pictures.figure import Box, DrawnView, read_stored
from unknot_app.actions.pictures.muscles import DrawnMuscle, load_muscles, muscles_on
from unknot_app.actions.pictures.picture import Picture

BONES, NEIGHBOURS = "bones", "neighbours"


@dataclass(frozen=True)
class DrawnBone:
    """A bone on a view: its outline and its shaded side; a far one is only hinted at."""

    d: str
    shade: str
    is_far: bool
    box: Box
    transform: str = ""

    def mirrored(self, width_mm: float) -> DrawnBone:
        """Return the bone of the other side."""
        box = replace(self.box, x=width_mm - self.box.x - self.box.width)
        return replace(self, box=box, transform=f"matrix(-1 0 0 1 {width_mm:g} 0)")


@dataclass(frozen=True)
class Skeleton:
    """The bones of a view that some pictures show, far ones first: drawn once in a page, and used in each picture."""

    id: str
    bones: tuple[DrawnBone, ...]

    @property
    def far(self) -> tuple[DrawnBone, ...]:
        return tuple(bone for bone in self.bones if bone.is_far)

    @property
    def near(self) -> tuple[DrawnBone, ...]:
        return tuple(bone for bone in self.bones if not bone.is_far)


@dataclass(frozen=True)
class Neighbours:
    """The muscles that lie over and under one, in any view."""

    over: tuple[str, ...]
    under: tuple[str, ...]


def with_layers(pictures: Iterable[Picture], asked: Collection[str], muscle: str = "") -> tuple[Picture, ...]:
    """Return pictures with the layers that were asked for."""
    return tuple(_with_layers(picture, asked, muscle) for picture in pictures)


def _with_layers(picture: Picture, asked: Collection[str], muscle: str) -> Picture:
    if BONES in asked:
        picture = replace(picture, bones=_name(picture.view))
    if NEIGHBOURS in asked and picture.muscles:
        stored = load_muscles(picture.view.figure)[muscle][picture.view.stored_as]
        picture = replace(picture, over=_drawn(picture, stored["over"]), under=_drawn(picture, stored["under"]))
    return picture


def _drawn(picture: Picture, muscles: Iterable[str]) -> tuple[DrawnMuscle, ...]:
    """Return muscles on the sides on which the picture shows its own."""
    sides = ["left" if shown.mirror_mm else "right" for shown in picture.muscles]
    return tuple(one for name in muscles for one in muscles_on(picture.view, name, sides))


def neighbours_of(muscle: str) -> Neighbours:
    """Return the muscles over and under one on the neutral figure, each once, those that share most of it first."""
    views = [part for part in load_muscles("neutral")[muscle].values() if isinstance(part, dict)]
    over, under = (
        tuple(dict.fromkeys(name for part in views for name in part[layer])) for layer in ("over", "under")
    )
    return Neighbours(over, under)


def skeletons_of(pictures: Iterable[Picture]) -> tuple[Skeleton, ...]:
    """Return the bones that some pictures show, by view."""
    boxes: dict[str, list[Box]] = {}
    views: dict[str, DrawnView] = {}
    for picture in pictures:
        if picture.bones:
            views[picture.bones] = picture.view
            boxes.setdefault(picture.bones, []).append(picture.box)
    return tuple(
        Skeleton(name, tuple(bone for bone in _bones_on(view) if any(bone.box.meets(box) for box in boxes[name])))
        for name, view in views.items()
    )


def _name(view: DrawnView) -> str:
    return f"bones-{view.figure}-{view.name}"


def _bones_on(view: DrawnView) -> Iterable[DrawnBone]:
    """Yield the bones of both sides; of side views those of the side that is seen."""
    for bone in load_bones(view.figure)[view.stored_as]:
        drawn = DrawnBone(bone["d"], bone["shade"], bone.get("far", False), _box(bone["d"]))
        if view.name != "left":
            yield drawn
        if view.name == "left" or (view.name != "right" and bone["side"] == "right"):
            yield drawn.mirrored(view.width_mm)


@cache
def load_bones(figure: Figure) -> Mapping[str, list[dict[str, Any]]]:
    """Return what is stored of the bones of a figure, by view, far ones first."""
    stored: dict[str, list[dict[str, Any]]] = read_stored(f"{figure}.bones.json")
    return stored


@cache
def _box(path: str) -> Box:
    """Return the box of the points that a path goes through."""
    xs, ys = [], []
    for start, curves in re.findall(r"M([^c]+)c([^z]+)z", path):
        x, y = _numbers(start)
        for along, down in zip(*(_numbers(curves)[at::6] for at in (4, 5)), strict=True):
            x, y = x + along, y + down
            xs.append(x)
            ys.append(y)
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d*\.?\d+", text)]
