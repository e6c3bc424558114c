"""The published cases for the one test of locating: all names resolve, and no zone rests on their sources."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from unknot import load_atlas
from unknot.knowledge import data_folder
from unknot.locate import load_locate_data

READ: dict[str, Any] = tomllib.loads((Path(__file__).parents[1] / "reference" / "cases.toml").read_text())
CASES: list[dict[str, Any]] = READ["case"]
SOURCES: dict[str, dict[str, str]] = {source["key"]: source for source in READ["source"]}
LONGEST_TOLD = 3  # sentences
SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z]|$)")
A_HOST = re.compile(r"[\w.-]+\.[a-z]{2,}", re.I)
each_case = pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])


@each_case
def test_every_name_of_a_case_resolves(case: dict[str, Any]) -> None:
    atlas, locate = load_atlas(), load_locate_data()
    assert case["complaint"] in locate.complaints
    assert case["kind"] in {"case_report", "vignette", "series_typical"}
    assert case["source"] in SOURCES
    for marked in case["regions"]:
        sides = {"left", "right", "both"} if atlas.regions[marked["id"]].paired else {"midline"}
        assert marked["side"] in sides, marked
        assert marked["strength"] in {"main", "also"}, marked
    assert any(marked["strength"] == "main" for marked in case["regions"])
    for feature, answer in case["features"].items():
        assert case["complaint"] in locate.features[feature].applies_to, feature
        assert answer in {"yes", "no"}, feature
    known = atlas.trigger_points.keys() | atlas.muscles.keys() | locate.differentials.keys()
    for source in case["truth"]:
        assert source["id"] in known, source
        assert source["side"] in {"left", "right", "both", "none"}, source


@each_case
def test_a_case_is_told_shortly(case: dict[str, Any]) -> None:
    assert len(SENTENCE_END.findall(case["told"])) <= LONGEST_TOLD
    assert case["mapping_note"]
    assert case.get("sex") in {"female", "male", None}
    assert 0 < case.get("age", 1) < 120


def test_no_region_is_marked_twice_and_no_case_told_twice() -> None:
    for case in CASES:
        cells = [
            (marked["id"], side)
            for marked in case["regions"]
            for side in (("left", "right") if marked["side"] == "both" else (marked["side"],))
        ]
        assert len(cells) == len(set(cells)), case["id"]
    for field in ("id", "told"):
        assert len({case[field] for case in CASES}) == len(CASES)
    assert {case["source"] for case in CASES} == SOURCES.keys(), "a source without a case"


def test_the_cases_rest_on_no_source_of_the_data() -> None:
    with (data_folder() / "sources.csv").open(newline="") as file:
        ours = list(csv.DictReader(file))
    for key, source in SOURCES.items():
        said = f"{source['title']} {source['where']}".casefold()
        for known in ours:
            marks = [known["doi"], known["pmid"], known["pmcid"], *A_HOST.findall(known["where"].split(" ")[0])]
            assert known["id"] != key
            assert known["title"].casefold() != source["title"].casefold()
            assert not [mark for mark in marks if mark and _is_named(mark, said)], (key, known["id"])


def test_the_spread_of_the_cases() -> None:
    assert Counter(case["complaint"] for case in CASES) == {"low_back": 41, "neck": 18, "head": 15, "widespread": 5}
    assert Counter(case["kind"] for case in CASES) == {"case_report": 48, "vignette": 29, "series_typical": 2}
    differentials = load_locate_data().differentials
    of_muscle = [case for case in CASES if any(source["id"] not in differentials for source in case["truth"])]
    assert len(of_muscle) == 28


def _is_named(mark: str, said: str) -> bool:
    return re.search(rf"(?<![\w.-]){re.escape(mark.casefold())}(?![\w-])", said) is not None
