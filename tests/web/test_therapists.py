"""Choosing a therapist without a list, and the therapists whom a person keeps for themselves."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import give_rows
from tests.web.test_translation import bare, in_brackets  # noqa: F401
from unknot.refer import load_choosing_data, load_refer_data
from unknot_app.actions.kept_therapists import Copied, add_check, keep_therapist
from unknot_app.actions.people import delete_person
from unknot_app.records.models import KeptTherapist, TherapistCheck

DATA = load_choosing_data()
BADGE = re.compile(r"\b(verified|certified by us|recommended|trusted)\b", re.I)
TODAY = date.today()


def shown(response, status=200):
    assert response.status_code == status
    page = response.text.split("<main")[1].split("</main>")[0]
    return html.unescape(page)


@pytest.fixture
def kept(ana):
    copied = Copied("Ada Bakker", "12 Canal Street, Albany NY 12207", "+1 518 555 0142")
    return keep_therapist(ana, "nppes", "1234567893", copied, timezone.now())


def address(kept, name="kept"):
    return reverse(f"therapists:{name}", args=[kept.person_id, kept.id])


def looked_at(**said):
    usual = {"what": "licence", "way": "register", "seen_on": TODAY.isoformat(), "checked_by": "Ana"}
    return {**usual, **said}


def test_the_guide_tells_what_to_ask_and_what_speaks_against_somebody(client):
    page = shown(client.get(reverse("directory:guide")))

    for question in DATA.questions.values():
        assert question.text in page
        assert question.listen_for in page
    for sign in DATA.bad_signs.values():
        assert sign.text in page
    assert "No list is loaded" in page


@pytest.mark.parametrize("code", DATA.countries)
def test_the_guide_tells_for_each_country_how_each_title_is_checked_by_hand(client, code):
    page = shown(client.get(reverse("directory:guide"), {"country": code}))

    licences = [one for one in DATA.licences.values() if one.country == code]
    titles = [*licences, *(one for one in DATA.certificates.values() if code in one.countries)]
    assert titles
    for title in titles:
        assert title.name in page
        assert all(step in page for step in title.steps)
    assert not BADGE.search(page)


def test_the_country_of_the_settings_comes_first_and_any_other_has_a_way_too(client, owner):
    owner.country = "GB"
    owner.save()

    assert DATA.licences["gb_cnhc"].name in shown(client.get(reverse("directory:guide")))
    for unknown in ("", "XX", "BR"):
        page = shown(client.get(reverse("directory:guide"), {"country": unknown}))
        assert all(step in page for step in DATA.elsewhere.steps), unknown


def test_the_message_asks_and_tells_nothing_of_a_person(client, ana):
    message = re.search(r"<textarea.*?>(.*?)</textarea>", shown(client.get(reverse("directory:guide"))), re.DOTALL)

    assert message
    assert "1. Which trigger point training did you do" in message[1]
    assert "Ana" not in message[1]


def test_the_registers_are_of_countries_that_can_be_chosen():
    assert set(DATA.countries) <= load_refer_data().countries.keys()


def test_somebody_found_otherwise_is_written_down_and_no_markup(client, ana):
    mine = reverse("therapists:mine", args=[ana.id])
    assert "Enter the name" in shown(client.post(mine, {"name": " ", "phone": "1"}), 422)

    page = shown(client.post(mine, {"name": "<b>Bo</b>\u200b  Berg", "phone": "0 11 / 22"}, follow=True))

    stored = KeptTherapist.objects.get(person=ana)
    assert (stored.source, stored.name) == ("own", "<b>Bo</b> Berg")
    assert 'href="tel:01122"' in page
    assert "<b>Bo" not in client.get(mine).text


def test_kept_twice_is_kept_once_with_the_note(ana, kept):
    KeptTherapist.objects.filter(person=ana).update(note="soft hands")

    again = keep_therapist(ana, "nppes", "1234567893", Copied("Another name"), timezone.now())

    assert (again.id, again.name, again.note) == (kept.id, "Ada Bakker", "soft hands")


def test_a_note_is_saved_and_an_older_page_overwrites_nothing(client, kept):
    answer = client.post(address(kept), {"do": "note", "revision": "0", "note": "soft hands"}, follow=True)
    older = shown(client.post(address(kept), {"do": "note", "revision": "0", "note": "typed meanwhile"}), 409)

    stored = KeptTherapist.objects.get(person=kept.person)
    assert "✓ Saved" in shown(answer)
    assert (stored.note, stored.is_favourite) == ("soft hands", False)
    assert "typed meanwhile" in older
    assert "soft hands" in older


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"what": ""}, "what"),
        ({"way": "issuer_list"}, "way"),
        ({"seen_on": (TODAY + timedelta(days=2)).isoformat()}, "seen_on"),
        ({"seen_on": "yesterday"}, "seen_on"),
        ({"checked_by": " "}, "checked_by"),
    ],
)
def test_a_check_says_what_how_when_and_who_or_is_not_stored(client, kept, said, field):
    page = shown(client.post(address(kept), {"do": "check", **looked_at(words="number 12", **said)}), 422)

    assert f'href="#{field}"' in page
    assert "number 12" in page
    assert not TherapistCheck.objects.filter(person=kept.person).exists()


def test_a_check_is_told_with_its_day_and_asks_again_after_a_year(client, kept):
    client.post(address(kept), {"do": "check", **looked_at(words="active")})
    assert "Not checked since" not in shown(client.get(address(kept)))
    add_check(
        kept.person,
        kept.id,
        looked_at(what="insurance", way="told", seen_on=(TODAY - timedelta(days=366)).isoformat()),
        TODAY,
        timezone.now(),
    )

    page = shown(client.get(address(kept)))

    assert "I found it in the register: active" in page
    assert page.count("Not checked since") == 1
    assert not BADGE.search(page)


def test_a_check_is_taken_back(client, kept):
    made = add_check(kept.person, kept.id, looked_at(), TODAY, timezone.now())

    client.post(address(kept), {"do": "take_back", "check": str(made.id)})

    assert not TherapistCheck.objects.filter(person=kept.person).exists()
    assert client.post(address(kept), {"do": "take_back", "check": "x"}).status_code == 400
    assert client.post(address(kept), {"do": "shout"}).status_code == 400


def test_letting_go_asks_first_and_takes_notes_and_checks_along(client, kept):
    add_check(kept.person, kept.id, looked_at(), TODAY, timezone.now())
    assert "Let Ada Bakker go?" in shown(client.get(address(kept, "let_go")))

    client.post(address(kept, "let_go"))

    assert not KeptTherapist.objects.filter(person=kept.person).exists()
    assert not TherapistCheck.objects.filter(person=kept.person).exists()


def test_therapists_go_with_their_person(kept, ana):
    add_check(ana, kept.id, looked_at(), TODAY, timezone.now())

    delete_person(ana)

    assert not KeptTherapist.objects.filter(id=kept.id).exists()
    assert not TherapistCheck.objects.filter(therapist_id=kept.id).exists()


def test_somebody_elses_therapists_are_not_found(client, ana, charlies_friend):
    theirs = keep_therapist(charlies_friend, "nppes", "1", Copied("Hidden"), timezone.now())

    for name in ("kept", "let_go"):
        for owner in (ana, charlies_friend):
            place = reverse(f"therapists:{name}", args=[owner.id, theirs.id])
            assert client.get(place).status_code == 404
            assert client.post(place, {"do": "note", "revision": "0"}).status_code == 404
    assert client.get(reverse("therapists:mine", args=[charlies_friend.id])).status_code == 404
    assert "Hidden" not in client.get(reverse("therapists:mine", args=[ana.id])).text


def test_a_letter_goes_to_a_favourite(client, ana, rows, kept, charlies_friend):
    give_rows(rows, ana)
    theirs = keep_therapist(charlies_friend, "nppes", "1", Copied("Hidden"), timezone.now())
    letter = reverse("refer:write", args=[ana.id, "therapist"])

    page = shown(client.get(letter, {"to": str(kept.id)}))

    assert 'name="recipient" value="Ada Bakker"' in page
    assert '<option value="Ada Bakker">' in page
    for unknown in (str(theirs.id), "x"):
        assert 'name="recipient" value=""' in shown(client.get(letter, {"to": unknown}))
    KeptTherapist.objects.filter(person=ana).update(is_favourite=False)
    assert "<datalist" not in shown(client.get(letter))


@pytest.mark.usefixtures("in_brackets")
def test_every_text_can_be_translated(client, kept):
    add_check(kept.person, kept.id, looked_at(), TODAY, timezone.now())
    pages = [f"{reverse('directory:guide')}?country={code}" for code in ("US", "DE", "")]
    pages += [reverse("therapists:mine", args=[kept.person_id]), address(kept), address(kept, "let_go")]
    domains = [one.domain for one in (*DATA.licences.values(), *DATA.certificates.values()) if one.domain]

    for page in pages:
        assert bare(client.get(page).text, "Ana", kept.name, kept.address, kept.source, *domains) == [], page
    for wrong in (client.post(pages[3], {}), client.post(pages[4], {"do": "check"})):
        assert bare(wrong.text, "Ana", kept.name, kept.address, kept.source) == []
