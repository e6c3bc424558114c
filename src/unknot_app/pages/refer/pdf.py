"""A letter as PDF, with the pictures of its drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext

from unknot_app.actions.pictures.picture import Picture
from unknot_app.actions.typesetting import Paper, as_pdf
from unknot_app.pages.chart.paper import whole_svg
from unknot_app.pages.refer.course import COURSE, course_svg

TEMPLATE = Path(__file__).with_name("letter.typ")
# In about how many pixels a figure is shown, by which its numbers have the size of the text.
FIGURE_PX = 420.0


def letter_pdf(content: Mapping[str, Any], pictures: Sequence[Picture], paper: Paper) -> bytes:
    data = {
        **content,
        "paper": paper,
        "language": (get_language() or "en").split("-")[0],
        "to_label": gettext("To"),
        "course": course_svg(content),
        "course_alt": gettext(COURSE),
        "pictures": [_picture(number, picture) for number, picture in enumerate(pictures)],
    }
    return as_pdf(TEMPLATE, data)


def _picture(number: int, picture: Picture) -> dict[str, Any]:
    title = gettext(picture.view.title)
    marked = gettext("What was painted is marked.")
    svg = whole_svg(replace(picture, shown_px=FIGURE_PX * picture.box.width / picture.box.height), f"view-{number}")
    ratio = picture.box.width / picture.box.height
    return {"title": title, "alt": f"{title}. {marked}", "svg": svg, "ratio": ratio}
