"""The condition of a rule in plain words, made from its expression with the questions' own words."""

from __future__ import annotations

from dataclasses import dataclass

from unknot.knowledge import UNSURE
from unknot.screen import load_screen_data
from unknot.screen.data.questions import Question
from unknot.screen.expressions import All, Any, Compared, Different, Expression, Not, OneOf, Yes
from unknot_app.actions.sentences import Sentence

# By whether it must be so: what is said of several parts, and of an answer.
_ALL = {True: "All of these:", False: "Not all of these:"}
_ANY = {True: "At least one of these:", False: "None of these:"}
_ONE_ANSWER = {True: "answered: %(answers)s", False: "not answered: %(answers)s"}
_ANSWERS = {True: "answered with one of: %(answers)s", False: "answered with none of: %(answers)s"}
_OTHER_ANSWER = {True: "answered, but not: %(answers)s", False: "not answered, or: %(answers)s"}
_AGREED = {
    True: "a doctor's yes, at most %(days)s days old",
    False: "no doctor's yes, or one older than %(days)s days",
}
_AGREED_TO = {
    True: "a doctor's yes, at most %(days)s days old, that allows: %(answers)s",
    False: "no doctor's yes of the last %(days)s days that allows: %(answers)s",
}
_COMPARED = {
    "<": {True: "less than %(bound)s", False: "not less than %(bound)s, or not answered"},
    "<=": {True: "at most %(bound)s", False: "not at most %(bound)s, or not answered"},
    ">": {True: "more than %(bound)s", False: "not more than %(bound)s, or not answered"},
    ">=": {True: "at least %(bound)s", False: "not at least %(bound)s, or not answered"},
}


@dataclass(frozen=True)
class Asked:
    """A question, and which answers to it are meant."""

    question: str
    answered: Sentence


@dataclass(frozen=True)
class Together:
    """Several conditions, and how many of them have to hold."""

    how_many: str
    parts: tuple[Condition, ...]


Condition = Asked | Together


def condition_in_words(expression: Expression) -> Condition:
    return _in_words(expression, is_so=True)


def _in_words(expression: Expression, *, is_so: bool) -> Condition:
    match expression:
        case Not(part):
            return _in_words(part, is_so=not is_so)
        case All(parts) | Any(parts) if len(parts) == 1:
            return _in_words(parts[0], is_so=is_so)
        case All(parts):
            return Together(_ALL[is_so], tuple(_in_words(part, is_so=True) for part in parts))
        case Any(parts):
            return Together(_ANY[is_so], tuple(_in_words(part, is_so=True) for part in parts))
        case Yes(name) | OneOf(name) | Different(name) | Compared(name):
            question = load_screen_data().questions[name]
            return Asked(question.text, _answered(expression, question, is_so=is_so))
    raise TypeError(f"no words for {type(expression).__name__}")


def _answered(expression: Expression, question: Question, *, is_so: bool) -> Sentence:
    days = question.expires_days
    match expression:
        case Yes() if question.type == "clearance":
            return Sentence(_AGREED[is_so], {"days": days})
        case Yes():
            answers = ("Yes", "Not sure") if question.unsure_counts_as == "yes" else ("Yes",)
            return _one_of(answers, is_so=is_so)
        case OneOf(_, options) if question.type == "clearance":
            return Sentence(_AGREED_TO[is_so], {"days": days, "answers": _words(question, options)})
        case OneOf(_, options):
            return _one_of(_words(question, _with_unsure(question, options)), is_so=is_so)
        case Different(_, option):
            return Sentence(_OTHER_ANSWER[is_so], {"answers": _words(question, _with_unsure(question, (option,)))})
        case Compared(_, symbol, bound):
            return Sentence(_COMPARED[symbol][is_so], {"bound": bound})
    raise TypeError(f"no words for {type(expression).__name__}")


def _with_unsure(question: Question, options: tuple[str, ...]) -> tuple[str, ...]:
    """Return options with "not sure" where the rules read it as one of them."""
    is_read_so = question.type == "choice" and question.unsure_counts_as in options and UNSURE not in options
    return (*options, UNSURE) if is_read_so else options


def _one_of(answers: tuple[str, ...], *, is_so: bool) -> Sentence:
    return Sentence((_ONE_ANSWER if len(answers) == 1 else _ANSWERS)[is_so], {"answers": answers})


def _words(question: Question, options: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(load_screen_data().option_text(question.id, option) for option in options)
