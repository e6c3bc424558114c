"""Drawings that were confirmed: kept by day, looked at over time, saved as files."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse

from tests.contract.test_command_line import run
from tests.web.conftest import NOW
from tests.web.reading import in_one_line
from unknot_app.actions.drawing import confirm_drawing, save_drawing
from unknot_app.actions.people import add_person
from unknot_app.pages.chart.paper import SVG
from unknot_app.records.models import PainDrawing
from unknot_app.records.queries import last_drawing_of

BUTTOCK = {"view": "back", "width_mm": 28, "points": [[-90, 900], [-100, 860]], "intensity": 6}
LOW_BACK = {"view": "back", "width_mm": 16, "points": [[-60, 1050], [-60, 1000]], "intensity": 4}
BELLY = {"view": "front", "width_mm": 16, "points": [[40, 1000]], "intensity": 3}
NAME = "Ana <b> #1"


def painted(person, *strokes, days_ago=0, regions=()):
    """Return a drawing that was confirmed some days ago."""
    when, last = NOW - timedelta(days=days_ago), last_drawing_of(person)
    saved = save_drawing(person, list(strokes), list(regions), last.revision if last else 0, when)
    confirm_drawing(person, saved.revision, when)
    confirmed = last_drawing_of(person)
    assert confirmed
    return confirmed


@pytest.fixture
def page(client, ana):
    def show(route="over_time", *args, **query):
        return client.get(reverse(f"drawing:{route}", args=[ana.id, *args]), query)

    return show


# ---------------------------------------------------------------- one drawing for each day
def test_the_same_places_on_another_day_are_a_drawing_of_that_day(ana):
    first = painted(ana, BUTTOCK, days_ago=3)

    second = painted(ana, BUTTOCK)

    assert PainDrawing.objects.filter(person=ana).count() == 2
    assert second.strokes == first.strokes == [BUTTOCK]
    assert second.revision > first.revision


def test_confirmed_twice_on_one_day_it_is_one_drawing(ana):
    painted(ana, BUTTOCK)

    painted(ana, BUTTOCK)

    assert PainDrawing.objects.filter(person=ana).count() == 1


def test_a_drawing_of_another_day_is_offered_again_and_can_be_begun_anew(client, ana):
    before = painted(ana, BUTTOCK, days_ago=3)
    address = reverse("drawing:paint", args=[ana.id])
    assert "Same as last time" in client.get(address).text

    response = client.post(address, {"do": "anew", "revision": before.revision}, follow=True)

    under_way = PainDrawing.objects.filter(person=ana)[0]
    assert (under_way.strokes, under_way.confirmed_at) == ([], None)
    assert "Same as last time" not in response.text
    assert PainDrawing.objects.get(id=before.id).strokes == [BUTTOCK]


def test_an_older_page_does_not_begin_anew(client, ana):
    painted(ana, BUTTOCK, days_ago=3)

    response = client.post(reverse("drawing:paint", args=[ana.id]), {"do": "anew", "revision": 0})

    assert response.status_code == 409
    assert PainDrawing.objects.filter(person=ana)[0].strokes == [BUTTOCK]


# ---------------------------------------------------------------- over time
def test_without_a_drawing_the_page_says_so(page):
    assert "No drawing yet" in page().text


def test_one_drawing_is_shown_and_nothing_compared(page, ana):
    painted(ana, BUTTOCK)

    shown = page().text

    assert "One drawing so far" in shown
    assert "Strongest: 6 out of 10" in shown


def test_two_drawings_are_compared_in_words(page, ana):
    painted(ana, BUTTOCK, LOW_BACK, days_ago=5)
    painted(ana, {**BUTTOCK, "intensity": 3}, BELLY)

    shown = in_one_line(page().text)

    def told(heading):
        return shown.split(f"<dt>{heading}</dt>")[1].split("</dd>")[0]

    assert "Lower abdomen, one side, left" in told("New")
    assert "Low back beside the spine, lower part, right" in told("No longer")
    assert "From 6 to 3 out of 10: middle of the buttock, right" in told("Weaker")
    assert "<dt>Stronger</dt>" not in shown


def test_two_equal_drawings_are_told_to_be_the_same(page, ana):
    painted(ana, BUTTOCK, days_ago=5)
    painted(ana, BUTTOCK)

    assert "The same places, as strong as before." in page().text


def test_any_two_can_be_chosen_in_any_order(page, ana):
    first = painted(ana, LOW_BACK, days_ago=9)
    painted(ana, BUTTOCK, days_ago=5)
    last = painted(ana, LOW_BACK)

    shown = page(earlier=last.id, later=first.id).text

    assert "The same places, as strong as before." in shown


@pytest.mark.parametrize("chosen", [{"earlier": "nonsense"}, {"later": ""}, {"earlier": "0" * 32}])
def test_a_choice_that_is_none_shows_the_last_two(page, ana, chosen):
    painted(ana, BUTTOCK, days_ago=5)
    painted(ana, BELLY)

    assert "<dt>No longer</dt>" in page(**chosen).text


def test_only_the_newest_are_shown_at_first(page, ana):
    for days_ago in range(14, -1, -1):
        painted(ana, BUTTOCK, days_ago=days_ago)

    assert page().text.count('class="kept__one"') == 12
    assert page(all="").text.count('class="kept__one"') == 15


def test_drawings_under_way_are_not_among_them(page, ana):
    save_drawing(ana, [BUTTOCK], [], 0, NOW)

    assert "No drawing yet" in page().text


# ---------------------------------------------------------------- files
def opened_svg(response):
    assert response["Content-Type"] == "image/svg+xml"
    return ET.fromstring(response.content)


def words_of(svg):
    return [text.text for text in svg.iter(f"{{{SVG}}}text")]


def test_the_picture_needs_nothing_else(page, ana):
    drawing = painted(ana, BUTTOCK, regions=[{"id": "flank", "side": "left", "intensity": 9}])

    svg = opened_svg(page("svg", drawing.id))

    links = [value for one in svg.iter() for name, value in one.items() if name.endswith("href")]
    assert links
    assert all(link.startswith("data:image/webp;base64,") for link in links)
    for one in svg.iter():
        assert not {"class", "style"} & set(one.attrib)
        assert not any("var(" in value or "light-dark" in value for value in one.attrib.values())
    strokes = list(svg.iter(f"{{{SVG}}}polyline"))
    assert [one.get("stroke") for one in strokes] == ["#5E1224", "#CF6A2A"]  # its edge, and its step of strength
    assert {"LEFT", "RIGHT", "Where it hurts", "6", "9", "5–6"} <= set(words_of(svg))
    ids = [one.get("id") for one in svg.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


def test_how_it_feels_is_a_pattern_in_a_colour_and_stands_in_the_legend(page, ana):
    drawing = painted(ana, {**BUTTOCK, "quality": ["burning", "numb"]})

    svg = opened_svg(page("svg", drawing.id))

    ids = {one.get("id"): one for one in svg.iter() if one.get("id")}
    used = {
        link
        for one in svg.iter()
        for value in (one.get("fill", ""), one.get("stroke", ""))
        for link in re.findall(r"url\(#(.+)\)", value)
    }
    assert used <= ids.keys()
    assert ids["view-0-burning-middle"].get("stroke") == "#3D0A16"
    assert {"B burning", "N numb"} <= set(words_of(svg))
    assert "T tingling" not in words_of(svg)


def test_a_picture_shows_what_is_painted_or_all_four_sides(page, ana):
    drawing = painted(ana, BUTTOCK)

    def sides(**query):
        known = {"Back", "Front", "Left side", "Right side"}
        return known & set(words_of(opened_svg(page("svg", drawing.id, **query))))

    assert sides() == {"Back"}
    assert len(sides(all="1")) == 4


@pytest.fixture
def named(ana):
    ana.name = NAME
    ana.save()
    return ana


def test_a_picture_has_a_name_only_when_it_is_asked_for(page, named):
    drawing = painted(named, BUTTOCK)

    assert NAME not in " ".join(words_of(opened_svg(page("svg", drawing.id))))
    assert NAME in " ".join(words_of(opened_svg(page("svg", drawing.id, name="1"))))


def test_the_sheet_of_a_place_that_no_view_shows_has_the_whole_body_and_says_it_in_words(page, ana):
    drawing = painted(ana, regions=[{"id": "perineum", "side": "midline", "intensity": 5}])

    words = words_of(opened_svg(page("svg", drawing.id)))

    assert {"LEFT", "RIGHT"} <= set(words)
    assert any("5 out of 10" in line and "perineum" in line for line in words), words


def test_the_pdf_is_one_page_whatever_the_name_is(page, named):
    pytest.importorskip("typst")
    drawing = painted(named, BUTTOCK, BELLY)

    for query in ({}, {"name": "1", "all": "1"}):
        response = page("pdf", drawing.id, **query)
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF-")
        assert len(re.findall(rb"/Type ?/Page\b", response.content)) == 1


def test_the_marks_are_a_file_that_the_commands_read(page, ana):
    drawing = painted(ana, BUTTOCK, regions=[{"id": "flank", "side": "left", "intensity": 9}])

    file = page("json", drawing.id).text

    said = json.loads(run("drawing", "-", "--json", given=file).stdout)
    assert said["strongest"] == 9
    assert "flank:left" in [one["place"] for one in said["places"]]
    assert "Ana" not in file


@pytest.mark.parametrize("name", ["svg", "json"])
def test_the_name_of_a_file_tells_the_day_only(page, ana, name):
    drawing = painted(ana, BUTTOCK)

    disposition = page(name, drawing.id)["Content-Disposition"]

    kind = {"svg": "picture", "json": "drawing"}[name]
    assert disposition == f'attachment; filename="{kind}-{NOW.astimezone():%Y-%m-%d}.{name}"'


# ---------------------------------------------------------------- whose they are
@pytest.mark.parametrize("name", ["kept", "svg", "pdf", "json"])
def test_nobody_sees_the_drawing_of_somebody_else(client, owner, ana, charlies_friend, name):
    theirs, bens = painted(charlies_friend, BUTTOCK), painted(add_person(owner, "Ben"), BUTTOCK)

    for person, drawing in ((charlies_friend, theirs), (ana, theirs), (ana, bens)):
        assert client.get(reverse(f"drawing:{name}", args=[person.id, drawing.id])).status_code == 404


def test_nobody_sees_the_course_of_somebody_else(client, charlies_friend):
    painted(charlies_friend, BUTTOCK)

    assert client.get(reverse("drawing:over_time", args=[charlies_friend.id])).status_code == 404


def test_a_drawing_under_way_has_no_page_of_its_own(client, ana):
    drawing = save_drawing(ana, [BUTTOCK], [], 0, NOW)

    assert client.get(reverse("drawing:kept", args=[ana.id, drawing.id])).status_code == 404


def test_one_drawing_says_all_that_it_holds(page, ana):
    drawing = painted(ana, BUTTOCK)

    shown = page("kept", drawing.id).text

    assert "On the right" in shown
    assert "Middle of the buttock" in shown
    assert "Save as PDF" in shown
    assert "1 of 19 areas, in 1 of 5 regions: hip (buttock, trochanter), right" in shown
    assert "224" in shown
