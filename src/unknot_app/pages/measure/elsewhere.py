"""A score that was obtained elsewhere, for each instrument; and the diary of days with headache."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from unknot.measure import Instrument, NoScore, load_measure_data
from unknot.measure.score import OBTAINED
from unknot_app.actions.elsewhere import EARLIEST, PART_CHOICES
from unknot_app.actions.hand_measuring import TENDERNESS, measure
from unknot_app.actions.progress import PARTS
from unknot_app.pages.frame.whose import choose, person_or_404, see_other
from unknot_app.pages.measure.forms import is_ticked_list
from unknot_app.pages.measure.motion import number_typed, page_methods
from unknot_app.records.models import Measurement, Person
from unknot_app.records.queries import measurements_of

DIARY = "headache_days"
DIARY_DAYS = 28


@dataclass(frozen=True)
class Sent:
    """What a form holds: the answers as they are scored, what stands beside them, the day, and what is wrong."""

    answers: dict[str, Any]
    about: dict[str, Any]
    day: date
    wrong: tuple[str, ...]


@require_safe
def instruments(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """List all instruments, with the last score of each."""
    person = person_or_404(request, person_id)
    last: dict[str, Measurement] = {}
    for one in measurements_of(person).exclude(score=None):
        last.setdefault(one.instrument, one)
    known = load_measure_data().instruments.values()
    context = {
        "person": person,
        "worded": [one for one in known if one.items_included],
        "licensed": [one for one in known if not one.items_included],
        "tenderness": TENDERNESS,
        "last": last,
    }
    return render(request, "measure/elsewhere.html", context)


@page_methods
def obtained(request: HttpRequest, person_id: UUID, instrument_id: str) -> HttpResponse:
    person = person_or_404(request, person_id)
    instrument = load_measure_data().instruments.get(instrument_id)
    if instrument is None or instrument_id == TENDERNESS:  # that one needs its place and its gauge
        raise Http404
    if request.method != "POST":
        return _show(request, person, instrument)
    choose(request, person)
    sent = _read(instrument, request.POST, timezone.localdate())
    if sent.wrong:
        return _show(request, person, instrument, wrong=sent.wrong, status=422)
    now, context = timezone.now(), Measurement.Context.ELSEWHERE
    found = measure(person, instrument_id, sent.answers, sent.about, context, now, sent.day)
    if isinstance(found, NoScore):
        return _show(request, person, instrument, fault=found, status=422)
    part = sent.about.get(PARTS.get(instrument_id, ""), "")
    address = reverse("measure:course", args=[person.id, instrument_id])
    return see_other(f"{address}?kept&part={part}")


def _read(instrument: Instrument, sent: QueryDict, today: date) -> Sent:
    wrong = []
    answers: dict[str, Any] = {}
    about: dict[str, Any] = {}
    day = today
    if instrument.id == DIARY:
        days = [one.isoformat() for one in _diary(today) if one.isoformat() in sent.getlist("days")]
        answers, about = {"headache_days": len(days)}, {"days": days}
        answers["days_filled"] = number_typed(sent.get("days_filled", ""))
        wrong += ["days_filled"] if answers["days_filled"] is None else []
    else:
        answers = _score_or_ticks(instrument, sent)
        wrong += [] if answers else [OBTAINED]
        told = _day(sent.get("day", ""), today)
        wrong += [] if told else ["day"]
        day = told or today
    name = PARTS.get(instrument.id)
    if name:
        about[name] = sent.get(name, "")
        wrong += [] if about[name] in PART_CHOICES[name] else [name]
    return Sent(answers, about, day, tuple(wrong))


def _score_or_ticks(instrument: Instrument, sent: QueryDict) -> dict[str, Any]:
    """Return the score that was typed, or else the sentences that were ticked; empty where it is neither or both."""
    typed = sent.get(OBTAINED, "").strip()
    ids = {item.id for item in instrument.item}
    ticked = [one for one in sent.getlist("ticked") if one in ids] if is_ticked_list(instrument) else []
    if ticked and not typed:
        return {"mode": "tick", "ticked": ticked}
    value = number_typed(typed)
    return {} if value is None or ticked else {OBTAINED: value}


def _day(text: str, today: date) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if EARLIEST <= day <= today else None


def _diary(today: date) -> list[date]:
    """Return the days of the diary, the first one first."""
    return [today - timedelta(days=back) for back in reversed(range(DIARY_DAYS))]


def _show(
    request: HttpRequest,
    person: Person,
    instrument: Instrument,
    *,
    wrong: tuple[str, ...] = (),
    fault: NoScore | None = None,
    status: int = 200,
) -> HttpResponse:
    today, sent = timezone.localdate(), request.POST
    name = PARTS.get(instrument.id, "")
    low, high = instrument.range
    context = {
        "person": person,
        "instrument": instrument,
        "is_diary": instrument.id == DIARY,
        "is_list": is_ticked_list(instrument),
        "ticked": sent.getlist("ticked"),
        "item": instrument.item[0] if len(instrument.item) == 1 and not instrument.fields else None,
        "low": f"{low:g}",
        "high": f"{high:g}",
        "part": name,
        "parts": PART_CHOICES.get(name, ()),
        "chosen": sent.get(name, ""),
        "score": sent.get(OBTAINED, ""),
        "day": sent.get("day", today.isoformat()),
        "today": today.isoformat(),
        "diary": [(one, one.isoformat(), one.isoformat() in sent.getlist("days")) for one in _diary(today)],
        "days_filled": sent.get("days_filled", ""),
        "wrong": wrong,
        "fault": fault,
    }
    return render(request, "measure/obtained.html", context, status=status)
