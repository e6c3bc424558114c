"""A PIN for one person's pages, where several people share a device."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from unknot.errors import BadInput
from unknot_app.records.models import Person

# Digits, because a phone shows its number pad for them.
PIN = re.compile(r"[0-9]{4,12}")
# After so many wrong tries each further one waits, twice as long each time. At the longest wait somebody who tries
# all day gets through 96 of the 10,000 shortest PINs (choices of this project).
FREE_TRIES = 3
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)


def set_pin(person: Person, pin: str, again: str) -> None:
    """Set or change the PIN; without two equal entries of digits it stays as it was."""
    if not PIN.fullmatch(pin):
        raise BadInput("Enter 4 to 12 digits, such as 2580. The PIN was not changed.")
    if pin != again:
        raise BadInput("The two entries differ. Enter the same digits twice. The PIN was not changed.")
    _store(person, make_password(pin))


def remove_pin(person: Person) -> None:
    _store(person, "")


def opens(person: Person, pin: str, now: datetime) -> bool:
    """Say whether this PIN opens the person's pages; a wrong one counts, and while it has to wait none is read."""
    with transaction.atomic():
        # Two tries at once count as two.
        stored = Person.objects.select_for_update().get(id=person.id)
        if waits_until(stored, now):
            is_right = False
        else:
            is_right = check_password(pin, stored.pin)
            stored.wrong_pins = 0 if is_right else stored.wrong_pins + 1
            stored.pin_waits_until = None if is_right else _next_try(stored.wrong_pins, now)
            stored.save(update_fields=["wrong_pins", "pin_waits_until"])
    person.refresh_from_db()
    return is_right


def waits_until(person: Person, now: datetime) -> datetime | None:
    """Return when the next try is taken, if it is not taken yet."""
    until = person.pin_waits_until
    # A wait that is longer than any comes from a clock that was put back.
    return until if until and now < until <= now + LONGEST_WAIT else None


def _next_try(wrong: int, now: datetime) -> datetime | None:
    if wrong < FREE_TRIES:
        return None
    doublings = min(wrong - FREE_TRIES, 10)  # more would only overflow
    wait: timedelta = FIRST_WAIT * 2**doublings
    return now + min(wait, LONGEST_WAIT)


def _store(person: Person, hashed: str) -> None:
    person.pin, person.wrong_pins, person.pin_waits_until = hashed, 0, None
    person.save(update_fields=["pin", "wrong_pins", "pin_waits_until"])
