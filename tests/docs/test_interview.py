"""The page of the interview is the interview: its table is what the data say, its taps are what a person needs."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from tests.browser.person import AGE, ANSWERS, PAINTED, PAINTING_TAPS, SEVERAL
from unknot.screen import load_screen_data
from unknot.screen.interview import Interview, close_list, questions_of

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


def walk() -> dict[str, int]:
    """Return the taps on each card of an ordinary person with nothing to report, as the browser test makes them."""
    raw: dict[str, object] = {}
    taps: dict[str, int] = {}
    while card := Interview(raw, date(2026, 11, 22)).next_card():
        assert card.id not in taps
        if card.id == PAINTED:
            taps[card.id] = PAINTING_TAPS
            raw |= {"pain_regions": ["low_back"], "pain_now": 5}
            continue
        fields = [*SEVERAL.get(card.id, ()), *([ANSWERS[card.id]] if card.id in ANSWERS else [])]
        moves_on = card.id in ANSWERS
        taps[card.id] = len(fields) + (not moves_on)
        raw |= dict(map(answer, fields))
        if not fields:
            raw = close_list(Interview(raw, date(2026, 11, 22)), card)
    return taps


def test_the_taps_and_cards_that_are_quoted_are_those_of_an_ordinary_person() -> None:
    taps = walk()

    quoted = re.search(r"^    (\d+) taps on (\d+) cards, (\d+) of them to say where it hurts$", EXPLANATION, re.M)

    assert quoted
    assert list(map(int, quoted.groups())) == [sum(taps.values()), len(taps), taps[PAINTED]]


def test_the_taps_of_each_step_that_are_quoted_are_theirs_too() -> None:
    steps: dict[int, int] = {}
    for card, count in walk().items():
        step = load_screen_data().cards[card].step
        steps[step] = steps.get(step, 0) + count

    quoted = re.findall(r"^    step (\d+): (\d+) taps$", EXPLANATION, re.MULTILINE)

    assert {int(step): int(count) for step, count in quoted} == steps


def test_the_counts_of_questions_and_cards_are_those_of_the_data() -> None:
    data = load_screen_data()
    first_visit = [card for card in data.cards.values() if not card.when]

    assert f"{len(data.questions)} questions" in EXPLANATION
    assert f"{len(data.questions)} questions on {len(data.cards)} cards" in REFERENCE
    assert f"{len(first_visit)} belong to the first visit" in REFERENCE
