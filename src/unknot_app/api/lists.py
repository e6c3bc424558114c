"""Lists, a part at a time."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query

MOST_AT_ONCE = 100
# SQLite counts no further than a signed number of 64 bits; nobody has so many records.
FARTHEST = 1_000_000

Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE)]
Offset = Annotated[int, Query(ge=0, le=FARTHEST)]


def part_of(found: QuerySet[Any], limit: int, offset: int) -> dict[str, Any]:
    """Return some of what was found, and how much there is in all."""
    return {"items": list(found[offset : offset + limit]), "total": found.count()}
