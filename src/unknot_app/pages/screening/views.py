"""The interview, one card a page, and what it means."""

from __future__ import annotations

from typing import Any, get_args
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from unknot.errors import BadInput
from unknot.screen import load_screen_data
from unknot.screen.data import Card
from unknot_app.actions.interview import Move, OlderPage, answer_card, interview_of
from unknot_app.actions.outcome import HOW_SURE, outcome_of
from unknot_app.pages.frame.whose import choose, person_or_404
from unknot_app.pages.screening.forms import form_of, read_form
from unknot_app.records.models import Person, Result, Screening
from unknot_app.records.queries import last_result_of, last_screening_of


@require_safe
def resume(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Go to the first card that stands open; when all are answered, to the last one, or to the outcome."""
    person = person_or_404(request, person_id)
    screening = last_screening_of(person)
    if screening is None:
        return redirect("home:start")
    if screening.finished_at:
        return redirect("screening:outcome", person.id)
    interview = interview_of(screening)
    return redirect("screening:card", person.id, (interview.next_card() or interview.cards[-1]).id)


@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, person_id: UUID, card_id: str) -> HttpResponse:
    person = person_or_404(request, person_id)
    screening = last_screening_of(person)
    asked = load_screen_data().cards.get(card_id)
    if screening is None or asked is None or asked.when or not interview_of(screening).asks(asked):
        raise Http404
    if request.method == "POST":
        return _answer(request, person, asked)
    return _show(request, person, screening, asked)


@require_safe
def outcome(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    screening, result = last_screening_of(person), last_result_of(person, Result.Kind.CLEARANCE)
    if screening is None or screening.finished_at is None or result is None:
        return redirect("screening:resume", person.id)
    context = {
        "person": person,
        "screening": screening,
        "result": result,
        "outcome": outcome_of(result.input, result.output),
        "signs": load_screen_data().stop_signs,
        "how_sure": HOW_SURE,
    }
    return render(request, "screening/outcome.html", context)


def _answer(request: HttpRequest, person: Person, asked: Card) -> HttpResponse:
    move = request.POST.getlist("do")[-1] if "do" in request.POST else "next"
    revision = request.POST.get("revision", "")
    if move not in get_args(Move) or not revision.isdecimal():
        raise BadRequest
    try:
        screening, clearance = answer_card(
            person,
            asked,
            read_form(asked, request.POST),
            move,  # type: ignore[arg-type]
            int(revision),
            timezone.now(),
        )
    except OlderPage as error:
        return _show(request, person, error.screening, asked, older=True, status=409)
    except BadInput as error:
        screening = last_screening_of(person) or Screening()
        return _show(request, person, screening, asked, fault=_in_plain_words(str(error)), status=422)
    if clearance:
        choose(request, person)
        return _leave_for(request, reverse("screening:outcome", args=[person.id]))
    interview = interview_of(screening)
    goes_on = move not in ("save", "one_by_one") and interview.is_complete(asked)
    if goes_on and (following := interview.card_after(asked)):
        # 303, so that loading the page again sends nothing twice.
        return HttpResponseRedirect(reverse("screening:card", args=[person.id, following.id]), status=303)
    if request.htmx or move in ("next", "none", "skip"):  # type: ignore[attr-defined]
        tell_open = move in ("next", "none", "skip")
        return _show(request, person, screening, asked, tell_open=tell_open, status=422 if tell_open else 200)
    return redirect("screening:card", person.id, asked.id)


def _leave_for(request: HttpRequest, address: str) -> HttpResponse:
    """Go to a page that is not a card: htmx is told to load it whole."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address, status=303)


def _in_plain_words(error: str) -> str:
    """Return the fault without the name of the field, which stands beside it on the page."""
    return error.split(": ", 1)[-1]


def _show(
    request: HttpRequest,
    person: Person,
    screening: Screening,
    asked: Card,
    *,
    older: bool = False,
    fault: str = "",
    tell_open: bool = False,
    status: int = 200,
) -> HttpResponse:
    interview = interview_of(screening)
    is_htmx = bool(request.htmx)  # type: ignore[attr-defined]
    one_by_one = asked.id in screening.one_by_one
    form = form_of(interview, asked, one_by_one=one_by_one, tell_open=tell_open)
    step, steps = interview.step_of(asked)
    context: dict[str, Any] = {
        "person": person,
        "screening": screening,
        "card": asked,
        "form": form,
        "step": step,
        "steps": range(1, steps + 1),
        "before": interview.card_before(asked),
        "one_by_one": one_by_one,
        "older": older,
        "fault": fault,
        "sent": _sent_again(request) if older or fault else (),
    }
    response = render(
        request, "screening/card_body.html" if is_htmx else "screening/card.html", context, status=status
    )
    if is_htmx:
        response["HX-Push-Url"] = request.path
    response["X-Revision"] = str(screening.revision)
    return response


def _sent_again(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields as they were sent, so that nothing that was entered is lost."""
    own = ("csrfmiddlewaretoken", "revision", "do")
    return [(name, value) for name, values in request.POST.lists() if name not in own for value in values]
