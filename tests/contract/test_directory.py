"""The directory as others script against it: what is loaded, what is refused, and that nothing is half loaded."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import stat
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from benchmarks.providers import header, line, npi, provider, second_header
from tools.contract import build_schemas

from tests.contract.test_command_line import refused, run
from unknot.errors import BadInput
from unknot_app.directory import DirectoryError, importing, remove_provider, search, status
from unknot_app.directory.file import file_of
from unknot_app.directory.importing import import_list
from unknot_app.directory.nppes import check_npi
from unknot_app.directory.own import COLUMNS
from unknot_app.directory.places import ForeignPostcodeError, UnknownPlaceError, find_place
from unknot_app.directory.removals import removals
from unknot_app.directory.table import RowFault

EXAMPLE = Path(__file__).parents[2] / "examples" / "providers.csv"
DAY = date(2026, 11, 28)
WHOLE, WEEKLY = "npidata_pfile_20050523-20250608.csv", "npidata_pfile_20250601-20250608.csv"
SECOND = "pl_pfile_20050523-20250608.csv"
BOULDER = find_place("80302")
CODE = "Healthcare Provider Taxonomy Code_1"
POSTCODE, CITY = (f"Provider Business Practice Location Address {name}" for name in ("Postal Code", "City Name"))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


def written(path, rows, columns=None):
    columns = columns or header()
    path.write_bytes(line(columns, dict(zip(columns, columns, strict=True))) + b"".join(rows))
    return path


def nppes(path, *rows):
    return written(path, [line(header(), row) for row in rows])


def own(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(
            {"id": number, "name": "Invented", "kind": "massage", **row} for number, row in enumerate(rows)
        )
    return path


def load(folder, path, **options):
    return import_list(folder, path, day=DAY, **options)


def near(folder, place=BOULDER, **options):
    return search(folder, place, day=DAY, **options)


def names(folder, **options):
    return sorted(one.name for one in near(folder, **options))


def rejected(loaded):
    with loaded.rejects.open(encoding="utf-8", newline="") as file:
        return [(row["row"], row["field"], row["reason"]) for row in csv.DictReader(file)]


def content(folder):
    """Return all rows of all tables, without the numbers that the database gives."""
    with closing(sqlite3.connect(file_of(folder))) as file:
        return list(file.execute(
            "SELECT source, source_id, name, kinds, known, address, postcode, latitude, longitude FROM provider"
            " JOIN place ON place.provider = provider.id ORDER BY 1, 2, 6"
        ))  # fmt: skip


# ---------------------------------------------------------------- the command
def test_three_therapists_are_found_near_the_example(folder):
    loaded = run("directory", "import", str(EXAMPLE), "--data", str(folder))

    found = json.loads(run("directory", "near", "80302", "--km", "25", "--json", "--data", str(folder)).stdout)

    assert loaded.returncode == 0
    assert [one["name"] for one in found[:3]] == [
        "Invented Ada Example, LMT", "Invented Bo Sample, PT", "Invented Cy Placeholder, LMT"
    ]  # fmt: skip
    assert found[1]["direction"] == "NE"
    assert found[0]["known"][1] == {
        "about": "certificate", "detail": "CMTPT, Myopain Seminars", "level": "certificate", "date": "2026-11-10",
        "by": "Demo clinic", "what": "Certificate: CMTPT, Myopain Seminars",
    }  # fmt: skip


def test_the_answer_keeps_to_its_schema_and_never_says_verified(folder):
    import jsonschema

    load(folder, EXAMPLE)
    load(folder, nppes(folder.parent / WHOLE, provider(1)))

    done = run("directory", "near", "Boulder, CO", "--kind", "all", "--json", "--data", str(folder))
    report = run("directory", "near", "Boulder, CO", "--data", str(folder)).stdout

    jsonschema.validate(json.loads(done.stdout), build_schemas()["providers.schema.json"])
    assert "verified" not in (done.stdout + report).lower()
    assert "no licence, no skill" in report


def test_kind_and_words_of_the_name_narrow_the_search(folder):
    load(folder, EXAMPLE)

    assert "Ada" in run("directory", "near", "40.017, -105.285", "--data", str(folder)).stdout
    assert "nobody" in run("directory", "near", "-33.9, 151.2", "--data", str(folder)).stdout
    massage = run("directory", "near", "80302", "--kind", "massage", "--name", "placeh INV", "--data", str(folder))

    assert "Cy Placeholder" in massage.stdout
    assert "Ada" not in massage.stdout
    assert "nearest: massage" in refused("directory", "near", "80302", "--kind", "masage", "--data", str(folder))


def test_where_nobody_is_near_the_command_tells_what_would_find_somebody(folder):
    load(folder, EXAMPLE)
    where = ("--km", "1", "--data", str(folder))

    told = run("directory", "near", "80302", "--name", "sample", *where).stdout

    assert re.search(r"--km 50: 1\n  - without --name: \d", told)
    assert "Load a list of that area" in run("directory", "near", "Perth", *where).stdout


def test_the_template_is_a_list_that_loads(folder, tmp_path):
    run("directory", "template", str(tmp_path / "mine.csv"))

    assert load(folder, tmp_path / "mine.csv").counts.loaded == 1
    assert all(f"  {name}" in run("directory", "template").stdout for name in COLUMNS)
    assert "is there already" in refused("directory", "template", str(tmp_path / "mine.csv"))


def test_without_a_list_the_way_to_load_one_is_told(folder):
    told = run("directory", "near", "80302", "--data", str(folder))

    assert told.returncode == 1
    assert "unknot directory import FILE" in told.stderr
    assert "No list" in run("directory", "status", "--data", str(folder)).stdout


def test_the_directory_is_for_this_user_only_and_the_program_takes_its_folder(folder):
    from unknot_app.local.folder import make_folder

    load(folder, EXAMPLE)

    make_folder(folder)  # would refuse a folder that holds other things
    assert [path.name for path in file_of(folder).parent.iterdir()] == ["providers.db", "turn.lock"]
    assert stat.S_IMODE(file_of(folder).stat().st_mode) == 0o600
    assert stat.S_IMODE(file_of(folder).parent.stat().st_mode) == 0o700


# ---------------------------------------------------------------- the US provider file
def test_a_row_of_nppes_becomes_a_provider_with_what_is_known_and_how(folder):
    row = provider(1, **{"Provider Last Name (Legal Name)": "MÜLLER", "Provider Credential Text": "LMT"})

    load(folder, nppes(folder.parent / WHOLE, row))

    (one,) = near(folder)
    assert (one.name, one.source, one.source_id) == ("INVENTED MÜLLER, LMT", "nppes", npi(1))
    assert (one.address, one.phone) == ("1 NOWHERE ST, BOULDER, CO 80302", "303-555-0100")
    assert [(known.what, known.level, str(known.date)) for known in one.known] == [
        ("On the list: US provider file (NPPES)", "listed", "2025-05-07"),
        ("Licence: MT.0000001 (CO)", "self_declared", "2025-05-07"),
    ]
    assert "proves no licence" in one.caveat


def test_other_professions_and_numbers_that_are_no_longer_active_are_left_out(folder):
    closed = {"NPI Deactivation Date": "01/02/2020"}

    loaded = load(
        folder,
        nppes(
            folder.parent / WHOLE,
            provider(1),
            provider(2, **{CODE: "207R00000X"}),
            {"NPI": npi(3), **closed},
            provider(4, **closed),
            provider(5, **closed, **{"NPI Reactivation Date": "03/04/2021"}),
            provider(6, **{"NPI Deactivation Date": "05/06/2022", "NPI Reactivation Date": "03/04/2021"}),
        ),
    )

    assert {one.source_id for one in near(folder)} == {npi(1), npi(5)}
    assert (loaded.counts.loaded, loaded.counts.not_wanted) == (2, 4)


def test_the_primary_code_names_the_kind_wherever_it_stands(folder):
    row = provider(1, **{
        CODE: "171100000X", "Healthcare Provider Primary Taxonomy Switch_1": "N",
        "Healthcare Provider Taxonomy Code_15": "2251X0800X", "Healthcare Provider Primary Taxonomy Switch_15": "Y",
    })  # fmt: skip

    load(folder, nppes(folder.parent / WHOLE, row, provider(2, **{CODE: ""})))

    (one,) = near(folder)
    assert one.kinds == ("physical_therapy", "acupuncture")
    assert near(folder, kinds=["acupuncture"])[0].kind == "acupuncture"


def test_masked_cells_are_missing_and_quotes_and_line_ends_within_a_cell_are_read(folder):
    first, last = "Provider First Name", "Provider Last Name (Legal Name)"
    rows = (
        provider(1, **{first: "<UNAVAIL>", last: 'A "B",'}),
        provider(2, **{last: "TWO\nLINES", "Provider License Number_1": "********"}),
        provider(3, **{first: "", last: "<UNAVAIL>"}),
    )

    loaded = load(folder, nppes(folder.parent / WHOLE, *rows))

    assert names(folder) == ['A "B",', "INVENTED TWO\nLINES"]
    assert [len(one.known) for one in near(folder, name="two")] == [1]
    assert rejected(loaded) == [("5", last, "there is no name")]


def test_rows_that_cannot_be_used_are_told_with_row_field_and_reason(folder):
    wrong = provider(2) | {"NPI": npi(2)[:-1] + str((int(npi(2)[-1]) + 1) % 10)}
    good = line(header(), provider(1))
    unclosed = good.replace(b'"1 NOWHERE ST"', b'"1 NOWHERE ST')
    rows = [
        good, line(header(), wrong), line(header(), provider(3, **{POSTCODE: "80399", CITY: "NOWHERE"})),
        line(header(), provider(4, **{"Last Update Date": "31/12/2025"})), good,
        b'"' + npi(5).encode() + b'","1"\n', unclosed, line(header(), provider(6)),
        unclosed, line(header(), provider(7)),
    ]  # fmt: skip

    loaded = load(folder, written(folder.parent / WHOLE, rows))

    assert loaded.counts.loaded == 3
    told = rejected(loaded)
    assert [(row, field) for row, field, _ in told] == [
        ("3", "NPI"), ("4", POSTCODE), ("5", "Last Update Date"), ("6", "id"), ("7", "row"),
        ("8", "row"), ("10", "row"),
    ]  # fmt: skip
    assert "check digit" in told[0][2]
    assert "there is no US postcode 80399; nearest: 803" in told[1][2]
    assert "stands twice" in told[3][2]
    assert "2 cells, expected 330" in told[4][2]


def test_a_zip_brings_second_places_and_a_provider_counts_at_the_nearer_one(folder):
    second = second_header()
    rows = (
        {"NPI": npi(1), second[1]: "9 FAR ST", second[3]: "DENVER", second[4]: "CO", second[5]: "80202"},
        {"NPI": npi(77), second[1]: "UNKNOWN", second[5]: "80202"},
    )
    archive = folder.parent / "NPPES_Data_Dissemination_June_2025_V2.zip"
    main = nppes(folder.parent / WHOLE, provider(1))
    places = written(folder.parent / SECOND, [line(second, row) for row in rows], second)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(WHOLE.replace(".csv", "_fileheader.csv"), "NPI\n")
        file.write(places, places.name)
        file.write(main, main.name)

    load(folder, archive)

    (denver,) = near(folder, find_place("80202"), km=5)
    (boulder,) = near(folder, km=100)
    assert denver.address == "9 FAR ST, DENVER, CO 80202"
    assert boulder.distance_km == 0


def test_a_weekly_file_changes_adds_and_takes_out(folder):
    load(folder, nppes(folder.parent / WHOLE, *(provider(number) for number in range(1, 6))))

    loaded = load(
        folder,
        nppes(
            folder.parent / WEEKLY,
            provider(1, **{"Provider First Name": "MOVED", POSTCODE: "80027"}),
            {"NPI": npi(2), "NPI Deactivation Date": "06/01/2025"},
            provider(3, **{CODE: "207R00000X"}),
            provider(9),
        ),
    )

    assert loaded.is_update
    assert loaded.counts.taken_out == 2
    assert {one.source_id for one in near(folder, km=50)} == {npi(number) for number in (1, 4, 5, 9)}
    assert near(folder, name="moved")[0].distance_km > 5


@pytest.mark.parametrize("number", ["1234567893", "1003000126"])
def test_the_check_digit_of_known_numbers_is_right(number):
    check_npi(number)

    with pytest.raises(RowFault, match="check digit"):
        check_npi(number[:-1] + str((int(number[-1]) + 1) % 10))


# ---------------------------------------------------------------- a list of one's own
def test_what_is_wrong_in_a_row_of_an_own_list_is_told(folder, tmp_path):
    there = {"postcode": "80302"}
    rows = (
        there,
        there | {"kind": "masage"},
        there | {"name": ""},
        {"latitude": "91", "longitude": "0"},
        {"latitude": "x", "longitude": "0"},
        {"city": "Atlantis", "country": "GB"},
        there | {"register": "HCPC", "register_date": "12.11.2026"},
        there | {"certificate": "CMTPT", "certificate_seen": "document", "certificate_date": "2026-11-12"},
        there | {"npi": "1234567890"},
    )

    loaded = load(folder, own(tmp_path / "mine.csv", *rows))

    assert [field for _row, field, _reason in rejected(loaded)] == [
        "kind", "name", "latitude", "latitude", "city", "register_date", "checked_by", "NPI"
    ]  # fmt: skip
    assert "out of range: from -90 to 90" in rejected(loaded)[2][2]
    assert len(near(folder)) == 1


def test_a_list_from_a_spreadsheet_of_europe_is_read(folder, tmp_path):
    path = tmp_path / "Praxis Liste.csv"
    path.write_bytes("\ufeffid;name;kind;city;country\r\n1;Jörg Erfunden;massage;Köln;DE\r\n".encode())

    loaded = load(folder, path)

    assert loaded.source == "praxis-liste"
    assert near(folder, find_place("Cologne"))[0].name == "Jörg Erfunden"


def test_loading_the_same_list_again_changes_nothing_and_other_lists_stay(folder, tmp_path):
    load(folder, EXAMPLE)
    load(folder, nppes(tmp_path / WHOLE, provider(1), provider(2)))
    before = content(folder)

    load(folder, EXAMPLE)
    load(folder, tmp_path / WHOLE)

    assert content(folder) == before
    now = status(folder)
    assert now is not None
    assert [one.source for one in now.lists] == ["nppes", "providers"]
    assert now.providers == 12


# ---------------------------------------------------------------- requests to be left out
def test_a_removal_outlives_the_next_import(folder, tmp_path):
    load(folder, EXAMPLE)

    done = run("directory", "remove", "providers", "inv-01", "--data", str(folder))
    after = names(folder)
    loaded = load(folder, EXAMPLE)

    assert "Taken out" in done.stdout
    assert "Invented Ada Example, LMT" not in after
    assert after == names(folder)
    assert loaded.left_out == 1
    assert b"Invented Ada" not in file_of(folder).read_bytes()
    assert "kept for later imports" in run("directory", "remove", "nppes", npi(1), "--data", str(folder)).stdout
    load(folder, nppes(tmp_path / WHOLE, provider(1), provider(2)))
    assert {one.source_id for one in near(folder) if one.source == "nppes"} == {npi(2)}


def test_a_list_is_taken_away_by_its_name_after_a_question(folder, tmp_path):
    load(folder, EXAMPLE)
    load(folder, nppes(tmp_path / WHOLE, provider(1), provider(2)))
    where = ("--data", str(folder))

    assert "nearest: providers" in refused("directory", "take-away", "provider", *where)
    assert run("directory", "take-away", "providers", *where).returncode == 1  # nobody answers
    assert {one.source for one in near(folder, limit=100)} == {"nppes", "providers"}
    assert "Taken away" in run("directory", "take-away", "providers", "--yes", *where).stdout

    assert {one.source for one in near(folder)} == {"nppes"}


def test_removals_asked_for_at_once_are_all_kept(folder):
    load(folder, EXAMPLE)
    asked = sorted(one.source_id for one in near(folder))[:3]
    start = Barrier(len(asked))

    def take_out(number):
        start.wait()
        return remove_provider(folder, "providers", number, DAY)

    with ThreadPoolExecutor() as at_once:
        assert all(at_once.map(take_out, asked))

    assert removals(folder) == {("providers", number): "2026-11-28" for number in asked}
    assert not {one.source_id for one in near(folder)} & set(asked)


def test_who_is_taken_out_while_a_list_is_read_does_not_come_back(folder):
    load(folder, EXAMPLE)

    loaded = load(folder, EXAMPLE, progress=lambda *_: remove_provider(folder, "providers", "inv-01", DAY))

    assert loaded.left_out == 1
    assert "Invented Ada Example, LMT" not in names(folder)


def test_hidden_signs_in_a_number_are_refused_and_stop_no_later_import(folder, tmp_path):
    loaded = load(folder, own(tmp_path / "own.csv", {"postcode": "80302"}, {"id": "a\u2028b"}))
    assert rejected(loaded) == [("3", "id", "holds hidden signs")]

    remove_provider(folder, "own", "a\u2028b\nc", DAY)

    assert load(folder, tmp_path / "own.csv").providers == 1
    assert removals(folder) == {("own", "a\u2028b\nc"): "2026-11-28"}
    for damaged in (b"", b"\xff", b'source,id,date\n"a'):
        (file_of(folder).parent / "removed.csv").write_bytes(damaged)
        assert "removed.csv is damaged" in refused_import(folder, tmp_path / "own.csv")


# ---------------------------------------------------------------- nothing half loaded
def refused_import(folder, path, **options):
    before = file_of(folder).read_bytes() if file_of(folder).exists() else None
    with pytest.raises((BadInput, DirectoryError)) as told:
        load(folder, path, **options)
    assert (file_of(folder).read_bytes() if file_of(folder).exists() else None) == before
    return str(told.value)


def test_what_is_no_list_is_refused_and_the_old_directory_stays(folder, tmp_path):
    load(folder, EXAMPLE)
    misspelt = tuple(name.replace("Deactivation Date", "Deactivaton Date") for name in header())
    missing = written(tmp_path / WHOLE, [], misspelt)
    workbook, empty, binary = tmp_path / "list.xlsx", tmp_path / "empty.csv", tmp_path / "binary.csv"
    with zipfile.ZipFile(workbook, "w") as file:
        file.writestr("[Content_Types].xml", "")
    empty.write_bytes(b"")
    binary.write_bytes(b"\x00\x01\x02\n")
    other_part = written(tmp_path / "endpoint.csv", [], ("NPI", "Endpoint Type"))

    assert "nearest: id" in refused_import(folder, written(tmp_path / "a.csv", [], ("idd", "name", "kind")))
    assert "'NPI Deactivation Date'; nearest: NPI Deactivaton Date" in refused_import(folder, missing)
    assert "workbook" in refused_import(folder, workbook)
    assert "empty" in refused_import(folder, empty)
    assert "holds no text" in refused_import(folder, binary)
    assert "another part of NPPES" in refused_import(folder, other_part)
    assert "no row could be used" in refused_import(folder, nppes(tmp_path / WHOLE, provider(1, **{CODE: ""})))
    assert "cannot be read" in refused_import(folder, tmp_path / "nowhere.csv")


def test_a_zip_that_broke_off_or_is_damaged_is_refused(folder, tmp_path):
    main = nppes(tmp_path / WHOLE, *(provider(number) for number in range(50)))
    archive = tmp_path / "nppes.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(main, main.name)
    good = archive.read_bytes()
    load(folder, EXAMPLE)

    for damaged in (good[:-200], good.replace(b"40 NOWHERE", b"41 NOWHERE")):
        archive.write_bytes(damaged)
        assert "not a whole zip file" in refused_import(folder, archive)
        assert sorted(path.name for path in file_of(folder).parent.iterdir()) == ["providers.db", "turn.lock"]
    directory_of_the_zip = good.index(b"PK\x01\x02")
    archive.write_bytes(good[: directory_of_the_zip + 10] + b"\x09" + good[directory_of_the_zip + 11 :])
    assert "unpack it" in refused_import(folder, archive)  # Deflate64, as some systems pack large files


@pytest.mark.parametrize(
    ("way", "told"),
    [(zipfile.ZIP_LZMA, "unpack it"), (zipfile.ZIP_BZIP2, "unpack it"), (zipfile.ZIP_DEFLATED, "grow")],
)
def test_a_zip_packed_otherwise_or_that_would_grow_without_end_is_refused(folder, tmp_path, way, told):
    archive = tmp_path / "list.zip"
    with zipfile.ZipFile(archive, "w", way) as file:
        file.writestr("list.csv", b"id,name,kind\n" + b"\n" * 2_000_000)

    assert told in refused_import(folder, archive)


def test_an_import_that_was_stopped_goes_on_where_it_was(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "ROWS_IN_A_BATCH", 10)
    monkeypatch.setattr(importing, "ROWS_BETWEEN_SIGNS", 5)
    rows = [provider(number) for number in range(1, 40)]
    rows[3] = rows[3] | {"NPI": "1"}
    path = nppes(tmp_path / WHOLE, *rows)
    seen = []

    def stop_after_thirty(done, in_all):
        seen.append(done)
        if len(seen) == 7:  # within the fourth batch
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(folder, path, progress=stop_after_thirty)
    assert not file_of(folder).exists()
    again = []
    loaded = load(folder, path, progress=lambda done, in_all: again.append(done))
    load(tmp_path / "other", path)

    assert again[0] > seen[5]  # the first thirty rows were not read again
    assert (loaded.counts.rows, loaded.counts.loaded) == (39, 38)
    assert len(rejected(loaded)) == 1
    assert content(folder) == content(tmp_path / "other")


def test_a_full_disk_is_told_and_the_old_directory_stays(folder, tmp_path, monkeypatch):
    load(folder, EXAMPLE)
    from unknot_app.directory import draft

    opened = draft.locked

    def on_a_small_disk(path):
        connection = opened(path)
        connection.execute("PRAGMA max_page_count = 40")
        return connection

    monkeypatch.setattr(draft, "locked", on_a_small_disk)
    path = nppes(tmp_path / WHOLE, *(provider(number) for number in range(3000)))

    assert "the disk is full" in refused_import(folder, path)
    assert sorted(path.name for path in file_of(folder).parent.iterdir()) == ["providers.db", "turn.lock"]


def test_a_second_import_at_the_same_time_and_a_damaged_directory_are_told(folder, tmp_path):
    from unknot_app.directory.draft import draft_of, locked

    load(folder, EXAMPLE)
    held = locked(draft_of(folder))
    assert "another import is running" in refused_import(folder, EXAMPLE)
    held.close()
    file_of(folder).write_bytes(b"no database, but long enough to be looked at" * 100)

    told = run("directory", "near", "80302", "--data", str(folder))

    assert told.returncode == 1
    assert "is damaged. Delete it" in told.stderr


def test_a_file_that_holds_far_fewer_than_the_list_it_replaces_is_asked_about(folder, tmp_path):
    load(folder, nppes(tmp_path / WHOLE, *(provider(number) for number in range(1, 10))))
    few = nppes(tmp_path / "renamed.csv", provider(1))

    assert "add --update" in refused_import(folder, few)
    assert load(folder, few, update=True).providers == 9
    assert load(folder, few, update=False).providers == 1


# ---------------------------------------------------------------- places
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("80302", "80302 Boulder, CO"), ("80302-1234", "80302 Boulder, CO"), ("Boulder, CO", "Boulder, CO, US"),
        ("köln", "Köln, DE"), ("Wien", "Vienna, AT"), ("10115 Berlin", "Berlin, DE"),
        ("Paris, Texas", "Paris, TX, US"), ("boulder co", "Boulder, CO, US"), ("Paris, USA", "Paris, TX, US"),
        ("Kansas City Missouri", "Kansas City, MO, US"),
        ("Los Angeles California", "Los Angeles, CA, US"), ("ward co", "Ward, CO, US"), ("leeds uk", "Leeds, GB"),
        ("Ward, CO", "Ward, CO, US"), ("Leeds, United Kingdom", "Leeds, GB"), ("40.02, -105.28", "40.020, -105.280"),
    ],
)  # fmt: skip
def test_places_are_found_without_a_network(text, name):
    assert find_place(text).name == name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("80399", "there is no US postcode 80399; nearest: 803"), ("Boulderr", "nearest: Boulder"),
        ("Boulder, GB", "there is Boulder, CO, US"), ("91, 0", "latitude 91 is out of range"),
        ("leeds narnia", "there is Leeds, GB"),
        ("0, 181", "longitude 181 is out of range"), ("", "is not a place"), ("?!", "is not a place"),
    ],
)  # fmt: skip
def test_places_that_are_not_are_told_with_what_was_meant(text, told):
    with pytest.raises(UnknownPlaceError, match=told):
        find_place(text)


def test_places_of_the_same_name_are_told():
    assert "Springfield, IL, US" in find_place("Springfield").others


def test_among_places_of_one_name_those_in_ones_own_country_come_first():
    at_home, abroad = find_place("Birmingham", "US"), find_place("Birmingham", "GB")

    assert (at_home.name, at_home.is_by_country) == ("Birmingham, AL, US", True)
    assert "Birmingham, GB" in at_home.others
    assert (abroad.name, abroad.is_by_country) == ("Birmingham, GB", False)


def test_a_number_is_a_us_postcode_only_for_who_lives_there_or_says_so():
    with pytest.raises(ForeignPostcodeError, match="taken for a postcode of DE") as refused:
        find_place("10115", "DE")

    assert [find_place(one, "DE").name for one in refused.value.suggestions] == ["10115 New York, NY"]
    assert find_place("10115", "US") == find_place("10115") == find_place("10115 USA", "DE")
    with pytest.raises(ForeignPostcodeError):
        find_place("SW1A 1AA", "GB")


def test_a_list_outside_the_us_needs_no_us_postcodes(folder, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "zipcodes", None)

    loaded = load(
        folder, own(tmp_path / "own.csv", {"city": "Berlin", "country": "DE"}, {"city": "Xy", "country": "GB"})
    )

    assert rejected(loaded) == [("3", "city", "no city 'Xy' of 15,000 people or more is known in the country 'GB'")]
    assert len(near(folder, find_place("Berlin"))) == 1
    with pytest.raises(UnknownPlaceError):
        find_place("Nirgendwo, DE")
