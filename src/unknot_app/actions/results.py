"""Keeping what Unknot said: the exact input, the output as shown, and the version of the facts behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from unknot.knowledge import knowledge_version
from unknot_app.records.models import Person, Result
from unknot_app.records.queries import last_result_of


def keep_result(
    person: Person, kind: Result.Kind, asked: Mapping[str, Any], said: Mapping[str, Any], now: datetime
) -> Result:
    """Store a result, later than the one before even if the clock was put back: the latest is found by it."""
    before = last_result_of(person, kind)
    return Result.objects.create(
        person=person,
        made_at=max(now, before.made_at + timedelta(microseconds=1)) if before else now,
        kind=kind,
        knowledge_version=knowledge_version(),
        input=asked,
        output=said,
    )
