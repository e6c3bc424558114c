"""Measuring in a few taps: the pain of now, and the short set that is asked once a week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unknot.measure import Instrument, load_measure_data
from unknot_app.actions.measuring import (
    PAIN,
    Entered,
    Move,
    OlderMeasurement,
    WeeklySet,
    last_pain,
    pain_under_way,
    save_pain,
    save_weekly,
    weekly_set_of,
)
from unknot_app.actions.pictures.painted import pictures_of_drawing
from unknot_app.actions.pictures.picture import Picture
from unknot_app.pages.frame.sent import is_htmx, leave_for, sent_again, sent_revision
from unknot_app.pages.frame.whose import choose, person_or_404, see_other
from unknot_app.pages.measure.forms import (
    ACTIVITIES,
    is_answered,
    is_complete,
    is_ticked_list,
    read_form,
    rows_of,
    unanswered,
)
from unknot_app.records.models import Measurement, Person
from unknot_app.records.queries import last_confirmed_drawing_of, measurements_of

page_methods = require_http_methods(["GET", "HEAD", "POST"])
# What the buttons of a card send: kept as it stands, chosen by a tap (over when all is there), over, left out.
SENT = ("save", "choose", "next", "none", "skip")


@dataclass(frozen=True)
class Shown:
    """A card as it is shown: whose, what it asks, what is stored of it, and where it leads."""

    person: Person
    instrument: Instrument
    stored: Measurement | None
    asked: WeeklySet | None

    @property
    def activities(self) -> tuple[str, ...]:
        """Return the activities that were named before; the same ones are rated again."""
        own = self.stored or self._rated.first() if self.instrument.id == ACTIVITIES else None
        return tuple(own.about.get("activities", ())) if own else ()

    @property
    def is_named_before(self) -> bool:
        last = self._rated
        return last.exclude(id=self.stored.id).exists() if self.stored else last.exists()

    @property
    def _rated(self) -> QuerySet[Measurement]:
        """Return when activities were rated, newest first; a score from elsewhere does not name them."""
        rated = measurements_of(self.person, ACTIVITIES).exclude(score=None)
        return rated.exclude(context=Measurement.Context.ELSEWHERE)


@page_methods
def pain(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask for the pain of now, on average and at its worst, beside the last drawing."""
    person = person_or_404(request, person_id)
    shown = Shown(person, _instrument(PAIN), pain_under_way(person, timezone.now()), None)
    if request.method != "POST":
        last = last_pain(person) if "kept" in request.GET else None
        return render(request, "measure/kept.html", _kept(last, person)) if last else _show(request, shown)

    def save(entered: Entered, move: Move, revision: int, now: datetime) -> Measurement:
        return save_pain(person, entered, move, revision, now)

    return _answer(request, shown, save, f"{request.path}?kept")


@require_safe
def week(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Go to what the set asks next, or say that it is over."""
    person = person_or_404(request, person_id)
    asked = weekly_set_of(person, timezone.now())
    if asked.next:
        return redirect("measure:card", person.id, asked.next)
    return render(request, "measure/week_over.html", {"person": person, "answered": asked.answered.values()})


@page_methods
def card(request: HttpRequest, person_id: UUID, instrument_id: str) -> HttpResponse:
    person = person_or_404(request, person_id)
    asked = weekly_set_of(person, timezone.now())
    if instrument_id not in asked.instruments:
        raise Http404
    shown = Shown(person, _instrument(instrument_id), asked.answered.get(instrument_id), asked)
    if request.method != "POST":
        return _show(request, shown)

    def save(entered: Entered, move: Move, revision: int, now: datetime) -> Measurement:
        return save_weekly(person, instrument_id, entered, move, revision, now)

    return _answer(request, shown, save, _following(person, asked, instrument_id))


def _following(person: Person, asked: WeeklySet, instrument_id: str) -> str:
    """Return where to go once a card is answered: to the next one that is not, or to the end of the set."""
    following = asked.after(instrument_id)
    if following in (None, instrument_id):
        return reverse("measure:week", args=[person.id])
    return reverse("measure:card", args=[person.id, following])


def _answer(
    request: HttpRequest,
    shown: Shown,
    save: Callable[[Entered, Move, int, datetime], Measurement],
    following: str,
) -> HttpResponse:
    sent = _sent_move(request)
    entered = Entered(*read_form(shown.instrument, request.POST, shown.activities if shown.is_named_before else ()))
    if sent == "skip":
        entered = Entered(unanswered(shown.instrument), {})
    is_over = sent in ("next", "none", "skip") or (sent == "choose" and is_complete(entered.answers))
    is_open = sent == "next" and not is_answered(entered.answers)
    move: Move = "finish" if is_over and not is_open else "save"
    choose(request, shown.person)
    if is_open and shown.stored is None:  # nothing was chosen, so there is nothing to keep
        return _show(request, shown, is_open=True, status=422)
    try:
        stored = save(entered, move, sent_revision(request), timezone.now())
    except OlderMeasurement:
        return _show(request, shown, is_older=True, status=409)
    if move == "finish":
        return leave_for(request, following)
    now_shown = Shown(shown.person, shown.instrument, stored, shown.asked)
    if is_open or is_htmx(request):
        return _show(request, now_shown, is_open=is_open, status=422 if is_open else 200)
    return see_other(request.get_full_path())


def _sent_move(request: HttpRequest) -> str:
    sent = (request.POST.getlist("do") or ["next"])[-1]
    if sent not in SENT:
        raise BadRequest
    return sent


def _show(
    request: HttpRequest, shown: Shown, *, is_older: bool = False, is_open: bool = False, status: int = 200
) -> HttpResponse:
    stored, asked, instrument = shown.stored, shown.asked, shown.instrument
    answers = stored.answers if stored else {}
    context = {
        "person": shown.person,
        "instrument": instrument,
        "stored": stored,
        "revision": stored.revision if stored else 0,
        "rows": () if is_ticked_list(instrument) else rows_of(instrument, answers, shown.activities),
        "sentences": instrument.item if is_ticked_list(instrument) else (),
        "ticked": answers.get("ticked", ()),
        "must_name": not shown.is_named_before,
        "moves_on": instrument.id != ACTIVITIES and not is_ticked_list(instrument),
        "asked": asked,
        "before": asked.before(instrument.id) if asked else None,
        "step": asked.instruments.index(instrument.id) + 1 if asked else None,
        "drawn": () if asked else _drawn(shown.person),
        "address": request.get_full_path(),
        "is_older": is_older,
        "is_open": is_open,
        "sent": sent_again(request) if is_older else (),
    }
    template = "measure/card_body.html" if is_htmx(request) else "measure/card.html"
    response = render(request, template, context, status=status)
    response["X-Revision"] = str(context["revision"])
    return response


def _kept(last: Measurement, person: Person) -> dict[str, object]:
    ratings = zip(_instrument(PAIN).item, last.answers["answers"], strict=True)
    return {"person": person, "last": last, "ratings": ratings}


def _drawn(person: Person) -> tuple[Picture, ...]:
    drawing = last_confirmed_drawing_of(person)
    return pictures_of_drawing(drawing) if drawing else ()


def _instrument(name: str) -> Instrument:
    return load_measure_data().instruments[name]
