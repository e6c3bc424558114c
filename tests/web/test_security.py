"""Who gets an answer: a matrix over every address that the program has."""

from __future__ import annotations

import contextlib
import itertools
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from unknot_app.accounts.entry import make_token as make_link
from unknot_app.accounts.models import ApiToken
from unknot_app.accounts.tokens import make_token
from unknot_app.actions.interview import interview_of
from unknot_app.local.folder import installation_name
from unknot_app.site import settings as own_settings
from unknot_app.site.middleware import PUBLIC

OWN = "http://127.0.0.1"
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")


def routes(resolver=None, namespace=""):
    """Return every name that the addresses know, with the kinds of its arguments."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            for name, kinds in routes(entry, namespace + inner):
                yield name, {**{key: type(kind).__name__ for key, kind in entry.pattern.converters.items()}, **kinds}
        elif isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name, so no test can reach it"
            kinds = {key: type(kind).__name__ for key, kind in entry.pattern.converters.items()}
            yield f"{namespace}{entry.name}", kinds


ROUTES = dict(routes())
every_route = pytest.mark.parametrize("route", ROUTES)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FOREIGN_HOSTS = ("evil.example", "127.0.0.1.evil.example", "192.168.1.7:8421", "0.0.0.0", "[::1]", "")
FOREIGN_ORIGINS = (
    "http://evil.example",
    "null",
    "http://127.0.0.1:9999",
    "http://localhost",
    "https://127.0.0.1",
    "http://127.0.0.1.evil.example",
    "",
)
FOREIGN_SITES = ("cross-site", "same-site", "something-new", "")


@pytest.fixture
def client(client, owner):
    """Return a browser that has entered and, what none does, shows a token that opens all of the API."""
    token = make_token(owner, "all", ApiToken.Scope.WRITE, 1, timezone.now())
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


@pytest.fixture
def address(ana, screening):
    """Return an address of a route that exists, about Ana and the first card of her interview."""
    card = interview_of(screening).next_card()
    assert card
    values = {
        "UUIDConverter": ana.id,
        "UUIDStrConverter": ana.id,  # of the API
        "SlugConverter": card.id,
        "StringConverter": "x" * 43,
    }

    def address_of(route):
        return reverse(route, kwargs={name: values[kind] for name, kind in ROUTES[route].items()})

    return address_of


def test_the_matrix_knows_the_routes():
    assert {"home:start", "entry:enter", "entry:leave", "entry:left"} < set(ROUTES)
    assert len(ROUTES) >= 10


def test_only_the_way_in_and_the_way_out_are_open_to_everybody():
    assert set(PUBLIC) == {"entry:enter", "entry:left"}


def test_only_this_computer_is_a_name_of_ours():
    assert own_settings.ALLOWED_HOSTS == ["127.0.0.1", "localhost"]
    assert own_settings.DEBUG is False


def test_without_a_session_every_page_is_refused_kindly(stranger, address):
    for route, method in itertools.product(ROUTES.keys() - PUBLIC, METHODS):
        answer = stranger.generic(method, address(route))

        shows_token = route.startswith("api:") and route != "api:description"
        way_out = "Show a token" if shows_token else "Start it on the computer again"
        assert answer.status_code == HTTPStatus.FORBIDDEN, (route, method)
        assert way_out in answer.text or method == "HEAD", (route, method)


@pytest.mark.parametrize("unknown", ["/nowhere/", "/people", "/people/1/", "/admin/", "/static/nowhere.css", "//"])
def test_without_a_session_an_unknown_address_looks_like_a_known_one(stranger, address, unknown):
    known, answer = stranger.get(address("people:list")), stranger.get(unknown)

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert answer.content == known.content
    assert dict(answer.headers) == dict(known.headers)


def test_an_invented_session_opens_nothing(stranger, settings):
    stranger.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32

    assert stranger.get("/").status_code == HTTPStatus.FORBIDDEN


def test_a_foreign_name_of_this_computer_gets_400(client, address):
    for route, host in itertools.product(ROUTES, FOREIGN_HOSTS):
        answer = client.get(address(route), HTTP_HOST=host, SERVER_NAME="waitress.invalid")

        assert answer.status_code == HTTPStatus.BAD_REQUEST, (route, host)


def test_a_foreign_name_gets_no_script_either(client):
    assert client.get("/static/entry/enter.js", HTTP_HOST="evil.example").status_code == HTTPStatus.BAD_REQUEST


def test_a_foreign_origin_is_refused(client, address):
    for route, method, origin in itertools.product(ROUTES, ("GET", "POST"), FOREIGN_ORIGINS):
        answer = client.generic(method, address(route), HTTP_ORIGIN=origin)

        assert answer.status_code == HTTPStatus.FORBIDDEN, (route, method, origin)


def test_a_request_from_another_site_is_refused(client, address):
    for route, method, site in itertools.product(ROUTES, ("GET", "POST"), FOREIGN_SITES):
        answer = client.generic(method, address(route), HTTP_SEC_FETCH_SITE=site)

        assert answer.status_code == HTTPStatus.FORBIDDEN, (route, method, site)


@pytest.mark.parametrize("header", [{"HTTP_ORIGIN": "http://evil.example"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}])
def test_another_site_gets_no_script_and_cannot_tell_that_unknot_is_here(client, header):
    assert client.get("/static/entry/enter.js", **header).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_pages_and_the_address_bar_get_an_answer(client, site):
    assert client.get("/", HTTP_SEC_FETCH_SITE=site).status_code == HTTPStatus.OK
    assert client.get("/", HTTP_ORIGIN=OWN).status_code == HTTPStatus.OK
    with contextlib.closing(client.get("/static/entry/enter.js", HTTP_SEC_FETCH_SITE=site)) as script:
        assert script.status_code == HTTPStatus.OK


def test_a_change_without_the_form_of_our_own_page_is_refused(owner, address):
    browser = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    browser.force_login(owner)

    for route, method in itertools.product(ROUTES, ("POST", "PUT", "PATCH", "DELETE")):
        assert browser.generic(method, address(route)).status_code == HTTPStatus.FORBIDDEN, (route, method)


@every_route
def test_to_look_at_a_page_writes_nothing(client, address, route):
    place = address(route)

    with CaptureQueriesContext(connection) as queries:
        for method in ("GET", "HEAD", "OPTIONS"):
            client.generic(method, place)

    assert queries.captured_queries
    assert [query["sql"] for query in queries if query["sql"].startswith(WRITES)] == []


@pytest.mark.parametrize(
    "header", [{"HTTP_ORIGIN": "null"}, {"HTTP_SEC_FETCH_SITE": "same-site"}, {"HTTP_HOST": "evil"}]
)
def test_a_refused_request_does_not_reach_the_database(client, address, header):
    for place in map(address, ROUTES):
        with CaptureQueriesContext(connection) as queries:
            client.post(place, {"name": "Eve"}, **header)

        assert len(queries) == 0, place


@every_route
def test_every_page_carries_the_headers_that_hold_it_together(client, address, route):
    """And no script or style of its own, and nothing from elsewhere."""
    answer = client.get(address(route))
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]

    # A PDF is opened by another program, and is no text.
    page = "" if answer["Content-Type"] == "application/pdf" else answer.text.lower()
    for own in ("<style", " style=", " onclick=", "<script>"):
        assert own not in page
    for attribute in ('src="http', 'href="http', 'src="//', 'action="http'):
        assert attribute not in page


@pytest.mark.parametrize("header", [{}, {"HTTP_ORIGIN": "null"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}])
def test_a_refusal_carries_the_headers_too(stranger, header):
    headers = stranger.get("/", **header).headers

    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_form_cookie_is_out_of_reach_of_scripts_and_other_sites(stranger, settings, tmp_path):
    settings.DATA = tmp_path
    cookie = stranger.get(f"/enter/{make_link(tmp_path)}/").cookies[settings.CSRF_COOKIE_NAME]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_cookies_are_named_by_installation():
    assert installation_name("one key") != installation_name("another key")
    assert own_settings.SESSION_COOKIE_NAME.endswith(installation_name(own_settings.SECRET_KEY))


@pytest.mark.parametrize("header", [{}, {"HTTP_HOST": "evil.example"}, {"HTTP_ORIGIN": "null"}])
def test_nothing_of_a_refused_request_is_logged(stranger, header, capfd):
    stranger.post("/people/add/?name=Eve", {"name": "Eve"}, **header)

    assert capfd.readouterr() == ("", "")


def test_a_page_speaks_the_language_of_the_user(client, owner):
    assert client.get("/")["Content-Language"] == owner.language


def test_a_user_without_a_known_language_still_gets_pages(client, owner):
    owner.language = "tlh"
    owner.save()

    assert client.get("/").status_code == HTTPStatus.OK
