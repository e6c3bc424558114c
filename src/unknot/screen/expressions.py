"""The expression language of rules: when a rule fires, when a question is shown.

An expression is ``{ all = [...] }``, ``{ any = [...] }``, ``{ not = ... }`` or a condition in a string:

- ``"id"``: a yes_no question answered yes (or unsure, where the question counts that as yes); a clearance that counts
- ``"id = value"``, ``"id != value"``: a choice question
- ``"id has value"``: a multi question includes the value; a clearance that counts allows it
- ``"id in a,b,c"``: the choice is one of these, or the multi answer includes at least one
- ``"id < 18"``, ``<=``, ``>``, ``>=``: integer and scale questions

A condition on a question that is not shown or not answered is false, so ``not`` of it is true; that is why no plan
may be made while a required, shown question stands open.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from unknot.errors import nearest
from unknot.knowledge import Reader


class Facts(Protocol):
    """What a condition may ask about one question."""

    def value(self, question: str) -> object:
        """Return the answer, or None when the question is not shown or not answered."""

    def is_yes(self, question: str) -> bool:
        """Return whether a yes_no answer counts as yes, or a clearance counts."""

    def includes(self, question: str, option: str) -> bool:
        """Return whether a choice is the option, or a multi answer or a counting clearance includes it."""


class Expression(Protocol):
    """Something that is true or false of the answers."""

    def holds(self, facts: Facts) -> bool:
        """Return whether the expression is true."""

    def questions(self) -> Iterable[str]:
        """Return the questions that it asks about."""

    def behind(self, facts: Facts) -> Iterable[str]:
        """Return the questions of which the answers make it true; only asked of what is true."""


@dataclass(frozen=True)
class _Joined:
    parts: tuple[Expression, ...]

    def questions(self) -> Iterable[str]:
        """Return the questions of all parts."""
        return (question for part in self.parts for question in part.questions())


@dataclass(frozen=True)
class All(_Joined):
    """True when every part is."""

    def holds(self, facts: Facts) -> bool:
        """Return whether every part is true."""
        return all(part.holds(facts) for part in self.parts)

    def behind(self, facts: Facts) -> Iterable[str]:
        """Return what stands behind every part."""
        return (question for part in self.parts for question in part.behind(facts))


@dataclass(frozen=True)
class Any(_Joined):
    """True when at least one part is."""

    def holds(self, facts: Facts) -> bool:
        """Return whether any part is true."""
        return any(part.holds(facts) for part in self.parts)

    def behind(self, facts: Facts) -> Iterable[str]:
        """Return what stands behind the parts that are true."""
        return (question for part in self.parts if part.holds(facts) for question in part.behind(facts))


@dataclass(frozen=True)
class Not:
    """True when its part is not."""

    part: Expression

    def holds(self, facts: Facts) -> bool:
        """Return whether the part is false."""
        return not self.part.holds(facts)

    def questions(self) -> Iterable[str]:
        """Return the questions of the part."""
        return self.part.questions()

    def behind(self, facts: Facts) -> Iterable[str]:
        """Return the questions of the part: any of them could make this false."""
        return self.part.questions()


@dataclass(frozen=True)
class _Condition:
    question: str

    def questions(self) -> Iterable[str]:
        """Return the question."""
        return (self.question,)

    def behind(self, facts: Facts) -> Iterable[str]:
        """Return the question."""
        return (self.question,)


@dataclass(frozen=True)
class Yes(_Condition):
    """True when a yes_no answer counts as yes, or a clearance counts."""

    def holds(self, facts: Facts) -> bool:
        """Return whether the answer counts as yes."""
        return facts.is_yes(self.question)


@dataclass(frozen=True)
class OneOf(_Condition):
    """True when the answer is, or includes, at least one of the options."""

    options: tuple[str, ...]

    def holds(self, facts: Facts) -> bool:
        """Return whether any option is answered."""
        return any(facts.includes(self.question, option) for option in self.options)


@dataclass(frozen=True)
class Different(_Condition):
    """True when a choice is answered, and not with this option."""

    option: str

    def holds(self, facts: Facts) -> bool:
        """Return whether something else is answered."""
        return facts.value(self.question) is not None and not facts.includes(self.question, self.option)


@dataclass(frozen=True)
class Compared(_Condition):
    """True when a number is answered and lies on the right side of a bound."""

    symbol: str
    bound: float

    def holds(self, facts: Facts) -> bool:
        """Return whether the comparison is true."""
        value = facts.value(self.question)
        return isinstance(value, int | float) and _COMPARISONS[self.symbol](value, self.bound)


_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class QuestionForm:
    """What an expression may say about a question: its type and its options."""

    type: str
    options: tuple[str, ...]


def parse(raw: object, forms: Mapping[str, QuestionForm]) -> Expression:
    """Return the expression that a data file writes.

    Raises
    ------
    ValueError
        If it is not an expression, or names a question, option or operator that does not exist or does not suit
        the type of the question.
    """
    if isinstance(raw, str):
        return _parse_condition(raw, forms)
    if isinstance(raw, dict) and len(raw) == 1:
        (word, inner), *_ = raw.items()
        if word in ("all", "any") and isinstance(inner, list) and inner:
            parts = tuple(parse(part, forms) for part in inner)
            return All(parts) if word == "all" else Any(parts)
        if word == "not":
            return Not(parse(inner, forms))
    raise ValueError(f"not an expression: {raw!r:.80}; expected a condition, or one of all, any, not")


def read_expressions(
    reader: Reader, file: str, entries: Mapping[str, object], field: str, forms: Mapping[str, QuestionForm]
) -> dict[str, Expression]:
    """Return the expressions that stand in a field of entries, by entry; what is none becomes a fault of the reader.

    Parameters
    ----------
    reader, file
        Who read the entries, and where; for the faults.
    entries, field
        The entries by name, and their field; one that is None holds nothing.
    forms
        What may be said about each question.
    """
    expressions = {}
    for name, entry in entries.items():
        if getattr(entry, field) is None:
            continue
        try:
            expressions[name] = parse(getattr(entry, field), forms)
        except ValueError as error:
            reader.fault(file, name, f"{field}: {error}")
    return expressions


def _parse_condition(text: str, forms: Mapping[str, QuestionForm]) -> Expression:
    words = text.split(" ")
    question = words[0]
    if question not in forms:
        raise ValueError(f"unknown question {question!r} in {text!r}{nearest(question, forms)}")
    form = forms[question]
    if len(words) == 1:
        _require(form.type in ("yes_no", "clearance"), text, "a yes_no or clearance question stands alone")
        return Yes(question)
    _require(len(words) == 3, text, "expected: question operator value")
    symbol, value = words[1], words[2]
    if symbol in _COMPARISONS:
        _require(form.type in ("integer", "scale_0_10"), text, "only numbers are compared")
        _require(value.isdigit(), text, f"{value!r} is not a number")
        return Compared(question, symbol, int(value))
    allowed_types = {"=": ("choice",), "!=": ("choice",), "has": ("multi", "clearance"), "in": ("choice", "multi")}
    if symbol not in allowed_types:
        raise ValueError(f"unknown operator {symbol!r} in {text!r}")
    _require(form.type in allowed_types[symbol], text, f"{symbol!r} does not suit a {form.type} question")
    options = tuple(value.split(",")) if symbol == "in" else (value,)
    for option in options:
        _require(option in form.options, text, f"unknown option {option!r}{nearest(option, form.options)}")
    # An unanswered choice is neither equal nor different: a condition on it is false.
    return Different(question, value) if symbol == "!=" else OneOf(question, options)


def _require(condition: bool, text: str, message: str) -> None:
    if not condition:
        raise ValueError(f"{message} in {text!r}")
