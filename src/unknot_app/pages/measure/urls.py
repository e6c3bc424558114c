from __future__ import annotations

from django.urls import path

from unknot_app.pages.measure import comparison, elsewhere, motion, progress, views

app_name = "measure"
urlpatterns = [
    path("", views.pain, name="pain"),
    path("week/", views.week, name="week"),
    path("week/<slug:instrument_id>/", views.card, name="card"),
    path("motion/", motion.motions, name="motions"),
    path("motion/tenderness/", motion.tenderness, name="tenderness"),
    path("motion/<slug:instrument_id>/", motion.motion, name="motion"),
    path("elsewhere/", elsewhere.instruments, name="elsewhere"),
    path("elsewhere/<slug:instrument_id>/", elsewhere.obtained, name="obtained"),
    path("compare/", comparison.comparison, name="comparison"),
    path("progress/", progress.progress, name="progress"),
    path("progress/progress.csv", progress.table_csv, name="csv"),
    path("progress/progress.pdf", progress.sheet_pdf, name="pdf"),
    path("progress/<slug:instrument_id>/", progress.course, name="course"),
    path("progress/<slug:instrument_id>/<uuid:measurement_id>/", progress.remove, name="remove"),
]
