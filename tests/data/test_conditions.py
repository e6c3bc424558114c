"""Conditions and source keys wherever they stand in a file, read without the project's own readers."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import unknot

DATA = Path(unknot.__file__).parent / "data"
TOML_FILES = sorted(DATA.rglob("*.toml"))


def name_of(path: Path) -> str:
    return path.relative_to(DATA).as_posix()


def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("path", TOML_FILES, ids=name_of)
def test_every_source_key_at_any_depth_exists(path):
    named = set(sources_within(toml(path)))

    assert named - {row["id"] for row in table(DATA / "sources.csv")} == set()


def sources_within(value: Any) -> Iterator[str]:
    """Yield every source key of a value: those in `sources`, and in `anatomy_sources` and its like."""
    if isinstance(value, list):
        for item in value:
            yield from sources_within(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            is_key_list = isinstance(item, list) and all(isinstance(one, str) for one in item)
            if (key == "sources" or key.endswith("_sources")) and is_key_list:
                yield from item
            else:
                yield from sources_within(item)


CONDITION = re.compile(r"^(\w+)(?: (=|!=|has|in|<|<=|>|>=) (\S+))?$")
KINDS = {
    None: {"yes_no", "clearance"},
    "=": {"choice"},
    "!=": {"choice"},
    "has": {"multi", "clearance"},
    "in": {"choice", "multi"},
    "<": {"integer", "scale_0_10"},
    "<=": {"integer", "scale_0_10"},
    ">": {"integer", "scale_0_10"},
    ">=": {"integer", "scale_0_10"},
}


# Where conditions stand: file, table, and the fields that hold them.
FIELDS = (
    ("screen/questions.toml", "question", ("ask_if",)),
    ("screen/red_flags.toml", "red_flag", ("when",)),
    ("screen/contraindications.toml", "contraindication", ("when",)),
    ("plan/applicators.toml", "choice_rule", ("when",)),
    ("plan/stretches.toml", "exercise", ("not_if", "caution_if")),
    ("plan/stretches.toml", "set", ("when",)),
    ("plan/self_care.toml", "plan_rule", ("when",)),
)


def conditions() -> Iterator[tuple[str, str]]:
    """Yield every single condition of every file, with where it stands."""
    for file, name, fields in FIELDS:
        for entry in toml(DATA / file)[name]:
            for field in fields:
                for text in leaves(entry.get(field)):
                    yield f"{file}: {entry['id']}", text
    for row in table(DATA / "locate" / "features.csv"):
        for field in ("safety_yes", "safety_no", "safety_question"):
            # A question that is named as the place of the answer may be of any type; see the test below.
            if row[field] and (field != "safety_question" or not (row["safety_yes"] or row["safety_no"])):
                yield f"locate/features.csv: {row['id']}", row[field]


def leaves(raw: Any) -> Iterator[str]:
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, dict):
        ((word, inner),) = raw.items()
        assert word in ("all", "any", "not")
        for part in inner if isinstance(inner, list) else [inner]:
            yield from leaves(part)


def test_every_condition_names_a_question_an_option_and_an_operator_that_suit():
    places = [place["id"] for place in toml(DATA / "body" / "places.toml")["place"]]
    questions = {question["id"]: question for question in toml(DATA / "screen" / "questions.toml")["question"]}
    wrong, count = [], 0

    for where, text in conditions():
        count += 1
        found = CONDITION.match(text)
        question = questions.get(found[1], {}) if found else {}
        is_known = bool(found) and question.get("type") in KINDS.get(found[2] if found else None, set())
        if not is_known or found is None:
            wrong.append((where, text))
        elif found[2] in ("=", "!=", "has", "in"):
            options: list[str] = question.get("options") or question.get("allowed_options", [])
            options = places if options == ["@regions"] else options
            if question["type"] == "choice" and "unsure_counts_as" in question:
                options = [*options, "unsure"]
            wrong += [(where, text) for option in found[3].split(",") if option not in options]
        elif found[2]:
            wrong += [] if found[3].isdigit() else [(where, text)]

    assert wrong == []
    assert count > 500


def test_every_question_that_settles_a_feature_exists():
    questions = {question["id"] for question in toml(DATA / "screen" / "questions.toml")["question"]}
    named = {row["safety_question"] for row in table(DATA / "locate" / "features.csv")} - {""}

    assert named
    assert named - questions == set()
