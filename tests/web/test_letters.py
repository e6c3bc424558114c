"""Letters: chosen item by item, private answers masked, seen before they are kept, and written down for whom."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
import typst
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.web.conftest import NOW, Cards, give_rows, rows_of
from tests.web.test_interview import finish
from tests.web.test_kept_drawings import BUTTOCK, painted
from tests.web.test_translation import bare, in_brackets  # noqa: F401
from unknot.body import load_atlas
from unknot_app.accounts.models import local_owner
from unknot_app.actions.body_names import name_of_muscle
from unknot_app.actions.demo import add_invented_person
from unknot_app.actions.interview import begin_screening
from unknot_app.actions.people import add_person, delete_person
from unknot_app.pages.refer.course import course_svg
from unknot_app.pages.refer.pdf import TEMPLATE, letter_pdf
from unknot_app.records.models import Letter, Treatment

# Markup of typst and HTML: what is run would stop the typesetting, or show.
MARKUP = '#panic("run") <b onclick="x">$x$</b> ]} @ref = * _'
PRIVATE = "is the feeling between your legs"


class Letters:
    """Sends what the pages of letters send."""

    def __init__(self, client, person):
        self.client, self.person = client, person

    def address(self, name="write", *args):
        return reverse(f"refer:{name}", args=[self.person.id, *(args or (["doctor"] if name == "write" else []))])

    def page(self, kind="doctor"):
        return html.unescape(self.client.get(self.address("write", kind)).text)

    def offered(self, kind="doctor"):
        return re.findall(r'name="item" value="([\w.]+)" checked', self.page(kind))

    def send(self, do="preview", kind="doctor", item=None, **typed):
        sent = {"do": do, "item": self.offered(kind) if item is None else item, **typed}
        return self.client.post(self.address("write", kind), sent)

    def keep(self, kind="doctor", item=None, **typed):
        seal = re.search(r'name="seal" value="(\w+)"', self.send("preview", kind, item, **typed).text)
        assert seal
        return self.send("keep", kind, item, seal=seal[1], **typed)


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker):
    """Return the records of somebody who takes a blood thinner, painted and had two sessions."""
    with django_db_blocker.unblock(), transaction.atomic():
        person = add_person(local_owner(), "Ana")
        begin_screening(person, NOW)
        browser = Client(HTTP_HOST="127.0.0.1")
        browser.force_login(local_owner())
        cards = Cards(browser, person)
        cards.about_ana()
        cards.send("health_medicines", "next", item=["blood_heart"], medicines=["blood_thinner"])
        painted(person, BUTTOCK)
        finish(cards)
        for days, (before, after) in ((9, (7, 5)), (2, (6, 3))):
            add_session(person, NOW - timedelta(days=days), before, after)
        found = rows_of(person)
        transaction.set_rollback(True)
    return found


@pytest.fixture
def ordinary(client, ana, rows):
    give_rows(rows, ana)
    return Letters(client, ana)


def add_session(person, when, before, after):
    step = {"step": "iliopsoas.iliacus:right", "kind": "press", "hold_s": 60, "reps": 1, "duration_s": 60}
    record = {
        "planned": [step],
        "done": [{"step": step["step"], "state": "done"}],
        "before": {"pain": before},
        "after": {"pain": after},
        "started_at": when.isoformat(),
        "ended_at": when.isoformat(),
        "ended": "nerve_sign",
    }
    Treatment.objects.create(
        person=person, plan_id=person.id, started_at=when, saved_at=when, ended_at=when, record=record
    )


@pytest.fixture
def emergency(client, cards, ana):
    """Return letters of somebody with new numbness between the legs, which is a private answer."""
    cards.about_ana()
    cards.send("nerve_saddle", "choose", saddle_numbness="yes")
    cards.send(
        "nerve_saddle",
        saddle_numbness="yes",
        saddle_since="under_2_weeks",
        saddle_worse="yes",
        saddle_examined="no",
    )
    return Letters(client, ana)


def without_details(page):
    return re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)


def test_only_what_is_ticked_goes_in_and_all_that_goes_in_is_seen_first(ordinary):
    seen = html.unescape(ordinary.send(item=["answer.medicines"], name="Ana", question="May I?").text)

    assert "Name: Ana" in seen
    assert "Blood thinner" in seen
    assert "May I?" in seen
    assert "Age: 42" not in seen
    assert "The pain" not in seen.split("<article")[1].split("</article>")[0]
    assert not Letter.objects.exists()


def test_a_private_answer_is_masked_until_it_is_ticked(emergency):
    page = emergency.page()

    assert "rule.cauda_equina" not in emergency.offered()
    assert "It is why a doctor should see you" in page
    assert PRIVATE in page
    assert PRIVATE not in without_details(page)
    without = emergency.send()
    assert PRIVATE not in without.text
    assert "The answers that sent you to a doctor are left out." in without.text
    chosen = emergency.send(item=["urgency", "rule.cauda_equina"]).text
    assert PRIVATE in chosen
    assert "are left out" not in chosen
    assert chosen.index("call the emergency number now") < chosen.index(PRIVATE)
    assert PRIVATE in without_details(emergency.send("change", item=["rule.cauda_equina"]).text)


def test_a_letter_names_no_illness_and_says_what_it_is(emergency):
    seen = emergency.send(item=["urgency", "rule.cauda_equina"]).text

    assert "cauda equina" not in seen
    assert "Nobody examined me for it, and it is no diagnosis." in seen


def test_what_was_kept_is_written_down_for_whom_and_when_and_goes_with_the_person(client, ordinary, ana):
    answer = ordinary.keep(recipient="Dr Weiss", question="May I?")
    letter = Letter.objects.get()

    assert answer.url == ordinary.address("kept", letter.id)
    assert letter.recipient == "Dr Weiss"
    assert "drawing" in letter.items
    page = client.get(answer.url).text
    assert 'class="letter__course"' in page
    muscle = name_of_muscle(load_atlas().muscles["iliopsoas"]).name
    assert f"pressed: {muscle}; ended because pain shot or it tingled; pain 7 before, 5 after." in page
    assert "Dr Weiss" in client.get(ordinary.address("letters")).text
    saved = client.get(ordinary.address("pdf", letter.id), {"paper": "us-letter"})
    assert saved.content.startswith(b"%PDF")
    assert "Ana" not in saved["Content-Disposition"]
    assert client.get(ordinary.address("pdf", letter.id), {"paper": "a5"}).status_code == 404
    delete_person(ana)
    assert not Letter.objects.exists()


def test_a_letter_that_would_say_something_else_than_was_seen_is_not_kept(ordinary, ana):
    seal = re.search(r'name="seal" value="(\w+)"', ordinary.send().text)
    assert seal
    add_session(ana, NOW - timedelta(days=1), 5, 2)

    answer = ordinary.send("keep", seal=seal[1])

    assert answer.status_code == 409
    assert "Please look at it again" in answer.text
    assert not Letter.objects.exists()


def test_what_somebody_typed_is_shown_again_and_stays_text(ordinary):
    typed = {"name": MARKUP, "recipient": MARKUP, "question": f"{MARKUP}\nsecond line", "remark": MARKUP}

    changed = ordinary.send("change", item=[], **typed)
    assert changed.text.count("<b onclick") == 0
    assert html.escape(MARKUP) in changed.text
    ordinary.keep(item=["drawing", "sessions"], **typed)
    content = Letter.objects.get().content
    assert letter_pdf(content, (), "a4").startswith(b"%PDF")
    assert content["sections"][0]["entries"][0]["title"] == f"Name: {MARKUP}"
    assert "<b onclick" not in ordinary.client.get(ordinary.address("kept", Letter.objects.get().id)).text


def typeset(content, **changes):
    data = {**content, "paper": "a4", "language": "en", "to_label": "To", "pictures": [], "course": "", **changes}
    return {"data": json.dumps(data)}


def pages(content, **changes):
    # Of one page typst returns its picture, of several a list.
    found: Any = typst.compile(str(TEMPLATE), format="svg", sys_inputs=typeset(content, **changes))
    return len(found) if isinstance(found, list) else 1


def test_the_pdf_holds_the_sections_of_the_letter_in_their_order(ordinary):
    ordinary.keep(question="May I?")
    content = Letter.objects.get().content

    found = typst.query(str(TEMPLATE), "heading", field="body", sys_inputs=typeset(content))

    headings = [one["text"] for one in json.loads(found)]
    assert headings == [content["title"], *(one["name"] for one in content["sections"] if one["id"] != "who")]
    assert headings[1] == "How urgent it is"


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_a_summary_is_set_smaller_to_stay_on_one_page(ordinary, paper):
    ordinary.keep("summary", question="May I?", remark="One line.\n" * 26)
    content = Letter.objects.get().content

    assert pages(content, paper=paper) == 1
    assert pages(content, paper=paper, kind="doctor") > 1


def test_nothing_ticked_and_nothing_written_is_told(ordinary):
    answer = ordinary.send(item=[], question=" \x00 ")

    assert answer.status_code == 422
    assert "Tick at least one thing" in answer.text


def test_an_older_or_unknown_item_and_a_manipulated_move_are_refused_quietly(ordinary):
    assert "Age: 42" in ordinary.send(item=["answer.age", "rule.gone", "answer.saddle_numbness"]).text
    assert ordinary.send("burn").status_code == 400
    assert ordinary.client.get(ordinary.address("write", "nobody")).status_code == 404


def test_nobody_elses_letters_are_found(client, ordinary, charlies_friend, ana):
    ordinary.keep(question="May I?")
    kept = Letter.objects.get()
    foreign = Letter.objects.create(
        person=charlies_friend, kind="doctor", content=kept.content, knowledge_version="x"
    )

    for person, name, args in (
        (charlies_friend, "letters", []),
        (charlies_friend, "write", ["doctor"]),
        (charlies_friend, "kept", [foreign.id]),
        (charlies_friend, "pdf", [foreign.id]),
        (ana, "kept", [foreign.id]),
        (ana, "pdf", [foreign.id]),
    ):
        assert client.get(reverse(f"refer:{name}", args=[person.id, *args])).status_code == 404
    assert client.post(reverse("refer:write", args=[charlies_friend.id, "doctor"])).status_code == 404


def test_every_outcome_that_is_not_a_plan_offers_the_letter(client, emergency, ana):
    outcome = client.get(reverse("screening:outcome", args=[ana.id])).text

    assert emergency.address() in outcome
    assert "Show the letter for a doctor" in outcome


def test_before_the_questions_are_answered_there_is_no_letter(client, screening, ana):
    letters = Letters(client, ana)

    assert "Answer the questions first." in client.get(letters.address("letters")).text
    assert client.get(letters.address()).status_code == 302


def test_one_session_is_no_course(ordinary):
    ordinary.keep()
    content = Letter.objects.get().content
    tried = next(section for section in content["sections"] if section["id"] == "tried")

    assert course_svg(content).count("<circle") == 4
    tried["entries"][0]["course"] = tried["entries"][0]["course"][:1]
    assert course_svg(content) == ""


def test_letters_in_the_language_of_the_user(client, ordinary, in_brackets):  # noqa: F811
    ordinary.keep(question="42", recipient="Dr Weiss")
    kept = ordinary.address("kept", Letter.objects.get().id)

    assert bare(client.get(ordinary.address("letters")).text, "Ana", "Dr Weiss") == []
    for kind in ("doctor", "therapist", "summary"):
        assert bare(ordinary.page(kind), "Ana") == [], kind
        months = ("Ana", "Dr Weiss", *re.findall(r"\d+ [A-Z][a-z]+ \d{4}", ordinary.send(kind=kind).text))
        assert bare(ordinary.send(kind=kind).text, *months) == [], kind
    assert bare(client.get(kept).text, "Ana", "Dr Weiss") == []


def test_the_course_of_the_weekly_answers_is_an_item_of_its_own(client, owner):
    letters = Letters(client, add_invented_person(owner, NOW))

    assert "course" in letters.offered("doctor")
    told = html.unescape(letters.send("preview").text)

    assert "How strong the pain is (0 to 10): from 6.7 to 3.3 in 7 weeks. Better." in told
    assert "Helped, by the rule of studies" in told
    assert "may also have changed without treatment" in told
    without = [name for name in letters.offered("doctor") if name != "course"]
    assert "Helped, by the rule of studies" not in letters.send("preview", item=without).text
