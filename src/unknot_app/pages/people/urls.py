from __future__ import annotations

from django.urls import path

from unknot_app.pages.people import views

app_name = "people"
urlpatterns = [
    path("", views.listing, name="list"),
    path("add/", views.add, name="add"),
    path("<uuid:person_id>/choose/", views.choose_person, name="choose"),
    path("<uuid:person_id>/rename/", views.rename, name="rename"),
    path("<uuid:person_id>/delete/", views.delete, name="delete"),
]
