"""How is it going? One sentence, then charts; each figure leads to the answers and the rule behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from unknot.measure import Instrument, load_measure_data
from unknot.measure.score import OBTAINED
from unknot_app.actions.course_in_words import EARLIER, bounds_of, headline, impression_of, of_one, threshold_of, why
from unknot_app.actions.measuring import REMOVABLE, remove_measurement
from unknot_app.actions.pictures.painted import pictures_of_drawing
from unknot_app.actions.progress import Progress, Span, counted, part_of, progress_of, series_of
from unknot_app.actions.scores_in_words import meaning_of, steps_of, usual_of, what_counts
from unknot_app.actions.spreadsheet import as_csv
from unknot_app.actions.typesetting import can_make_pdf
from unknot_app.pages.frame.files import file_to_save
from unknot_app.pages.frame.whose import choose, person_or_404, see_other
from unknot_app.pages.measure.drawn import drawn, example, weeks_of
from unknot_app.pages.measure.motion import page_methods
from unknot_app.pages.measure.sheet import as_pdf
from unknot_app.records.models import Measurement, Person
from unknot_app.records.queries import measurement_of, measurements_of

# `counts`: whether an entry enters the means, or was entered again.
HEADER = ("when", "what", "context", "score", "unit", "answers", "beside", "facts", "counts")


@require_safe
def progress(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    going = progress_of(person, timezone.now(), _span(request))
    context = {
        "person": person,
        "going": going,
        "spans": get_args(Span),
        "headline": headline(going),
        "why": why(going),
        "leading": drawn(going.leading, going.sessions, is_wide=True),
        "charts": [drawn(one, going.sessions) for one in going.series if one is not going.leading],
        "impression": impression_of(going),
        "earlier": EARLIER,
        "example": example() if len(going.leading.course.weeks) < 2 else "",
        "pictures": _first_and_last(going),
        "can_make_pdf": can_make_pdf(),
    }
    return render(request, "measure/progress.html", context)


@require_safe
def course(request: HttpRequest, person_id: UUID, instrument_id: str) -> HttpResponse:
    """Show what a course rests on: every answer, the score of each week, the thresholds, the rule, the sources."""
    person = person_or_404(request, person_id)
    instrument = load_measure_data().instruments.get(instrument_id)
    if instrument is None:
        raise Http404
    span = _span(request)
    part = request.GET.get("part", "")
    series = series_of(person, instrument_id, timezone.now(), span, part)
    measured = [one for one in measurements_of(person, instrument_id) if part_of(one) == part]
    if not measured:
        raise Http404
    data, threshold = load_measure_data(), threshold_of(series)
    counting = {one.id for one in counted(measured[::-1])}
    context = {
        "person": person,
        "instrument": instrument,
        "series": series,
        "span": span,
        "sentence": of_one(series),
        "weeks": weeks_of(series),
        "bounds": bounds_of(series),
        "measured": [_told(one, instrument) | {"counts": one.id in counting} for one in measured],
        "is_positive": measured[0].output.get("positive", False),
        "meaning": meaning_of(instrument),
        "steps": steps_of(instrument),
        "last_step": measured[0].output.get("band"),
        "usual": usual_of(instrument),
        "threshold": threshold,
        "counts": what_counts(threshold),
        "data": data,
        "removable": REMOVABLE,
    }
    return render(request, "measure/course.html", context)


@page_methods
def remove(request: HttpRequest, person_id: UUID, instrument_id: str, measurement_id: UUID) -> HttpResponse:
    """Take out one entry that is wrong, after asking."""
    person = person_or_404(request, person_id)
    measured = measurement_of(person, measurement_id)
    if measured is None or measured.instrument != instrument_id or measured.context not in REMOVABLE:
        raise Http404
    if request.method != "POST":
        return render(request, "measure/remove.html", {"person": person, "one": measured, "part": part_of(measured)})
    choose(request, person)
    remove_measurement(measured)
    return see_other(f"{reverse('measure:progress', args=[person.id])}?removed")


@require_safe
def table_csv(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    return file_to_save(as_csv(HEADER, _rows(person)), "text/csv; charset=utf-8", _file_name("csv"))


@require_safe
def sheet_pdf(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    if not can_make_pdf():
        raise Http404
    going = progress_of(person, timezone.now(), _span(request))
    return file_to_save(as_pdf(going, timezone.localdate()), "application/pdf", _file_name("pdf"))


def _span(request: HttpRequest) -> Span:
    asked = request.GET.get("span", "all")
    return next((span for span in get_args(Span) if span == asked), "all")


def _file_name(ending: str) -> str:
    return f"progress-{timezone.localdate():%Y-%m-%d}.{ending}"


def _first_and_last(going: Progress) -> list[tuple[Any, Any]]:
    """Return the first and the last drawing of the span with their pictures."""
    shown = [going.drawings[0], going.drawings[-1]] if len(going.drawings) > 1 else []
    return [(one, pictures_of_drawing(one.stored)) for one in shown]


def _told(one: Measurement, instrument: Instrument) -> dict[str, Any]:
    """Return a measurement with its answers beside what was asked."""
    given = one.answers
    if OBTAINED in given:
        return {"record": one, "is_obtained": True}
    if "ticked" in given:
        ticked = [item.text for item in instrument.item if item.id in given["ticked"]]
        return {"record": one, "ticked": ticked, "is_list": True}
    values = given["answers"] if "answers" in given else [given.get(name) for name in instrument.fields]
    activities = one.about.get("activities", ())
    asked = [
        activities[place] if place < len(activities) else item.text for place, item in enumerate(instrument.item)
    ]
    return {"record": one, "answers": list(zip(asked, values, strict=False))}


def _rows(person: Person) -> Iterator[tuple[object, ...]]:
    """Yield everything that was measured, oldest first, then each session before and after."""
    instruments = load_measure_data().instruments
    measured = list(reversed(measurements_of(person)))
    counting = {one.id for one in counted(measured)}
    for one in measured:
        unit = instruments[one.instrument].unit or ""
        score = "" if one.score is None else one.score
        when = timezone.localtime(one.taken_at).isoformat(timespec="minutes")
        answers, beside = (json.dumps(value, ensure_ascii=False) for value in (one.answers, one.about))
        counts = "yes" if one.id in counting else "no"
        yield when, one.instrument, one.context, score, unit, answers, beside, one.knowledge_version, counts
    for session in progress_of(person, timezone.now()).sessions:
        when = timezone.localtime(session.at).isoformat(timespec="minutes")
        for context, feelings in (("before", session.before), ("after", session.after)):
            for name, value in (feelings.model_dump() if feelings else {}).items():
                yield when, f"session_{name}", context, "" if value is None else value, "", "", "", "", "yes"
