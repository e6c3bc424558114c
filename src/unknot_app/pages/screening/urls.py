from __future__ import annotations

from django.urls import path

from unknot_app.pages.screening import views

app_name = "screening"
urlpatterns = [
    path("", views.resume, name="resume"),
    path("quick/", views.quick, name="quick"),
    path("which/", views.which, name="which"),
    path("outcome/", views.outcome, name="outcome"),
    path("changes/", views.changes, name="changes"),
    path("<slug:card_id>/", views.card, name="card"),
]
