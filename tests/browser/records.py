"""People put among the records of a program that runs, by the same steps that its pages take."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from uuid import UUID

from django.db import connections
from django.db.utils import ConnectionHandler
from django.utils import timezone

from tests.browser.person import AGE, NEW_SPELL
from tests.browser.program import Program
from unknot.screen import load_screen_data
from unknot_app.accounts.models import local_owner
from unknot_app.actions.demo import add_invented_person
from unknot_app.actions.drawing import WHERE, confirm_drawing, save_drawing
from unknot_app.actions.interview import Entry, Move, answer_card, begin_screening, interview_of
from unknot_app.actions.people import add_person
from unknot_app.records.models import Person

LOW_BACK = {"id": "lumbar_lower_paraspinal", "side": "right", "intensity": 5}
Done = TypeVar("Done")


def in_records_of(program: Program, do: Callable[[], Done]) -> Done:
    """Do something with the records of a program, and return what comes of it."""

    def do_there() -> Done:
        there = {"ENGINE": "django.db.backends.sqlite3", "NAME": program.database}
        connections["default"] = ConnectionHandler({"default": there})["default"]
        try:
            return do()
        finally:
            connections["default"].close()

    # A thread has connections of its own, and Django refuses to work in the one in which the browser is waited for.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(do_there).result()


def add_robin() -> None:
    add_invented_person(local_owner(), timezone.now())


def answer_until(until: str) -> UUID:
    """Add somebody who answers as in a new spell of pain, until a card or to the outcome, and return their id."""
    now = timezone.now()
    person = add_person(local_owner(), "Ana")
    screening = begin_screening(person, now)
    while (card := interview_of(screening).next_card()) and card.id != until:
        if card.id == WHERE:
            _paint(person)
            screening.refresh_from_db()
        else:
            values = dict(_value_of(tap) for tap in NEW_SPELL.get(card.id, ()))
            move: Move = "next" if values else "none"
            screening, _ = answer_card(person, card, Entry(values), move, screening.revision, now)
    return person.id


def _paint(person: Person) -> None:
    now = timezone.now()
    drawing = save_drawing(person, [], [LOW_BACK], 0, now)
    confirm_drawing(person, drawing.revision, now)


def _value_of(tap: str) -> tuple[str, object]:
    """Return the question that a tap answers, and its answer."""
    if tap == "age":
        return tap, int(AGE)
    name, option = tap.split("-")
    return name, [option] if load_screen_data().questions[name].type == "multi" else option
