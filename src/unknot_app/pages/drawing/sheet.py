"""A drawing as a file for other programs: one sheet with all that it shows, as SVG and as PDF."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext

from unknot.body.chart import VIEWS
from unknot.draw import FEELINGS, Quality
from unknot_app.actions import typesetting
from unknot_app.actions.kept_drawings import MOST_GROUPS, KeptDrawing, alike_in_words
from unknot_app.actions.pictures.painted import pictures_of_drawing
from unknot_app.actions.pictures.picture import Picture
from unknot_app.pages.chart.paper import FONTS, colour, whole_sign, whole_svg
from unknot_app.pages.templatetags.words import day

STEPS = (("pain-1", "1–2"), ("pain-2", "3–4"), ("pain-3", "5–6"), ("pain-4", "7–8"), ("pain-5", "9–10"))
FIGURES = {"neutral": "neutral figure", "female": "female figure", "male": "male figure"}
TEMPLATE = Path(__file__).with_name("sheet.typ")
# The sheet as SVG, in its own units: how high a figure is, and the lines of text, 17 high, with their air.
FIGURE, GAP, MARGIN, LINE = 640.0, 36.0, 40.0, 25
LEAST_WIDTH = 760.0
# Where the legend stands: steps of strength, and below them how it feels.
STEPS_X, STEP_X, SIGN_X, SIGNS_DOWN = 180.0, 105.0, 165.0, 72.0
# The sheet as PDF stands upright for two views at most, else it lies; and in about how many pixels a figure is shown,
# by which its numbers have the size of the text.
MOST_UPRIGHT, PDF_FIGURE_PX = 2, 560.0
# About how many letters fill a unit of width.
LETTERS = 0.118


@dataclass(frozen=True)
class Sheet:
    """What stands on the sheet; `name` is empty unless somebody wants their name on it."""

    kept: KeptDrawing
    pictures: tuple[Picture, ...]
    title: str
    day: str
    name: str
    lines: tuple[str, ...]
    about: str

    @cached_property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """Return the colour of each step of strength, and its numbers."""
        return tuple((colour(name), words) for name, words in STEPS)

    @property
    def signs(self) -> tuple[tuple[Quality, str], ...]:
        """Return how the pain feels: each quality with its letter and word."""
        named = ((one, FEELINGS[one]) for one in self.kept.qualities)
        return tuple((one, f"{gettext(feeling.letter)} {gettext(feeling.word)}") for one, feeling in named)


def sheet_of(kept: KeptDrawing, *, all_views: bool, name: str) -> Sheet:
    """Return what stands on the sheet of a drawing: the painted views or all four, and its figures in words."""
    summary = kept.summary
    painted = {"percent": summary.extent_percent, "figure": gettext(FIGURES[kept.painted.figure])}
    lines = [gettext("Painted: %(percent).1f %% of the body's surface (%(figure)s).") % painted]
    lines += map(alike_in_words, kept.alike[:MOST_GROUPS])
    pictures = () if all_views else pictures_of_drawing(kept.stored)
    return Sheet(
        kept=kept,
        # What no view shows, such as the perineum, is told in words beside the whole body.
        pictures=pictures or pictures_of_drawing(kept.stored, VIEWS),
        title=gettext("Where it hurts"),
        day=day(kept.confirmed_at),
        name=name,
        lines=tuple(lines),
        about=gettext(
            "Drawn with Unknot, free software for people with pain and those who treat them. No diagnosis."
        ),
    )


def as_svg(sheet: Sheet) -> str:
    """Return the sheet as one SVG that needs nothing else."""
    figures, x, top = [], MARGIN, MARGIN + 90
    tallest = max(picture.box.height for picture in sheet.pictures)
    for number, picture in enumerate(sheet.pictures):
        width, height = (FIGURE / tallest * side for side in (picture.box.width, picture.box.height))
        shown = replace(picture, shown_px=width)
        drawn = whole_svg(shown, f"view-{number}", x=x, y=top + FIGURE - height, width=width, height=height)
        figures.append({"svg": drawn, "title": gettext(picture.view.title), "middle": x + width / 2})
        x += width + GAP
    width = max(LEAST_WIDTH, x - GAP + MARGIN)
    lines = [part for line in (*sheet.lines, sheet.about) for part in textwrap.wrap(line, int(width * LETTERS))]
    below = top + FIGURE + 30
    text_y = below + SIGNS_DOWN + (60 if sheet.signs else 25)
    context = {
        "sheet": sheet,
        "figures": figures,
        "fonts": FONTS,
        "edge": colour("pain-edge"),
        "width": width,
        "height": text_y + 5 + LINE * len(lines),
        "captions_y": below,
        "legend_y": below + 34,
        "legend": [(STEPS_X + STEP_X * number, *step) for number, step in enumerate(sheet.legend)],
        "signs": [
            (STEPS_X + SIGN_X * number, whole_sign(quality, f"sign-{number}", **_sign_place(number, below)), words)
            for number, (quality, words) in enumerate(sheet.signs)
        ],
        "signs_y": below + SIGNS_DOWN,
        "lines": [(text_y + LINE * number, line) for number, line in enumerate(lines)],
    }
    return render_to_string("drawing/sheet.svg", context)


def _sign_place(number: int, below: float) -> dict[str, float]:
    return {"x": STEPS_X + SIGN_X * number, "y": below + SIGNS_DOWN, "width": 44, "height": 26}


def as_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as PDF. Texts go in as data, never as markup."""
    tallest = max(picture.box.height for picture in sheet.pictures)
    pictures = []
    for number, picture in enumerate(sheet.pictures):
        shown = replace(picture, shown_px=PDF_FIGURE_PX * picture.box.width / tallest)
        share = {"width": picture.box.width / tallest, "height": picture.box.height / tallest}
        pictures.append({"title": gettext(picture.view.title), "svg": whole_svg(shown, f"view-{number}"), **share})
    data: dict[str, Any] = {
        "is_wide": len(sheet.pictures) > MOST_UPRIGHT,
        "language": (get_language() or "en").split("-")[0],
        "title": sheet.title,
        "day": sheet.day,
        "name": sheet.name,
        "pictures": pictures,
        "how_strong": gettext("How strong"),
        "legend": sheet.legend,
        "how_it_feels": gettext("How it feels"),
        "signs": [[whole_sign(quality, "sign"), words] for quality, words in sheet.signs],
        "edge": colour("pain-edge"),
        "lines": sheet.lines,
        "about": sheet.about,
    }
    return typesetting.as_pdf(TEMPLATE, data)
