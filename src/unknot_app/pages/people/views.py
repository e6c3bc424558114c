"""The people whose answers are kept here: add, choose, rename, delete for good."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unknot.errors import BadInput
from unknot_app.actions.people import add_person, delete_person, rename_person
from unknot_app.pages.frame.whose import choose, last_person, person_or_404, user_of
from unknot_app.records.queries import people_of


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
    choose(request, person_or_404(request, person_id))
    return redirect("home:start")


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
            return redirect("people:list")
        error = _("Tick the box to say that you are sure. Nothing was deleted.")
        return render(request, "people/delete.html", {"person": person, "error": error}, status=422)
    return render(request, "people/delete.html", {"person": person})


def _listing(request: HttpRequest, name: str = "", error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "people": people_of(user_of(request)),
        "person": last_person(request),
        "name": name,
        "error": error,
    }
    return render(request, "people/list.html", context, status=status)
