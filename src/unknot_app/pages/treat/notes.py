"""Therapists' notes: a list of sessions, and the note of each, drafted, signed and amended."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from unknot_app.actions.noting import (
    LONGEST_PART,
    PARTS,
    Noted,
    OlderNote,
    Unsigned,
    amend_note,
    noted,
    notes_to_sessions,
    save_note,
    sign_note,
)
from unknot_app.pages.frame.sent import sent_revision
from unknot_app.pages.frame.whose import person_or_404, see_other
from unknot_app.records.models import LONGEST_NAME, Person

TITLES = {
    "subjective": _("S: what was said"),
    "objective": _("O: what was done and found"),
    "assessment": _("A: what it means"),
    "plan": _("P: what comes next"),
}


@require_safe
def notes(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    return render(request, "treat/notes.html", {"person": person, "sessions": notes_to_sessions(person)})


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, person_id: UUID, treatment_id: UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    if noted(person, treatment_id) is None:
        raise Http404
    if request.method != "POST":
        return _show(request, person, treatment_id)
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise BadRequest  # only a manipulated page asks for what there is no button for
    try:
        act(request, person, treatment_id)
    except Unsigned as unsigned:
        return _show(request, person, treatment_id, missing=unsigned.missing, status=422)
    except OlderNote:
        return _show(request, person, treatment_id, is_older=True, status=409)
    return see_other(request.path)


def _save(request: HttpRequest, person: Person, treatment_id: UUID) -> None:
    save_note(person, treatment_id, *_sent(request), timezone.now())


def _sign(request: HttpRequest, person: Person, treatment_id: UUID) -> None:
    sign_note(person, treatment_id, *_sent(request), timezone.now())


def _amend(request: HttpRequest, person: Person, treatment_id: UUID) -> None:
    text, author = request.POST.get("text", ""), request.POST.get("author", "")
    amend_note(person, treatment_id, text, author, timezone.now())


def _sent(request: HttpRequest) -> tuple[dict[str, str], str, int]:
    parts = {name: request.POST[name] for name in PARTS if name in request.POST}
    return parts, request.POST.get("author", ""), sent_revision(request)


ACTS: dict[str, Callable[[HttpRequest, Person, UUID], None]] = {"save": _save, "sign": _sign, "amend": _amend}


def _show(
    request: HttpRequest,
    person: Person,
    treatment_id: UUID,
    *,
    missing: str = "",
    is_older: bool = False,
    status: int = 200,
) -> HttpResponse:
    found = noted(person, treatment_id)
    assert found is not None  # asked before
    sent = request.POST if request.method == "POST" else {}
    context = {
        "person": person,
        "noted": found,
        "parts": _parts(found),
        "author": sent.get("author", found.note.author if found.note else ""),
        "amendment": sent.get("text", ""),
        "missing": missing,
        "is_older": is_older,
        # What was typed on an older page is shown, so that nothing is lost.
        "typed": [(TITLES[name], sent[name]) for name in PARTS if is_older and sent.get(name)],
        "longest": LONGEST_PART,
        "longest_name": LONGEST_NAME,
    }
    return render(request, "treat/note.html", context, status=status)


def _parts(found: Noted) -> list[tuple[str, object, str, int]]:
    """Return each part: name, title, text, and how many lines it needs."""
    return [(name, TITLES[name], text, max(4, text.count("\n") + len(text) // 60 + 2)) for name, text in found.parts]
