"""Words in templates: texts from the data, telephone links, the time that the clock on the wall shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from unknot.evidence import Claim
from unknot.knowledge import load_sources
from unknot.measure import load_measure_data
from unknot.screen import load_screen_data
from unknot_app.actions.course_in_words import PART_NAMES, bounds_of, of_one
from unknot_app.actions.days import day_in_words
from unknot_app.actions.evidence_in_words import direction_of, dots, short_form
from unknot_app.actions.evidence_words import CERTAINTIES
from unknot_app.actions.progress import Series
from unknot_app.actions.sentences import Sentence

register = template.Library()


@register.filter
def say(text: str) -> str:
    """Return a text of the data in the language of the page."""
    return gettext(text) if text else ""


@register.filter
def the_question(text: str) -> str:
    """Return a question up to its question mark; what stands after it only helps whoever needs it."""
    return text.partition("? ")[0] + "?" if "? " in text else text


@register.filter
def beside_the_question(text: str) -> str:
    return text.partition("? ")[2]


@register.filter
def sentence(text: str) -> str:
    """Return a text of the data with a capital letter, in the language of the page."""
    said = say(text)
    return said[:1].upper() + said[1:]


@register.filter
def dial(number: str) -> str:
    """Return a telephone number as a link dials it: digits and + * # only."""
    return "".join(sign for sign in number if sign.isdigit() or sign in "+*#").replace("#", "%23")


@register.filter
def clock(moment: datetime) -> str:
    """Return the time of day, such as 20:14."""
    return date_format(timezone.localtime(moment), "H:i")


@register.filter
def day(moment: datetime) -> str:
    """Return the day in words, such as 12 May 2026."""
    return day_in_words(moment)


@register.filter
def lately(moment: datetime) -> str:
    """Return when something was, as people say it: today, yesterday, a day of this week, or else the date."""
    then = timezone.localtime(moment)
    days = (timezone.localdate() - then.date()).days
    if days in (0, 1):
        return gettext("yesterday") if days else gettext("today")
    return date_format(then, "l") if 1 < days < 7 else day(moment)


@register.filter
def card_name(card: str) -> str:
    """Return the name of a card of the interview."""
    return load_screen_data().cards[card].name


@register.filter
def in_words(limit: Sentence) -> str:
    """Return a limit in the language of the page; the names in it are put into that language too."""
    said = limit.said(say)
    return said if limit.text.startswith("%") else said[:1].upper() + said[1:]


@register.filter
def source_titles(keys: Iterable[str]) -> str:
    """Return the titles of sources, joined."""
    return "; ".join(load_sources()[key].title for key in keys if key in load_sources())


@register.filter
def instrument_name(instrument: str) -> str:
    """Return what is measured in plain words, such as "pain"."""
    asked = load_measure_data().instruments[instrument]
    return gettext(asked.plain_name or asked.name)


@register.filter
def part_name(part: str) -> str:
    """Return which side, or which form of an instrument it is."""
    return gettext(PART_NAMES.get(part, part))


@register.filter
def series_name(series: Series) -> str:
    """Return what is measured, and of which side or form."""
    name = instrument_name(series.instrument)
    return f"{name}, {part_name(series.part)}" if series.part else name


@register.filter
def course_sentence(series: Series) -> Sentence:
    """Return how the course of one measure is judged."""
    return of_one(series)


@register.filter
def course_bounds(series: Series) -> tuple[Sentence, ...]:
    """Return which way is better, and from where on a change of one measure counts."""
    return bounds_of(series)


@register.filter
def of(values: Mapping[str, object], name: str) -> object:
    """Return what stands under a name."""
    return values.get(name)


@register.filter
def unit_of(instrument: str) -> str:
    """Return the unit of a score, as people read it."""
    unit = load_measure_data().instruments[instrument].unit or ""
    return {"degree": "°", "percent": "%"}.get(unit, gettext(unit) if unit else "")


@register.filter
def claim_direction(claim: Claim) -> str:
    """Return which way a claim goes."""
    return direction_of(claim)


@register.filter
def certainty(grade: str) -> str:
    return CERTAINTIES[grade]


@register.filter
def grade_dots(grade: str) -> str:
    """Return a certainty as filled and empty dots."""
    return dots(grade)


@register.inclusion_tag("evidence/short.html")
def studies_say(claim_id: str, is_beside_stretch: bool = False) -> Mapping[str, object]:
    """Show in one line what studies say of a claim, with the way to all of it."""
    return {"claim_id": claim_id, "said": short_form(claim_id, is_beside_stretch)}
