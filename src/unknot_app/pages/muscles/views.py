"""The muscles and the places where they are felt, to look things up; nothing here is of a person."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unknot.body import load_atlas
from unknot_app.actions.muscles_in_words import (
    INTIMATE,
    NOTHING_LEFT,
    muscle_in_words,
    muscles_by_part,
    muscles_called,
    place_in_words,
    places_by_part,
    places_called,
)
from unknot_app.actions.picture import picture_of_place
from unknot_app.actions.plan_in_words import PRESSURE_SCALE
from unknot_app.pages.frame.whose import last_person
from unknot_app.pages.muscles.pictures import pictured_spots, pictured_stretches

# What is searched for is no longer than any name.
MOST_SIGNS = 60


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show all muscles by the part of the body, or those that are called as somebody asks."""
    asked = request.GET.get("name", "").strip()[:MOST_SIGNS]
    found = {"muscles": muscles_called(asked), "places": places_called(asked)} if asked else {}
    return _show(request, "muscles/list.html", asked=asked, parts=muscles_by_part(), **found)


@require_safe
def muscle(request: HttpRequest, muscle_id: str) -> HttpResponse:
    if muscle_id not in load_atlas().muscles:
        raise Http404
    told = muscle_in_words(muscle_id)
    return _show(
        request,
        "muscles/muscle.html",
        told=told,
        spots=pictured_spots(told.spots),
        stretches=pictured_stretches(told.stretches),
        intimate=INTIMATE,
        nothing_left=NOTHING_LEFT,
        scale=PRESSURE_SCALE,
    )


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    return _show(request, "muscles/places.html", parts=places_by_part())


@require_safe
def place(request: HttpRequest, region_id: str) -> HttpResponse:
    if region_id not in load_atlas().regions:
        raise Http404
    return _show(request, "muscles/place.html", told=place_in_words(region_id), picture=picture_of_place(region_id))


def _show(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return render(request, template, {"person": last_person(request), **context})
