"""A score that was obtained elsewhere, on its day, with the side or the form that it is of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from unknot.errors import BadInput
from unknot.measure import NoScore, load_measure_data
from unknot.measure.change import DOMAINS
from unknot_app.actions.hand_measuring import TENDERNESS, measure
from unknot_app.actions.progress import DOMAIN, PARTS
from unknot_app.records.models import Measurement, Person

# Nobody has a score from before that.
EARLIEST = date(1900, 1, 1)
PART_CHOICES = {"side": ("left", "right"), DOMAIN: tuple(DOMAINS)}


def enter_score(
    person: Person, instrument: str, answers: Mapping[str, Any], part: str, day: date | None, now: datetime
) -> Measurement:
    """Score and store answers that were given elsewhere.

    Parameters
    ----------
    part
        The side or the form, for an instrument of which each is a series of its own; else empty.
    day
        When it was measured; today if it is missing.

    Raises
    ------
    BadInput
        If instrument, part or day is none that can be, or if the answers give no score; nothing is stored.
    """
    if instrument == TENDERNESS:
        raise BadInput(f"{instrument}: is entered on its page only; it needs its place and its gauge")
    check_instrument(instrument)
    today = timezone.localdate(now)
    if day and not EARLIEST <= day <= today:
        raise BadInput(f"day: expected a day from {EARLIEST} to today, {today}; got {day}")
    about = _read_part(instrument, part)
    found = measure(person, instrument, answers, about, Measurement.Context.ELSEWHERE, now, day)
    if isinstance(found, NoScore):
        raise BadInput(f"answers: {found.error}: {found.message}")
    return found


def check_instrument(instrument: str) -> None:
    """Refuse an instrument that is unknown."""
    known = load_measure_data().instruments
    if instrument not in known:
        raise BadInput(f"instrument: expected one of {', '.join(known)}, got {instrument!r:.60}")


def _read_part(instrument: str, part: str) -> dict[str, str]:
    name = PARTS.get(instrument)
    if name is None:
        if part:
            raise BadInput(f"part: {instrument} has none; leave it out")
        return {}
    if part not in PART_CHOICES[name]:
        raise BadInput(f"part: expected the {name}, one of {', '.join(PART_CHOICES[name])}; got {part!r:.60}")
    return {name: part}
