"""Finding a therapist in a list: who is near, what is known and how, keeping somebody, loading and taking out."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import sys
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.web.test_translation import bare, in_brackets  # noqa: F401
from unknot_app.actions.finding import INVENTED, INVENTED_NAME, lists_loaded, load_invented_list
from unknot_app.directory import import_list
from unknot_app.directory.file import file_of
from unknot_app.directory.own import COLUMNS
from unknot_app.records.models import KeptTherapist

FIND, LISTS = reverse("directory:find"), reverse("directory:lists")
BADGE = re.compile(r"\b(verified|recommended|trusted)\b", re.I)
TODAY = date.today()


def shown(response, status=200):
    assert response.status_code == status
    return html.unescape(response.text.split("<main")[1].split("</main>")[0])


def words(page):
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir(mode=0o700)
    (settings.DATA / "secret_key").touch()  # a folder without anything of ours is refused
    return settings.DATA


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    """Return a folder into which the invented list was loaded; that is done once."""
    folder = tmp_path_factory.mktemp("invented")
    (folder / "secret_key").touch()
    import_list(folder, INVENTED, day=TODAY, source=INVENTED_NAME)
    return folder


@pytest.fixture
def loaded(folder, invented):
    shutil.copytree(invented, folder, dirs_exist_ok=True)


def sources():
    found = lists_loaded()
    return {one.source: one.providers for one in found.lists} if found else {}


def provider(number, **asked):
    return reverse("directory:provider", query={"list": "invented", "id": number, **asked})


def take_out(number, **asked):
    return reverse("directory:take_out", query={"list": "invented", "id": number, **asked})


def sent(client, text, file_name="clinic.csv", **fields):
    file = SimpleUploadedFile(file_name, text if isinstance(text, bytes) else text.encode())
    return client.post(LISTS, {"do": "file", "file": file, **fields})


def test_without_a_list_the_page_is_the_guide(client):
    assert "No list is loaded" in shown(client.get(FIND))
    assert client.get(provider("1")).status_code == 404


@pytest.mark.usefixtures("loaded")
def test_at_least_three_therapists_are_found_nearest_first_with_distance_direction_and_phone(client):
    page = shown(client.get(FIND, {"near": "80302", "far": "25"}))

    found = re.findall(r'class="hit">.*?<a [^>]*>([^<]*)</a>', page, re.DOTALL)
    assert found[:3] == ["Ada Bakker, LMT (invented)", "Ben Castillo, DPT (invented)", "Cleo Duarte, LMT (invented)"]
    assert "About 7 km, north-east" in words(page)
    assert "rotate(45 12 12)" in page
    assert 'href="tel:3035550102"' in page
    assert page.count("proves no licence") >= len(found)
    assert not BADGE.search(page)


@pytest.mark.usefixtures("loaded")
def test_the_search_asks_for_kind_name_and_distance_in_the_units_of_the_settings(client, owner):
    def names(**asked):
        return re.findall(r'class="hit">.*?<a [^>]*>(\w+)', shown(client.get(FIND, asked)), re.DOTALL)

    assert names(near="80302", far="25", kind="massage") == ["Ada", "Cleo"]
    assert names(near="Boulder, CO", far="25", name="cast") == ["Ben"]
    assert names(near="80302", far="5") == ["Ada"]
    assert names(near="80302", far="nonsense", kind="wizard", most="x") == ["Ada", "Ben", "Cleo", "Dov"]
    owner.units = "imperial"
    owner.save()
    assert "About 4 miles, north-east" in words(shown(client.get(FIND, {"near": "80302", "far": "15"})))


@pytest.mark.usefixtures("loaded")
def test_a_place_that_is_not_known_is_told_with_those_written_alike(client):
    page = shown(client.get(FIND, {"near": "Albani", "far": "50"}))

    assert "No place “Albani” is known" in page
    assert 'href="/therapists/?near=Albany&far=50"' in page
    assert "latitude from -90 to 90" in shown(client.get(FIND, {"near": "95, 12"}))


@pytest.mark.usefixtures("loaded")
def test_a_postcode_is_read_by_the_country_of_the_settings(client, owner):
    owner.country = "DE"
    owner.save()
    page = shown(client.get(FIND, {"near": "80302", "far": "50"}))

    assert "“80302” is taken for a postcode of the country in your settings: Germany." in words(page)
    assert 'href="/therapists/?near=80302%2C+US&far=50"' in page
    assert "Ada Bakker" in shown(client.get(FIND, {"near": "80302, US", "far": "50"}))
    assert "Taken for the one in the country of your settings" not in page
    owner.country = "US"
    owner.save()
    assert "Taken for the one in the country of your settings. Or the one here:" in words(
        shown(client.get(FIND, {"near": "Birmingham"}))
    )


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ({"kind": "acupuncture"}, ["All who treat, of every kind: 4"]),
        ({"name": "bakk", "far": "5", "kind": "massage"}, []),
        ({"name": "castillo", "far": "5"}, ["Up to 10 km: 1", "With any name: 1"]),
        ({"name": "nobody", "kind": "acupuncture"}, ["Everybody who treats, up to 100 km: 5"]),
        ({"near": "Perth", "far": "5"}, []),
    ],
)
def test_where_nobody_is_found_it_is_told_what_would_find_somebody_and_how_many(client, asked, offered):
    page = shown(client.get(FIND, {"near": "80302", "far": "25", **asked}))
    links = re.findall(r'<a class="button button--second" href="([^"]*)">([^<]*: \d+)</a>', page)

    assert [text for _, text in links] == offered
    for link, text in links:
        assert shown(client.get(link)).count('class="hit"') == int(text.split(": ")[1])
    assert ("name nobody near there" in page) == (asked.get("near") == "Perth")


@pytest.mark.usefixtures("loaded")
def test_a_place_that_is_typed_is_kept_nowhere(client, folder):
    client.get(FIND, {"near": "80027"})
    client.get(provider("1", near="80027"))

    assert "80027" not in str(dict(client.session))
    files = [path for path in folder.rglob("*") if path.is_file() and path != file_of(folder)]
    assert [path for path in files if b"80027" in path.read_bytes()] == []


@pytest.mark.usefixtures("loaded")
def test_of_each_it_is_told_what_is_known_how_when_and_by_whom(client):
    certified, nothing = shown(client.get(provider("1"))), shown(client.get(provider("4")))

    assert "Certificate: CMTPT, Myopain Seminars" in certified
    assert "In the list of the issuer, 4 May 2026, Unknot's invented clinic" in words(certified)
    assert "Licence: MT.0000001, Colorado Told by the provider" in words(certified)
    assert "Nothing is known beyond the entry itself" in nothing
    for page in (certified, nothing):
        assert "Whether they know trigger points is not known" in page
        assert not BADGE.search(page)


@pytest.mark.usefixtures("loaded")
def test_somebody_is_kept_from_the_list_and_stays_when_the_list_is_gone(client, ana, folder):
    kept = client.post(provider("1"), {"do": "keep"})
    assert "My note and what I looked at" in shown(client.get(provider("1")))
    assert "What the list tells" in shown(client.get(kept.url))

    file_of(folder).unlink()

    page = shown(client.get(kept.url))
    stored = KeptTherapist.objects.get(person=ana)
    assert (stored.source, stored.source_id, stored.name) == ("invented", "1", "Ada Bakker, LMT (invented)")
    assert "Ada Bakker" in page
    assert "no longer stands in a list on this device" in words(page)
    load_invented_list(TODAY)
    assert "My note and what I looked at" in shown(client.get(provider("1")))


@pytest.mark.usefixtures("loaded")
def test_who_asked_to_be_left_out_is_gone_also_after_the_next_import(client):
    asked = shown(client.get(take_out("1", near="80302")))
    assert "Take Ada Bakker, LMT (invented) out of the list?" in asked
    assert client.get(provider("1")).status_code == 200
    assert client.post(provider("1"), {"do": "take_out"}).status_code == 400
    client.post(take_out("1"))
    assert client.get(take_out("1")).status_code == 404
    assert client.get(provider("1")).status_code == 404

    answer = client.post(LISTS, {"do": "invented"}, follow=True)

    assert "1 left out because they asked" in words(shown(answer))
    assert client.get(provider("1")).status_code == 404
    assert client.get(provider("2")).status_code == 200


def test_a_file_is_loaded_and_searched(client):
    page = shown(client.get(sent(client, INVENTED.read_bytes(), "my list.csv", name="clinic").url))

    assert "The list “clinic” is loaded. Entries: 11." in words(page)
    assert sources() == {"clinic": 11}
    assert "Hanna Ilk" in shown(client.get(FIND, {"near": "Berlin"}))


def test_the_empty_table_that_is_handed_out_can_be_loaded(client):
    table = client.get(LISTS, {"template": ""})

    assert next(csv.reader(io.StringIO(table.content.decode("utf-8-sig")))) == list(COLUMNS)
    sent(client, table.content)
    assert sources() == {"clinic": 1}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("name,kind\nAda,massage\n", "no column 'id'"),
        ("id,name,kind,postcode\n1,Ada,wizard,80302\n", "'wizard' is not one of"),
        ("id,name,kind,postcode\n1,Ada,massage,80399\n", "80399"),
        (b"PK\x03\x04 broken", "zip"),
    ],
)
@pytest.mark.usefixtures("loaded")
def test_a_file_that_is_no_list_changes_nothing_and_says_why(client, text, said, folder):
    page = shown(sent(client, text, "broken.zip" if isinstance(text, bytes) else "clinic.csv"), 422)

    assert "Nothing was changed" in page
    assert said in page
    assert sources() == {"invented": 11}
    assert [path.name for path in folder.iterdir() if path.name.startswith("upload-")] == []


def test_no_file_or_one_that_is_too_large_is_told(client, monkeypatch):
    assert "Choose a file first" in shown(client.post(LISTS, {"do": "file"}), 422)
    monkeypatch.setattr("unknot_app.pages.directory.lists.LARGEST_MB", 0)
    assert "too large for a page" in shown(sent(client, "id,name,kind\n"), 422)
    assert client.post(LISTS, {"do": "dance"}).status_code == 400


def test_a_small_zip_that_holds_too_much_for_a_page_is_told(client, monkeypatch):
    monkeypatch.setattr("unknot_app.pages.directory.lists.LARGEST_UNPACKED", 1000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("clinic.csv", INVENTED.read_bytes())

    assert "too much for a page" in shown(sent(client, packed.getvalue(), "clinic.zip"), 422)
    assert sources() == {}


@pytest.mark.usefixtures("loaded")
def test_without_the_package_of_the_postcodes_the_page_says_what_to_install(client, monkeypatch):
    monkeypatch.setitem(sys.modules, "zipcodes", None)

    page = shown(client.get(FIND, {"near": "80302"}), 503)

    assert "This place cannot be looked up" in page
    assert "pip install 'unknot[directory]'" in page


@pytest.mark.usefixtures("loaded")
def test_rows_that_could_not_be_used_are_told_by_reason_and_handed_out(client, folder):
    rows = [f"{number},Ben,wizard <b>{number},80302" for number in range(2, 12)]
    text = "\n".join(["id,name,kind,postcode", "1,Ada,massage,80302", *rows, "12,=Eve,massage,00000"])

    page = shown(client.get(sent(client, text).url))
    file = client.get(reverse("directory:rejected", query={"list": "clinic"}))

    assert "11 rows could not be used kind: 10 rows Row 3: 'wizard 2' is not one of" in words(page)
    assert page.count("is not one of") == 3
    assert "postcode: 1 row" in words(page)
    assert len(file.content.decode("utf-8-sig").splitlines()) == 12
    assert "wizard <b>11" in file.text
    assert file["Content-Disposition"] == 'attachment; filename="rejected_clinic.csv"'
    (folder / "directory" / "rejected_clinic.csv").write_bytes(b"\xff\n" * 3)
    assert "could not be used" not in shown(client.get(LISTS))
    assert "damaged" in shown(client.get(file.request["PATH_INFO"], {"list": "clinic"}), 503)


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("source", ["", "nobody", "../secret_key", "invented/../clinic", "%2e%2e"])
def test_nothing_is_handed_out_or_asked_about_but_lists_that_are_loaded(client, source):
    for page in ("rejected", "take_away"):
        assert client.get(reverse(f"directory:{page}", query={"list": source})).status_code == 404


@pytest.mark.usefixtures("loaded")
def test_one_list_is_taken_away_after_it_was_asked_and_the_other_stays(client, folder):
    sent(client, "id,name,kind,postcode\n1,Ada Gone,massage,80027\n2,Ben,wizard,80302\n")
    away = reverse("directory:take_away", query={"list": "clinic"})
    before = shown(client.get(FIND, {"near": "80302", "far": "25"}))

    assert "Take the list “clinic” away?" in words(shown(client.get(away)))
    assert sources() == {"clinic": 1, "invented": 11}
    assert client.post(away).status_code == 303

    assert sources() == {"invented": 11}
    assert b"Ada Gone" not in file_of(folder).read_bytes()
    assert not list(folder.glob("directory/rejected_*"))
    after = shown(client.get(FIND, {"near": "80302", "far": "25"}))
    assert before.count('class="hit"') == after.count('class="hit"') + 1
    client.post(reverse("directory:take_away", query={"list": "invented"}))
    assert "No list is loaded" in shown(client.get(FIND))


@pytest.mark.usefixtures("loaded")
def test_a_damaged_directory_is_told_and_the_way_out(client, folder):
    file_of(folder).write_bytes(b"no database" * 100)

    for address in (FIND, provider("1")):
        page = shown(client.get(address), 503)
        assert "The lists cannot be read" in page
    assert "damaged" in shown(client.get(LISTS))
    client.post(LISTS, {"do": "take_away"})
    assert "No list is loaded" in shown(client.get(FIND))
    assert client.post(LISTS, {"do": "invented"}).status_code == 303


@pytest.mark.usefixtures("loaded", "in_brackets")
def test_every_text_can_be_translated(client, ana):
    rows = csv.reader(INVENTED.read_text(encoding="utf-8").splitlines())
    told = [cell for row in rows for cell in row if len(cell) > 1]
    told += ["Invented", "invented", "unknot directory import FILE", *COLUMNS]
    pages = [f"{FIND}?near={near}" for near in ("", "80302", "Berlin", "Albani", "80302&kind=acupuncture")]
    for address in (
        *pages,
        provider("1"),
        provider("4"),
        take_out("4"),
        reverse("directory:take_away", query={"list": "invented"}),
        LISTS,
        f"{LISTS}?list=invented&providers=3&rejected=1&out=2",
    ):
        places = ["80302 Boulder, CO", "Berlin, DE", "Albany", "Alandi", "Albi", "CSV", INVENTED.name]
        assert bare(client.get(address).text, "Ana", *sorted(told, key=len, reverse=True), *places) == [], address
