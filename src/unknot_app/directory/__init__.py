"""Therapists and doctors near a place: an own file, built from lists that somebody loads, and only read.

Nothing here needs Django or a network. No provider is ever called "verified": of each is told what is known, and how.

    place = find_place("80302")
    for found in search(folder, place, day=date.today(), km=25, kinds=["massage"]):
        found.name, found.distance_km, found.direction, found.known, found.caveat
"""

from unknot_app.directory.data import EvidenceLevel, Kind, Level, Listing, load_directory_data
from unknot_app.directory.file import DirectoryError, ListStatus, Status, status
from unknot_app.directory.importing import Counts, Loaded, import_list
from unknot_app.directory.lookup import Listed, Practice, look_up
from unknot_app.directory.places import ForeignPostcodeError, Place, UnknownPlaceError, find_place
from unknot_app.directory.provider import Found, Known
from unknot_app.directory.rejects import Rejected, RejectedRow, rejected, rejected_rows
from unknot_app.directory.removing import (
    keep_removals,
    leave_out,
    remove_provider,
    take_list_away,
    take_lists_away,
)
from unknot_app.directory.search import FARTHEST_KM, count_near, search

__all__ = [
    "FARTHEST_KM",
    "Counts",
    "DirectoryError",
    "EvidenceLevel",
    "ForeignPostcodeError",
    "Found",
    "Kind",
    "Known",
    "Level",
    "ListStatus",
    "Listed",
    "Listing",
    "Loaded",
    "Place",
    "Practice",
    "Rejected",
    "RejectedRow",
    "Status",
    "UnknownPlaceError",
    "count_near",
    "find_place",
    "import_list",
    "keep_removals",
    "leave_out",
    "load_directory_data",
    "look_up",
    "rejected",
    "rejected_rows",
    "remove_provider",
    "search",
    "status",
    "take_list_away",
    "take_lists_away",
]
