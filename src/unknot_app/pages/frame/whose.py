"""Whose page it is: every page of a person's data goes through here."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from unknot_app.accounts.models import User
from unknot_app.records.models import Person
from unknot_app.records.queries import people_of, person_of

# Who was looked at last, so that the start page greets them.
LAST_PERSON = "last_person"


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # EnteredOnly let nobody else through
    return request.user


def person_or_404(request: HttpRequest, person_id: UUID) -> Person:
    """Return the person; somebody else's is answered like one that does not exist."""
    person = person_of(user_of(request), person_id)
    if person is None:
        raise Http404
    return person


def last_person(request: HttpRequest) -> Person | None:
    """Return whoever was chosen last, or the first there is."""
    user, chosen = user_of(request), request.session.get(LAST_PERSON)
    person = person_of(user, UUID(chosen)) if chosen else None
    return person or people_of(user).first()


def see_other(address: str) -> HttpResponse:
    """Lead on with a GET, so that loading the page again sends nothing twice."""
    return HttpResponseRedirect(address, status=303)


def choose(request: HttpRequest, person: Person) -> None:
    request.session[LAST_PERSON] = str(person.id)
