"""Pictures of the body for other programs: whole SVG, with nothing left to look up elsewhere.

A picture is drawn by the template of the pages. Its classes mean something only beside our style sheets, which other
viewers do not read; so what they say on light paper is written into each element: of every rule that names classes
and nothing else, those properties that SVG also knows as attributes.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from django.template.loader import render_to_string

from unknot.draw import Quality
from unknot.knowledge import data_folder
from unknot_app.actions.pictures.figure import Look
from unknot_app.actions.pictures.picture import Picture

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
PAGES = Path(__file__).parents[1]
SHEETS = (PAGES / "frame" / "static" / "tokens.css", PAGES / "chart" / "static" / "body.css")
# Fonts that most computers have; a viewer without them takes its own.
FONTS = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
PROPERTIES = (
    "fill",
    "fill-opacity",
    "font-weight",
    "letter-spacing",
    "opacity",
    "paint-order",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
)

ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)


def whole_svg(picture: Picture, name: str, **place: float) -> str:
    """Return a picture as SVG that any viewer shows the same; `place` is `x`, `y`, `width` and `height` on a sheet.

    The body has the colour of clay, as on all paper.
    """
    on_paper = replace(picture, look=replace(picture.look, skin=Look.skin))
    root = _drawn("chart/picture.html", {"picture": on_paper, "id": name}, picture.px_mm)
    for image in root.iter(f"{{{SVG}}}image"):
        image.attrib.pop("href")
        image.set(f"{{{XLINK}}}href", _shading(picture))
    return _placed(root, place or {"width": picture.box.width, "height": picture.box.height})


def whole_sign(quality: Quality, name: str, **place: float) -> str:
    """Return the sign of how a pain feels, as it stands in a legend."""
    context = {"quality": quality, "id": name, "colour": colour("pain-1"), "edge": colour("pain-edge")}
    return _placed(_drawn("chart/sign.html", context, 1.0), place)


def _drawn(template: str, context: Mapping[str, object], px_mm: float) -> ET.Element:
    root = ET.fromstring(f'<g xmlns="{SVG}">{render_to_string(template, dict(context))}</g>')[0]
    _write_styles(root, px_mm, _variables())
    return root


def _placed(root: ET.Element, place: Mapping[str, float]) -> str:
    for side, value in place.items():
        root.set(side, f"{value:g}")
    return ET.tostring(root, encoding="unicode")


def _shading(picture: Picture) -> str:
    file = data_folder() / "body" / picture.view.shading
    return f"data:image/webp;base64,{b64encode(file.read_bytes()).decode()}"


def _write_styles(element: ET.Element, px_mm: float, inherited: Mapping[str, str]) -> None:
    """Write into an element and all in it what their classes say; a variable holds for all within."""
    classes = set(element.attrib.pop("class", "").split())
    said = {name: value for wanted, body in _rules() if wanted <= classes for name, value in body.items()}
    variables = {**inherited, **{name: value for name, value in said.items() if name.startswith("--")}}
    if "vector-effect" in said and "stroke-width" in said:
        # On pages such lines keep their width in pixels; here they get what that is at its usual size.
        said["stroke-width"] = f"{float(said['stroke-width'].removesuffix('px')) * px_mm:.2f}"
    for name in PROPERTIES:
        if name in said:
            element.set(name, _on_paper(said[name], variables).removesuffix("px"))
    if element.tag == f"{{{SVG}}}text":
        element.set("font-family", FONTS)
    if "dominant-baseline" in said:
        # Not every viewer knows how to centre a text upright; a third of its height comes near.
        element.set("dy", ".35em")
    element.attrib.pop("vector-effect", None)
    for child in element:
        _write_styles(child, px_mm, variables)


@cache
def _rules() -> tuple[tuple[frozenset[str], Mapping[str, str]], ...]:
    """Return the rules that name classes and nothing else, the weakest first: classes and properties."""
    rules = [
        (frozenset(selector.strip()[1:].split(".")), body)
        for selectors, body in _all_rules()
        for selector in selectors.split(",")
        if re.fullmatch(r"(\.[\w-]+)+", selector.strip())
    ]
    return tuple(sorted(rules, key=lambda rule: len(rule[0])))


@cache
def _variables() -> Mapping[str, str]:
    """Return the variables of all pages."""
    roots = (body for selectors, body in _all_rules() if selectors == ":root")
    return {name: value for body in roots for name, value in body.items() if name.startswith("--")}


@cache
def _all_rules() -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Return every rule that holds for all media: its selectors and its properties."""
    css = "".join(file.read_text(encoding="utf-8") for file in SHEETS)
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
    return tuple(
        (selectors.strip(), _properties(body)) for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css)
    )


def _properties(body: str) -> dict[str, str]:
    pairs = (line.split(":", 1) for line in body.split(";") if ":" in line)
    return {name.strip(): value.strip() for name, value in pairs}


def _on_paper(value: str, variables: Mapping[str, str]) -> str:
    """Return a value with its variables read and, of two colours, the one for light pages."""
    while used := re.fullmatch(r"var\((--[\w-]+)\)", value):
        value = variables[used[1]]
    light = re.fullmatch(r"light-dark\((#\w+),\s*#\w+\)", value)
    return light[1] if light else value


def colour(name: str) -> str:
    """Return a colour of the pages as it is on paper, such as `pain-3`."""
    return _on_paper(f"var(--{name})", _variables())
