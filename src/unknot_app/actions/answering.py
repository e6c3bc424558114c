"""Answers to the questions of the screening that come several at once, from another program and not from a card."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from unknot.errors import BadInput, nearest
from unknot.screen import load_screen_data
from unknot.screen.interview import questions_of
from unknot_app.actions.interview import Entry, OlderPage, answer_card, begin_screening, finish_if_over
from unknot_app.records.models import Person, Screening
from unknot_app.records.queries import last_screening_of


def save_answers(person: Person, given: Mapping[str, object], revision: int, now: datetime) -> Screening:
    """Write down answers as if they were given on their cards; what is null is taken back, and asked again.

    Whatever is not given stands open: nothing is taken for a no. With the last open answer the interview is over and
    its clearance is kept, as on the pages.

    Raises
    ------
    OlderPage
        If another revision is stored than the one that was read.
    BadInput
        If a question is unknown or not asked of this person, or takes no such answer; nothing is written.
    """
    questions = load_screen_data().questions
    for name in given:
        if name not in questions:
            raise BadInput(f"answers.{name:.60}: unknown question{nearest(name, questions)}")
        if load_screen_data().cards[questions[name].card].when:
            raise BadInput(f"answers.{name}: is asked with a session, on its page; leave it out")
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        known = last_screening_of(person)
        if known and known.revision != revision:
            raise OlderPage(known)
        if revision and not known:
            raise BadInput("revision: nothing is stored yet, so it is 0")
        screening = _on_their_cards(person, begin_screening(person, now), given, now)
        if screening.finished_at is None:
            finish_if_over(screening, now)
        return screening


def _on_their_cards(person: Person, screening: Screening, given: Mapping[str, object], now: datetime) -> Screening:
    """Save each answer on its card; again while an answer on a later card opened a question on an earlier one."""
    left = dict(given)
    while left:
        for card in load_screen_data().cards.values():
            values = {one.id: left[one.id] for one in questions_of(card) if one.id in left}
            if values:
                screening, _ = answer_card(person, card, Entry(values), "save", screening.revision, now)
        hidden = {name: left[name] for name in left if left[name] is not None and name not in screening.answers}
        if len(hidden) == len(left):
            raise BadInput(f"answers: not asked of somebody with these answers: {', '.join(hidden)}; leave them out")
        left = hidden
    return screening
