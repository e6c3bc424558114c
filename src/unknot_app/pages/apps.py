from __future__ import annotations

from django.apps import AppConfig


class Pages(AppConfig):
    name = "unknot_app.pages"
    label = "pages"
