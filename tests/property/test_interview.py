"""Laws of the interview: its end is the end of all open questions, and closing a list never takes a yes away."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.property.strategies import TODAY, complete_answers
from unknot.screen import SKIPPED, Answers, load_screen_data, read_answers, screen
from unknot.screen.interview import Interview, close_list, none_answer, questions_of, skip_open

CARD_OF = load_screen_data().cards
CARDS = [card for card in CARD_OF.values() if not card.when]
LISTS = [card for card in CARDS if card.kind == "list"]


def skipped_where_allowed(raw: dict[str, object]) -> Interview:
    """Return an interview in which everything that may be skipped and has no answer was skipped."""
    interview = Interview(raw, TODAY)
    for card in CARDS:
        interview = Interview(skip_open(interview, card, load_screen_data().questions), TODAY)
    return interview


@given(complete_answers(), st.data())
def test_the_interview_ends_exactly_when_no_required_question_stands_open(raw, data):
    left_out = data.draw(st.sets(st.sampled_from(sorted(raw)), max_size=3))
    interview = skipped_where_allowed({name: value for name, value in raw.items() if name not in left_out})

    is_over = interview.next_card() is None

    assert is_over == (screen(interview.answers).unanswered == ())


@given(complete_answers(), st.sampled_from(LISTS), st.data())
def test_closing_a_list_keeps_every_ticked_item_and_says_no_to_the_others(raw, card, data):
    interview = Interview(raw, TODAY)
    items = interview.items(card)
    ticked = data.draw(st.sets(st.sampled_from(items))) if items else set()

    closed = close_list(interview, card, ticked)

    for question in interview.opening(card):
        own = {group.item for group in question.option_groups} or {question.item}
        expected = raw.get(question.id) if own & ticked else none_answer(question)
        assert closed.get(question.id) == expected
    assert {name: closed[name] for name in raw if name not in {q.id for q in questions_of(card)}} == {
        name: raw[name] for name in raw if name not in {q.id for q in questions_of(card)}
    }


@given(complete_answers())
def test_every_question_that_is_shown_stands_on_a_card_that_is_shown(raw):
    interview = Interview(raw, TODAY)

    on_cards = {question.id for card in interview.cards for question in interview.shown(card)}

    later = {
        question.id for card in load_screen_data().cards.values() if card.when for question in questions_of(card)
    }
    shown = {name for name in load_screen_data().questions if interview.answers.is_shown(name)}
    assert on_cards == shown - later


@given(complete_answers(), st.sampled_from(LISTS))
def test_an_item_with_a_yes_shows_as_ticked_and_one_with_a_no_does_not(raw, card):
    interview = Interview(raw, TODAY)

    for item in interview.items(card):
        question = next(one for one in interview.opening(card) if item in (one.item, *_items(one)))
        value = interview.raw.get(question.id)
        if value in (None, SKIPPED, none_answer(question)):
            assert not interview.is_ticked(card, item)
        elif not question.option_groups:
            assert interview.is_ticked(card, item)


@given(complete_answers(), st.sampled_from(load_screen_data().questions["pain_trend"].options))
def test_where_the_course_of_the_pain_is_not_asked_no_answer_to_it_would_have_changed_anything(raw, trend):
    answers = read_answers({**raw, "pain_trend": trend}, TODAY)
    assume(not answers.is_shown("pain_trend"))
    asked_all_the_same = Answers(answers.given, TODAY, {"pain_trend": True})

    when = load_screen_data().when
    told = {rule for rule in when if when[rule].holds(asked_all_the_same)}

    assert told == {rule for rule in when if when[rule].holds(answers)}


def _items(question):
    return tuple(group.item for group in question.option_groups)
