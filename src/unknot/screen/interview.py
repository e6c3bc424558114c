"""The interview: which cards a person sees, what a card asks, and what is written down when it is answered.

A *card* is one screen. On a *question card* each question is asked in full. On a *list card* the person ticks the
*items* that apply and closes the list: only then does every other item become an explicit no. An item opens its own
question, one group of a question's options, and whatever follows from the answer. A list may also be asked *one by
one*: then each of its questions is asked in full, so that "not sure" is never lost.

*Raw answers* are what was entered, by question, as `read_answers` takes them; `SKIPPED` where a person chose not to
say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from unknot.errors import BadInput
from unknot.screen.answers import SKIPPED, Answers, is_none_option, read_answers
from unknot.screen.data import load_screen_data
from unknot.screen.data.cards import Card
from unknot.screen.data.questions import OptionGroup, Question

RawAnswers = Mapping[str, object]


@dataclass(frozen=True)
class Interview:
    """How far an interview has come.

    Attributes
    ----------
    raw
        The answers so far.
    as_of
        The day of screening.
    ticked
        Items of list cards that were ticked; an item whose question is answered counts as ticked without it.
    """

    raw: RawAnswers
    as_of: date
    ticked: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def answers(self) -> Answers:
        """Return the answers as rules read them."""
        return read_answers(self.raw, self.as_of)

    @property
    def cards(self) -> tuple[Card, ...]:
        """Return the cards of the first visit that ask this person something, in order."""
        return tuple(card for card in load_screen_data().cards.values() if not card.when and self.asks(card))

    def asks(self, card: Card) -> bool:
        """Return whether the card asks anything, given the other answers."""
        return any(self.answers.is_shown(question.id) for question in questions_of(card))

    def shown(self, card: Card) -> tuple[Question, ...]:
        """Return the questions of a card that are asked, given all answers."""
        return tuple(question for question in questions_of(card) if self.answers.is_shown(question.id))

    def opening(self, card: Card) -> tuple[Question, ...]:
        """Return the questions that a card opens with: those that do not follow from its own answers."""
        own = {question.id for question in questions_of(card)}
        before = read_answers({name: value for name, value in self.raw.items() if name not in own}, self.as_of)
        return tuple(question for question in questions_of(card) if before.is_shown(question.id))

    def is_done(self, question: Question) -> bool:
        """Return whether a question was answered, or skipped where that is allowed."""
        answer = self.raw.get(question.id)
        return answer is not None and not (question.required and answer == SKIPPED)

    def is_complete(self, card: Card) -> bool:
        """Return whether every question that the card asks was answered, and every ticked item says what it means."""
        return not self.open_in(card)

    def open_in(self, card: Card) -> tuple[Question, ...]:
        """Return the questions of a card that still stand open."""
        empty = self._left_empty(card)
        return tuple(question for question in self.shown(card) if not self.is_done(question) or question.id in empty)

    def next_card(self) -> Card | None:
        """Return the first card that is not complete, or None when the interview is."""
        return next((card for card in self.cards if not self.is_complete(card)), None)

    def next_quick_card(self) -> Card | None:
        """Return the first card that is asked when it is very bad and is not complete."""
        quick = (card for card in self.cards if card.very_bad)
        return next((card for card in quick if not self.is_complete(card)), None)

    def card_before(self, card: Card) -> Card | None:
        """Return the card before this one."""
        cards = self.cards
        place = cards.index(card) if card in cards else len(cards)
        return cards[place - 1] if place else None

    def card_after(self, card: Card) -> Card | None:
        """Return the first card after this one that is not complete, else the first of all that is not."""
        cards = self.cards
        later = cards[cards.index(card) + 1 :] if card in cards else ()
        return next((one for one in later if not self.is_complete(one)), None) or self.next_card()

    def step_of(self, card: Card) -> tuple[int, int]:
        """Return the card's step and how many steps there are."""
        steps = sorted({one.step for one in load_screen_data().cards.values() if not one.when})
        return steps.index(card.step) + 1, len(steps)

    def is_ticked(self, card: Card, item: str) -> bool:
        """Return whether an item of a list stands ticked."""
        return item in self.ticked or any(
            self._says_yes(question, item) for question in self.opening(card) if item in question.items
        )

    def items(self, card: Card) -> tuple[str, ...]:
        """Return the items of a list that are asked."""
        opening = self.opening(card)
        return tuple(item for item in card.items if any(item in question.items for question in opening))

    def _says_yes(self, question: Question, item: str) -> bool:
        """Return whether an answer is the yes of an item, or one of the options that the item holds."""
        value = self.raw.get(question.id)
        if value in (None, SKIPPED) or value == none_answer(question):
            return False
        group = group_of(question, item)
        return group is None or (isinstance(value, list | tuple) and bool(set(value) & set(group.options)))

    def _left_empty(self, card: Card) -> set[str]:
        """Return the questions of which a ticked item holds options and none of them is chosen."""
        return {
            question.id
            for question in self.shown(card)
            for group in question.option_groups
            if group.item in self.ticked and not self._says_yes(question, group.item)
        }


def questions_of(card: Card) -> tuple[Question, ...]:
    """Return all questions of a card, in order."""
    return tuple(question for question in load_screen_data().questions.values() if question.card == card.id)


def group_of(question: Question, item: str) -> OptionGroup | None:
    """Return the group of a question's options that an item opens."""
    return next((group for group in question.option_groups if group.item == item), None)


def none_answer(question: Question) -> object:
    """Return the answer that "none of these" gives to a question, or None if it has none."""
    if question.type == "yes_no":
        return "no"
    if question.type == "choice":
        return question.none_value or None
    if question.type == "multi":
        none = (option for option in question.options if option == question.none_value or is_none_option(option))
        return next(([option] for option in none), None)
    return None


def stands_alone(question: Question) -> bool:
    """Return whether a question for several answers has one that excludes the others, such as "nothing clear"."""
    return question.type == "multi" and bool(question.none_value)


def still_readable(raw: RawAnswers, as_of: date) -> dict[str, object]:
    """Return the answers that today's facts can read; one to a question or option that is gone is asked anew."""
    return {name: value for name, value in raw.items() if _is_readable(name, value, as_of)}


def _is_readable(name: str, value: object, as_of: date) -> bool:
    try:
        read_answers({name: value}, as_of)
    except BadInput:
        return False
    return True


def without_those_of_today(raw: RawAnswers) -> dict[str, object]:
    """Return the answers without those of cards that ask how it is now, such as danger signs."""
    data = load_screen_data()
    return {name: value for name, value in raw.items() if not data.cards[data.questions[name].card].of_today}


def close_list(interview: Interview, card: Card, ticked: Collection[str] = ()) -> dict[str, object]:
    """Return the raw answers after a list was closed: an explicit no for every item that is not ticked.

    Parameters
    ----------
    interview
        The answers so far, those of this list included.
    card
        The list.
    ticked
        The items that apply; none of them for "none of these".
    """
    raw = dict(interview.raw)
    for question in interview.opening(card):
        none = none_answer(question)
        if none is not None and not any(item in ticked for item in question.items):
            raw[question.id] = none
    return raw


def skip_open(interview: Interview, card: Card, seen: Collection[str]) -> dict[str, object]:
    """Return the raw answers after a person went past what a card lets them skip.

    Parameters
    ----------
    interview, card
        The answers so far, and the card that is left.
    seen
        The questions that stood before the person; nobody skips what was never asked.
    """
    skipped = (question.id for question in interview.open_in(card) if not question.required and question.id in seen)
    return {**interview.raw, **dict.fromkeys(skipped, SKIPPED)}


def without_hidden(interview: Interview, card: Card) -> dict[str, object]:
    """Return the raw answers without those of the card's questions that are no longer asked.

    A follow-up that lost its reason must not come back with its old answer: it could reassure about a new sign.
    """
    hidden = {question.id for question in questions_of(card)} - {question.id for question in interview.shown(card)}
    raw = {name: value for name, value in interview.raw.items() if name not in hidden}
    # What is left out may hide more.
    return raw if len(raw) == len(interview.raw) else without_hidden(Interview(raw, interview.as_of), card)
