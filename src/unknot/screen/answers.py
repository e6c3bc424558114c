"""The answers to the screening, checked one by one, and what conditions may ask of them.

Not known has two words: `unsure` (the person said so) and null, absent or "skipped" (not answered).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from unknot.errors import BadInput, nearest
from unknot.knowledge import UNSURE, YES_NO_UNSURE
from unknot.screen.data import ScreenData, load_screen_data
from unknot.screen.data.questions import Question

# A person may leave out a card that may be skipped; that is stored, and read as not answered.
SKIPPED = "skipped"

Answer = str | int | tuple[str, ...] | Mapping[str, object]


@dataclass(frozen=True)
class Answers:
    """All answers given, on the day of screening. It answers what conditions ask (`expressions.Facts`)."""

    given: Mapping[str, Answer]
    as_of: date
    _shown: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _data(self) -> ScreenData:
        return load_screen_data()

    def is_shown(self, question: str) -> bool:
        """Return whether a question is asked, given the other answers."""
        if question not in self._shown:
            expression = self._data.ask_if.get(question)
            self._shown[question] = expression is None or expression.holds(self)
        return self._shown[question]

    def value(self, question: str) -> Answer | None:
        """Return the answer, or None when the question is not shown or not answered."""
        answer = self.given.get(question)
        return answer if answer is not None and self.is_shown(question) else None

    def is_yes(self, question: str) -> bool:
        """Return whether a yes_no answer counts as yes, or a doctor's agreement counts on the day of screening."""
        answer = self.value(question)
        if isinstance(answer, Mapping):
            return self._agreement_counts(question, answer)
        if answer == UNSURE:
            return self._data.questions[question].unsure_counts_as == "yes"
        return answer == "yes"

    def includes(self, question: str, option: str) -> bool:
        """Return whether a choice is the option, or a multi answer or a counting agreement includes it."""
        answer = self.value(question)
        if isinstance(answer, Mapping):
            return self.is_yes(question) and option in _names(answer.get("allowed"))
        if isinstance(answer, tuple):
            return option in answer
        counts_as = self._data.questions[question].unsure_counts_as if answer == UNSURE else None
        return option in (answer, counts_as) and answer is not None

    def open_questions(self) -> tuple[str, ...]:
        """Return the required questions that are shown and not answered, in the order of the interview."""
        return tuple(
            question.id
            for question in self._data.questions.values()
            if question.required and self.is_shown(question.id) and self.given.get(question.id) is None
        )

    def with_open_assurances(self) -> Answers:
        """Return the answers with each open reassuring question read as yes, to see what rests on its absence."""
        return self._assured(self._data.questions[name] for name in self.open_questions())

    def with_later_assurances(self) -> Answers:
        """Return the answers with each reassuring question that is asked after the interview read as yes."""
        later = (question for question in self._data.questions.values() if self._data.cards[question.card].when)
        return self._assured(
            question for question in later if self.is_shown(question.id) and self.given.get(question.id) is None
        )

    def _assured(self, open_questions: Iterable[Question]) -> Answers:
        assuring = (question for question in open_questions if question.reassuring and question.type == "yes_no")
        assured = {question.id: "yes" for question in assuring}
        return Answers({**self.given, **assured}, self.as_of) if assured else self

    def _agreement_counts(self, question: str, answer: Mapping[str, object]) -> bool:
        agreed_on = answer.get("date")
        if answer.get("ok") != "yes" or not isinstance(agreed_on, str):
            return False
        age_days = (self.as_of - date.fromisoformat(agreed_on)).days
        return 0 <= age_days <= (self._data.questions[question].expires_days or 0)


def _names(value: object) -> Iterable[str]:
    return value if isinstance(value, list | tuple) else ()


def read_answers(raw: object, as_of: date, where: str = "answers") -> Answers:
    """Read screening answers from parsed JSON.

    Raises
    ------
    BadInput
        If a question does not exist (the nearest are named), or an answer has the wrong type or is no option.
    """
    if not isinstance(raw, Mapping):
        raise BadInput(f"{where}: expected an object of question ids and answers, got {raw!r:.60}")
    questions = load_screen_data().questions
    given: dict[str, Answer] = {}
    for name, value in raw.items():
        if name not in questions:
            raise BadInput(f"{where}: unknown question {name!r}{nearest(name, questions)}")
        if value is not None and value != SKIPPED:
            given[name] = _read_answer(questions[name], value, f"{where}.{name}")
    return Answers(given, as_of)


def _read_answer(question: Question, value: object, where: str) -> Answer:
    match question.type:
        case "yes_no":
            return _one_of(value, YES_NO_UNSURE, where)
        case "choice":
            return _one_of(value, question.answers, where)
        case "multi":
            return _several_of(value, load_screen_data().forms[question.id].options, where)
        case "integer":
            return _whole_number(value, question.min or 0, question.max or 0, where)
        case "scale_0_10":
            return _whole_number(value, 0, 10, where)
        case "clearance":
            return _agreement(value, question.allowed_options, where)


def _one_of(value: object, options: tuple[str, ...], where: str) -> str:
    if isinstance(value, str) and value in options:
        return value
    hint = nearest(value, options) if isinstance(value, str) else ""
    raise BadInput(f"{where}: expected one of {', '.join(options)}, got {value!r:.60}{hint}")


def is_none_option(option: str) -> bool:
    """Return whether an option of a question with several answers says that none of the others holds."""
    return option == "none" or option.startswith("none_")


def _several_of(value: object, options: tuple[str, ...], where: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise BadInput(f"{where}: expected a list of options, got {value!r:.60}")
    chosen = tuple(_one_of(item, options, where) for item in value)
    if not chosen:
        raise BadInput(f"{where}: the list is empty; expected at least one option, or null for not answered")
    none_options = [item for item in chosen if is_none_option(item)]
    if none_options and len(set(chosen)) > 1:
        raise BadInput(f"{where}: {none_options[0]!r} contradicts the other options {sorted(set(chosen))}")
    return tuple(dict.fromkeys(chosen))


def _whole_number(value: object, lowest: int, highest: int, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise BadInput(f"{where}: expected a whole number from {lowest} to {highest}, got {value!r:.60}")
    return value


def _agreement(value: object, allowed: tuple[str, ...], where: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or set(value) - {"ok", "date", "allowed"}:
        raise BadInput(f"{where}: expected an object with ok, date and allowed, got {value!r:.60}")
    _one_of(value.get("ok"), YES_NO_UNSURE, f"{where}.ok")
    if value.get("allowed") is not None:
        for item in _several_of(value["allowed"], allowed, f"{where}.allowed"):
            _one_of(item, allowed, f"{where}.allowed")
    agreed_on = value.get("date")
    if agreed_on is not None:
        read_day(agreed_on, f"{where}.date")
    return value


def read_day(value: object, where: str) -> date:
    """Read a day, such as "2026-05-12".

    Raises
    ------
    BadInput
        If it is not a day.
    """
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadInput(f"{where}: expected a date such as 2026-05-12, got {value!r:.60}") from None
