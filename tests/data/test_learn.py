"""The pages to learn from: each statement has a source or says that it has none, and they read easily."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools.readability import grade, texts_of

from unknot.knowledge import load_sources
from unknot.learn import load_learn_data
from unknot.learn.data import Statement
from unknot.refer import load_refer_data
from unknot_app.actions.learning import LANGUAGES, OUR_OWN
from unknot_app.actions.rules_in_words import SEEN

# Grade 6 of Flesch and Kincaid: school in the United States at the age of 11 to 12. A part may need a longer word.
MOST_OF_A_PAGE = 6
MOST_OF_A_PART = 8
LONGEST_SENTENCE = 28

every_page = pytest.mark.parametrize("name", load_learn_data().pages)


def statements() -> list[tuple[str, Statement]]:
    return [(name, one) for name, page in load_learn_data().pages.items() for one in page.statements]


@every_page
def test_a_page_can_be_read_at_the_age_of_twelve(name):
    page = load_learn_data().pages[name]
    parts = {section.id: grade(one.text for one in section.statements) for section in page.sections}
    sentences = [one for text in texts_of(page) for one in re.split(r"[.?:] ", text)]

    assert grade(texts_of(page)) <= MOST_OF_A_PAGE
    assert {part: found for part, found in parts.items() if found > MOST_OF_A_PART} == {}
    assert [one for one in sentences if len(one.split()) > LONGEST_SENTENCE] == []


def test_the_measure_tells_hard_texts_from_simple_ones():
    hard = "Ischaemic compression of myofascial trigger points transiently elevates nociceptive thresholds."

    assert grade(["It hurts. Let go at once."]) < MOST_OF_A_PAGE < 12 < grade([hard])


def test_the_words_can_be_read_at_the_age_of_twelve():
    assert grade(word.text for word in load_learn_data().words.values()) <= MOST_OF_A_PAGE


def test_a_statement_that_was_read_names_a_publication_that_was_read():
    unread = {word for word, said in SEEN.items() if said == SEEN["none"]} | {"citation_only"}

    for name, one in statements():
        if one.is_verified:
            read = [key for key in one.sources if load_sources()[key].seen not in unread]
            assert read, (name, one.text)
            assert not set(one.sources) & OUR_OWN, (name, one.text)


def test_a_measured_number_stands_only_in_a_statement_that_was_read():
    """Times and doses of practice may stand in a statement of practice; results of studies may not."""
    results = re.compile(r"\b(study|trial|survey|percent|against|in ten|in a hundred)\b")

    for name, one in statements():
        if not one.is_verified and re.search(r"\d", one.text):
            assert not results.search(one.text), (name, one.text)


def test_each_word_says_the_same_as_a_row_of_the_glossary():
    glossary = (Path(__file__).parents[2] / "GLOSSARY.md").read_text(encoding="utf-8")
    rows = {cells[1].strip() for cells in (line.split("|") for line in glossary.splitlines()) if len(cells) > 2}

    assert {word.term for word in load_learn_data().words.values()} <= rows


def test_every_language_of_a_resource_has_a_name():
    assert {code for one in load_refer_data().resources.values() for code in one.language} == LANGUAGES.keys()
