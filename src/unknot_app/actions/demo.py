"""An invented person to look around with: questions answered, pain painted now and before, a plan made.

They go the same way as everybody: card by card, stroke by stroke. Their name says that they are invented.
"""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from unknot_app.accounts.models import User
from unknot_app.actions.drawing import WHERE, confirm_drawing, save_drawing
from unknot_app.actions.interview import Entry, Move, answer_card, begin_screening, interview_of
from unknot_app.actions.people import add_person
from unknot_app.actions.persons_plan import Wished, make_plan
from unknot_app.records.models import Person
from unknot_app.records.queries import last_drawing_of, people_of

INVENTED = Path(__file__).with_name("invented_person.toml")


def add_invented_person(user: User, now: datetime) -> Person:
    """Add the invented person, with everything up to today's plan; asked for again, they are the same."""
    name = _("Robin (invented)")
    if before := people_of(user).filter(name=name).first():
        return before
    known = tomllib.loads(INVENTED.read_text(encoding="utf-8"))
    with transaction.atomic():
        person = add_person(user, name)
        for earlier in known["earlier"]:
            _paint(person, earlier["strokes"], now - timedelta(days=earlier["days_ago"]))
        _answer(person, known["answers"], known["strokes"], now)
        wished = Wished(**{**known["wishes"], "applicators": tuple(known["wishes"]["applicators"])})
        make_plan(person, wished, now, floor_alone="yes")
        return person


def _paint(person: Person, strokes: list[dict[str, Any]], now: datetime) -> None:
    last = last_drawing_of(person)
    drawing = save_drawing(person, strokes, [], last.revision if last else 0, now)
    confirm_drawing(person, drawing.revision, now)


def _answer(person: Person, answers: dict[str, dict[str, Any]], strokes: list[dict[str, Any]], now: datetime) -> None:
    """Go through the questions: what the data say, and on every list "none of these"."""
    screening = begin_screening(person, now)
    while card := interview_of(screening).next_card():
        if card.id == WHERE:
            _paint(person, strokes, now)
            screening.refresh_from_db()
        else:
            move: Move = "next" if card.id in answers else "none"
            entry = Entry(answers.get(card.id, {}))
            screening, _clearance = answer_card(person, card, entry, move, screening.revision, now)
