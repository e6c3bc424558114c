"""What a person chose to share, as plain values: the texts as they were seen, and the values behind them."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from unknot.knowledge import Value

NOTHING = "-"
# Signs that XML cannot hold.
_NOT_IN_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))


def _clean(text: str) -> str:
    """Return a text as FHIR and its XHTML can hold it: other spaces become plain ones, signs of control go."""
    held = text.translate(_NOT_IN_XML)
    return "".join(" " if sign.isspace() and sign not in "\r\n\t" else sign for sign in held).strip()


def _told(text: str) -> str:
    return _clean(text) or NOTHING


# FHIR takes no empty text: one that may be left out, and one that may not.
OptionalText = Annotated[str, AfterValidator(_clean)]
Text = Annotated[str, AfterValidator(_told)]
# Ids and words of options.
Options = tuple[tuple[str, Text], ...]


class Question(Value):
    """A question as it was asked; `options` holds ids and words of what could be chosen."""

    id: str
    text: Text
    type: Literal["choice", "integer", "decimal", "string"]
    options: Options = ()
    repeats: bool = False


class Answered(Value):
    """A question and what was answered; a `str` is an answer in words."""

    question: Question
    given: int | float | Options | Text


class Complaint(Value):
    """What the record is about, such as low back pain."""

    id: str
    text: Text
    is_chronic: bool
    at: AwareDatetime


class Pictured(Value):
    """A picture of what was painted: its title, and the file itself in base64."""

    title: Text
    content_type: Literal["image/png", "image/svg+xml"]
    data: str


class PaintedOn(Value):
    """A pain drawing: the painted places in words with their pain, 0 to 10 (null where none was given)."""

    id: UUID
    at: AwareDatetime
    places: tuple[tuple[Text, float | None], ...]
    extent_percent: float = Field(ge=0, le=100)
    pictures: tuple[Pictured, ...] = ()


class Measured(Value):
    """A score of an instrument; `where` is the place of a measurement, `answers` what stands behind the score."""

    id: UUID
    instrument: str
    name: Text
    at: AwareDatetime
    score: float
    unit: str = ""
    where: OptionalText = ""
    answers: tuple[Answered, ...] = ()


class Session(Value):
    """A session that has ended: what was pressed in words, and the pain before and after, 0 to 10."""

    id: UUID
    began_at: AwareDatetime
    ended_at: AwareDatetime
    is_complete: bool
    pressed: tuple[Text, ...]
    pain_before: int | None = Field(default=None, ge=0, le=10)
    pain_after: int | None = Field(default=None, ge=0, le=10)


class Reacted(Value):
    """What came of a session: events in words, so many hours after it."""

    id: UUID
    session: UUID
    at: AwareDatetime
    after_h: int
    events: tuple[Text, ...]


class Planned(Value):
    """A plan of sessions: its steps in words."""

    id: UUID
    made_at: AwareDatetime
    steps: tuple[Text, ...]


class Agreement(Value):
    """Consent to being pressed, given or taken back; `giver` is who presses, where they were named."""

    id: UUID
    at: AwareDatetime
    statement: Text
    until: date | None = None
    is_withdrawn: bool = False
    giver: OptionalText = ""


class Section(Value):
    """A part of the document as it was seen: its title, its lines, and whether answers are told in it."""

    id: str
    title: Text
    lines: tuple[Text, ...]
    has_answers: bool = False


class Shared(Value):
    """All that one document holds. `id` names the document; `language` is that of its texts."""

    id: UUID
    person: UUID
    made_at: AwareDatetime
    language: str
    knowledge_version: str
    title: Text
    about: Text
    sections: tuple[Section, ...]
    name: OptionalText = ""
    recipient: OptionalText = ""
    question: OptionalText = ""
    answered_at: AwareDatetime | None = None
    answers: tuple[Answered, ...] = ()
    complaint: Complaint | None = None
    painted: PaintedOn | None = None
    measured: tuple[Measured, ...] = ()
    sessions: tuple[Session, ...] = ()
    reactions: tuple[Reacted, ...] = ()
    plan: Planned | None = None
    agreements: tuple[Agreement, ...] = ()
