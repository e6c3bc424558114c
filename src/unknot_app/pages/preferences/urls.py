from __future__ import annotations

from django.urls import path

from unknot_app.pages.preferences import views

app_name = "preferences"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("tokens/<uuid:token_id>/revoke/", views.revoke, name="revoke"),
    path("country/", views.country, name="country"),
]
