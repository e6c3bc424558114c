"""Pictures of the body for other programs: whole SVG, with nothing left to look up elsewhere.

A picture is drawn by the template of the pages. Its classes mean something only beside our style sheets, which other
viewers do not read; so what they say on light paper is written into each element: of every rule that names classes
and nothing else, those properties that SVG also knows as attributes.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from django.template.loader import render_to_string

from unknot.knowledge import data_folder
from unknot_app.actions.picture import Look, Picture

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
    drawn = render_to_string("chart/picture.html", {"picture": on_paper, "id": name})
    root = ET.fromstring(f'<g xmlns="{SVG}">{drawn}</g>')[0]
    for element in root.iter():
        _style(element, picture.px_mm)
    for image in root.iter(f"{{{SVG}}}image"):
        image.attrib.pop("href")
        image.set(f"{{{XLINK}}}href", _shading(picture))
    size = place or {"width": picture.box.width, "height": picture.box.height}
    for side, value in size.items():
        root.set(side, f"{value:g}")
    return ET.tostring(root, encoding="unicode")


def _shading(picture: Picture) -> str:
    file = data_folder() / "body" / picture.view.shading
    return f"data:image/webp;base64,{b64encode(file.read_bytes()).decode()}"


def _style(element: ET.Element, px_mm: float) -> None:
    classes = set(element.attrib.pop("class", "").split())
    element.attrib.pop("vector-effect", None)
    said: dict[str, str] = {}
    for wanted, properties in _rules():
        if wanted <= classes:
            said |= properties
    if "vector-effect" in said and "stroke-width" in said:
        # On pages such lines keep their width in pixels; here they get what that is at its usual size.
        said["stroke-width"] = f"{float(said['stroke-width'].removesuffix('px')) * px_mm:.2f}"
    for name in PROPERTIES:
        if name in said:
            element.set(name, said[name].removesuffix("px"))
    if element.tag == f"{{{SVG}}}text":
        element.set("font-family", FONTS)
    if "dominant-baseline" in said:
        # Not every viewer knows how to centre a text upright; a third of its height comes near.
        element.set("dy", ".35em")


@cache
def _rules() -> tuple[tuple[frozenset[str], Mapping[str, str]], ...]:
    """Return the rules that name classes and nothing else, the weakest first: classes and properties on paper."""
    rules = [
        (frozenset(selector.strip()[1:].split(".")), properties)
        for selectors, properties in _all_rules()
        for selector in selectors.split(",")
        if re.fullmatch(r"(\.[\w-]+)+", selector.strip())
    ]
    return tuple(sorted(rules, key=lambda rule: len(rule[0])))


def _all_rules() -> Iterator[tuple[str, dict[str, str]]]:
    css = "".join(file.read_text(encoding="utf-8") for file in SHEETS)
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
    read = [(selectors.strip(), _properties(body)) for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css)]
    colours = {name: value for selectors, body in read if selectors == ":root" for name, value in body.items()}
    for selectors, properties in read:
        yield selectors, {name: _on_paper(value, colours) for name, value in properties.items()}


def _properties(body: str) -> dict[str, str]:
    pairs = (line.split(":", 1) for line in body.split(";") if ":" in line)
    return {name.strip(): value.strip() for name, value in pairs}


def _on_paper(value: str, colours: Mapping[str, str]) -> str:
    """Return a value with its variables read and, of two colours, the one for light pages."""
    while used := re.fullmatch(r"var\((--[\w-]+)\)", value):
        value = colours.get(used[1], "")
    light = re.fullmatch(r"light-dark\((#\w+),\s*#\w+\)", value)
    return light[1] if light else value


def colour(name: str) -> str:
    """Return a colour of the pages as it is on paper, such as `pain-3`."""
    said = next(properties[f"--{name}"] for selectors, properties in _all_rules() if f"--{name}" in properties)
    return said
