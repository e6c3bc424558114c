"""How the body looks: chosen on the page to paint on, kept with the person, shown on their pages, counted nowhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse

from tests.web.conftest import NOW
from unknot.body import load_atlas
from unknot.body.chart import FIGURES
from unknot.body.figures import landmark_on
from unknot_app.actions.drawing import read_painted, save_drawing
from unknot_app.actions.pictures.figure import Look, load_drawn, look_of
from unknot_app.actions.pictures.spots import picture_of_candidate, picture_of_step
from unknot_app.pages.drawing.look import FIGURES as NAMED_FIGURES
from unknot_app.pages.drawing.look import SKINS
from unknot_app.records.models import Person


@pytest.fixture
def choose(client, ana):
    def send(**fields):
        return client.post(reverse("drawing:look", args=[ana.id]), {"figure": "neutral", "skin": "clay", **fields})

    return send


@pytest.fixture
def page(client, ana):
    return lambda name="paint": client.get(reverse(f"drawing:{name}", args=[ana.id])).text


def stroke_on(figure):
    """Return a dot on the right dimple bone of a figure."""
    lateral, up, _ = landmark_on(figure, "psis")
    named = {} if figure == "neutral" else {"figure": figure}
    return {"view": "back", **named, "width_mm": 8, "points": [[-lateral, up]], "intensity": 6}


def test_at_first_the_body_is_a_neutral_figure_of_clay(page):
    assert 'data-body="neutral"' in page()
    assert "body--clay" in page()
    assert "body__cloth" not in page()


def test_what_was_chosen_is_kept_and_shown(choose, page, ana):
    response = choose(figure="female", skin="brown", is_dressed="on")

    ana.refresh_from_db()
    assert response.status_code == 303
    assert (ana.figure, ana.skin, ana.is_dressed) == ("female", "brown", True)
    assert 'data-body="female"' in page()
    assert "chart/female_back" in page()
    assert page().count("body--brown") == len(load_drawn())
    assert page().count("body__cloth") == 2 * len(load_drawn())


def test_strokes_stay_on_their_figure_until_they_are_rubbed_out(choose, page, ana):
    save_drawing(ana, [stroke_on("female")], [], 0, NOW)

    choose(figure="male", skin="dark")

    assert 'data-body="female"' in page()
    assert "Another figure is shown once it is rubbed out." in page()
    assert "chart/female_back" in page("check")
    save_drawing(ana, [], [], 1, NOW)
    assert 'data-body="male"' in page()


def test_the_same_spot_counts_as_the_same_place_on_every_figure(ana):
    painted = []
    for revision, figure in enumerate(FIGURES):
        read = read_painted(save_drawing(ana, [stroke_on(figure)], [], revision, NOW))
        painted.append(read and read.painted)

    assert painted[0]
    assert painted == [painted[0]] * len(FIGURES)


@pytest.mark.parametrize("figure", FIGURES)
def test_a_spot_is_shown_on_the_figure_that_was_painted_on(figure, ana):
    drawing = save_drawing(ana, [stroke_on(figure)], [], 0, NOW)

    picture = picture_of_candidate(drawing, "quadratus_lumborum.deep_lower", "right")

    assert picture.view.chart.figure == picture.look.figure == figure
    assert picture.strokes
    assert f"chart/{figure}_back" in render_to_string("chart/picture.html", {"picture": picture, "id": "spot"})


@pytest.mark.parametrize("figure", FIGURES)
def test_every_spot_lies_in_the_box_of_its_muscle(figure):
    for point in load_atlas().trigger_points:
        picture = picture_of_step(point, "right", Look(figure))
        [(x, y)], [muscle] = picture.spots, picture.muscles
        left, top, right, bottom = muscle.box

        assert left - 12 <= x <= right + 12, point
        assert top - 12 <= y <= bottom + 12, point


def test_an_older_drawing_names_no_figure_and_is_of_the_neutral_one(ana):
    ana.figure = "male"

    assert look_of(ana, save_drawing(ana, [stroke_on("neutral")], [], 0, NOW)).figure == "neutral"


@pytest.mark.parametrize("fields", [{"figure": "giant"}, {"skin": "green"}, {"figure": ""}])
def test_what_is_no_choice_is_refused(choose, ana, fields):
    assert choose(**fields).status_code == 400
    assert Person.objects.get(id=ana.id).figure == "neutral"


def test_nobody_chooses_for_somebody_elses_person(client, charlies_friend):
    address = reverse("drawing:look", args=[charlies_friend.id])

    assert client.post(address, {"figure": "male", "skin": "clay"}).status_code == 404


def test_every_choice_has_a_word():
    assert [value for value, _ in NAMED_FIGURES] == list(Person.Figure.values) == list(FIGURES)
    assert [value for value, _ in SKINS] == list(Person.Skin.values)


CSS = Path(str(finders.find("chart/body.css"))).read_text(encoding="utf-8")
TONES = dict(re.findall(r"\.body--(\w+) { --figure: (#\w+); }", CSS))
[ON_DARK] = re.findall(r"\n:is\((.*)\) > .* { color-scheme: dark; }", CSS)


def colour_on(skin, name):
    """Return a colour of the chart as it is on a skin: set for it, or else that for light or for dark grounds."""
    own = [
        value for skins, value in re.findall(rf"\n(\.body--.*) {{.*--{name}: (#\w+);", CSS) if f"--{skin}" in skins
    ]
    [(light, dark)] = re.findall(rf"--{name}: light-dark\((#\w+), (#\w+)\)", CSS)
    return own[0] if own else dark if f".body--{skin}" in ON_DARK else light


@pytest.mark.parametrize(("name", "least"), [("pain-edge", 4.5), ("muscle", 3), ("known", 3)])
def test_what_is_drawn_stands_out_from_every_skin(name, least):
    ratios = {skin: round(contrast(ground, colour_on(skin, name)), 1) for skin, ground in TONES.items()}

    assert {"clay", *ratios} == set(Person.Skin.values)
    assert min(ratios.values()) >= least, ratios


def contrast(one, other):
    darker, lighter = sorted((lightness(one), lightness(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lightness(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_painting_on_a_figure_is_stored_with_it(client, ana):
    fields = {"strokes": json.dumps([stroke_on("male")]), "revision": 0, "do": "save"}

    client.post(reverse("drawing:paint", args=[ana.id]), fields)

    assert '"figure": "male"' in client.get(reverse("drawing:paint", args=[ana.id])).text.replace("&quot;", '"')
