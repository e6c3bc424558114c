from __future__ import annotations

from django.urls import path

from unknot_app.pages.treat import notes, views

app_name = "treat"
urlpatterns = [
    path("", views.before, name="before"),
    path("go/", views.go, name="go"),
    path("save/", views.save, name="save"),
    path("after/", views.after, name="after"),
    path("check/", views.check, name="check"),
    path("notes/", notes.notes, name="notes"),
    path("notes/<uuid:treatment_id>/", notes.note, name="note"),
    path("answered/", views.answered, name="answered"),
]
