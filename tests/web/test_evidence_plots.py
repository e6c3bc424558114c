"""Forest plots on pages: in two sizes, with their figures in a table, and "not enough data" where there is none."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from unknot.evidence.sets import load_results
from unknot_app.actions import evidence_plots
from unknot_app.pages.evidence import drawn, views

pytestmark = pytest.mark.one_database


def test_all_plots_stand_on_one_page_with_their_figures_in_tables(client):
    page = client.get(reverse("evidence:plots")).text

    named = evidence_plots.all_plots(str)
    assert [one.id for one in named] == re.findall(r'<section [^>]*aria-labelledby="([\w.]+)"', page)
    drawn_ones = [one for one in named if one.plot.rows]
    assert page.count("<figure") == len(drawn_ones)
    assert page.count("<svg") >= 2 * len(drawn_ones)
    assert page.count("<table") == len(drawn_ones)
    assert "Not enough data. To pool them takes at least 3 independent trials" in page
    assert "−0.33, range −7.55 to 6.89" in page


def test_a_claim_shows_the_plots_of_its_studies_and_what_lacks_data(client):
    page = client.get(reverse("evidence:claim", args=["lbp_chronic"])).text

    assert "Pressing trigger points or a sham, low back pain: pain" in page
    assert "Not enough data" in page
    assert "−1.7, range −2.2 to −1.2" in page


def test_without_what_draws_charts_the_figures_remain(client, monkeypatch):
    monkeypatch.setattr(drawn, "can_draw_charts", lambda: False)

    page = client.get(reverse("evidence:plots")).text

    assert "<figure" not in page
    assert "−0.33, range −7.55 to 6.89" in page


def test_a_claim_whose_numbers_changed_says_so_until_it_is_read_again(client, monkeypatch):
    said = "Numbers behind this have changed."
    before = client.get(reverse("evidence:claim", args=["pain"])).text
    waiting = load_results().model_copy(update={"to_review": {"pain": ("lu2022_ic",)}})
    monkeypatch.setattr(views, "load_results", lambda: waiting)

    after = client.get(reverse("evidence:claim", args=["pain"])).text

    assert said not in before
    assert re.search(rf"{said}[^§]+?/evidence/reviews/lu2022_ic/", after)
    assert said not in client.get(reverse("evidence:claim", args=["rom"])).text
