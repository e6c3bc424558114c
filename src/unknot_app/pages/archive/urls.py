from __future__ import annotations

from django.urls import path

from unknot_app.pages.archive import views

app_name = "archive"
urlpatterns = [
    path("", views.everything, name="everything"),
    path("save/", views.save, name="save"),
    path("bring-in/", views.bring_in, name="bring_in"),
    path("people/<uuid:person_id>/", views.copy, name="copy"),
]
