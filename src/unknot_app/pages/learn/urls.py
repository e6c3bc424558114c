from __future__ import annotations

from django.urls import path

from unknot_app.pages.learn import views

app_name = "learn"
urlpatterns = [
    path("", views.contents, name="contents"),
    path("words/", views.words, name="words"),
    path("measures/", views.measures, name="measures"),
    path("elsewhere/", views.resources, name="resources"),
    path("<slug:page_id>/", views.page, name="page"),
]
