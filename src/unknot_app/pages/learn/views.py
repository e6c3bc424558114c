"""Pages to learn from, the words of the field, what can be measured, and where to read on; nothing is of a person."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from unknot.knowledge import load_reviews
from unknot.learn import load_learn_data
from unknot_app.actions.learning import (
    DIRECTIONS,
    HOW_SEEN,
    LANGUAGES,
    instruments,
    page_in_words,
    pages_by_group,
    resources_by_view,
)
from unknot_app.pages.frame.whose import last_person, show_page
from unknot_app.pages.learn.ways import ways


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    return show_page(request, "learn/contents.html", groups=pages_by_group())


@require_safe
def page(request: HttpRequest, page_id: str) -> HttpResponse:
    if page_id not in load_learn_data().pages:
        raise Http404
    told, person = page_in_words(page_id), last_person(request)
    return show_page(
        request,
        "learn/page.html",
        page=told,
        sections=[(section, ways(section.section.see, person)) for section in told.sections],
        is_reviewed=load_reviews()[f"learn/{page_id}.toml"].reviewed,
    )


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    told = sorted(load_learn_data().words.values(), key=lambda word: word.name)
    person = last_person(request)
    return show_page(request, "learn/words.html", words=[(word, ways(word.see, person)) for word in told])


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    return show_page(request, "learn/measures.html", instruments=instruments(), directions=DIRECTIONS)


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    return show_page(request, "learn/resources.html", views=resources_by_view(), seen=HOW_SEEN, languages=LANGUAGES)
