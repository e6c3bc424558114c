"""The rules as pages: one table, a page each, and the documents for a clinician."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from tests.web.test_interview import finish
from tests.web.test_translation import bare, in_brackets  # noqa: F401
from unknot.screen import load_screen_data
from unknot_app.actions.rules_in_words import all_rules

pytestmark = pytest.mark.one_database

LIST = "/rules/"


def test_one_table_holds_every_rule_and_can_be_filtered(client):
    everything = client.get(LIST).text

    assert set(re.findall(r'href="/rules/([a-z0-9_]+)/"', everything)) == all_rules().keys()
    assert "No clinician has reviewed them yet." in everything
    fever = set(re.findall(r'href="/rules/(\w+)/"', client.get(LIST, {"text": "Fever", "kind": "red_flag"}).text))
    assert "blood_poisoning" in fever
    assert fever < load_screen_data().red_flags.keys()
    assert "No rule holds these words" in client.get(LIST, {"text": "<b>"}).text
    assert client.get(LIST, {"kind": "nonsense"}).status_code == 200


def test_a_rule_tells_its_condition_in_the_words_of_its_questions(client):
    page = html.unescape(client.get(reverse("rules:rule", args=["cauda_equina"])).text)
    data = load_screen_data()

    assert all(data.questions[name].text in page for name in data.when["cauda_equina"].questions())
    assert "its summary was read" in page
    assert "Not reviewed by a clinician yet." in page
    assert client.get("/rules/no-such-rule/").status_code == 404


def test_every_rule_has_a_page_in_the_language_of_the_user(client, in_brackets):  # noqa: F811
    for name, rule in all_rules().items():
        page = client.get(reverse("rules:rule", args=[name])).text
        # Figures stand as they were printed.
        printed = [figure for one in rule.accuracy for figure in one.model_dump(exclude={"feature"}).values()]
        assert [text for text in bare(page, *filter(None, map(str, printed))) if text != "doi:"] == [], name
        assert not re.search(r"probability after|frequency \d", page), name
    assert bare(client.get(LIST).text) == []


def test_the_documents_are_files_to_save(client):
    table, pages = client.get(reverse("rules:csv")), client.get(reverse("rules:pdf"), {"paper": "us-letter"})

    assert table["Content-Disposition"].startswith('attachment; filename="rules-')
    assert table.content.startswith("\ufeffid,".encode())
    assert pages.content.startswith(b"%PDF")
    assert client.get(reverse("rules:pdf"), {"paper": "../a4"}).status_code == 404


def test_the_outcome_leads_to_the_rules_behind_it(client, cards, ana):
    cards.about_ana()
    cards.send("health_medicines", "next", item=["blood_heart"], medicines=["blood_thinner"])
    finish(cards)
    outcome = client.get(reverse("screening:outcome", args=[ana.id])).text

    named = re.findall(r'href="(/rules/\w+/)"', outcome)

    assert named
    assert all(client.get(address).status_code == 200 for address in named)
