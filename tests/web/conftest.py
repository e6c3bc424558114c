"""Builders for tests of pages: somebody who entered, people, and the way through the interview."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from unknot_app.accounts.models import User, local_owner
from unknot_app.actions.demo import add_invented_person
from unknot_app.actions.interview import begin_screening
from unknot_app.actions.people import add_person
from unknot_app.actions.persons_plan import last_wishes_of, make_plan
from unknot_app.records.models import Person, PersonsRecord, Reaction, Screening, Treatment

# Interviews have an age, so that a fixed day would become an old one.
NOW = datetime.now(UTC)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the file whose tests take seconds to be made up already, when slow tests are not wanted."""
    return (collection_path.name == "test_api_at_length.py" and config.option.markexpr.startswith("not slow")) or None


@pytest.fixture
def owner(db: None) -> User:
    return local_owner()


@pytest.fixture
def client(owner: User) -> Client:
    """Return a browser that has entered."""
    browser = Client(HTTP_HOST="127.0.0.1")
    browser.force_login(owner)
    return browser


@pytest.fixture
def stranger(db: None) -> Client:
    """Return a browser that has not entered."""
    return Client(HTTP_HOST="127.0.0.1")


@pytest.fixture
def ana(owner: User) -> Person:
    return add_person(owner, "Ana")


@pytest.fixture
def charlies_friend(db: None) -> Person:
    """Return a person of another user."""
    charlie = User.objects.create_user("charlie")
    return add_person(charlie, "Dora")


@pytest.fixture
def screening(ana: Person) -> Screening:
    return begin_screening(ana, NOW)


class Cards:
    """Sends cards as a browser does, always with the revision that is stored."""

    def __init__(self, client: Client, person: Person) -> None:
        self.client, self.person = client, person

    @property
    def stored(self) -> Screening:
        return Screening.objects.filter(person=self.person)[0]

    def address(self, card: str) -> str:
        return reverse("screening:card", args=[self.person.id, card])

    def show(self, card: str):
        return self.client.get(self.address(card))

    def send(self, card: str, do: str = "next", revision: int | None = None, **values: object):
        """Send values by question, with the marks that the page itself holds."""
        fields: dict[str, object] = {"do": do, "revision": self.stored.revision if revision is None else revision}
        page = self.show(card).text
        for name in re.findall(r'name="(on_page\.\w+|as_list)"', page):
            if name.removeprefix("on_page.") not in self.stored.answers:
                fields[name] = "1"
        for name, value in values.items():
            fields[name] = value
            if name != "item":
                fields[f"on_page.{name.split('.')[0]}"] = "1"
        return self.client.post(self.address(card), fields)

    def about_ana(self) -> None:
        self.send("about_you", age="42", sex="female", session_mode="self")


@pytest.fixture
def cards(client: Client, screening: Screening, ana: Person) -> Cards:
    return Cards(client, ana)


# Rows of a person, by their table: the way to them is long, so a module goes it once and hands them on.
Rows = list[tuple[type[PersonsRecord], list[PersonsRecord]]]


def rows_of(person: Person) -> Rows:
    """Return all records of a person."""
    return [(model, list(model._default_manager.filter(person=person))) for model in PersonsRecord.__subclasses__()]


def give_rows(rows: Rows, person: Person) -> None:
    """Store copies of somebody's records as those of a person."""
    for model, kept in rows:
        fields = [field.attname for field in model._meta.local_concrete_fields]
        values = [{name: getattr(one, name) for name in fields} for one in kept]
        model._default_manager.bulk_create(model(**{**one, "person_id": person.id}) for one in values)


@pytest.fixture(scope="session")
def invented(django_db_setup, django_db_blocker) -> tuple[Rows, Rows]:
    """Return the records of the invented person: all of them, and those of somebody with a plan and no session yet.

    The way there is gone once.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        person = add_invented_person(local_owner(), timezone.now())
        whole = rows_of(person)
        for sessions in (Treatment, Reaction):
            sessions.objects.filter(person=person).delete()
        make_plan(person, last_wishes_of(person), timezone.now())
        without_sessions = rows_of(person)
        transaction.set_rollback(True)
    return whole, without_sessions


@pytest.fixture(scope="session")
def rows(invented: tuple[Rows, Rows]) -> Rows:
    """Return the records of somebody with a plan of today and no session yet."""
    return invented[1]
