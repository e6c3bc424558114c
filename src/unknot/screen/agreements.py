"""What doctors permitted: when, what, and until when it counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from unknot.knowledge import Value
from unknot.screen.answers import Answers
from unknot.screen.data import load_screen_data
from unknot.screen.telling import is_private_answer

# Why a yes counts or does not: `lapsed` was good once, `no_day` cannot be told how old it is, and one of a day
# to come (`later`) was entered by mistake or by a clock that was wrong.
State = Literal["in_force", "lapsed", "no_day", "later"]


class Agreement(Value):
    """A doctor's yes to massage with one condition.

    `allowed` holds what the doctor allowed, options of the question; nothing is allowed that was not named.
    `given_on` and `until` are the first and the last day that it may count on, None when no day was given.
    `is_private` says that the answers which led to the question are masked until the person shows them.
    """

    question: str
    allowed: tuple[str, ...]
    given_on: date | None
    until: date | None
    state: State
    is_private: bool


def agreements_of(answers: Answers) -> tuple[Agreement, ...]:
    """Return every agreement that was answered with yes, whether or not it counts on the day of the answers.

    A no and a "not sure" permit nothing, so they are none.

    Parameters
    ----------
    answers
        All answers, with the day for which they are judged.

    Returns
    -------
    tuple of Agreement
        In the order of the interview.
    """
    found = (_agreement(name, answers) for name in load_screen_data().questions)
    return tuple(agreement for agreement in found if agreement)


def _agreement(name: str, answers: Answers) -> Agreement | None:
    data, answer = load_screen_data(), answers.value(name)
    question = data.questions[name]
    if not isinstance(answer, Mapping) or answer.get("ok") != "yes":
        return None
    day, allowed = answer.get("date"), answer.get("allowed")
    given_on = date.fromisoformat(day) if isinstance(day, str) else None
    until = given_on + timedelta(days=question.expires_days or 0) if given_on else None
    asked_for = data.ask_if[name].questions() if name in data.ask_if else ()
    return Agreement(
        question=name,
        allowed=tuple(allowed) if isinstance(allowed, list | tuple) else (),
        given_on=given_on,
        until=until,
        state=_state(given_on, until, answers.as_of),
        is_private=any(is_private_answer(data.questions[one], answers.value(one)) for one in (name, *asked_for)),
    )


def _state(given_on: date | None, until: date | None, today: date) -> State:
    if given_on is None or until is None:
        return "no_day"
    if given_on > today:
        return "later"
    return "in_force" if today <= until else "lapsed"
