"""The people whose answers are kept here: add, choose, rename, lock with a PIN, delete for good."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unknot.errors import BadInput
from unknot_app.actions.people import add_person, delete_person, rename_person
from unknot_app.actions.pins import opens, remove_pin, set_pin, waits_until
from unknot_app.actions.today import Today, most_pressing_first, today_of
from unknot_app.pages.frame.lock import is_open, keep_open, lock
from unknot_app.pages.frame.whose import (
    any_person_or_404,
    choose,
    last_person,
    person_or_404,
    see_other,
    user_of,
)
from unknot_app.records.models import Person
from unknot_app.records.queries import people_of

# So many are told at once with what is due; others are found by name.
MOST_SHOWN = 12


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    return _listing(request)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("name", "")
    try:
        choose(request, add_person(user_of(request), name))
    except BadInput as error:
        return _listing(request, name=name, error=str(error), status=422)
    return redirect("home:start")


@require_POST
def choose_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Choose somebody; the pages of whoever was open before lock, if they have a PIN."""
    person = any_person_or_404(request, person_id)
    choose(request, person)
    response = redirect("home:start")
    if not is_open(request, person) or not person.pin:
        lock(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def open_pages(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask for the PIN, and lead to where somebody was going."""
    person = any_person_or_404(request, person_id)
    # Only to pages of ours; the address may have been sent by anybody.
    after = request.GET.get("next", "")
    after = after if url_has_allowed_host_and_scheme(after, allowed_hosts=None) else reverse("home:start")
    if is_open(request, person):
        return see_other(after)
    is_wrong = False
    if request.method == "POST":
        if opens(person, request.POST.get("pin", ""), timezone.now()):
            choose(request, person)
            keep_open(request, person)
            return see_other(after)
        is_wrong = True
    context = {"locked": person, "is_wrong": is_wrong, "until": waits_until(person, timezone.now())}
    return render(request, "people/open.html", context, status=422 if is_wrong else 200)


@require_POST
def lock_pages(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = any_person_or_404(request, person_id)
    response = see_other(reverse("people:open", args=[person.id]) if person.pin else reverse("people:list"))
    lock(response)
    return response


@require_safe
def awake(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Keep pages open on which somebody is busy without asking for another."""
    person_or_404(request, person_id)
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
def pin(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Set, change or remove the PIN; whoever is here has entered the one before."""
    person = person_or_404(request, person_id)
    error = ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "remove":
                remove_pin(person)
            else:
                set_pin(person, request.POST.get("pin", ""), request.POST.get("again", ""))
            return see_other(reverse("people:list"))
        except BadInput as fault:
            error = str(fault)
    context = {"person": person, "error": error}
    return render(request, "people/pin.html", context, status=422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    name, error = person.name, ""
    if request.method == "POST":
        name = request.POST.get("name", "")
        try:
            rename_person(person, name)
            return redirect("people:list")
        except BadInput as fault:
            error = str(fault)
    context = {"person": person, "name": name, "error": error}
    return render(request, "people/rename.html", context, status=422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    if request.method == "POST":
        if request.POST.get("sure") == "yes":
            delete_person(person)
            return see_other(f"{reverse('people:list')}?deleted={person_id}")
        error = _("Tick the box to say that you are sure. Nothing was deleted.")
        return render(request, "people/delete.html", {"person": person, "error": error}, status=422)
    return render(request, "people/delete.html", {"person": person})


def _listing(request: HttpRequest, name: str = "", error: str = "", status: int = 200) -> HttpResponse:
    people = people_of(user_of(request))
    sought = request.GET.get("sought", "").strip()
    found = [one for one in people if sought.casefold() in one.name.casefold()]
    context = {
        "people": people,
        "sought": sought,
        "is_long": len(people) > MOST_SHOWN,
        "rest": max(0, len(found) - MOST_SHOWN),
        "days": most_pressing_first(_today(request, one) for one in found[:MOST_SHOWN]),
        "deleted": _deleted(request, people),
        "person": last_person(request),
        "name": name,
        "error": error,
    }
    return render(request, "people/list.html", context, status=status)


def _today(request: HttpRequest, person: Person) -> Today:
    return today_of(person, timezone.now()) if is_open(request, person) else Today(person, is_locked=True)


def _deleted(request: HttpRequest, people: Iterable[Person]) -> UUID | None:
    """Return who was just deleted, so that the browser forgets them too; nobody who is still here."""
    try:
        deleted = UUID(request.GET.get("deleted", ""))
    except ValueError:
        return None
    return None if deleted in {one.id for one in people} else deleted
