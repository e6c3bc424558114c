"""What every page shows: how this user likes it to look, and whom to call."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest

from unknot.refer import Country, Elsewhere, load_refer_data
from unknot_app.accounts.models import User
from unknot_app.actions.emergency import countries, emergency_numbers


def frame(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    user = user if isinstance(user, User) else None
    place: Country | Elsewhere = emergency_numbers(user.country if user else "")
    return {
        "frame_countries": countries,
        "is_on_this_computer": connection.vendor == "sqlite",
        "theme": user.theme if user else User.Theme.SYSTEM,
        "text_size": user.text_size if user else User.TextSize.NORMAL,
        "emergency": place,
        "call": [number for number in place.numbers if number.kind == "emergency"],
        "no_phone": load_refer_data().elsewhere.no_phone,
        # A crisis number that nobody has confirmed is not shown; the directories are.
        "crisis": [number for number in place.numbers if number.kind == "crisis" and number.status == "verified"],
        "crisis_directories": load_refer_data().crisis_directories.values(),
    }
