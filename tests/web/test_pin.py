"""A PIN locks every page of its person, and nothing of anybody else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.browser.program import COMMAND, Program
from tests.web.conftest import NOW
from tests.web.test_security import ROUTES
from unknot_app.actions.people import add_person
from unknot_app.actions.pins import LONGEST_WAIT, opens, remove_pin, set_pin, waits_until
from unknot_app.pages.frame import lock
from unknot_app.records.models import Person, Screening, Treatment

PIN = "2580"
# What may be reached without the PIN: to choose, to enter it, to lock.
OPEN = {"people:choose", "people:open", "people:lock"}
PAGES = [route for route in ROUTES if not route.startswith("api:")]  # of the API see tests/web/test_api.py
OF_A_PERSON = [route for route in PAGES if "person_id" in ROUTES[route] and route not in OPEN]


@pytest.fixture
def locked(ana: Person, screening: Screening) -> Person:
    set_pin(ana, PIN, PIN)
    return ana


@pytest.fixture
def address(locked, screening):
    def address_of(route):
        values = {"UUIDConverter": locked.id, "SlugConverter": "about_you", "StringConverter": "x" * 43}
        return reverse(route, kwargs={name: values[kind] for name, kind in ROUTES[route].items()})

    return address_of


def enter(client, person, pin=PIN, after=""):
    return client.post(reverse("people:open", args=[person.id]) + after, {"pin": pin})


def is_open(client, person):
    return client.get(reverse("people:rename", args=[person.id])).status_code == HTTPStatus.OK


def later(monkeypatch, **ago):
    """Let the clock of signatures go on."""
    then = time.time() + timedelta(**ago).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: then)


def test_while_locked_no_page_file_or_change_of_the_person_is_reached(client, address, locked):
    for route in OF_A_PERSON:
        page, change = client.get(address(route)), client.post(address(route), {"name": "Eve", "sure": "yes"})

        # Pages that only show something take no change, and what only changes something shows no page.
        refused = {HTTPStatus.METHOD_NOT_ALLOWED}
        assert page.status_code in {HTTPStatus.SEE_OTHER} | refused, route
        assert page.headers.get("Location", "/people/").startswith("/people/"), route
        assert change.status_code in {HTTPStatus.FORBIDDEN} | refused, route
        assert "Ana" not in change.text, route
        assert {page.status_code, change.status_code} != refused, route
    assert Person.objects.get(id=locked.id).name == "Ana"


@pytest.mark.parametrize("route", ["home:start", "help:stop_signs", "muscles:list", "preferences:settings"])
def test_pages_of_nobody_show_nothing_of_the_person_who_is_locked(client, locked, route):
    page = client.get(reverse(route))

    assert "Answers of" not in page.content.decode()
    assert page.status_code == (HTTPStatus.SEE_OTHER if route == "home:start" else HTTPStatus.OK)


def test_the_pin_leads_to_where_somebody_was_going_and_nowhere_else(client, locked):
    wanted = client.get(reverse("people:rename", args=[locked.id])).url

    assert client.post(wanted, {"pin": PIN}).url == reverse("people:rename", args=[locked.id])
    assert enter(client, locked, after="?next=//evil.example/").url == reverse("home:start")
    assert is_open(client, locked)


def test_after_two_minutes_without_a_page_it_is_locked_again(client, locked, monkeypatch):
    enter(client, locked)

    later(monkeypatch, seconds=119)
    assert is_open(client, locked)
    later(monkeypatch, seconds=119)
    assert is_open(client, locked)
    later(monkeypatch, seconds=121)
    assert not is_open(client, locked)


def test_a_session_under_way_is_not_locked_under_the_hands(client, locked, monkeypatch):
    enter(client, locked)
    Treatment.objects.create(person=locked, plan_id=locked.id, record={}, saved_at=timezone.now())

    later(monkeypatch, minutes=20)

    assert is_open(client, locked)


def test_to_choose_somebody_else_or_to_lock_locks(client, locked, owner):
    ben = add_person(owner, "Ben")
    enter(client, locked)
    client.post(reverse("people:choose", args=[ben.id]))

    assert not is_open(client, locked)
    assert is_open(client, ben)

    enter(client, locked)
    client.post(reverse("people:lock", args=[locked.id]))

    assert not is_open(client, locked)


def test_what_is_open_in_one_login_opens_nothing_in_another(client, locked, owner):
    enter(client, locked)
    other = Client(HTTP_HOST="127.0.0.1")
    other.force_login(owner)
    other.cookies[lock.COOKIE] = client.cookies[lock.COOKIE].value

    assert is_open(client, locked)
    assert not is_open(other, locked)


def test_an_answer_that_comes_after_the_lock_leads_to_the_pin(client, locked):
    answer = client.post(reverse("people:rename", args=[locked.id]), {"name": "Eve"}, HTTP_HX_REQUEST="true")

    assert answer["HX-Redirect"] == reverse("people:open", args=[locked.id])


def test_wrong_tries_wait_longer_each_time_and_the_right_one_waits_too(locked):
    now = NOW
    waits = []
    for _try in range(10):
        assert not opens(locked, "0000", now)
        until = waits_until(locked, now)
        waits.append((until - now).total_seconds() if until else 0)
        if until:
            assert not opens(locked, PIN, until - timedelta(seconds=1))
            now = until

    assert waits[:5] == [0, 0, 30, 60, 120]
    assert waits[-1] == LONGEST_WAIT.total_seconds()
    assert opens(locked, PIN, now)
    assert locked.wrong_pins == 0


def test_a_wrong_pin_is_told_and_the_wait_with_its_end(client, locked):
    answers = [enter(client, locked, "0000") for _try in range(3)]

    assert {answer.status_code for answer in answers} == {422}
    assert "That is not the PIN" in answers[0].text
    assert "The next try is taken at" in answers[2].text
    assert "The next try is taken at" in enter(client, locked).text


@pytest.mark.parametrize(
    ("pin", "again", "told"), [("12", "12", "4 to 12 digits"), ("١٢٣٤", "١٢٣٤", "digits"), ("1234", "1243", "differ")]
)
def test_a_pin_that_is_none_is_refused(client, ana, pin, again, told):
    answer = client.post(reverse("people:pin", args=[ana.id]), {"pin": pin, "again": again})

    assert answer.status_code == 422
    assert told in answer.text
    assert not Person.objects.get(id=ana.id).pin


def test_whoever_is_open_sets_another_or_removes_it(client, ana):
    address = reverse("people:pin", args=[ana.id])
    client.post(address, {"pin": "1234", "again": "1234"})
    ana.refresh_from_db()
    assert "1234" not in ana.pin
    # Whoever set it is not locked out by it, but by the next one of somebody else.
    assert is_open(client, ana)
    client.post(address, {"do": "remove"})

    ana.refresh_from_db()
    assert ana.pin == ""
    remove_pin(ana)


def test_the_page_tells_the_script_when_and_where_to_lock(client, locked):
    enter(client, locked)
    page = client.get(reverse("people:list")).text

    assert "frame/lock.js" in page
    assert f'data-awake="{reverse("people:awake", args=[locked.id])}"' in page
    assert client.get(reverse("people:awake", args=[locked.id])).status_code == HTTPStatus.NO_CONTENT


def test_the_owner_of_the_computer_removes_a_forgotten_pin_by_a_command(tmp_path):
    """In processes of their own, as the command is used: the database is one of a program that was started."""
    folder = tmp_path / "data"
    program = Program(folder)
    try:
        set_by_code(folder)
        done = command("remove", "Ana", folder)
        again = command("remove", "Ana", folder)
    finally:
        program.stop()

    assert (done.returncode, done.stdout) == (0, "Removed the PIN of Ana.\n")
    assert again.returncode == 2
    assert "has no PIN" in again.stderr
    assert "nobody here is called 'Eve'" in command("remove", "Eve", folder).stderr
    assert "no database of Unknot" in command("remove", "Ana", tmp_path).stderr


def set_by_code(folder):
    code = (
        "import django; django.setup()\n"
        "from unknot_app.accounts.models import local_owner\n"
        "from unknot_app.actions.people import add_person\n"
        "from unknot_app.actions.pins import set_pin\n"
        "set_pin(add_person(local_owner(), 'Ana'), '2580', '2580')\n"
    )
    subprocess.run([sys.executable, "-c", code], env=environment(folder), check=True)


def command(do, name, folder):
    words = [str(COMMAND), "pin", do, name, "--data", str(folder)]
    return subprocess.run(words, capture_output=True, text=True, env=environment(folder), check=False)


def environment(folder):
    own = {"UNKNOT_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "unknot_app.site.settings", "DATABASE_URL": ""}
    return {**os.environ, **own}
