"""The CHOIR body map: reading segment codes and tying segments to regions.

A segment is one observation, however many regions it covers. Codes here are in the male numbering; the package
that publishes the maps numbered six front segments of the female figure differently (`female_code`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from unknot.body import Atlas, load_atlas
from unknot.errors import BadInput

Numbering = Literal["male", "female"]


def read_segments(text: str, numbering: Numbering = "male") -> tuple[str, ...]:
    """Read the codes of one body map, "203,218", into male numbering.

    Raises
    ------
    BadInput
        If the map is empty or holds a code that is not a segment.
    """
    codes = [code.strip() for code in text.split(",") if code.strip()]
    if not codes:
        raise BadInput("the body map is empty")
    known = load_atlas().choir_segments
    renamed = {segment.female_code: code for code, segment in known.items()} if numbering == "female" else {}
    for code in codes:
        if code not in known:
            raise BadInput(f"unknown CHOIR segment {code!r}: codes run from 101 to 136 and 201 to 238")
    return tuple(renamed.get(code, code) for code in codes)


def write_segments(codes: Iterable[str], numbering: Numbering = "male") -> tuple[str, ...]:
    """Return codes in male numbering as the numbering of a figure has them, sorted; `read_segments` reads them back.

    Source: the numbering of both figures, CHOIRBM (Cramer 2022, doi 10.1371/journal.pcbi.1010496).
    """
    known = load_atlas().choir_segments
    return tuple(sorted(known[code].female_code if numbering == "female" else code for code in codes))


def segment_names(atlas: Atlas, codes: Iterable[str]) -> tuple[str, ...]:
    """Return the written form of segments, `choir_CODE:side`."""
    return tuple(f"choir_{code}:{atlas.choir_segments[code].side}" for code in codes)


def segments_of(cell_name: str) -> tuple[str, ...]:
    """Return the segments in which a cell would be painted: its best match, both halves for a midline cell."""
    region_id, side = cell_name.split(":")
    region = load_atlas().regions[region_id]
    if side == "midline":
        return region.choir_midline
    return (region.choir_left if side == "left" else region.choir_right)[:1]
