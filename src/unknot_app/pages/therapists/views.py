"""A person's own therapists: kept from a list or written down, with notes and what was looked at oneself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from unknot.errors import BadInput
from unknot.refer import load_choosing_data
from unknot_app.actions.finding import provider_called
from unknot_app.actions.kept_therapists import (
    LONGEST_NOTE,
    CheckLacks,
    Copied,
    OlderTherapist,
    add_check,
    checks_in_words,
    let_go_of_therapist,
    save_therapist,
    take_back_check,
    write_down_therapist,
)
from unknot_app.directory import DirectoryError
from unknot_app.pages.directory.words import KnownInWords, known_in_words
from unknot_app.pages.frame.whose import choose, person_or_404, see_other
from unknot_app.records.models import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_THERAPIST,
    KeptTherapist,
    Person,
)
from unknot_app.records.queries import kept_therapist_of, kept_therapists_of

COPIED = ("name", "address", "phone")
ASKED = ("what", "way", "words", "seen_on", "checked_by")
LONGEST = {"name": LONGEST_THERAPIST, "address": LONGEST_ADDRESS, "phone": LONGEST_PHONE}


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show the therapists whom a person keeps, and write down one who stands in no list."""
    person = person_or_404(request, person_id)
    if request.method != "POST":
        return _mine(request, person, {})
    choose(request, person)
    typed = _sent(request, COPIED)
    try:
        return see_other(_address(write_down_therapist(person, Copied(**typed), timezone.now())))
    except BadInput as error:
        return _mine(request, person, typed, fault=str(error), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest, person_id: UUID, kept_id: UUID) -> HttpResponse:
    """Show a kept therapist; write down a note of them, or what was looked at; take back what was no check."""
    person, found = _kept_or_404(request, person_id, kept_id)
    if request.method != "POST":
        return _kept(request, found)
    choose(request, person)
    match request.POST.get("do", "note"):
        case "note":
            return _save_note(request, found)
        case "check":
            return _add_check(request, found)
        case "take_back":
            return _take_back(request, found)
    raise BadRequest


def _save_note(request: HttpRequest, found: KeptTherapist) -> HttpResponse:
    note, is_favourite = request.POST.get("note", ""), "is_favourite" in request.POST
    try:
        save_therapist(
            found.person,
            found.id,
            note,
            is_favourite=is_favourite,
            revision=_revision(request),
            now=timezone.now(),
        )
    except OlderTherapist:
        return _kept(request, found, older_note=note, status=409)
    return see_other(f"{_address(found)}?saved")


def _add_check(request: HttpRequest, found: KeptTherapist) -> HttpResponse:
    said = _sent(request, ASKED)
    try:
        add_check(found.person, found.id, said, timezone.localdate(), timezone.now())
    except CheckLacks as error:
        return _kept(request, found, said=said, lacks=error.fields, status=422)
    except OlderTherapist:
        raise Http404 from None
    return see_other(f"{_address(found)}#checks")


def _take_back(request: HttpRequest, found: KeptTherapist) -> HttpResponse:
    try:
        take_back_check(found.person, found.id, UUID(request.POST.get("check", "")))
    except ValueError:
        raise BadRequest from None
    return see_other(f"{_address(found)}#checks")


@require_http_methods(["GET", "HEAD", "POST"])
def let_go(request: HttpRequest, person_id: UUID, kept_id: UUID) -> HttpResponse:
    """Ask whether a therapist shall go, with their notes and checks; once it is said, delete them."""
    person, found = _kept_or_404(request, person_id, kept_id)
    if request.method != "POST":
        return render(request, "therapists/let_go.html", {"person": person, "kept": found})
    let_go_of_therapist(person, kept_id)
    return see_other(reverse("therapists:mine", args=[person.id]))


def _kept_or_404(request: HttpRequest, person_id: UUID, kept_id: UUID) -> tuple[Person, KeptTherapist]:
    person = person_or_404(request, person_id)
    found = kept_therapist_of(person, kept_id)
    if found is None:
        raise Http404
    return person, found


def _mine(
    request: HttpRequest, person: Person, typed: dict[str, str], *, fault: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "person": person,
        "kept": kept_therapists_of(person),
        "typed": typed,
        "fault": fault,
        "longest": LONGEST,
    }
    return render(request, "therapists/mine.html", context, status=status)


def _kept(request: HttpRequest, kept: KeptTherapist, *, status: int = 200, **state: Any) -> HttpResponse:
    data, today = load_choosing_data(), timezone.localdate()
    context = {
        "person": kept.person,
        "kept": kept,
        "known": _known(kept),
        "checks": checks_in_words(kept.person, kept.id, today),
        "check_kinds": data.check_kinds.values(),
        "check_ways": data.check_ways.values(),
        "today": today,
        "is_saved": "saved" in request.GET,
        "longest": {"note": LONGEST_NOTE, "words": LONGEST_ADDRESS, "checked_by": LONGEST_NAME},
        "said": {"seen_on": today.isoformat(), "checked_by": kept.person.name},
        "lacks": (),
        **state,
    }
    return render(request, "therapists/kept.html", context, status=status)


def _known(kept: KeptTherapist) -> list[KnownInWords] | None:
    """Return what a list tells today of a kept therapist; None where none does."""
    try:
        listed = provider_called(kept.source, kept.source_id)
    except DirectoryError:
        return None  # what is kept here does not hang on a list; the search tells what is wrong with it
    return known_in_words(listed.known) if listed else None


def _sent(request: HttpRequest, names: tuple[str, ...]) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in names}


def _revision(request: HttpRequest) -> int:
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() else -1


def _address(kept: KeptTherapist) -> str:
    return reverse("therapists:kept", args=[kept.person_id, kept.id])
