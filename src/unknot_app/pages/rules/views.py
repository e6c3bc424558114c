"""The rules of the screening, to look up and to hand to a clinician; nothing here is of a person."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from unknot_app.actions.rules_document import ACCURACY, accuracies_in_words, rules_csv, rules_pdf
from unknot_app.actions.rules_in_words import KINDS, STATUSES, all_rules, rules_with
from unknot_app.actions.typesetting import PAPERS, can_make_pdf
from unknot_app.pages.frame.files import file_to_save
from unknot_app.pages.frame.whose import show_page

# What is searched for is no longer than a sentence.
MOST_SIGNS = 80


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show all rules as one table, or those that are asked for."""
    asked = {
        "text": request.GET.get("text", "").strip()[:MOST_SIGNS],
        "kind": _one_of(KINDS, request.GET.get("kind", "")),
        "status": _one_of(STATUSES, request.GET.get("status", "")),
    }
    every, today = all_rules().values(), timezone.localdate()
    return show_page(
        request,
        "rules/list.html",
        asked=asked,
        rules=[(rule, rule.is_overdue(today)) for rule in rules_with(**asked, rules=every)],
        how_many=len(every),
        reviewed=sum(rule.is_reviewed for rule in every),
        overdue=sum(rule.is_overdue(today) for rule in every),
        kinds=KINDS,
        statuses=STATUSES,
        can_make_pdf=can_make_pdf(),
        papers=PAPERS,
    )


@require_safe
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    found = all_rules().get(rule_id)
    if found is None:
        raise Http404
    context = {
        "rule": found,
        "is_overdue": found.is_overdue(timezone.localdate()),
        "accuracies": accuracies_in_words(found, ACCURACY, gettext),
    }
    return show_page(request, "rules/rule.html", **context)


@require_safe
def table_csv(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    return file_to_save(rules_csv(today, gettext), "text/csv; charset=utf-8", f"rules-{today}.csv")


@require_safe
def pages_pdf(request: HttpRequest) -> HttpResponse:
    paper = next((one for one in PAPERS if one == request.GET.get("paper", PAPERS[0])), None)
    if paper is None or not can_make_pdf():
        raise Http404
    today = timezone.localdate()
    pages = rules_pdf(today, paper, gettext, (get_language() or "en").split("-")[0])
    return file_to_save(pages, "application/pdf", f"rules-{today}.pdf")


def _one_of(known: dict[str, str], asked: str) -> str:
    return asked if asked in known else ""
