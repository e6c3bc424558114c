"""What is painted, as it is written: in cells, or in the segments of a body map (CHOIR)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from unknot.body import load_atlas
from unknot.draw import Drawing, segments_of
from unknot.locate.sources import all_sources


def describe_painted(name: str) -> str:
    """Return a cell or a CHOIR segment in words."""
    atlas = load_atlas()
    if not name.startswith("choir_"):
        return atlas.describe_cell(name)
    code, side = name.removeprefix("choir_").split(":")
    return f"{atlas.choir_segments[code].name}, {side}"


def as_painted(drawing: Drawing, cells: Iterable[str]) -> frozenset[str]:
    """Return cells as the drawing writes them: themselves, or the segments of a body map."""
    return _as_segments(cells) if drawing.choir else frozenset(cells)


def zones_as_painted(drawing: Drawing, index: int) -> frozenset[str]:
    """Return the zones of a source as the drawing writes them."""
    return _zones(index, is_map=bool(drawing.choir))


@cache
def _zones(index: int, *, is_map: bool) -> frozenset[str]:
    cells = all_sources()[index].zones
    return _as_segments(cells) if is_map else cells


def _as_segments(cells: Iterable[str]) -> frozenset[str]:
    return frozenset(name for cell in cells for name in _segment_names_of(cell))


@cache
def _segment_names_of(name: str) -> tuple[str, ...]:
    segments = load_atlas().choir_segments
    return tuple(f"choir_{code}:{segments[code].side}" for code in segments_of(name))
