from __future__ import annotations

from django.urls import path

from unknot_app.pages.drawing import kept, views

app_name = "drawing"

urlpatterns = [
    path("", views.paint, name="paint"),
    path("places/", views.places, name="places"),
    path("no-pain/", views.no_pain, name="no_pain"),
    path("roughly/", views.roughly, name="roughly"),
    path("look/", views.look, name="look"),
    path("check/", views.check, name="check"),
    path("drawings/", kept.over_time, name="over_time"),
    path("drawings/<uuid:drawing_id>/", kept.kept, name="kept"),
    path("drawings/<uuid:drawing_id>/picture.svg", kept.picture_svg, name="svg"),
    path("drawings/<uuid:drawing_id>/picture.pdf", kept.picture_pdf, name="pdf"),
    path("drawings/<uuid:drawing_id>/drawing.json", kept.drawing_json, name="json"),
]
