from __future__ import annotations

from django.urls import path

from unknot_app.pages.people import views

app_name = "people"
urlpatterns = [
    path("", views.listing, name="list"),
    path("add/", views.add, name="add"),
    path("<uuid:person_id>/choose/", views.choose_person, name="choose"),
    path("<uuid:person_id>/open/", views.open_pages, name="open"),
    path("<uuid:person_id>/lock/", views.lock_pages, name="lock"),
    path("<uuid:person_id>/awake/", views.awake, name="awake"),
    path("<uuid:person_id>/pin/", views.pin, name="pin"),
    path("<uuid:person_id>/rename/", views.rename, name="rename"),
    path("<uuid:person_id>/delete/", views.delete, name="delete"),
]
