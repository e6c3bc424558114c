"""The interview, one card a page, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unknot.errors import BadInput
from unknot.screen import load_screen_data
from unknot.screen.data.cards import Card
from unknot.screen.data.questions import Contradiction
from unknot.screen.interview import Interview, still_readable
from unknot_app.actions.interview import (
    STAYING,
    Move,
    OlderPage,
    answer_card,
    as_entered,
    interview_of,
    is_emergency_so_far,
    is_in_the_future,
    open_contradictions,
    settle,
)
from unknot_app.actions.next_step import next_step_of
from unknot_app.actions.outcome import HOW_SURE, outcome_of, quoted
from unknot_app.actions.persons_plan import FLOOR, hindrance_of, plan_for
from unknot_app.actions.pictures.figure import look_of
from unknot_app.actions.pictures.limits_on_body import picture_of_limits
from unknot_app.actions.rechecking import age_in_words, lines_to_ask, may_recheck, renew
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.actions.treating import rests_until
from unknot_app.pages.frame.sent import is_htmx, leave_for, sent_again, sent_revision
from unknot_app.pages.frame.whose import choose, person_or_404, see_other
from unknot_app.pages.screening.forms import form_of, read_form
from unknot_app.records.models import Person, Result, Screening
from unknot_app.records.queries import last_drawing_of, last_result_of, last_screening_of

# Leads through the quick questions of somebody for whom it is very bad right now, then to comfort.
QUICK = "quick"


@require_safe
def resume(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Go to the first card that stands open; when all are answered, to the last one, or to the outcome."""
    person = person_or_404(request, person_id)
    screening = last_screening_of(person)
    if screening is None:
        return redirect("home:start")
    if screening.finished_at and hindrance_of(standing_of(person, timezone.now())) != "unanswered":
        return redirect("screening:outcome", person.id)
    interview = interview_of(screening)
    if interview.next_card() is None and open_contradictions(screening):
        return redirect("screening:which", person.id)
    return redirect("screening:card", person.id, (interview.next_card() or interview.cards[-1]).id)


@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, person_id: UUID, card_id: str) -> HttpResponse:
    person = person_or_404(request, person_id)
    screening = last_screening_of(person)
    asked = load_screen_data().cards.get(card_id)
    if asked is not None and asked.id == load_screen_data().questions[FLOOR].card:
        return redirect("plan:wishes", person.id)  # asked there
    if screening is None or asked is None or asked.when or not interview_of(screening).asks(asked):
        raise Http404
    if request.method == "POST":
        return _answer(request, person, screening, asked)
    if asked.kind == "drawing":
        return redirect("drawing:paint", person.id)
    return _show(request, person, screening, asked)


@require_safe
def quick(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Go to the next question of those that come first when it is very bad, then to comfort without pressing."""
    person = person_or_404(request, person_id)
    screening = last_screening_of(person)
    if screening is None:
        return redirect("help:very_bad")
    asked = interview_of(screening).next_quick_card()
    if asked:
        return redirect(f"{reverse('screening:card', args=[person.id, asked.id])}?{QUICK}=1")
    return redirect("help:comfort", "position")


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask on one page whether anything has changed since the answers of an earlier day."""
    person = person_or_404(request, person_id)
    standing = standing_of(person, timezone.now())
    if standing.screening is None or standing.screening.finished_at is None:
        return redirect("screening:resume", person.id)
    if request.method != "POST":
        return _show_changes(request, standing)
    choose(request, person)
    ticked = [name for name in request.POST.getlist("item") if name in load_screen_data().recheck]
    try:
        screening = renew(person, ticked, sent_revision(request), timezone.now())
    except OlderPage:
        return _show_changes(request, standing, older=True, status=409)
    now = standing_of(person, timezone.now())
    return see_other(reverse(_after_changes(screening, now), args=[person.id]))


def _after_changes(screening: Screening, standing: Standing) -> str:
    """Return where to go once it was said what has changed: on with the plan, if there is one to go on with."""
    if screening.finished_at is None:
        return "screening:resume"
    return "plan:plan" if plan_for(standing) else "screening:outcome"


def _show_changes(
    request: HttpRequest, standing: Standing, *, older: bool = False, status: int = 200
) -> HttpResponse:
    is_enough = may_recheck(standing)
    context = {
        "person": standing.person,
        "screening": standing.screening,
        "may_recheck": is_enough,
        "lines": lines_to_ask(standing) if is_enough else (),
        "everything": [line for line in load_screen_data().recheck.values() if line.anew],
        "older": older,
    }
    return render(request, "screening/recheck.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def which(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Quote two answers that cannot both be right, and ask which is."""
    person = person_or_404(request, person_id)
    screening = last_screening_of(person)
    found = open_contradictions(screening) if screening else ()
    if screening is None or not found:
        return redirect("screening:resume", person.id)
    if request.method != "POST":
        return _show_which(request, screening, found[0])
    chosen = next((one for one in found if one.id == request.POST.get("contradiction")), None)
    try:
        if chosen is None:
            raise OlderPage(screening)
        settle(person, chosen, request.POST.get("right", ""), sent_revision(request), timezone.now())
    except OlderPage as error:
        return _show_which(request, error.screening, found[0], older=True, status=409)
    return see_other(reverse("screening:resume", args=[person.id]))


def _show_which(
    request: HttpRequest,
    screening: Screening,
    contradiction: Contradiction,
    *,
    older: bool = False,
    status: int = 200,
) -> HttpResponse:
    answers = interview_of(screening).answers
    context = {
        "person": screening.person,
        "screening": screening,
        "contradiction": contradiction,
        "quoted": [quoted(name, answers) for name in contradiction.questions],
        "older": older,
    }
    return render(request, "screening/which.html", context, status=status)


@require_safe
def outcome(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    screening, result = last_screening_of(person), last_result_of(person, Result.Kind.CLEARANCE)
    if screening is None or screening.finished_at is None or result is None:
        return redirect("screening:resume", person.id)
    standing = standing_of(person, timezone.now())
    next_step = next_step_of(standing)
    if next_step == "carry_on":  # today's facts ask something that was never asked
        return redirect("screening:resume", person.id)
    context = {
        "person": person,
        "screening": screening,
        "result": result,
        "outcome": outcome_of(result.input, result.output),
        "limits": picture_of_limits(result.output["limits"], look_of(person, last_drawing_of(person))),
        "signs": load_screen_data().stop_signs,
        "how_sure": HOW_SURE,
        "next_step": next_step,
        "rests_until": rests_until(standing),
        "age": age_in_words(standing),
        "agreements": standing.agreements,
    }
    return render(request, "screening/outcome.html", context)


def _answer(request: HttpRequest, person: Person, screening: Screening, asked: Card) -> HttpResponse:
    move, revision = _sent_move(request), sent_revision(request)
    entry = read_form(asked, request.POST)
    try:
        screening, clearance = answer_card(person, asked, entry, move, revision, timezone.now())
    except (Person.DoesNotExist, Screening.DoesNotExist):
        raise Http404 from None  # deleted in another window meanwhile
    except OlderPage as error:
        return _show(request, person, error.screening, asked, older=True, status=409)
    except BadInput:
        entered = as_entered(screening, asked, entry)
        refused = {name: str(value) for name, value in entry.values.items() if _is_refused(name, value, entered)}
        return _show(request, person, screening, asked, entered=entered, refused=refused, status=422)
    if clearance:
        choose(request, person)
        return leave_for(request, reverse("screening:outcome", args=[person.id]))
    return _go_on(request, person, screening, asked, move)


def _sent_move(request: HttpRequest) -> Move:
    moves = request.POST.getlist("do") or ["next"]
    if moves[-1] not in get_args(Move):
        raise BadRequest
    return moves[-1]  # type: ignore[return-value]


def _is_refused(name: str, value: object, entered: Interview) -> bool:
    if is_in_the_future(value, entered.as_of):
        return True
    return value is not None and name not in still_readable({name: value}, entered.as_of)


def _go_on(request: HttpRequest, person: Person, screening: Screening, asked: Card, move: Move) -> HttpResponse:
    """Go to the next card when this one is complete, else show what it still asks."""
    interview = interview_of(screening)
    stays = move in STAYING or (move == "choose" and opens_help(interview, asked))
    following = interview.card_after(asked) if not stays and interview.is_complete(asked) else None
    if QUICK in request.GET and not stays and interview.is_complete(asked):
        following = interview.next_quick_card()
        if following is None:
            return leave_for(request, reverse("screening:quick", args=[person.id]))
        return see_other(f"{reverse('screening:card', args=[person.id, following.id])}?{QUICK}=1")
    if not stays and interview.next_card() is None and open_contradictions(screening):
        return leave_for(request, reverse("screening:which", args=[person.id]))
    if following and following.kind == "drawing":
        return leave_for(request, reverse("drawing:paint", args=[person.id]))
    if following:
        return see_other(reverse("screening:card", args=[person.id, following.id]))
    tell_open = move in ("next", "none", "skip")
    if tell_open or is_htmx(request):
        return _show(request, person, screening, asked, tell_open=tell_open, status=422 if tell_open else 200)
    return see_other(request.get_full_path())


def opens_help(interview: Interview, asked: Card) -> bool:
    """Return whether an answer on a card asks for help at once."""
    return any(
        question.opens_help and interview.raw.get(question.id) in ("yes", "unsure")
        for question in interview.shown(asked)
    )


def _show(
    request: HttpRequest,
    person: Person,
    screening: Screening,
    asked: Card,
    *,
    older: bool = False,
    entered: Interview | None = None,
    refused: Mapping[str, str] | None = None,
    tell_open: bool = False,
    status: int = 200,
) -> HttpResponse:
    interview = entered or interview_of(screening)
    one_by_one = asked.id in screening.one_by_one
    step, steps = interview.step_of(asked)
    context: dict[str, Any] = {
        "person": person,
        "screening": screening,
        "card": asked,
        "form": form_of(interview, asked, one_by_one=one_by_one, tell_open=tell_open, refused=refused),
        "step": step,
        "steps": range(1, steps + 1),
        "is_quick": QUICK in request.GET,
        "address": request.get_full_path(),
        "before": _before(request, interview, asked),
        "one_by_one": one_by_one,
        "older": older,
        "sent": sent_again(request) if older else (),
        "is_emergency": is_emergency_so_far(interview, asked),
        "today": timezone.localdate().isoformat(),
        "help_opened": opens_help(interview, asked),
    }
    template = "screening/card_body.html" if is_htmx(request) else "screening/card.html"
    response = render(request, template, context, status=status)
    if is_htmx(request):
        response["HX-Push-Url"] = request.get_full_path()
    response["X-Revision"] = str(screening.revision)
    return response


def _before(request: HttpRequest, interview: Interview, asked: Card) -> Card | None:
    before = interview.card_before(asked)
    return before if QUICK not in request.GET or (before and before.very_bad) else None
