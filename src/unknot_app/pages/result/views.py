"""What may be behind the pain: the spots that fit best, what else can look the same, and what would help to know."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from unknot.errors import BadInput
from unknot_app.actions.estimate_in_words import CANNOT_TELL, MEASURED_SHORT, is_clear, shares_in_words
from unknot_app.actions.estimating import Estimated, answer_check, estimate_for, keep_estimate, key_of, stop_rule_of
from unknot_app.actions.kept_drawings import summary_of
from unknot_app.actions.muscles_in_words import places_of_cells
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.pages.frame.whose import choose, person_or_404, see_other
from unknot_app.pages.result.cards import cards_of
from unknot_app.pages.result.professional import rows_of, sets_of, shares_of
from unknot_app.records.models import Person

PROFESSIONAL = "professional"


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    standing = standing_of(person, timezone.now())
    found = estimate_for(standing) if standing.is_allowed else None
    if found is None:
        return _to_what_is_missing(person, standing)
    if request.method == "POST":
        return _go_on(request, person)
    return _show(request, standing, found)


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
    return see_other(f"{request.get_full_path()}#surer")


def _show(request: HttpRequest, standing: Standing, found: Estimated) -> HttpResponse:
    estimate, check = found.estimate, found.next_check
    is_professional = request.GET.get("view") == PROFESSIONAL
    context = {
        "person": standing.person,
        "found": found,
        "estimate": estimate,
        "is_professional": is_professional,
        "check": check,
        "check_key": key_of(check) if check else "",
        "stop_rule": stop_rule_of(check) if check else "",
        "others": shares_in_words(estimate) if estimate.unattributed is not None else (),
    }
    if is_professional:
        context |= {"rows": rows_of(estimate), "sets": sets_of(estimate), "shares": shares_of(estimate)}
        context |= {"summary": summary_of(found.drawing)}
        return render(request, "result/professional.html", context)
    is_painted = estimate.notice is None or estimate.notice.code != "nothing_painted"
    is_widespread = not estimate.candidates or estimate.complaint == "widespread"
    context |= {
        # Pain in most of the body is no picture of one spot, whichever fits it best; nothing painted is none either.
        "cards": cards_of(estimate, found.drawing) if is_painted and not is_widespread else (),
        "is_widespread": is_widespread,
        "may_be_nerve": standing.may_be_nerve,
        "is_clear": is_painted and is_clear(estimate),
        "cannot_tell": CANNOT_TELL[estimate.complaint],
        "measured": MEASURED_SHORT,
        "places": places_of_cells((*estimate.explained, *estimate.unexplained)),
    }
    return render(request, "result/result.html", context)
