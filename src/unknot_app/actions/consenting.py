"""Consent is given and withdrawn: each is an event of its own, and none is ever changed.

There is one gate with the plan's: no session begins without a consent in force for whoever presses.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from unknot.draw import describe_faults
from unknot.errors import BadInput, UnknotError
from unknot.screen.consent import Consent, areas_to_ask, load_consent_data, missing_in
from unknot_app.actions.consent_events import ConsentNow
from unknot_app.actions.persons_plan import make_plan, plan_for, wishes_in
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.records import models
from unknot_app.records.models import Person


class ConsentLacks(UnknotError):  # noqa: N818 - it is a state of a form, not a fault
    """Something that a consent needs was not said; nothing was stored."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        super().__init__(f"the consent lacks: {', '.join(fields)}")


def text_of(kind: str) -> tuple[str, ...]:
    """Return the words that somebody agrees to, as they are told."""
    data = load_consent_data()
    asked = [area.say for area in areas_to_ask()] if data.kinds[kind].asks_terms else []
    return (data.kinds[kind].statement, *(point.text for point in data.points_of(kind)), *asked)


def give_consent(person: Person, said: Mapping[str, object], version: str, now: datetime) -> None:
    """Store what somebody agreed to, and make today's plan anew where it binds more or less than before.

    `version` is that of the text which the page showed.

    Raises
    ------
    ConsentLacks
        If something was left open, or the text has changed since (`text`).
    BadInput
        If a value is out of its range.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        before = standing_of(person, now)
        kind = before.who
        if version != load_consent_data().version_of(kind):
            raise ConsentLacks(("text",))
        fields = {**said, "kind": kind, "version": version, "told": text_of(kind), "given_on": before.today}
        if lacks := missing_in(fields, is_minor=before.consent.is_minor):
            raise ConsentLacks(lacks)
        try:
            consent = Consent.model_validate(fields)
        except ValidationError as error:
            raise BadInput(describe_faults(error, "")) from None
        _store(person, kind, models.Consent.Event.GIVEN, consent.model_dump(mode="json"), now)
        _keep_plan(before, standing_of(person, now))


def asks_more_than_a_tick(consent: ConsentNow) -> bool:
    """Return whether a page of its own is needed: somebody else presses, or a guardian has to agree too."""
    return consent.is_minor or load_consent_data().kinds[consent.kind].asks_terms


def acknowledge(person: Person, now: datetime) -> None:
    """Store that somebody who presses themselves feels when it is too much, and can stop."""
    give_consent(person, {"name": person.name, "how": "ticked"}, load_consent_data().version_of("self"), now)


def withdraw_consent(person: Person, now: datetime) -> None:
    """Store that a consent is withdrawn; what was refused stays refused. Without one there is nothing to do."""
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        consent = standing_of(person, now).consent
        if consent.given and consent.state != "withdrawn":
            _store(person, consent.kind, models.Consent.Event.WITHDRAWN, {}, now)


def _store(person: Person, kind: str, event: str, said: dict[str, object], now: datetime) -> None:
    last = models.Consent.objects.filter(person=person).first()
    # A clock that was put back must not turn the order of events.
    made_at = max(now, last.made_at + timedelta(microseconds=1)) if last else now
    models.Consent.objects.create(person=person, kind=kind, event=event, said=said, made_at=made_at)


def _keep_plan(before: Standing, now: Standing) -> None:
    """Make the plan that held before anew, within what was agreed."""
    planned = plan_for(before)
    if planned and plan_for(now) is None:
        make_plan(now.person, wishes_in(planned.result.input), timezone.localtime(now.now))
