"""The words of the interview: each item of a list and each option has some, and none says less than its question."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from unknot import load_atlas
from unknot.screen import load_screen_data
from unknot.screen.data.cards import Item
from unknot.screen.data.questions import Question

FORBIDDEN = re.compile(r"\b(safe|safely|safer|cured?|proven|ruled out|rules? out)\b|!", re.IGNORECASE)
USUAL_WORDS_OF_AN_ITEM = 18
# Items whose question holds so many signs, times and exclusions that fewer words would leave one out.
LONGER_ITEMS = {
    "chest_pain": 19,
    "sudden_tearing_pain": 21,
    "vision_change": 19,
    "clot_risk": 23,
}
WORDS_OF_A_LABEL = 8

# Words that a question needs and a statement does not.
WORDS_OF_ASKING = {
    "a", "an", "and", "any", "are", "as", "at", "be", "become", "been", "before", "begin", "by", "can",
    "cannot", "come", "did", "do", "does", "for", "from", "go", "had", "has", "have", "in", "is", "it", "its",
    "more", "not", "now", "of", "on", "one", "or", "say", "so", "such", "than", "that", "the", "there", "they",
    "this", "to", "was", "what", "when", "where", "which", "while", "with", "you", "your",
}  # fmt: skip
# What an item says in other words than its question, as the first four letters of the question's words.
SAID_OTHERWISE = {
    "collapse": {"gone"},
    "electric_shock_on_bending": {"run"},
    "headache_new": {"kept"},
    "headache_position_or_strain": {"head"},  # the list asks about the headache
    "headache_thunderclap": {"reac"},
    "ibp_not_better_with_rest": {"fail"},
    "ibp_slow_start": {"cree"},
    "local_injection_2_weeks": {"ster", "botu", "trig", "poin", "site"},  # "any injection"
    "leg_swelling": {"othe"},  # wider without the comparison
    "midline_bone_pain": {"righ"},
    "neck_too_stiff": {"toge"},
    "night_sweats": {"wake"},
    "osteoporosis": {"told"},
    "product_allergy": {"give"},
    "pulsing_belly": {"noti"},
    "stroke_signs": {"loss", "last", "few", "days"},  # the list asks about today and lately
    "sudden_tearing_pain": {"reac"},
}


def words(text: str) -> list[str]:
    return text.split()


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def meant(text: str) -> set[str]:
    """Return the words of a text that carry its meaning, each as its first four letters."""
    return {word[:4] for word in re.findall(r"[a-z]+", text.lower()) if word not in WORDS_OF_ASKING and len(word) > 1}


def yes_no_items() -> list[tuple[Item, Question]]:
    """Return the items that are themselves a yes-or-no question: a tick on them is its yes."""
    data = load_screen_data()
    found = [(item, data.questions[item.id]) for item in data.items.values() if item.id in data.questions]
    return [(item, question) for item, question in found if question.type == "yes_no"]


def asked_with_options() -> list[tuple[str, str]]:
    """Return every option of every choice, multi question and agreement."""
    data = load_screen_data()
    types = ("choice", "multi", "clearance")
    return [
        (question.id, option)
        for question in data.questions.values()
        if question.type in types
        for option in data.forms[question.id].options
    ]


def texts() -> Iterable[str]:
    data = load_screen_data()
    yield from (item.text for item in data.items.values())
    yield from (label.text for label in data.option_labels.values())


def opened_by(card: str, item: str) -> list[str]:
    """Return the questions that an item opens with, without those that follow from answers on its own card."""
    data = load_screen_data()
    on_card = {question.id: question for question in data.questions.values() if question.card == card}
    return [
        question.id
        for question in on_card.values()
        if item in {question.item, *(group.item for group in question.option_groups)}
        and (question.id not in data.ask_if or not on_card.keys() & set(data.ask_if[question.id].questions()))
    ]


def test_every_item_of_every_list_has_words():
    data = load_screen_data()
    on_lists = {item: card.id for card in data.cards.values() for item in card.items}

    assert len(on_lists) > 80
    assert {item.id: item.card for item in data.items.values()} == on_lists


def test_every_option_has_words():
    data = load_screen_data()
    asked = asked_with_options()

    assert len(asked) > 500
    assert [(question, option) for question, option in asked if not data.option_text(question, option).strip()] == []


def test_no_two_options_of_a_question_have_the_same_words():
    data = load_screen_data()
    said = [(question, data.option_text(question, option)) for question, option in asked_with_options()]

    assert len(set(said)) == len(said)


def test_a_question_for_places_shows_their_names():
    data, places = load_screen_data(), load_atlas().places

    assert {option: data.option_text("skin_regions", option) for option in data.forms["skin_regions"].options} == {
        place.id: place.name for place in places.values()
    }


def test_an_option_takes_the_words_of_its_question_before_those_of_every_question():
    data = load_screen_data()

    assert data.option_text("pain_duration", "under_2_weeks") == "Less than 2 weeks"
    assert data.option_text("leg_since", "under_2_weeks") == "Less than 2 weeks ago"


def test_an_option_that_does_not_exist_has_no_words():
    with pytest.raises(KeyError):
        load_screen_data().option_text("cancer", "perhaps")


def test_every_agreement_names_what_a_doctor_may_allow_in_the_same_words():
    data = load_screen_data()
    agreements = [question for question in data.questions.values() if question.type == "clearance"]
    said = {tuple(data.option_text(one.id, option) for option in one.allowed_options) for one in agreements}

    assert len(agreements) == 12
    assert len(said) == 1


def test_no_words_promise_too_much_or_shout():
    assert [text for text in texts() if FORBIDDEN.search(text)] == []


def test_words_begin_with_a_capital_and_are_statements():
    written = list(texts())

    assert [text for text in written if text[0].islower() or text != text.strip()] == []
    assert [text for text in written if text.endswith((".", "?", ",", ":")) or "  " in text] == []


def test_an_item_is_read_at_a_glance():
    lengths = {item.id: len(words(item.text)) for item in load_screen_data().items.values()}

    assert {name: count for name, count in lengths.items() if count > USUAL_WORDS_OF_AN_ITEM} == LONGER_ITEMS


def test_a_label_is_a_few_words():
    labels = load_screen_data().option_labels

    assert [name for name, label in labels.items() if not 1 <= len(words(label.text)) <= WORDS_OF_A_LABEL] == []


@pytest.mark.parametrize(("item", "question"), yes_no_items(), ids=lambda one: one.id)
def test_an_item_names_every_number_of_its_question(item, question):
    assert numbers(question.text) - numbers(item.text) == set()


@pytest.mark.parametrize(("item", "question"), yes_no_items(), ids=lambda one: one.id)
def test_an_item_names_every_sign_of_its_question(item, question):
    assert meant(question.text) - meant(item.text) == SAID_OTHERWISE.get(item.id, set())


@pytest.mark.parametrize(("item", "question"), yes_no_items(), ids=lambda one: one.id)
def test_an_item_keeps_what_its_question_leaves_out(item, question):
    assert "(not " not in question.text or "(not " in item.text


def test_what_an_item_says_otherwise_belongs_to_an_item():
    assert SAID_OTHERWISE.keys() <= {item.id for item, _ in yes_no_items()}


def test_an_item_that_opens_a_group_of_options_names_something_of_each():
    data = load_screen_data()
    unnamed = {
        f"{group.item}.{option}"
        for question in data.questions.values()
        for group in question.option_groups
        for option in group.options
        if not meant(data.option_text(question.id, option)) & meant(data.items[group.item].text)
    }

    assert unnamed == set()


def test_an_item_says_no_to_one_question_only():
    # With two, "none of these" would store a no to the one that its words do not name.
    data = load_screen_data()
    opened = {item.id: opened_by(item.card, item.id) for item in data.items.values()}

    assert {item: questions for item, questions in opened.items() if len(questions) != 1} == {}


def test_what_may_be_left_unsaid_about_alcohol_stands_on_a_card_of_its_own():
    data = load_screen_data()
    card = data.cards[data.questions["heavy_alcohol"].card]

    assert card.skip
    assert not card.items
    assert [question.id for question in data.questions.values() if question.card == card.id] == ["heavy_alcohol"]


# Names of illnesses and of harm that no title, advice or reason tells a person: what they said stands there.
FRIGHTENING = re.compile(
    r"cauda equina|myelopathy|meningitis|arteritis|aort|glaucoma|thunderclap|eclampsia|pre-eclampsia|poisoning"
    r"|\b(died|dies?|death|fatal|life-threatening|stillbirth|burst|leaking|tearing main|crack|spread to the spine)\b",
    re.IGNORECASE,
)


def told_to_the_person() -> list[str]:
    data = load_screen_data()
    flags = [text for flag in data.red_flags.values() for text in (flag.title, flag.advice)]
    rules = [text for rule in data.contraindications.values() for text in (rule.name, rule.why, rule.say)]
    return [*flags, *rules, *(zone.why for zone in data.danger_zones.values())]


def test_what_is_told_about_a_danger_names_no_illness_that_nobody_has_found_and_no_horror():
    assert [text for text in told_to_the_person() if FRIGHTENING.search(text)] == []


def test_every_danger_sign_says_what_to_do_and_how_soon():
    soon = re.compile(r"\b(now|today|days?|week|soon|next visit|doctor|clinician|first)\b", re.IGNORECASE)

    assert [flag.id for flag in load_screen_data().red_flags.values() if not soon.search(flag.advice)] == []


MOST_WORDS_OF_A_GIST = 9


def test_a_gist_is_short_and_every_long_item_has_one():
    items = load_screen_data().items.values()

    assert [item.id for item in items if len(item.gist.split()) > MOST_WORDS_OF_A_GIST] == []
    assert [item.id for item in items if not item.gist and len(item.text.split()) > MOST_WORDS_OF_A_GIST] == []
