"""Consent on its page: blank, unsigned, expired or withdrawn it starts no session, and its history is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import Cards
from tests.web.test_plan_pages import current
from tests.web.test_translation import bare
from tests.web.test_translation import in_brackets as in_brackets
from tests.web.test_treat_pages import Session
from tests.web.test_treat_pages import planned as planned
from unknot.screen.consent import areas_to_ask, load_consent_data
from unknot.treat import Feelings
from unknot_app.actions.people import delete_person
from unknot_app.actions.persons_plan import last_wishes_of, make_plan
from unknot_app.actions.treating import NoSessionNow, begin_treatment
from unknot_app.records.models import Consent, Treatment

SAID = {
    "agree": "yes",
    "name": "Ana",
    "giver": "Ben",
    "max_pain": "4",
    "stop_word": "red",
    "how": "by_word",
    "present": "Zoe",
    **{f"area.{area.id}": "no" for area in areas_to_ask()},
}


class Agreeing:
    """Sends what the page of consent sends."""

    def __init__(self, client, person):
        self.client, self.person = client, person
        self.address = reverse("consent:consent", args=[person.id])

    @property
    def page(self):
        return self.client.get(self.address).text

    @property
    def events(self):
        return [one.event for one in Consent.objects.filter(person=self.person, kind="partner")]

    def give(self, **changes):
        version = load_consent_data().version_of("partner")
        return self.client.post(self.address, {"version": version, **SAID, **changes})

    def withdraw(self):
        return self.client.post(reverse("consent:withdraw", args=[self.person.id]))


@pytest.fixture
def pressed(client, planned: Cards, ana):
    """Return Ana's way of agreeing, for whom somebody at home presses, with a plan of today."""
    planned.send("about_you", age="42", sex="female", session_mode="partner")
    make_plan(ana, last_wishes_of(ana), timezone.now())
    return Agreeing(client, ana)


def test_who_presses_themselves_ticks_once_and_not_again(client, planned, ana):
    Consent.objects.filter(person=ana).delete()
    session = Session(client, ana)

    assert "I can feel when it is too much, and I can stop." in client.get(session.address("before")).text
    unticked = session.begin(pain="6")
    assert unticked.status_code == 422
    assert "Tick this to begin" in unticked.text
    assert 'value="6" checked' in unticked.text
    assert not Treatment.objects.filter(person=ana).exists()
    assert session.begin(can_stop="yes").url == session.address("go")
    Treatment.objects.filter(person=ana).delete()
    assert "You said so on" in client.get(session.address("before")).text
    assert session.begin().url == session.address("go")


def test_a_blank_or_unsigned_consent_stores_nothing_and_loses_nothing(pressed):
    assert Session(pressed.client, pressed.person).begin().url == pressed.address
    for missing in ("agree", "name", "giver", "max_pain", "stop_word", "how", "present", "area.inner_thigh"):
        sent = pressed.give(**{missing: ""})
        assert sent.status_code == 422, missing
        assert "Something is missing" in sent.text
        assert missing == "giver" or 'value="Ben"' in sent.text
    assert pressed.give(version="older").status_code == 422
    assert pressed.events == []
    with pytest.raises(NoSessionNow):
        begin_treatment(pressed.person, Feelings(), timezone.now())


def test_agreed_it_binds_the_plan_and_withdrawn_it_ends_the_session(pressed):
    session = Session(pressed.client, pressed.person)

    assert pressed.give().url == session.address("before")
    plan = current(pressed.person).plan
    assert plan.wishes.agreed.max_pain == 4
    assert {area.id for area in areas_to_ask()} == set(plan.wishes.agreed.refused_areas)
    assert session.begin().url == session.address("go")

    pressed.withdraw()
    pressed.withdraw()
    assert pressed.client.get(session.address("go")).url == session.address("before")
    assert session.begin().url == pressed.address
    assert "You took it back" in pressed.page
    assert "present: Zoe" in pressed.page
    assert session.save(ended="done", place=None).status_code == 204
    assert pressed.events == ["withdrawn", "given"]


def test_expired_or_of_another_text_or_unreadable_it_is_asked_anew(pressed):
    pressed.give()
    session = Session(pressed.client, pressed.person)
    stored = Consent.objects.get(person=pressed.person, kind="partner")
    long_ago = str(timezone.localdate() - timedelta(days=91))

    for changed, told in (
        ({"given_on": long_ago}, "ended on"),
        ({"version": "0"}, "has changed since"),
        ({"name": ""}, "cannot read what was said"),
    ):
        Consent.objects.filter(person=pressed.person, kind="partner").update(said={**stored.said, **changed})
        assert told in pressed.page
        make_plan(pressed.person, last_wishes_of(pressed.person), timezone.now())
        assert session.begin().url == pressed.address


def test_a_young_person_needs_a_guardian(pressed, planned):
    planned.send("about_you", age="16", sex="female", session_mode="self", guardian_present="yes")

    version = load_consent_data().version_of("self")
    alone = pressed.client.post(pressed.address, {"version": version, "agree": "yes", "name": "Ana"})
    assert "they have to agree and to be there" in alone.text
    assert pressed.client.post(
        pressed.address, {"version": version, "agree": "yes", "name": "Ana", "guardian": "Zoe"}
    ).url
    assert "Parent or guardian: Zoe" in pressed.page


def test_it_speaks_the_language_of_the_user_and_goes_with_the_person(pressed, in_brackets):
    typed = ("Robin (invented)", "Ana", "Ben", "Zoe", "red")
    assert bare(pressed.page, *typed) == []
    assert bare(pressed.give(agree="", max_pain="").text, *typed) == []
    assert bare(pressed.give(max_pain="").text, *typed) == []
    pressed.give()
    pressed.withdraw()
    assert bare(pressed.page, *typed) == []

    delete_person(pressed.person)
    assert not Consent.objects.exists()


def test_nobody_sees_or_takes_back_the_consent_of_somebody_else(client, charlies_friend):
    for name in ("consent", "withdraw"):
        address = reverse(f"consent:{name}", args=[charlies_friend.id])
        assert client.post(address).status_code == 404
    assert client.get(reverse("consent:consent", args=[charlies_friend.id])).status_code == 404
