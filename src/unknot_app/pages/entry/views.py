"""In by a link that is good for one use, and out with one press.

A GET changes nothing, so the link shows one button, and only that uses it up: a program that looks at links before a
person opens them does not spend it.
"""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unknot_app.accounts.entry import is_valid, use_token
from unknot_app.accounts.models import local_owner
from unknot_app.pages.frame.errors import notice
from unknot_app.pages.frame.whose import see_other


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        return _use(request, token)
    if is_valid(settings.DATA, token, time.time()):
        return render(request, "entry/enter.html")
    return _no_longer_valid(request)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    request.session.flush()
    return see_other(reverse("entry:left"))


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    return render(request, "entry/left.html")


def _use(request: HttpRequest, token: str) -> HttpResponse:
    if not use_token(settings.DATA, token, time.time()):
        return _no_longer_valid(request)
    if not request.user.is_authenticated:
        # Entering again would make the forms of pages that are open already unusable.
        login(request, local_owner())
    return see_other("/")


def _no_longer_valid(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return notice(
            request, 200, _("Unknot is open"), _("This link was used before."), [("/", _("To the start page"))]
        )
    text = _("Start Unknot on the computer again to get a new one.")
    return notice(request, 403, _("This link is no longer valid."), text)
