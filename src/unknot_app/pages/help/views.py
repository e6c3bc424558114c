"""Help that is one tap away on every page: when to stop, whom to call, what to do in a very bad hour."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from unknot.screen import load_screen_data
from unknot_app.actions.interview import interview_of, urgency_so_far
from unknot_app.actions.outcome import HEADLINES
from unknot_app.actions.people import add_person
from unknot_app.actions.rechecking import begin_quick_check
from unknot_app.pages.frame.whose import choose, last_person, person_to_go_on, see_other, user_of
from unknot_app.records.queries import last_screening_of

# What eases a very bad hour, a page each, in this order.
COMFORT = ("position", "warmth", "breathing", "now")
STRENGTHS = tuple(str(number) for number in range(11))
# From here on the page says that it is still very strong (a choice of this project).
STILL_STRONG = 7


@require_safe
def stop_signs(request: HttpRequest) -> HttpResponse:
    context = {"signs": load_screen_data().stop_signs, "person": last_person(request)}
    return render(request, "help/stop_signs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def very_bad(request: HttpRequest) -> HttpResponse:
    """Say what comes, and begin the quick questions; whoever is here for the first time needs no name for it."""
    if request.method != "POST":
        return render(request, "help/very_bad.html", {"person": last_person(request)})
    person = person_to_go_on(request) or add_person(user_of(request), _("Me"))
    choose(request, person)
    begin_quick_check(person, timezone.now())
    return see_other(reverse("screening:quick", args=[person.id]))


@require_http_methods(["GET", "HEAD", "POST"])
def comfort(request: HttpRequest, step: str) -> HttpResponse:
    """Show one thing that eases, without pressing; how strong it is at the end is asked and not kept."""
    if step not in COMFORT:
        raise Http404
    place = COMFORT.index(step)
    person = last_person(request)
    screening = last_screening_of(person) if person else None
    urgency = urgency_so_far(interview_of(screening)) if screening else "none"
    sent = request.POST.get("strength")
    strength = sent if sent in STRENGTHS else ""
    context = {
        "person": person,
        "step": step,
        "place": place + 1,
        "places": len(COMFORT),
        "before": COMFORT[place - 1] if place else None,
        "after": COMFORT[place + 1] if place + 1 < len(COMFORT) else None,
        "first": HEADLINES[urgency] if urgency in ("emergency_now", "same_day", "doctor_first") else "",
        "strengths": STRENGTHS,
        "strength": strength,
        "is_strong": bool(strength) and int(strength) >= STILL_STRONG,
    }
    return render(request, f"help/{step}.html", context)


@require_safe
def how_sure(request: HttpRequest) -> HttpResponse:
    """Say in plain words what stands behind "about 6 in 10", and what does not."""
    return render(request, "help/how_sure.html", {"person": last_person(request)})
