"""Who may do what: what each scope opens, whose records are reached, how much is read and worked on at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer
from pydantic import BaseModel, ValidationError

from unknot.draw import describe_faults
from unknot.errors import BadInput
from unknot_app.accounts.models import ApiToken, User
from unknot_app.actions.json_text import read_json_text
from unknot_app.actions.reading import read_fields
from unknot_app.records.models import Person
from unknot_app.records.queries import person_of

Shape = TypeVar("Shape", bound=BaseModel)

# Work of the science at a time, of the four requests that are served at once: the pages go on answering.
AT_ONCE = 2
_free = BoundedSemaphore(AT_ONCE)


class Token(HttpBearer):
    """Asks for a token of at least this scope; whether it is good at all is asked at the door of the program."""

    def __init__(self, scope: ApiToken.Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiToken:
        token: ApiToken = request.token  # type: ignore[attr-defined]  # without one nobody comes so far
        if not token.allows(self.scope):
            raise HttpError(403, f"This token is for: {token.scope}. What was asked for needs --scope {self.scope}")
        return token

    def authenticate(self, request: HttpRequest, token: str) -> None:
        raise NotImplementedError  # the token was looked up at the door


def owner_of(request: HttpRequest) -> User:
    """Return the user whose token was shown."""
    token: ApiToken = request.auth  # type: ignore[attr-defined]
    return token.owner


def person_or_404(request: HttpRequest, person_id: UUID) -> Person:
    """Return the person, unless a PIN locks them: it is entered on their pages only."""
    person = person_of(owner_of(request), person_id)
    if person is None:
        raise Http404
    if person.pin:
        raise HttpError(403, "A PIN locks this person. What is theirs is reached on their pages only")
    return person


def read_json(request: HttpRequest) -> Any:
    """Return the JSON of a request's body."""
    try:
        return read_json_text(request.body)
    except RequestDataTooBig:
        raise HttpError(413, "The body is too large; expected at most 1,000,000 bytes, one case") from None
    except BadInput as error:
        raise HttpError(400, str(error)) from None


def reads(shape: type[BaseModel]) -> dict[str, Any]:
    """Describe the body that `read_as` reads."""
    schema = shape.model_json_schema()
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def read_as(shape: type[Shape], request: HttpRequest) -> Shape:
    """Return the body of a request in a shape; all its faults are told at once."""
    fields = read_fields(read_json(request), tuple(shape.model_fields))
    try:
        return shape.model_validate(fields)
    except ValidationError as error:
        raise BadInput(describe_faults(error, "")) from None


@contextmanager
def at_work() -> Iterator[None]:
    """Hold one of the few places for work, or refuse at once: who waits would keep the pages from answering."""
    if not _free.acquire(blocking=False):
        raise HttpError(429, "Two cases are worked on already. Send one at a time, or try again in a second")
    try:
        yield
    finally:
        _free.release()
