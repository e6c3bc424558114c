"""A drawing as a file for other programs: one sheet with all that it shows, as SVG and as PDF."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext, ngettext

from unknot.body.chart import VIEWS
from unknot_app.actions.kept_drawings import KeptDrawing
from unknot_app.actions.picture import Picture, pictures_of_drawing
from unknot_app.pages.chart.paper import FONTS, colour, whole_svg
from unknot_app.pages.templatetags.words import day, in_words

STEPS = (("pain-1", "1–2"), ("pain-2", "3–4"), ("pain-3", "5–6"), ("pain-4", "7–8"), ("pain-5", "9–10"))
FIGURES = {"neutral": "neutral figure", "female": "female figure", "male": "male figure"}
TEMPLATE = Path(__file__).with_name("sheet.typ")
# The sheet as SVG, in its own units: how high a figure is, and the lines of text, 17 high, with their air.
FIGURE, GAP, MARGIN, LINE = 640.0, 36.0, 40.0, 25
LEAST_WIDTH = 760.0
MOST_PLACES = 12
# The sheet as PDF: how high a figure is on a sheet that lies, and on one that stands, as it does for two views at
# most; and in how many pixels a mm is shown, by which numbers have the size of the text.
PDF_WIDE_MM, PDF_UPRIGHT_MM, MOST_UPRIGHT, PX_MM = 116.0, 170.0, 2, 4.5
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


def sheet_of(kept: KeptDrawing, *, all_views: bool, name: str) -> Sheet:
    """Return what stands on the sheet of a drawing: the painted views or all four, and its figures in words."""
    summary = kept.summary
    painted = {"percent": summary.extent_percent, "figure": gettext(FIGURES[kept.painted.figure])}
    lines = [gettext("Painted: %(percent).1f %% of the body's surface (%(figure)s).") % painted]
    if summary.strongest is not None:
        lines[0] += " " + gettext("Strongest: %(number)g out of 10.") % {"number": summary.strongest}
    lines.append(_places_in_words(kept))
    return Sheet(
        kept=kept,
        pictures=pictures_of_drawing(kept.stored, VIEWS if all_views else ()),
        title=gettext("Where it hurts"),
        day=day(kept.confirmed_at),
        name=name,
        lines=tuple(lines),
        about=gettext(
            "Drawn with Unknot, free software for people with pain and those who treat them. No diagnosis."
        ),
    )


def _places_in_words(kept: KeptDrawing) -> str:
    """Return the largest painted places in one line."""
    places = "; ".join(map(in_words, kept.places[:MOST_PLACES]))
    more = len(kept.places) - MOST_PLACES
    if more > 0:
        rest = ngettext("and one smaller place", "and %(more)s smaller places", more) % {"more": more}
        places = f"{places}; {rest}"
    return f"{places[:1].upper()}{places[1:]}."


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
    context = {
        "sheet": sheet,
        "figures": figures,
        "fonts": FONTS,
        "edge": colour("pain-edge"),
        "width": width,
        "height": below + 100 + LINE * len(lines),
        "captions_y": below,
        "legend_y": below + 34,
        "legend": [(MARGIN + 150 + 105 * number, *step) for number, step in enumerate(sheet.legend)],
        "lines": [(below + 95 + LINE * number, line) for number, line in enumerate(lines)],
    }
    return render_to_string("drawing/sheet.svg", context)


def can_make_pdf() -> bool:
    """Return whether what sets a PDF is installed (the extra `pdf`)."""
    return find_spec("typst") is not None


def as_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as PDF. Texts go in as data, never as markup."""
    import typst  # an extra, and large

    is_wide = len(sheet.pictures) > MOST_UPRIGHT
    height_mm = PDF_WIDE_MM if is_wide else PDF_UPRIGHT_MM
    tallest = max(picture.box.height for picture in sheet.pictures)
    pictures = []
    for number, picture in enumerate(sheet.pictures):
        share = picture.box.height / tallest
        shown = replace(picture, shown_px=PX_MM * height_mm / tallest * picture.box.width)
        title, svg = gettext(picture.view.title), whole_svg(shown, f"view-{number}")
        pictures.append({"title": title, "svg": svg, "height_mm": height_mm * share})
    data: dict[str, Any] = {
        "is_wide": is_wide,
        "language": (get_language() or "en").split("-")[0],
        "title": sheet.title,
        "day": sheet.day,
        "name": sheet.name,
        "pictures": pictures,
        "how_strong": gettext("How strong"),
        "legend": sheet.legend,
        "edge": colour("pain-edge"),
        "lines": sheet.lines,
        "about": sheet.about,
    }
    return bytes(typst.compile(str(TEMPLATE), sys_inputs={"data": json.dumps(data)}))
