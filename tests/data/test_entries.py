"""Every file and entry of the data: where it comes from, when it is read again, and how it speaks to people."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from unknot import load_atlas
from unknot.knowledge import data_folder, source_keys
from unknot.locate import load_locate_data
from unknot.screen import load_screen_data
from unknot_app.actions.checking import check_knowledge

FOLDER = data_folder()
FILES = sorted(FOLDER.rglob("*.toml"))
TABLES = sorted(FOLDER.rglob("*.csv"))
STATUSES = {"verified", "recalled", "estimated"}
# Of codes a third is known: several public lists say the same.
STATUSES_IN = {"exchange/codes.toml": STATUSES | {"agreed"}}
SHARES_MAY_MISS = 0.0005
MOST_ON_A_CARD = 6

# Single tables that hold no facts of the world.
NO_FACTS = {"defaults", "review", "columns", "about", "rank"}
# Tables of facts within one table: each of their entries has its own status and sources.
TABLES_OF_FACTS = {
    "screen/red_flags.toml": ("facts",),
    "refer/emergency.toml": ("facts",),
    "treat/adverse_events.toml": ("rates",),
    "plan/stretches.toml": ("dose",),
}
# Names that stand for other names in old texts, and muscles without a point: no facts of their own.
NO_STATUS_OF_THEIR_OWN = {"muscle_group", "other_muscle"}

# Fields that a person reads.
READ_BY_PEOPLE = {
    "text", "why", "say", "advice", "until", "words", "steps", "how_to_find", "name", "location", "label",
    "limit", "action", "next_session", "warning_when", "what", "cautions", "progression", "regression",
    "start_position", "ergonomics", "self_exam_reason", "question", "caution", "urgency_reason",
    "distinguishing_features", "see_someone", "head", "timing", "measure", "sentence", "no_phone", "deaf",
    "good_for", "caveat", "stop_if", "stop_and_emergency", "stop_and_same_day_doctor", "stop_this_point",
    "end_criteria", "definition", "activating_causes", "features", "common_name", "contains", "title", "note",
    "safety_yes", "derivation", "dose", "combine", "order", "contraindications", "aka", "verdict", "size",
    "statement", "compared_with", "article_says", "article_overstates", "comparison", "concerns",
    "where", "listen_for", "reason", "opening", "closing", "issuer",
}  # fmt: skip
# No result of this software can carry these words; they promise what nobody can know.
PROMISES = re.compile(r"\b(rul(e|es|ed|ing) out|safe|safely|safer|safest|proven|cured?|cures|guaranteed?)\b", re.I)
# Where such a word is right, with the reason.
MAY_PROMISE = {
    ("evidence/claims.toml", "proven"): "quotes a claim, and judges it",
    ("evidence/claims.toml", "safety"): "quotes a claim, and judges it",
    ("evidence/claims.toml", "lbp_chronic"): "quotes a claim, and judges it",
    ("screen/red_flags.toml", "no_flag_is_no_proof"): "says that the words must never be used",
    ("locate/differentials.csv", "radiculopathy_l5"): "a note on a study of people with compression seen at surgery",
    ("locate/differentials.csv", "cervical_facet_upper"): "a note on a study of people diagnosed by blocks",
    ("locate/differentials.csv", "cervical_facet_lower"): "a note on a study of people diagnosed by blocks",
}


def name_of(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def parsed(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns_of(path: Path) -> dict[str, Any]:
    return parsed(path.with_name(f"{path.stem}.columns.toml"))


def facts_of(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every entry of a file with its defaults filled in."""
    held = parsed(path) if path.suffix == ".toml" else columns_of(path)
    defaults = held.get("defaults", {})
    if path.suffix == ".csv":
        for number, row in enumerate(rows_of(path), 2):
            filled: dict[str, Any] = {key: cell for key, cell in row.items() if cell}
            if "sources" in filled:
                filled["sources"] = filled["sources"].split(";")
            yield f"row {number}", {**defaults, **filled}
        return
    for table, content in held.items():
        if isinstance(content, list):
            if table not in NO_STATUS_OF_THEIR_OWN:
                for number, entry in enumerate(content, 1):
                    yield f"{table} {entry.get('id', number)}", {**defaults, **entry}
        elif table in TABLES_OF_FACTS.get(name_of(path), ()):
            for key, entry in content.items():
                yield f"{table}.{key}", {**defaults, **entry}
        elif table not in NO_FACTS:
            yield table, {**defaults, **content}


def texts_of(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield entry, field and text of everything that a person may read."""
    if path.suffix == ".csv":
        for number, row in enumerate(rows_of(path), 2):
            entry = row.get("id") or f"row {number}"
            yield from ((entry, key, cell) for key, cell in row.items() if key in READ_BY_PEOPLE)
        return
    for table, content in parsed(path).items():
        entries = content if isinstance(content, list) else [content]
        for number, entry in enumerate(entries, 1):
            name = str(entry.get("id", entry.get("cause", entry.get("code", f"{table} {number}"))))
            yield from _texts(name, "", entry)


def _texts(entry: str, key: str, value: object) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, dict):
        for inner_key, inner in value.items():
            # A table of facts: its keys are the entries.
            inner_entry = inner_key if isinstance(inner, dict) and "text" in inner else entry
            yield from _texts(inner_entry, inner_key, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(entry, key, inner)
    elif isinstance(value, str) and key in READ_BY_PEOPLE:
        yield entry, key, value


def test_all_facts_fit_together():
    check_knowledge()

    assert len(FILES) > 20
    assert len(TABLES) > 8


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_file_says_who_wrote_it_who_read_it_and_when_it_is_read_again(path):
    review = parsed(path)["review"]

    assert review.keys() >= {"reviewed", "author", "next_review"}
    assert isinstance(review["reviewed"], bool)
    assert review["author"].strip()
    assert isinstance(review["next_review"], date)
    if review["reviewed"]:
        assert review.get("reviewer", "").strip(), "a review has a name behind it"


def test_overdue_reviews_are_listed(record_property):
    # A review that is overdue is no fault of the code, so it is told and does not fail.
    due = {name_of(path): parsed(path)["review"]["next_review"] for path in FILES}
    overdue = sorted(name for name, day in due.items() if day < date.today())
    record_property("overdue_reviews", ", ".join(overdue))

    assert len(due) == len(FILES)
    assert min(due.values()) > date(2026, 11, 22), "a review was due before the facts were gathered"


@pytest.mark.parametrize("path", TABLES, ids=name_of)
def test_every_column_of_a_table_is_explained_and_nothing_else(path):
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    explained = dict(columns_of(path)["columns"])
    defaults = columns_of(path).get("defaults", {})
    # What every entry has is explained once in the reader's words.
    common = {"status", "sources"} - explained.keys()

    assert len(set(header)) == len(header)
    assert set(header) - common == set(explained)
    assert all(words.strip() for words in explained.values())
    assert name_of(path) == "sources.csv" or {"status", "sources"} <= set(header) | defaults.keys()


def test_every_explanation_of_columns_has_its_table():
    explained = {name_of(path).replace(".columns.toml", ".csv") for path in FILES if ".columns." in path.name}

    assert explained == {name_of(path) for path in TABLES}


@pytest.mark.parametrize(
    "path", [path for path in (*FILES, *TABLES) if ".columns." not in path.name and path.name != "sources.csv"],
    ids=name_of,
)  # fmt: skip
def test_every_entry_has_a_status_and_a_source_that_exists(path):
    entries = dict(facts_of(path))

    assert entries
    known = STATUSES_IN.get(name_of(path), STATUSES)
    assert {name: entry.get("status") for name, entry in entries.items() if entry.get("status") not in known} == {}
    assert [name for name, entry in entries.items() if not entry.get("sources")] == []
    unknown = {name: set(entry.get("sources", ())) - source_keys() for name, entry in entries.items()}
    assert {name: missing for name, missing in unknown.items() if missing} == {}


def test_every_source_is_listed_once_with_a_title_and_how_far_it_was_read():
    rows = rows_of(FOLDER / "sources.csv")

    assert [key for key, count in Counter(row["id"] for row in rows).items() if count > 1] == []
    assert [row["id"] for row in rows if not row["title"].strip() or not row["seen"].strip()] == []
    for field in ("doi", "pmid"):
        named = Counter(row[field].lower() for row in rows if row[field])
        assert [value for value, count in named.items() if count > 1] == [], field


def test_each_question_is_on_exactly_one_card_and_each_item_of_a_card_opens_one():
    data = load_screen_data()
    asked: dict[str, set[str]] = defaultdict(set)
    for question in data.questions.values():
        assert question.card in data.cards, question.id
        asked[question.card] |= {question.item} if question.item else {one.item for one in question.option_groups}
        # The questions of a list whose item is the question itself.
        asked[question.card].add(question.id)

    for card in data.cards.values():
        assert set(card.items) <= asked[card.id], card.id
        assert len(set(card.items)) == len(card.items), card.id
    empty = {card.id for card in data.cards.values() if card.kind != "drawing"} - {
        question.card for question in data.questions.values()
    }
    assert empty == set()


def test_every_question_on_a_list_hangs_on_one_of_its_items():
    data = load_screen_data()
    lists = {card.id: card for card in data.cards.values() if card.kind == "list"}

    assert lists
    for question in data.questions.values():
        if question.card in lists and question.ask_if is None:
            items = {question.item or question.id, *(group.item for group in question.option_groups)}
            assert items & set(lists[question.card].items), question.id


def test_no_card_and_no_group_of_options_is_longer_than_a_person_takes_in():
    data = load_screen_data()

    assert {card.id: len(card.items) for card in data.cards.values() if len(card.items) > MOST_ON_A_CARD} == {}
    long_groups = {
        f"{question.id}.{group.item}": len(group.options)
        for question in data.questions.values()
        for group in question.option_groups
        if len(group.options) > MOST_ON_A_CARD
    }
    assert long_groups == {}


def test_the_groups_of_options_hold_every_option_once():
    grouped = [question for question in load_screen_data().questions.values() if question.option_groups]

    assert grouped
    for question in grouped:
        held = [option for group in question.option_groups for option in group.options]
        assert sorted(held) == sorted(set(question.options) - {question.none_value or "none", "none", "unsure"}), (
            question.id
        )


@pytest.mark.parametrize("complaint", ["low_back", "neck", "head", "widespread"])
def test_the_shares_of_a_complaint_add_up_and_its_families_to_what_the_complaint_says(complaint):
    data = load_locate_data()
    families: dict[str, float] = defaultdict(float)
    for prior in data.priors[complaint].values():
        assert prior.main >= 0, prior.source
        families[prior.family] += prior.main

    assert sum(families.values()) == pytest.approx(1, abs=SHARES_MAY_MISS)
    said = data.complaints[complaint].main
    assert sum(said.values()) == pytest.approx(1, abs=SHARES_MAY_MISS)
    assert {name: families.get(name, 0.0) for name in said} == pytest.approx(said, abs=SHARES_MAY_MISS)
    assert set(families) <= set(said)


def test_a_prior_is_of_the_family_of_its_differential():
    data = load_locate_data()

    for complaint, priors in data.priors.items():
        for name, prior in priors.items():
            family = data.differentials[name].family if name in data.differentials else "muscle"
            assert prior.family == family, (complaint, name)


def test_no_text_for_people_promises_what_nobody_can_know():
    read = [
        (name_of(path), entry, key, text)
        for path in (*FILES, *TABLES)
        if path.name not in ("sources.csv", "sources.columns.toml")
        for entry, key, text in texts_of(path)
    ]
    promised = {(file, entry): f"{key}: {text}" for file, entry, key, text in read if PROMISES.search(text)}

    assert len(read) > 3000
    assert {where: words for where, words in promised.items() if where not in MAY_PROMISE} == {}
    assert MAY_PROMISE.keys() - promised.keys() == set(), "these are no longer needed"


def test_every_field_of_the_data_that_a_person_reads_is_looked_at():
    seen = {key for path in (*FILES, *TABLES) for _, key, text in texts_of(path) if text}

    assert seen >= {
        "text",
        "why",
        "say",
        "advice",
        "words",
        "steps",
        "how_to_find",
        "location",
        "limit",
        "next_session",
    }


def test_groups_of_muscles_name_muscles():
    muscles = load_atlas().muscles
    groups = parsed(FOLDER / "body" / "muscles.toml")["muscle_group"]

    assert groups
    for group in groups:
        assert group["id"] not in muscles, group["id"]
        assert len(group["muscles"]) > 1, group["id"]
        assert set(group["muscles"]) <= muscles.keys(), group["id"]
    assert len({group["id"] for group in groups}) == len(groups)
