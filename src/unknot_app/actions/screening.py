"""Screening somebody's answers."""

from __future__ import annotations

from datetime import date

from unknot.errors import BadInput
from unknot.screen import Clearance, read_answers, screen
from unknot.screen.contradictions import contradictions_in
from unknot_app.actions.reading import read_as_of, read_fields


def screen_answers(raw: object, today: date) -> Clearance:
    """Return the clearance for `{"answers": {...}, "as_of": "2026-11-22"}`."""
    fields = read_fields(raw, ("answers", "as_of", "case"))
    if "answers" not in fields:
        raise BadInput("answers: is missing; expected an object of question ids and answers")
    answers = read_answers(fields["answers"], read_as_of(fields.get("as_of"), today))
    for one in contradictions_in(answers):
        said = " and ".join(f"answers.{name} says {answers.value(name)!r}" for name in one.questions)
        raise BadInput(f"{said}. Which is right?")
    return screen(answers)
