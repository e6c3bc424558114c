"""The week beside the massage, and the next days as a file for a calendar."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from unknot.plan import week_beside
from unknot_app.actions.calendars import calendar_of
from unknot_app.actions.standing import standing_of
from unknot_app.pages.frame.files import file_to_save
from unknot_app.pages.frame.whose import person_or_404
from unknot_app.records.queries import last_ended_treatment_of

NOT_GIVEN = "not_given"


@require_safe
def week(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show what else helps. It presses nothing, but a danger sign comes before it."""
    person = person_or_404(request, person_id)
    standing = standing_of(person, timezone.now())
    if standing.clearance is None:
        return redirect("screening:resume", person.id)
    if not standing.is_allowed:
        return redirect("screening:outcome", person.id)
    context = {
        "person": person,
        "sections": week_beside(standing.clearance),
        "not_given": NOT_GIVEN,
        "has_sessions": last_ended_treatment_of(person) is not None,
    }
    return render(request, "plan/week.html", context)


@require_safe
def calendar(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    content = calendar_of(standing_of(person, timezone.now()))
    return file_to_save(content, "text/calendar; charset=utf-8", "calendar.ics")
