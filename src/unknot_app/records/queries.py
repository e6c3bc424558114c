"""Reading records. Every query says whose they are."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from unknot_app.accounts.models import User
from unknot_app.records.models import (
    Amendment,
    Comparison,
    Consent,
    KeptTherapist,
    Letter,
    Measurement,
    PainDrawing,
    Person,
    Reaction,
    Result,
    Screening,
    SessionNote,
    TherapistCheck,
    Treatment,
)


def people_of(user: User) -> QuerySet[Person]:
    return Person.objects.filter(owner=user)


def person_of(user: User, person_id: UUID) -> Person | None:
    """Return the person if this user may see them; somebody else's person is the same as none."""
    return people_of(user).filter(id=person_id).first()


def last_screening_of(person: Person) -> Screening | None:
    return Screening.objects.filter(person=person).first()


def last_drawing_of(person: Person) -> PainDrawing | None:
    """Return the drawing under way, or else the last one that was confirmed."""
    return PainDrawing.objects.filter(person=person).first()


def confirmed_drawings_of(person: Person) -> QuerySet[PainDrawing]:
    """Return the confirmed drawings, newest first."""
    return PainDrawing.objects.filter(person=person).exclude(confirmed_at=None).select_related("person")


def drawing_of(person: Person, drawing_id: UUID) -> PainDrawing | None:
    return confirmed_drawings_of(person).filter(id=drawing_id).first()


def last_confirmed_drawing_of(person: Person) -> PainDrawing | None:
    return confirmed_drawings_of(person).first()


def results_of(person: Person, kind: Result.Kind) -> QuerySet[Result]:
    """Return the results of a kind, newest first."""
    return Result.objects.filter(person=person, kind=kind)


def last_result_of(person: Person, kind: Result.Kind) -> Result | None:
    return results_of(person, kind).first()


def result_of(person: Person, result_id: UUID) -> Result | None:
    return Result.objects.filter(person=person, id=result_id).first()


def treatments_of(person: Person) -> QuerySet[Treatment]:
    """Return the sessions of a person, newest first."""
    return Treatment.objects.filter(person=person)


def open_treatment_of(person: Person) -> Treatment | None:
    """Return the session under way."""
    return treatments_of(person).filter(ended_at=None).first()


def last_ended_treatment_of(person: Person) -> Treatment | None:
    return treatments_of(person).exclude(ended_at=None).first()


def consents_of(person: Person) -> QuerySet[Consent]:
    """Return every consent that was given or withdrawn, newest first."""
    return Consent.objects.filter(person=person)


def reactions_of(person: Person) -> QuerySet[Reaction]:
    """Return how the body answered sessions, newest answer first."""
    return Reaction.objects.filter(person=person)


def notes_of(person: Person) -> QuerySet[SessionNote]:
    """Return the therapist's notes of a person's sessions, newest first."""
    return SessionNote.objects.filter(person=person)


def amendments_of(person: Person, note_id: UUID) -> QuerySet[Amendment]:
    """Return what was put right in a signed note, in order."""
    return Amendment.objects.filter(person=person, note_id=note_id)


def letters_of(person: Person) -> QuerySet[Letter]:
    """Return the letters that were made of a person's record, newest first."""
    return Letter.objects.filter(person=person)


def letter_of(person: Person, letter_id: UUID) -> Letter | None:
    return letters_of(person).filter(id=letter_id).first()


def measurements_of(person: Person, *instruments: str) -> QuerySet[Measurement]:
    """Return what was measured, newest first, of some instruments or of all."""
    found = Measurement.objects.filter(person=person)
    return found.filter(instrument__in=instruments) if instruments else found


def measurement_of(person: Person, measurement_id: UUID) -> Measurement | None:
    return measurements_of(person).filter(id=measurement_id).first()


def comparisons_of(person: Person) -> QuerySet[Comparison]:
    """Return the comparisons on a person's own body, newest first."""
    return Comparison.objects.filter(person=person).select_related("person")


def last_comparison_of(person: Person) -> Comparison | None:
    return comparisons_of(person).first()


def kept_therapists_of(person: Person) -> QuerySet[KeptTherapist]:
    """Return the therapists whom a person keeps, favourites first."""
    return KeptTherapist.objects.filter(person=person)


def kept_therapist_of(person: Person, kept_id: UUID) -> KeptTherapist | None:
    return kept_therapists_of(person).filter(id=kept_id).first()


def therapist_checks_of(person: Person) -> QuerySet[TherapistCheck]:
    """Return what a person looked at of therapists, newest day first."""
    return TherapistCheck.objects.filter(person=person)
