"""Where somebody stands on the way: what their answers allow today, what they painted, and what comes next.

Everything here only reads. A clearance is judged anew from the answers that were kept, with today's facts and as of
today: a doctor's agreement lapses, and facts may have become stricter meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from unknot.screen import Clearance, read_answers, screen
from unknot.screen.interview import still_readable
from unknot.screen.recheck import Age, age_of
from unknot_app.actions.agreements_in_words import ToldAgreement, told_agreements
from unknot_app.actions.carry_over import areas_of, may_offer_tests
from unknot_app.actions.consent_events import ConsentNow, consent_now
from unknot_app.actions.drawing import is_of_another_day, is_without_pain, read_shown
from unknot_app.records.models import PainDrawing, Person, Result, Screening, Treatment
from unknot_app.records.queries import last_confirmed_drawing_of, last_result_of, last_screening_of, treatments_of

# What is asked of signs that a nerve may be behind the pain.
NERVE_QUESTIONS = ("leg_symptoms", "arm_symptoms")


@dataclass(frozen=True)
class Standing:
    """The last answers and the last confirmed drawing of a person, and what they allow.

    Without pain today there is no drawing to go on from; on another day it is asked anew where it hurts.
    """

    person: Person
    now: datetime
    screening: Screening | None
    judged: Result | None
    drawing: PainDrawing | None
    is_without_pain: bool = False

    @property
    def is_answered(self) -> bool:
        return self.screening is not None and self.screening.finished_at is not None and self.judged is not None

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        """Return the answers that were judged, as far as today's facts can read them."""
        return still_readable(self.judged.input["answers"], self.today) if self.judged else {}

    @cached_property
    def clearance(self) -> Clearance | None:
        """Return what the answers allow today; None while questions are open."""
        return screen(read_answers(self.answers, self.today)) if self.is_answered else None

    @property
    def agreements(self) -> tuple[ToldAgreement, ...]:
        """Return what doctors permitted, as it stands today."""
        return told_agreements(read_answers(self.answers, self.today)) if self.is_answered else ()

    @property
    def is_allowed(self) -> bool:
        return self.clearance is not None and self.clearance.session == "allowed"

    @property
    def age(self) -> Age:
        """Return whether the answers say how it is today, or one page has to renew them, or all questions."""
        if self.screening is None:
            return "expired"
        return age_of(self.screening.asked_at, self.screening.fresh_since, self.now)

    @property
    def is_fresh(self) -> bool:
        return self.age == "fresh"

    @cached_property
    def is_drawing_answered(self) -> bool:
        """Return whether the answers name every part of the body that is painted.

        An older drawing may show more than the answers of today name; the questions of those parts were not asked.
        """
        shown = read_shown(self.drawing)
        return shown is not None and set(areas_of(shown)) <= set(self.answers.get("pain_regions", ()))

    @property
    def may_test(self) -> bool:
        """Return whether tests may be offered: only after the questions of today about all that is painted."""
        is_asked = self.is_fresh and self.is_drawing_answered
        return is_asked and self.clearance is not None and may_offer_tests(self.clearance)

    @property
    def may_be_nerve(self) -> bool:
        """Return whether the answers speak of a leg or an arm, as a pinched nerve does."""
        return any(self.answers.get(name) not in (None, "none") for name in NERVE_QUESTIONS)

    @cached_property
    def treatments(self) -> tuple[Treatment, ...]:
        """Return the sessions, newest first, as they were when somebody asked first; whoever stores one asks anew."""
        return tuple(treatments_of(self.person))

    @cached_property
    def consent(self) -> ConsentNow:
        """Return what was agreed to with whoever presses."""
        return consent_now(self.person, self.who, self.answers.get("age"), self.today)

    @property
    def who(self) -> str:
        """Return who presses."""
        return str(self.answers.get("session_mode") or "self")


def standing_of(person: Person, now: datetime) -> Standing:
    # A drawing of which today's chart can read nothing is as good as none: it has to be painted again.
    drawing = last_confirmed_drawing_of(person)
    return Standing(
        person=person,
        now=now,
        screening=last_screening_of(person),
        judged=last_result_of(person, Result.Kind.CLEARANCE),
        drawing=drawing if read_shown(drawing) else None,
        is_without_pain=drawing is not None and is_without_pain(drawing) and not is_of_another_day(drawing, now),
    )
