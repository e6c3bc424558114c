"""What a person agreed to, read from the events that were stored; nothing here changes anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import ValidationError

from unknot.screen.consent import ADULT_FROM, Agreed, Consent, State, agreed_on, load_consent_data, state_of
from unknot_app.records import models
from unknot_app.records.models import Person
from unknot_app.records.queries import consents_of


@dataclass(frozen=True)
class ConsentNow:
    """The last consent for whoever presses, whether it counts, and what of it binds."""

    kind: str
    state: State
    given: Consent | None
    agreed: Agreed | None
    is_minor: bool

    @property
    def is_in_force(self) -> bool:
        return self.state == "in_force"


@dataclass(frozen=True)
class ConsentEvent:
    """One event of the history.

    `consent` is None for a withdrawal, and for one that this version of the program cannot read: it is asked anew.
    """

    made_at: datetime
    kind: str
    is_withdrawal: bool
    consent: Consent | None


def consent_now(person: Person, who: str, age: object, today: date) -> ConsentNow:
    """Return what counts today of what a person agreed to; without an age they count as a minor."""
    is_minor = not isinstance(age, int) or age < ADULT_FROM
    events = [event for event in history_of_consent(person) if event.kind == who]
    given = next((event.consent for event in events if not event.is_withdrawal), None)
    is_withdrawn = bool(events) and events[0].is_withdrawal
    state = state_of(given, is_withdrawn=is_withdrawn, is_minor=is_minor, today=today)
    return ConsentNow(who, state, given, agreed_on(given, today) if given else None, is_minor)


def history_of_consent(person: Person) -> tuple[ConsentEvent, ...]:
    """Return everything that was given or withdrawn, newest first."""
    return tuple(_read(consents_of(person)))


def _read(stored: Iterable[models.Consent]) -> Iterable[ConsentEvent]:
    for one in stored:
        if one.kind not in load_consent_data().kinds:
            continue
        is_withdrawal = one.event == models.Consent.Event.WITHDRAWN
        try:
            consent = None if is_withdrawal else Consent.model_validate(one.said)
        except ValidationError:
            consent = None
        yield ConsentEvent(one.made_at, one.kind, is_withdrawal, consent)
