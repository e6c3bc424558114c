"""Stage 0, the body: regions, cells, landmarks, muscles, trigger points, referral zones and places."""

from unknot.body.areas import body_surface_mm2, cell_areas
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
    cells_around,
    load_atlas,
    mirror_cell,
    muscle_of,
)
from unknot.body.geometry import distance_mm, places_of, position_mm
from unknot.body.reference import FeltPoint, find_muscles, find_regions, points_felt_in, points_in, points_of_muscle

__all__ = [
    "Atlas",
    "Complaint",
    "FeltPoint",
    "Muscle",
    "Place",
    "Region",
    "Side",
    "TriggerPoint",
    "Who",
    "body_surface_mm2",
    "cell",
    "cell_areas",
    "cells_around",
    "distance_mm",
    "find_muscles",
    "find_regions",
    "load_atlas",
    "mirror_cell",
    "muscle_of",
    "places_of",
    "points_felt_in",
    "points_in",
    "points_of_muscle",
    "position_mm",
]
