"""What no side of the body shows, as a small drawing beside the painting; kept as places from the list are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from unknot.draw import FEELINGS
from unknot_app.actions.drawing import Raw
from unknot_app.pages.drawing.places import read_strength

# From front to back, in words for people.
REGIONS = {
    "genital": gettext_lazy("Genitals"),
    "perineum": gettext_lazy("In between (perineum)"),
    "perianal": gettext_lazy("Around the anus"),
}


@dataclass(frozen=True)
class InsetPlace:
    """A place of the drawing, and whether it is marked."""

    id: str
    name: str | Promise
    is_ticked: bool


@dataclass(frozen=True)
class Inset:
    """The drawing as it stands on the page."""

    places: tuple[InsetPlace, ...]

    @property
    def is_open(self) -> bool:
        return any(place.is_ticked for place in self.places)


def inset_of(regions: Sequence[Mapping[str, Any]]) -> Inset:
    """Return the drawing with these stored places marked."""
    marked = {mark["id"] for mark in regions}
    return Inset(tuple(InsetPlace(region, name, region in marked) for region, name in REGIONS.items()))


def with_inset(regions: Raw, sent: QueryDict) -> Raw:
    """Return stored places as they are after the drawing was sent: what was marked before keeps its strength."""
    if "has_inset" not in sent:
        return regions
    ticked = [region for region in REGIONS if region in sent.getlist("inset")]
    kept = [mark for mark in regions if mark["id"] not in REGIONS or mark["id"] in ticked]
    known = {mark["id"] for mark in kept}
    strength = read_strength(sent)
    felt = [quality for quality in sent.getlist("quality") if quality in FEELINGS]
    mark = ({} if strength is None else {"intensity": strength}) | ({"quality": felt} if felt else {})
    return [*kept, *({"id": region, "side": "midline", **mark} for region in ticked if region not in known)]
