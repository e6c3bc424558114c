"""The addresses of the API. What it says of itself is written ahead of time: `python tools/openapi.py`."""

from __future__ import annotations

from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from unknot_app.api import people, records, science
from unknot_app.api.faults import tell_faults

DESCRIPTION = "openapi.json"

api = NinjaAPI(
    title="Unknot",
    version="1",
    description=(
        "The science and the records of one installation of Unknot, for programs on the same computer. "
        "Not a diagnosis and not a medical device."
    ),
    openapi_url=None,  # it would be made anew at each start, and its page loads scripts from elsewhere
    docs_url=None,
    urls_namespace="api",
)
tell_faults(api)
api.add_router("", science.router)
api.add_router("/people", people.router)
api.add_router("/people/{uuid:person_id}", records.router)


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Tell what each address reads and writes; nothing in it is of a person, so any session or token may see it."""
    return HttpResponse((files("unknot_app.api") / DESCRIPTION).read_bytes(), content_type="application/json")


addresses, app_name, namespace = api.urls
urlpatterns = [path(DESCRIPTION, description, name="description"), *addresses]
