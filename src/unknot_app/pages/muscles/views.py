"""The muscles and the places where they are felt, to look things up; nothing here is of a person."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from unknot.body import load_atlas
from unknot_app.actions.body_names import (
    muscles_by_part,
    muscles_called,
    names_of_muscles,
    places_by_part,
    places_called,
)
from unknot_app.actions.muscles_in_words import INTIMATE, NOTHING_LEFT, muscle_in_words
from unknot_app.actions.pictures.layers import neighbours_of, skeletons_of, with_layers
from unknot_app.actions.pictures.muscles import is_from_model
from unknot_app.actions.pictures.spots import picture_of_place
from unknot_app.actions.places_in_words import place_in_words
from unknot_app.actions.plan_in_words import PRESSURE_SCALE
from unknot_app.pages.frame.whose import show_page
from unknot_app.pages.muscles.pictures import pictured_spots, pictured_stretches, skeletons_of_spots

# What is searched for is no longer than any name.
MOST_SIGNS = 60


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show all muscles by the part of the body, or those that are called as somebody asks."""
    asked = request.GET.get("name", "").strip()[:MOST_SIGNS]
    found = {"muscles": muscles_called(asked), "places": places_called(asked)} if asked else {}
    return show_page(request, "muscles/list.html", asked=asked, parts=muscles_by_part(), **found)


@require_safe
def muscle(request: HttpRequest, muscle_id: str) -> HttpResponse:
    if muscle_id not in load_atlas().muscles:
        raise Http404
    told = muscle_in_words(muscle_id)
    layers = request.GET.getlist("show")
    spots = pictured_spots(told.spots, layers)
    neighbours = neighbours_of(muscle_id)
    return show_page(
        request,
        "muscles/muscle.html",
        told=told,
        spots=spots,
        layers=layers,
        skeletons=skeletons_of_spots(spots),
        over=names_of_muscles(neighbours.over),
        under=names_of_muscles(neighbours.under),
        is_from_model=is_from_model(muscle_id),
        stretches=pictured_stretches(told.stretches, muscle_id),
        intimate=INTIMATE,
        nothing_left=NOTHING_LEFT,
        scale=PRESSURE_SCALE,
    )


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    return show_page(request, "muscles/places.html", parts=places_by_part())


@require_safe
def place(request: HttpRequest, region_id: str) -> HttpResponse:
    if region_id not in load_atlas().regions:
        raise Http404
    layers = request.GET.getlist("show")
    found = picture_of_place(region_id)
    pictures = with_layers([found] if found else [], layers)
    return show_page(
        request,
        "muscles/place.html",
        told=place_in_words(region_id),
        layers=layers,
        picture=next(iter(pictures), None),
        skeletons=skeletons_of(pictures),
    )
