"""What a letter holds: urgency first, the person's own answers, private ones only when they are ticked."""

from __future__ import annotations

import pytest

from tests import builders
from unknot.refer import LETTER_KINDS, AtHand, letter_items, load_refer_data, question_asked
from unknot.screen import read_answers, screen


def at_hand(*, has_drawing=True, sessions=0, **changes) -> AtHand:
    answers = read_answers(builders.answers(**changes), builders.TODAY)
    clearance = screen(answers)
    rules = tuple(advice.rule for advice in clearance.advice)
    return AtHand(clearance.urgency, clearance.session, rules, answers, has_drawing, sessions)


def items(kind="doctor", **changes):
    return {item.id: item for item in letter_items(kind, at_hand(**changes))}


def test_urgency_comes_first_and_then_why():
    found = list(items(fever="yes", medicines=["blood_thinner"]).values())
    sections = list(dict.fromkeys(item.section for item in found))

    assert sections[:4] == ["who", "urgency", "signs", "permissions"]
    assert found[0].id == "answer.age"
    assert next(item.questions for item in found if item.section == "signs")


def test_a_private_answer_is_an_item_of_its_own_that_is_never_offered_ticked():
    sign = items(saddle_numbness="yes", saddle_since="under_2_weeks")["rule.cauda_equina"]

    assert sign.is_private
    assert not sign.is_ticked
    assert sign.questions == ("saddle_numbness", "saddle_since")


@pytest.mark.parametrize("kind", LETTER_KINDS)
def test_no_private_answer_is_offered_ticked_and_each_answer_of_a_sign_stands_once(kind):
    found = items(
        kind,
        saddle_numbness="yes",
        saddle_since="unsure",
        leg_symptoms="both_legs",
        leg_weakness="both_legs",
        leg_since="under_2_weeks",
        injected_drugs="yes",
        fever="yes",
        conditions=["epilepsy"],
        sessions=3,
    )
    asked = [name for item in found.values() for name in item.questions]

    assert [item.id for item in found.values() if item.is_private and item.is_ticked] == []
    assert len(asked) == len(set(asked))
    assert "injected_drugs" in asked


def test_when_a_doctor_is_wanted_now_the_letter_is_short():
    urgent = items(chest_pain="yes", medicines=["blood_thinner"], sessions=3)
    calm = items(medicines=["blood_thinner"], sessions=3)

    assert urgent["rule.chest_pain_now"].is_ticked
    assert urgent["answer.medicines"].is_ticked
    assert not urgent["sessions"].is_ticked
    assert calm["sessions"].is_ticked
    assert calm["reply"].is_ticked
    assert "reply" not in items()


def test_what_is_not_there_is_no_item():
    assert not {"drawing", "sessions", "rule.cauda_equina"} & items(has_drawing=False).keys()
    assert "limits" in items("therapist")
    assert "limits" not in items("therapist", fever="yes")


def test_the_question_that_is_offered_fits_the_urgency():
    asked = {kind: question_asked(kind, at_hand(chest_pain="yes")) for kind in LETTER_KINDS}

    assert "now" in asked["doctor"]
    assert "do not treat" in asked["therapist"]
    assert asked["summary"] == ""
    assert "From when" in question_asked("doctor", at_hand(alcohol_or_drugs_today="yes"))


def test_every_section_that_a_letter_offers_ticked_is_in_it():
    for form in load_refer_data().letters.values():
        assert set(form.ticked) | set(form.ticked_when_urgent) <= set(form.sections)
        assert form.sections[:2] == ("who", "urgency")
