"""The way in by a link that is good for one use, and the way out."""

from __future__ import annotations

import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest
from django.test import Client

from unknot_app.accounts.entry import ENTRY, VALID_S, is_valid, make_token, remove_old, use_token

NO_LONGER_VALID = "This link is no longer valid."


def files_of(folder):
    return list((folder / ENTRY).iterdir())


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def link(data):
    return f"/enter/{make_token(data)}/"


def test_a_token_is_good_for_one_use(tmp_path):
    token = make_token(tmp_path)

    assert use_token(tmp_path, token, time.time())
    assert not use_token(tmp_path, token, time.time())


def test_the_folder_holds_no_token_and_nobody_else_can_look(tmp_path):
    token = make_token(tmp_path)

    [file] = files_of(tmp_path)
    assert token not in file.name
    assert file.read_bytes() == b""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_token_has_32_bytes_and_is_never_the_same(tmp_path):
    tokens = {make_token(tmp_path) for _ in range(20)}

    assert len(tokens) == 20
    assert min(map(len, tokens)) == 43  # 32 bytes in base 64


def test_to_look_at_a_token_does_not_use_it_up(tmp_path):
    token = make_token(tmp_path)

    assert is_valid(tmp_path, token, time.time())
    assert is_valid(tmp_path, token, time.time())


@pytest.mark.parametrize("token", ["", "wrong", "../../secret_key", "x" * 10_000, "\N{SNOWMAN}"])
def test_a_wrong_token_is_refused(tmp_path, token):
    make_token(tmp_path)

    assert not is_valid(tmp_path, token, time.time())
    assert not use_token(tmp_path, token, time.time())
    assert len(files_of(tmp_path)) == 1


def test_a_token_is_refused_after_a_day(tmp_path):
    token = make_token(tmp_path)

    assert is_valid(tmp_path, token, time.time() + VALID_S - 60)
    assert not is_valid(tmp_path, token, time.time() + VALID_S + 60)
    assert not use_token(tmp_path, token, time.time() + VALID_S + 60)


def test_a_token_from_the_future_is_refused(tmp_path):
    assert not use_token(tmp_path, make_token(tmp_path), time.time() - VALID_S)


def test_old_tokens_are_removed_and_new_ones_stay(tmp_path):
    make_token(tmp_path)
    [old] = files_of(tmp_path)
    os.utime(old, (time.time() - 2 * VALID_S, time.time() - 2 * VALID_S))
    token = make_token(tmp_path)

    remove_old(tmp_path, time.time())

    assert not old.exists()
    assert is_valid(tmp_path, token, time.time())


def test_of_many_uses_at_once_one_wins(tmp_path):
    for _ in range(20):
        token = make_token(tmp_path)
        with ThreadPoolExecutor(8) as threads:
            won = list(threads.map(lambda _, token=token: use_token(tmp_path, token, time.time()), range(8)))

        assert won.count(True) == 1


def test_the_link_shows_a_button_and_changes_nothing(stranger, link, data, settings):
    page = stranger.get(link)
    stranger.head(link)

    assert page.status_code == HTTPStatus.OK
    assert 'method="post"' in page.text
    assert "Open Unknot" in page.text
    assert len(files_of(data)) == 1
    assert settings.SESSION_COOKIE_NAME not in stranger.cookies


def test_the_button_opens_unknot_at_a_clean_address(stranger, link, owner, data):
    answer = stranger.post(link)

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert answer["Location"] == "/"
    assert stranger.session["_auth_user_id"] == str(owner.pk)
    assert files_of(data) == []
    assert stranger.get("/").status_code == HTTPStatus.OK


def test_the_first_to_enter_is_made_the_owner(stranger, link):
    stranger.post(link)

    assert stranger.get("/").context["user"].username == "owner"


def test_the_session_is_a_new_one_after_entering(stranger, link):
    before = stranger.session.session_key  # as if somebody had planted it in this browser

    stranger.post(link)

    assert stranger.session.session_key != before


def test_the_button_needs_the_form_of_our_own_page(link, data, db):
    browser = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    browser.get(link)

    refused = browser.post(link)
    token = browser.get(link).context["csrf_token"]
    entered = browser.post(link, {"csrfmiddlewaretoken": str(token)})

    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert entered.status_code == HTTPStatus.SEE_OTHER


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(stranger, link, settings):
    answer = stranger.post(link)

    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert settings.SESSION_COOKIE_NAME.startswith("unknot_")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("kind", ["wrong", "old", "used"])
def test_a_link_that_is_not_good_gets_a_kind_page(stranger, link, data, kind, method):
    if kind == "wrong":
        link = "/enter/wrong/"
    elif kind == "old":
        os.utime(files_of(data)[0], (time.time() - 2 * VALID_S, time.time() - 2 * VALID_S))
    else:
        Client(HTTP_HOST="127.0.0.1").post(link)

    page = getattr(stranger, method)(link)

    assert page.status_code == HTTPStatus.FORBIDDEN
    assert NO_LONGER_VALID in page.text
    assert "Start Unknot on the computer again to get a new one." in page.text


def test_whoever_has_entered_finds_the_way_on_from_an_old_link(stranger, link):
    stranger.post(link)

    for page in (stranger.get(link), stranger.post(link)):
        assert page.status_code == HTTPStatus.OK
        assert 'href="/"' in page.text
        assert NO_LONGER_VALID not in page.text


def test_to_leave_ends_the_session_and_leads_to_a_page_that_is_nearly_blank(client):
    answer = client.post("/leave/", follow=True)

    assert answer.redirect_chain == [("/left/", HTTPStatus.SEE_OTHER)]
    assert "Unknot is locked. Start it on the computer again to go on." in answer.text
    assert "<a " not in answer.text
    assert client.get("/").status_code == HTTPStatus.FORBIDDEN


def test_to_leave_ends_only_this_session(client, owner):
    other = Client(HTTP_HOST="127.0.0.1")
    other.force_login(owner)

    client.post("/leave/")

    assert other.get("/").status_code == HTTPStatus.OK


def test_to_look_at_the_address_for_leaving_does_not_leave(client):
    assert client.get("/leave/").status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert client.get("/").status_code == HTTPStatus.OK
