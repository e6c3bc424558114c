"""What a fault says: one clear message under `error`, as the commands write it, with a status that tells the kind."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from unknot.errors import BadInput, UnknotError
from unknot_app.actions.drawing import OlderDrawing
from unknot_app.actions.interview import OlderPage


class Fault(Schema):
    """What was wrong, where, what was expected, and the way out."""

    error: str


Faults = dict[int, Any]
# The faults that an address may answer with, by what it does.
OF_A_LIST: Faults = {403: Fault, 422: Fault}
OF_A_PERSON: Faults = {**OF_A_LIST, 404: Fault}
OF_A_CHANGE: Faults = {**OF_A_PERSON, 400: Fault, 413: Fault}
OF_A_REVISION: Faults = {**OF_A_CHANGE, 409: Fault}
OF_WORK: Faults = {**OF_A_LIST, 400: Fault, 413: Fault, 429: Fault, 503: Fault}
OF_AN_INSTRUMENT: Faults = {**OF_WORK, 404: Fault}


def tell_faults(api: NinjaAPI) -> None:
    """Have the API answer each kind of fault in its own way; any other goes to the page for faults of ours."""
    api.add_exception_handler(Http404, lambda request, fault: _said(404, "There is nothing here"))
    api.add_exception_handler(HttpError, _refused)
    api.add_exception_handler(ValidationError, _parameters_wrong)
    api.add_exception_handler(BadInput, lambda request, fault: _said(422, str(fault)))
    for older in (OlderPage, OlderDrawing):
        api.add_exception_handler(older, _older)
    # Something that is not installed here.
    api.add_exception_handler(UnknotError, lambda request, fault: _said(503, str(fault)))


def _said(status: int, text: str) -> HttpResponse:
    return JsonResponse({"error": text}, status=status)


def _refused(request: HttpRequest, fault: Any) -> HttpResponse:
    answer = _said(fault.status_code, fault.message)
    if fault.status_code == 429:
        answer["Retry-After"] = "1"
    return answer


def _older(request: HttpRequest, fault: Any) -> HttpResponse:
    return _said(409, "revision: another one is stored; read it again, then send the change with its revision")


def _parameters_wrong(request: HttpRequest, fault: Any) -> HttpResponse:
    told = (f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in fault.errors)
    return _said(422, "; ".join(told))
