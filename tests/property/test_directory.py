"""Searching the directory gives the same as looking at every provider, anywhere on Earth."""

from __future__ import annotations

import csv
import io
from datetime import date
from zlib import crc32

import numpy as np
import pytest
from benchmarks.providers import header, provider
from hypothesis import example, given
from hypothesis import strategies as st

from unknot_app.directory import load_directory_data, search
from unknot_app.directory.importing import import_list
from unknot_app.directory.nppes import COLUMNS, ENCODING, NppesRows
from unknot_app.directory.places import Locator, Spot, UnknownPlaceError, find_place
from unknot_app.directory.sphere import boxes_around, distance_km
from unknot_app.directory.table import RowFault, Table

DAY = date(2026, 11, 28)
COUNT = 1500
NAMES = ("Ada", "Bo", "Cy", "Adalbert", "Müller", "Ross")
# A dense town, one on the date line, the north pole, and the whole Earth.
MIDDLES = ((40.0, -105.0, 0.2), (10.0, 180.0, 0.5), (90.0, 0.0, 0.5), (0.0, 0.0, 90.0))


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    """Load invented providers, many of them at one place, and return the folder and the rows."""
    folder, generator = tmp_path_factory.mktemp("directory"), np.random.default_rng(7)
    kinds = list(load_directory_data().kinds)
    rows = []
    for number in range(COUNT):
        latitude, longitude, spread = MIDDLES[number % len(MIDDLES)]
        north, east = generator.normal(0, spread, 2).round(1 if number % 3 else 4)  # rounded ones share places
        latitude, longitude = _on_earth(latitude + north, longitude + east)
        own = generator.choice(kinds, 2, replace=False)[: 1 + number % 2]
        name = f"{generator.choice(NAMES)} {generator.choice(NAMES)}"
        seen = "issuer" if number % 5 == 0 else "told"
        rows.append((number, name, ";".join(own), latitude, longitude, "CMTPT", seen, "2026-11-01", "Invented"))
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        columns = "id name kind latitude longitude certificate certificate_seen certificate_date checked_by"
        csv.writer(file).writerows([columns.split(), *rows])
    import_list(folder / "data", path, day=DAY)
    return folder / "data", rows


def _on_earth(latitude, longitude):
    if abs(latitude) > 90:
        latitude, longitude = np.sign(latitude) * 180 - latitude, longitude + 180
    return float(np.clip(latitude, -90, 90)), float((longitude + 180) % 360 - 180)


@st.composite
def places(draw):
    latitude, longitude, spread = draw(st.sampled_from(MIDDLES))
    north, east = (draw(st.floats(-2 * spread, 2 * spread, allow_nan=False)) for _ in range(2))
    latitude, longitude = _on_earth(latitude + north, longitude + east)
    return Spot(latitude, longitude, "exact")


@given(
    near=places(),
    km=st.one_of(st.floats(0.1, 500), st.sampled_from([25.0, 500.0])),
    kinds=st.lists(st.sampled_from(list(load_directory_data().kinds)), max_size=3, unique=True),
    name=st.sampled_from(["", "", "ada", "mull", "cy ada", "x"]),
    limit=st.sampled_from([1, 20, COUNT]),
)
def test_a_search_finds_what_looking_at_everybody_finds(directory, near, km, kinds, name, limit):
    folder, rows = directory

    found = search(folder, near, day=DAY, km=km, kinds=kinds, name=name, limit=limit)

    expected = []
    for number, called, own, latitude, longitude, _, seen, _, _ in rows:
        words = called.lower().replace("ü", "u").split()
        has_name = all(any(word.startswith(asked) for word in words) for asked in name.split())
        distance = distance_km(near.latitude, near.longitude, latitude, longitude)
        if distance <= km and has_name and (not kinds or set(own.split(";")) & set(kinds)):
            expected.append((distance, seen != "issuer", crc32(f"{DAY}:{number + 1}".encode()), str(number)))
    assert [one.source_id for one in found] == [hit[-1] for hit in sorted(expected)[:limit]]


@given(st.one_of(st.text(), st.from_regex(r"\w{1,6}(, ?\w{2})?"), st.from_regex(r"\d{5}(-\d{4})?")))
@example("８０３０２")  # digits, but not of a postcode
def test_whatever_is_typed_as_a_place_is_found_or_told(text):
    try:
        place = find_place(text)
    except UnknownPlaceError:
        return  # told
    assert -90 <= place.latitude <= 90
    assert -180 <= place.longitude <= 180


@given(near=places(), there=places(), km=st.floats(0.1, 500))
def test_the_boxes_around_a_place_hold_all_that_is_near(near, there, km):
    boxes = boxes_around(near.latitude, near.longitude, km)

    if distance_km(*near[:2], *there[:2]) <= km:
        assert any(
            box.south <= there.latitude <= box.north and box.west <= there.longitude <= box.east for box in boxes
        )


def test_distances_are_those_of_a_sphere_and_of_known_pairs():
    assert distance_km(0, 0, 0, 180) == pytest.approx(np.pi * 6371.0088)
    # Between the airports of London Heathrow and New York JFK, by the great circle calculators of pilots: 5,540 km.
    assert distance_km(51.4700, -0.4543, 40.6413, -73.7781) == pytest.approx(5540, rel=0.003)


def test_equals_change_places_from_day_to_day_and_nothing_else_does(directory):
    folder, rows = directory
    near = Spot(rows[0][3], rows[0][4], "exact")

    days = [search(folder, near, day=date(2026, 11, day), km=400, limit=300) for day in range(1, 6)]

    assert len({tuple(one.source_id for one in day) for day in days}) > 1
    assert len({tuple(one.distance_km for one in day) for day in days}) == 1
    assert (
        len({frozenset(one.source_id for one in day if one.distance_km < days[0][-1].distance_km) for day in days})
        == 1
    )


hostile_cells = st.text(st.sampled_from("aX'\",;\n\r é<$"), max_size=12)


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["225700000X", "163W00000X"]),
            st.dictionaries(st.sampled_from([*COLUMNS[1:6], "Provider First Line Business Mailing Address",
                                             "Certification Date"]), hostile_cells),
        ),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_rows_of_quoted_cells_are_read_as_the_module_csv_reads_them(rows):
    cells = [
        provider(number, **{"Healthcare Provider Taxonomy Code_1": code, **others})
        for number, (code, others) in enumerate(rows)
    ]
    first_not_quoted = [{**row, "NPI": int(row["NPI"])} for row in cells]
    assert _read_nppes(cells) == _read_nppes(first_not_quoted)


def _read_nppes(rows):
    """Return what each row gives; where a number stands without quotes, the line is not split without csv."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header(), restval="", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    table = Table(io.BytesIO(text.getvalue().encode(ENCODING)), "invented.csv", ENCODING)
    reader = NppesRows(table, Locator())
    found: list[object] = []
    for line in table:
        try:
            found.append(reader.read(line))
        except RowFault as fault:
            found.append((fault.field, fault.reason))
    return found
