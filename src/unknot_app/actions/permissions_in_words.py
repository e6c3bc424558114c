"""Doctors' permissions in words: what was allowed, when, and until when it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unknot.screen import Answers, load_screen_data
from unknot.screen.permissions import Permission, permissions_of
from unknot_app.actions.sentences import Sentence


@dataclass(frozen=True)
class ToldPermission:
    """One permission, told: the question that was answered, what was allowed, and whether it counts today."""

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


def told_permissions(answers: Answers) -> tuple[ToldPermission, ...]:
    """Return the permissions that were answered with yes, those that have lapsed too."""
    return tuple(map(_told, permissions_of(answers)))


def _told(permission: Permission) -> ToldPermission:
    data = load_screen_data()
    question = data.questions[permission.question]
    allowed = tuple(data.option_text(question.id, option) for option in permission.allowed)
    return ToldPermission(
        question=question.text,
        card=question.card,
        allowed=Sentence("Allowed: %(kinds)s.", {"kinds": allowed}) if allowed else Sentence("Nothing was named."),
        given_on=permission.given_on,
        until=permission.until,
        state=permission.state,
        is_private=permission.is_private,
    )
