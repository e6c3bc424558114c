"""Doctors' agreements in words: what was allowed, when, and until when it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unknot.screen import Answers, load_screen_data
from unknot.screen.agreements import Agreement, agreements_of
from unknot_app.actions.sentences import Sentence


@dataclass(frozen=True)
class ToldAgreement:
    """One agreement, told: the question that was answered, what was allowed, and whether it counts today."""

    question: str
    card: str
    allowed: Sentence
    given_on: date | None
    until: date | None
    state: str
    is_private: bool

    @property
    def is_in_force(self) -> bool:
        return self.state == "in_force"


def told_agreements(answers: Answers) -> tuple[ToldAgreement, ...]:
    """Return the agreements that were answered with yes, those that have lapsed too."""
    return tuple(map(_told, agreements_of(answers)))


def _told(agreement: Agreement) -> ToldAgreement:
    data = load_screen_data()
    question = data.questions[agreement.question]
    allowed = tuple(data.option_text(question.id, option) for option in agreement.allowed)
    return ToldAgreement(
        question=question.text,
        card=question.card,
        allowed=Sentence("Allowed: %(kinds)s.", {"kinds": allowed}) if allowed else Sentence("Nothing was named."),
        given_on=agreement.given_on,
        until=agreement.until,
        state=agreement.state,
        is_private=agreement.is_private,
    )
