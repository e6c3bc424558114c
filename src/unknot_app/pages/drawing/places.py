"""The list of places as a form: every region with its sides, by the part of the body that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from unknot.body import load_atlas
from unknot.body.atlas import Region
from unknot.screen import load_screen_data
from unknot_app.actions.drawing import lay_name

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
    return PlaceForm(tuple(_parts(ticked)), round(max(given)) if given else None)


def _parts(ticked: frozenset[str]) -> list[Part]:
    """Return all regions by the part of the body that they belong to, each once; the low back comes first."""
    data, left = load_screen_data(), dict(load_atlas().regions)
    areas = sorted(data.vocabulary.pain_areas.values(), key=lambda area: area.id not in ("low_back", "buttock_hip"))
    parts = []
    for area in areas:
        named = {region for place in area.places for region in load_atlas().places[place].regions} | set(area.regions)
        members = [left.pop(region) for region in list(left) if region in named]
        if members:
            parts.append(_part(data.option_text("pain_regions", area.id), members, ticked))
    if left:
        parts.append(_part("Elsewhere", list(left.values()), ticked))
    return parts


def _part(name: str, regions: list[Region], ticked: frozenset[str]) -> Part:
    cells = {region.id: frozenset(f"{region.id}:{side}" for side in region.sides) & ticked for region in regions}
    return Part(name, tuple(Place(region, cells[region.id]) for region in regions))


def read_places(sent: QueryDict) -> list[dict[str, Any]]:
    """Return the ticked places in the form in which a drawing holds them; unknown names are passed over."""
    text = sent.get("strength", "")
    strength = {"intensity": int(text)} if text in map(str, STRENGTHS) else {}
    cells, ticked = load_atlas().cells, set(sent.getlist("place"))
    return [{"id": cell.split(":")[0], "side": cell.split(":")[1], **strength} for cell in cells if cell in ticked]
