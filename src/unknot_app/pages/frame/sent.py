"""What every page sends along with what somebody entered."""

from __future__ import annotations

import re

from django.core.exceptions import BadRequest
from django.http import HttpRequest


def sent_revision(request: HttpRequest) -> int:
    """Return the revision that the page showed; only a manipulated page sends none."""
    revision = request.POST.get("revision", "")
    if not re.fullmatch(r"\d{1,9}", revision):
        raise BadRequest
    return int(revision)
