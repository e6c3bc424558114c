"""The questions of the screening, and answers to them that cannot both be right."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from unknot.knowledge import UNSURE, Entry, Names, Reader, Value
from unknot.screen.data.cards import Card
from unknot.screen.expressions import QuestionForm

QUESTIONS, CONTRADICTIONS = "questions.toml", "contradictions.toml"

QuestionType = Literal["yes_no", "choice", "multi", "integer", "scale_0_10", "clearance"]

# In place of options: the places of the body, which have their own names.
PLACES = ("@regions",)


class OptionGroup(Value):
    """The options of a question that one list item opens."""

    item: str
    text: str
    options: Names
    sensitive: bool = False


class Question(Entry):
    """One question of the screening."""

    id: str
    group: str
    card: str
    item: str = ""
    type: QuestionType
    options: Names = ()
    option_groups: tuple[OptionGroup, ...] = ()
    allowed_options: Names = ()
    order: Names = ()
    expires_days: int | None = None
    min: int | None = None
    max: int | None = None
    none_value: str = ""
    # How rules read "unsure": yes or no; of a choice, the option.
    unsure_counts_as: str | None = None
    unsure_reason: str = ""
    required: bool
    reassuring: bool = False
    sensitive: bool = False
    # A yes, or not sure, shows at once where to find help.
    opens_help: bool = False
    ask_if: Any = None
    text: str
    why: str = ""

    @property
    def items(self) -> Names:
        """Return the items of its card that open it or, each, a group of its options."""
        return (self.item,) if self.item else tuple(group.item for group in self.option_groups)

    @property
    def answers(self) -> Names:
        """Return the options, with "unsure" where a choice takes it beside its own."""
        is_added = self.type == "choice" and self.unsure_counts_as is not None
        return (*self.options, UNSURE) if is_added else self.options

    @property
    def worded_options(self) -> Names:
        """Return the options that need words; places have names of their own."""
        return () if self.options == PLACES else self.allowed_options or self.answers

    def form(self, places: Collection[str]) -> QuestionForm:
        """Return what a condition may ask about it."""
        options = self.allowed_options if self.type == "clearance" else self.answers
        return QuestionForm(self.type, tuple(places) if options == PLACES else options)


class Contradiction(Entry):
    """Two answers, or two options of one, that cannot both be right."""

    id: str
    one: str
    other: str
    when: Any
    text: str
    why: str

    @property
    def questions(self) -> tuple[str, ...]:
        """Return the questions, each once."""
        return tuple(dict.fromkeys((self.one, self.other)))


def read_questions(reader: Reader, cards: dict[str, Card]) -> dict[str, Question]:
    """Read the questions; each stands on a card, and can be reached there."""
    questions = reader.entries(QUESTIONS, "question", Question)
    for question in questions.values():
        reader.resolve(QUESTIONS, question.id, "card", [question.card], cards)
        if question.card in cards:
            _check_place(reader, question, cards[question.card])
        _check_options(reader, question)
    reader.resolve_sources(QUESTIONS, questions.items())
    return questions


def _check_place(reader: Reader, question: Question, card: Card) -> None:
    reader.resolve(QUESTIONS, question.id, "item of its card", question.items, card.items)
    if card.kind == "list" and not question.ask_if and not question.items:
        reader.fault(QUESTIONS, question.id, "stands on a list and no item opens it")


def _check_options(reader: Reader, question: Question) -> None:
    reader.resolve(QUESTIONS, question.id, "option in order", question.order, question.options)
    if question.none_value:
        reader.resolve(QUESTIONS, question.id, "none_value", [question.none_value], question.options)
    if question.unsure_counts_as not in _unsure_may_count_as(question):
        reader.fault(QUESTIONS, question.id, f"unsure cannot count as {question.unsure_counts_as!r}")


def _unsure_may_count_as(question: Question) -> tuple[str | None, ...]:
    """Return how "unsure" may be read: a yes_no question has to say it, a choice without an own "unsure" may."""
    match question.type:
        case "yes_no":
            return "yes", "no"
        case "clearance":
            return None, "no"
        case "choice" if UNSURE not in question.options:
            return None, *question.options
        case _:
            return (None,)


def read_contradictions(reader: Reader, questions: dict[str, Question]) -> dict[str, Contradiction]:
    """Read the contradictions between answers to these questions."""
    contradictions = reader.entries(CONTRADICTIONS, "contradiction", Contradiction)
    for name, one in contradictions.items():
        reader.resolve(CONTRADICTIONS, name, "question", one.questions, questions)
    reader.resolve_sources(CONTRADICTIONS, contradictions.items())
    return contradictions
