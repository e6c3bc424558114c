from __future__ import annotations

from django.urls import path

from unknot_app.pages.entry import views

app_name = "entry"
urlpatterns = [
    path("enter/<str:token>/", views.enter, name="enter"),
    path("leave/", views.leave, name="leave"),
    path("left/", views.left, name="left"),
]
