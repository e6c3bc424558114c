"""Deleted for good: nothing of a person is left in any file of the folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

NAME = "Zacharias Unmistakable"
CODE = f"""
import django
django.setup()
from datetime import UTC, datetime
from pathlib import Path
from django.conf import settings
from django.core.management import call_command
from unknot_app.accounts.models import local_owner
from unknot_app.actions.interview import begin_screening
from unknot_app.actions.people import add_person, delete_person
from unknot_app.records.models import Measurement
from unknot_app.local.database import prepare_database
prepare_database(settings.DATA, datetime.now(UTC))
person = add_person(local_owner(), "{NAME}")
screening = begin_screening(person, datetime.now(UTC))
screening.answers = {{"pain_regions": ["unmistakable_place"]}}
screening.save()
named = {{"activities": ["unmistakable_deed"]}}
Measurement.objects.create(person=person, instrument="psfs", context="week", about=named)
(settings.DATA / "copies").mkdir()
(settings.DATA / "copies" / "before.db").write_bytes(b"{NAME}")
def holding(text):
    return sorted(path.name for path in settings.DATA.rglob("*") if path.is_file() and text in path.read_bytes())
print("before", holding(b"{NAME}"), bool(holding(b"unmistakable_place") + holding(b"unmistakable_deed")))
delete_person(person)
print("after", holding(b"{NAME}"), bool(holding(b"unmistakable_place") + holding(b"unmistakable_deed")))
"""


def test_neither_the_name_nor_the_answers_of_somebody_deleted_are_left_on_the_disk(tmp_path: Path) -> None:
    settings = {
        "DJANGO_SETTINGS_MODULE": "unknot_app.site.settings",
        "UNKNOT_DATA": str(tmp_path),
        "DATABASE_URL": "",
    }

    done = subprocess.run(
        [sys.executable, "-c", CODE], env={**os.environ, **settings}, capture_output=True, text=True, check=True
    )

    before, after = done.stdout.splitlines()
    assert before == "before ['before.db', 'unknot.db-wal'] True"
    assert after == "after [] False"
