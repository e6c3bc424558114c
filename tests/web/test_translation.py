"""Every text can be translated: in an invented language that puts brackets round its texts, nothing stands bare.

Names, numbers and the titles of sources are no texts of ours.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import trans_real

from tests.web.conftest import give_rows
from tests.web.test_comparison import DECLARED, gone_by
from tests.web.test_interview import finish
from tests.web.test_kept_drawings import BELLY, BUTTOCK, LOW_BACK, painted
from tests.web.test_plan_pages import age
from tests.web.test_result import paint
from unknot.body import load_atlas
from unknot.knowledge import load_sources
from unknot.screen import load_screen_data
from unknot_app.actions.demo import add_invented_person
from unknot_app.actions.hand_measuring import MOTIONS

pytestmark = pytest.mark.one_database

BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")
OUR_NAME = "Unknot"
# Scripts and styles, and the ids of the facts, which are the same in every language.
UNSPOKEN = ("script", "style", "code")
ATTRIBUTES = ("alt", "aria-label", "title", "placeholder")


class Bracketed:
    """Stands where Django keeps the catalogue of a language."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧" if message.strip() else message

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)

    def to_language(self) -> str:
        return "en"


class Texts(HTMLParser):
    """Collects what a page shows or has read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        self._silent += tag in UNSPOKEN
        self.found += [value for name, value in attrs if name in ATTRIBUTES and value]

    def handle_endtag(self, tag):
        self._silent -= tag in UNSPOKEN

    def handle_data(self, data):
        if not self._silent:
            self.found.append(data)


@pytest.fixture
def in_brackets(monkeypatch, owner):
    monkeypatch.setitem(vars(trans_real)["_translations"], "xx", Bracketed())
    owner.language = "xx"
    owner.save()


def bare(page: str, *names: str) -> list[str]:
    """Return the words of a page that were not translated."""
    texts = Texts()
    texts.feed(page)
    titles = [source.title for source in load_sources().values()]
    left = []
    for text in texts.found:
        if not is_bare(text):
            continue
        for known in (*names, *titles, OUR_NAME):
            text = text.replace(known, "")
        if is_bare(text):
            left.append(outside_brackets(text).strip())
    return left


def is_bare(text: str) -> bool:
    return bool(re.search(r"[A-Za-z]{2,}", outside_brackets(text)))


def outside_brackets(text: str) -> str:
    while BRACKETS.search(text):
        text = BRACKETS.sub("", text)
    return text


def test_the_pages_round_the_interview(client, in_brackets, ana):
    pages = ["home:start", "people:list", "help:stop_signs", "help:very_bad", "preferences:settings", "entry:left"]
    pages += ["archive:everything"]
    addresses = [reverse(name) for name in pages] + [reverse("people:delete", args=[ana.id]), "/nothing-here/"]
    addresses += [reverse("archive:copy", args=[ana.id])]

    for address in addresses:
        # The names of languages stand in their own language.
        assert bare(client.get(address).text, "Ana", "English") == [], address


def test_every_card_with_all_that_it_opens(client, in_brackets, cards):
    everywhere = list(load_screen_data().questions["pain_regions"].options)
    cards.send("about_you", age="52", sex="female", session_mode="self")
    cards.send("where_it_hurts", pain_regions=everywhere, pain_now="4")
    cards.send("how_long", pain_duration="over_3_months")

    for card in load_screen_data().cards.values():
        if card.when or cards.show(card.id).status_code == 404:
            continue
        cards.send(card.id, "save", item=list(card.items))
        assert bare(cards.show(card.id).text, "Ana") == [], card.id
        cards.send(card.id, "one_by_one", item=list(card.items))
        assert bare(cards.show(card.id).text, "Ana") == [], f"{card.id}, one by one"


def test_the_outcome_with_limits_and_answers(client, in_brackets, cards, ana):
    cards.about_ana()
    cards.send("health_medicines", "next", item=["blood_heart"], medicines=["blood_thinner"])
    cards.send("danger_ill_leg", "next", item=["weight_loss"])
    finish(cards)

    page = client.get(reverse("screening:outcome", args=[ana.id])).text

    assert bare(page, "Ana") == []
    assert "Because of your answers" in page


def test_drawings_over_time(client, in_brackets, ana):
    address = reverse("drawing:over_time", args=[ana.id])
    assert bare(client.get(address).text, "Ana") == []
    first = painted(ana, BUTTOCK, LOW_BACK, days_ago=5)
    assert bare(client.get(address).text, "Ana") == []
    painted(ana, {**BUTTOCK, "intensity": 3}, BELLY)

    one = reverse("drawing:kept", args=[ana.id, first.id])
    for page in (address, one, reverse("drawing:check", args=[ana.id])):
        assert bare(client.get(page).text, "Ana") == [], page


def test_muscles_and_places(client, in_brackets):
    lists = [reverse("muscles:list"), f"{reverse('muscles:list')}?name=glut", reverse("muscles:places")]
    muscles = [reverse("muscles:muscle", args=[muscle]) for muscle in load_atlas().muscles]
    places = [reverse("muscles:place", args=[region]) for region in load_atlas().regions]

    for address in (*lists, f"{reverse('muscles:list')}?name=10", *muscles, *places):
        assert bare(client.get(address).text) == [], address


def test_the_result_the_wishes_and_the_plan(client, in_brackets, cards, ana):
    cards.about_ana()
    cards.send("health_medicines", "next", item=["blood_heart"], medicines=["blood_thinner"])
    finish(cards)
    paint(ana)
    finish(cards)
    wishes = reverse("plan:wishes", args=[ana.id])
    result = reverse("result:result", args=[ana.id])

    for address in (result, f"{result}?view=professional", wishes, reverse("home:start")):
        assert bare(client.get(address).text, "Ana") == [], address
    assert bare(client.post(wishes, {}).text, "Ana") == []
    client.post(wishes, {"at_hand": ["hands", "ball_soft"], "floor_alone": "yes"})
    for name in ("plan:plan", "plan:print"):
        page = client.get(reverse(name, args=[ana.id])).text
        assert bare(page, "Ana") == [], name
        assert "⟦When to stop⟧" in page or name == "plan:print"
    for name in ("before", "go"):
        assert bare(client.get(reverse(f"treat:{name}", args=[ana.id])).text, "Ana") == [], name
        client.post(reverse("treat:before", args=[ana.id]), {"can_stop": "yes"})
    client.post(reverse("treat:go", args=[ana.id]), {"revision": "0"})
    for sent in ({}, {"pain": "3"}):
        page = client.get(reverse("treat:after", args=[ana.id])).text
        assert bare(page, "Ana") == [], "after"
        client.post(reverse("treat:after", args=[ana.id]), sent)
    age(cards.stored, days=2)
    assert bare(client.get(wishes).text, "Ana") == []


def test_measuring(client, in_brackets, ana):
    painted(ana, BUTTOCK)
    for address in (reverse("measure:pain", args=[ana.id]), reverse("measure:week", args=[ana.id])):
        assert bare(client.get(address, follow=True).text, "Ana") == [], address
    client.post(reverse("measure:pain", args=[ana.id]), {"revision": "0", "now": "4"})
    assert bare(client.get(f"{reverse('measure:pain', args=[ana.id])}?kept").text, "Ana") == []
    for instrument in ("pain_nrs", "rmdq24", "wellbeing_nrs", "stress_nrs"):
        address = reverse("measure:card", args=[ana.id, instrument])
        assert bare(client.get(address).text, "Ana") == [], instrument
        assert bare(client.post(address, {"revision": "0"}).text, "Ana") == [], f"{instrument}, open"
        client.post(address, {"revision": "0", "do": "skip"})
        client.post(address, {"revision": "1", "do": "skip"})
    assert bare(client.get(reverse("measure:week", args=[ana.id])).text, "Ana") == []


def test_how_it_is_going(client, in_brackets, owner, ana):
    address = reverse("measure:progress", args=[ana.id])
    assert bare(client.get(address).text, "Ana") == []
    robin = add_invented_person(owner, timezone.now())
    pages = [reverse("measure:progress", args=[robin.id])]
    pages += [reverse("measure:course", args=[robin.id, one]) for one in ("pain_nrs", "rmdq24", "pgic")]
    for address in pages:
        assert bare(client.get(address).text, robin.name) == [], address


def test_measuring_by_hand(client, in_brackets, ana):
    pages = [reverse("measure:motions", args=[ana.id]), reverse("measure:tenderness", args=[ana.id])]
    pages += [reverse("measure:motion", args=[ana.id, name]) for name in MOTIONS]
    pages += [reverse("measure:elsewhere", args=[ana.id])]
    pages += [
        reverse("measure:obtained", args=[ana.id, name]) for name in ("odi", "headache_days", "promis_sf", "slr")
    ]
    pressed = {"point": "piriformis.medial", "side": "right", "unit": "kg/cm2", "area": "1"}
    for context in ("before", "after"):
        client.post(pages[1], {**pressed, "context": context, "trial_1": "2", "trial_2": "3"})
    for address in pages:
        assert bare(client.get(address).text, "Ana", "kPa") == [], address
        assert bare(client.post(address, {}).text, "Ana", "kPa") == [], f"{address}, open"


def test_a_comparison_on_ones_own_body(client, in_brackets, rows, ana):
    give_rows(rows, ana)
    ana.name = "Zoe"  # a title of a source begins with the other name
    ana.save()
    address = reverse("measure:comparison", args=[ana.id])
    assert bare(client.get(address).text, "Zoe") == []
    assert bare(client.post(address, {}).text, "Zoe") == []
    client.post(address, DECLARED)
    assert bare(client.get(address).text, "Zoe") == []
    gone_by(ana, 84)
    assert bare(client.get(address).text, "Zoe") == []
