from __future__ import annotations

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "unknot_app.accounts"
    label = "accounts"
