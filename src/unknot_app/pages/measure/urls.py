from __future__ import annotations

from django.urls import path

from unknot_app.pages.measure import views

app_name = "measure"
urlpatterns = [
    path("", views.pain, name="pain"),
    path("week/", views.week, name="week"),
    path("week/<slug:instrument_id>/", views.card, name="card"),
]
