from __future__ import annotations

from django.urls import path

from unknot_app.pages.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.listing, name="list"),
    path("claims/<slug:claim_id>/", views.claim, name="claim"),
    path("trigger-points/", views.dispute, name="dispute"),
    path("harms/", views.harms, name="harms"),
    path("side-by-side/", views.plots, name="plots"),
    path("studies/", views.studies, name="studies"),
    path("studies/<slug:study_id>/", views.study, name="study"),
    path("reviews/", views.reviews, name="reviews"),
    path("reviews/<slug:review_id>/", views.review, name="review"),
]
