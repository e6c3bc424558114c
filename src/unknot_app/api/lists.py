"""Lists, a part at a time."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query

from unknot_app.actions.reading import read_fields

MOST_AT_ONCE = 100
# SQLite counts no further than a signed number of 64 bits; nobody has so many records.
FARTHEST = 1_000_000

Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE)]
Offset = Annotated[int, Query(ge=0, le=FARTHEST)]


def part_of(request: HttpRequest, found: QuerySet[Any], limit: int, offset: int, *others: str) -> dict[str, Any]:
    """Return some of what was found, and how much there is in all; `others` are further parameters of the address."""
    refuse_other_parameters(request, "limit", "offset", *others)
    return {"items": list(found[offset : offset + limit]), "total": found.count()}


def refuse_other_parameters(request: HttpRequest, *known: str) -> None:
    """Refuse a parameter that nobody reads, such as a misspelt one."""
    read_fields(request.GET, known)
