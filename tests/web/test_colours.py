"""What lies on the body is told apart without seeing red, green or blue, and in grey, by colour or by pattern."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from django.template.loader import render_to_string

import unknot_app
from unknot.screen import ordinary_limits
from unknot_app.actions.pictures.figure import Look
from unknot_app.actions.pictures.limits_on_body import picture_of_limits
from unknot_app.actions.pictures.spots import picture_of_point

pytestmark = pytest.mark.one_database

PAGES = Path(unknot_app.__file__).parent / "pages"
STYLES = "".join(
    (PAGES / name).read_text(encoding="utf-8") for name in ("frame/static/tokens.css", "chart/static/body.css")
)
COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", STYLES)
}
SCHEMES = ("light", "dark")
PAIN = [f"pain-{step}" for step in range(1, 6)]

# Of linear red, green and blue: what is left to eyes without one kind of cone (Machado, Oliveira and Fernandes 2009),
# and the light alone (the weights of sRGB).
EYES = {
    "all": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(colour: str, eyes: str) -> np.ndarray:
    seen = np.clip(np.asarray(EYES[eyes]) @ linear(colour), 0, 1)
    x, y, z = np.cbrt(XYZ @ seen / (XYZ @ np.ones(3)))  # all colours here are light enough for the plain cube root
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(first: str, second: str, scheme: str, eyes: str) -> float:
    """Return how far two colours of a scheme lie apart (CIE 1976; about 2 is just seen)."""
    return float(np.linalg.norm(lab(COLOURS[first][scheme], eyes) - lab(COLOURS[second][scheme], eyes)))


def contrast(first: str, second: str, scheme: str) -> float:
    lights = sorted(float(np.array(EYES["grey"])[0] @ linear(COLOURS[name][scheme])) for name in (first, second))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def test_the_measure_gives_known_values():
    assert np.linalg.norm(lab("#FFFFFF", "all") - (100, 0, 0)) < 0.05
    assert lab("#FF0000", "all") == pytest.approx((53.24, 80.09, 67.20), abs=0.1)
    assert np.linalg.norm(lab("#808080", "no green") - lab("#808080", "all")) < 0.1  # grey stays grey


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_neighbouring_steps_of_pain_are_told_apart(scheme, eyes):
    for first, second in pairwise(PAIN):
        # Seen: 15.5 between the second and the third in light without green, 16.9 and more elsewhere; in grey 13.4.
        assert apart(first, second, scheme, eyes) >= (13 if eyes == "grey" else 15), (first, second)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("what", ["muscle", "known", "not-here", "gentle", "pain-edge"])
def test_what_lies_on_the_body_stands_out_from_it(scheme, what):
    assert contrast(what, "figure", scheme) >= 3 - 0.01


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("eyes", ["all", "no red", "no green", "no blue"])
def test_muscles_areas_and_limits_are_no_step_of_pain(scheme, eyes):
    close = {
        (what, step): round(apart(what, step, scheme, eyes))
        for what in ("muscle", "known", "not-here")
        for step in PAIN
        if apart(what, step, scheme, eyes) < 10
    }

    # The red of "not here" is that of the fourth step of pain, so it is never a fill: its hatch and its sign tell.
    assert set(close) <= {("not-here", "pain-4")}


def test_where_colour_does_not_tell_a_pattern_does():
    """Muscles are lines, known areas dots, limits falling hatches of two kinds, the graver one with a sign."""
    point = render_to_string(
        "chart/picture.html", {"picture": picture_of_point("piriformis.lateral", "right"), "id": "a"}
    )
    limits = ordinary_limits("self").model_dump(mode="json", by_alias=True)
    drawn = render_to_string("chart/limits.html", {"limits": picture_of_limits(limits, Look())})

    assert 'class="muscle__fibres"' in point
    assert 'class="muscle__edge' in point
    assert '<circle class="body__dot"' in point
    spacing = dict(re.findall(r'id="limits-back-(not_here|gentle)" width="(\d+)"', drawn))
    assert int(spacing["gentle"]) > 1.5 * int(spacing["not_here"])
    assert 'class="bar"' in drawn
    assert "Not here" in drawn
    assert "Gentle only" in drawn
