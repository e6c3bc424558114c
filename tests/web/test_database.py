"""The tables: written down in migrations, on the database that was asked for, guarded by the database itself."""

from __future__ import annotations

import os

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from unknot_app.records.models import Person, Result, Screening


def test_the_tests_run_on_the_database_that_was_asked_for(db):
    assert connection.vendor == os.environ.get("UNKNOT_TEST_DATABASE", "sqlite")


def test_every_change_of_a_table_has_its_migration(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_nobody_has_two_open_interviews(ana):
    Screening.objects.create(person=ana)

    with pytest.raises(IntegrityError), transaction.atomic():
        Screening.objects.create(person=ana)
    Screening.objects.filter(person=ana).update(finished_at=timezone.now())
    Screening.objects.create(person=ana)

    assert Screening.objects.filter(person=ana).count() == 2


def test_a_person_without_a_name_and_a_result_without_a_version_are_refused(ana, owner):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(owner=owner, name="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.create(person=ana, kind="clearance", knowledge_version="", input={}, output={})


def test_every_table_of_a_persons_data_has_the_person_in_its_key():
    for table in (Screening, Result):
        assert [field.name for field in table._meta.pk_fields] == ["person", "id"]
