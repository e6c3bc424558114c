"""Help that is one tap away on every page: when to stop, whom to call, what to do in a very bad hour."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unknot.screen import load_screen_data
from unknot_app.pages.frame.whose import last_person


@require_safe
def stop_signs(request: HttpRequest) -> HttpResponse:
    context = {"signs": load_screen_data().stop_signs, "person": last_person(request)}
    return render(request, "help/stop_signs.html", context)


@require_safe
def very_bad(request: HttpRequest) -> HttpResponse:
    return render(request, "help/very_bad.html", {"person": last_person(request)})
