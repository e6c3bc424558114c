from __future__ import annotations

from django.urls import path

from unknot_app.pages.refer import bring_in, views

app_name = "refer"
urlpatterns = [
    path("", views.letters, name="letters"),
    path("<uuid:letter_id>/", views.kept, name="kept"),
    path("<uuid:letter_id>/letter.pdf", views.kept_pdf, name="pdf"),
    path("<uuid:letter_id>/record.json", views.kept_file, name="file"),
    path("from-elsewhere/", bring_in.from_elsewhere, name="from_elsewhere"),
    path("<slug:kind>/", views.write, name="write"),
]
