"""Finding a therapist: a guide that needs no list, and the search of the lists that are loaded.

A place that is typed is looked up and forgotten; what a person keeps is in `pages/therapists`.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from unknot.errors import UnknotError
from unknot.refer import load_choosing_data, load_refer_data
from unknot_app.actions.choosing import TRIGGER_POINT, countries_with_registers, in_country, message_to_a_therapist
from unknot_app.actions.finding import (
    DISTANCES,
    SHOWN_AT_FIRST,
    SHOWN_AT_MOST,
    FoundNear,
    Wanted,
    distance_in_words,
    find_near,
    keep_from_list,
    kinds_to_choose,
    list_called,
    lists_loaded,
    provider_called,
    take_out,
)
from unknot_app.directory import DirectoryError, Found, Listed, ListStatus, load_directory_data
from unknot_app.pages.directory.words import ARROWS, DIRECTIONS, found_in_words, kinds_in_words, known_in_words
from unknot_app.pages.frame.whose import choose, last_person, person_to_go_on, see_other, user_of
from unknot_app.records.queries import kept_therapists_of

# What is typed is no longer than any name.
MOST_SIGNS = 80


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Show the search and who is found, or, while no list is loaded, the guide."""
    try:
        loaded = lists_loaded()
        if loaded is None:
            return guide(request)
        wanted = _wanted(request)
        found = find_near(wanted, timezone.localdate()) if wanted.near else FoundNear()
    except UnknotError as error:  # also that US postcodes lack their package
        return _unreadable(request, error)
    return _show(
        request,
        "directory/find.html",
        loaded=loaded,
        wanted=wanted,
        distances=DISTANCES[wanted.units],
        kinds=kinds_to_choose(),
        found=found,
        told=found_in_words(found, wanted) if "near" in request.GET else None,
        hits=_hits(found, wanted),
        more=_query(wanted, most=min(wanted.most + SHOWN_AT_FIRST, SHOWN_AT_MOST))
        if found.has_more and wanted.most < SHOWN_AT_MOST
        else "",
        wider=[(one, _query(one.wanted)) for one in found.wider],
        most_counted=SHOWN_AT_MOST,
        country=_name_of_country(wanted.country),
        alike=[(one, _query(wanted, near=one)) for one in found.alike],
        others=[(one, _query(wanted, near=one)) for one in (found.place.others if found.place else ())],
    )


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show how to find a therapist without a list, with the registers of one country."""
    data = load_choosing_data()
    return _show(
        request,
        "directory/guide.html",
        questions=data.questions.values(),
        bad_signs=data.bad_signs.values(),
        message=message_to_a_therapist(),
        message_hint=data.message.text,
        countries=countries_with_registers(),
        place=in_country(request.GET.get("country", user_of(request).country)),
        trigger_point=TRIGGER_POINT,
        is_loaded=_is_loaded(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def provider(request: HttpRequest) -> HttpResponse:
    """Show what is known of one provider, and how; keep them among the person's own therapists."""
    try:
        listed, on_list = _listed_or_404(request)
    except DirectoryError as error:
        return _unreadable(request, error)
    fault = ""
    if request.method == "POST":
        try:
            return _keep(request, listed)
        except UnknotError as error:
            fault = str(error)
    person, called = last_person(request), {"source": listed.source, "source_id": listed.source_id}
    kept = kept_therapists_of(person).filter(**called).first() if person else None
    return _show(
        request,
        "directory/provider.html",
        listed=listed,
        on_list=on_list,
        is_nppes=on_list.listing == "nppes",
        kinds=kinds_in_words(listed.kinds),
        known=known_in_words(listed.known),
        questions=load_choosing_data().questions.values(),
        kept=kept,
        back=_query(_wanted(request)),
        query=_provider_query(listed, _wanted(request)),
        fault=fault,
        status=422 if fault else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def take_out_of_list(request: HttpRequest) -> HttpResponse:
    """Ask whether a provider shall be taken out of the list; once it is said, do so for good."""
    wanted, fault = _wanted(request), ""
    try:
        listed, _on_list = _listed_or_404(request)
    except DirectoryError as error:
        return _unreadable(request, error)
    if request.method == "POST":
        try:
            take_out(listed.source, listed.source_id, timezone.localdate())
            return see_other(f"{reverse('directory:find')}?{_query(wanted)}")
        except UnknotError as error:
            fault = str(error)
    return _show(
        request,
        "directory/take_out.html",
        listed=listed,
        query=_provider_query(listed, wanted),
        fault=fault,
        status=422 if fault else 200,
    )


def _listed_or_404(request: HttpRequest) -> tuple[Listed, ListStatus]:
    source, source_id = request.GET.get("list", ""), request.GET.get("id", "")
    listed, on_list = provider_called(source, source_id), list_called(source)
    if listed is None or on_list is None:
        raise Http404
    return listed, on_list


def _keep(request: HttpRequest, listed: Listed) -> HttpResponse:
    """Keep a provider among the person's own therapists."""
    if request.POST.get("do") != "keep":
        raise BadRequest
    person = person_to_go_on(request)
    if person is None:
        raise Http404
    choose(request, person)
    kept = keep_from_list(person, listed, timezone.now())
    return see_other(reverse("therapists:kept", args=[person.id, kept.id]))


def _wanted(request: HttpRequest) -> Wanted:
    """Return what is asked for; whatever cannot be asked for is left at its default."""
    asked, user = request.GET, user_of(request)
    units = str(user.units)
    distances, kinds = DISTANCES[units], load_directory_data().kinds
    far, most = _number(asked.get("far", "")), _number(asked.get("most", ""))
    return Wanted(
        near=asked.get("near", "").strip()[:MOST_SIGNS],
        far=far if far in distances else distances[len(distances) // 2],
        kind=kind if (kind := asked.get("kind", "")) in kinds else "",
        name=asked.get("name", "").strip()[:MOST_SIGNS],
        most=min(max(most, SHOWN_AT_FIRST), SHOWN_AT_MOST),
        units=units,
        country=user.country,
    )


def _query(wanted: Wanted, **changed: Any) -> str:
    """Return what is asked for as part of an address."""
    asked = {name: getattr(wanted, name) for name in ("near", "far", "kind", "name", "most")}
    usual = {"kind": "", "name": "", "most": SHOWN_AT_FIRST}
    return urlencode({name: value for name, value in {**asked, **changed}.items() if usual.get(name) != value})


def _name_of_country(code: str) -> str:
    """Return the name of a country other than the US, whose postcodes are not known; that of none is empty."""
    countries = load_refer_data().countries
    return countries[code].name if code != "US" and code in countries else ""


def _provider_query(one: Found | Listed, wanted: Wanted) -> str:
    """Return which provider is meant, and what was asked for, as part of an address."""
    return urlencode({"list": one.source, "id": one.source_id}) + "&" + _query(wanted)


def _hits(found: FoundNear, wanted: Wanted) -> list[dict[str, Any]]:
    """Return who was found, as a page shows them."""
    if found.place is None:
        return []
    return [
        {
            "found": one,
            "kind": kinds_in_words([one.kind])[0],
            "distance": distance_in_words(found.place, one, wanted.units),
            "direction": DIRECTIONS.get(one.direction, "") if one.distance_km >= 1 else "",
            "turn": ARROWS.get(one.direction, 0),
            "known": known_in_words(one.known),
            "query": _provider_query(one, wanted),
        }
        for one in found.found
    ]


def _unreadable(request: HttpRequest, error: UnknotError) -> HttpResponse:
    if request.headers.get("HX-Request"):  # a part of a page could not say it
        return HttpResponseClientRedirect(request.get_full_path())
    return _show(
        request, "directory/unreadable.html", fault=str(error), is_lists=isinstance(error, DirectoryError), status=503
    )


def _is_loaded() -> bool:
    """Return whether there is a list; one that cannot be read is told where it is needed."""
    try:
        return lists_loaded() is not None
    except DirectoryError:
        return True


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, template, {"person": last_person(request), **context}, status=status)
