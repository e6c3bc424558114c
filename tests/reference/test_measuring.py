"""Scores and changes against figures from scoring guides, or worked by hand by the written rule."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from unknot import change, score
from unknot.measure import load_measure_data

HERE = Path(__file__).parent
SCORES = tomllib.loads((HERE / "scores.toml").read_text(encoding="utf-8"))["case"]
CHANGES = tomllib.loads((HERE / "changes.toml").read_text(encoding="utf-8"))["case"]
FOR_CHANGE = ("instrument", "baseline", "now", "use", "domain", "what")


def numbered(cases):
    return [f"{number}-{case['instrument']}" for number, case in enumerate(cases, 1)]


def with_nulls(value):
    """Return a value with null in place of "missing", the other way to write it."""
    if isinstance(value, dict):
        return {name: with_nulls(one) for name, one in value.items()}
    if isinstance(value, list):
        return [with_nulls(one) for one in value]
    return None if value == "missing" else value


def written(value):
    return json.loads(value.model_dump_json(by_alias=True))


@pytest.mark.parametrize("case", SCORES, ids=numbered(SCORES))
@pytest.mark.parametrize("as_written", [dict, with_nulls], ids=["missing", "null"])
def test_answers_give_the_score_of_the_guide_or_of_the_rule(case, as_written):
    found = written(score(case["instrument"], as_written(case["given"])))

    for name, value in case["expected"].items():
        assert found.get(name) == pytest.approx(value), name
    assert ("error" in found) == ("error" in case["expected"])


@pytest.mark.parametrize("case", CHANGES, ids=numbered(CHANGES))
def test_two_scores_give_the_change_of_the_rule(case):
    wanted = {name: case[name] for name in ("use", "domain") if name in case}

    found = written(change(case["instrument"], case["baseline"], case["now"], **wanted))

    expected = {name: with_nulls(value) for name, value in case.items() if name not in FOR_CHANGE}
    assert {name: found[name] for name in expected} == pytest.approx(expected)


def test_no_instrument_is_left_out_and_the_lists_do_not_shrink():
    instruments = set(load_measure_data().instruments)

    assert len(instruments) == 29
    assert {case["instrument"] for case in SCORES if "error" not in case["expected"]} == instruments
    assert {case["instrument"] for case in CHANGES} == instruments
    assert len(SCORES) >= 85
    assert len(CHANGES) >= 70
    assert all(case["basis"] for case in SCORES)
