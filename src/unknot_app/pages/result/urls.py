from __future__ import annotations

from django.urls import path

from unknot_app.pages.result import views

app_name = "result"
urlpatterns = [
    path("", views.result, name="result"),
    path("press/<str:point_id>/<slug:side>/", views.press, name="press"),
    path("widespread/<slug:card>/", views.symptoms, name="symptoms"),
]
