"""The records of one person.

What a plan rests on can be sent: answers, a drawing, scores. Clearances come from answers that are complete;
estimates, plans, consent and sessions are made on the pages only, where each has its gate.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Router, Status

from unknot_app.accounts.models import ApiToken
from unknot_app.actions.answering import save_answers
from unknot_app.actions.drawing import save_drawing
from unknot_app.actions.elsewhere import check_instrument, enter_score
from unknot_app.actions.interview import interview_of, open_contradictions
from unknot_app.api.doors import Token, person_or_404, read_as, reads
from unknot_app.api.faults import OF_A_CHANGE, OF_A_PERSON, OF_A_REVISION
from unknot_app.api.lists import Limit, Offset, part_of
from unknot_app.api.shapes import (
    AnswersSent,
    AnswersShape,
    DrawingSent,
    DrawingShape,
    MeasurementSent,
    MeasurementShape,
    Page,
    ReactionShape,
    ResultShape,
    SessionShape,
)
from unknot_app.records.models import Measurement, PainDrawing, Result, Screening
from unknot_app.records.queries import (
    confirmed_drawings_of,
    last_drawing_of,
    last_screening_of,
    measurements_of,
    reactions_of,
    result_of,
    results_of,
    treatments_of,
)

router = Router(auth=Token(ApiToken.Scope.READ), tags=["records"])
_may_write = Token(ApiToken.Scope.WRITE)
Listed = dict[str, Any]
# Said outright, because it stands in the address of the router.
PersonId = Path[UUID]


@router.get("/answers", response={200: AnswersShape, **OF_A_PERSON}, url_name="answers")
def answers(request: HttpRequest, person_id: PersonId) -> Listed:
    """Tell the answers to the questions of the screening, and what stands open."""
    return _told(last_screening_of(person_or_404(request, person_id)))


@router.patch(
    "/answers",
    auth=_may_write,
    response={200: AnswersShape, **OF_A_REVISION},
    openapi_extra=reads(AnswersSent),
    url_name="answers",
)
def change_answers(request: HttpRequest, person_id: PersonId) -> Listed:
    """Give or take back answers. With the last open one the interview is over, and its clearance is kept."""
    person = person_or_404(request, person_id)
    sent = read_as(AnswersSent, request)
    return _told(save_answers(person, sent.answers, sent.revision, timezone.now()))


def _told(screening: Screening | None) -> Listed:
    if screening is None:
        return {"revision": 0}
    interview = interview_of(screening)
    card = interview.next_card()
    names = ("revision", "answers", "started_at", "saved_at", "finished_at")
    return {
        **{name: getattr(screening, name) for name in names},
        "open": [question.id for question in interview.open_in(card)] if card else [],
        "contradictions": [list(both.questions) for both in open_contradictions(screening)],
    }


@router.get("/drawing", response={200: DrawingShape, **OF_A_PERSON}, url_name="drawing-now")
def drawing_now(request: HttpRequest, person_id: PersonId) -> PainDrawing | Listed:
    """Tell the drawing under way, or else the last one that was confirmed; revision 0 where there is none."""
    return last_drawing_of(person_or_404(request, person_id)) or {}


@router.put(
    "/drawing",
    auth=_may_write,
    response={200: DrawingShape, **OF_A_REVISION},
    openapi_extra=reads(DrawingSent),
    url_name="drawing-now",
)
def paint(request: HttpRequest, person_id: PersonId) -> PainDrawing:
    """Replace the drawing under way, or begin one. It counts once it is confirmed, which is done on its page."""
    person = person_or_404(request, person_id)
    sent = read_as(DrawingSent, request)
    return save_drawing(person, sent.strokes, sent.regions, sent.revision, timezone.now())


@router.get("/drawings", response={200: Page[DrawingShape], **OF_A_PERSON})
def drawings(request: HttpRequest, person_id: PersonId, limit: Limit = 20, offset: Offset = 0) -> Listed:
    """List the drawings that were confirmed, the latest first."""
    return part_of(request, confirmed_drawings_of(person_or_404(request, person_id)), limit, offset)


@router.get("/clearances", response={200: Page[ResultShape], **OF_A_PERSON})
def clearances(request: HttpRequest, person_id: PersonId, limit: Limit = 20, offset: Offset = 0) -> Listed:
    """List what the answers allowed, the latest first."""
    return part_of(request, _results(request, person_id, Result.Kind.CLEARANCE), limit, offset)


@router.get("/estimates", response={200: Page[ResultShape], **OF_A_PERSON})
def estimates(request: HttpRequest, person_id: PersonId, limit: Limit = 20, offset: Offset = 0) -> Listed:
    """List what was taken to be behind the pain, the latest first."""
    return part_of(request, _results(request, person_id, Result.Kind.ESTIMATE), limit, offset)


@router.get("/plans", response={200: Page[ResultShape], **OF_A_PERSON})
def plans(request: HttpRequest, person_id: PersonId, limit: Limit = 20, offset: Offset = 0) -> Listed:
    """List the plans, the latest first."""
    return part_of(request, _results(request, person_id, Result.Kind.PLAN), limit, offset)


def _results(request: HttpRequest, person_id: UUID, kind: Result.Kind) -> QuerySet[Result]:
    return results_of(person_or_404(request, person_id), kind)


@router.get("/results/{uuid:result_id}", response={200: ResultShape, **OF_A_PERSON})
def result(request: HttpRequest, person_id: PersonId, result_id: UUID) -> Result:
    """Tell one clearance, estimate or plan."""
    found = result_of(person_or_404(request, person_id), result_id)
    if found is None:
        raise Http404
    return found


@router.get("/sessions", response={200: Page[SessionShape], **OF_A_PERSON})
def sessions(request: HttpRequest, person_id: PersonId, limit: Limit = 20, offset: Offset = 0) -> Listed:
    """List the sessions with what was done and felt, the latest first."""
    return part_of(request, treatments_of(person_or_404(request, person_id)), limit, offset)


@router.get("/reactions", response={200: Page[ReactionShape], **OF_A_PERSON})
def reactions(request: HttpRequest, person_id: PersonId, limit: Limit = 20, offset: Offset = 0) -> Listed:
    """List how the body answered sessions, the latest answer first."""
    return part_of(request, reactions_of(person_or_404(request, person_id)), limit, offset)


@router.get("/measurements", response={200: Page[MeasurementShape], **OF_A_PERSON}, url_name="measurements")
def measurements(
    request: HttpRequest, person_id: PersonId, instrument: str = "", limit: Limit = 20, offset: Offset = 0
) -> Listed:
    """List what was measured, the latest first, of one instrument or of all."""
    person = person_or_404(request, person_id)
    if instrument:
        check_instrument(instrument)
    return part_of(
        request, measurements_of(person, *([instrument] if instrument else [])), limit, offset, "instrument"
    )


@router.post(
    "/measurements",
    auth=_may_write,
    response={201: MeasurementShape, **OF_A_CHANGE},
    openapi_extra=reads(MeasurementSent),
    url_name="measurements",
)
def add_measurement(request: HttpRequest, person_id: PersonId) -> Status[Measurement]:
    """Store a score that was obtained elsewhere, or the answers that give it."""
    person = person_or_404(request, person_id)
    sent = read_as(MeasurementSent, request)
    found = enter_score(person, sent.instrument, sent.answers, sent.part, sent.day, timezone.now())
    return Status(201, found)
