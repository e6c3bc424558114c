"""The people of whoever made the token. To delete one is left to the pages, which ask whether one is sure."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from unknot_app.accounts.models import ApiToken
from unknot_app.actions.people import add_person, rename_person
from unknot_app.api.doors import Token, owner_of, person_or_404, read_as, reads
from unknot_app.api.faults import OF_A_CHANGE, OF_A_LIST, OF_A_PERSON
from unknot_app.api.lists import Limit, Offset, part_of
from unknot_app.api.shapes import NameSent, Page, PersonShape
from unknot_app.records.models import Person
from unknot_app.records.queries import people_of

router = Router(auth=Token(ApiToken.Scope.READ), tags=["people"])
_may_write = Token(ApiToken.Scope.WRITE)


@router.get("", response={200: Page[PersonShape], **OF_A_LIST}, url_name="people")
def list_people(request: HttpRequest, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """List the people by name."""
    return part_of(request, people_of(owner_of(request)), limit, offset)


@router.post(
    "", auth=_may_write, response={201: PersonShape, **OF_A_CHANGE}, openapi_extra=reads(NameSent), url_name="people"
)
def add(request: HttpRequest) -> Status[Person]:
    """Add a person; a first name or a made-up one is enough."""
    return Status(201, add_person(owner_of(request), read_as(NameSent, request).name))


@router.get("/{uuid:person_id}", response={200: PersonShape, **OF_A_PERSON}, url_name="person")
def one(request: HttpRequest, person_id: UUID) -> Person:
    """Tell a person's name."""
    return person_or_404(request, person_id)


@router.patch(
    "/{uuid:person_id}",
    auth=_may_write,
    response={200: PersonShape, **OF_A_CHANGE},
    openapi_extra=reads(NameSent),
    url_name="person",
)
def rename(request: HttpRequest, person_id: UUID) -> Person:
    """Rename a person."""
    person = person_or_404(request, person_id)
    rename_person(person, read_as(NameSent, request).name)
    return person
