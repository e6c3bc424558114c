"""A therapist's note of a session: drafted from the record, edited, signed, and only amended from then on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from unknot.errors import UnknotError
from unknot.treat import build_history, read_session_record
from unknot_app.actions.following_up import past_sessions_of
from unknot_app.actions.note_in_words import Draft, draft_note
from unknot_app.records.models import LONGEST_NAME, Amendment, Person, SessionNote, Treatment
from unknot_app.records.queries import amendments_of, notes_of, result_of, treatments_of

PARTS = ("subjective", "objective", "assessment", "plan")
LONGEST_PART = 8_000


class OlderNote(UnknotError):  # noqa: N818 - it is a state of a page, not a fault
    """A page tried to change a note that was changed or signed meanwhile; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__("this note was changed or signed in another window")


class Unsigned(UnknotError):  # noqa: N818 - it is a state of a page, not a fault
    """Something is missing that a signature or an amendment needs."""

    def __init__(self, missing: str) -> None:
        self.missing = missing
        super().__init__(f"{missing}: is missing")


@dataclass(frozen=True)
class Noted:
    """A session with its note as it stands: the draft while nobody has saved one."""

    treatment: Treatment
    text: Draft
    note: SessionNote | None
    amendments: tuple[Amendment, ...] = ()

    @property
    def is_signed(self) -> bool:
        return self.note is not None and self.note.signed_at is not None

    @property
    def revision(self) -> int:
        return self.note.revision if self.note else 0

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Return each part with its text."""
        return tuple((name, getattr(self.text, name)) for name in PARTS)


def noted(person: Person, treatment_id: UUID) -> Noted | None:
    """Return the note of a session that has ended, or its draft; None for a session that is not there."""
    treatment = treatments_of(person).exclude(ended_at=None).filter(id=treatment_id).first()
    if treatment is None:
        return None
    note = notes_of(person).filter(treatment_id=treatment_id).first()
    if note is None:
        return Noted(treatment, draft_of(treatment), None)
    text = Draft(*(getattr(note, name) for name in PARTS))
    return Noted(treatment, text, note, tuple(amendments_of(person, note.id)))


def draft_of(treatment: Treatment) -> Draft:
    """Return the note of a session as the record alone writes it."""
    person, record = treatment.person, read_session_record(treatment.record)
    result = result_of(person, treatment.plan_id)
    assert result is not None  # a session begins from a stored plan
    sessions = past_sessions_of(person, treatment.started_at)
    before = [one for one in sessions if one.record.started_at < record.started_at]
    history = build_history(sessions, timezone.localdate(treatment.saved_at))
    return draft_note(record, result.output, before[-1] if before else None, history)


def save_note(
    person: Person, treatment_id: UUID, parts: Mapping[str, str], author: str, revision: int, now: datetime
) -> SessionNote:
    """Write down a note that is not signed yet.

    Raises
    ------
    OlderNote
        If the session is not there, or the note was saved or signed by another page; nothing is written.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        found = noted(person, treatment_id)
        if found is None or found.is_signed or found.revision != revision:
            raise OlderNote
        note = found.note or SessionNote(person=person, treatment_id=treatment_id, **asdict(found.text))
        for name in PARTS:
            setattr(note, name, parts.get(name, getattr(note, name))[:LONGEST_PART].strip())
        note.author, note.written_at = author.strip()[:LONGEST_NAME], now
        note.revision += 1
        note.save()
        return note


def sign_note(
    person: Person, treatment_id: UUID, parts: Mapping[str, str], author: str, revision: int, now: datetime
) -> SessionNote:
    """Write down a note as it stands on the page, and lock it.

    Raises
    ------
    Unsigned
        If nobody is named who answers for it; what was written is kept unsigned.
    OlderNote
        If the note was saved or signed by another page; nothing is written.
    """
    note = save_note(person, treatment_id, parts, author, revision, now)
    if not note.author:
        raise Unsigned("author")
    note.signed_at = now
    note.save(update_fields=["signed_at"])
    return note


def amend_note(person: Person, treatment_id: UUID, text: str, author: str, now: datetime) -> Amendment:
    """Add to a signed note what has to be put right; the note itself stays as it was signed.

    Raises
    ------
    OlderNote
        If there is no signed note of that session.
    Unsigned
        If the text or the name of who answers for it is missing.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        found = noted(person, treatment_id)
        if found is None or found.note is None or not found.is_signed:
            raise OlderNote
        for missing, given in (("text", text), ("author", author)):
            if not given.strip():
                raise Unsigned(missing)
        return Amendment.objects.create(
            person=person,
            note_id=found.note.id,
            made_at=now,
            author=author.strip()[:LONGEST_NAME],
            text=text.strip()[:LONGEST_PART],
        )


def notes_to_sessions(person: Person) -> list[tuple[Treatment, SessionNote | None]]:
    """Return the sessions that have ended, newest first, each with its note if there is one."""
    notes = {note.treatment_id: note for note in notes_of(person)}
    return [(one, notes.get(one.id)) for one in treatments_of(person).exclude(ended_at=None)]
