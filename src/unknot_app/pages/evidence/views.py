"""What studies say: claims, the dispute about trigger points, studies, reviews; nothing here is of a person."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from unknot.evidence import load_claims, load_evidence_data
from unknot.evidence.sets import load_results
from unknot_app.actions.evidence_in_words import record_in_short
from unknot_app.actions.evidence_plots import all_plots, plots_of_claim
from unknot_app.actions.evidence_told import (
    certainties_explained,
    claims_by_part,
    reviews_by_group,
    studies_with,
    tell_claim,
    tell_dispute,
    tell_harms,
    tell_review,
    tell_study,
)
from unknot_app.actions.evidence_words import (
    BODY_PARTS,
    COMPARATORS,
    CONCERNS,
    DESIGNS,
    REVIEW_KINDS,
    TECHNIQUES,
    TOPICS,
)
from unknot_app.actions.rules_in_words import STATUSES
from unknot_app.pages.evidence.drawn import drawn
from unknot_app.pages.frame.whose import show_page

# What studies can be asked for: the column, what it is called, and the words of its values.
FILTERS = {
    "design_kind": ("Design", DESIGNS),
    "comparator": ("Compared with", COMPARATORS),
    "technique": ("Treatment", TECHNIQUES),
    "body_part": ("Part of the body", BODY_PARTS),
    "concern": ("Risk of bias", CONCERNS),
    "status": ("How it is known", STATUSES),
}

# The same for reviews.
REVIEW_FILTERS = {
    "topic": ("About", TOPICS),
    "kind": ("Kind", REVIEW_KINDS),
    "status": ("How it is known", STATUSES),
}
Filters = Mapping[str, tuple[str, Mapping[str, str]]]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    claims = load_claims().claims.values()
    return show_page(
        request,
        "evidence/list.html",
        parts=claims_by_part(),
        how_many=len(claims),
        checked=sum(claim.is_checked for claim in claims),
        certainties=certainties_explained(),
    )


@require_safe
def claim(request: HttpRequest, claim_id: str) -> HttpResponse:
    found = load_claims().claims.get(claim_id)
    if found is None:
        raise Http404
    plots = drawn(plots_of_claim(found.id, gettext))
    changed = [record_in_short(record) for record in load_results().to_review.get(found.id, ())]
    return show_page(request, "evidence/claim.html", told=tell_claim(found), plots=list(plots), changed=changed)


@require_safe
def dispute(request: HttpRequest) -> HttpResponse:
    return show_page(request, "evidence/dispute.html", told=tell_dispute())


@require_safe
def harms(request: HttpRequest) -> HttpResponse:
    return show_page(request, "evidence/harms.html", told=tell_harms())


@require_safe
def plots(request: HttpRequest) -> HttpResponse:
    return show_page(request, "evidence/plots.html", plots=list(drawn(all_plots(gettext))))


@require_safe
def studies(request: HttpRequest) -> HttpResponse:
    """Show all studies, or those that are asked for."""
    asked = _asked(request, FILTERS)
    return show_page(
        request,
        "evidence/studies.html",
        filters=_chosen(FILTERS, asked),
        studies=studies_with(asked),
        how_many=len(load_evidence_data().studies),
    )


@require_safe
def study(request: HttpRequest, study_id: str) -> HttpResponse:
    found = load_evidence_data().studies.get(study_id)
    if found is None:
        raise Http404
    return show_page(request, "evidence/study.html", told=tell_study(found))


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Show all reviews, or those that are asked for."""
    asked = _asked(request, REVIEW_FILTERS)
    groups = reviews_by_group(**asked)
    return show_page(
        request,
        "evidence/reviews.html",
        filters=_chosen(REVIEW_FILTERS, asked),
        groups=groups,
        found=sum(len(reviews) for _heading, reviews in groups),
    )


@require_safe
def review(request: HttpRequest, review_id: str) -> HttpResponse:
    found = load_evidence_data().reviews.get(review_id)
    if found is None:
        raise Http404
    return show_page(request, "evidence/review.html", told=tell_review(found))


def _asked(request: HttpRequest, filters: Filters) -> dict[str, str]:
    """Return what is asked for; a value that nothing can have asks for nothing."""
    return {
        field: value if (value := request.GET.get(field, "")) in words else ""
        for field, (_name, words) in filters.items()
    }


def _chosen(filters: Filters, asked: Mapping[str, str]) -> list[tuple[str, str, Mapping[str, str], str]]:
    return [(field, name, words, asked[field]) for field, (name, words) in filters.items()]
