"""A person's own therapists: kept from a list or written down by hand, with notes and what was looked at oneself.

They stand in the person's records, apart from every list: a list that is loaded anew or taken away changes nothing
here, and nothing of a person's goes into a list.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from unknot.errors import BadInput, UnknotError
from unknot.refer import CheckKind, CheckWay, load_choosing_data
from unknot_app.actions.typed import one_line, readable
from unknot_app.records.models import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_THERAPIST,
    KeptTherapist,
    Person,
    TherapistCheck,
)
from unknot_app.records.queries import kept_therapist_of, kept_therapists_of, therapist_checks_of

LONGEST_NOTE = 4_000


class OlderTherapist(UnknotError):  # noqa: N818 - it is a state of a page, not a fault
    """A page tried to change a therapist who was changed or let go meanwhile; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__("this therapist was changed in another window")


class CheckLacks(UnknotError):  # noqa: N818 - it is a state of a form, not a fault
    """Something is missing in a check, or cannot be right; nothing was stored."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        super().__init__(f"the check lacks: {', '.join(fields)}")


@dataclass(frozen=True)
class Copied:
    """What is copied of a therapist when they are kept."""

    name: str
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Checked:
    """A check that somebody made themselves, with whether it is old."""

    check: TherapistCheck
    kind: CheckKind
    way: CheckWay
    is_old: bool


def keep_therapist(person: Person, source: str, source_id: str, copied: Copied, now: datetime) -> KeptTherapist:
    """Keep a therapist with their name as it stands now; asked for again, they are the same."""
    fields = {
        "name": one_line(copied.name)[:LONGEST_THERAPIST],
        "address": one_line(copied.address)[:LONGEST_ADDRESS],
        "phone": one_line(copied.phone)[:LONGEST_PHONE],
        "kept_at": now,
        "saved_at": now,
    }
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        found = kept_therapists_of(person).filter(source=source, source_id=source_id).first()
        return found or KeptTherapist.objects.create(person=person, source=source, source_id=source_id, **fields)


def write_down_therapist(person: Person, copied: Copied, now: datetime) -> KeptTherapist:
    """Keep a therapist who stands in no list.

    Raises
    ------
    BadInput
        If there is no name.
    """
    if not one_line(copied.name):
        raise BadInput("Enter the name of the therapist or the practice.")
    return keep_therapist(person, KeptTherapist.OWN, str(uuid.uuid4()), copied, now)


def save_therapist(
    person: Person, kept_id: UUID, note: str, *, is_favourite: bool, revision: int, now: datetime
) -> KeptTherapist:
    """Write down a person's own note of a therapist.

    Raises
    ------
    OlderTherapist
        If they were changed or let go in another window; nothing is written.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        kept = kept_therapist_of(person, kept_id)
        if kept is None or kept.revision != revision:
            raise OlderTherapist
        kept.note = readable(note)[:LONGEST_NOTE].strip()
        kept.is_favourite, kept.saved_at = is_favourite, now
        kept.revision += 1
        kept.save()
        return kept


def let_go_of_therapist(person: Person, kept_id: UUID) -> None:
    """Delete a kept therapist with the notes and checks of them, for good."""
    with transaction.atomic():
        therapist_checks_of(person).filter(therapist_id=kept_id).delete()
        kept_therapists_of(person).filter(id=kept_id).delete()


def add_check(person: Person, kept_id: UUID, said: dict[str, str], today: date, now: datetime) -> TherapistCheck:
    """Write down what somebody looked at, how, on which day, and who did.

    Raises
    ------
    CheckLacks
        If something is missing or cannot be right: the fields are named, and nothing is stored.
    OlderTherapist
        If the therapist was let go in another window.
    """
    seen_on, checked_by = _day(said.get("seen_on", "")), one_line(said.get("checked_by", ""))[:LONGEST_NAME]
    lacks = tuple(name for name, is_right in _answers(said, seen_on, checked_by, today).items() if not is_right)
    if lacks or seen_on is None:
        raise CheckLacks(lacks)
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        if kept_therapist_of(person, kept_id) is None:
            raise OlderTherapist
        return TherapistCheck.objects.create(
            person=person,
            therapist_id=kept_id,
            what=said["what"],
            way=said["way"],
            words=one_line(said.get("words", ""))[:LONGEST_ADDRESS],
            seen_on=seen_on,
            checked_by=checked_by,
            made_at=now,
        )


def take_back_check(person: Person, kept_id: UUID, check_id: UUID) -> None:
    """Delete a check that was written down by mistake."""
    therapist_checks_of(person).filter(therapist_id=kept_id, id=check_id).delete()


def checks_in_words(person: Person, kept_id: UUID, today: date) -> tuple[Checked, ...]:
    """Return the checks of a therapist, newest day first; one whose kind is no longer known is left out."""
    data = load_choosing_data()
    return tuple(
        Checked(one, kind, way, kind.is_old(one.seen_on, today))
        for one in therapist_checks_of(person).filter(therapist_id=kept_id)
        if (kind := data.check_kinds.get(one.what)) and (way := data.check_ways.get(one.way))
    )


def _answers(said: dict[str, str], seen_on: date | None, checked_by: str, today: date) -> dict[str, bool]:
    """Return each field of a check with whether it is right."""
    data = load_choosing_data()
    kind, way = data.check_kinds.get(said.get("what", "")), said.get("way", "")
    return {
        "what": kind is not None,
        "way": way in (kind.ways if kind else data.check_ways),
        "seen_on": seen_on is not None and seen_on <= today,
        "checked_by": bool(checked_by),
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
