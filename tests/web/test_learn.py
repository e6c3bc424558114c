"""The pages to learn from: every link leads somewhere, every statement shows where it comes from."""

from __future__ import annotations

import re
from urllib.parse import urldefrag

import pytest
from django.urls import reverse

from tests.web.test_translation import bare, in_brackets  # noqa: F401
from unknot.evidence import load_claims
from unknot.learn import PLACES, load_learn_data
from unknot.refer import load_refer_data
from unknot_app.actions.learning import LANGUAGES
from unknot_app.pages.learn.ways import PLACES as WAYS

pytestmark = pytest.mark.one_database

LISTS = ("learn:contents", "learn:words", "learn:measures", "learn:resources", "evidence:list", "evidence:dispute")


def pages() -> list[str]:
    """Return the addresses of all pages to learn from and of the claims."""
    learn = [reverse("learn:page", args=[name]) for name in load_learn_data().pages]
    claims = [reverse("evidence:claim", args=[name]) for name in load_claims().claims]
    return [*map(reverse, LISTS), *learn, *claims]


def test_no_link_of_these_pages_is_broken(client, ana):
    read: dict[str, str] = {}

    def text_of(address: str) -> str:
        if address not in read:
            answer = client.get(address, follow=True)
            assert answer.status_code == 200, address
            read[address] = answer.text
        return read[address]

    for page in pages():
        for link in set(re.findall(r'href="([/#][^"]*)"', text_of(page).replace("&amp;", "&"))):
            address, anchor = urldefrag(link)
            if address.startswith("/static/"):
                continue
            there = text_of(address or page)
            assert not anchor or f'id="{anchor}"' in there, (page, link)
    assert len(read) > len(pages())


def test_every_statement_leads_to_its_sources_or_says_that_nobody_checked_it(client):
    for name, page in load_learn_data().pages.items():
        shown = client.get(reverse("learn:page", args=[name])).text
        marks = shown.split('<span class="marks">')[1:]

        assert len(marks) == len(page.statements)
        assert all(mark.startswith('<a href="#from-') for mark in marks)
        assert "%(" not in shown


def test_the_program_knows_every_place_that_a_page_may_lead_to():
    assert WAYS.keys() | {"plan"} == PLACES


def test_each_resource_stands_with_its_use_and_its_caveat_and_nothing_opens_by_itself(client):
    answer = client.get(reverse("learn:resources"))

    for resource in load_refer_data().resources.values():
        assert f'id="{resource.id}"' in answer.text
        assert resource.domain in answer.text
    assert answer.text.count("Take care</dt>") == len(load_refer_data().resources)
    assert "http" not in re.sub(r'content="[^"]*"', "", answer.text)


@pytest.mark.parametrize("route", ["learn:contents", "learn:words", "learn:resources"])
def test_the_lists_are_in_the_language_of_the_user(client, in_brackets, route):  # noqa: F811
    assert bare(client.get(reverse(route)).text, *names_of_resources()) == []


def test_the_pages_are_in_the_language_of_the_user(client, in_brackets):  # noqa: F811
    for name in load_learn_data().pages:
        page = client.get(reverse("learn:page", args=[name])).text
        assert [text for text in bare(page) if text != "doi:"] == [], name


def names_of_resources() -> list[str]:
    resources = load_refer_data().resources.values()
    names = {name for one in resources for name in (one.title, one.publisher)} | set(LANGUAGES.values())
    return sorted(names, key=len, reverse=True)  # a name within a longer one comes after it
