"""The science, as the commands of the same names: one case in, one answer out; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from unknot.errors import BadInput
from unknot.evidence import load_claims, tell_claim, tell_claims
from unknot_app.accounts.models import ApiToken
from unknot_app.actions.locating import locate_drawing, shorten
from unknot_app.actions.planning import plan_session
from unknot_app.actions.pooling import pool_case
from unknot_app.actions.scoring import change_case, score_case
from unknot_app.actions.screening import screen_answers
from unknot_app.actions.summarising import summarise_case
from unknot_app.api.doors import Token, at_work, read_json
from unknot_app.api.faults import OF_A_LIST, OF_A_PERSON, OF_AN_INSTRUMENT, OF_WORK
from unknot_app.api.lists import refuse_other_parameters

# So many take about four seconds, each left out once.
MOST_STUDIES = 500

router = Router(auth=Token(ApiToken.Scope.SCIENCE), tags=["science"])


def _writes(name: str) -> dict[str, Any]:
    """Describe the answer of an address by the published schema of that name."""
    return {"responses": {200: {"description": "The answer", "content": _as(name)}}}


def _reads_and_writes(read: str, written: str) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": _as(read)}, **_writes(written)}


def _reads_at_most(read: str, listed: str, most: int, written: str) -> dict[str, Any]:
    """Describe an address that takes fewer of something than the command whose schema it reads."""
    schema = {"allOf": [{"$ref": f"#/components/schemas/{read}"}, {"properties": {listed: {"maxItems": most}}}]}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    return {"requestBody": body, **_writes(written)}


def _as(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _answer(request: HttpRequest, work: Callable[[Any], BaseModel]) -> HttpResponse:
    raw = read_json(request)
    with at_work():
        return _as_json(work(raw))


def _as_json(value: BaseModel) -> HttpResponse:
    return HttpResponse(value.model_dump_json(by_alias=True), content_type="application/json")


@router.post("/drawing", response=OF_WORK, openapi_extra=_reads_and_writes("drawing", "drawing_summary"))
def drawing(request: HttpRequest) -> HttpResponse:
    """Say a pain drawing in figures: extent, places, CHOIR body map, areas of the Widespread Pain Index."""
    return _answer(request, summarise_case)


@router.post("/locate", response=OF_WORK, openapi_extra=_reads_and_writes("drawing", "estimate"))
def locate(request: HttpRequest, top: int | None = Query(None, ge=1)) -> HttpResponse:  # type: ignore[type-arg]
    """Rank what may be behind a pain drawing, with probabilities and reasons; at most `top` candidates."""
    refuse_other_parameters(request, "top")
    return _answer(request, lambda raw: shorten(locate_drawing(raw), top))


@router.post("/screen", response=OF_WORK, openapi_extra=_reads_and_writes("screen_input", "clearance"))
def screen(request: HttpRequest) -> HttpResponse:
    """Judge screening answers: how urgent a doctor is, whether a session is allowed, and within which limits."""
    return _answer(request, lambda raw: screen_answers(raw, date.today()))


@router.post("/plan", response=OF_WORK, openapi_extra=_reads_and_writes("plan_input", "session_plan"))
def plan(request: HttpRequest) -> HttpResponse:
    """Screen, locate and plan; a plan has no steps unless the answers allow a session."""
    return _answer(request, lambda raw: plan_session(raw, date.today()))


@router.post(
    "/score/{slug:instrument}", response=OF_AN_INSTRUMENT, openapi_extra=_reads_and_writes("score_input", "score")
)
def score(request: HttpRequest, instrument: str) -> HttpResponse:
    """Score the answers to an instrument; what cannot be scored is told in `error` of a good answer."""
    return _answer(request, lambda raw: score_case(instrument, raw))


@router.post(
    "/change/{slug:instrument}",
    response=OF_AN_INSTRUMENT,
    openapi_extra=_reads_and_writes("change_input", "change"),
)
def change(request: HttpRequest, instrument: str) -> HttpResponse:
    """Judge the change between two scores of an instrument by its published thresholds."""
    return _answer(request, lambda raw: change_case(instrument, raw))


@router.post("/pool", response=OF_WORK, openapi_extra=_reads_at_most("pool_input", "studies", MOST_STUDIES, "pooled"))
def pool(request: HttpRequest) -> HttpResponse:
    """Pool the effects of studies, at most 500 at once, with what speaks against it."""
    return _answer(request, _pool_at_most)


def _pool_at_most(raw: Any) -> BaseModel:
    """Pool a case; of very many studies the command does it, which keeps no page waiting."""
    listed = raw.get("studies") if isinstance(raw, dict) else None
    if isinstance(listed, list) and len(listed) > MOST_STUDIES:
        raise BadInput(
            f"studies: expected at most {MOST_STUDIES} here, got {len(listed)}. For more: unknot pool FILE"
        )
    return pool_case(raw)


@router.get("/claims", response=OF_A_LIST, openapi_extra=_writes("claims"))
def claims(request: HttpRequest) -> HttpResponse:
    """Tell what is often said of trigger point massage, and how far studies bear it out."""
    return _as_json(tell_claims())


@router.get("/claims/{slug:claim_id}", response=OF_A_PERSON, openapi_extra=_writes("claim"))
def claim(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Tell everything of one claim: its numbers, and what speaks for and against it."""
    if claim_id not in load_claims().claims:
        raise Http404
    return _as_json(tell_claim(claim_id))
