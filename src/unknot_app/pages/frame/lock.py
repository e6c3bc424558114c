"""Whose pages are open: those of a person with a PIN only for a while after it was entered or they were used.

What is open stands in a signed cookie that each page of the person renews, so that to look at a page writes nothing.
It names one person: to open another's pages locks these.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from unknot_app.records.models import Person
from unknot_app.records.queries import open_treatment_of

COOKIE = f"{settings.SESSION_COOKIE_NAME}_open"
# Unused for so long, pages lock; a session that somebody lies on the mat with is not locked under their hands.
IDLE, IN_SESSION = timedelta(minutes=2), timedelta(minutes=30)
_OPEN = "unknot.open"


class PersonIsLocked(Exception):  # noqa: N818 - it is a state, not a fault
    """A page was asked for whose person has to enter their PIN first."""

    def __init__(self, person: Person) -> None:
        self.person = person
        super().__init__("the PIN is needed")


def is_open(request: HttpRequest, person: Person) -> bool:
    if not person.pin:
        return True
    try:
        opened = _signer(request, person).unsign(request.COOKIES.get(COOKIE, ""), max_age=_stays_open_for(person))
    except BadSignature:
        return False
    return opened == str(person.id)


def keep_open(request: HttpRequest, person: Person) -> None:
    """Have the answer to this request renew what is open."""
    request.META[_OPEN] = person


def renew(request: HttpRequest, response: HttpResponseBase) -> None:
    """Write down in an answer whose pages stay open."""
    person = request.META.get(_OPEN)
    if person is None or not person.pin:
        return
    signed = _signer(request, person).sign(str(person.id))
    response.set_cookie(COOKIE, signed, httponly=True, samesite="Strict", secure=request.is_secure())


def lock(response: HttpResponseBase) -> None:
    response.delete_cookie(COOKIE, samesite="Strict")


def _stays_open_for(person: Person) -> timedelta:
    session = open_treatment_of(person)
    is_running = session is not None and timezone.now() - session.saved_at < IN_SESSION
    return IN_SESSION if is_running else IDLE


def _signer(request: HttpRequest, person: Person) -> TimestampSigner:
    # Good for this login and this PIN only: leaving or another PIN locks.
    return TimestampSigner(salt=f"{request.session.session_key}:{person.pin}")
