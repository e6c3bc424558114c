"""A health record from elsewhere: a file is read, told thing by thing, and only what is ticked is taken over."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from unknot.errors import BadInput
from unknot.exchange import LARGEST_BYTES, can_check_bundle
from unknot.screen import load_screen_data
from unknot_app.actions.interview import OlderPage
from unknot_app.actions.record_in import bring_in, take_over
from unknot_app.pages.frame.sent import sent_again, sent_revision
from unknot_app.pages.frame.whose import choose, person_or_404
from unknot_app.records.models import Person, Screening

NO_FILE = "Choose a file first."


@require_http_methods(["GET", "HEAD", "POST"])
def from_elsewhere(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask for a file, tell what it would answer, and take over what was confirmed."""
    person = person_or_404(request, person_id)
    if not can_check_bundle():
        raise Http404
    if request.method != "POST":
        return _ask(request, person)
    choose(request, person)
    if request.POST.get("do") == "take":
        try:
            take_over(person, request.POST.getlist("confirmed"), sent_revision(request), timezone.now())
        except OlderPage as error:
            return _ask(request, person, newer=error.screening, status=409)
        return redirect("screening:resume", person.id)
    sent = request.FILES.get("file")
    if sent is None:
        return _ask(request, person, error=NO_FILE, status=422)
    try:
        # One byte more than is read shows that there is too much.
        brought = bring_in(person, sent.read(LARGEST_BYTES + 1), timezone.now())
    except BadInput as error:
        return _ask(request, person, error=str(error), status=422)
    cards = load_screen_data().cards
    offered = [(one, cards[one.card].name) for one in brought.offered]
    return render(request, "refer/brought.html", {"person": person, "brought": brought, "offered": offered})


def _ask(
    request: HttpRequest, person: Person, *, error: str = "", newer: Screening | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "person": person,
        "error": error,
        "largest_mb": LARGEST_BYTES // 1_000_000,
        "newer": newer,
        "sent": sent_again(request) if newer else (),
    }
    return render(request, "refer/bring_in.html", context, status=status)
