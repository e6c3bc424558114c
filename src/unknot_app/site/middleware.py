"""The doors of every page, from the outside in.

`OwnPagesOnly` lets through only what our own pages ask for, at our own address: other websites that are open in the
same browser can send requests here, and must neither read nor change anything. `EnteredOnly` lets nobody in who did
not come by a link that the program printed. `LocksPeople` asks for the PIN of a person who has one. What is refused
changes nothing, and nothing of it is logged.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from unknot_app.accounts.models import User
from unknot_app.accounts.tokens import API, SHOW_A_TOKEN, token_shown
from unknot_app.pages.frame.errors import cannot_store, not_found, notice
from unknot_app.pages.frame.lock import PersonIsLocked, renew
from unknot_app.records.models import Person

GetResponse = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger(__name__)

# What a browser says of who asks: our own page, or the person (address bar, bookmark, another program). "same-site"
# is a page of another port on this computer, which is another program.
_OWN_FETCHES = ("same-origin", "none")
# Nothing of this is used, so not even a script that should not be there may ask for it.
_NOT_USED = (
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join(f"{name}=()" for name in _NOT_USED)
# The only pages without a session.
PUBLIC = ("entry:enter", "entry:left")
# What the API says of itself: of nobody, so it may be read in a browser too.
DESCRIPTION = "api:description"


class OwnPagesOnly:
    """Refuses requests to a foreign name or from a foreign page, and keeps answers out of other programs' reach."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        host = request.get_host()  # a foreign name raises DisallowedHost, which is answered with 400
        response = self.get_response(request) if _is_own(request, host) else _refuse_foreign(request)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        # Our scripts and styles say themselves how long they keep; nothing of a page is kept by a browser.
        if not request.path.startswith(settings.STATIC_URL) or "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response


class KnowsTokens:
    """Knows a script by the token that it shows to the API."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        header = request.headers.get("Authorization")
        if header is not None and request.path_info.startswith(API):
            token = token_shown(header, timezone.now())
            request.token = token  # type: ignore[attr-defined]
            # A token that is not good opens nothing, whoever has entered in this browser.
            request.user = token.owner if token else AnonymousUser()
        return self.get_response(request)


class EnteredOnly:
    """Refuses everybody who has not entered, whatever the address: not even whether it exists can be told."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        route = _route_name(request)
        if request.path_info.startswith(API) and route != DESCRIPTION:
            # A session is not enough: it comes with every request of a browser, whoever made that.
            if getattr(request, "token", None):
                return self.get_response(request)
            return notice(request, 403, "Unknot is locked", SHOW_A_TOKEN)
        if request.user.is_authenticated or route in PUBLIC:
            return self.get_response(request)
        return notice(request, 403, _("Unknot is locked"), _("Start it on the computer again to go on."))


class LanguageOfTheUser:
    """Speaks the language that the user chose."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = request.user.language if isinstance(request.user, User) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class LocksPeople:
    """Asks for the PIN before the pages of a person who has one, and keeps them open while they are used."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        renew(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PersonIsLocked):
            return None
        address = reverse("people:open", args=[exception.person.id])
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(address)
        if request.method in ("GET", "HEAD"):
            return HttpResponseRedirect(f"{address}?{urlencode({'next': request.get_full_path()})}", status=303)
        title = _("These pages were locked meanwhile")
        return notice(request, 403, title, _("Nothing was changed."), [(address, _("Enter the PIN"))])


class StorageFaultsTold:
    """Answers a database that is locked, full or gone with words and a way out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Person.DoesNotExist):
            return not_found(request, exception)  # deleted in another window while this page was sent
        if not isinstance(exception, DatabaseError):
            return None
        log.error("the database refused", exc_info=exception)
        return cannot_store(request)


def _is_own(request: HttpRequest, host: str) -> bool:
    origin = request.headers.get("Origin", f"{request.scheme}://{host}")
    fetch = request.headers.get("Sec-Fetch-Site", "same-origin")
    return origin == f"{request.scheme}://{host}" and fetch in _OWN_FETCHES


def _refuse_foreign(request: HttpRequest) -> HttpResponse:
    title = _("This page was asked for by another website")
    text = _("Nothing was changed. Open Unknot in a new tab, with the address that it printed when it was started.")
    return notice(request, 403, title, text)


def _route_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
