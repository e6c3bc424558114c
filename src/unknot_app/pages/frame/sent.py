"""What every page sends along with what somebody entered."""

from __future__ import annotations

import re

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django_htmx.http import HttpResponseClientRedirect

# As pain and soreness are asked on every page.
SCALE = range(11)


def sent_rating(sent: QueryDict, name: str) -> int | None:
    """Return a number from 0 to 10 as it was sent; None where nothing was, or no number of the page."""
    return {str(number): number for number in SCALE}.get(sent.get(name, ""))


def sent_revision(request: HttpRequest) -> int:
    """Return the revision that the page showed; only a manipulated page sends none."""
    revision = request.POST.get("revision", "")
    if not re.fullmatch(r"\d{1,9}", revision):
        raise BadRequest
    return int(revision)


def sent_again(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields as they were sent, so that nothing that was entered is lost."""
    own = ("csrfmiddlewaretoken", "revision", "do")
    return [(name, value) for name, values in request.POST.lists() if name not in own for value in values]


def is_htmx(request: HttpRequest) -> bool:
    """Return whether a part of a page is asked for, and not a whole one."""
    return bool(request.htmx)  # type: ignore[attr-defined]


def leave_for(request: HttpRequest, address: str) -> HttpResponse:
    """Go to another page: htmx is told to load it whole."""
    if is_htmx(request):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address, status=303)
