"""The interview: what a person is asked, card by card, and what their taps write down."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.stories import screened
from unknot.screen import SKIPPED, load_screen_data, screen
from unknot.screen.interview import Interview, close_list, none_answer, questions_of, skip_open

DAY = date(2026, 11, 22)
# What an ordinary person with low back pain answers to the questions that are no lists.
ORDINARY = {
    "age": 42,
    "sex": "female",
    "session_mode": "self",
    "pain_regions": ["low_back"],
    "pain_now": 5,
    "pain_duration": "under_2_weeks",
    "pain_onset": "hours_to_days",
    "pain_worse_with": ["sitting"],
    "pain_cause": ["unknown"],
    "leg_symptoms": "none",
    "trauma": "none",
    "can_say_stop": "yes",
}


def interview(*ticked: str, **answers: object) -> Interview:
    return Interview(answers, DAY, frozenset(ticked))


def card(name: str):
    return load_screen_data().cards[name]


def test_every_question_of_the_interview_is_on_exactly_one_card_and_opened_there() -> None:
    questions = load_screen_data().questions

    on_cards = [question.id for one in load_screen_data().cards.values() for question in questions_of(one)]

    assert sorted(on_cards) == sorted(questions)


def test_items_have_names_that_no_other_list_uses() -> None:
    items = [item for one in load_screen_data().cards.values() for item in one.items]

    assert len(items) == len(set(items))


def test_the_interview_begins_with_who_somebody_is_and_then_asks_for_danger_signs() -> None:
    cards = [one.id for one in interview().cards]

    assert cards[:4] == ["about_you", "nerve_saddle", "nerve_bladder_bowel", "nerve_legs"]
    assert cards[4].startswith("danger_")


def test_someone_with_low_back_pain_is_not_asked_about_headache() -> None:
    cards = {one.id for one in interview(**ORDINARY).cards}

    assert "headache_kind" not in cards
    assert "head_sudden" not in cards


def test_none_of_these_records_an_explicit_no_for_each_item() -> None:
    closed = close_list(interview(**ORDINARY), card("danger_ill_leg"))

    assert {name: closed[name] for name in ("fever", "night_sweats", "leg_swelling")} == {
        "fever": "no",
        "night_sweats": "no",
        "leg_swelling": "no",
    }
    assert "rash_not_fading" not in closed


def test_none_of_these_uses_the_words_that_a_question_has_for_no() -> None:
    closed = close_list(interview(**ORDINARY), card("health_bones_cancer_infection"))

    assert closed["cancer"] == "never"
    assert close_list(interview(**ORDINARY), card("health_conditions"))["conditions"] == ["none"]


def test_a_ticked_item_stays_when_the_rest_of_its_list_is_closed() -> None:
    closed = close_list(interview(fever="yes", **ORDINARY), card("danger_ill_leg"), ["fever"])

    assert closed["fever"] == "yes"
    assert closed["weight_loss"] == "no"


def test_a_yes_opens_what_follows_at_once() -> None:
    shown = {question.id for question in interview(fever="yes").shown(card("danger_ill_leg"))}

    assert "rash_not_fading" in shown
    assert not interview(fever="yes").is_complete(card("danger_ill_leg"))


def test_a_group_that_is_ticked_without_saying_which_stands_open() -> None:
    closed = close_list(interview("belly", **ORDINARY), card("danger_organs_walking"), ["belly"])

    after = Interview(closed, DAY, frozenset({"belly"}))

    assert [question.id for question in after.open_in(card("danger_organs_walking"))] == ["visceral_signs"]


def test_what_may_be_skipped_is_written_down_as_skipped_and_read_as_not_answered() -> None:
    skipped = skip_open(interview(**ORDINARY), card("private_low"), {"self_harm_thoughts"})

    after = Interview(skipped, DAY)

    assert skipped["self_harm_thoughts"] == SKIPPED
    assert after.is_complete(card("private_low"))
    assert after.answers.value("self_harm_thoughts") is None


def test_an_ordinary_person_comes_to_the_end_and_may_have_a_session() -> None:
    under_way = interview(**ORDINARY)

    while (asked := under_way.next_card()) is not None:
        before = under_way
        raw = close_list(under_way, asked) if asked.kind != "screen" else dict(under_way.raw)
        under_way = Interview(skip_open(Interview(raw, DAY), asked, load_screen_data().questions), DAY)
        assert under_way.raw != before.raw, f"card {asked.id} asks for something that the story does not answer"

    clearance = screen(under_way.answers)
    assert clearance.session == "allowed"
    assert clearance.unanswered == ()


def test_no_card_is_passed_over_when_a_later_answer_opens_an_earlier_one() -> None:
    done = dict(ORDINARY)
    asked = interview(**done)
    while (one := asked.next_card()) is not None:
        asked = Interview(skip_open(Interview(close_list(asked, one), DAY), one, load_screen_data().questions), DAY)

    with_head = Interview({**asked.raw, "pain_regions": ["low_back", "head_face"]}, DAY)

    assert with_head.next_card() is not None
    assert with_head.next_card().id == "head_sudden"  # type: ignore[union-attr]


def test_nothing_clear_and_i_dont_know_are_one_answer_that_stands_alone() -> None:
    closed = close_list(interview(pain_regions=["low_back"]), card("worse_with"))

    assert closed["pain_worse_with"] == ["nothing_clear"]
    assert close_list(interview(), card("set_off"))["pain_cause"] == ["unknown"]


def test_whether_pain_grows_is_asked_of_those_in_whom_it_matters() -> None:
    assert "trend" not in {one.id for one in interview(**ORDINARY).cards}
    for sign in ({"weight_loss": "yes"}, {"cancer": "past"}, {"trauma": "minor"}, {"pain_night": "yes"}):
        assert "trend" in {one.id for one in interview(**{**ORDINARY, **sign}).cards}, sign


def test_until_it_is_asked_with_the_wishes_the_floor_is_left_out_and_nothing_is_claimed() -> None:
    unasked = screened(floor_alone=None)

    assert "floor" in unasked.limits.avoid_surfaces
    assert "floor_not_alone" not in unasked.contraindications
    assert unasked.session == "allowed"
    assert "floor_not_alone" in screened(floor_alone="unsure").contraindications


@pytest.mark.parametrize(
    "name", [one.id for one in load_screen_data().cards.values() if one.kind == "list" and not one.when]
)
def test_each_list_can_be_closed_with_none_of_these(name: str) -> None:
    everything_hurts = list(load_screen_data().questions["pain_regions"].options)
    whole = interview(**{**ORDINARY, "pain_regions": everything_hurts, "pain_duration": "over_3_months", "age": 55})

    closed = Interview(close_list(whole, card(name)), DAY)

    assert closed.is_complete(card(name))
    for question in whole.opening(card(name)):
        assert closed.raw[question.id] == none_answer(question)
