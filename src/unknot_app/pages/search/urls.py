from __future__ import annotations

from django.urls import path

from unknot_app.pages.search import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
