"""What somebody wishes for, and the plan that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import ValidationError

from unknot.plan import LEFT_OUT_BY_HAND, Edit, EditRefused
from unknot.screen import load_screen_data
from unknot_app.actions.following_up import due_check_of
from unknot_app.actions.outcome import YES_NO, is_private
from unknot_app.actions.persons_plan import (
    FLOOR,
    Hindrance,
    NoPlanNow,
    OlderPlan,
    Planned,
    Wished,
    asks_for_floor,
    change_plan,
    hindrance_of,
    last_wishes_of,
    make_plan,
    plan_for,
    undo_changes,
)
from unknot_app.actions.pictures.figure import look_of
from unknot_app.actions.plan_in_words import (
    PRESSURE_SCALE,
    is_pressing,
    kinds_left,
    left_out_in_words,
    minutes_of,
    pressed_by_name,
    steps_in_words,
)
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.actions.treating import last_ended
from unknot_app.actions.typesetting import PAPERS, can_make_pdf
from unknot_app.pages.frame.context import frame
from unknot_app.pages.frame.files import file_to_save
from unknot_app.pages.frame.whose import choose, person_or_404, see_other
from unknot_app.pages.plan.forms import form_of, read_floor, read_wishes
from unknot_app.pages.plan.pictures import anchor_of, with_pictures
from unknot_app.pages.plan.sheet import plan_pdf
from unknot_app.records.queries import last_drawing_of

# Notes that have a place of their own on the page.
TOLD_APART = ("limit", "no_pressing", "changed", "see_someone_first", LEFT_OUT_BY_HAND)
# Where what stands in the way of a plan is put right.
WAYS: dict[Hindrance, str] = {
    "unanswered": "screening:resume",
    "blocked": "screening:outcome",
    "aged": "screening:changes",
    "unpainted": "drawing:paint",
    "unconfirmed": "drawing:check",
}


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    standing = standing_of(person, timezone.now())
    if hindrance_of(standing):
        return _not_now(request, standing)
    if request.method != "POST":
        return _show_wishes(request, standing, last_wishes_of(person))
    choose(request, person)
    wished, floor = read_wishes(request.POST, standing.who), read_floor(request.POST)
    is_floor_open = floor is None and asks_for_floor(standing)
    if wished is None or is_floor_open:
        faults = {"is_nothing_chosen": wished is None, "is_floor_open": is_floor_open}
        return _show_wishes(request, standing, wished or Wished(applicators=()), faults, floor, status=422)
    try:
        make_plan(person, wished, timezone.now(), floor if asks_for_floor(standing) else None)
    except NoPlanNow:  # something changed in another window meanwhile
        return _not_now(request, standing_of(person, timezone.now()))
    return see_other(reverse("plan:plan", args=[person.id]))


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    standing = standing_of(person, timezone.now())
    planned = plan_for(standing)
    if planned is None:
        return _not_now(request, standing)
    return _change(request, planned) if request.method == "POST" else _show_plan(request, planned)


@require_safe
def paper(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show the plan on one page that works without a screen."""
    person = person_or_404(request, person_id)
    standing = standing_of(person, timezone.now())
    planned = plan_for(standing)
    if planned is None:
        return _not_now(request, standing)
    context = {
        **_in_words(planned),
        "signs": load_screen_data().stop_signs,
        "papers": PAPERS,
        "can_make_pdf": can_make_pdf(),
    }
    return render(request, "plan/print.html", context)


@require_safe
def pdf(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Return the plan with all its pictures as a file; its name says nothing of a person."""
    person = person_or_404(request, person_id)
    standing = standing_of(person, timezone.now())
    planned = plan_for(standing)
    if planned is None:
        return _not_now(request, standing)
    paper = next((one for one in PAPERS if one == request.GET.get("paper", PAPERS[0])), None)
    if paper is None or not can_make_pdf():
        raise Http404
    call = [one.number for one in frame(request)["call"]]
    pages = plan_pdf(_in_words(planned), call, paper)
    return file_to_save(pages, "application/pdf", f"plan-{timezone.localdate(planned.result.made_at)}.pdf")


def _change(request: HttpRequest, planned: Planned) -> HttpResponse:
    """Change one step, or undo all changes, and show the step where it stands now."""
    person, seen, key = planned.result.person, request.POST.get("plan", ""), request.POST.get("step", "")
    try:
        if request.POST.get("do") == "undo":
            undo_changes(person, seen, timezone.now())
            return see_other(request.path)
        edit = Edit.model_validate({"change": request.POST.get("do"), "step": key})
        change_plan(person, seen, edit, timezone.now())
    except ValidationError:
        raise BadRequest from None  # only a manipulated page asks for what there is no button for
    except OlderPlan:
        return _show_plan(request, planned, is_older=True, status=409)
    except EditRefused as refused:
        return _show_plan(request, planned, refused=(key, str(refused)), status=422)
    return see_other(f"{request.path}?changed={quote(key)}#{anchor_of(key)}")


def _not_now(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Lead to what comes first."""
    hindrance = hindrance_of(standing)
    return redirect(WAYS[hindrance] if hindrance else "plan:wishes", standing.person.id)


def _show_plan(
    request: HttpRequest,
    planned: Planned,
    *,
    refused: tuple[str, str] = ("", ""),
    is_older: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        **_in_words(planned),
        "refused_step": refused[0],
        "refused": refused[1],
        "changed_step": request.GET.get("changed", ""),
        "is_older": is_older,
    }
    return render(request, "plan/plan.html", context, status=status)


def _show_wishes(
    request: HttpRequest,
    standing: Standing,
    wished: Wished,
    faults: Mapping[str, bool] | None = None,
    floor: str | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = load_screen_data().questions[FLOOR] if asks_for_floor(standing) else None
    context = {
        "person": standing.person,
        "who": standing.who,
        "floor_question": asked,
        "floor": floor or standing.answers.get(FLOOR),
        "yes_no": YES_NO,
        "form": form_of(wished, standing.who),
        "due": due_check_of(standing.person, standing.now),
        **(faults or {}),
    }
    return render(request, "plan/wishes.html", context, status=status)


def _in_words(planned: Planned) -> dict[str, object]:
    made, person = planned.plan, planned.result.person
    steps = steps_in_words(made, pressed_by_name(made, person.name))
    limits = [note for note in made.notes if note.code == "limit"]
    private = [note for note in limits if is_private(note.rule or "", made.clearance.answers)]
    return {
        "person": person,
        "result": planned.result,
        "is_changed": planned.is_changed,
        "plan": made,
        "steps": with_pictures(steps, look_of(person, last_drawing_of(person))),
        "minutes": minutes_of(made),
        "is_pressing": is_pressing(made),
        "is_left_out_by_hand": any(note.code == LEFT_OUT_BY_HAND for note in made.notes),
        "kinds_left": kinds_left(made),
        "left_out": left_out_in_words(made),
        "limits_told": [note for note in limits if note not in private],
        "limits_private": private,
        "notes": [note for note in made.notes if note.code not in TOLD_APART],
        "changes": [note for note in made.notes if note.code == "changed"],
        "see_someone": [note.text for note in made.notes if note.code == "see_someone_first"],
        "last_time": last_ended(person),
        "due": due_check_of(person, timezone.now()),
        "scale": PRESSURE_SCALE,
        "pretest": next((note.text for note in made.notes if note.code == "pretest"), ""),
    }
