"""One page that searches everything that is known; nothing here is of a person, and nothing asked is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from unknot_app.actions import searching
from unknot_app.actions.searchable import KINDS, Document
from unknot_app.pages.frame.whose import last_person

# What people may want to try first.
HINTS = ("trigger point", "buttock", "fever", "headache", "stretch", "certainty")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    answer = searching.search(request.GET.get("q", ""), kind)
    context = {
        "answer": answer,
        "groups": [(group, _with_addresses(group)) for group in answer.groups],
        "kind": kind,
        "kinds": KINDS,
        "hints": HINTS,
        "person": last_person(request),
    }
    return render(request, "search/search.html", context)


def _with_addresses(group: searching.Group) -> list[tuple[searching.Found, str]]:
    return [(found, address_of(found.document)) for found in group.shown]


def address_of(document: Document) -> str:
    """Return where a document stands, with its place on the page."""
    address = reverse(document.route, args=document.names) + (f"?{document.query}" if document.query else "")
    return f"{address}#{document.anchor}" if document.anchor else address
