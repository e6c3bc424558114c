"""Deleted for good: nothing of a person is left in any file of the folder, nor in the memory of the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

NAME = "Zacharias Unmistakable"
CODE = f"""
import django
django.setup()
import sys
from functools import _lru_cache_wrapper
from datetime import UTC, datetime
from pathlib import Path
from django.conf import settings
from django.core.management import call_command
from unknot_app.accounts.models import local_owner
from unknot_app.actions.interview import begin_screening
from unknot_app.actions.charts import PHONE, Chart, Mark, draw
from unknot_app.actions.kept_drawings import summary_of
from unknot_app.actions.people import add_person, delete_person
from unknot_app.actions.kept_therapists import Copied, keep_therapist
from unknot_app.records.models import Measurement, PainDrawing
from unknot_app.local.database import prepare_database
prepare_database(settings.DATA, datetime.now(UTC))
person = add_person(local_owner(), "{NAME}")
screening = begin_screening(person, datetime.now(UTC))
screening.answers = {{"pain_regions": ["unmistakable_place"]}}
screening.save()
named = {{"activities": ["unmistakable_deed"]}}
Measurement.objects.create(person=person, instrument="psfs", context="week", about=named)
keep_therapist(person, "own", "1", Copied("unmistakable_name"), datetime.now(UTC))
(settings.DATA / "copies").mkdir()
(settings.DATA / "copies" / "before.db").write_bytes(b"{NAME}")
summary_of(PainDrawing.objects.create(person=person, regions=[{{"id": "flank", "side": "left"}}]))
draw(Chart(low=0, high=10, runs=((Mark(0, 7), Mark(7, 5)),)), PHONE)
def remembering():
    '''Return the functions that remember a limited number of things; those without a limit hold facts, of nobody.'''
    parts = [part for name, part in sys.modules.items() if name.startswith("unknot_app.")]
    functions = [one for part in parts for one in vars(part).values() if isinstance(one, _lru_cache_wrapper)]
    return sorted(set(one.__name__ for one in functions if one.cache_info().maxsize and one.cache_info().currsize))
def holding(text):
    return sorted(path.name for path in settings.DATA.rglob("*") if path.is_file() and text in path.read_bytes())
def held():
    return [bool(holding(text)) for text in (b"unmistakable_place", b"unmistakable_deed", b"unmistakable_name")]
print("before", holding(b"{NAME}"), held())
print(remembering())
delete_person(person)
print("after", holding(b"{NAME}"), held())
print(remembering())
"""


def test_neither_the_name_nor_the_answers_of_somebody_deleted_are_left_on_the_disk_or_in_memory(
    tmp_path: Path,
) -> None:
    settings = {
        "DJANGO_SETTINGS_MODULE": "unknot_app.site.settings",
        "UNKNOT_DATA": str(tmp_path),
        "DATABASE_URL": "",
    }

    done = subprocess.run(
        [sys.executable, "-c", CODE], env={**os.environ, **settings}, capture_output=True, text=True, check=True
    )

    before, held, after, still_held = done.stdout.splitlines()
    assert before == "before ['before.db', 'unknot.db-wal'] [True, True, True]"
    assert after == "after [] [False, False, False]"
    assert held == "['_draw', '_read', '_summary']"
    assert still_held == "[]"
