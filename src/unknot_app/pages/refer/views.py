"""Letters of a person's own record: chosen item by item, looked at, and only then kept and saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unknot.exchange import can_check_bundle
from unknot.refer import FILE, LETTER_KINDS, LetterKind, load_refer_data
from unknot_app.actions.letter_in_words import Part, Written
from unknot_app.actions.letters import (
    LONGEST_QUESTION,
    LONGEST_REMARK,
    Draft,
    NotAsSeen,
    draft_of,
    keep_letter,
    seal_of,
    shows_drawing,
    written,
)
from unknot_app.actions.pictures.painted import pictures_of_drawing
from unknot_app.actions.pictures.picture import Picture
from unknot_app.actions.typesetting import PAPERS, can_make_pdf
from unknot_app.pages.frame.files import file_to_save
from unknot_app.pages.frame.whose import choose, person_or_404, see_other
from unknot_app.pages.refer.course import course_svg
from unknot_app.pages.refer.fhir import fhir_text
from unknot_app.pages.refer.pdf import letter_pdf
from unknot_app.records.models import LONGEST_NAME, Letter, Person
from unknot_app.records.queries import (
    drawing_of,
    kept_therapist_of,
    kept_therapists_of,
    letter_of,
    letters_of,
)

# In about how many pixels a page shows a figure, by which its numbers keep their size.
FIGURE_PX = 180.0
TYPED = ("name", "recipient", "question", "remark")
MOVES = ("preview", "change", "keep")


@dataclass(frozen=True)
class Filled:
    """What a page sent: the items that are ticked, and what was typed."""

    chosen: frozenset[str]
    typed: Written


@require_safe
def letters(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Offer the kinds of letters, and show what was made before: for whom, and when."""
    person = person_or_404(request, person_id)
    forms = load_refer_data().letters
    context = {
        "person": person,
        "forms": [forms[kind] for kind in _kinds_offered()],
        "made": [(one, forms[one.kind].name) for one in letters_of(person) if one.kind in forms],
        "can_bring_in": can_check_bundle(),
        "is_answered": draft_of(person, "summary", timezone.now()) is not None,
    }
    return render(request, "refer/letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, person_id: UUID, kind: str) -> HttpResponse:
    """Ask what goes in, show the letter as it would be, and keep it once it was seen."""
    person, asked = person_or_404(request, person_id), _kind_or_404(kind)
    draft = draft_of(person, asked, timezone.now())
    if draft is None:
        return redirect("screening:resume", person.id)
    if request.method != "POST":
        typed = replace(draft.offered_typed, recipient=_recipient(request, person))
        return _ask(request, person, draft, Filled(draft.offered, typed))
    move, filled = request.POST.get("do", "preview"), _filled(request, draft)
    if move not in MOVES:
        raise BadRequest
    choose(request, person)
    if move == "change":
        return _ask(request, person, draft, filled)
    if not filled.chosen and not filled.typed.question and not filled.typed.remark:
        return _ask(request, person, draft, filled, is_empty=True, status=422)
    if move == "preview":
        return _preview(request, person, draft, filled)
    return _keep(request, person, draft, filled)


def _keep(request: HttpRequest, person: Person, draft: Draft, filled: Filled) -> HttpResponse:
    seal = request.POST.get("seal", "")
    try:
        letter = keep_letter(person, draft.kind, filled.chosen, filled.typed, seal, timezone.now())
    except NotAsSeen:
        return _preview(request, person, draft, filled, has_changed=True, status=409)
    return see_other(reverse("refer:kept", args=[person.id, letter.id]))


@require_safe
def kept(request: HttpRequest, person_id: UUID, letter_id: UUID) -> HttpResponse:
    """Show a letter that was made, and offer it as PDF."""
    person, letter = _letter_or_404(request, person_id, letter_id)
    context = {
        "person": person,
        "letter": letter,
        **_shown(person, letter.content, letter.drawing_id),
        "papers": PAPERS,
        "can_make_pdf": can_make_pdf(),
        "is_file": letter.kind == FILE and can_check_bundle(),
    }
    return render(request, "refer/kept.html", context)


@require_safe
def kept_pdf(request: HttpRequest, person_id: UUID, letter_id: UUID) -> HttpResponse:
    person, letter = _letter_or_404(request, person_id, letter_id)
    paper = next((one for one in PAPERS if one == request.GET.get("paper", PAPERS[0])), None)
    if paper is None or not can_make_pdf():
        raise Http404
    pages = letter_pdf(letter.content, _pictures(person, letter.drawing_id), paper)
    return file_to_save(pages, "application/pdf", f"letter-{timezone.localdate(letter.made_at)}.pdf")


def _letter_or_404(request: HttpRequest, person_id: UUID, letter_id: UUID) -> tuple[Person, Letter]:
    person = person_or_404(request, person_id)
    letter = letter_of(person, letter_id)
    if letter is None:
        raise Http404
    return person, letter


@require_safe
def kept_file(request: HttpRequest, person_id: UUID, letter_id: UUID) -> HttpResponse:
    _person, letter = _letter_or_404(request, person_id, letter_id)
    if letter.kind != FILE or not can_check_bundle():
        raise Http404
    text = fhir_text(letter, _pictures(letter.person, letter.drawing_id))
    return file_to_save(text.encode(), "application/fhir+json", f"record-{timezone.localdate(letter.made_at)}.json")


def _kinds_offered() -> tuple[LetterKind, ...]:
    """Return the kinds that can be made: a file is checked before it is given out."""
    return tuple(kind for kind in LETTER_KINDS if kind != FILE or can_check_bundle())


def _kind_or_404(asked: str) -> LetterKind:
    found = next((kind for kind in _kinds_offered() if kind == asked), None)
    if found is None:
        raise Http404
    return found


def _recipient(request: HttpRequest, person: Person) -> str:
    """Return the name of the therapist of one's own to whom a link says that the letter goes."""
    try:
        kept = kept_therapist_of(person, UUID(request.GET.get("to", "")))
    except ValueError:
        return ""
    return kept.name[:LONGEST_NAME] if kept else ""


def _filled(request: HttpRequest, draft: Draft) -> Filled:
    known = {part.item.id for part in draft.parts}
    sent = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in TYPED}
    return Filled(frozenset(known.intersection(request.POST.getlist("item"))), written(**sent))


def _ask(
    request: HttpRequest,
    person: Person,
    draft: Draft,
    filled: Filled,
    *,
    is_empty: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        **_common(person, draft, filled),
        "sections": _by_section(draft.parts, filled.chosen),
        "is_empty": is_empty,
        "longest": {"name": LONGEST_NAME, "question": LONGEST_QUESTION, "remark": LONGEST_REMARK},
        "is_emergency": draft.recorded.outcome.is_emergency,
        "favourites": [one.name[:LONGEST_NAME] for one in kept_therapists_of(person).filter(is_favourite=True)],
    }
    return render(request, "refer/write.html", context, status=status)


def _by_section(parts: Collection[Part], chosen: Collection[str]) -> list[tuple[str, list[tuple[Part, bool]]]]:
    """Return the items under the names of their sections, each with whether it is ticked."""
    sections = load_refer_data().letter_sections
    return [
        (sections[name].name, [(part, part.item.id in chosen) for part in found])
        for name, found in groupby(parts, lambda part: part.item.section)
    ]


def _preview(
    request: HttpRequest,
    person: Person,
    draft: Draft,
    filled: Filled,
    *,
    has_changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    content = draft.content(filled.chosen, filled.typed)
    left_out = [part for part in draft.parts if part.is_why and part.item.id not in filled.chosen]
    context = {
        **_common(person, draft, filled),
        **_shown(person, content, draft.recorded.drawing_id),
        "seal": seal_of(content),
        "has_changed": has_changed,
        "leaves_out_why": bool(left_out),
    }
    return render(request, "refer/preview.html", context, status=status)


def _common(person: Person, draft: Draft, filled: Filled) -> dict[str, Any]:
    return {
        "person": person,
        "form": load_refer_data().letters[draft.kind],
        "chosen": sorted(filled.chosen),
        "typed": filled.typed,
    }


def _shown(person: Person, content: Mapping[str, Any], drawing_id: UUID | None) -> dict[str, Any]:
    """Return a letter as a page shows it: its texts, its pictures, its chart."""
    pictures = _pictures(person, drawing_id) if shows_drawing(content) else ()
    return {
        "content": content,
        "pictures": [replace(picture, shown_px=FIGURE_PX) for picture in pictures],
        "course": course_svg(content),
    }


def _pictures(person: Person, drawing_id: UUID | None) -> tuple[Picture, ...]:
    drawing = drawing_of(person, drawing_id) if drawing_id else None
    return pictures_of_drawing(drawing) if drawing else ()
