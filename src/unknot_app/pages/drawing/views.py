"""Where it hurts: painted on the body, or chosen from a list; then looked at once more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unknot.body import load_atlas
from unknot.draw import FEELINGS
from unknot.errors import BadInput
from unknot.screen import load_screen_data
from unknot_app.actions.drawing import (
    WHERE,
    OlderDrawing,
    Raw,
    cell_in_words,
    confirm_drawing,
    is_of_another_day,
    is_under_way,
    is_without_pain,
    known_marks,
    listed_in_words,
    painted_alike,
    read_painted,
    save_drawing,
    say_no_pain,
    say_where_roughly,
    strokes_to_paint_on,
    strongest_of,
    swap_sides,
)
from unknot_app.actions.interview import interview_of
from unknot_app.actions.pictures.figure import load_drawn, look_of
from unknot_app.actions.pictures.painted import close_ups_of_drawing
from unknot_app.pages.drawing.inset import inset_of, with_inset
from unknot_app.pages.drawing.look import LookForm
from unknot_app.pages.drawing.places import STRENGTHS, place_form, read_places, read_strength
from unknot_app.pages.frame.sent import sent_revision
from unknot_app.pages.frame.whose import choose, person_or_404, see_other
from unknot_app.pages.templatetags.words import in_words
from unknot_app.records.models import PainDrawing, Person
from unknot_app.records.queries import last_drawing_of, last_screening_of

# What is set when a page opens; brushes in mm.
STRENGTH, BRUSH = 5, 16
BRUSHES = ((8, gettext_lazy("Thin")), (16, gettext_lazy("Middle")), (28, gettext_lazy("Broad")))

# What a person may do on the page to paint on without painting.
OTHER_WAYS = ("anew", "no_pain")

page_methods = require_http_methods(["GET", "HEAD", "POST"])


@page_methods
def paint(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    drawing = last_drawing_of(person)
    if request.method != "POST":
        return _show_paint(request, person, drawing)
    choose(request, person)
    if request.POST.get("do") in OTHER_WAYS:
        return _go_another_way(request, person, request.POST["do"])
    strokes, regions = _sent_strokes(request), with_inset(known_marks(drawing)[1], request.POST)
    try:
        saved = save_drawing(person, strokes, regions, sent_revision(request), timezone.now())
    except OlderDrawing:
        return _show_paint(request, person, drawing, sent=strokes, status=409)
    except BadInput:
        raise BadRequest from None  # only a manipulated page sends what no chart holds
    if request.POST.get("do") == "save":
        return _show_paint(request, person, saved)
    if request.POST.get("do") == "use":
        return see_other(request.path)
    if read_painted(saved) is None:
        return _show_paint(request, person, saved, is_missing=True, status=422)
    return see_other(reverse("drawing:check", args=[person.id]))


def _go_another_way(request: HttpRequest, person: Person, way: str) -> HttpResponse:
    """Begin with an empty body, the drawing of last time stays kept; or write down that nothing hurts today."""
    try:
        if way == "anew":
            save_drawing(person, [], [], sent_revision(request), timezone.now())
            return see_other(request.path)
        say_no_pain(person, sent_revision(request), timezone.now())
    except OlderDrawing:
        return _show_paint(request, person, last_drawing_of(person), sent=[], status=409)
    return see_other(reverse("drawing:no_pain", args=[person.id]))


@require_safe
def no_pain(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Say that it is written down, and what can be done all the same."""
    person = person_or_404(request, person_id)
    drawing, screening = last_drawing_of(person), last_screening_of(person)
    if drawing is None or not is_without_pain(drawing):
        return redirect("drawing:paint", person.id)
    is_asked = screening is not None and screening.finished_at is None
    return render(request, "drawing/no_pain.html", {"person": person, "drawing": drawing, "is_asked": is_asked})


@page_methods
def roughly(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Name the parts of the body that hurt: for who can neither paint the pain nor find it on the list."""
    person = person_or_404(request, person_id)
    known = load_screen_data().questions["pain_regions"].options
    areas = [area for area in known if area in request.POST.getlist("area")]
    strength = read_strength(request.POST)
    if request.method != "POST":
        return _show_roughly(request, person, (), None)
    if not areas or strength is None:
        return _show_roughly(request, person, areas, strength, is_sent=True, status=422)
    choose(request, person)
    try:
        opened_questions = say_where_roughly(person, areas, strength, sent_revision(request), timezone.now())
    except OlderDrawing:
        return _show_roughly(request, person, areas, strength, is_older=True, status=409)
    return see_other(_after(person, opened_questions=opened_questions))


@require_POST
def look(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Choose how the body looks. Strokes stay on the figure that they were painted on."""
    person = person_or_404(request, person_id)
    form = LookForm(request.POST, instance=person)
    if not form.is_valid():
        raise BadRequest
    person.save(update_fields=["figure", "skin", "is_dressed"])
    return see_other(reverse("drawing:paint", args=[person.id]))


@page_methods
def places(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Choose places from a list: for keyboards and screen readers, and for what no view of the body shows."""
    person = person_or_404(request, person_id)
    drawing = last_drawing_of(person)
    if request.method != "POST":
        return _show_places(request, person, drawing)
    strokes, regions = known_marks(drawing)[0], read_places(request.POST)
    try:
        saved = save_drawing(person, strokes, regions, sent_revision(request), timezone.now())
    except OlderDrawing:
        return _show_places(request, person, drawing, regions=regions, is_older=True, status=409)
    painted = read_painted(saved)
    if painted is None:
        return _show_places(request, person, saved, is_missing=True, status=422)
    if strongest_of(painted) is None:
        return _show_places(request, person, saved, is_unrated=True, status=422)
    return see_other(reverse("drawing:check", args=[person.id]))


@page_methods
def check(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    drawing = last_drawing_of(person)
    painted = read_painted(drawing)
    if drawing is None or painted is None:
        return redirect("drawing:paint", person.id)
    if strongest_of(painted) is None:
        return redirect("drawing:places", person.id)
    if request.method != "POST":
        return _show_check(request, person, drawing)
    try:
        if request.POST.get("do") not in ("yes", "swap"):
            raise BadRequest
        if request.POST.get("do") == "swap":
            swap_sides(person, sent_revision(request), timezone.now())
            return see_other(request.path)
        opened_questions = confirm_drawing(person, sent_revision(request), timezone.now())
    except OlderDrawing:
        return _show_check(request, person, drawing, is_older=True, status=409)
    return see_other(_after(person, opened_questions=opened_questions))


def _after(person: Person, *, opened_questions: bool) -> str:
    """Return where the way goes on once it is known where it hurts."""
    screening = last_screening_of(person)
    if screening is None:
        return reverse("home:start")
    if screening.finished_at is None or opened_questions:
        return reverse("screening:resume", args=[person.id])
    return reverse("result:result", args=[person.id])


def _show_paint(
    request: HttpRequest,
    person: Person,
    drawing: PainDrawing | None,
    *,
    sent: Raw | None = None,
    is_missing: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "person": person,
        "drawing": drawing,
        "revision": drawing.revision if drawing else 0,
        "strokes": json.dumps(strokes_to_paint_on(drawing)),
        "listed": listed_in_words(drawing),
        "sent": json.dumps(sent),
        "is_older": sent is not None,
        "is_missing": is_missing,
        "is_of_another_day": read_painted(drawing) is not None and is_of_another_day(drawing, timezone.now()),
        "is_under_way": is_under_way(drawing),
    }
    if request.POST.get("do") == "save":
        response = render(request, "drawing/saved.html", context, status=status)
    else:
        response = render(request, "drawing/paint.html", {**context, **_painting(person, drawing)}, status=status)
    response["X-Revision"] = str(context["revision"])
    return response


def _said(drawing: PainDrawing | None) -> dict[str, Any]:
    """Return what is said back of a drawing."""
    painted = read_painted(drawing)
    if painted is None:
        return {"painted": (), "is_all_over": False}
    return {"painted": painted_alike(painted), "is_all_over": painted.is_all_over}


def _painting(person: Person, drawing: PainDrawing | None) -> dict[str, Any]:
    """Return what the page needs to paint on, and where it stands in the questions."""
    screening = last_screening_of(person)
    seen = look_of(person, drawing)
    context: dict[str, Any] = {
        "look": seen,
        "look_form": LookForm(instance=person),
        "inset": inset_of(known_marks(drawing)[1]),
        "views": load_drawn(seen.figure),
        "strengths": range(11),
        "feelings": FEELINGS,
        "strength": STRENGTH,
        "brushes": BRUSHES,
        "brush": BRUSH,
        "names": {cell: in_words(cell_in_words(cell)) for cell in load_atlas().cells},
    }
    if screening and not screening.finished_at:
        interview = interview_of(screening)
        card = next((card for card in interview.cards if card.id == WHERE), None)
        if card:
            step, steps = interview.step_of(card)
            context |= {"step": step, "steps": range(1, steps + 1), "before": interview.card_before(card)}
    return context


def _show_roughly(
    request: HttpRequest,
    person: Person,
    ticked: Sequence[str],
    strength: int | None,
    *,
    is_sent: bool = False,
    is_older: bool = False,
    status: int = 200,
) -> HttpResponse:
    drawing, data = last_drawing_of(person), load_screen_data()
    options = data.questions["pain_regions"].options
    context = {
        "person": person,
        "revision": drawing.revision if drawing else 0,
        "areas": [(name, data.option_text("pain_regions", name), name in ticked) for name in options],
        "strength": strength,
        "strengths": STRENGTHS,
        "is_under_way": is_under_way(drawing),
        "is_missing": is_sent and not ticked,
        "is_unrated": is_sent and strength is None,
        "is_older": is_older,
    }
    return render(request, "drawing/roughly.html", context, status=status)


def _show_places(
    request: HttpRequest,
    person: Person,
    drawing: PainDrawing | None,
    *,
    regions: Raw | None = None,
    is_older: bool = False,
    is_missing: bool = False,
    is_unrated: bool = False,
    status: int = 200,
) -> HttpResponse:
    form = place_form(regions if regions is not None else known_marks(drawing)[1])
    context = {
        "person": person,
        "revision": drawing.revision if drawing else 0,
        "form": form,
        "strength": form.strength,
        "is_older": is_older,
        "is_missing": is_missing,
        "is_unrated": is_unrated,
        "has_strokes": bool(drawing and drawing.strokes),
        "strengths": STRENGTHS,
    }
    return render(request, "drawing/places.html", context, status=status)


def _show_check(
    request: HttpRequest, person: Person, drawing: PainDrawing, *, is_older: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "person": person,
        "drawing": drawing,
        "pictures": close_ups_of_drawing(drawing),
        "is_older": is_older,
        **_said(drawing),
    }
    return render(request, "drawing/check.html", context, status=status)


def _sent_strokes(request: HttpRequest) -> Raw:
    try:
        strokes = json.loads(request.POST.get("strokes", ""))
    except (ValueError, RecursionError):
        raise BadRequest from None
    if not isinstance(strokes, list) or not all(isinstance(one, dict) for one in strokes):
        raise BadRequest
    return strokes
