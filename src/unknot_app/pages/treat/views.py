"""A session, from "Before we begin" to "After"."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unknot.errors import BadInput
from unknot.screen import load_screen_data
from unknot.screen.consent import load_consent_data
from unknot.treat import Feelings, PastSession, is_pressed, same_spot_from
from unknot_app.actions.consenting import acknowledge, asks_more_than_a_tick
from unknot_app.actions.following_up import (
    NothingToCheck,
    asks_danger_questions,
    days_after,
    due_check_of,
    events_after,
    last_reaction_of,
    next_check_of,
    say_reaction,
)
from unknot_app.actions.persons_plan import hindrance_of
from unknot_app.actions.pictures.figure import look_of
from unknot_app.actions.pictures.painted import pictures_to_tap
from unknot_app.actions.plan_in_words import minutes_of, pressed_by_name, steps_in_words
from unknot_app.actions.session_in_words import compared, in_one_sentence, spots_compared, what_to_do
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.actions.treating import (
    Ended,
    NoSessionNow,
    OlderTreatment,
    UnderWay,
    begin_treatment,
    last_ended,
    next_session_from,
    plan_to_begin,
    rests_until,
    save_treatment,
    say_after,
    session_under_way,
)
from unknot_app.pages.frame.sent import SCALE, sent_revision
from unknot_app.pages.frame.whose import choose, person_or_404, see_other
from unknot_app.pages.plan.pictures import with_pictures
from unknot_app.pages.treat.forms import Checked, check_form, read_check, read_done, read_feelings, rows_of
from unknot_app.pages.treat.script import WORDS, script_of
from unknot_app.records.models import Person
from unknot_app.records.queries import last_drawing_of

page_methods = require_http_methods(["GET", "HEAD", "POST"])


@page_methods
def before(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    standing = standing_of(person, timezone.now())
    if session_under_way(standing):
        return redirect("treat:go", person.id)
    if plan_to_begin(standing) is None:
        return _not_now(request, standing)
    is_ticked = standing.consent.is_in_force
    if not is_ticked and asks_more_than_a_tick(standing.consent):
        return redirect("consent:consent", person.id)
    if request.method != "POST":
        return _show_before(request, standing, Feelings())
    choose(request, person)
    if not is_ticked:
        if request.POST.get("can_stop") != "yes":
            return _show_before(request, standing, read_feelings(request.POST), status=422)
        acknowledge(person, timezone.now())
    try:
        begin_treatment(person, read_feelings(request.POST), timezone.now())
    except NoSessionNow:  # something changed in another window meanwhile
        return _not_now(request, standing_of(person, timezone.now()))
    return see_other(reverse("treat:go", args=[person.id]))


@page_methods
def go(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Lead through the session; without scripts, list its steps and take down what was done."""
    person = person_or_404(request, person_id)
    session = session_under_way(standing_of(person, timezone.now()))
    if session is None:
        return redirect("treat:before", person.id)
    if request.method != "POST":
        return _show_session(request, session)
    told = {"done": read_done(request.POST, session.record.planned), "ended": "done", "place": None}
    try:
        save_treatment(person, session.treatment.id, told, sent_revision(request), timezone.now())
    except OlderTreatment:
        return _show_session(request, session, is_older=True, status=409)
    return see_other(reverse("treat:after", args=[person.id]))


@require_POST
def save(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take down how far a session is; the player sends it at each event."""
    person = person_or_404(request, person_id)
    try:
        told, treatment_id = _sent_told(request), UUID(request.POST.get("id", ""))
        saved = save_treatment(person, treatment_id, told, sent_revision(request), timezone.now())
    except OlderTreatment:
        return HttpResponse(status=409)
    except (ValueError, BadInput):
        raise BadRequest from None  # only a manipulated page sends what no session holds
    return HttpResponse(status=204, headers={"X-Revision": str(saved.revision)})


@page_methods
def after(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    ended = last_ended(person)
    if ended is None:
        return redirect("treat:before", person.id)
    if request.method != "POST":
        return _show_after(request, person, ended)
    try:
        say_after(person, ended.treatment.id, read_feelings(request.POST))
    except OlderTreatment:
        return _show_after(request, person, ended, status=409)
    return see_other(request.path)


@page_methods
def check(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask how the body answered; two taps when nothing happened."""
    person = person_or_404(request, person_id)
    if request.method != "POST":
        return _show_check(request, person)
    sent = read_check(request.POST)
    if sent.faults:
        return _show_check(request, person, sent, status=422)
    try:
        told = (sent.treatment_id, sent.after_h, sent.soreness, sent.signs, sent.where)
        say_reaction(person, *told, timezone.now())
    except NothingToCheck:
        return _show_check(request, person, is_older=True, status=409)
    return see_other(reverse("treat:answered", args=[person.id]))


@require_safe
def answered(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Say what the last answer means, and what comes next."""
    person = person_or_404(request, person_id)
    reaction = last_reaction_of(person)
    if reaction is None:
        return redirect("home:start")
    context = {
        "person": person,
        "reaction": reaction,
        "events": events_after(reaction),
        "is_warning": bool(reaction.warnings),
        "asks_danger_questions": asks_danger_questions(reaction),
        "signs": load_screen_data().stop_signs,
        "next_check": next_check_of(person),
    }
    return render(request, "treat/answered.html", context)


def _show_check(
    request: HttpRequest, person: Person, sent: Checked | None = None, *, is_older: bool = False, status: int = 200
) -> HttpResponse:
    due = due_check_of(person, timezone.now())
    if due is None:
        return redirect("treat:answered", person.id)
    context = {
        "person": person,
        "due": due,
        "days": days_after(due),
        "form": check_form(due.record, sent),
        "charts": pictures_to_tap(look_of(person, last_drawing_of(person))),
        "scale": SCALE,
        "is_older": is_older,
    }
    return render(request, "treat/check.html", context, status=status)


def _sent_told(request: HttpRequest) -> dict[str, Any]:
    told = json.loads(request.POST.get("told", ""))
    if not isinstance(told, dict):
        raise BadRequest
    return told


def _not_now(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Say how long the body rests, or lead to the plan, which leads to whatever comes first."""
    until = None if hindrance_of(standing) else rests_until(standing)
    if until is None:
        return redirect("plan:plan", standing.person.id)
    return render(request, "treat/rest.html", {"person": standing.person, "until": until})


def _show_before(request: HttpRequest, standing: Standing, given: Feelings, status: int = 200) -> HttpResponse:
    planned = plan_to_begin(standing)
    assert planned is not None
    context = {
        "person": standing.person,
        "rows": rows_of(given),
        "scale": SCALE,
        "consent": standing.consent,
        "statement": load_consent_data().kinds[standing.who].statement,
        "is_unticked": status != 200,
        "minutes": minutes_of(planned.plan),
        "stop_rules": planned.plan.stop_rules,
        "words": WORDS,
    }
    return render(request, "treat/before.html", context, status=status)


def _show_session(
    request: HttpRequest, session: UnderWay, *, is_older: bool = False, status: int = 200
) -> HttpResponse:
    person = session.treatment.person
    steps = steps_in_words(session.plan, pressed_by_name(session.plan, person.name))
    context = {
        "person": person,
        "treatment": session.treatment,
        "steps": with_pictures(steps, look_of(person, last_drawing_of(person))),
        "script": script_of(session),
        "words": WORDS,
        "scale": SCALE,
        "is_older": is_older,
    }
    return render(request, "treat/session.html", context, status=status)


def _show_after(request: HttpRequest, person: Person, ended: Ended, status: int = 200) -> HttpResponse:
    feelings = ended.record.after
    is_asked = feelings is None or "change" in request.GET
    context = {
        "person": person,
        "ended": ended,
        "sign": what_to_do(ended.record.ended or ""),
        "signs": load_screen_data().stop_signs,
        "rows": rows_of(feelings or Feelings()) if is_asked else (),
        "scale": SCALE,
        "compared": () if is_asked else compared(ended.record.before, feelings or Feelings()),
        "in_one_sentence": "" if is_asked else in_one_sentence(ended.record.before, feelings or Feelings()),
        "spots": () if is_asked else spots_compared(ended.record),
        "next_from": next_session_from(ended.treatment) if is_pressed(ended.record) else None,
        "same_spots_from": same_spot_from(PastSession(ended.record).day),
        "next_check": next_check_of(person),
    }
    return render(request, "treat/after.html", context, status=status)
