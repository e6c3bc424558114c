"""The API: the same answers as the commands, records behind a token, and no request that breaks it."""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from http import HTTPStatus
from importlib.resources import files
from uuid import UUID, uuid4

import pytest
import schemathesis
from click.testing import CliRunner
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from tools.openapi import build_description

from tests.builders import answers, case
from tests.web.test_security import ROUTES
from unknot.screen import read_answers
from unknot_app.accounts.models import ApiToken
from unknot_app.accounts.tokens import make_token, tokens_of
from unknot_app.actions.locating import locate_drawing
from unknot_app.actions.pins import set_pin
from unknot_app.actions.planning import plan_session
from unknot_app.actions.scoring import score_case
from unknot_app.api import doors, science
from unknot_app.cli.api import api_command
from unknot_app.records.models import Measurement, Person, Reaction, Result, Treatment
from unknot_app.site import tokens as tokens_from_outside
from unknot_app.site.wsgi import application

DRAWING = {"regions": [{"id": "buttock_mid", "side": "right", "intensity": 6}]}
KNOWN = {"instrument": "odi", "claim_id": "pain"}
WRITTEN = json.loads((files("unknot_app.api") / "openapi.json").read_text(encoding="utf-8"))


class Script:
    """A program that shows a token."""

    def __init__(self, owner, scope=ApiToken.Scope.WRITE, days=1) -> None:
        self.token = make_token(owner, f"script {uuid4()}", scope, days, timezone.now())
        self.client = Client(
            HTTP_HOST="127.0.0.1", HTTP_AUTHORIZATION=f"Bearer {self.token}", enforce_csrf_checks=True
        )

    def send(self, method, path, body=None):
        text = body if isinstance(body, str) else json.dumps(body)
        return self.client.generic(method, f"/api/v1/{path}", text if body is not None else "", "application/json")


@pytest.fixture
def script(owner) -> Script:
    return Script(owner)


@pytest.fixture
def of_ana(ana) -> str:
    return f"people/{ana.id}"


def public(value):
    return json.loads(value.model_dump_json(by_alias=True))


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("locate", DRAWING, lambda: locate_drawing(DRAWING)),
        ("plan", case(), lambda: plan_session(case(), timezone.localdate())),
        ("score/pain_nrs", {"answers": [1, None, 3]}, lambda: score_case("pain_nrs", {"answers": [1, None, 3]})),
    ],
)
def test_the_science_answers_as_the_commands_do(script, path, body, expected):
    answer = script.send("POST", path, body)

    assert answer.status_code == HTTPStatus.OK
    assert answer.json() == public(expected())


def test_at_most_so_many_candidates_are_told(script):
    assert len(script.send("POST", "locate?top=2", DRAWING).json()["candidates"]) == 2


@pytest.mark.parametrize(
    ("path", "body", "status", "told"),
    [
        ("locate", "{", 400, "line 1, column 2"),
        ("locate", "[" * 100_000, 400, "nested too deeply"),
        ("locate", f'{{"age": {"9" * 5000}}}', 400, "too many digits"),
        ("locate", "x" * 1_000_001, 413, "at most 1,000,000 bytes"),
        ("locate?top=0", DRAWING, 422, "top: "),
        ("screen", {}, 422, "answers: is missing"),
        ("locate", {"regions": [{"id": "flank", "side": "up"}, {"id": "flank"}]}, 422, "regions.1.side: "),
        ("score/odi", {"answers": [1]}, 422, "expected 10"),
        ("score/nothing", {}, 422, "unknown instrument"),
        ("pool", {"studies": [{}] * 501}, 422, "at most 500 here"),
        ("locate?tpo=2", DRAWING, 422, "unknown field 'tpo'"),
        ("nowhere", {}, 404, "There is nothing here"),
    ],
)
def test_a_fault_is_one_clear_message(script, path, body, status, told):
    answer = script.send("POST", path, body)

    assert answer.status_code == status
    assert told in answer.json()["error"]


def test_how_much_is_taken_at_once_stands_in_the_description():
    described = build_description()["paths"]["/api/v1/pool"]["post"]["requestBody"]["content"]["application/json"]

    assert described["schema"]["allOf"][1] == {"properties": {"studies": {"maxItems": science.MOST_STUDIES}}}
    assert f"at most {science.MOST_STUDIES} " in (science.pool.__doc__ or "")


def test_all_faults_of_an_input_are_told_at_once(script):
    told = script.send("POST", "locate", {"regions": [{"id": "flank", "side": "up", "intensity": 11}], "age": -1})

    assert all(field in told.json()["error"] for field in ("side", "intensity", "age"))


def test_more_work_than_the_pages_can_bear_is_refused_and_can_be_sent_again(script):
    with doors.at_work(), doors.at_work():
        refused = script.send("POST", "locate", DRAWING)

    assert (refused.status_code, refused["Retry-After"]) == (429, "1")
    assert script.send("POST", "locate", DRAWING).status_code == HTTPStatus.OK


def test_a_fault_of_ours_tells_and_logs_nothing_of_a_person(script, monkeypatch, capfd):
    def broken(raw):
        raise ValueError(f"cannot read {raw}")

    monkeypatch.setattr(science, "summarise_case", broken)
    script.client.raise_request_exception = False
    answer = script.send("POST", "drawing", {"complaint": "secret"})

    assert answer.status_code == 500
    assert "our fault" in answer.json()["error"]
    assert "secret" not in answer.text + "".join(capfd.readouterr())


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic YTpi", "Bearer ü"])
def test_without_a_good_token_nobody_gets_in_even_with_a_session(owner, header):
    browser = Client(HTTP_HOST="127.0.0.1", HTTP_AUTHORIZATION=header)
    browser.force_login(owner)
    answer = browser.get("/api/v1/people")

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "unknot api token" in answer.json()["error"]


def test_a_token_opens_the_api_only(script):
    assert script.client.get("/people/").status_code == HTTPStatus.FORBIDDEN


def test_a_token_that_ended_was_revoked_or_is_of_another_key_opens_nothing(owner, settings):
    ended, revoked, other = Script(owner, days=1), Script(owner), Script(owner)
    assert other.send("GET", "people").status_code == HTTPStatus.OK
    ended_one, revoked_one, _ = tokens_of(owner)
    ended_one.ends_at = timezone.now() - timedelta(seconds=1)
    ended_one.save()
    revoked_one.delete()
    settings.SECRET_KEY = "another key, made because the first one was removed"

    assert {one.send("GET", "people").status_code for one in (ended, revoked, other)} == {HTTPStatus.FORBIDDEN}


def test_a_token_is_kept_as_a_hash_only(script):
    assert script.token not in str(list(ApiToken.objects.values()))


@pytest.mark.parametrize(
    ("scope", "allowed"), [("science", (200, 403, 403)), ("read", (200, 200, 403)), ("write", (200, 200, 201))]
)
def test_each_scope_opens_what_it_says(owner, scope, allowed):
    script = Script(owner, ApiToken.Scope(scope))
    done = (
        script.send("POST", "drawing", DRAWING),
        script.send("GET", "people"),
        script.send("POST", "people", {"name": "B"}),
    )

    assert tuple(answer.status_code for answer in done) == allowed


LOWER = {"read": "science", "write": "read"}


def test_each_address_asks_for_the_scope_that_is_described(owner, ana):
    scripts = {scope: Script(owner, ApiToken.Scope(scope)) for scope in ("science", "read")}
    tried = 0
    for path, operations in WRITTEN["paths"].items():
        address = path.removeprefix("/api/v1/").format(**dict.fromkeys(("person_id", "result_id"), ana.id), **KNOWN)
        for method, operation in operations.items():
            (scope,) = operation["security"][0]["Token"]
            if scope in LOWER:
                refused = scripts[LOWER[scope]].send(method.upper(), address, {})
                assert f"--scope {scope}" in refused.json()["error"], (method, path)
                tried += 1
    assert tried >= 15


def test_a_person_with_a_pin_is_out_of_reach(script, ana):
    set_pin(ana, "2580", "2580")
    of_a_person = [name for name, kinds in ROUTES.items() if name.startswith("api:") and "person_id" in kinds]

    for name in of_a_person:
        address = reverse(name, kwargs=dict.fromkeys(ROUTES[name], ana.id)).removeprefix("/api/v1/")
        for method in ("GET", "POST", "PATCH", "PUT", "DELETE"):
            answer = script.send(method, address, {"name": "Eve"})
            assert answer.status_code in (403, 405), (method, name)
            assert "Ana" not in answer.text
    assert len(of_a_person) >= 10
    assert script.send("GET", "people").json()["items"][0]["is_locked"]
    assert Person.objects.get(id=ana.id).name == "Ana"


def test_people_of_others_and_people_who_do_not_exist_are_alike(script, charlies_friend, ana):
    for unknown in (charlies_friend.id, uuid4()):
        assert script.send("GET", f"people/{unknown}/answers").status_code == HTTPStatus.NOT_FOUND
    assert [one["name"] for one in script.send("GET", "people").json()["items"]] == ["Ana"]


def test_people_are_added_and_renamed(script):
    added = script.send("POST", "people", {"name": "  Ben "})
    person = added.json()["id"]

    assert added.status_code == HTTPStatus.CREATED
    assert script.send("PATCH", f"people/{person}", {"name": "Benno"}).json()["name"] == "Benno"
    assert "Enter a name" in script.send("PATCH", f"people/{person}", {"name": " "}).json()["error"]
    assert script.send("DELETE", f"people/{person}").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_complete_answers_give_a_clearance_and_incomplete_ones_do_not(script, of_ana):
    def send(**given):
        told = script.send("GET", f"{of_ana}/answers").json()
        return script.send("PATCH", f"{of_ana}/answers", {"revision": told["revision"], "answers": given}).json()

    all_of_hers = answers(cancer="past")  # which opens a question on an earlier card
    read = read_answers(all_of_hers, timezone.localdate())
    given = {name: value for name, value in all_of_hers.items() if read.is_shown(name)}
    del given["floor_alone"]  # is asked with a session
    told = send(**given)
    assert told["finished_at"] is None
    assert script.send("GET", f"{of_ana}/clearances").json()["total"] == 0

    while told["open"]:
        told = send(**dict.fromkeys(told["open"], "skipped"))

    assert told["finished_at"]
    clearance = script.send("GET", f"{of_ana}/clearances").json()["items"][0]
    assert clearance["output"]["session"] == "allowed"
    assert script.send("GET", f"{of_ana}/results/{clearance['id']}").json() == clearance


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"fevr": "no"}, "unknown question; nearest: fever"),
        ({"age": 42.5}, "age"),
        ({"pregnancy": "no"}, "not asked"),
    ],
)
def test_answers_that_nobody_asked_for_change_nothing(script, of_ana, given, told):
    known = {"age": 42, "sex": "male"}
    script.send("PATCH", f"{of_ana}/answers", {"revision": 0, "answers": known})
    before = script.send("GET", f"{of_ana}/answers").json()
    answer = script.send("PATCH", f"{of_ana}/answers", {"revision": before["revision"], "answers": given})

    assert answer.status_code == 422
    assert told in answer.json()["error"]
    assert script.send("GET", f"{of_ana}/answers").json() == before


def test_what_was_read_too_long_ago_overwrites_nothing(script, of_ana):
    painted = script.send("PUT", f"{of_ana}/drawing", {"revision": 0, **DRAWING}).json()
    script.send("PATCH", f"{of_ana}/answers", {"revision": 0, "answers": {"age": 42}})
    other = [{"id": "flank", "side": "left", "intensity": 3}]

    late = script.send("PUT", f"{of_ana}/drawing", {"revision": 0, "regions": other})
    late_too = script.send("PATCH", f"{of_ana}/answers", {"revision": 7, "answers": {"age": 43}})

    assert {late.status_code, late_too.status_code} == {409}
    assert script.send("GET", f"{of_ana}/drawing").json() == painted
    assert painted["confirmed_at"] is None


def test_scores_from_elsewhere_are_stored_with_their_side_and_day(script, of_ana):
    sent = {"instrument": "slr", "answers": {"score": 60}, "part": "left", "day": "2020-02-29"}
    stored = script.send("POST", f"{of_ana}/measurements", sent)

    assert stored.status_code == HTTPStatus.CREATED
    assert stored.json()["score"] == 60
    assert stored.json()["about"] == {"side": "left"}
    assert script.send("GET", f"{of_ana}/measurements?instrument=slr").json()["items"] == [stored.json()]
    assert script.send("GET", f"{of_ana}/measurements?instrument=odi").json()["total"] == 0
    assert "nearest: instrument" in script.send("GET", f"{of_ana}/measurements?instrumnt=odi").json()["error"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"instrument": "ppt"}, "on its page only"),
        ({"instrument": "nothing"}, "expected one of pain_nrs"),
        ({"part": "top"}, "one of left, right"),
        ({"day": "2999-01-01"}, "to today"),
        ({"answers": {"score": 999}}, "out_of_range"),
        ({"instrument": "odi"}, "has none"),
    ],
)
def test_a_score_that_cannot_be_is_not_stored(script, of_ana, changes, told):
    sent = {"instrument": "slr", "answers": {"score": 60}, "part": "left", **changes}

    assert told in script.send("POST", f"{of_ana}/measurements", sent).json()["error"]
    assert not Measurement.objects.exists()


def test_tokens_are_made_listed_and_revoked_by_the_command(owner, monkeypatch):
    monkeypatch.setattr(tokens_from_outside, "_visit", lambda folder: None)

    def command(*words):
        return CliRunner().invoke(api_command, words)

    token = command("token", "report", "--scope", "read").stdout.strip()
    script = Client(HTTP_HOST="127.0.0.1", HTTP_AUTHORIZATION=f"Bearer {token}")
    assert script.get("/api/v1/people").status_code == HTTPStatus.OK
    assert "called 'report' already" in str(command("token", "report").exception)
    assert command("list").stdout.startswith("report: read, until ")
    assert command("revoke", "report").stdout == "Revoked report.\n"
    assert script.get("/api/v1/people").status_code == HTTPStatus.FORBIDDEN
    assert "unknot api list" in str(command("revoke", "report").exception)


def test_settings_list_the_tokens_and_revoke_one(client, owner):
    script = Script(owner)
    (token,) = tokens_of(owner)
    assert token.name in client.get(reverse("preferences:settings")).text

    page = client.post(reverse("preferences:revoke", args=[token.id]), follow=True)

    assert "No program may use Unknot any more" in page.text
    assert script.send("GET", "people").status_code == HTTPStatus.FORBIDDEN


def test_the_description_is_current_and_readable_in_a_browser(client):
    assert build_description() == WRITTEN
    assert client.get("/api/v1/openapi.json").json() == WRITTEN


def test_the_description_knows_every_address():
    described = {path.removeprefix("/api/v1") for path in WRITTEN["paths"]}
    addresses = {name for name in ROUTES if name.startswith("api:")} - {"api:description", "api:api-root"}

    assert len(described) == len(addresses)


CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
]


FIRST_RESULT = UUID(int=7)


def open_to_all(description):
    """Return the schema of the API in a form that asks for no token."""
    described = copy.deepcopy(description)
    for operations in described["paths"].values():
        for operation in operations.values():
            del operation["security"]  # the right token is always shown; others are tried above
    schema = schemathesis.openapi.from_dict(described)
    schema.app = application
    return schema


def _shortened(description):
    """Return the description without what costs most to make up and is tried by the long run.

    Left out are all but the first questions and instruments, and addresses that read what others read too.
    """
    short = copy.deepcopy(description)
    for twin in ("drawing", "plan", "people/{person_id}/estimates", "people/{person_id}/plans"):
        del short["paths"][f"/api/v1/{twin}"]
    schemas = short["components"]["schemas"]
    asked = schemas["answers"]["properties"]
    schemas["answers"]["properties"] = dict(list(asked.items())[:8])
    del schemas["score_input"]["anyOf"][3:]
    return short


@pytest.fixture
def one_connection():
    """Keep the connection between requests, as Django's own test client does; nothing is committed."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def ana_with_records(ana, screening, one_connection) -> Person:
    of_her = {"person": ana}
    treatment = Treatment.objects.create(**of_her, plan_id=uuid4(), record={})
    Reaction.objects.create(**of_her, treatment_id=treatment.id, after_h=24, said={})
    Measurement.objects.create(**of_her, instrument="odi", context="week")
    for kind in Result.Kind:
        Result.objects.create(
            **of_her, kind=kind, knowledge_version="1", input={}, output={}, id=UUID(int=FIRST_RESULT.int + len(kind))
        )
    return ana


def try_out(case, script, person):
    """Send what was made up, of somebody who exists, and look at the answer."""
    known = {"person_id": str(person.id), "result_id": str(FIRST_RESULT)}
    for name, value in known.items():
        if _is_id(case.path_parameters.get(name)):
            case.path_parameters[name] = value
    headers = {"Authorization": f"Bearer {script.token}", "Host": "127.0.0.1"}
    # To the science an answer out of range is not a fault of the request: the score is missing, and says why.
    looked_at = [
        check for check in CHECKS if check is not checks.negative_data_rejection or "/score/" not in case.path
    ]
    case.call_and_validate(headers=headers, checks=looked_at)


def _is_id(value):
    try:
        return bool(UUID(value))
    except (AttributeError, TypeError, ValueError):
        return False


@open_to_all(_shortened(WRITTEN)).parametrize()
@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_no_request_breaks_it(case, script, ana_with_records):
    try_out(case, script, ana_with_records)
