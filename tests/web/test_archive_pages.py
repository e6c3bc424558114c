"""The pages to take everything with you and to bring it in; and the same two on the command line."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import date
from http import HTTPStatus
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from unknot_app.accounts.models import User, local_owner
from unknot_app.actions.people import add_person
from unknot_app.directory import remove_provider
from unknot_app.records.models import Person

DATABASES = Path(__file__).with_name("databases")
PAGE, SAVE, BRING_IN = (reverse(f"archive:{name}") for name in ("everything", "save", "bring_in"))


def saved(response) -> bytes:
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith("attachment")
    return b"".join(response.streaming_content)


def people_in(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("tables/records.person.jsonl").decode()


def send(client, data: bytes):
    return client.post(BRING_IN, {"archive": SimpleUploadedFile("a.zip", data)})


def test_what_was_saved_comes_back_and_whoever_brought_it_in_stays_inside(client, ana):
    before = Person.objects.get()
    data = saved(client.post(SAVE))
    User.objects.all().delete()
    client.force_login(local_owner())

    answer = send(client, data)

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert (Person.objects.get(), Person.objects.get().owner) == (before, before.owner)
    assert "Ana" in client.get(reverse("people:list")).text


def test_where_people_are_kept_already_nothing_is_brought_in_and_the_way_out_is_named(client, ana):
    data = saved(client.post(SAVE))

    page, answer = client.get(PAGE), send(client, data)

    assert 'type="file"' not in page.text
    assert "--data" in page.text
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "not mixed with them" in answer.text
    assert Person.objects.get() == ana


@pytest.mark.parametrize(
    ("sent", "said"),
    [({}, "Choose the file first"), ({"archive": SimpleUploadedFile("a.zip", b"PK junk")}, "is damaged")],
)
def test_without_a_file_or_with_another_one_the_page_says_so_and_changes_nothing(client, sent, said):
    answer = client.post(BRING_IN, sent)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in answer.text
    assert "Nothing was changed" in answer.text or not sent
    assert not Person.objects.exists()


def test_where_requests_to_be_left_out_cannot_be_kept_the_page_says_so_and_nobody_is_brought_in(
    client, ana, settings, tmp_path
):
    settings.DATA = tmp_path / "data"
    remove_provider(settings.DATA, "clinic", "1", date(2026, 11, 28))
    data = saved(client.post(SAVE))
    User.objects.all().delete()
    client.force_login(local_owner())
    (settings.DATA / "directory" / "removed.csv").write_bytes(b"")

    answer = send(client, data)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "removed.csv is damaged" in answer.text
    assert not Person.objects.exists()


def test_a_locked_person_is_in_no_file_before_the_pin_was_entered(client, ana, owner):
    add_person(owner, "Ben")
    client.post(reverse("people:pin", args=[ana.id]), {"pin": "2580", "again": "2580"})
    client.post(reverse("people:lock", args=[ana.id]))

    locked, page = people_in(saved(client.post(SAVE))), client.get(PAGE).text
    assert client.get(reverse("archive:copy", args=[ana.id])).status_code == HTTPStatus.SEE_OTHER
    assert client.post(reverse("archive:copy", args=[ana.id])).status_code == HTTPStatus.FORBIDDEN
    client.post(reverse("people:open", args=[ana.id]), {"pin": "2580"})
    opened = people_in(saved(client.post(SAVE)))

    assert "Ben" in locked
    assert "Ana" not in locked
    assert "Enter the PIN" in page
    assert "Ana" in opened


def test_nobody_saves_or_copies_the_people_of_somebody_else(client, ana, charlies_friend):
    everything = people_in(saved(client.post(SAVE)))
    copied = saved(client.post(reverse("archive:copy", args=[ana.id])))

    assert "Ana" in everything
    assert "Dora" not in everything
    assert "Dora" not in people_in(copied)
    assert client.post(reverse("archive:copy", args=[charlies_friend.id])).status_code == HTTPStatus.NOT_FOUND


# On the command line, between two real folders. The database is one of an older version, which a start would bring up
# to date; so does the export.

COMMAND = Path(sys.executable).with_name("unknot.exe" if sys.platform == "win32" else "unknot")
OF_AN_INSTALLATION = ("django_", "auth_", "sqlite_")


def unknot(*words):
    environment = {**os.environ, "DATABASE_URL": ""}
    return subprocess.run([COMMAND, *map(str, words)], env=environment, capture_output=True, text=True, check=False)


def tables_of(folder):
    """Return all rows of every table as SQLite holds them."""
    with closing(sqlite3.connect(folder / "unknot.db")) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [name for name in names if not name.startswith(OF_AN_INSTALLATION)]
        return {name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"'))) for name in ours}


def test_an_export_and_an_import_lead_from_one_folder_to_another_with_the_same_rows(tmp_path):
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "everything.zip"
    here.mkdir()
    with closing(sqlite3.connect(here / "unknot.db")) as database:
        database.executescript(sorted(DATABASES.glob("*.sql"))[-1].read_text(encoding="utf-8"))

    exported = unknot("export", file, "--data", here)
    again = unknot("export", file, "--data", here)
    imported = unknot("import", file, "--data", there)
    refused = unknot("import", file, "--data", there)

    assert (exported.returncode, exported.stdout[:14]) == (0, "Wrote 2 people"), exported.stderr
    assert (again.returncode, "add --force" in again.stderr) == (2, True)
    assert imported.returncode == 0, imported.stderr
    assert (refused.returncode, "--data DIR" in refused.stderr) == (2, True)
    assert tables_of(there) == tables_of(here)
    assert len(tables_of(here)["records_person"]) == 2
    if sys.platform != "win32":
        assert {path.stat().st_mode & 0o777 for path in (file, *there.iterdir())} == {0o600}


def test_a_bad_archive_makes_no_folder_and_an_export_that_fails_leaves_no_file(tmp_path):
    there, file = tmp_path / "there", tmp_path / "bad.zip"
    file.write_bytes(b"PK\x05\x06" + bytes(18))

    bad = unknot("import", file, "--data", there)
    nothing = unknot("export", tmp_path / "new.zip", "--data", there)

    assert (bad.returncode, nothing.returncode) == (2, 2)
    assert "no archive of Unknot" in bad.stderr
    assert "there is no database of Unknot" in nothing.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bad.zip"]
