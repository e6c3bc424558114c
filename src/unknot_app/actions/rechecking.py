"""Has anything changed? One page renews the answers of an earlier day, or asks some of them anew."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from unknot.screen import load_screen_data
from unknot.screen.data.cards import RecheckLine
from unknot.screen.recheck import asks_everything, kept_answers, lines_with_something_said
from unknot_app.actions.interview import OlderPage, begin_screening, finish_if_over, interview_of
from unknot_app.actions.sentences import Sentence
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.records.models import Person, Screening


@dataclass(frozen=True)
class AskedLine:
    """A line as it stands on the page; `was_said`: earlier answers hold something here that may be over."""

    line: RecheckLine
    was_said: bool


def may_recheck(standing: Standing) -> bool:
    """Return whether one page is enough: everything was answered, and not too long ago."""
    return standing.is_answered and standing.age != "expired"


def lines_to_ask(standing: Standing) -> tuple[AskedLine, ...]:
    assert standing.screening is not None
    said = lines_with_something_said(interview_of(standing.screening))
    return tuple(AskedLine(line, line.id in said) for line in load_screen_data().recheck.values() if not line.anew)


def renew(person: Person, ticked: Collection[str], revision: int, now: datetime) -> Screening:
    """Write down what a person ticked: nothing renews the clearance, a line asks its questions anew.

    The earlier answers are kept as they were; the new ones go on from a copy.

    Raises
    ------
    OlderPage
        If the answers have changed since the page was shown.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        standing = standing_of(person, now)
        before = standing.screening
        assert before is not None
        if before.revision != revision:
            raise OlderPage(before)
        if not may_recheck(standing) or asks_everything(ticked):
            return begin_screening(person, now)
        renewed = _copy(before, kept_answers(before.answers, ticked), now)
        finish_if_over(renewed, now)
        return renewed


def begin_quick_check(person: Person, now: datetime) -> Screening:
    """Return the interview in which it is asked what matters when it is very bad right now.

    Those questions are asked anew, whatever was answered before, also in an interview under way: it says how it was
    then, and now it is very bad. What else was answered there stays.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        standing = standing_of(person, now)
        if standing.screening is None or not may_recheck(standing):
            return _without_quick_answers(begin_screening(person, now), now)
        quick = {card.recheck for card in load_screen_data().cards.values() if card.very_bad}
        return renew(person, quick, standing.screening.revision, now)


def _without_quick_answers(screening: Screening, now: datetime) -> Screening:
    cards, questions = load_screen_data().cards, load_screen_data().questions
    quick = {name for name, question in questions.items() if cards[question.card].very_bad}
    if quick & screening.answers.keys():
        screening.answers = {name: value for name, value in screening.answers.items() if name not in quick}
        screening.ticked = _still_ticked(screening.ticked, screening.answers)
        screening.saved_at, screening.revision = now, screening.revision + 1
        screening.save()
    return screening


def _copy(before: Screening, answers: dict[str, object], now: datetime) -> Screening:
    return Screening(
        person=before.person,
        asked_at=before.asked_at,
        started_at=max(now, before.started_at + timedelta(microseconds=1)),
        saved_at=now,
        fresh_since=now,
        revision=before.revision + 1,
        answers=answers,
        ticked=_still_ticked(before.ticked, answers),
        settled=_still_settled(before.settled, answers),
    )


def _still_ticked(ticked: Collection[str], answers: Collection[str]) -> list[str]:
    """Return the ticked items without those of lists that are asked anew."""
    questions = load_screen_data().questions
    items = {item for name, question in questions.items() if name in answers for item in question.items}
    return [item for item in ticked if item in items]


def _still_settled(settled: Collection[str], answers: Collection[str]) -> list[str]:
    """Return the settled contradictions of which both answers stay: a new answer may contradict anew."""
    known = load_screen_data().contradictions
    return [name for name in settled if name in known and all(one in answers for one in known[name].questions)]


def age_in_words(standing: Standing) -> Sentence:
    """Return how old the answers are."""
    assert standing.screening is not None
    days = (standing.today - timezone.localdate(standing.screening.fresh_since)).days
    if days < 1:
        return Sentence("These answers are of today.", {})
    text = "These answers are a day old." if days == 1 else "These answers are %(days)s days old."
    return Sentence(text, {"days": str(days)})
