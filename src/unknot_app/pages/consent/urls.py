from __future__ import annotations

from django.urls import path

from unknot_app.pages.consent import views

app_name = "consent"
urlpatterns = [
    path("", views.consent, name="consent"),
    path("withdraw/", views.withdraw, name="withdraw"),
]
