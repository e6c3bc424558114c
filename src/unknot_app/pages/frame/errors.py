"""Pages for what went wrong: what it was, and the way out. Nothing of what was entered is in them."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from unknot_app.accounts.tokens import API

Way = tuple[str, str]


def notice(request: HttpRequest, status: int, title: str, text: str, ways: Iterable[Way] = ()) -> HttpResponse:
    """Return a page that says one thing and where to go from there; a script gets the same words as JSON."""
    if request.path.startswith(API):
        return JsonResponse({"error": f"{title}. {text}"}, status=status)
    return render(request, "frame/notice.html", {"title": title, "text": text, "ways": list(ways)}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return notice(
        request,
        400,
        _("That request was not understood"),
        _("Nothing was changed. Open Unknot with the address that it printed when it was started."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return notice(
        request,
        403,
        _("This page cannot be opened from here"),
        _("Nothing was changed. Start Unknot on the computer again to get a new link."),
    )


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    return notice(
        request,
        403,
        _("This page is too old to be sent"),
        _("Nothing was changed. Go back, load the page again, and send it once more."),
        [("/", _("To the start page"))],
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return notice(
        request,
        404,
        _("There is nothing here"),
        _("The page may have been deleted, or the address is not complete. Your answers are kept."),
        [("/", _("To the start page"))],
    )


def failed(request: HttpRequest) -> HttpResponse:
    return notice(
        request,
        500,
        _("That did not work, and it is our fault"),
        _("Your answers are kept. Load the page again; if it happens once more, stop Unknot and start it again."),
        [(request.path if request.method == "GET" else "/", _("Try again"))],
    )


def cannot_store(request: HttpRequest) -> HttpResponse:
    return notice(
        request,
        503,
        _("Your answer could not be stored"),
        _(
            "What was stored before is kept. Another program may be using the database, or the disk is full. "
            "Close that program or make room, then try again."
        ),
        [(request.path, _("Try again"))],
    )
