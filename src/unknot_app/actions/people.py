"""Adding, renaming and deleting the people whose pain is looked after."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction

from unknot.errors import BadInput
from unknot_app.accounts.models import User
from unknot_app.actions.remembered import forget_what_is_remembered
from unknot_app.local.copies import forget_copies
from unknot_app.records.models import LONGEST_NAME, Person


def add_person(owner: User, name: str) -> Person:
    return Person.objects.create(owner=owner, name=_read_name(name))


def rename_person(person: Person, name: str) -> None:
    person.name = _read_name(name)
    person.save(update_fields=["name"])


def delete_person(person: Person) -> None:
    """Delete a person with every record of theirs, for good: also from memory, copies and the journal on disk."""
    with transaction.atomic():
        person.delete()
        transaction.on_commit(_forget_what_was_deleted)


def _forget_what_was_deleted() -> None:
    forget_what_is_remembered()
    forget_copies(settings.DATA)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # What was deleted is overwritten in the file (secure_delete); until then the journal still holds it.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _read_name(raw: str) -> str:
    name = " ".join(raw.split())
    if any(not sign.isprintable() for sign in name):
        raise BadInput("Enter a name without hidden signs; type it instead of pasting it.")
    if not name:
        raise BadInput("Enter a name, such as Ana. A first name or a made-up one is enough.")
    if len(name) > LONGEST_NAME:
        raise BadInput(f"Enter a name of at most {LONGEST_NAME} letters; this one has {len(name)}.")
    return name
