"""What may be behind the pain on its page: told in words, kept when somebody goes on, and never without answers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import Rows, give_rows, rows_of
from tests.web.reading import in_one_line
from tests.web.test_interview import finish
from unknot.body import load_atlas
from unknot.knowledge import knowledge_version
from unknot_app.actions import estimating
from unknot_app.actions.drawing import confirm_drawing, save_drawing, say_where_roughly
from unknot_app.actions.estimate_in_words import CANNOT_TELL, is_clear
from unknot_app.actions.estimating import estimate_for, key_of
from unknot_app.actions.standing import standing_of
from unknot_app.records.models import PainDrawing, Result
from unknot_app.records.queries import last_drawing_of

RIGHT_HIP = ("iliac_crest_back", "sacroiliac", "buttock_mid", "greater_trochanter")


def paint(person, *regions, side="right", now=None):
    """Paint places from the list, and confirm them."""
    now = now or timezone.now()
    before = last_drawing_of(person)
    marks = [{"id": region, "side": side, "intensity": 5} for region in regions or RIGHT_HIP]
    drawing = save_drawing(person, [], marks, before.revision if before else 0, now)
    confirm_drawing(person, drawing.revision, now)
    return drawing


# The records of somebody who is ready, by the day on which they answered: the way there is gone once.
READY: dict[date, Rows] = {}


@pytest.fixture
def ready(cards, ana):
    """Return the cards of somebody who answered everything and painted where it hurts."""
    today = timezone.localdate()
    if today in READY:
        cards.stored.delete()
        give_rows(READY[today], ana)
        return cards
    cards.about_ana()
    finish(cards)
    paint(ana)
    finish(cards)
    READY[today] = rows_of(ana)
    return cards


@pytest.fixture
def address(ana):
    return reverse("result:result", args=[ana.id])


def kept(person):
    return Result.objects.filter(person=person, kind=Result.Kind.ESTIMATE)


def found_for(person):
    return estimate_for(standing_of(person, timezone.now()))


def test_at_most_three_spots_with_what_speaks_for_and_against_them(client, ready, address):
    page = client.get(address).text

    assert 1 <= page.count("<article") <= 3
    assert "Among sore spots, this one fits your picture: about" in page
    assert "Measured on invented drawings, not on patients. Experts dispute how much such spots explain." in page
    assert "What it explains of your picture" in page
    assert "Back of the hip crest, right" in page
    assert "Would usually hurt as well, and you did not mark it" in page


def test_ordinary_pain_is_told_as_the_most_common_and_no_illness_for_a_doctor_gets_a_figure(client, ready, address):
    page = client.get(address).text

    assert "Ordinary pain without a single source, the most common" in page
    assert "%" not in page.split("<main")[1].split("</main>")[0]
    assert "cancer" not in page.lower()


def test_it_says_so_when_no_spot_is_likelier_than_ordinary_pain(client, ready, ana, address):
    estimate = found_for(ana).estimate

    assert not is_clear(estimate)
    assert CANNOT_TELL["low_back"] in client.get(address).text


def test_looking_stores_nothing_and_going_on_stores_exactly_what_was_shown(client, ready, ana, address):
    client.get(address)
    assert not kept(ana)
    shown = found_for(ana).estimate

    response = client.post(address)

    assert response.url == reverse("plan:wishes", args=[ana.id])
    stored = kept(ana).get()
    assert stored.output == shown.model_dump(mode="json", by_alias=True)
    assert stored.input["drawing"]["age"] == 42
    assert stored.input["may_press"] is True
    assert stored.knowledge_version == knowledge_version()


def test_going_on_twice_stores_it_once(client, ready, ana, address):
    client.post(address)
    client.post(address)

    assert kept(ana).count() == 1


def test_the_stored_estimate_is_shown_without_working_it_out_again(client, ready, ana, address, monkeypatch):
    client.post(address)
    monkeypatch.setattr(estimating, "locate", None)

    assert client.get(address).status_code == 200


def test_another_drawing_or_other_facts_give_another_estimate(client, ready, ana, address, monkeypatch):
    client.post(address)
    paint(ana, "lumbar_lower_paraspinal", side="left")
    finish(ready)
    client.post(address)
    assert kept(ana).count() == 2

    monkeypatch.setattr(estimating, "knowledge_version", lambda: "other facts")
    client.post(address)
    assert kept(ana).count() == 3


def test_the_professional_view_holds_everything(client, ready, ana, address):
    client.post(address)
    estimate = found_for(ana).estimate

    page = client.get(f"{address}?view=professional").text

    assert all(one.key in page for one in estimate.candidates)
    assert all(member in page for one in estimate.explanations for member in one.members)
    assert estimate.knowledge_version in page
    assert str(kept(ana).get().id) in page


def answer_next(client, ana, answer="unsure"):
    """Answer the check that is asked, as its page or its form sends it; return which it was."""
    check = found_for(ana).next_check
    if check.kind == "point":
        felt = {"yes": "my_pain", "no": "sore", "unsure": "unsure"}[answer]
        client.post(reverse("result:press", args=[ana.id, check.id, check.side]), {"felt": felt})
    else:
        client.post(reverse("result:result", args=[ana.id]), {"check": key_of(check), "answer": answer})
    return check


def test_the_answer_to_a_check_makes_another_estimate_and_is_not_asked_again(client, ready, ana, address):
    page = client.get(address).text
    assert "Question 1 of at most 3" in page

    check = answer_next(client, ana, "yes")

    stored = kept(ana).get()
    assert stored.input["checks"] != {"features": {}, "findings": []}
    assert found_for(ana).next_check != check
    assert PainDrawing.objects.count() == 1


def test_each_check_says_what_either_answer_would_change(client, ready, ana, address):
    page = in_one_line(client.get(address).text)

    assert re.search(r"If (yes|it is your pain): .*(likely|hardly changes)\.", page)
    assert re.search(r"If (no|not): .*(likely|hardly changes)\.", page)
    assert "I don&#x27;t know" in page or "I don't know" in page


def test_after_three_checks_it_stops_by_itself_and_what_is_left_waits_closed(client, ready, ana, address):
    for _ in range(3):
        if found_for(ana).next_check:
            answer_next(client, ana)

    page = client.get(address).text

    assert "of at most 3" not in page
    if found_for(ana).next_check:
        assert "Make this surer" in page
    else:
        assert "We ask no more: no other answer would change this picture enough" in page
    assert "Go to my plan" in page


def test_an_older_pages_answer_changes_nothing(client, ready, ana, address):
    client.post(address, {"check": "feature:something_else:", "answer": "yes"})

    assert not kept(ana)


def test_an_answer_that_is_none_is_refused(client, ready, ana, address):
    assert client.post(address, {"check": "", "answer": "perhaps"}).status_code == 400


def test_checks_belong_to_their_drawing(client, ready, ana, address):
    answer_next(client, ana, "yes")
    paint(ana, "lumbar_lower_paraspinal", side="left")
    finish(ready)

    assert found_for(ana).asked["checks"] == {"features": {}, "findings": []}


def test_painted_all_over_is_told_and_leads_on(client, cards, ana, address):
    cards.about_ana()
    finish(cards)
    below_the_head = [one for one in load_atlas().regions.values() if one.complaint != "head"]
    marks = [{"id": one.id, "side": side, "intensity": 4} for one in below_the_head for side in one.sides]
    drawing = save_drawing(ana, [], marks, 0, timezone.now())
    confirm_drawing(ana, drawing.revision, timezone.now())
    cards.send("painkiller_days", painkiller_days_per_month="0")
    finish(cards)

    page = client.get(address).text

    assert "Pain in most of the body needs another way" in page
    assert "<article" not in page


def test_a_pain_that_cannot_be_shown_gets_what_is_common_and_a_plan(client, cards, ana, address):
    cards.about_ana()
    finish(cards)
    say_where_roughly(ana, ["low_back"], 5, 0, timezone.now())
    finish(cards)

    page = client.get(address).text

    assert "Nothing is painted" in page
    assert "spot-card" not in page
    client.post(address)
    planned = client.post(reverse("plan:wishes", args=[ana.id]), {"at_hand": "hands", "floor_alone": "yes"})
    assert planned["Location"] == reverse("plan:plan", args=[ana.id])
    assert "Your plan" in client.get(planned["Location"]).text


def test_while_questions_are_open_it_leads_to_them(client, cards, ana, address):
    assert client.get(address).url == reverse("screening:resume", args=[ana.id])


def test_when_a_doctor_comes_first_it_leads_to_the_outcome(client, cards, ana, address):
    cards.about_ana()
    cards.send("danger_heart_stroke", "next", item=["chest_pain"])
    paint(ana)

    assert client.get(address).url == reverse("screening:outcome", args=[ana.id])


def test_unpainted_it_leads_to_painting(client, cards, ana, address):
    cards.about_ana()
    finish(cards)

    assert client.get(address).url == reverse("drawing:paint", args=[ana.id])


def test_somebody_elses_result_is_not_found(client, charlies_friend):
    assert client.get(reverse("result:result", args=[charlies_friend.id])).status_code == 404
    assert client.post(reverse("result:result", args=[charlies_friend.id])).status_code == 404


def test_answers_of_another_day_still_show_what_may_be_behind_it(client, ready, ana, address):
    screening = ready.stored
    screening.fresh_since -= timedelta(days=3)
    screening.save()

    assert client.get(address).status_code == 200


def test_pain_in_much_of_the_body_names_no_single_spot(client, ready, address, monkeypatch):
    found = found_for(ready.person)
    widespread = replace(found, estimate=found.estimate.model_copy(update={"complaint": "widespread"}))
    monkeypatch.setattr("unknot_app.pages.result.views.estimate_for", lambda standing: widespread)

    page = client.get(address).text

    assert "Pain in most of the body needs another way" in page
    assert "spot-card" not in page


def test_signs_of_a_nerve_in_the_answers_are_told_first(client, ready, ana, address):
    assert "A pinched nerve can look exactly like this" not in client.get(address).text
    signs = {"leg_symptoms": "one_leg", "leg_weakness": "none", "leg_numbness": "none", "leg_since": "over_6_weeks"}
    ready.send("nerve_legs", **signs, leg_worse="no", leg_examined="yes")
    finish(ready)

    page = client.get(address).text
    assert "A pinched nerve or a sore spot may be behind it" in page
    assert page.index("A pinched nerve can look exactly like this") < page.index("spot-card")
    assert "Your picture fits a sore spot best" not in page


def test_no_test_is_offered_once_the_answers_have_aged(ready, ana):
    now = timezone.now()

    assert standing_of(ana, now).may_test
    assert not standing_of(ana, now + timedelta(days=2)).may_test


def test_no_test_is_offered_while_the_drawing_shows_what_was_not_asked_about(ready, ana):
    marks = [{"id": "occiput_lower", "side": "right", "intensity": 5}]
    before = last_drawing_of(ana)
    assert before is not None
    drawing = save_drawing(ana, [], marks, before.revision, timezone.now())
    drawing.confirmed_at = timezone.now()
    drawing.save()

    assert not standing_of(ana, timezone.now()).may_test
