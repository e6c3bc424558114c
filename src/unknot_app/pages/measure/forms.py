"""Instruments as forms: rows of 0 to 10, one choice, sentences to tick, activities that somebody names themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.http import QueryDict

from unknot.measure import Instrument
from unknot.measure.data.instruments import Item

Kind = Literal["scale", "choice"]
SCALE = tuple(str(number) for number in range(11))
TICKED, ACTIVITIES = "rmdq24", "psfs"
LONGEST_ACTIVITY = 80
# How many activities are asked at first; more than three make it no surer.
ACTIVITIES_ASKED = 3
# The exact input of a score, or what stands beside it.
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One thing to rate: its name in the form, its words, the steps to choose from, and what was chosen.

    `activity`: what somebody called the activity that is rated; None where the words say what is rated.
    """

    name: str
    item: Item
    kind: Kind
    choices: tuple[tuple[str, str], ...]
    chosen: str
    activity: str | None = None


def is_ticked_list(instrument: Instrument) -> bool:
    return instrument.id == TICKED


def rows_of(instrument: Instrument, answers: Answers, activities: tuple[str, ...] = ()) -> tuple[Row, ...]:
    """Return the rows of an instrument, with what is stored of them."""
    given = list(answers.get("answers", ()))
    items = instrument.item[:ACTIVITIES_ASKED] if instrument.id == ACTIVITIES else instrument.item
    rows = []
    for place, item in enumerate(items):
        value = given[place] if place < len(given) else None
        choices = tuple((str(step), text) for step, text in enumerate(item.options, round(instrument.item_min)))
        rows.append(
            Row(
                name=item.id,
                item=item,
                kind="choice" if choices else "scale",
                choices=choices or tuple((step, step) for step in SCALE),
                chosen="" if value is None else f"{value:g}",
                activity=_named(activities, place) if instrument.id == ACTIVITIES else None,
            )
        )
    return tuple(rows)


def read_form(instrument: Instrument, sent: QueryDict, known: tuple[str, ...] = ()) -> tuple[Answers, Answers]:
    """Return the answers as the instrument is scored, and what stands beside them; what was left out is missing.

    `known`: the activities that were rated before; they are rated again, whatever is sent.
    """
    if is_ticked_list(instrument):
        ids = {item.id for item in instrument.item}
        return {"mode": "tick", "ticked": [one for one in sent.getlist("ticked") if one in ids]}, {}
    if instrument.id == ACTIVITIES:
        return _read_activities(instrument, sent, known)
    return {"answers": [_number(instrument, sent.get(item.id)) for item in instrument.item]}, {}


def unanswered(instrument: Instrument) -> Answers:
    """Return the answers of somebody who skips an instrument: all of them are missing."""
    if is_ticked_list(instrument):
        return {"mode": "yes_no", "answers": [None] * instrument.asks}
    return {"answers": [None] * (instrument.least_asked or instrument.asks)}


def is_answered(answers: Answers) -> bool:
    """Return whether anything is answered: a list of sentences is, also with none of them ticked."""
    return "ticked" in answers or any(value is not None for value in answers["answers"])


def is_complete(answers: Answers) -> bool:
    return "ticked" in answers or all(value is not None for value in answers["answers"])


def _read_activities(instrument: Instrument, sent: QueryDict, known: tuple[str, ...]) -> tuple[Answers, Answers]:
    asked = instrument.item[:ACTIVITIES_ASKED]
    given = known or tuple(sent.get(f"named.{item.id}", "").strip()[:LONGEST_ACTIVITY] for item in asked)
    ratings = {item.id: _number(instrument, sent.get(item.id)) for item in asked}
    told = [(name, ratings[item.id]) for name, item in zip(given, asked, strict=False)]
    kept = [(name, rating) for name, rating in told if name or rating is not None]
    if not kept:
        return unanswered(instrument), {}
    return {"answers": [rating for _, rating in kept]}, {"activities": [name for name, _ in kept]}


def _number(instrument: Instrument, sent: str | None) -> int | None:
    steps = range(round(instrument.item_min), round(instrument.item_max) + 1)
    return {str(step): step for step in steps}.get(sent or "")


def _named(activities: tuple[str, ...], place: int) -> str:
    return activities[place] if place < len(activities) else ""
