"""Days in words, by the clock of whoever reads them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format


def day_in_words(moment: datetime | date) -> str:
    """Return the day, such as 12 May 2026."""
    return date_format(timezone.localtime(moment) if isinstance(moment, datetime) else moment, "j F Y")
