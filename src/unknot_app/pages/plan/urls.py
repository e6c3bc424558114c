from __future__ import annotations

from django.urls import path

from unknot_app.pages.plan import views

app_name = "plan"
urlpatterns = [
    path("wishes/", views.wishes, name="wishes"),
    path("plan/", views.plan, name="plan"),
    path("plan/print/", views.paper, name="print"),
]
