from __future__ import annotations

from django.urls import path

from unknot_app.pages.help import views

app_name = "help"
urlpatterns = [
    path("", views.stop_signs, name="stop_signs"),
    path("how-sure/", views.how_sure, name="how_sure"),
    path("very-bad/", views.very_bad, name="very_bad"),
    path("very-bad/<slug:step>/", views.comfort, name="comfort"),
]
