"""Finding a therapist: a guide that needs no list, and the search of the lists that are loaded.

Nothing here is of a person: a place that is typed is looked up and forgotten.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unknot.refer import load_choosing_data
from unknot_app.actions.choosing import TRIGGER_POINT, countries_with_registers, in_country, message_to_a_therapist
from unknot_app.pages.frame.whose import last_person, user_of


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Show the search, or, while no list is loaded, the guide."""
    return guide(request)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show how to find a therapist without a list, with the registers of one country."""
    data = load_choosing_data()
    return _show(
        request,
        "directory/guide.html",
        questions=data.questions.values(),
        bad_signs=data.bad_signs.values(),
        message=message_to_a_therapist(),
        message_hint=data.message.text,
        countries=countries_with_registers(),
        place=in_country(request.GET.get("country", user_of(request).country)),
        trigger_point=TRIGGER_POINT,
        is_loaded=False,
    )


def _show(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return render(request, template, {"person": last_person(request), **context})
