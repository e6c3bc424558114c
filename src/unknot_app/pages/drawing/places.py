"""The list of places as a form: every region with its sides, by the part of the body that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from unknot.body import load_atlas
from unknot.body.atlas import Region
from unknot.draw import FEELINGS, Quality
from unknot_app.actions.drawing import lay_name
from unknot_app.actions.parts_of_body import PartOfBody, parts_of_body

# How strong a place is that nobody has given a strength: none is stored.
STRENGTHS = tuple(range(1, 11))


@dataclass(frozen=True)
class Place:
    """A region as it stands on the list, with its boxes, and how it feels there."""

    region: Region
    chosen: frozenset[str]
    quality: tuple[Quality, ...] = ()

    @property
    def name(self) -> str:
        return lay_name(self.region.name)

    @property
    def boxes(self) -> tuple[tuple[str, str, bool], ...]:
        """Return value, side and whether it is ticked, of each box."""
        cells = ((f"{self.region.id}:{side}", side) for side in self.region.sides)
        return tuple((cell, side, cell in self.chosen) for cell, side in cells)

    @property
    def feelings(self) -> tuple[tuple[str, str, bool], ...]:
        """Return value, word and whether it is ticked, of each quality."""
        return tuple(
            (f"{self.region.id}:{name}", feeling.word, name in self.quality) for name, feeling in FEELINGS.items()
        )


@dataclass(frozen=True)
class Part:
    """A part of the body with its places."""

    name: str
    places: tuple[Place, ...]

    @property
    def is_open(self) -> bool:
        return any(place.chosen for place in self.places)


@dataclass(frozen=True)
class PlaceForm:
    """The list as it stands on the page."""

    parts: tuple[Part, ...]
    strength: int | None


def place_form(regions: Sequence[Mapping[str, Any]]) -> PlaceForm:
    """Return the list with these places ticked."""
    ticked = frozenset(f"{mark['id']}:{mark['side']}" for mark in regions)
    given = [mark["intensity"] for mark in regions if mark.get("intensity") is not None]
    feels = {str(mark["id"]): tuple(mark.get("quality", ())) for mark in regions}
    parts = tuple(_part(part, ticked, feels) for part in parts_of_body())
    return PlaceForm(parts, round(max(given)) if given else None)


def _part(part: PartOfBody, ticked: frozenset[str], feels: Mapping[str, tuple[Quality, ...]]) -> Part:
    cells = {one.id: frozenset(f"{one.id}:{side}" for side in one.sides) & ticked for one in part.regions}
    return Part(part.name, tuple(Place(one, cells[one.id], feels.get(one.id, ())) for one in part.regions))


def read_strength(sent: QueryDict) -> int | None:
    """Return the strength that was chosen; None when none was."""
    text = sent.get("strength", "")
    return int(text) if text in map(str, STRENGTHS) else None


def read_places(sent: QueryDict) -> list[dict[str, Any]]:
    """Return the ticked places in the form in which a drawing holds them; unknown names are passed over."""
    given = read_strength(sent)
    strength = {} if given is None else {"intensity": given}
    ticked, feels = set(sent.getlist("place")), set(sent.getlist("quality"))
    marks = []
    for cell in load_atlas().cells:
        if cell in ticked:
            region, side = cell.split(":")
            quality = [name for name in FEELINGS if f"{region}:{name}" in feels]
            marks.append({"id": region, "side": side, **strength, **({"quality": quality} if quality else {})})
    return marks
