"""Consent: what is told, what is agreed to, what was said before, and how to take it back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from unknot.screen import load_screen_data
from unknot.screen.consent import LONGEST, load_consent_data
from unknot.screen.data.for_everyone import SensitiveArea
from unknot_app.actions.consent_events import ConsentEvent, history_of_consent
from unknot_app.actions.consenting import ConsentLacks, give_consent, withdraw_consent
from unknot_app.actions.rules_in_words import STATUSES
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.actions.treating import plan_to_begin
from unknot_app.pages.consent.forms import ConsentForm, form_of, form_sent, read_consent
from unknot_app.pages.frame.sent import SCALE
from unknot_app.pages.frame.whose import choose, person_or_404, see_other

page_methods = require_http_methods(["GET", "HEAD", "POST"])


@page_methods
def consent(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    standing = standing_of(person, timezone.now())
    if request.method != "POST":
        return _show(request, standing, form_of(person, standing.consent.given, standing.today))
    choose(request, person)
    sent = read_consent(request.POST)
    said = sent.said(asks_terms=load_consent_data().kinds[standing.who].asks_terms)
    try:
        if not sent.is_ticked:
            raise ConsentLacks(("agree",))
        give_consent(person, said, request.POST.get("version", ""), timezone.now())
    except ConsentLacks as error:
        form = form_sent(sent, error.fields, is_new_text="text" in error.fields)
        return _show(request, standing, form, status=422)
    has_plan = plan_to_begin(standing_of(person, timezone.now())) is not None
    return see_other(reverse("treat:before" if has_plan else "consent:consent", args=[person.id]))


@require_POST
def withdraw(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    withdraw_consent(person, timezone.now())
    return see_other(reverse("consent:consent", args=[person.id]))


def _areas(event: ConsentEvent) -> list[tuple[SensitiveArea, bool]]:
    known = load_screen_data().sensitive_areas
    answers = event.consent.areas if event.consent else {}
    return [(known[name], answer) for name, answer in answers.items() if name in known]


def _show(request: HttpRequest, standing: Standing, form: ConsentForm, status: int = 200) -> HttpResponse:
    data = load_consent_data()
    points = data.points_of(standing.who)
    context = {
        "person": standing.person,
        "kind": data.kinds[standing.who],
        "version": data.version_of(standing.who),
        "points": points,
        "basis": [(STATUSES[point.status], point.sources, point.text) for point in points],
        "now": standing.consent,
        "form": form,
        "scale": SCALE,
        "longest": LONGEST,
        "history": [(event, data.kinds[event.kind], _areas(event)) for event in history_of_consent(standing.person)],
    }
    return render(request, "consent/consent.html", context, status=status)
