"""The atlas: regions and cells of the body surface, landmarks, muscles, trigger points, referral zones, places.

A *region* is one of 127 areas of the body surface. A *cell* is a region on one side, written `region:side`
(`iliac_crest_back:right`, `coccyx:midline`); there are 235. A *place* is one of 48 coarse names that questions
and limits use. Left and right are always the person's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal

from unknot.knowledge import Entry, Names, Reader, Value

Side = Literal["left", "right", "midline"]
Complaint = Literal["low_back", "neck", "head", "widespread"]
Who = Literal["self", "partner", "therapist"]
View = Literal["front", "back", "side"]

OPPOSITE: dict[str, str] = {"left": "right", "right": "left", "midline": "midline"}


class Region(Entry):
    """One area of the body surface; paired regions stand for a left and a right cell."""

    id: str
    name: str
    paired: bool
    complaint: Literal["low_back", "neck", "head"]
    views: Names
    neighbours: Names
    touches_own_mirror: bool
    choir_right: Names = ()
    choir_left: Names = ()
    choir_midline: Names = ()
    wpi: str = ""
    wpi_folded: bool
    mapping_status: str

    @property
    def sides(self) -> tuple[Side, ...]:
        """Return the sides on which the region has a cell."""
        return ("left", "right") if self.paired else ("midline",)


class ChoirSegment(Entry):
    """One of the 74 segments of the CHOIR Body Map."""

    code: str
    female_code: str
    name: str
    view: Literal["front", "back"]
    side: Literal["left", "right"]


class WpiArea(Entry):
    """One of the 19 areas of the 2016 Widespread Pain Index."""

    id: str
    name: str
    quadrant: str
    excluded_from_generalized_pain: bool


class Landmark(Entry):
    """A palpable landmark with its position in mm on the reference figure of 1661 mm."""

    id: str
    name: str
    paired: bool
    region: str
    lateral_mm: float
    up_mm: float
    front_mm: float
    position_status: str
    definition: str
    how_to_find: str


class Muscle(Entry):
    """A muscle: anatomy, names used elsewhere, and what commonly sets a trigger point in it off."""

    id: str
    name: str
    common_name: str
    group: str
    size: Literal["small", "medium", "large"]
    aliases: Names
    origin: str
    insertion: str
    action: str
    nerve: str
    anatomy_status: str
    anatomy_sources: Names
    nerve_status: str
    activating_causes: Names
    causes_status: str
    causes_sources: Names
    features: Names
    features_status: str
    features_sources: Names
    fma_right: Names = ()
    fma_left: Names = ()
    fma_ids: Names = ()
    fma_status: str
    model_paths: Names = ()
    stretch_names: Names = ()


class Position(Value):
    """Where something lies: from one landmark, or part of the way between two, then moved in mm."""

    anchor: Names
    fraction: float = 0.0
    lateral_mm: float
    up_mm: float = 0.0
    front_mm: float = 0.0


class TriggerPoint(Entry):
    """A trigger-point site of a muscle and who may press it."""

    id: str
    muscle: str
    label: str
    location: str
    landmarks: Names
    position: Position
    position_status: str
    region: str
    view: View
    depth: Literal["superficial", "deep"]
    who: tuple[Who, ...]
    sensitive: bool = False
    self_exam: Literal["care", "avoid"] | None = None
    self_exam_reason: str = ""


class ReferralZone(Entry):
    """One region in which a trigger point is felt; `side` is relative to the side of the point."""

    point: str
    region: str
    side: Literal["same", "opposite", "both", "midline"]
    grade: Literal["essential", "spillover"]


class Zone(Value):
    """The exact area in which a limit of a place binds."""

    kind: Literal["regions", "radius", "strip"]
    regions: Names = ()
    at: Names = ()
    fraction: float = 0.0
    lateral_mm: float = 0.0
    up_mm: float = 0.0
    radius_mm: float = 0.0
    from_: str = ""
    from_offset_mm: tuple[float, float] = (0.0, 0.0)
    to: str = ""
    to_offset_mm: tuple[float, float] = (0.0, 0.0)
    half_width_mm: float = 0.0
    view: View | None = None


class Place(Entry):
    """A coarse place name that questions, limits and plans use."""

    id: str
    name: str
    regions: Names
    zone: tuple[Zone, ...] = ()
    touches: Names
    side: Literal["same", "midline"]


def cell(region: str, side: str) -> str:
    """Return the cell's written form, `region:side`."""
    return f"{region}:{side}"


def mirror_cell(name: str) -> str:
    """Return the same cell on the other side of the body (a midline cell is its own mirror)."""
    region, side = name.split(":")
    return cell(region, OPPOSITE[side])


@dataclass(frozen=True)
class Atlas:
    """Everything that is known of the body, with all names resolved."""

    regions: dict[str, Region]
    landmarks: dict[str, Landmark]
    muscles: dict[str, Muscle]
    trigger_points: dict[str, TriggerPoint]
    referral_zones: dict[str, tuple[ReferralZone, ...]]
    places: dict[str, Place]
    choir_segments: dict[str, ChoirSegment]
    wpi_areas: dict[str, WpiArea]
    reference_stature_mm: float = field(default=1661.0)

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Return all 235 cells in a fixed order."""
        return tuple(cell(region.id, side) for region in self.regions.values() for side in region.sides)

    def describe_cell(self, name: str) -> str:
        """Return a cell in words: "hip crest, back part, right"."""
        region, side = name.split(":")
        words = self.regions[region].name
        return words if side == "midline" else f"{words}, {side}"


def _check_names(reader: Reader, atlas: Atlas) -> None:
    regions = atlas.regions
    codes = atlas.choir_segments
    areas = {area.rsplit("_", 1)[0] if area.endswith(("_left", "_right")) else area for area in atlas.wpi_areas}
    for region in regions.values():
        reader.resolve("regions.csv", region.id, "region", region.neighbours, regions)
        mapped = (*region.choir_left, *region.choir_right, *region.choir_midline)
        reader.resolve("regions.csv", region.id, "CHOIR segment", mapped, codes)
        reader.resolve("regions.csv", region.id, "index area", [region.wpi] if region.wpi else [], areas)
        for other in region.neighbours:
            if other in regions and region.id not in regions[other].neighbours:
                reader.fault("regions.csv", region.id, f"names {other} as a neighbour, but not the other way")
    for landmark in atlas.landmarks.values():
        reader.resolve("landmarks.csv", landmark.id, "region", [landmark.region], regions)
    for point in atlas.trigger_points.values():
        reader.resolve("trigger_points.toml", point.id, "muscle", [point.muscle], atlas.muscles)
        reader.resolve("trigger_points.toml", point.id, "region", [point.region], regions)
        named = (*point.landmarks, *point.position.anchor)
        reader.resolve("trigger_points.toml", point.id, "landmark", named, atlas.landmarks)
        if point.id not in atlas.referral_zones:
            reader.fault("referral_zones.csv", point.id, "has no zone")
    for name, zones in atlas.referral_zones.items():
        reader.resolve("referral_zones.csv", name, "trigger point", [name], atlas.trigger_points)
        reader.resolve("referral_zones.csv", name, "region", [zone.region for zone in zones], regions)
        for zone in zones:
            check_zone_side(reader, "referral_zones.csv", name, zone.region, zone.side, regions)
    for place in atlas.places.values():
        inner = [region for zone in place.zone for region in zone.regions]
        reader.resolve("places.toml", place.id, "region", (*place.regions, *place.touches, *inner), regions)
        anchors = [name for zone in place.zone for name in (*zone.at, zone.from_, zone.to) if name]
        reader.resolve("places.toml", place.id, "landmark", anchors, atlas.landmarks)


def check_zone_side(
    reader: Reader, file: str, entry: str, region: str, side: str, regions: dict[str, Region]
) -> None:
    """Remember a fault when a zone's side does not suit its region (a midline region has no left and right)."""
    if region in regions and regions[region].paired == (side == "midline"):
        expected = "left or right" if regions[region].paired else "midline"
        reader.fault(file, entry, f"zone {region} is {expected}, not {side!r}")


@cache
def load_atlas() -> Atlas:
    """Return the atlas, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid or a name does not resolve; all faults are listed.
    """
    reader = Reader("body")
    zones: dict[str, list[ReferralZone]] = {}
    for zone in reader.rows("referral_zones.csv", ReferralZone):
        zones.setdefault(zone.point, []).append(zone)
    atlas = Atlas(
        regions={row.id: row for row in reader.rows("regions.csv", Region)},
        landmarks={row.id: row for row in reader.rows("landmarks.csv", Landmark)},
        muscles=reader.entries("muscles.toml", "muscle", Muscle),
        trigger_points=reader.entries("trigger_points.toml", "trigger_point", TriggerPoint),
        referral_zones={point: tuple(found) for point, found in zones.items()},
        places=reader.entries("places.toml", "place", Place),
        choir_segments={row.code: row for row in reader.rows("choir_segments.csv", ChoirSegment)},
        wpi_areas={row.id: row for row in reader.rows("wpi_areas.csv", WpiArea)},
    )
    _check_names(reader, atlas)
    for file, entries in (
        ("regions.csv", atlas.regions),
        ("landmarks.csv", atlas.landmarks),
        ("muscles.toml", atlas.muscles),
        ("trigger_points.toml", atlas.trigger_points),
        ("places.toml", atlas.places),
        ("choir_segments.csv", atlas.choir_segments),
        ("wpi_areas.csv", atlas.wpi_areas),
    ):
        reader.resolve_sources(file, entries.items())
    for point, found in atlas.referral_zones.items():
        reader.resolve_sources("referral_zones.csv", ((point, zone) for zone in found))
    reader.finish()
    return atlas
