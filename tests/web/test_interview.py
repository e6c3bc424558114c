"""The interview on its pages: what a tap writes down, where it leads, and what an older page may not do."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format

from unknot.refer import load_refer_data
from unknot.screen import SKIPPED, load_screen_data
from unknot.screen.interview import none_answer
from unknot_app.actions.interview import interview_of
from unknot_app.records.models import Result, Screening

# What an ordinary person answers on the cards that are no lists; lists are closed with "none of these".
ORDINARY: dict[str, dict[str, object]] = {
    "about_you": {"age": "42", "sex": "female", "session_mode": "self"},
    "nerve_saddle": {"saddle_numbness": "no"},
    "nerve_legs": {"leg_symptoms": "none"},
    "where_it_hurts": {"pain_regions": ["low_back"], "pain_now": "5"},
    "how_long": {"pain_duration": "under_2_weeks"},
    "how_started": {"pain_onset": "hours_to_days"},
    "trend": {"pain_trend": "same"},
    "worse_with": {"pain_worse_with": ["sitting"]},
    "accident": {"trauma": "none"},
    "set_off": {"pain_cause": ["unknown"]},
    "private_sexual": {"sexual_change": "no"},
    "can_stop": {"can_say_stop": "yes"},
}


def finish(cards, **changes) -> Screening:
    """Answer every card that stands open, as an ordinary person does."""
    for _ in range(60):
        name = card_to_resume(cards)
        if name in ("outcome", "which"):
            return cards.stored
        if name == "private_low":
            cards.send(name, "skip")
        elif name in ORDINARY:
            cards.send(name, **{**ORDINARY[name], **changes.get(name, {})})
        else:
            cards.send(name, "none")
    raise AssertionError(f"the interview does not end; it stands at {name}")


def test_an_answer_is_stored_when_it_is_given_and_the_page_moves_on(cards):
    response = cards.send("nerve_saddle", "choose", saddle_numbness="no")

    assert cards.stored.answers["saddle_numbness"] == "no"
    assert response.status_code == 303
    assert response.url != cards.address("nerve_saddle")


def test_each_save_is_a_revision(cards):
    before = cards.stored.revision

    cards.send("nerve_saddle", "save", saddle_numbness="no")

    assert cards.stored.revision == before + 1


def test_an_older_page_is_told_so_and_overwrites_nothing(cards):
    seen = cards.stored.revision
    cards.send("nerve_saddle", "save", saddle_numbness="no")

    response = cards.send("nerve_saddle", "choose", revision=seen, saddle_numbness="yes")

    assert response.status_code == 409
    assert "another window" in response.text
    assert cards.stored.answers["saddle_numbness"] == "no"


def test_what_the_older_page_chose_is_kept_on_the_page_and_can_be_used(cards):
    seen = cards.stored.revision
    cards.send("nerve_saddle", "save", saddle_numbness="no")

    response = cards.send("nerve_saddle", "choose", revision=seen, saddle_numbness="unsure")

    assert '<input type="hidden" name="saddle_numbness" value="unsure">' in response.text


def test_none_of_these_stores_an_explicit_no_for_each_item(cards):
    cards.about_ana()

    cards.send("danger_heart_stroke", "none")

    stored = cards.stored.answers
    items = load_screen_data().cards["danger_heart_stroke"].items
    assert {name: stored[name] for name in items} == dict.fromkeys(items, "no")


def test_going_on_without_a_tick_on_a_list_is_only_the_button_none_of_these(cards):
    page = cards.show("danger_heart_stroke")

    assert 'value="none">None of these</button>' in page.text


def test_a_tick_outweighs_none_of_these(cards):
    cards.about_ana()

    cards.send("danger_ill_leg", "none", item=["weight_loss"])

    assert cards.stored.answers["weight_loss"] == "yes"
    assert cards.stored.answers["fever"] == "no"


def test_a_tick_is_stored_before_the_list_is_closed(cards):
    cards.send("danger_ill_leg", "save", item=["weight_loss"])

    assert cards.stored.answers["weight_loss"] == "yes"
    assert "fever" not in cards.stored.answers


def test_taking_a_tick_back_leaves_the_question_open_again(cards):
    cards.send("danger_ill_leg", "save", item=["weight_loss"])

    cards.send("danger_ill_leg", "save")

    assert "weight_loss" not in cards.stored.answers


def test_a_tick_without_an_answer_of_its_own_is_kept_too(cards):
    cards.send("health_bones_cancer_infection", "save", item=["cancer"])

    page = cards.show("health_bones_cancer_infection").text

    assert 'value="cancer" checked' in page
    assert 'name="cancer" value="past"' in page


def test_a_yes_opens_its_follow_up_at_once(cards):
    cards.send("danger_ill_leg", "save", item=["fever"])

    assert 'name="rash_not_fading"' in cards.show("danger_ill_leg").text


def test_going_on_with_an_open_follow_up_names_it_and_loses_nothing(cards):
    response = cards.send("danger_ill_leg", "next", item=["fever"])

    assert response.status_code == 422
    assert "Something is still open" in response.text
    assert "does not fade" in response.text
    assert cards.stored.answers["fever"] == "yes"


def test_not_sure_about_one_asks_each_question_of_the_list_in_full(cards):
    page = cards.send("danger_ill_leg", "one_by_one")

    shown = cards.show("danger_ill_leg").text
    assert page.status_code == 303
    assert shown.count('value="unsure"') >= 6
    assert load_screen_data().questions["night_sweats"].text in shown


def test_not_sure_is_stored_as_such(cards):
    cards.send("danger_ill_leg", "one_by_one")

    cards.send("danger_ill_leg", "save", night_sweats="unsure")

    assert cards.stored.answers["night_sweats"] == "unsure"


def test_bladder_and_bowel_are_answered_together_by_one_no(cards):
    cards.send("nerve_bladder_bowel", "none")

    assert cards.stored.answers["bladder_change"] == "no"
    assert cards.stored.answers["bowel_change"] == "no"


def test_a_card_that_may_be_skipped_is_stored_as_skipped(cards):
    cards.send("private_low", "skip")

    assert cards.stored.answers["self_harm_thoughts"] == SKIPPED


def test_an_ordinary_person_comes_to_the_outcome_with_nothing_asked_twice(cards, client, ana):
    finish(cards)

    page = client.get(reverse("screening:outcome", args=[ana.id])).text
    result = Result.objects.get(person=ana)
    assert "Nothing in your answers needs a doctor first." in page
    assert result.output["session"] == "allowed"
    assert result.output["unanswered"] == []
    assert result.knowledge_version


def test_a_result_keeps_the_exact_input_and_output(cards, ana):
    screening = finish(cards)

    result = Result.objects.get(person=ana)

    stored = {name: value for name, value in screening.answers.items() if value != SKIPPED}
    assert result.input["answers"] == stored
    assert json.dumps(result.output)


def test_an_emergency_ends_the_interview_with_what_to_do_now(cards, client, ana):
    cards.about_ana()

    response = cards.send("danger_heart_stroke", "next", item=["chest_pain"])

    page = client.get(response.url).text
    assert response.url == reverse("screening:outcome", args=[ana.id])
    assert "Call the emergency number now." in page
    assert 'href="tel:112"' in page
    assert "I pressed this by mistake" in page


def test_an_emergency_waits_for_what_the_same_card_still_asks(cards):
    response = cards.send("nerve_saddle", "choose", saddle_numbness="yes")

    assert response.status_code == 303
    assert response.url == cards.address("nerve_saddle")
    assert 'name="saddle_since"' in cards.show("nerve_saddle").text


def test_after_a_mistake_the_interview_goes_on_from_that_question(cards, client, ana):
    cards.about_ana()
    cards.send("danger_heart_stroke", "next", item=["chest_pain"])

    cards.send("danger_heart_stroke", "none")

    response = client.get(reverse("screening:resume", args=[ana.id]))
    assert cards.stored.finished_at is None
    assert "outcome" not in response.url


def test_the_limits_of_a_blood_thinner_are_told_with_the_answer_behind_them(cards, client, ana):
    cards.about_ana()
    cards.send("health_medicines", "next", item=["blood_heart"], medicines=["blood_thinner"])
    finish(cards)

    page = client.get(reverse("screening:outcome", args=[ana.id])).text

    assert "Because of your answers" in page
    assert "warfarin" in page


def test_an_agreement_of_a_doctor_is_read_with_its_day(cards):
    cards.about_ana()
    cards.send("health_conditions", "save", item=["blood_organs"], conditions=["bleeding_disorder"])

    cards.send(
        "health_conditions",
        "save",
        **{
            "item": ["blood_organs"],
            "conditions": ["bleeding_disorder"],
            "doctor_ok_bleeding.ok": "yes",
            "doctor_ok_bleeding.date": "2026-11-01",
            "doctor_ok_bleeding.allowed": ["gentle", "stretch"],
        },
    )

    assert cards.stored.answers["doctor_ok_bleeding"] == {
        "ok": "yes",
        "date": "2026-11-01",
        "allowed": ["gentle", "stretch"],
    }


@pytest.mark.parametrize(
    ("card", "values"),
    [
        ("about_you", {"age": "two"}),
        ("about_you", {"age": "140"}),
        ("about_you", {"age": "--5"}),
        ("about_you", {"age": "9" * 5000}),
        ("nerve_saddle", {"saddle_numbness": "perhaps"}),
        ("where_it_hurts", {"pain_now": "11"}),
        ("where_it_hurts", {"pain_regions": ["tail"]}),
    ],
)
def test_a_value_that_no_question_takes_is_refused_in_words_and_nothing_is_stored(cards, card, values):
    before = dict(cards.stored.answers)

    response = cards.send(card, "next", **values)

    assert response.status_code == 422
    assert "Enter a whole number" in response.text or "Choose" in response.text
    assert cards.stored.answers == before


@pytest.mark.parametrize("fields", [{"do": "explode"}, {"revision": "minus one"}])
def test_a_manipulated_form_is_refused_in_words_and_nothing_is_stored(cards, fields):
    sent = {"do": "next", "revision": "0", "on_page.saddle_numbness": "1", "saddle_numbness": "no", **fields}

    response = cards.client.post(cards.address("nerve_saddle"), sent)

    assert response.status_code == 400
    assert "Nothing was changed" in response.text
    assert "saddle_numbness" not in cards.stored.answers


def test_a_card_that_this_person_is_not_asked_is_no_page(cards):
    cards.send("where_it_hurts", pain_regions=["low_back"], pain_now="4")

    assert cards.show("headache_kind").status_code == 404
    assert cards.show("coping").status_code == 404
    assert cards.show("no_such_card").status_code == 404


def test_a_second_interview_knows_what_lasts_and_asks_the_rest_again(cards, client, ana):
    finish(cards)

    client.post(reverse("home:begin"), {"person": str(ana.id)})

    assert cards.stored.answers == {"age": 42, "sex": "female", "session_mode": "self"}
    assert Screening.objects.filter(person=ana).count() == 2


def test_beginning_twice_is_one_interview(cards, client, ana):
    client.post(reverse("home:begin"), {"person": str(ana.id)})
    client.post(reverse("home:begin"), {"person": str(ana.id)})

    assert Screening.objects.filter(person=ana).count() == 1


def test_a_sensitive_answer_is_masked_where_it_is_quoted(cards, client, ana):
    cards.about_ana()
    cards.send("nerve_saddle", "choose", saddle_numbness="yes")
    cards.send(
        "nerve_saddle",
        "next",
        saddle_numbness="yes",
        saddle_since="under_2_weeks",
        saddle_worse="yes",
        saddle_examined="no",
    )

    page = client.get(reverse("screening:outcome", args=[ana.id])).text

    assert "Call the emergency number now." in page
    assert "Around your genitals" not in page


def test_a_database_that_refuses_is_told_in_words(cards, monkeypatch):
    def refuse(*_args, **_options):
        raise OperationalError("database is locked")

    monkeypatch.setattr("unknot_app.pages.screening.views.answer_card", refuse)

    response = cards.send("nerve_saddle", saddle_numbness="no")

    assert response.status_code == 503
    assert "could not be stored" in response.text
    assert "locked" not in response.text


def a_day_later(screening: Screening) -> None:
    screening.fresh_since -= timedelta(hours=25)
    screening.saved_at -= timedelta(hours=25)
    screening.save()


def test_an_interview_that_is_carried_on_a_day_later_asks_again_how_it_is_now(cards, client, ana):
    cards.about_ana()
    cards.send("danger_heart_stroke", "none")
    cards.send("health_conditions", "none")
    a_day_later(cards.stored)

    client.post(reverse("home:begin"), {"person": str(ana.id)})

    assert "chest_pain" not in cards.stored.answers
    assert cards.stored.answers["conditions"] == ["none"]
    assert cards.stored.answers["age"] == 42


def test_a_page_left_open_for_a_day_stores_its_answer_and_asks_again_how_it_is_now(cards):
    cards.send("danger_heart_stroke", "none")
    a_day_later(cards.stored)

    cards.send("how_long", "choose", pain_duration="under_2_weeks")

    assert cards.stored.answers["pain_duration"] == "under_2_weeks"
    assert "chest_pain" not in cards.stored.answers


def test_age_is_asked_again_after_ninety_days(cards, client, ana):
    finished = finish(cards)
    finished.saved_at -= timedelta(days=91)
    finished.save()

    client.post(reverse("home:begin"), {"person": str(ana.id)})

    assert cards.stored.answers == {}


def test_an_answer_to_a_question_that_is_gone_locks_nobody_out(cards, client):
    screening = cards.stored
    screening.answers = {"retired_question": "yes", "trauma": "retired_option", "age": 42}
    screening.save()

    page = client.get(reverse("home:start"))
    cards.send("how_long", "choose", pain_duration="under_2_weeks")

    assert page.status_code == 200
    assert cards.stored.answers == {"age": 42, "pain_duration": "under_2_weeks"}


def test_after_an_upgrade_of_the_rules_old_answers_are_kept_and_only_what_is_new_is_asked(cards, client):
    finish(cards)
    before = cards.stored
    kept = {name: value for name, value in before.answers.items() if name not in ("night_sweats", "pain_onset")}
    # As an earlier version left it: a question not yet known, an option since renamed, a question since dropped.
    before.answers = {**kept, "pain_onset": "out_of_the_blue", "a_question_of_old": "yes"}
    before.finished_at = None
    before.save()

    asked = []
    while (name := card_to_resume(cards)) not in ("outcome", "which"):
        asked.append(name)
        cards.send(name, "choose" if name in ORDINARY else "none", **ORDINARY.get(name, {}))

    assert asked == ["danger_ill_leg", "how_started"]
    now = cards.stored.answers
    assert {name: now[name] for name in kept} == kept
    assert (now["night_sweats"], now["pain_onset"]) == ("no", "hours_to_days")
    assert cards.stored.finished_at


def card_to_resume(cards) -> str:
    response = cards.client.get(reverse("screening:resume", args=[cards.person.id]))
    return response.url.rstrip("/").split("/")[-1]


def test_the_start_page_repeats_an_emergency(cards, client):
    cards.about_ana()
    cards.send("danger_heart_stroke", "next", item=["chest_pain"])

    page = client.get(reverse("home:start")).text

    assert "Call the emergency number now." in page


def test_every_card_says_why_it_asks(cards):
    for card in load_screen_data().cards.values():
        page = cards.show(card.id)
        if page.status_code == 200 and card.kind != "screen":  # there each question says it
            assert card.why in page.text.replace("&#x27;", "'"), card.id


def test_what_was_entered_stays_on_the_page_when_one_value_is_refused(cards):
    page = cards.send("about_you", age="420", sex="female", session_mode="partner").text

    assert 'value="420"' in page
    assert 'value="partner" checked' in page
    assert cards.stored.answers == {}


ONE_BY_ONE = [card.id for card in load_screen_data().cards.values() if card.kind == "list" and not card.when]


@pytest.mark.parametrize("card", ONE_BY_ONE)
def test_asked_one_by_one_every_question_has_its_no(cards, card):
    everywhere = list(load_screen_data().questions["pain_regions"].options)
    cards.send("about_you", age="55", sex="female", session_mode="self")
    cards.send("where_it_hurts", pain_regions=everywhere, pain_now="4")
    cards.send("how_long", pain_duration="over_3_months")
    cards.send(card, "one_by_one")

    page = cards.show(card).text

    for question in interview_of(cards.stored).opening(load_screen_data().cards[card]):
        no = none_answer(question)
        value = no[0] if isinstance(no, list) else no
        assert f'name="{question.id}" value="{value}"' in page, question.id


def test_from_one_by_one_there_is_a_way_back_to_the_list(cards):
    cards.send("danger_ill_leg", "one_by_one")

    cards.send("danger_ill_leg", "list")

    assert 'name="item"' in cards.show("danger_ill_leg").text


def test_a_tick_of_a_list_counts_although_another_window_asks_one_by_one(cards):
    cards.send("danger_heart_stroke", "one_by_one")
    sent = {"do": "save", "revision": cards.stored.revision, "as_list": "1", "item": ["chest_pain"]}

    cards.client.post(cards.address("danger_heart_stroke"), sent)

    assert cards.stored.answers["chest_pain"] == "yes"


def test_what_never_stood_on_the_page_is_not_skipped(cards):
    response = cards.send("health_skin_feeling", "next", item=["touch_hard_for_me"])

    assert response.status_code == 422
    assert "no_touch_regions" not in cards.stored.answers
    assert 'name="no_touch_regions"' in response.text


def test_a_follow_up_does_not_come_back_with_its_old_reassurance(cards):
    steady = {"saddle_since": "over_6_weeks", "saddle_worse": "no", "saddle_examined": "yes"}
    cards.send("nerve_saddle", "choose", saddle_numbness="yes")
    cards.send("nerve_saddle", "next", saddle_numbness="yes", **steady)
    cards.send("nerve_saddle", "save", saddle_numbness="no")

    cards.send("nerve_saddle", "choose", saddle_numbness="yes")

    assert not set(steady) & set(cards.stored.answers)


def test_a_page_of_an_earlier_interview_does_not_fit_the_new_one(cards, client, ana):
    earlier = finish(cards).revision
    client.post(reverse("home:begin"), {"person": str(ana.id)})

    for revision in range(earlier + 1):
        response = cards.send("danger_heart_stroke", "none", revision=revision)
        assert response.status_code == 409

    assert "chest_pain" not in cards.stored.answers


def test_an_emergency_is_told_before_the_interview_is_over_and_after_a_mistake_was_begun(cards, client):
    cards.about_ana()
    cards.send("danger_heart_stroke", "save", item=["chest_pain"])

    start = client.get(reverse("home:start")).text
    card = cards.show("how_long").text

    assert "Your answers so far call for help now" in start
    assert "Your answers so far call for help now" in card


def test_an_old_interview_is_not_carried_on_but_begun_anew(cards, client, ana):
    cards.about_ana()
    cards.send("health_implants_operations", "none")
    Screening.objects.filter(person=ana).update(started_at=cards.stored.started_at - timedelta(days=15))

    cards.send("how_long", "choose", pain_duration="under_2_weeks")

    assert cards.stored.answers == {
        "age": 42,
        "sex": "female",
        "session_mode": "self",
        "pain_duration": "under_2_weeks",
    }


def test_taps_spread_over_days_do_not_keep_yesterdays_answers_fresh(cards):
    cards.send("danger_heart_stroke", "none")
    Screening.objects.filter(person=cards.person).update(fresh_since=cards.stored.fresh_since - timedelta(hours=25))

    cards.send("how_long", "choose", pain_duration="under_2_weeks")

    assert "chest_pain" not in cards.stored.answers


def test_a_yes_to_thoughts_of_self_harm_opens_help_at_once(cards, client, owner):
    owner.country = "US"
    owner.save()

    response = cards.send("private_low", "choose", self_harm_thoughts="yes")
    page = cards.show("private_low").text

    assert response.url == cards.address("private_low")
    assert "Please talk to somebody today" in page
    assert 'href="tel:988"' in page


def test_a_crisis_number_is_shown_only_when_it_was_confirmed(cards, client, owner):
    cards.send("private_low", "choose", self_harm_thoughts="yes")
    statuses = set()
    for code, country in load_refer_data().countries.items():
        owner.country = code
        owner.save()

        page = cards.show("private_low").text
        # The emergency numbers below may be the same.
        help_first = page.partition('id="low-help"')[2].partition("If you might act on it now")[0]
        for number in country.numbers:
            if number.kind == "crisis":
                statuses.add(number.status)
                assert (f"Call {number.number}</a>" in help_first) == (number.status == "verified"), country.name
    assert statuses == {"verified", "recalled"}


def test_the_outcome_after_it_offers_help_and_does_not_name_it_openly(cards, client, ana):
    cards.send("private_low", "next", self_harm_thoughts="yes")
    finish(cards)

    page = client.get(reverse("screening:outcome", args=[ana.id])).text

    assert "Please talk to somebody today" in page
    assert "tel:" in page
    assert "<strong>Thoughts of" not in page.split("<details>")[0]


def test_a_required_question_cannot_be_skipped_by_a_made_up_form(cards):
    cards.send("nerve_saddle", "next", saddle_numbness=SKIPPED)

    assert not interview_of(cards.stored).is_complete(load_screen_data().cards["nerve_saddle"])


def test_an_answer_whose_reply_was_lost_is_no_conflict_when_it_is_sent_again(cards):
    seen = cards.stored.revision
    cards.send("nerve_saddle", "save", revision=seen, saddle_numbness="no")

    response = cards.send("nerve_saddle", "save", revision=seen, saddle_numbness="no")

    assert response.status_code == 303


def test_a_result_of_older_facts_is_still_shown(cards, client, ana):
    cards.about_ana()
    cards.send("health_medicines", "next", item=["blood_heart"], medicines=["blood_thinner"])
    finish(cards)
    result = Result.objects.get(person=ana)
    result.output["limits"]["reasons"]["no_tools.retired_tool"] = ["blood_thinner"]
    result.save()

    page = client.get(reverse("screening:outcome", args=[ana.id]))

    assert page.status_code == 200
    assert "retired tool" in page.text


def test_the_answer_that_is_quoted_is_the_one_that_counts(cards, client, ana):
    cards.send("can_stop", "choose", can_say_stop="no")
    finish(cards, can_stop={"can_say_stop": "no"})

    page = client.get(reverse("screening:outcome", args=[ana.id])).text

    assert "say stop" in page


def test_somebody_who_was_deleted_meanwhile_is_not_there(cards, ana, monkeypatch):
    address = cards.address("nerve_saddle")
    ana.delete()

    assert cards.client.post(address, {"do": "save", "revision": "0"}).status_code == 404


@pytest.mark.parametrize("ok", ["yes", "no", "unsure"])
def test_a_doctors_agreement_is_shown_again_as_it_was_answered(cards, ok):
    cards.send("health_bones_cancer_infection", "save", item=["cancer"], cancer="current")
    cards.send(
        "health_bones_cancer_infection",
        "save",
        **{"item": ["cancer"], "cancer": "current", "doctor_ok_cancer.ok": ok, "on_page.doctor_ok_cancer": "1"},
    )

    page = cards.show("health_bones_cancer_infection")

    assert page.status_code == 200
    assert f'name="doctor_ok_cancer.ok" value="{ok}" checked' in page.text


@pytest.mark.parametrize(
    ("days", "told"),
    [(10, "It counts until"), (91, "please ask again")],
)
def test_the_outcome_and_the_start_page_say_until_when_a_doctors_permission_counts(cards, client, ana, days, told):
    cards.about_ana()
    given = timezone.localdate() - timedelta(days=days)
    agreed = {"doctor_ok_bleeding.ok": "yes", "doctor_ok_bleeding.date": given.isoformat()}
    bleeding = {"item": ["blood_organs"], "conditions": ["bleeding_disorder"]}
    cards.send("health_conditions", "save", **bleeding)
    cards.send("health_conditions", "next", **bleeding, **agreed, **{"doctor_ok_bleeding.allowed": ["gentle"]})
    finish(cards)

    outcome = client.get(reverse("screening:outcome", args=[ana.id])).text
    start = client.get(reverse("home:start")).text

    until = date_format(given + timedelta(days=90), "j F Y")
    assert "What your doctor allowed" in outcome
    assert "Gentle touch" in outcome
    assert told in outcome
    assert until in outcome
    assert (f"counts until {until}" in start) is (days <= 90)
    assert ("does not count today" in start) is (days > 90)


def test_an_agreement_of_a_day_to_come_is_refused_in_words(cards):
    cards.send("health_bones_cancer_infection", "save", item=["cancer"], cancer="current")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()

    response = cards.send(
        "health_bones_cancer_infection",
        "save",
        **{
            "item": ["cancer"],
            "cancer": "current",
            "doctor_ok_cancer.ok": "yes",
            "doctor_ok_cancer.date": tomorrow,
        },
    )

    assert response.status_code == 422
    assert "It cannot be in the future" in response.text
    assert tomorrow in response.text
    assert "doctor_ok_cancer" not in cards.stored.answers


def test_enter_in_a_field_presses_a_button_that_only_keeps(cards):
    page = cards.show("danger_heart_stroke").text

    buttons = re.findall(
        r'<button type="submit" name="do" value="(\w+)"|<button class="[^"]*" type="submit" name="do" value="(\w+)"',
        page,
    )

    assert buttons[0][0] == "save"


def test_a_session_that_has_to_wait_says_first_what_for(cards, client, ana):
    cards.send("health_medicines", "next", item=["alcohol_or_drugs_today"])
    finish(cards)

    page = client.get(reverse("screening:outcome", args=[ana.id])).text

    first = page.split('<div class="two">')[0]
    assert "No session for now." in first
    assert "alcohol" in first.lower()


@pytest.fixture
def contradicted(cards):
    """Return cards in which everything is answered, and two answers cannot both be right."""
    cards.about_ana()
    implant = {"item": ["metal"], "devices": ["breast_or_other_implant"], "device_regions": ["chest_front"]}
    cards.send("health_implants_operations", "next", **implant)
    finish(cards)
    return cards


def which(cards, **fields):
    address = reverse("screening:which", args=[cards.person.id])
    if not fields:
        return cards.client.get(address)
    return cards.client.post(address, {"revision": cards.stored.revision, **fields})


def test_answers_that_contradict_each_other_are_both_quoted_before_the_interview_ends(contradicted):
    page = which(contradicted).text

    assert contradicted.stored.finished_at is None
    assert "Which is right?" in page
    assert "Never had one" in page
    assert "Breast or other implant" in page


def test_the_one_that_is_not_right_is_asked_again(contradicted):
    response = which(contradicted, contradiction="implant_without_operation", right="devices")

    assert "surgery_when" not in contradicted.stored.answers
    assert contradicted.stored.answers["devices"] == ["breast_or_other_implant"]
    assert contradicted.client.get(response.url).url.endswith("/health_implants_operations/")


def test_when_both_are_right_both_count_and_the_interview_ends(contradicted):
    which(contradicted, contradiction="implant_without_operation", right="both")

    assert contradicted.stored.finished_at is not None
    assert contradicted.stored.answers["surgery_when"] == "none"


def test_where_a_doctor_comes_first_nothing_says_that_massage_may_go_ahead(cards, client, ana):
    weak = {
        "leg_symptoms": "one_leg",
        "leg_weakness": "one_leg",
        "leg_numbness": "none",
        "leg_since": "under_2_weeks",
    }
    cards.send("nerve_legs", "choose", leg_symptoms="one_leg")
    cards.send("nerve_legs", "next", **weak, leg_worse="yes", leg_examined="no")
    finish(cards)

    page = client.get(reverse("screening:outcome", args=[ana.id])).text

    assert "Please speak to a doctor today." in page
    assert "may go ahead" not in page
    assert "Tell the doctor this too" in page
    assert "New or growing weakness in one leg" in page
    assert "Because you answered:" in page
    assert "Something has changed" in page


def test_an_answer_not_sure_that_changes_nothing_is_told_on_the_outcome(cards, client, ana):
    cards.send("danger_ill_leg", "one_by_one", as_list="1")
    fields = dict.fromkeys(("fever", "night_sweats", "confusion_drowsy", "very_unwell", "leg_swelling"), "no")
    cards.send("danger_ill_leg", "next", **fields, weight_loss="unsure")
    finish(cards)

    page = client.get(reverse("screening:outcome", args=[ana.id])).text

    told = page.split('id="not-sure"')[1].split("</section>")[0]
    assert "Have you lost weight in recent months without trying?" in told
    assert "Not sure" in told


def test_a_limit_for_an_illness_tells_the_answer_before_whom_its_rule_is_for(cards, client, ana):
    nerve = {"leg_symptoms": "one_leg", "leg_weakness": "none", "leg_numbness": "none"}
    cards.send("nerve_legs", "choose", leg_symptoms="one_leg")
    cards.send("nerve_legs", "next", **nerve, leg_since="over_6_weeks", leg_worse="no", leg_examined="yes")
    finish(cards)

    page = client.get(reverse("screening:outcome", args=[ana.id])).text

    careful = page.split('id="careful"')[1].split("</section>")[0]
    assert "None of this is a diagnosis." in careful
    assert careful.index("or pain or tingling down a leg?") < careful.index("Rule for: Slipped disc")
