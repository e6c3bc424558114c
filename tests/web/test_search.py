"""Searching everything that is known: by the words of the question, in SQLite as in PostgreSQL."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.urls import reverse

from tests.web.reading import in_one_line
from tests.web.test_translation import bare, in_brackets  # noqa: F401
from unknot.learn import load_learn_data
from unknot_app.actions.full_text import PostgresIndex, SqliteIndex, asked_words
from unknot_app.actions.searchable import KINDS
from unknot_app.actions.searching import FEW, search, shelf_of
from unknot_app.actions.widening import widened
from unknot_app.pages.search.views import address_of

SEARCH = "/search/"
ODD = (
    '"', "' OR 1=1 --", "NEAR(a b)", "*", "trigger:*", "(", "a AND OR NOT", "\\",
    "\x00", "&|!<->", "x" * 5000, "痛み",
)  # fmt: skip


def found_in(kind: str, asked: str) -> list[str]:
    """Return the titles that a search finds of a kind, the best first."""
    groups = {group.kind: group for group in search(asked, kind).groups}
    return [found.document.text.title for found in groups[kind].shown] if kind in groups else []


@pytest.mark.parametrize(
    ("kind", "asked", "title"),
    [
        ("page", "what a trigger point is", "What a trigger point is"),
        ("word", "referred pain", "pain felt elsewhere (referred pain)"),
        ("claim", "inflammation", "It lowers inflammation"),
        ("study", "takamoto", "Takamoto K 2015"),
        ("study", "furlan massage", "Furlan AD 2015"),
        ("muscle", "piriformis", "Deep hip rotator under the buttock (Piriformis)"),
        ("exercise", "piriformis", "figure four"),
        ("rule", "fever", "Fever or acute illness"),
        ("measure", "roland", "What the back keeps you from"),
        ("therapist", "physiotherapist", "Physiotherapist"),
        ("resource", "cochrane", "Massage for low-back pain (plain language summary of the 2015 review)"),
        ("place", "buttock", "Buttock"),
    ],
)
def test_each_kind_is_found_by_its_words(db, kind, asked, title):
    titles = found_in(kind, asked)

    assert any(title.casefold() in one.casefold() for one in titles[:6]), titles


def test_the_database_of_the_installation_answers(db):
    expected = PostgresIndex if connection.vendor == "postgresql" else SqliteIndex

    assert isinstance(shelf_of("en").index, expected)


def test_forms_and_beginnings_of_a_word_find_it_and_the_excerpt_marks_it(db):
    assert found_in("muscle", "pirif") == found_in("muscle", "piriformis")
    assert "It stops spasms" in found_in("claim", "spasm")
    hits = [hit for group in search("stretching").groups for hit in group.shown]
    marked = [text for hit in hits for text, is_marked in hit.excerpt if is_marked]

    assert marked
    assert all(text.casefold().startswith("stretch") for text in marked)


def test_where_few_places_hold_all_words_those_with_some_come_after_them(db):
    nothing, few, enough = search("piriformis helicopter"), search("neck dizzy massage"), search("pain")

    assert nothing.groups
    assert not nothing.holds_all_words
    assert few.holds_all_words
    assert few.has_others
    assert few.how_many > FEW
    assert few.groups[0].kind == "rule"
    assert not enough.has_others


def test_a_misspelt_word_leads_to_what_is_spelt_nearly_so(client):
    page = client.get(SEARCH, {"q": "fibromyalga"}).text

    assert "Did you mean" in page
    assert "?q=fibromyalgia" in page


@pytest.mark.parametrize(
    ("asked", "kind", "title"),
    [
        ("DVT", "rule", "Recent blood clot, or not sure"),
        ("lumbago", "page", "Low back pain"),
        ("sciatica", "rule", "Signs of a nerve in a leg"),
        ("herniated disks", "rule", "Slipped disc, stenosis or nerve pain in the leg"),
        ("chiropractor", "page", "Choosing a therapist"),
        ("pins and needles in the leg", "rule", "Signs of a nerve in a leg"),
        ("cauda equina", "rule", "New numbness, bladder, bowel or leg changes"),
        ("osteopo", "rule", "Weak bones"),
    ],
)
def test_everyday_and_professional_words_find_what_means_the_same(db, asked, kind, title):
    answer = search(asked)

    assert title in found_in(kind, asked)[:12]
    assert answer.holds_all_words
    assert answer.also


def test_each_word_that_means_the_same_as_others_finds_something(db):
    index = shelf_of("en").index
    words = [synonym.words[-1] for synonym in load_learn_data().synonyms.values()]
    found = {word: index.ranked(widened(asked_words(word)).parts, all_of_them=True) for word in words}

    assert len(words) > 80
    assert [word for word, places in found.items() if not places] == []


@pytest.mark.parametrize("asked", ["helicopter", "qwrtzuio", "canoa", "brxtl spnk"])
def test_what_is_near_to_no_word_suggests_none(db, asked):
    assert search(asked).near == ()


def test_a_suggestion_keeps_the_words_that_were_right(db):
    assert "thrombosis leg" in search("trombosis leg").near


@pytest.mark.parametrize("asked", ODD)
def test_odd_input_never_fails_and_is_shown_as_it_was_typed(client, asked):
    answer = client.get(SEARCH, {"q": asked, "kind": asked})

    assert answer.status_code == 200
    assert 'id="count"' in answer.text


def test_the_page_shows_kinds_counts_and_all_of_one_kind(client):
    page = in_one_line(client.get(SEARCH, {"q": "pain"}).text)
    rules = in_one_line(client.get(SEARCH, {"q": "pain", "kind": "rule"}).text)

    assert set(re.findall(r'id="kind-(\w+)"', page)) <= set(KINDS)
    assert len(re.findall(r'id="kind-', page)) >= 6
    assert re.findall(r'id="kind-(\w+)"', rules) == ["rule"]
    assert rules.count("<li><a href") > page.split('id="kind-rule"')[1].count("<li><a href")
    assert "For example" in client.get(SEARCH).text


def test_what_is_found_stands_where_the_link_leads(client):
    """One address of each kind that has a place on its page, and each page once."""
    seen: dict[str, str] = {}
    for document in shelf_of("en").documents:
        address, _, anchor = address_of(document).partition("#")
        if document.kind in ("rule", "muscle", "place", "claim", "study") and not anchor:
            continue
        if address not in seen:
            seen[address] = client.get(address).text
        assert not anchor or f'id="{anchor}"' in seen[address], (address, anchor)
    assert reverse("learn:words") in seen


def test_every_text_of_the_search_is_in_the_language_of_the_user(client, in_brackets):  # noqa: F811
    shelf_of.cache_clear()  # the invented language calls itself English
    assert bare(client.get(SEARCH).text) == []
    found = html.unescape(client.get(SEARCH, {"q": "inflammation"}).text)

    shelf_of.cache_clear()
    assert "⟦It lowers inflammation⟧" in found
