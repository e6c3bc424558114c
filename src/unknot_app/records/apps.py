from __future__ import annotations

from django.apps import AppConfig


class Records(AppConfig):
    name = "unknot_app.records"
    label = "records"
