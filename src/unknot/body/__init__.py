"""Stage 0, the body: regions, cells, landmarks, muscles, trigger points, referral zones and places."""

from unknot.body.atlas import (
    Atlas,
    Complaint,
    Muscle,
    Place,
    Region,
    Side,
    TriggerPoint,
    Who,
    cell,
    load_atlas,
    mirror_cell,
)
from unknot.body.geometry import distance_mm, places_of, position_mm

__all__ = [
    "Atlas",
    "Complaint",
    "Muscle",
    "Place",
    "Region",
    "Side",
    "TriggerPoint",
    "Who",
    "cell",
    "distance_mm",
    "load_atlas",
    "mirror_cell",
    "places_of",
    "position_mm",
]
