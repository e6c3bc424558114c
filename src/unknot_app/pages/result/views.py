"""What may be behind the pain: the spots that fit best, what else can look the same, and what would help to know.

A question that an illness leaves open comes before all of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from unknot.body import load_atlas
from unknot.errors import BadInput
from unknot.plan import NoPalpation
from unknot_app.actions.body_names import places_of_cells
from unknot_app.actions.changes_in_words import EffectsInWords, effects_in_words, since_earlier
from unknot_app.actions.effects import effects_of
from unknot_app.actions.estimate_in_words import (
    CANNOT_TELL,
    FRAGILE,
    MEASURED_SHORT,
    is_clear,
    less_likely,
    not_like_muscle,
    shares_in_words,
    together_in_words,
    unexplained_in_words,
)
from unknot_app.actions.estimating import (
    MOST_CHECKS,
    Estimated,
    answer_check,
    answer_spot,
    answer_symptoms,
    estimate_for,
    is_for_a_therapist,
    keep_estimate,
    key_of,
    pressing_stop_rule,
    stop_rule_of,
)
from unknot_app.actions.evidence_in_words import claim_of_complaint
from unknot_app.actions.guide_in_words import guide_in_words
from unknot_app.actions.kept_drawings import summary_of
from unknot_app.actions.learning import page_about
from unknot_app.actions.open_dangers import open_danger
from unknot_app.actions.palpating import palpation_for, reason_of
from unknot_app.actions.pictures.figure import look_of
from unknot_app.actions.pictures.landmarks import picture_of_guide
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.actions.widespread import ADVICE, CARDS, CardName, questions_on, read_symptoms, widespread_of
from unknot_app.pages.frame.whose import choose, person_or_404, see_other
from unknot_app.pages.result.cards import cards_of
from unknot_app.pages.result.professional import rows_of, sets_of, shares_of, spots_to_press
from unknot_app.records.models import Person

PROFESSIONAL = "professional"
Side = Literal["left", "right"]
SIDES: tuple[Side, ...] = ("left", "right")


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    standing = standing_of(person, timezone.now())
    found = estimate_for(standing) if standing.is_allowed else None
    if found is None:
        return _to_what_is_missing(person, standing)
    danger = open_danger(standing, found.estimate)
    if danger:
        return render(request, "result/first.html", {"person": person, "danger": danger})
    if request.method == "POST":
        return _go_on(request, person)
    return _show(request, standing, found)


@require_http_methods(["GET", "HEAD", "POST"])
def press(request: HttpRequest, person_id: UUID, point_id: str, side: str) -> HttpResponse:
    """Show how to find and press a spot, and take what was felt; or say why it is not pressed."""
    person = person_or_404(request, person_id)
    known: Side | None = next((one for one in SIDES if one == side), None)
    if known is None or point_id not in load_atlas().trigger_points:
        raise Http404
    standing = standing_of(person, timezone.now())
    found = estimate_for(standing) if standing.is_allowed else None
    if found is None or open_danger(standing, found.estimate):
        return redirect("result:result", person.id)
    palpation = palpation_for(standing, point_id, known)
    if isinstance(palpation, NoPalpation):
        context = {"person": person, "reason": reason_of(standing, palpation)}
        return render(request, "result/not_pressed.html", context, status=403 if request.method == "POST" else 200)
    if request.method == "POST":
        return _felt(request, person, point_id, known)
    guide = guide_in_words(palpation)
    named = {one.id: one.short_name for one in guide.landmarks}
    context = {
        "person": person,
        "guide": guide,
        "picture": picture_of_guide(point_id, known, named, look_of(person, found.drawing)),
        "stop_rule": pressing_stop_rule(),
        "felt": found.felt_at(point_id, known),
        "is_professional": is_professional(request),
    }
    return render(request, "result/press.html", context)


def _felt(request: HttpRequest, person: Person, point_id: str, side: Side) -> HttpResponse:
    choose(request, person)
    taut_band = request.POST.get("taut_band", "") if is_professional(request) else ""
    try:
        answer_spot(person, point_id, side, request.POST.get("felt", ""), timezone.now(), taut_band)
    except BadInput:
        raise BadRequest from None
    view = f"?view={PROFESSIONAL}" if is_professional(request) else ""
    return see_other(f"{reverse('result:result', args=[person.id])}{view}#checks")


@require_http_methods(["GET", "HEAD", "POST"])
def symptoms(request: HttpRequest, person_id: UUID, card: str) -> HttpResponse:
    """Ask a card of what widespread pain comes with; every card is kept when it is sent."""
    person = person_or_404(request, person_id)
    asked: CardName | None = next((name for name in CARDS if name == card), None)
    if asked is None:
        raise Http404
    standing = standing_of(person, timezone.now())
    found = estimate_for(standing) if standing.is_allowed else None
    spread = widespread_of(found) if found and not open_danger(standing, found.estimate) else None
    if spread is None:
        return redirect("result:result", person.id)
    sent = read_symptoms(asked, request.POST)
    if request.method == "POST" and len(sent) == len(CARDS[asked]):
        return _keep_symptoms(request, person, asked, sent)
    context = {
        "person": person,
        "card": asked,
        "number": list(CARDS).index(asked) + 1,
        "most": len(CARDS),
        "questions": questions_on(asked, {**spread.answers, **sent}),
        "is_open": request.method == "POST",
    }
    return render(request, "result/symptoms.html", context, status=422 if request.method == "POST" else 200)


def _keep_symptoms(request: HttpRequest, person: Person, card: CardName, sent: Mapping[str, Any]) -> HttpResponse:
    choose(request, person)
    try:
        answer_symptoms(person, sent, timezone.now())
    except BadInput:
        raise BadRequest from None
    following = list(CARDS)[list(CARDS).index(card) + 1 :]
    if following:
        return see_other(reverse("result:symptoms", args=[person.id, following[0]]))
    return see_other(f"{reverse('result:result', args=[person.id])}#widespread")


def is_professional(request: HttpRequest) -> bool:
    return request.GET.get("view") == PROFESSIONAL


def _to_what_is_missing(person: Person, standing: Standing) -> HttpResponse:
    if standing.is_allowed:
        return redirect("drawing:paint", person.id)
    return redirect("screening:outcome" if standing.is_answered else "screening:resume", person.id)


def _go_on(request: HttpRequest, person: Person) -> HttpResponse:
    """Keep what was shown and lead to the plan; or take the answer to a check, and show what it changes."""
    choose(request, person)
    if "answer" not in request.POST:
        keep_estimate(person, timezone.now())
        return see_other(reverse("plan:wishes", args=[person.id]))
    try:
        answer_check(person, request.POST.get("check", ""), request.POST["answer"], timezone.now())
    except BadInput:
        raise BadRequest from None
    return see_other(f"{request.get_full_path()}#checks")


def _show(request: HttpRequest, standing: Standing, found: Estimated) -> HttpResponse:
    context = _for_everybody(request, standing, found)
    if is_professional(request):
        context |= _for_professionals(standing, found)
        return render(request, "result/professional.html", context)
    return render(request, "result/result.html", context | _for_people(standing, found))


def _for_everybody(request: HttpRequest, standing: Standing, found: Estimated) -> dict[str, Any]:
    check = found.next_check
    is_examiners = check is not None and is_for_a_therapist(check) and not is_professional(request)
    check = None if is_examiners else check
    return {
        "person": standing.person,
        "found": found,
        "estimate": found.estimate,
        "is_professional": is_professional(request),
        "check": check,
        "is_examiners": is_examiners,
        "check_key": key_of(check) if check else "",
        "number": found.answered + 1,
        "most": MOST_CHECKS,
        "stop_rule": stop_rule_of(check) if check else "",
        "effects": _effects(standing, found),
        "others": shares_in_words(found.estimate) if found.estimate.unattributed is not None else (),
        "since": since_earlier(standing.person, found, standing.now),
    }


def _for_professionals(standing: Standing, found: Estimated) -> dict[str, Any]:
    return {
        "rows": rows_of(found.estimate),
        "sets": sets_of(found.estimate),
        "shares": shares_of(found.estimate),
        "summary": summary_of(found.drawing),
        "who": standing.who,
        "spots": spots_to_press(standing, found),
    }


def _for_people(standing: Standing, found: Estimated) -> dict[str, Any]:
    estimate = found.estimate
    is_painted = estimate.notice is None or estimate.notice.code != "nothing_painted"
    is_widespread = not estimate.candidates or estimate.complaint == "widespread"
    # Pain in most of the body is no picture of one spot, whichever fits it best; nothing painted is none either.
    spots = _about_spots(standing, found) if is_painted and not is_widespread else {}
    return {
        **spots,
        "is_widespread": is_widespread,
        "widespread": widespread_of(found),
        "advice": ADVICE,
        "may_be_nerve": standing.may_be_nerve,
        "is_clear": is_painted and is_clear(estimate),
        "cannot_tell": CANNOT_TELL[estimate.complaint],
        "measured": MEASURED_SHORT,
        "fragile": FRAGILE,
        "places": places_of_cells((*estimate.explained, *estimate.unexplained)),
        "about": page_about(estimate.complaint),
        "studied": claim_of_complaint(estimate.complaint, standing.answers.get("pain_duration")),
    }


def _about_spots(standing: Standing, found: Estimated) -> dict[str, Any]:
    return {
        "cards": cards_of(standing, found),
        "less_likely": less_likely(found.estimate),
        "together": together_in_words(found.estimate),
        "unexplained": unexplained_in_words(found.estimate),
        "not_like_muscle": not_like_muscle(found.estimate),
    }


def _effects(standing: Standing, found: Estimated) -> EffectsInWords | None:
    check = found.next_check
    if check is None:
        return None
    spot = f"{check.id}:{check.side}" if check.kind == "point" else None
    return effects_in_words(effects_of(found, check, standing), spot)
