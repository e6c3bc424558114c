"""The addresses of all pages. They hold ids, never names or answers."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

from unknot_app.accounts.tokens import API

urlpatterns = [
    path("", include("unknot_app.pages.home.urls")),
    path("", include("unknot_app.pages.entry.urls")),
    path("people/", include("unknot_app.pages.people.urls")),
    path("people/<uuid:person_id>/questions/", include("unknot_app.pages.screening.urls")),
    path("people/<uuid:person_id>/draw/", include("unknot_app.pages.drawing.urls")),
    path("people/<uuid:person_id>/result/", include("unknot_app.pages.result.urls")),
    path("people/<uuid:person_id>/", include("unknot_app.pages.plan.urls")),
    path("people/<uuid:person_id>/session/", include("unknot_app.pages.treat.urls")),
    path("people/<uuid:person_id>/consent/", include("unknot_app.pages.consent.urls")),
    path("people/<uuid:person_id>/letters/", include("unknot_app.pages.refer.urls")),
    path("people/<uuid:person_id>/therapists/", include("unknot_app.pages.therapists.urls")),
    path("people/<uuid:person_id>/measure/", include("unknot_app.pages.measure.urls")),
    path("muscles/", include("unknot_app.pages.muscles.urls")),
    path("therapists/", include("unknot_app.pages.directory.urls")),
    path("evidence/", include("unknot_app.pages.evidence.urls")),
    path("learn/", include("unknot_app.pages.learn.urls")),
    path("search/", include("unknot_app.pages.search.urls")),
    path("rules/", include("unknot_app.pages.rules.urls")),
    path("archive/", include("unknot_app.pages.archive.urls")),
    path("settings/", include("unknot_app.pages.preferences.urls")),
    path("help/", include("unknot_app.pages.help.urls")),
]
# What reads and writes JSON is an extra of its own.
if find_spec("ninja"):
    urlpatterns.append(path(f"{API.strip('/')}/v1/", include("unknot_app.api.urls", namespace="api")))

handler400 = "unknot_app.pages.frame.errors.bad_request"
handler403 = "unknot_app.pages.frame.errors.forbidden"
handler404 = "unknot_app.pages.frame.errors.not_found"
handler500 = "unknot_app.pages.frame.errors.failed"
