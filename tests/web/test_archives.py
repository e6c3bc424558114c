"""Everything out, everything in: what comes back is what was there, and what is not an archive changes nothing."""

from __future__ import annotations

import hashlib
import io
import json
import random
import re
import uuid
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import settings

from tests.web.conftest import give_rows
from unknot.errors import BadInput
from unknot_app.accounts.models import User, local_owner
from unknot_app.actions.archives.manifest import MANIFEST, Manifest
from unknot_app.actions.archives.opening import LONGEST_LINE, open_archive
from unknot_app.actions.archives.restoring import StillListed, restore
from unknot_app.actions.archives.rows import LEFT_OUT, added_since, columns, label_of, state_of_tables, tables
from unknot_app.actions.archives.writing import count_rows, write_archive, write_copy
from unknot_app.actions.people import add_person, delete_person
from unknot_app.directory import DirectoryError, remove_provider
from unknot_app.directory.removals import removals
from unknot_app.records.models import (
    Amendment,
    Consent,
    Letter,
    Measurement,
    Person,
    PersonsRecord,
    Reaction,
    SessionNote,
    Treatment,
)

NOW = datetime(2026, 11, 28, 20, 14, 3, 120_007, tzinfo=UTC)


@pytest.fixture
def lived_in(owner, rows):
    """Return an installation in which every table holds something, down to what is hard to write as text."""
    owner.country, owner.theme = "DE", "dark"
    owner.save()
    ana = add_person(owner, "Ana „=1+1“ \u2028 Ω 🙂")
    give_rows(rows, ana)
    Person.objects.filter(id=ana.id).update(pin="pbkdf2_sha256$1$salt$hash", wrong_pins=2, pin_waits_until=NOW)
    session = Treatment.objects.create(person=ana, plan_id=ana.id, record={}, started_at=NOW)
    Reaction.objects.create(person=ana, treatment_id=session.id, after_h=24, said={"soreness": 3}, answered_at=NOW)
    Consent.objects.create(person=ana, event="withdrawn", kind="therapist", made_at=NOW + timedelta(microseconds=1))
    note = SessionNote.objects.create(person=ana, treatment_id=session.id, plan="line\nline\t\\", author="Ben")
    Amendment.objects.create(person=ana, note_id=note.id, author="Ben", text="\x7f\x1b\u200e")
    Letter.objects.create(person=ana, kind="doctor", content={"": [None, True, 0.1, -0.0, 1e300, "ß"]})
    Measurement.objects.create(person=ana, instrument="slr", context="elsewhere", score=0.1 + 0.2)
    for table in PersonsRecord.__subclasses__():
        if not table._default_manager.exists():
            table._default_manager.create(person=ana, **{field.name: something(field) for field in asked_of(table)})
    return add_person(owner, "Cem")


def asked_of(table):
    """Return the columns of a table that have to be given."""
    fields = [field for field in columns(table).values() if field.attname not in ("person_id", "id")]
    return [field for field in fields if not field.has_default() and not field.null]


def something(field):
    """Return a value for a column of any kind, so that a table that is added later has a row here too."""
    if field.choices:
        return field.choices[0][0]
    kinds = {"UUIDField": uuid.uuid4(), "JSONField": {"a": [1]}, "DateField": NOW.date(), "DateTimeField": NOW}
    return kinds.get(field.get_internal_type(), "7")


def everything():
    """Return every row of every table that an archive holds, as the database gives it."""
    found = {}
    for table in tables():
        with connection.cursor() as cursor:
            names = ", ".join(f'"{field.column}"' for field in columns(table).values())
            cursor.execute(f'SELECT {names} FROM "{table._meta.db_table}"')
            found[label_of(table)] = sorted(map(repr, cursor.fetchall()))
    return found


def archive_of(**options) -> io.BytesIO:
    file = io.BytesIO()
    write_archive(file, NOW, **options)
    return file


def bring_in(file) -> None:
    with open_archive(file) as archive:
        restore(archive)


def empty() -> None:
    User.objects.all().delete()
    local_owner()


def changed(file, change) -> io.BytesIO:
    """Return an archive whose texts were changed by somebody who knows how to write a manifest."""
    with zipfile.ZipFile(file) as old:
        texts = {name: old.read(name).decode() for name in old.namelist()}
    manifest = json.loads(texts.pop(MANIFEST))
    change(texts, manifest)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in texts.items():
            data = text.encode()
            told = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "rows": data.count(b"\n")}
            manifest["files"].setdefault(name, {}).update(told)
            new.writestr(name, data)
        new.writestr(MANIFEST, json.dumps(manifest))
    return written


def test_every_table_of_the_database_is_in_an_archive_or_named_as_left_out():
    every = {label_of(table) for table in apps.get_models(include_auto_created=True)}

    assert every == {label_of(table) for table in tables()} | LEFT_OUT.keys()
    assert {label_of(table) for table in PersonsRecord.__subclasses__()} < {label_of(table) for table in tables()}


def test_no_column_of_an_archive_opens_a_door():
    names = {name for table in tables() for name in columns(table)}

    assert not [name for name in names if re.search(r"token|secret|session|api_?key", name)]


def test_an_archive_restores_every_row_of_every_table_exactly(lived_in):
    before, count = everything(), count_rows()
    empty_tables = [label for label, found in before.items() if not found]
    file = archive_of()
    empty()
    assert everything() != before

    bring_in(file)

    assert everything() == before
    assert count_rows() == count > 100
    assert empty_tables == []


def test_what_was_restored_is_written_again_as_the_same_files(lived_in):
    file = archive_of()
    empty()
    bring_in(file)

    with open_archive(file) as first, open_archive(archive_of()) as second:
        assert first.manifest == second.manifest


def test_who_asked_to_be_left_out_of_the_lists_stays_left_out(owner, settings, tmp_path):
    settings.DATA = tmp_path / "here"
    remove_provider(settings.DATA, "nppes", "1234567893", NOW.date())
    file = archive_of()
    empty()
    settings.DATA = tmp_path / "there"

    bring_in(file)

    assert removals(tmp_path / "there") == removals(tmp_path / "here") == {("nppes", "1234567893"): "2026-11-28"}


def test_requests_to_be_left_out_come_with_everything_or_nothing(owner, settings, tmp_path):
    settings.DATA = tmp_path / "here"
    for number in "12":
        remove_provider(settings.DATA, "clinic", number, NOW.date())
    add_person(owner, "Ana")
    file = archive_of()
    empty()
    settings.DATA = tmp_path / "there"
    directory_there = settings.DATA / "directory"
    directory_there.mkdir(parents=True)
    (directory_there / "removed.csv").touch()  # damaged
    (directory_there / "providers.db").write_bytes(b"no database" * 100)

    with pytest.raises(DirectoryError, match=r"removed\.csv is damaged"):
        bring_in(file)
    assert not Person.objects.exists()
    (directory_there / "removed.csv").unlink()
    with pytest.raises(StillListed, match=r"Everything was brought in.*providers\.db is damaged"):
        bring_in(file)

    assert Person.objects.get().name == "Ana"
    assert removals(settings.DATA) == removals(tmp_path / "here") != {}


def test_an_archive_is_not_mixed_with_what_is_there(lived_in):
    file, before = archive_of(), everything()

    with pytest.raises(BadInput, match=r"people here already.*not mixed"):
        bring_in(file)

    assert everything() == before


def test_the_archive_of_some_people_holds_nobody_else(lived_in, charlies_friend):
    cem = Person.objects.filter(id=lived_in.id)
    file = archive_of(people=cem, locked_left_out=1)
    empty()

    bring_in(file)

    assert [person.name for person in Person.objects.all()] == ["Cem"]
    assert [user.username for user in User.objects.all()] == ["owner"]
    with open_archive(file) as archive:
        assert archive.manifest.locked_left_out == 1


def test_of_a_deleted_person_no_row_of_any_table_is_left(lived_in):
    ana = Person.objects.exclude(id=lived_in.id).get()
    records = [table._default_manager.filter(person=ana) for table in PersonsRecord.__subclasses__()]
    assert all(found.exists() for found in records)
    names = {str(ana.id), ana.id.hex}

    delete_person(ana)

    assert not any(found.exists() for found in records)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not [row for row in cursor.fetchall() if names & set(map(str, row))], table


def test_a_copy_of_one_person_is_to_be_read_and_opens_nothing(lived_in, owner):
    ana = Person.objects.exclude(id=lived_in.id).get()
    ana.name = "=HYPERLINK(1)"
    ana.save()
    Measurement.objects.create(person=ana, instrument="slr", context="elsewhere", score=-3.5)
    file = io.BytesIO()

    write_copy(file, NOW, ana)

    with zipfile.ZipFile(file) as copy:
        texts = {name: copy.read(name).decode("utf-8-sig") for name in copy.namelist()}
    manifest = Manifest.model_validate_json(texts[MANIFEST])
    assert {name.split("/")[1].rsplit(".", 1)[0] for name in manifest.files} == {
        label_of(table) for table in tables() if table is not User
    }
    assert json.loads(texts["tables/records.person.jsonl"])["name"] == ana.name
    assert len(texts["tables/records.result.jsonl"].splitlines()) >= 3
    assert ",'=HYPERLINK(1)," in texts["csv/records.person.csv"]
    assert ",-3.5," in texts["csv/records.measurement.csv"]
    for secret in ("pin", ana.pin, owner.password, "Cem"):
        assert not [name for name, text in texts.items() if f'"{secret}"' in text or f",{secret}," in text]
    with pytest.raises(BadInput, match=r"copy of one person, to be read"):
        bring_in(file)


def test_a_damaged_archive_is_refused_or_restores_everything(owner):
    """Single bits, single bytes and cut ends, in every part of the file."""
    add_person(owner, "Ana")
    before, whole = everything(), archive_of().getvalue()
    chance = random.Random(11)
    tries = settings().max_examples
    places = chance.choices(range(len(whole)), k=tries)
    damaged = [whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :] for at in places]
    damaged += [whole[:at] + chance.randbytes(1) + whole[at + 1 :] for at in places]
    damaged += [whole[:at] for at in places[: tries // 4]] + [whole[at:] for at in places[: tries // 8]]
    damaged += [b"", b"PK", whole[:-1]]
    empty()
    nothing = everything()

    refused = 0
    for data in damaged:
        try:
            bring_in(io.BytesIO(data))
        except BadInput:
            refused += 1
            assert everything() == nothing
        else:
            assert everything() == before  # the bit told nothing: a date of the zip file, for one
            empty()
            nothing = everything()

    assert refused > len(damaged) / 2


FOREIGN = {
    "an absolute path": lambda texts, manifest: texts.update({"/etc/passwd": "x\n"}),
    "a path upwards": lambda texts, manifest: texts.update({"tables/../../x.jsonl": "x\n"}),
    "a path of Windows": lambda texts, manifest: texts.update({"tables\\x.jsonl": "x\n"}),
    "a folder": lambda texts, manifest: texts.update({"tables/x/": ""}),
    "a table that nobody knows": lambda texts, manifest: texts.update({"tables/sessions.session.jsonl": ""}),
    "another format": lambda texts, manifest: manifest.update(format="zip"),
    "a newer format": lambda texts, manifest: manifest.update(format_version=2),
    "a newer program": lambda texts, manifest: manifest["tables_as_of"].update(records="9999_later"),
    "a part that nobody knows": lambda texts, manifest: manifest["tables_as_of"].update(billing="0001_initial"),
    "a manifest with more in it": lambda texts, manifest: manifest.update(do="this"),
    "a file too few": lambda texts, manifest: manifest["files"].update(
        {"tables/records.no.jsonl": {"size": 0, "sha256": "0" * 64, "rows": 0}}
    ),
    "a table too few": lambda texts, manifest: (
        texts.pop("tables/records.letter.jsonl"),
        manifest["files"].pop("tables/records.letter.jsonl"),
    ),
    "no rows of people": lambda texts, manifest: texts.update({"tables/records.person.jsonl": ""}),
    "no owner": lambda texts, manifest: texts.update({"tables/accounts.user.jsonl": ""}),
    "a request that hides a line": lambda texts, manifest: texts.update(
        {"tables/directory.removal.jsonl": '{"source":"a\\nb","source_id":"1","day":"2026-11-28"}\n'}
    ),
    "a row twice": lambda texts, manifest: double(texts, "records.person"),
    "a column too many": lambda texts, manifest: edit(texts, "records.person", is_admin=True),
    "a column too few": lambda texts, manifest: edit(texts, "records.person", name=...),
    "a text where a number stands": lambda texts, manifest: edit(texts, "records.person", wrong_pins="many"),
    "a number below its range": lambda texts, manifest: edit(texts, "records.person", wrong_pins=-1),
    "a number as a text": lambda texts, manifest: edit(texts, "records.person", wrong_pins="1"),
    "a name that is too long": lambda texts, manifest: edit(texts, "records.person", name="a" * 81),
    "a name that is empty": lambda texts, manifest: edit(texts, "records.person", name=""),
    "a time without a zone": lambda texts, manifest: edit(texts, "records.person", created_at="2026-11-28T20:14:03"),
    "no time": lambda texts, manifest: edit(texts, "records.person", created_at=None),
    "an id that is none": lambda texts, manifest: edit(texts, "records.person", id="1"),
    "a list for an owner": lambda texts, manifest: edit(texts, "records.person", owner_id=["owner"]),
    "half a sign": lambda texts, manifest: edit(texts, "records.person", name="\ud800"),
    "no object": lambda texts, manifest: texts.update({"tables/records.person.jsonl": "[]\n"}),
    "no JSON": lambda texts, manifest: texts.update({"tables/records.person.jsonl": "{'a': 1}\n"}),
    "a name twice": lambda texts, manifest: texts.update({"tables/records.person.jsonl": '{"id":1,"id":1}\n'}),
    "no number": lambda texts, manifest: texts.update({"tables/records.person.jsonl": '{"id":NaN}\n'}),
    "a deep hole": lambda texts, manifest: texts.update({"tables/records.person.jsonl": "[" * 100_000 + "\n"}),
    "an endless number": lambda texts, manifest: texts.update(
        {"tables/records.person.jsonl": f'{{"id":{"9" * 5000}}}\n'}
    ),
    "a bomb": lambda texts, manifest: texts.update({"tables/records.person.jsonl": " " * 3_000_000 + "\n"}),
    "a last line that breaks off": lambda texts, manifest: texts.update(
        {"tables/records.person.jsonl": texts["tables/records.person.jsonl"][:-1]}
    ),
}


def edit(texts, table, **values) -> None:
    """Change the first row of a table; `...` takes a column away."""
    name = f"tables/{table}.jsonl"
    first, *rest = texts[name].splitlines(keepends=True)
    row = {key: value for key, value in {**json.loads(first), **values}.items() if value is not ...}
    texts[name] = "".join([json.dumps(row) + "\n", *rest])


def double(texts, table) -> None:
    texts[f"tables/{table}.jsonl"] *= 2


@pytest.mark.parametrize("what", FOREIGN)
def test_a_foreign_archive_changes_nothing_though_its_hashes_are_right(ana, screening, what):
    file = changed(archive_of(), FOREIGN[what])
    empty()
    before = everything()

    with pytest.raises(BadInput) as refused:
        bring_in(file)

    assert everything() == before
    assert str(refused.value).endswith("Nothing was changed.")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("number", "told"), [(2, "by a newer Unknot"), (0, "cannot be read"), ("x", "cannot be read")]
)
def test_only_a_later_number_of_the_form_is_told_as_newer(owner, number, told):
    file = changed(archive_of(), lambda texts, manifest: manifest.update(format_version=number))

    with pytest.raises(BadInput, match=told):
        bring_in(file)


def test_an_archive_changed_only_as_somebody_may_is_the_same(ana, screening):
    """Guards the tests above: what they refuse is refused for its change, not for how they write archives."""
    file, before = changed(archive_of(), lambda texts, manifest: None), everything()
    empty()

    bring_in(file)

    assert everything() == before


def with_member(name: str = "tables/x.jsonl", data: bytes = b"", attr: int = 0, times: int = 1) -> io.BytesIO:
    file = archive_of()
    with zipfile.ZipFile(file, "a") as archive:
        for _time in range(times):
            info = zipfile.ZipInfo(name)
            info.external_attr = attr << 16
            archive.writestr(info, data)
    return file


def test_links_doubles_passwords_and_files_that_are_not_listed_are_refused(owner):
    locked = archive_of()
    data = bytearray(locked.getvalue())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1  # the bit that says "a password is needed"
    with pytest.warns(UserWarning, match="Duplicate name"):
        double_manifest = with_member(MANIFEST)

    for file, reason in (
        (with_member(attr=0o120777), "is a link"),
        (with_member(attr=0o040755), "is a link"),
        (with_member(), "not listed"),
        (double_manifest, "stands twice"),
        (io.BytesIO(data), "locked with a password"),
        (io.BytesIO(b"%PDF-1.7"), "no archive of Unknot"),
    ):
        with pytest.raises(BadInput, match=reason):
            bring_in(file)


def test_an_archive_larger_than_what_is_read_here_is_refused_before_it_is_read(ana):
    with pytest.raises(BadInput, match=r"more than 0 MB"), open_archive(archive_of(), most_bytes=500):
        pass
    assert LONGEST_LINE > 10_000_000


def test_an_archive_of_before_a_table_was_added_is_read_without_it(ana):
    """As of 0013 there were no comparisons and no therapists; `tables_as_of` says so and the files are missing."""

    def of_before(texts, manifest):
        manifest["tables_as_of"]["records"] = "0013_scores_from_elsewhere"
        for table in ("comparison", "kepttherapist", "therapistcheck"):
            del texts[f"tables/records.{table}.jsonl"], manifest["files"][f"tables/records.{table}.jsonl"]

    file, before = changed(archive_of(), of_before), everything()
    empty()

    bring_in(file)

    assert everything() == before


def test_what_was_added_since_an_earlier_version_may_be_missing_and_nothing_else():
    added = added_since({"accounts": "0001_initial", "records": "0010_notes"})

    assert added.columns == {"records.person": {"pin", "wrong_pins", "pin_waits_until"}}
    assert {"records.consent", "records.comparison"} < added.tables
    assert added_since(state_of_tables()) == (set(), {})


def test_an_archive_of_before_rows_were_rewritten_is_refused_with_the_way_out(ana):
    file = changed(archive_of(), lambda texts, manifest: manifest["tables_as_of"].update(records="0001_initial"))
    empty()

    with pytest.raises(BadInput, match=r"Install that version, import there"):
        bring_in(file)
