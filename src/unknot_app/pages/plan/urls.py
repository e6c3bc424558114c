from __future__ import annotations

from django.urls import path

from unknot_app.pages.plan import views, week

app_name = "plan"
urlpatterns = [
    path("wishes/", views.wishes, name="wishes"),
    path("plan/", views.plan, name="plan"),
    path("plan/print/", views.paper, name="print"),
    path("plan/plan.pdf", views.pdf, name="pdf"),
    path("week/", week.week, name="week"),
    path("calendar.ics", week.calendar, name="calendar"),
]
