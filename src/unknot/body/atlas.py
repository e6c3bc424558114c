"""The atlas: regions and cells of the body surface, landmarks, muscles, trigger points, referral zones, places.

A *region* is one of 127 areas of the body surface. A *cell* is a region on one side, written `region:side`
(`iliac_crest_back:right`, `coccyx:midline`); there are 235. A *place* is one of 48 coarse names that questions
and limits use. Left and right are always the person's own.
"""

from collections.abc import Iterable
from functools import cache, cached_property
from typing import Literal

from unknot.knowledge import Entry, Names, Reader, Value, report_together

Side = Literal["left", "right", "midline"]
Complaint = Literal["low_back", "neck", "head", "widespread"]
Who = Literal["self", "partner", "therapist"]
View = Literal["front", "back", "side"]
# How a landmark was placed on a figure: by a bone of a fitted model, by a regular step between such bones, by eye, or
# carried over from the neutral figure with the skin.
Placing = Literal["bone", "level", "eye", "carried"]

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
    placed: Placing
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


@cache
def neighbours_of(name: str) -> frozenset[str]:
    """Return the cells that border on a cell: on its own side, on the midline, and its mirror where they meet."""
    regions = load_atlas().regions
    region_id, side = name.split(":")
    region = regions[region_id]
    bordering = {
        cell(other, other_side)
        for other in region.neighbours
        for other_side in regions[other].sides
        if side == other_side or "midline" in (side, other_side)
    }
    if region.touches_own_mirror:
        bordering.add(mirror_cell(name))
    return frozenset(bordering - {name})


def cells_around(cells: Iterable[str]) -> frozenset[str]:
    """Return the cells that border on any of these and are not among them."""
    inside = frozenset(cells)
    return frozenset[str]().union(*(neighbours_of(name) for name in inside)) - inside


class Atlas:
    """Everything that is known of the body.

    Each part is read and checked when it is first asked for, so that a command reads only what it needs; `check`
    reads all of them and reports all faults together.
    """

    reference_stature_mm = 1661.0

    @cached_property
    def regions(self) -> dict[str, Region]:
        """Return the 127 regions by id."""
        reader, file = Reader("body"), "regions.csv"
        regions = {row.id: row for row in reader.rows(file, Region)}
        areas = {area.rsplit("_", 1)[0] if area.endswith(("_left", "_right")) else area for area in self.wpi_areas}
        for region in regions.values():
            reader.resolve(file, region.id, "region", region.neighbours, regions)
            mapped = (*region.choir_left, *region.choir_right, *region.choir_midline)
            reader.resolve(file, region.id, "CHOIR segment", mapped, self.choir_segments)
            reader.resolve(file, region.id, "index area", [region.wpi] if region.wpi else [], areas)
            for other in region.neighbours:
                if other in regions and region.id not in regions[other].neighbours:
                    reader.fault(file, region.id, f"names {other} as a neighbour, but not the other way")
        return reader.checked(file, regions)

    @cached_property
    def choir_segments(self) -> dict[str, ChoirSegment]:
        """Return the 74 segments of the CHOIR Body Map by code."""
        reader = Reader("body")
        segments = {row.code: row for row in reader.rows("choir_segments.csv", ChoirSegment)}
        return reader.checked("choir_segments.csv", segments)

    @cached_property
    def wpi_areas(self) -> dict[str, WpiArea]:
        """Return the 19 areas of the Widespread Pain Index by id."""
        reader = Reader("body")
        return reader.checked("wpi_areas.csv", {row.id: row for row in reader.rows("wpi_areas.csv", WpiArea)})

    @cached_property
    def landmarks(self) -> dict[str, Landmark]:
        """Return the landmarks by id."""
        reader, file = Reader("body"), "landmarks.csv"
        landmarks = {row.id: row for row in reader.rows(file, Landmark)}
        for landmark in landmarks.values():
            reader.resolve(file, landmark.id, "region", [landmark.region], self.regions)
        return reader.checked(file, landmarks)

    @cached_property
    def muscles(self) -> dict[str, Muscle]:
        """Return the muscles by id."""
        reader = Reader("body")
        return reader.checked("muscles.toml", reader.entries("muscles.toml", "muscle", Muscle))

    @cached_property
    def trigger_points(self) -> dict[str, TriggerPoint]:
        """Return the trigger points by id; an id begins with its muscle, "piriformis.medial"."""
        reader, file = Reader("body"), "trigger_points.toml"
        points = reader.entries(file, "trigger_point", TriggerPoint)
        for point in points.values():
            reader.resolve(file, point.id, "muscle", [point.muscle, muscle_of(point.id)], self.muscles)
            reader.resolve(file, point.id, "region", [point.region], self.regions)
            reader.resolve(file, point.id, "landmark", (*point.landmarks, *point.position.anchor), self.landmarks)
            if point.id not in self.referral_zones:
                reader.fault(file, point.id, "has no referral zone")
        reader.resolve(file, "referral_zones.csv", "trigger point", self.referral_zones, points)
        return reader.checked(file, points)

    @cached_property
    def referral_zones(self) -> dict[str, tuple[ReferralZone, ...]]:
        """Return the referral zones of each trigger point."""
        reader, file = Reader("body"), "referral_zones.csv"
        zones: dict[str, list[ReferralZone]] = {}
        for zone in reader.rows(file, ReferralZone):
            zones.setdefault(zone.point, []).append(zone)
            reader.resolve(file, zone.point, "region", [zone.region], self.regions)
            check_zone_side(reader, file, zone.point, zone.region, zone.side, self.regions)
            reader.resolve_keys(file, zone.point, zone.sources)
        reader.finish()
        return {point: tuple(found) for point, found in zones.items()}

    @cached_property
    def places(self) -> dict[str, Place]:
        """Return the 48 coarse places by id."""
        reader, file = Reader("body"), "places.toml"
        places = reader.entries(file, "place", Place)
        for place in places.values():
            inner = [region for zone in place.zone for region in zone.regions]
            reader.resolve(file, place.id, "region", (*place.regions, *place.touches, *inner), self.regions)
            anchors = [name for zone in place.zone for name in (*zone.at, zone.from_, zone.to) if name]
            reader.resolve(file, place.id, "landmark", anchors, self.landmarks)
        return reader.checked(file, places)

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Return all 235 cells in a fixed order."""
        return tuple(cell(region.id, side) for region in self.regions.values() for side in region.sides)

    def describe_cell(self, name: str) -> str:
        """Return a cell in words: "hip crest, back part, right"."""
        region, side = name.split(":")
        words = self.regions[region].name
        return words if side == "midline" else f"{words}, {side}"

    def check(self) -> None:
        """Read every part.

        Raises
        ------
        KnowledgeError
            With all faults of all parts.
        """
        report_together(
            lambda part=part: getattr(self, part)  # type: ignore[misc]
            for part in (
                "choir_segments",
                "wpi_areas",
                "regions",
                "landmarks",
                "muscles",
                "referral_zones",
                "trigger_points",
                "places",
            )
        )


@cache
def load_atlas() -> Atlas:
    """Return the atlas. Its parts are read and checked when they are first asked for."""
    return Atlas()


def muscle_of(point: str) -> str:
    """Return the muscle of a trigger point, by its id."""
    return point.split(".")[0]


def check_zone_side(
    reader: Reader, file: str, entry: str, region: str, side: str, regions: dict[str, Region]
) -> None:
    """Remember a fault when a zone's side does not suit its region (a midline region has no left and right)."""
    if region in regions and regions[region].paired == (side == "midline"):
        expected = "left or right" if regions[region].paired else "midline"
        reader.fault(file, entry, f"zone {region} is {expected}, not {side!r}")
