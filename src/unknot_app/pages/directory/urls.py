from __future__ import annotations

from django.urls import path

from unknot_app.pages.directory import lists, views

app_name = "directory"
urlpatterns = [
    path("", views.find, name="find"),
    path("guide/", views.guide, name="guide"),
    path("provider/", views.provider, name="provider"),
    path("provider/take-out/", views.take_out_of_list, name="take_out"),
    path("lists/", lists.lists, name="lists"),
    path("lists/rejected/", lists.rejected, name="rejected"),
    path("lists/take-away/", lists.take_away, name="take_away"),
]
