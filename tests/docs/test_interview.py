"""The page of the interview is the interview: its table is what the data say, its taps are what a person needs."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.browser.person import AGE, LONG_LASTING, NEW_SPELL, PAINTED, PAINTING_TAPS, SEVERAL_YESES, Told
from unknot.screen import load_screen_data
from unknot.screen.interview import Interview, close_list, questions_of

DAY = date(2026, 11, 22)
DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "interview.md").read_text(encoding="utf-8")
EXPLANATION = (DOCS / "explanation" / "interview.md").read_text(encoding="utf-8")


def named(names) -> str:
    return ", ".join(f"`{name}`" for name in names)


def row_of(card) -> str:
    """Return what the table says of a card."""
    conditions = load_screen_data().ask_if
    questions = questions_of(card)
    own = {question.id for question in questions}
    asks = {question.id: set(conditions[question.id].questions()) for question in questions if question.ask_if}
    follow = [question.id for question in questions if asks.get(question.id, set()) & own]
    opening = [question.id for question in questions if question.id not in follow]
    every = dict.fromkeys(name for one in opening if one in asks for name in conditions[one].questions())
    whom = "later" if card.when else "everybody" if set(opening) - set(asks) else f"by {named(every)}"
    optional = [question.id for question in questions if not question.required]
    left_open = "the card" if card.skip else named(optional)
    cells = (f"`{card.id}`", str(card.step), card.kind, whom, named(card.items or opening), named(follow), left_open)
    return f"| {' | '.join(cells)} |"


def test_the_table_of_the_cards_is_what_the_data_say() -> None:
    written = [line for line in REFERENCE.splitlines() if line.startswith("| `")]

    expected = [row_of(card) for card in load_screen_data().cards.values()]

    assert written == expected, "the table should be:\n" + "\n".join(expected)


def answer(name: str) -> tuple[str, object]:
    """Return a question and its answer from the name of the field that is tapped."""
    if name == "age":
        return name, int(AGE)
    question, _, option = name.partition("-")
    kind = load_screen_data().questions[question].type
    return question, int(option) if kind == "scale_0_10" else [option] if kind == "multi" else option


def walk(told: Told) -> dict[str, int]:
    """Return the taps that each card costs somebody, as the interview itself asks them."""
    raw: dict[str, object] = {}
    taps: dict[str, int] = {}
    while card := Interview(raw, DAY).next_card():
        assert card.id not in taps
        if card.id == PAINTED:
            taps[card.id] = PAINTING_TAPS
            raw |= {"pain_regions": ["low_back"], "pain_now": 5}
            continue
        fields = told.get(card.id, ())
        ticked = frozenset(name.removeprefix("item-") for name in fields if name.startswith("item-"))
        for question, value in (answer(name) for name in fields if not name.startswith("item-")):
            known = raw.get(question)
            raw[question] = [*known, *value] if isinstance(known, list) and isinstance(value, list) else value
        shown = Interview(raw, DAY).shown(card)
        is_alone = len(shown) == 1 and shown[0].type in ("yes_no", "choice")
        moves_on = bool(fields) and (card.kind == "screen" or (card.kind == "question" and is_alone))
        taps[card.id] = len(fields) + (not moves_on)
        if not fields or ticked:
            raw = close_list(Interview(raw, DAY, ticked), card, ticked)
    return taps


def without_painting(taps: dict[str, int]) -> int:
    return sum(count for card, count in taps.items() if card != PAINTED)


# What the interview may cost at most, painting apart; a yes adds its tick and what it opens.
@pytest.mark.parametrize(("told", "most"), [(NEW_SPELL, 25), (LONG_LASTING, 26), (SEVERAL_YESES, 39)])
def test_the_questions_take_no_more_taps_than_promised(told: Told, most: int) -> None:
    assert without_painting(walk(told)) == most


def test_the_taps_and_cards_that_are_quoted_are_those_of_these_persons() -> None:
    persons = (walk(NEW_SPELL), walk(LONG_LASTING), walk(SEVERAL_YESES))

    quoted = re.findall(r"^    .*: (\d+) taps on (\d+) cards", EXPLANATION, re.MULTILINE)

    assert [(int(taps), int(cards)) for taps, cards in quoted] == [
        (without_painting(taps), len(taps) - 1) for taps in persons
    ]


def test_the_counts_of_questions_and_cards_are_those_of_the_data() -> None:
    data = load_screen_data()
    first_visit = [card for card in data.cards.values() if not card.when]

    assert f"{len(data.questions)} questions" in EXPLANATION
    assert f"{len(data.questions)} questions on {len(data.cards)} cards" in REFERENCE
    assert f"{len(first_visit)} belong to the first visit" in REFERENCE
