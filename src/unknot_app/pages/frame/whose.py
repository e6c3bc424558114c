"""Whose page it is: every page of a person's data goes through here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from unknot_app.accounts.models import User
from unknot_app.pages.frame.lock import PersonIsLocked, is_open, keep_open
from unknot_app.records.models import Person
from unknot_app.records.queries import people_of, person_of

# Who was looked at last, so that the start page greets them.
LAST_PERSON = "last_person"


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # EnteredOnly let nobody else through
    return request.user


def person_or_404(request: HttpRequest, person_id: UUID) -> Person:
    """Return the person, whose pages stay open by it; while they are locked, the PIN is asked for.

    Somebody else's person is answered like one that does not exist.
    """
    return _open(request, any_person_or_404(request, person_id))


def any_person_or_404(request: HttpRequest, person_id: UUID) -> Person:
    """Return the person also while their pages are locked: only for pages that show nothing but the name."""
    person = person_of(user_of(request), person_id)
    if person is None:
        raise Http404
    return person


def last_person(request: HttpRequest) -> Person | None:
    """Return whoever was chosen last, or the first there is; nobody while their pages are locked."""
    person = _last(request)
    return person if person and is_open(request, person) else None


def person_to_go_on(request: HttpRequest) -> Person | None:
    """Return the same person for a page that shows or changes what is theirs; asks for the PIN where needed."""
    person = _last(request)
    return _open(request, person) if person else None


def _last(request: HttpRequest) -> Person | None:
    user, chosen = user_of(request), request.session.get(LAST_PERSON)
    person = person_of(user, UUID(chosen)) if chosen else None
    return person or people_of(user).first()


def _open(request: HttpRequest, person: Person) -> Person:
    if not is_open(request, person):
        raise PersonIsLocked(person)
    keep_open(request, person)
    return person


def show_page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Show a page that is nobody's own; its frame leads back to whoever was chosen last."""
    return render(request, template, {"person": last_person(request), **context})


def see_other(address: str) -> HttpResponse:
    """Lead on with a GET, so that loading the page again sends nothing twice."""
    return HttpResponseRedirect(address, status=303)


def choose(request: HttpRequest, person: Person) -> None:
    request.session[LAST_PERSON] = str(person.id)
