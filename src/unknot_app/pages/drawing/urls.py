from __future__ import annotations

from django.urls import path

from unknot_app.pages.drawing import views

app_name = "drawing"

urlpatterns = [
    path("", views.paint, name="paint"),
    path("places/", views.places, name="places"),
    path("look/", views.look, name="look"),
    path("check/", views.check, name="check"),
]
