"""The drawings that somebody confirmed, over time: what each shows, and what came and went between two of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from unknot.draw import (
    Drawing,
    DrawingChange,
    DrawingSummary,
    Quality,
    StrengthChange,
    compare_drawings,
    in_order,
    summarise_drawing,
)
from unknot_app.actions.drawing import (
    PaintedAlike,
    cells_in_words,
    is_without_pain,
    known_marks,
    painted_alike,
    painted_in_words,
    read_painted,
)
from unknot_app.actions.remembered import emptied_by_deletion
from unknot_app.actions.sentences import Sentence
from unknot_app.records.models import PainDrawing, Person
from unknot_app.records.queries import confirmed_drawings_of, drawing_of

# So many lines of places that hurt alike, and so many places in one, the strongest and the largest first.
MOST_GROUPS, MOST_PLACES = 5, 8


@dataclass(frozen=True)
class KeptDrawing:
    """A confirmed drawing, as today's chart reads it."""

    stored: PainDrawing
    painted: Drawing
    summary: DrawingSummary

    @property
    def id(self) -> UUID:
        return self.stored.id

    @property
    def confirmed_at(self) -> datetime:
        assert self.stored.confirmed_at  # only confirmed drawings are read
        return self.stored.confirmed_at

    @property
    def alike(self) -> tuple[PaintedAlike, ...]:
        return painted_alike(self.painted)

    @property
    def qualities(self) -> tuple[Quality, ...]:
        """Return how the pain feels anywhere."""
        return in_order(quality for group in self.alike for quality in group.quality)

    @property
    def places(self) -> tuple[Sentence, ...]:
        return painted_in_words(self.painted)


@dataclass(frozen=True)
class Step:
    """Places of which the pain went from one strength to another."""

    earlier: float
    later: float
    places: tuple[Sentence, ...]


@dataclass(frozen=True)
class Changes:
    """What differs between two drawings, in words."""

    new: tuple[Sentence, ...]
    gone: tuple[Sentence, ...]
    stronger: tuple[Step, ...]
    weaker: tuple[Step, ...]

    @property
    def is_any(self) -> bool:
        return any((self.new, self.gone, self.stronger, self.weaker))


def kept_drawings_of(person: Person) -> tuple[KeptDrawing, ...]:
    """Return the confirmed drawings of a person, newest first, without those that today's chart cannot read."""
    kept = (_kept(stored) for stored in confirmed_drawings_of(person))
    return tuple(one for one in kept if one)


def days_without_pain(person: Person) -> tuple[datetime, ...]:
    """Return when somebody said that nothing hurt, the latest first."""
    said = (drawing for drawing in confirmed_drawings_of(person) if is_without_pain(drawing))
    return tuple(drawing.confirmed_at for drawing in said if drawing.confirmed_at)


def kept_drawing_of(person: Person, drawing_id: UUID) -> KeptDrawing | None:
    """Return one of a person's confirmed drawings; another person's is the same as none."""
    stored = drawing_of(person, drawing_id)
    return _kept(stored) if stored else None


def _kept(stored: PainDrawing) -> KeptDrawing | None:
    painted, summary = read_painted(stored), summary_of(stored)
    return KeptDrawing(stored, painted, summary) if painted and summary else None


def summary_of(stored: PainDrawing) -> DrawingSummary | None:
    """Return a stored drawing in figures; None when nothing is painted that can be read."""
    painted = read_painted(stored)
    return _summary(painted.model_dump_json()) if painted else None


# A page of many drawings is looked at more than once, and what a drawing covers takes long to work out.
@emptied_by_deletion
@lru_cache(maxsize=128)
def _summary(painted: str) -> DrawingSummary:
    return summarise_drawing(Drawing.model_validate_json(painted))


def as_file(kept: KeptDrawing) -> str:
    """Return a drawing as the commands read it; its day is the name of the case."""
    strokes, regions = known_marks(kept.stored)
    named = {"case": f"{timezone.localdate(kept.confirmed_at):%Y-%m-%d}", "strokes": strokes, "regions": regions}
    return json.dumps(named, ensure_ascii=False, indent=1)


def changes_between(earlier: KeptDrawing, later: KeptDrawing) -> Changes:
    """Return what came and went from one drawing to another."""
    change: DrawingChange = compare_drawings(earlier.painted, later.painted)
    return Changes(
        new=cells_in_words(change.new),
        gone=cells_in_words(change.gone),
        stronger=_steps_of(change.stronger),
        weaker=_steps_of(change.weaker),
    )


def _steps_of(changes: Sequence[StrengthChange]) -> tuple[Step, ...]:
    """Return the places that went from one strength to another together, the largest step first."""
    together: dict[tuple[float, float], list[str]] = {}
    for one in changes:
        together.setdefault((one.earlier, one.later), []).append(one.place)
    ordered = sorted(together, key=lambda step: -abs(step[1] - step[0]))
    return tuple(Step(*step, cells_in_words(together[step])) for step in ordered)


def alike_in_words(alike: PaintedAlike) -> str:
    """Return places that hurt alike in one line: "6 out of 10, burning: outer hip bone, left and right"."""
    strength = gettext("No strength given")
    if alike.strength is not None:
        strength = gettext("%(strength)s out of 10") % {"strength": alike.strength}
    feels = "".join(f", {gettext(word)}" for word in alike.feelings)
    places = "; ".join(place.said(gettext) for place in alike.places[:MOST_PLACES])
    more = len(alike.places) - MOST_PLACES
    if more > 0:
        rest = ngettext("and one smaller place", "and %(more)s smaller places", more) % {"more": more}
        places = f"{places}; {rest}"
    return f"{strength}{feels}: {places}."
