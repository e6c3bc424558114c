"""Files of CHOIR body maps: one line for each row, in order, whatever single rows hold."""

from __future__ import annotations

import json

import pytest

from tests.contract.test_command_line import run
from unknot.draw import read_segments
from unknot.errors import BadInput
from unknot_app.actions.bodymaps import read_body_maps

HEADER = "id,gender,bodymap_regions_csv,score"
EVERY_SEGMENT = ",".join([*(str(code) for code in range(101, 137)), *(str(code) for code in range(201, 239))])


@pytest.fixture
def body_maps(tmp_path):
    def write(*rows, header=HEADER):
        path = tmp_path / "maps.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return str(path)

    return write


def located(*words):
    done = run("locate", *words)
    return done, [json.loads(line) for line in done.stdout.splitlines()]


def test_every_row_gives_one_line_and_bad_rows_name_themselves(body_maps):
    path = body_maps(
        '7,Female,"218,223",40',
        '8,Female,"218,999",41',
        "9,Female,,42",
        '10,Female,"218,223',
        "11,Female",
        '12,Male,"219",43',
    )

    done, lines = located("--choir", path)

    assert done.returncode == 0
    assert [line["case"] for line in lines] == ["7", "8", "9", "5", "11", "12"]
    assert "row 3" in lines[1]["error"]
    assert "'999'" in lines[1]["error"]
    assert "row 4: the body map is empty" in lines[2]["error"]
    assert "never closed" in lines[3]["error"]
    assert "expected 4 columns, got 2" in lines[4]["error"]
    assert lines[0]["candidates"]
    assert lines[5]["candidates"]
    assert "6 cases: 2 answered, 4 with an error" in done.stderr


def test_strict_exits_with_2_when_a_row_is_bad(body_maps):
    done, lines = located("--choir", body_maps('1,Male,"218",1', "2,Male,,1"), "--strict")

    assert done.returncode == 2
    assert len(lines) == 2


def test_a_map_painted_all_over_is_said_to_be_so_and_not_ranked(body_maps):
    _, lines = located("--choir", body_maps(f'1,Male,"{EVERY_SEGMENT}",1'))

    assert lines[0]["notice"]["code"] == "painted_all_over"
    assert lines[0]["candidates"] == []
    assert lines[0]["unattributed"] is None


def test_a_file_without_the_column_is_refused_and_the_columns_are_named(body_maps):
    done = run("locate", "--choir", body_maps('1,"218"', header="id,map"))

    assert done.returncode == 2
    assert "bodymap_regions_csv" in done.stderr
    assert "id, map" in done.stderr


def test_another_column_can_be_named(body_maps):
    _, lines = located("--choir", body_maps('1,"218"', header="id,map"), "--column", "map")

    assert lines[0]["candidates"]


def test_a_file_without_ids_counts_its_rows(body_maps):
    _, lines = located("--choir", body_maps('"218"', '"219"', header="bodymap_regions_csv"))

    assert [line["case"] for line in lines] == ["2", "3"]


def test_large_files_keep_their_order(body_maps):
    rows = [f'{number},Male,"{201 + number % 38}",1' for number in range(230)]

    _, lines = located("--choir", body_maps(*rows), "--top", "1")

    assert [line["case"] for line in lines] == [str(number) for number in range(230)]


def test_the_female_numbering_is_renamed_before_it_is_read():
    renamed = {"112": "116", "113": "117", "114": "112", "115": "113", "116": "114", "117": "115"}

    for female, male in renamed.items():
        assert read_segments(female, "female") == (male,)
    assert read_segments("101,238", "female") == ("101", "238")


def test_a_segment_and_a_region_map_to_the_same_side():
    from unknot.body import load_atlas
    from unknot.draw import segments_of

    segments = load_atlas().choir_segments
    for cell in load_atlas().cells:
        side = cell.split(":")[1]
        if side != "midline":
            assert {segments[code].side for code in segments_of(cell)} == {side}


def test_a_byte_order_mark_does_not_hide_the_first_column():
    rows = list(read_body_maps(["\ufeffid,bodymap_regions_csv\r\n", '5,"218"\r\n']))

    assert (rows[0].case, rows[0].codes) == ("5", "218")


def test_an_empty_file_is_refused():
    with pytest.raises(BadInput, match="the file is empty"):
        list(read_body_maps([]))
