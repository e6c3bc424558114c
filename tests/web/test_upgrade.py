"""The database of every released version comes up to date with all that people had entered."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_database

RELEASED = sorted(Path(__file__).with_name("databases").glob("*.sql"))
CODE = """
import json
import django
django.setup()
from datetime import UTC, datetime
from django.conf import settings
from unknot_app.actions.interview import interview_of
from unknot_app.actions.outcome import outcome_of
from unknot_app.local.database import prepare_database
from unknot_app.records.models import Person, Result
from unknot_app.records.queries import last_result_of, last_screening_of
prepare_database(settings.DATA, datetime.now(UTC))
def read(person):
    screening, result = last_screening_of(person), last_result_of(person, Result.Kind.CLEARANCE)
    card = interview_of(screening).next_card()
    said = outcome_of(result.input, result.output).headline if result else None
    return [screening.answers["age"], card.id if card else None, said]
print(json.dumps({person.name: read(person) for person in Person.objects.all()}))
"""


def test_there_is_a_database_of_a_released_version():
    assert RELEASED


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_database_of_that_version_is_read_with_everything_in_it(released, tmp_path):
    with closing(sqlite3.connect(tmp_path / "unknot.db")) as database:
        database.executescript(released.read_text(encoding="utf-8"))
    settings = {
        "DJANGO_SETTINGS_MODULE": "unknot_app.site.settings",
        "UNKNOT_DATA": str(tmp_path),
        "DATABASE_URL": "",
    }

    done = subprocess.run(
        [sys.executable, "-c", CODE], env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    people = json.loads(done.stdout)
    assert people["Ana"] == [42, None, "Nothing in your answers needs a doctor first."]
    assert people["Ben"][:2] == [42, "danger_ill_leg"]
