"""An invented person to look around with: eight weeks of answers, drawings and sessions, and a plan of today.

They go the same way as everybody: card by card, stroke by stroke, session by session. Their name says that they are
invented.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from unknot.measure import load_measure_data
from unknot.treat import Feelings, SessionRecord
from unknot_app.accounts.models import User
from unknot_app.actions.consenting import acknowledge
from unknot_app.actions.drawing import WHERE, confirm_drawing, save_drawing, strokes_to_paint_on
from unknot_app.actions.following_up import due_check_of, say_reaction
from unknot_app.actions.interview import Entry, Move, answer_card, begin_screening, interview_of
from unknot_app.actions.measuring import Entered, save_pain, save_weekly, weekly_set_of
from unknot_app.actions.people import add_person
from unknot_app.actions.persons_plan import Wished, make_plan
from unknot_app.actions.pictures.picture import Picture
from unknot_app.actions.pictures.spots import picture_of_candidate
from unknot_app.actions.rechecking import renew
from unknot_app.actions.standing import standing_of
from unknot_app.actions.treating import begin_treatment, save_treatment, say_after
from unknot_app.records.models import PainDrawing, Person
from unknot_app.records.queries import last_drawing_of, last_screening_of, people_of

INVENTED = Path(__file__).with_name("invented_person.toml")
# In days: what is asked a day after a session is asked a day after its end.
A_LITTLE_LATER = 0.1
# The spot that fits best to what they paint today.
INVENTED_SPOT, INVENTED_SIDE = "gluteus_medius.trp1", "right"
Known = dict[str, Any]
Strokes = list[dict[str, Any]]


@cache
def invented_picture() -> Picture:
    """Return what the invented person painted, with a spot that fits; nothing of it is stored."""
    drawing = PainDrawing(person=Person(), strokes=_read_invented()["strokes"])
    return picture_of_candidate(drawing, INVENTED_SPOT, INVENTED_SIDE)


def add_invented_person(user: User, now: datetime) -> Person:
    """Add the invented person, with everything up to today's plan; asked for again, they are the same."""
    name = _("Robin (invented)")
    if before := people_of(user).filter(name=name).first():
        return before
    known = _read_invented()
    with transaction.atomic():
        person = add_person(user, name)
        _live_through(person, known, now)
        _answer(person, known["answers"], known["strokes"], now)
        make_plan(person, _wished(known), now, floor_alone="yes")
        return person


def _read_invented() -> Known:
    return tomllib.loads(INVENTED.read_text(encoding="utf-8"))


def _live_through(person: Person, known: Known, now: datetime) -> None:
    """Add what happened before today, in the order in which it happened."""
    first, *later = known["earlier"]
    wished, first_answers = _wished(known), {**known["answers"], **known["answers_at_first"]}
    happened: list[tuple[float, Callable[[datetime], object]]] = [
        (first["days_ago"], partial(_answer, person, first_answers, first["strokes"]))
    ]
    happened += [(one["days_ago"], partial(_paint, person, one["strokes"])) for one in later]
    for week in known["week"]:
        happened.append((week["days_ago"], partial(_answer_week, person, week)))
        for after, *ratings in week["pains"][1:]:
            happened.append((week["days_ago"] - after, partial(_enter_pain, person, ratings)))
    for session in known["session"]:
        happened.append((session["days_ago"], partial(_treat, person, session, wished, first_answers)))
        for days, sore in enumerate(session["sore"], 1):
            happened.append((session["days_ago"] - days - A_LITTLE_LATER, partial(_follow_up, person, sore)))
    for days_ago, happen in sorted(happened, key=lambda one: -one[0]):
        happen(now - timedelta(days=days_ago))


def _wished(known: Known) -> Wished:
    return Wished(**{**known["wishes"], "applicators": tuple(known["wishes"]["applicators"])})


def _paint(person: Person, strokes: Strokes, now: datetime) -> None:
    last = last_drawing_of(person)
    drawing = save_drawing(person, strokes, [], last.revision if last else 0, now)
    confirm_drawing(person, drawing.revision, now)


def _answer(person: Person, answers: Mapping[str, Any], strokes: Strokes | None, now: datetime) -> None:
    """Go through the questions: what the data say, and on every list "none of these"; without strokes as painted."""
    screening = begin_screening(person, now)
    while card := interview_of(screening).next_card():
        if card.id == WHERE:
            _paint(person, strokes or strokes_to_paint_on(last_drawing_of(person)), now)
            screening.refresh_from_db()
        else:
            move: Move = "next" if card.id in answers else "none"
            entry = Entry(answers.get(card.id, {}))
            screening, _clearance = answer_card(person, card, entry, move, screening.revision, now)


def _answer_week(person: Person, week: Known, now: datetime) -> None:
    sentences = [item.id for item in load_measure_data().instruments["rmdq24"].item]
    told: dict[str, Known] = {"pain_nrs": {"answers": week["pains"][0][1:]}}
    if "ticked" in week:
        told["rmdq24"] = {"mode": "tick", "ticked": [sentences[number - 1] for number in week["ticked"]]}
    named = {"pgic": "impression", "wellbeing_nrs": "wellbeing", "stress_nrs": "stress"}
    told.update({name: {"answers": [week[key]]} for name, key in named.items() if key in week})
    for instrument in weekly_set_of(person, now).instruments:
        if instrument in told:
            save_weekly(person, instrument, Entered(told[instrument], {}), "finish", 0, now)


def _enter_pain(person: Person, ratings: Sequence[int], now: datetime) -> None:
    save_pain(person, Entered({"answers": list(ratings)}, {}), "finish", 0, now)


def _treat(person: Person, session: Known, wished: Wished, answers: Mapping[str, Any], now: datetime) -> None:
    """Renew the answers, make the plan of the day, and go through it to its end."""
    screening = last_screening_of(person)
    assert screening is not None
    if renew(person, (), screening.revision, now).finished_at is None:
        _answer(person, answers, None, now)
    make_plan(person, wished, now, floor_alone="yes")
    if not standing_of(person, now).consent.is_in_force:
        acknowledge(person, now)
    treatment = begin_treatment(person, _feelings(session["before"]), now)
    planned = SessionRecord.model_validate(treatment.record).planned
    done = [{"step": one.step, "state": "done", "held_s": one.hold_s * one.reps} for one in planned]
    over = now + timedelta(seconds=sum(one.duration_s for one in planned))
    save_treatment(person, treatment.id, {"done": done, "ended": "done"}, treatment.revision, over)
    say_after(person, treatment.id, _feelings(session["after"]))


def _follow_up(person: Person, soreness: int, now: datetime) -> None:
    due = due_check_of(person, now)
    if due:  # nothing is asked after a session without pressing
        say_reaction(person, due.treatment.id, due.after_h, soreness, (), (), now)


def _feelings(numbers: Sequence[int]) -> Feelings:
    pain, tension, stress = numbers
    return Feelings(pain=pain, tension=tension, stress=stress)
