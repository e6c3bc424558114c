"""How far somebody moves, by tape, inclinometer or phone; and from which pressure on a point becomes painful."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unknot.body import load_atlas
from unknot.measure import Instrument, NoScore, load_measure_data
from unknot_app.actions.hand_measuring import (
    BY_ANGLE,
    BY_TAPE,
    MOTIONS,
    SIDES,
    TENDERNESS,
    measure,
    points_to_test,
    tenderness_of,
)
from unknot_app.pages.frame.whose import choose, person_or_404, see_other
from unknot_app.pages.plan.pictures import POSTURES, Posture, drawn_postures
from unknot_app.records.models import Measurement, Person
from unknot_app.records.queries import measurements_of

page_methods = require_http_methods(["GET", "HEAD", "POST"])
# When it was measured, as it is chosen on the page.
CONTEXTS = (("day", "At another time"), ("before", "Just before a session"), ("after", "Just after a session"))
UNITS = ("kg/cm2", "kPa", "N", "N/cm2")
TRIALS = ("trial_1", "trial_2", "trial_3")
# How to do it, in order; the rule of the instrument stands with its figures.
STEPS = {
    "finger_to_floor": (
        "Stand on a flat floor without shoes, feet together, knees straight.",
        "Bend forward slowly, as far as it goes without more than a mild pull.",
        "Have somebody measure from the tip of the longest finger straight down to the floor.",
        "If your palms reach the floor, the number is 0; on a step, what is below it counts with a minus.",
    ),
    "mm_schober": (
        "Stand upright. Somebody marks the middle between the two dimples above the buttocks.",
        "They make a second mark 15 cm straight above it, and measure: that is the first number.",
        "Bend forward slowly, as far as it goes. They measure between the same marks again.",
    ),
    "lumbar_flexion_incl": (
        "Warm up with three easy bends. Stand upright, knees straight.",
        "Put the inclinometer, or the phone, flat on the spine where the lowest ribs end. Set it to 0. Bend forward.",
        "The same again with it flat on the sacrum, the flat bone above the cleft.",
    ),
    "lumbar_extension_incl": (
        "Warm up with three easy bends. Stand upright, arms crossed on the chest, somebody beside you.",
        "Put the inclinometer, or the phone, flat on the spine where the lowest ribs end. Set it to 0. Bend back.",
        "The same again with it flat on the sacrum, the flat bone above the cleft.",
    ),
    "lumbar_side_bend_incl": (
        "Stand upright, arms at the sides. Choose the side to which you bend; do the other one apart.",
        "Put the inclinometer, or the phone, upright on the spine where the lowest ribs end. Set it to 0.",
        "Bend to that side without turning. The same again on the sacrum, the flat bone above the cleft.",
    ),
}


@dataclass(frozen=True)
class Field:
    """A number to type: its name, its words, what stands in it, and whether the phone can measure it."""

    name: str
    words: str
    value: str
    seen: str = ""


@require_safe
def motions(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """List what can be measured by hand, with the last number of each."""
    person = person_or_404(request, person_id)
    last = {name: measurements_of(person, name).exclude(score=None).first() for name in (*MOTIONS, TENDERNESS)}
    context = {"person": person, "by_tape": BY_TAPE, "by_angle": BY_ANGLE, "tenderness": TENDERNESS, "last": last}
    return render(request, "measure/motions.html", context)


@page_methods
def motion(request: HttpRequest, person_id: UUID, instrument_id: str) -> HttpResponse:
    person = person_or_404(request, person_id)
    if instrument_id not in MOTIONS:
        raise Http404
    instrument = load_measure_data().instruments[instrument_id]
    if request.method != "POST":
        return _show(request, person, instrument)
    choose(request, person)
    readings = {name: number_typed(request.POST.get(name, "")) for name in instrument.fields}
    wrong = [name for name, value in readings.items() if value is None]
    if wrong:
        return _show(request, person, instrument, wrong=wrong, status=422)
    found = measure(person, instrument_id, readings, _about(request, instrument), _context(request), timezone.now())
    if isinstance(found, NoScore):
        return _show(request, person, instrument, fault=found.message, status=422)
    return see_other(f"{reverse('measure:motions', args=[person.id])}?kept={instrument_id}")


@page_methods
def tenderness(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask for the pressure that becomes pain at a point, and show what was measured, and what sessions changed."""
    person = person_or_404(request, person_id)
    if request.method != "POST":
        return _show_tenderness(request, person)
    choose(request, person)
    sent = request.POST
    typed = [sent.get(name, "").strip() for name in TRIALS]
    trials = [number_typed(text) for text in typed]
    area, wrong = number_typed(sent.get("area", "")), [name for name, text in zip(TRIALS, typed, strict=True) if text]
    wrong = [name for name in wrong if trials[TRIALS.index(name)] is None]
    is_chosen = sent.get("point") in load_atlas().trigger_points and sent.get("side") in SIDES
    if wrong or area is None or area <= 0 or not is_chosen or sent.get("unit") not in UNITS:
        return _show_tenderness(request, person, wrong=wrong, is_open=True, status=422)
    answers = {"trials": trials, "unit": sent["unit"], "contact_cm2": area}
    about = {name: sent.get(name, "").strip()[:80] for name in ("point", "side", "device", "rate")}
    found = measure(person, TENDERNESS, answers, about, _context(request), timezone.now())
    if isinstance(found, NoScore):
        return _show_tenderness(request, person, fault=found.message, status=422)
    return see_other(f"{request.path}?kept")


def _show(
    request: HttpRequest,
    person: Person,
    instrument: Instrument,
    *,
    wrong: list[str] | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    fields = [
        Field(item.id, item.text, request.POST.get(item.id, ""), request.POST.get(f"seen.{item.id}", ""))
        for item in instrument.item
    ]
    context = {
        "person": person,
        "instrument": instrument,
        "steps": STEPS[instrument.id],
        "picture": _picture(instrument.id),
        "fields": fields,
        "wrong": wrong or [],
        "fault": fault,
        "contexts": CONTEXTS,
        "chosen": request.POST.get("context", "day"),
        "has_sides": instrument.id == "lumbar_side_bend_incl",
        "plane": "side" if instrument.id == "lumbar_side_bend_incl" else "forward",
        "by_phone": instrument.id in BY_ANGLE,
        "side": request.POST.get("side", "left"),
    }
    return render(request, "measure/motion.html", context, status=status)


def _show_tenderness(
    request: HttpRequest,
    person: Person,
    *,
    wrong: list[str] | None = None,
    is_open: bool = False,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    last = measurements_of(person, TENDERNESS).first()
    shown = request.POST if request.method == "POST" else _as_last_time(last)
    context = {
        "person": person,
        "instrument": load_measure_data().instruments[TENDERNESS],
        "points": points_to_test(),
        "tested": tenderness_of(person),
        "units": UNITS,
        "sides": SIDES,
        "trials": [(name, number, request.POST.get(name, "")) for number, name in enumerate(TRIALS, 1)],
        "sent": {name: shown.get(name, "") for name in ("point", "side", "unit", "area", "device", "rate")},
        "contexts": CONTEXTS,
        "chosen": request.POST.get("context", "before"),
        "wrong": wrong or [],
        "is_open": is_open,
        "fault": fault,
        "is_kept": "kept" in request.GET,
    }
    return render(request, "measure/tenderness.html", context, status=status)


def _as_last_time(last: Measurement | None) -> dict[str, Any]:
    """Return point, device and unit of the last time: the next trial is mostly like it."""
    if last is None:
        return {"unit": UNITS[0], "area": "1", "side": SIDES[0]}
    return {**last.about, "unit": last.answers["unit"], "area": f"{last.answers['contact_cm2']:g}"}


def _about(request: HttpRequest, instrument: Instrument) -> dict[str, Any]:
    """Return what stands beside the numbers: the side, and what the phone saw where it measured."""
    about: dict[str, Any] = {}
    if instrument.id == "lumbar_side_bend_incl" and request.POST.get("side") in SIDES:
        about["side"] = request.POST["side"]
    for name in instrument.fields:
        seen = _seen(request.POST.get(f"seen.{name}", ""))
        if seen:
            about[name] = seen
    return about


def _seen(sent: str) -> dict[str, Any]:
    """Return start, smallest, largest and trials as the phone measured them; anything else is left out."""
    try:
        told = json.loads(sent)
        numbers = {name: round(float(told[name]), 1) for name in ("start", "min", "max")}
        return {"device": "phone", **numbers, "trials": [round(float(one), 1) for one in told["trials"]][:3]}
    except (ValueError, TypeError, KeyError):
        return {}


def number_typed(text: str) -> float | None:
    """Return a number as people type it, with a comma or a point; None for anything else."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e6 else None


def _context(request: HttpRequest) -> str:
    sent = request.POST.get("context", "day")
    return sent if sent in dict(CONTEXTS) else "day"


def _picture(name: str) -> Posture:
    return Posture(f"{POSTURES}/{name}.webp", *drawn_postures()[name], is_mirrored=False)
