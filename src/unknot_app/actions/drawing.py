"""Painting where it hurts: every stroke is written down when it is made, and a confirmed drawing stays as it is."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from unknot.body import load_atlas, mirror_cell
from unknot.draw import (
    FEELINGS,
    Drawing,
    Mark,
    Quality,
    Stroke,
    mirror_stroke,
    read_drawing,
    still_readable,
)
from unknot.errors import BadInput, UnknotError
from unknot.screen import load_screen_data
from unknot_app.actions.carry_over import areas_of, complaint_of
from unknot_app.actions.interview import Entry, answer_card, interview_of
from unknot_app.actions.remembered import emptied_by_deletion
from unknot_app.actions.sentences import Sentence
from unknot_app.records.models import PainDrawing, Person
from unknot_app.records.queries import last_drawing_of, last_screening_of

Raw = Sequence[Mapping[str, Any]]

# The card of the interview that a drawing answers.
WHERE = "where_it_hurts"


class OlderDrawing(UnknotError):  # noqa: N818 - it is a state of a page, not a fault
    """A page that shows an older drawing tried to save; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__("this page is older than what is stored")


def read_painted(drawing: PainDrawing | None) -> Drawing | None:
    """Return a stored drawing as the science reads it today; None when nothing is painted that can be read."""
    if drawing is None:
        return None
    return _read(json.dumps({"strokes": drawing.strokes, "regions": drawing.regions}))


# What is painted is read several times on the way through a page, and what it covers takes long to work out.
@emptied_by_deletion
@lru_cache(maxsize=64)
def _read(stored: str) -> Drawing | None:
    raw = still_readable(json.loads(stored))
    try:
        return read_drawing(raw) if raw["strokes"] or raw["regions"] else None
    except BadInput:
        return None  # nothing in it has a strength above 0


def read_shown(drawing: PainDrawing | None) -> Drawing | None:
    """Return a stored drawing as the science reads it: what is painted, or else the complaint that was named."""
    if drawing is None or not drawing.complaint:
        return read_painted(drawing)
    return read_drawing({"complaint": drawing.complaint})


def is_without_pain(drawing: PainDrawing) -> bool:
    """Return whether a drawing says that nothing hurt; one that is under way does not say so yet."""
    is_empty = not (drawing.strokes or drawing.regions or drawing.complaint)
    return is_empty and drawing.confirmed_at is not None


def is_under_way(drawing: PainDrawing | None) -> bool:
    """Return whether something is painted or ticked that was not confirmed yet."""
    return drawing is not None and drawing.confirmed_at is None and bool(drawing.strokes or drawing.regions)


def strokes_to_paint_on(drawing: PainDrawing | None) -> list[dict[str, Any]]:
    """Return the strokes of a drawing as the page paints them."""
    painted = read_painted(drawing)
    return [_plain(stroke) for stroke in painted.strokes] if painted else []


def known_marks(drawing: PainDrawing | None) -> tuple[Raw, Raw]:
    """Return strokes and listed places as they are stored, without those that today's chart does not know."""
    if drawing is None:
        return [], []
    known = still_readable({"strokes": drawing.strokes, "regions": drawing.regions})
    return known["strokes"], known["regions"]


def save_drawing(person: Person, strokes: Raw, regions: Raw, revision: int, now: datetime) -> PainDrawing:
    """Write down a drawing as it stands on a page; painting on after it was confirmed begins a copy.

    Raises
    ------
    OlderDrawing
        If the page shows an older revision than the stored one, and something else than what is stored.
    BadInput
        If a stroke or region is not valid; nothing is written.
    """
    sent = read_drawing({"strokes": strokes, "regions": regions}) if strokes or regions else None
    with transaction.atomic():
        stored = _locked(person)
        if stored and _marks_of(read_painted(stored)) == _marks_of(sent):
            return stored
        if revision != (stored.revision if stored else 0):
            raise OlderDrawing
        drawing = stored if stored and not stored.confirmed_at else _next(person, stored, now)
        drawing.strokes, drawing.regions = list(strokes), list(regions)
        drawing.saved_at, drawing.revision = now, revision + 1
        drawing.save()
        return drawing


def _marks_of(painted: Drawing | None) -> tuple[tuple[Stroke, ...], tuple[Mark, ...]] | None:
    return (painted.strokes, painted.regions) if painted else None


def swap_sides(person: Person, revision: int, now: datetime) -> PainDrawing | None:
    """Write down the same drawing with left and right exchanged; None when nothing is drawn.

    What is read here without a lock may have changed when it is saved; the revision tells.
    """
    drawing = last_drawing_of(person)
    painted = read_painted(drawing)
    if drawing is None or painted is None:
        return None
    strokes = [_plain(mirror_stroke(stroke)) for stroke in painted.strokes]
    regions = [{**mark, "side": _other_side(mark)} for mark in known_marks(drawing)[1]]
    return save_drawing(person, strokes, regions, revision, now)


def confirm_drawing(person: Person, revision: int, now: datetime) -> bool:
    """Confirm the drawing under way, and answer with it where it hurts; return whether it opened other questions.

    The same places confirmed on another day are a drawing of that day, so that a course shows both.

    Raises
    ------
    OlderDrawing
        If another drawing is stored than the one that was looked at.
    """
    with transaction.atomic():
        drawing = _locked(person)
        painted = read_painted(drawing)
        if drawing is None or painted is None or drawing.revision != revision:
            raise OlderDrawing
        if is_of_another_day(drawing, now):
            drawing = _copy(drawing, now)
        if drawing.confirmed_at is None:
            drawing.confirmed_at = now
            drawing.save()
        return _answer_where(person, areas_of(painted), strongest_of(painted), now)


def say_no_pain(person: Person, revision: int, now: datetime) -> PainDrawing:
    """Write down that nothing hurts today.

    Raises
    ------
    OlderDrawing
        If the page shows an older revision than the stored one; nothing is written.
    """
    with transaction.atomic():
        stored = _locked(person)
        if stored and is_without_pain(stored) and not is_of_another_day(stored, now):
            return stored
        return _without_marks(person, stored, "", revision, now)


def say_where_roughly(person: Person, areas: Sequence[str], strength: int, revision: int, now: datetime) -> bool:
    """Write down which parts of the body hurt, of somebody who cannot show it; return whether it opened questions.

    Raises
    ------
    OlderDrawing
        If the page shows an older revision than the stored one; nothing is written.
    """
    with transaction.atomic():
        _without_marks(person, _locked(person), complaint_of(areas), revision, now)
        return _answer_where(person, list(areas), strength, now)


def _without_marks(
    person: Person, stored: PainDrawing | None, complaint: str, revision: int, now: datetime
) -> PainDrawing:
    if revision != (stored.revision if stored else 0):
        raise OlderDrawing
    drawing = stored if stored and not stored.confirmed_at else _next(person, stored, now)
    drawing.strokes, drawing.regions, drawing.complaint = [], [], complaint
    drawing.saved_at = drawing.confirmed_at = now
    drawing.revision = revision + 1
    drawing.save()
    return drawing


def _answer_where(person: Person, areas: list[str], strength: int | None, now: datetime) -> bool:
    screening = last_screening_of(person)
    if screening is None:
        return False
    known = interview_of(screening).raw
    answers = {"pain_regions": areas, "pain_now": strength}
    if screening.finished_at and all(known.get(name) == answer for name, answer in answers.items()):
        return False
    answer_card(person, load_screen_data().cards[WHERE], Entry(answers), "next", screening.revision, now)
    return True


def is_of_another_day(drawing: PainDrawing | None, now: datetime) -> bool:
    """Return whether a drawing was confirmed on another day than today."""
    confirmed_at = drawing.confirmed_at if drawing else None
    return confirmed_at is not None and timezone.localdate(confirmed_at) != timezone.localdate(now)


def strongest_of(painted: Drawing) -> int | None:
    """Return the strongest pain of a drawing, 0 to 10; None when no strength was given."""
    return None if painted.strongest is None else round(painted.strongest)


def painted_in_words(painted: Drawing) -> tuple[Sentence, ...]:
    """Return the painted places, the largest first, each with its side: "outer hip bone, left and right"."""
    return cells_in_words(one.place for one in painted.places)


# So many places are told at once; smaller ones when asked for.
LARGEST_PLACES = 6
ON_SIDE = {"right": "On the right", "left": "On the left", "both": "On both sides", "midline": "In the middle"}


@dataclass(frozen=True)
class PaintedAlike:
    """Places that hurt alike: how strong from 0 to 10, how it feels, and the cells, the largest first."""

    strength: int | None
    quality: tuple[Quality, ...]
    cells: tuple[str, ...]

    @property
    def places(self) -> tuple[Sentence, ...]:
        return cells_in_words(self.cells)

    @property
    def by_side(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the largest places under the words of their side, so that it is said once."""
        told: dict[str, list[str]] = defaultdict(list)
        for cell, side in _with_sides(self.cells)[:LARGEST_PLACES]:
            told[ON_SIDE[side]].append(_lay_name_of(cell))
        return tuple((side, tuple(names)) for side, names in told.items())

    @property
    def smaller(self) -> tuple[Sentence, ...]:
        return self.places[LARGEST_PLACES:]

    @property
    def feelings(self) -> tuple[str, ...]:
        return tuple(FEELINGS[quality].word for quality in self.quality)


def painted_alike(painted: Drawing) -> tuple[PaintedAlike, ...]:
    """Return what hurts alike, the strongest first: "6 out of 10, burning: outer hip bone, left and right"."""
    alike: dict[tuple[int | None, tuple[Quality, ...]], list[str]] = defaultdict(list)
    for one in painted.places:
        strength = None if one.intensity is None else round(one.intensity)
        alike[strength, one.quality].append(one.place)
    groups = [PaintedAlike(*hurts, tuple(cells)) for hurts, cells in alike.items()]
    return tuple(sorted(groups, key=lambda group: -(group.strength or 0)))


def cells_in_words(names: Iterable[str]) -> tuple[Sentence, ...]:
    """Return cells with their sides, each once; the left and the right of a place are named together."""
    return tuple(cell_in_words(name, side) for name, side in _with_sides(names))


def _with_sides(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return each cell once with its side; the left and the right of a place are one, on both."""
    cells = list(dict.fromkeys(names))
    sided = []
    for number, name in enumerate(cells):
        mirrored = mirror_cell(name)
        if mirrored == name or mirrored not in cells:
            sided.append((name, name.split(":")[1]))
        elif number < cells.index(mirrored):
            sided.append((name, "both"))
    return sided


def listed_in_words(drawing: PainDrawing | None) -> tuple[Sentence, ...]:
    """Return the places of a drawing that were chosen from the list."""
    painted = read_painted(drawing)
    return tuple(cell_in_words(cell) for mark in painted.regions for cell in mark.cells) if painted else ()


# A place and its side are one sentence, which other languages order otherwise.
_WITH_SIDE = {
    "left": "%(place)s, left",
    "right": "%(place)s, right",
    "both": "%(place)s, left and right",
    "midline": "%(place)s",
}


def cell_in_words(cell: str, side: str | None = None) -> Sentence:
    """Return a painted place with its side, or with the side given instead."""
    return Sentence(_WITH_SIDE[side or cell.split(":")[1]], {"place": (_lay_name_of(cell),)})


def _lay_name_of(cell: str) -> str:
    return lay_name(load_atlas().regions[cell.split(":")[0]].name)


def lay_name(name: str) -> str:
    """Return a region's name without the clinic's words in brackets."""
    return name.split(" (")[0]


def _locked(person: Person) -> PainDrawing | None:
    """Return the latest drawing; until the transaction ends, nobody else changes the drawings of this person."""
    Person.objects.select_for_update().get(id=person.id)
    return last_drawing_of(person)


def _next(person: Person, before: PainDrawing | None, now: datetime) -> PainDrawing:
    # Later than the one before even if the clock was put back: the latest is found by it.
    started_at = max(now, before.started_at + timedelta(microseconds=1)) if before else now
    return PainDrawing(person=person, started_at=started_at)


def _copy(drawing: PainDrawing, now: datetime) -> PainDrawing:
    copy = _next(drawing.person, drawing, now)
    copy.strokes, copy.regions = drawing.strokes, drawing.regions
    copy.saved_at, copy.revision = now, drawing.revision + 1
    return copy


def _plain(stroke: Stroke) -> dict[str, Any]:
    """Return a stroke with all that the page needs to paint it."""
    return stroke.model_dump(mode="json", exclude_none=True)


def _other_side(mark: Mapping[str, Any]) -> str:
    side = str(mark["side"])
    return {"left": "right", "right": "left"}.get(side, side)
