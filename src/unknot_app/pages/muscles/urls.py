from __future__ import annotations

from django.urls import path

from unknot_app.pages.muscles import views

app_name = "muscles"
urlpatterns = [
    path("", views.listing, name="list"),
    path("places/", views.places, name="places"),
    path("places/<slug:region_id>/", views.place, name="place"),
    path("<slug:muscle_id>/", views.muscle, name="muscle"),
]
