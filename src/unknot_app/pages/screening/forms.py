"""A card as a form: what it shows, and what came back from it.

The form is written from the data, so it takes the raw values as `read_answers` reads them; a value that no question
takes is refused there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from unknot.body import load_atlas
from unknot.screen import SKIPPED, load_screen_data
from unknot.screen.data.cards import Card
from unknot.screen.data.questions import PLACES, OptionGroup, Question
from unknot.screen.interview import Interview, group_of, none_answer, questions_of, stands_alone
from unknot_app.actions.interview import Entry


@dataclass(frozen=True)
class Choice:
    """One radio button or tick box."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """A question as it stands on the page."""

    question: Question
    choices: tuple[Choice, ...] = ()
    parts: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
    value: object = None
    agreed_on: str = ""
    allowed: tuple[Choice, ...] = ()
    text: str = ""
    is_open: bool = False
    # Tells two parts of one question apart, which two items of a list opened.
    part: str = ""

    @property
    def id(self) -> str:
        return self.question.id

    @property
    def place(self) -> str:
        """Return the id of its element on the page."""
        return f"q-{self.id}-{self.part}" if self.part else f"q-{self.id}"

    @property
    def is_one_of(self) -> bool:
        return self.question.type in ("yes_no", "choice")

    @property
    def kind(self) -> str:
        """Return the kind of field that its choices are."""
        return "radio" if self.is_one_of else "checkbox"


@dataclass(frozen=True)
class Item:
    """An item of a list, with what it opens when it is ticked."""

    id: str
    gist: str
    text: str
    is_ticked: bool
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class CardForm:
    """A card as it stands on the page."""

    card: Card
    items: tuple[Item, ...]
    asked: tuple[Asked, ...]
    # Statements that one answer covers together, such as bladder and bowel.
    together: tuple[str, ...]
    moves_on: bool
    # The one answer that excludes the others, such as "nothing clear": a button of its own.
    alone: Choice | None

    @property
    def open(self) -> tuple[Asked, ...]:
        return tuple(
            one for one in (*(asked for item in self.items for asked in item.asked), *self.asked) if one.is_open
        )


def form_of(
    interview: Interview,
    card: Card,
    *,
    one_by_one: bool,
    tell_open: bool = False,
    refused: Mapping[str, str] | None = None,
) -> CardForm:
    """Return a card as it stands on the page.

    `tell_open` marks what still has to be answered; `refused` holds what was entered and is no answer, by question.
    """
    open_ids = {question.id for question in interview.open_in(card)} if tell_open else set()
    refused = refused or {}
    open_ids |= set(refused)
    shown = interview.shown(card)
    is_list = card.kind == "list" and not one_by_one
    together = _together(interview, card) if not one_by_one else ()
    items = tuple(_item(interview, card, item, shown, open_ids) for item in interview.items(card)) if is_list else ()
    in_items = {asked.id for item in items for asked in item.asked}
    opening = interview.opening(card)
    asked = tuple(
        replace(_asked(question, interview, open_ids), **_entered(question, refused))
        for question in shown
        if not together and question.id not in in_items and not (is_list and question in opening)
    )
    return CardForm(
        card=card,
        items=items,
        asked=asked,
        together=together,
        moves_on=not is_list and _moves_on(card, asked),
        alone=_alone(asked),
    )


def _moves_on(card: Card, asked: tuple[Asked, ...]) -> bool:
    """Return whether a card goes on by itself once a choice has answered all of it."""
    if card.kind == "screen":
        return all(one.is_one_of or one.question.type == "integer" for one in asked)
    return len(asked) == 1 and asked[0].is_one_of


def _alone(asked: tuple[Asked, ...]) -> Choice | None:
    if len(asked) != 1 or not stands_alone(asked[0].question):
        return None
    question, value = asked[0].question, asked[0].value
    text = load_screen_data().option_text(question.id, question.none_value)
    return Choice(question.none_value, text, isinstance(value, list | tuple) and question.none_value in value)


def _entered(question: Question, refused: Mapping[str, str]) -> dict[str, Any]:
    return {"value": refused[question.id]} if question.id in refused else {}


def _together(interview: Interview, card: Card) -> tuple[str, ...]:
    """Return the questions of a card that one "no" answers together, while none of them was answered otherwise."""
    opening = interview.opening(card)
    is_plain = len(opening) > 1 and all(question.type == "yes_no" for question in opening)
    if card.kind != "question" or not is_plain:
        return ()
    answers = {interview.raw.get(question.id) for question in opening}
    return tuple(question.text for question in opening) if answers <= {None, "no"} else ()


def _item(interview: Interview, card: Card, item: str, shown: Iterable[Question], open_ids: set[str]) -> Item:
    is_ticked = interview.is_ticked(card, item)
    asked: list[Asked] = []
    for question in shown if is_ticked else ():
        if item in question.items and question.type != "yes_no":
            group = group_of(question, item)
            part = item if group else ""
            asked.append(replace(_asked(question, interview, open_ids, group, in_item=True), part=part))
        elif question.item == item and question not in interview.opening(card):
            asked.append(_asked(question, interview, open_ids))
    said = load_screen_data().items[item]
    return Item(item, said.gist, said.text, is_ticked, tuple(asked))


def _asked(
    question: Question,
    interview: Interview,
    open_ids: set[str],
    group: OptionGroup | None = None,
    *,
    in_item: bool = False,
) -> Asked:
    value = interview.raw.get(question.id)
    value = None if value == SKIPPED else value
    is_open = question.id in open_ids
    if question.type == "clearance":
        agreed = value if isinstance(value, Mapping) else {}
        return Asked(
            question,
            choices=_yes_no({agreed.get("ok")}),
            agreed_on=str(agreed.get("date") or ""),
            allowed=_choices(question.id, question.allowed_options, set(agreed.get("allowed") or ())),
            is_open=is_open,
            text=question.text,
        )
    chosen = set(value) if isinstance(value, list | tuple) else {value}
    if question.type == "yes_no":
        choices = _yes_no(chosen)
    elif question.options == PLACES:
        return Asked(question, parts=_by_part(question.id, chosen), is_open=is_open, text=question.text)
    else:
        options = group.options if group else question.answers
        # Below a ticked item a no makes no sense; asked in full it is an answer like the others, or a button.
        hidden = none_answer(question) if in_item or stands_alone(question) else None
        left_out = hidden if isinstance(hidden, list) else [hidden]
        choices = _choices(question.id, [option for option in options if option not in left_out], chosen)
    is_scale = question.type == "scale_0_10"
    if is_scale:
        choices = tuple(Choice(str(number), str(number), number == value) for number in range(11))
    text = group.text if group else question.text
    return Asked(question, choices=choices, value=value, is_open=is_open, text=text)


def _yes_no(chosen: set[object]) -> tuple[Choice, ...]:
    words = (("no", _("No")), ("yes", _("Yes")), ("unsure", _("Not sure")))
    return tuple(Choice(value, text, value in chosen) for value, text in words)


def _choices(question: str, options: Iterable[str], chosen: set[object]) -> tuple[Choice, ...]:
    data = load_screen_data()
    return tuple(Choice(option, _(data.option_text(question, option)), option in chosen) for option in options)


def _by_part(question: str, chosen: set[object]) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """Return all places by the part of the body that they belong to, each once."""
    data, left = load_screen_data(), dict.fromkeys(load_atlas().places)
    parts = []
    for area in data.vocabulary.pain_areas.values():
        places = [place for place in area.places if place in left]
        for place in places:
            del left[place]
        if places:
            parts.append((_(data.option_text("pain_regions", area.id)), _choices(question, places, chosen)))
    if left:
        parts.append((_("Elsewhere"), _choices(question, left, chosen)))
    return tuple(parts)


def read_form(card: Card, sent: QueryDict) -> Entry:
    """Return what stands in a card's form; a question without a field was not on the page."""
    values: dict[str, object] = {}
    for question in questions_of(card):
        if f"on_page.{question.id}" in sent:
            values[question.id] = _value(question, sent)
    return Entry(values, frozenset(sent.getlist("item")), is_list="as_list" in sent)


def _value(question: Question, sent: QueryDict) -> object:
    if question.type == "multi":
        return sent.getlist(question.id) or None
    if question.type == "clearance":
        agreed = {
            "ok": sent.get(f"{question.id}.ok"),
            "date": sent.get(f"{question.id}.date") or None,
            "allowed": sent.getlist(f"{question.id}.allowed") or None,
        }
        return {name: value for name, value in agreed.items() if value is not None} if agreed["ok"] else None
    text = (sent.get(question.id) or "").strip()
    if question.type in ("integer", "scale_0_10") and text:
        # A number that is none is refused with the question's own words, not here.
        return int(text) if re.fullmatch(r"-?\d{1,9}", text) else text
    return text or None
