"""Help that is one tap away on every page: when to stop, whom to call, what to do in a very bad hour."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unknot.screen import load_screen_data
from unknot_app.pages.frame.whose import last_person

# How often what is stated came true on invented drawings; drawn by the benchmarks.
RELIABILITY = Path(__file__).parent / "static" / "reliability.svg"


@require_safe
def stop_signs(request: HttpRequest) -> HttpResponse:
    context = {"signs": load_screen_data().stop_signs, "person": last_person(request)}
    return render(request, "help/stop_signs.html", context)


@require_safe
def very_bad(request: HttpRequest) -> HttpResponse:
    return render(request, "help/very_bad.html", {"person": last_person(request)})


@require_safe
def how_sure(request: HttpRequest) -> HttpResponse:
    """Say in plain words what stands behind "about 6 in 10", and what does not."""
    context = {"person": last_person(request), "has_picture": RELIABILITY.exists()}
    return render(request, "help/how_sure.html", context)
