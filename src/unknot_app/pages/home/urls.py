from __future__ import annotations

from django.urls import path

from unknot_app.pages.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("begin/", views.begin, name="begin"),
    path("look-around/", views.look_around, name="look_around"),
]
