"""Drawings that were confirmed: one by itself, all of them over time, and files of them for other programs."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from unknot.body import load_atlas
from unknot.body.chart import VIEWS, ViewName
from unknot_app.actions.kept_drawings import (
    Changes,
    KeptDrawing,
    as_file,
    changes_between,
    days_without_pain,
    kept_drawing_of,
    kept_drawings_of,
)
from unknot_app.actions.pictures.figure import TITLES
from unknot_app.actions.pictures.painted import pictures_of_drawing
from unknot_app.actions.pictures.picture import Picture
from unknot_app.actions.typesetting import can_make_pdf
from unknot_app.pages.drawing.sheet import Sheet, as_pdf, as_svg, sheet_of
from unknot_app.pages.frame.files import file_to_save
from unknot_app.pages.frame.whose import person_or_404
from unknot_app.records.models import Person

# How many drawings stand side by side at first; in about how many pixels a figure of two beside each other is shown.
MOST_AT_FIRST, PAIR_PX = 12, 260.0


@dataclass(frozen=True)
class Shown:
    """A drawing with its pictures."""

    kept: KeptDrawing
    pictures: tuple[Picture, ...]

    @property
    def by_view(self) -> Mapping[ViewName, Picture]:
        return {picture.view.name: picture for picture in self.pictures}


@dataclass(frozen=True)
class Pair:
    """Two drawings side by side: every view on which one of them shows something, in both."""

    earlier: Shown
    later: Shown
    changes: Changes

    @property
    def views(self) -> Sequence[tuple[str, Picture, Picture]]:
        one, other = self.earlier.by_view, self.later.by_view
        return [(TITLES[name], one[name], other[name]) for name in VIEWS if name in one]


@require_safe
def over_time(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show all drawings, newest first, and two of them against each other."""
    person = person_or_404(request, person_id)
    drawings = kept_drawings_of(person)
    shown = drawings if "all" in request.GET else drawings[:MOST_AT_FIRST]
    context = {
        "person": person,
        "drawings": drawings,
        "days_without_pain": days_without_pain(person),
        "shown": [Shown(one, pictures_of_drawing(one.stored)) for one in shown],
        "pair": _pair(*_chosen(request, drawings)) if len(drawings) > 1 else None,
    }
    return render(request, "drawing/over_time.html", context)


@require_safe
def kept(request: HttpRequest, person_id: UUID, drawing_id: UUID) -> HttpResponse:
    """Show one drawing with all that it says."""
    person = person_or_404(request, person_id)
    drawing = _drawing_or_404(person, drawing_id)
    areas = load_atlas().wpi_areas
    context = {
        "person": person,
        "drawing": drawing,
        "pictures": pictures_of_drawing(drawing.stored),
        "areas": [areas[name].name for name in drawing.summary.widespread.areas],
        "can_make_pdf": can_make_pdf(),
    }
    return render(request, "drawing/kept.html", context)


@require_safe
def picture_svg(request: HttpRequest, person_id: UUID, drawing_id: UUID) -> HttpResponse:
    sheet = _sheet(request, person_id, drawing_id)
    return _file(as_svg(sheet).encode(), "image/svg+xml", "picture", sheet.kept, "svg")


@require_safe
def picture_pdf(request: HttpRequest, person_id: UUID, drawing_id: UUID) -> HttpResponse:
    sheet = _sheet(request, person_id, drawing_id)
    if not can_make_pdf():
        raise Http404
    return _file(as_pdf(sheet), "application/pdf", "picture", sheet.kept, "pdf")


@require_safe
def drawing_json(request: HttpRequest, person_id: UUID, drawing_id: UUID) -> HttpResponse:
    drawing = _drawing_or_404(person_or_404(request, person_id), drawing_id)
    return _file(as_file(drawing).encode(), "application/json", "drawing", drawing, "json")


def _sheet(request: HttpRequest, person_id: UUID, drawing_id: UUID) -> Sheet:
    person = person_or_404(request, person_id)
    drawing = _drawing_or_404(person, drawing_id)
    return sheet_of(drawing, all_views="all" in request.GET, name=person.name if "name" in request.GET else "")


def _drawing_or_404(person: Person, drawing_id: UUID) -> KeptDrawing:
    drawing = kept_drawing_of(person, drawing_id)
    if drawing is None:
        raise Http404
    return drawing


def _file(content: bytes, kind: str, name: str, drawing: KeptDrawing, ending: str) -> HttpResponse:
    """Return a file to save. Its name tells the day and nothing of the person or their health."""
    named = f"{name}-{timezone.localdate(drawing.confirmed_at):%Y-%m-%d}.{ending}"
    return file_to_save(content, kind, named)


def _chosen(request: HttpRequest, drawings: Sequence[KeptDrawing]) -> tuple[KeptDrawing, KeptDrawing]:
    """Return the two drawings to look at, the earlier first: those that are named, else the last two."""
    place = {str(one.id): number for number, one in enumerate(drawings)}
    one = place.get(request.GET.get("later", ""), 0)
    other = place.get(request.GET.get("earlier", ""), one + 1 if one + 1 < len(drawings) else one - 1)
    return drawings[max(one, other)], drawings[min(one, other)]


def _pair(earlier: KeptDrawing, later: KeptDrawing) -> Pair:
    both = [pictures_of_drawing(one.stored) for one in (earlier, later)]
    names = {picture.view.name for pictures in both for picture in pictures}
    return Pair(_beside(earlier, names), _beside(later, names), changes_between(earlier, later))


def _beside(drawing: KeptDrawing, names: Container[ViewName]) -> Shown:
    pictures = pictures_of_drawing(drawing.stored, names)
    return Shown(drawing, tuple(replace(picture, shown_px=PAIR_PX) for picture in pictures))
