from __future__ import annotations

from django.urls import path

from unknot_app.pages.rules import views

app_name = "rules"
urlpatterns = [
    path("", views.listing, name="list"),
    path("rules.csv", views.table_csv, name="csv"),
    path("rules.pdf", views.pages_pdf, name="pdf"),
    path("<slug:rule_id>/", views.rule, name="rule"),
]
