from __future__ import annotations

from django.urls import path

from unknot_app.pages.treat import views

app_name = "treat"
urlpatterns = [
    path("", views.before, name="before"),
    path("go/", views.go, name="go"),
    path("save/", views.save, name="save"),
    path("after/", views.after, name="after"),
    path("check/", views.check, name="check"),
    path("answered/", views.answered, name="answered"),
]
