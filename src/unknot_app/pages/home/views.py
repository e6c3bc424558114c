"""The start page: the next best step, and nothing else in the way of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from unknot.exchange import can_check_bundle
from unknot.screen.interview import Interview
from unknot_app.actions.demo import add_invented_person, invented_picture
from unknot_app.actions.following_up import next_check_of, reasons_to_see_someone
from unknot_app.actions.interview import begin_screening, interview_of, is_emergency_so_far
from unknot_app.actions.measuring import is_week_due
from unknot_app.actions.next_step import NextStep, next_step_of
from unknot_app.actions.outcome import outcome_of
from unknot_app.actions.people import add_person
from unknot_app.actions.rechecking import age_in_words
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.actions.treating import last_ended, rests_until, session_under_way
from unknot_app.pages.frame.whose import choose, person_or_404, person_to_go_on, see_other, user_of
from unknot_app.records.models import Result
from unknot_app.records.queries import last_confirmed_drawing_of, last_result_of


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    person = person_to_go_on(request)
    if person is None:
        return render(request, "home/first.html", {"picture": invented_picture()})
    standing = standing_of(person, timezone.now())
    next_step = next_step_of(standing)
    context = {
        "person": person,
        "next_step": next_step,
        "last_plan": last_result_of(person, Result.Kind.PLAN),
        "is_week_due": is_week_due(standing),
        "can_bring_in": can_check_bundle(),
        "has_drawings": last_confirmed_drawing_of(person) is not None,
        **_interview(standing, next_step),
        **_outcome(standing),
        **_sessions(standing),
    }
    return render(request, "home/home.html", context)


def _interview(standing: Standing, next_step: NextStep) -> dict[str, Any]:
    """Return how far the questions have come; those too that were complete until today's facts asked more."""
    under_way = standing.screening if next_step == "carry_on" else None
    if under_way is None:
        return {"under_way": None}
    interview = interview_of(under_way)
    card = interview.next_card()
    return {
        "under_way": under_way,
        "step": interview.step_of(card) if card else None,
        "is_after_quick": _is_after_quick(interview),
        "is_emergency": is_emergency_so_far(interview),
    }


def _outcome(standing: Standing) -> dict[str, Any]:
    result = standing.judged if standing.is_answered else None
    return {
        "screening": standing.screening,
        "result": result,
        "outcome": outcome_of(result.input, result.output) if result else None,
        "age": age_in_words(standing) if result else None,
        "agreements": standing.agreements,
    }


def _sessions(standing: Standing) -> dict[str, Any]:
    check = next_check_of(standing.person)
    return {
        "last_time": last_ended(standing.person),
        "see_someone": reasons_to_see_someone(standing),
        "next_check": check,
        "due": check if check and check.is_due(standing.now) else None,
        "rests_until": rests_until(standing),
        "is_in_session": session_under_way(standing) is not None,
    }


def _is_after_quick(interview: Interview) -> bool:
    """Return whether the quick questions of a very bad hour were answered, ahead of what stands before them."""
    following = interview.next_card()
    if following is None or interview.next_quick_card():
        return False
    later = interview.cards[interview.cards.index(following) + 1 :]
    return any(interview.is_complete(card) for card in later)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Start the interview, for the person named, or for a first person without a name of their own yet."""
    given = request.POST.get("person")
    if given:
        person = person_or_404(request, _uuid(given))
    else:
        # Pressed twice, it is still one person.
        person = person_to_go_on(request) or add_person(user_of(request), _("Me"))
    choose(request, person)
    begin_screening(person, timezone.now())
    return redirect("screening:resume", person.id)


@require_POST
def look_around(request: HttpRequest) -> HttpResponse:
    """Show an invented person, with answers, a drawing and a plan."""
    choose(request, add_invented_person(user_of(request), timezone.now()))
    return see_other(reverse("home:start"))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
