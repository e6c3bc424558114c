"""The list of places as a form: every region with its sides, by the part of the body that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from unknot.body import load_atlas
from unknot.body.atlas import Region
from unknot_app.actions.drawing import lay_name
from unknot_app.actions.parts_of_body import PartOfBody, parts_of_body

# How strong a place is that nobody has given a strength: none is stored.
STRENGTHS = tuple(range(1, 11))


@dataclass(frozen=True)
class Place:
    """A region as it stands on the list, with its boxes."""

    region: Region
    chosen: frozenset[str]

    @property
    def name(self) -> str:
        return lay_name(self.region.name)

    @property
    def boxes(self) -> tuple[tuple[str, str, bool], ...]:
        """Return value, side and whether it is ticked, of each box."""
        cells = ((f"{self.region.id}:{side}", side) for side in self.region.sides)
        return tuple((cell, side, cell in self.chosen) for cell, side in cells)


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
    parts = tuple(_part(part, ticked) for part in parts_of_body())
    return PlaceForm(parts, round(max(given)) if given else None)


def _part(part: PartOfBody, ticked: frozenset[str]) -> Part:
    cells = {one.id: frozenset(f"{one.id}:{side}" for side in one.sides) & ticked for one in part.regions}
    return Part(part.name, tuple(Place(one, cells[one.id]) for one in part.regions))


def read_places(sent: QueryDict) -> list[dict[str, Any]]:
    """Return the ticked places in the form in which a drawing holds them; unknown names are passed over."""
    text = sent.get("strength", "")
    strength = {"intensity": int(text)} if text in map(str, STRENGTHS) else {}
    cells, ticked = load_atlas().cells, set(sent.getlist("place"))
    return [{"id": cell.split(":")[0], "side": cell.split(":")[1], **strength} for cell in cells if cell in ticked]
