"""Providers near a place, nearest first.

Many providers share a spot, the middle of their postcode. So a search walks over spots, nearest first, in a circle
that grows until enough providers are found, and looks at each spot for the kinds and names that were asked for.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from unknot.errors import BadInput, nearest
from unknot_app.directory.data import load_directory_data
from unknot_app.directory.file import file_of, opened
from unknot_app.directory.places import Place, Spot
from unknot_app.directory.provider import Found, in_one_line, read_facts
from unknot_app.directory.sphere import boxes_around, direction, distance_km
from unknot_app.directory.words import folded

FARTHEST_KM = 500.0
_FIRST_CIRCLE_KM = 3.0
_FIRST_SPOTS, _MOST_SPOTS = 8, 512

_SPOTS = """
SELECT spot.id, spot.latitude, spot.longitude FROM spot_box JOIN spot ON spot.id = spot_box.id
WHERE north >= ? AND south <= ? AND east >= ? AND west <= ?
"""
_OFFERS = "SELECT spot, place, provider, evidence FROM offer WHERE spot IN (SELECT value FROM json_each(?))"
_OF_KINDS = " AND kind IN (SELECT value FROM json_each(?))"
_OF_NAME = " AND instr(words, ?)"
_DETAILS = """
SELECT name, kinds, known, source, source_id, address, city, region, postcode, phone, precision, latitude, longitude
FROM place JOIN provider ON provider.id = place.provider WHERE place.id = ?
"""


class Near(NamedTuple):
    """A provider at a distance, before its details are read."""

    distance_km: float
    place: int
    provider: int
    evidence: int


def search(
    folder: Path,
    near: Place | Spot,
    *,
    day: date,
    km: float = 25.0,
    kinds: Collection[str] = (),
    name: str = "",
    limit: int = 20,
) -> tuple[Found, ...]:
    """Return the providers within a distance, nearest first.

    Among those at the same distance come first those of whom something surer is known; among these the order changes
    from day to day, so that nobody is always first. It is never for sale.

    Parameters
    ----------
    folder : Path
        The folder of the installation.
    near : Place or Spot
        See `find_place`.
    day : date
        The day of the search.
    km : float
        Above 0, at most 500.
    kinds : collection of str
        Ids of kinds; none: all.
    name : str
        Words of the name, or their beginnings, in any order.
    limit : int
        At most so many.

    Raises
    ------
    BadInput
        If the distance or a kind is none.
    DirectoryError
        If there is no directory, or it cannot be read.
    """
    _check(km, kinds)
    with opened(file_of(folder)) as directory:
        numbers = dict[int, str](directory.execute("SELECT number, id FROM kind").fetchall())
        hits = _of_kinds(directory, near, km, kinds, name, limit)
        hits.sort(key=lambda hit: (hit.distance_km, -hit.evidence, crc32(f"{day}:{hit.provider}".encode())))
        return tuple(_details(directory, near, hit, numbers, kinds) for hit in hits[:limit])


def count_near(
    folder: Path, near: Place | Spot, *, km: float, kinds: Collection[str] = (), name: str = "", most: int
) -> int:
    """Return how many providers `search` would find, counted up to `most`.

    Raises
    ------
    BadInput
        If the distance or a kind is none.
    DirectoryError
        If there is no directory, or it cannot be read.
    """
    _check(km, kinds)
    with opened(file_of(folder)) as directory:
        return min(len(_of_kinds(directory, near, km, kinds, name, most)), most)


def _check(km: float, kinds: Collection[str]) -> None:
    if not 0 < km <= FARTHEST_KM:
        raise BadInput(f"the distance {km:g} km is out of range: above 0, at most {FARTHEST_KM:.0f}")
    for kind in kinds:
        if kind not in load_directory_data().kinds:
            known = load_directory_data().kinds
            raise BadInput(f"unknown kind {kind!r}{nearest(kind, known)}; the kinds are {', '.join(known)}")


def _of_kinds(
    directory: sqlite3.Connection, near: Place | Spot, km: float, kinds: Collection[str], name: str, limit: int
) -> list[Near]:
    asked = [number for number, kind in directory.execute("SELECT number, id FROM kind") if kind in kinds]
    if kinds and not asked:
        return []
    return _nearest(directory, near, km, asked, folded(name).split(), limit)


def _nearest(
    directory: sqlite3.Connection, near: Place | Spot, km: float, kinds: list[int], words: list[str], limit: int
) -> list[Near]:
    """Return at least the nearest so many, with all that are as near as the last of them."""
    sql, filters = _OFFERS, []
    if kinds:
        sql, filters = sql + _OF_KINDS, [json.dumps(kinds)]
    for word in words:
        sql, filters = sql + _OF_NAME, [*filters, f" {word}"]
    found: dict[int, Near] = {}
    for distances in _chunks(_spots_by_distance(directory, near, km)):
        offers = directory.execute(sql, [json.dumps(list(distances)), *filters])
        for hit in sorted(Near(distances[spot], *offer) for spot, *offer in offers):
            found.setdefault(hit.provider, hit)  # a provider with two places counts at the nearer one
        if len(found) >= limit:
            break
    return list(found.values())


def _spots_by_distance(directory: sqlite3.Connection, near: Place | Spot, km: float) -> Iterator[tuple[float, int]]:
    """Yield distance and number of each spot within a distance, nearest first, in growing circles."""
    here = near.latitude, near.longitude
    done_km, circle_km = -1.0, min(_FIRST_CIRCLE_KM, km)
    while done_km < km:
        # Two boxes may meet at the date line.
        rows = {row for box in boxes_around(*here, circle_km) for row in directory.execute(_SPOTS, box)}
        distances = ((distance_km(*here, *there), spot) for spot, *there in rows)
        yield from sorted(hit for hit in distances if done_km < hit[0] <= circle_km)
        done_km, circle_km = circle_km, min(2 * circle_km, km)


def _chunks(spots: Iterable[tuple[float, int]]) -> Iterator[dict[int, float]]:
    """Yield spots in chunks that grow; those at one distance stay together, so that ties are never cut."""
    size, chunk = _FIRST_SPOTS, dict[int, float]()
    for distance, together in groupby(spots, key=lambda hit: hit[0]):
        chunk.update((spot, distance) for _, spot in together)
        if len(chunk) >= size:
            yield chunk
            size, chunk = min(2 * size, _MOST_SPOTS), {}
    if chunk:
        yield chunk


def _details(
    directory: sqlite3.Connection, near: Place | Spot, hit: Near, numbers: dict[int, str], asked: Collection[str]
) -> Found:
    name, kinds, known, source, source_id, *where = directory.execute(_DETAILS, [hit.place]).fetchone()
    line, city, region, postcode, phone, precision, latitude, longitude = where
    kinds = tuple(numbers[number] for number in json.loads(kinds))
    return Found(
        name=name,
        kind=next((kind for kind in kinds if kind in asked), kinds[0]),
        kinds=kinds,
        distance_km=round(hit.distance_km, 2),
        direction=direction(near.latitude, near.longitude, latitude, longitude),
        address=in_one_line(line, city, region, postcode),
        phone=phone,
        known=read_facts(known),
        source=source,
        source_id=source_id,
        caveat=load_directory_data().listing_of(source).caveat,
        precision=precision,
        latitude=latitude,
        longitude=longitude,
    )
