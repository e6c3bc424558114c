"""The progress on one sheet of paper: the same sentence and the same charts as on the page."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from unknot_app.actions import typesetting
from unknot_app.actions.charts import Size, can_draw_charts, draw
from unknot_app.actions.course_in_words import EARLIER, bounds_of, headline, of_one, why
from unknot_app.actions.progress import Progress, Series
from unknot_app.actions.sentences import Sentence
from unknot_app.pages.chart.paper import colour
from unknot_app.pages.measure.drawn import alternative, chart_of, legend
from unknot_app.pages.templatetags.words import series_name

TEMPLATE = Path(__file__).with_name("progress.typ")
# As large as on a page, so that words and lines are of the same weight.
LARGE, SMALL = Size(620, 160), Size(290, 110)
# How many charts go on one sheet beside the first.
MOST_SMALL = 4
CAUSE = "Whether the massage did it cannot be known from this alone. Pain also comes and goes by itself."


def as_pdf(going: Progress, today: date) -> bytes:
    """Return the progress as PDF. Texts go in as data, never as markup."""
    others = [one for one in going.series if one is not going.leading][:MOST_SMALL]
    shown = [one for one in (going.leading, *others) if one.course.weeks]
    data: dict[str, Any] = {
        "language": (get_language() or "en").split("-")[0],
        "title": _said(headline(going)),
        "day": date_format(today, "j F Y"),
        "lines": [_said(line) for line in why(going)],
        "large": [_chart(going.leading, going, LARGE)] if going.leading.course.weeks else [],
        "small": [_chart(one, going, SMALL) for one in others],
        "legend": " ".join(dict.fromkeys(words for one in shown for words in legend(one, going.sessions))),
        "notes": [gettext(CAUSE), gettext("Not a diagnosis, and not a medical device.")],
    }
    return typesetting.as_pdf(TEMPLATE, data)


def _chart(series: Series, going: Progress, size: Size) -> dict[str, str]:
    name = series_name(series)
    svg = on_paper(draw(chart_of(series, going.sessions), size)) if can_draw_charts() else ""
    said = [_said(line) for line in (of_one(series), *bounds_of(series))]
    if series is going.earlier_function:
        said.append(gettext(EARLIER))
    return {"name": name, "said": " ".join(said), "svg": svg, "alternative": alternative(series, going.sessions)}


def on_paper(svg: str) -> str:
    """Return a chart with the colours of light pages written into it."""
    return re.sub(r"var\(--([\w-]+)\)", lambda found: colour(found[1]), svg)


def _said(sentence: Sentence) -> str:
    return sentence.said(gettext)
