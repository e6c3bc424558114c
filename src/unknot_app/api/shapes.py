"""The shapes of records, as they are read and written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr

Item = TypeVar("Item")
Object = dict[str, Any]
Revision = Annotated[StrictInt, Field(ge=0, le=2**31 - 1)]


class Page(Schema, Generic[Item]):
    """Some of a list, and how many there are in all."""

    items: list[Item]
    total: int


class PersonShape(Schema):
    id: UUID
    name: str
    created_at: datetime
    is_locked: bool = Field(description="By a PIN; only the name is told then.")

    @staticmethod
    def resolve_is_locked(person: Any) -> bool:
        return bool(person.pin)


class AnswersShape(Schema):
    """The answers of the last interview; revision 0 and no answers where there was none."""

    revision: int
    answers: Object = Field(default_factory=dict)
    started_at: datetime | None = None
    saved_at: datetime | None = None
    finished_at: datetime | None = Field(None, description="Null while questions or contradictions are open.")
    open: list[str] = Field(default_factory=list, description="What the next card still asks.")
    contradictions: list[list[str]] = Field(
        default_factory=list, description="Questions whose answers cannot both be right; settled on the pages."
    )


class DrawingShape(Schema):
    """A drawing as it was painted; `complaint` alone where somebody could not show it."""

    id: UUID | None = None
    revision: int = 0
    started_at: datetime | None = None
    saved_at: datetime | None = None
    confirmed_at: datetime | None = Field(None, description="Null while it is under way.")
    complaint: str = ""
    strokes: list[Object] = Field(default_factory=list)
    regions: list[Object] = Field(default_factory=list)


class ResultShape(Schema):
    """What Unknot said: the exact input, the output as shown, and the version of the facts behind it."""

    id: UUID
    made_at: datetime
    knowledge_version: str
    input: Object
    output: Object


class SessionShape(Schema):
    id: UUID
    plan_id: UUID
    started_at: datetime
    saved_at: datetime
    ended_at: datetime | None
    record: Object


class ReactionShape(Schema):
    """How the body answered a session, so many hours after it."""

    id: UUID
    treatment_id: UUID
    after_h: int
    answered_at: datetime
    said: Object


class MeasurementShape(Schema):
    """The answers to an instrument, and its score; `about` holds side, form, place or device."""

    id: UUID
    instrument: str
    context: str
    taken_at: datetime
    saved_at: datetime
    finished_at: datetime | None
    answers: Object
    about: Object
    score: float | None
    output: Object
    knowledge_version: str


class Sent(BaseModel):
    """What a change sends; a field that nobody reads is refused."""

    model_config = ConfigDict(extra="forbid")


class NameSent(Sent):
    name: StrictStr


class AnswersSent(Sent):
    revision: Revision
    answers: Object = Field(description="Answers by question, as `unknot screen` reads them; null takes one back.")


class DrawingSent(Sent):
    revision: Revision
    strokes: list[Object] = Field(default_factory=list, description="As in a drawing that `unknot locate` reads.")
    regions: list[Object] = Field(default_factory=list, description="As in a drawing that `unknot locate` reads.")


class MeasurementSent(Sent):
    instrument: StrictStr
    answers: Object = Field(description='As `unknot score` reads them, or the score itself: {"score": 7}.')
    part: StrictStr = Field("", description="The side or the form, where an instrument has one.")
    day: date | None = Field(None, description="When it was measured; today if it is missing.")
