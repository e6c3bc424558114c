from __future__ import annotations

from django.urls import path

from unknot_app.pages.therapists import views

app_name = "therapists"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<uuid:kept_id>/", views.kept, name="kept"),
    path("<uuid:kept_id>/let-go/", views.let_go, name="let_go"),
]
