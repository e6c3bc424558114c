"""How many taps and how much reading the questions cost: a new spell, long-lasting pain, and several yeses.

Needs Chromium. Run: .venv/bin/python -m benchmarks.interview
"""

from __future__ import annotations

import re
import statistics
import time

from playwright.sync_api import Page
from tests.browser.person import (
    LONG_LASTING,
    NEW_SPELL,
    PAINTED,
    SEVERAL_YESES,
    ByTouch,
    Told,
    go_through,
    on_to_the_next,
)
from tests.browser.window import page_of_a_new_user

# Silent reading of plain text by adults (Brysbaert 2019, a review of 190 studies: 238 words a minute).
WORDS_A_MINUTE = 238
PERSONS: dict[str, Told] = {
    "a new spell": NEW_SPELL,
    "long-lasting": LONG_LASTING,
    "several yeses": SEVERAL_YESES,
}
# A tap on a phone with the hand already there (an assumption, on the slow side).
SECONDS_A_TAP = 1.0
# A stroke or two, and to see that it is right (an assumption too).
SECONDS_TO_PAINT = 20
# What is the same on every card and is read once: buttons, "Why do we ask?", and the answers of all plain questions.
FRAME = ".onward, details"
SAME_ANSWERS = {"No", "Yes", "Not sure"}
# What only they need who are not sure that the words above it do not apply to them.
DETAIL = ".choice__more, .question__more, .dots.hint"


def main() -> None:
    for name, told in PERSONS.items():
        with page_of_a_new_user() as page:
            measure(page, name, told)


def measure(page: Page, name: str, told: Told) -> None:
    """Print taps, cards, words and waiting times of one person, from *Start* to the outcome."""
    page.get_by_role("button", name="Start").tap()
    person = ByTouch(page, told=told)
    counted = {"taps": 0, "words": 0, "frame": 0, "detail": 0}
    waits = []

    def answer(card: str) -> None:
        before = person.taps
        if card != PAINTED:
            counted["words"] += words(page.locator("form#answers").inner_text())
            counted["frame"] += sum(words(one) for one in (*texts(page, FRAME), *same_answers(page)))
            counted["detail"] += sum(words(one) for one in texts(page, DETAIL))
        person.answer(card)
        counted["taps"] += person.taps - before if card != PAINTED else 0
        asked_at = time.perf_counter()
        on_to_the_next(page, card)
        waits.append(time.perf_counter() - asked_at)

    cards = len(go_through(page, answer)) - 1
    own = counted["words"] - counted["frame"]
    read = own - counted["detail"]
    questions = read / WORDS_A_MINUTE + counted["taps"] * SECONDS_A_TAP / 60
    print(f"{name}: {counted['taps']} taps on {cards} cards")
    print(f"  every word: {own} words (and {counted['frame']} the same on every card), {minutes(own)} minutes")
    print(f"  without the details below what does not apply: {read} words, {minutes(read)} minutes of reading")
    print(f"  with {SECONDS_A_TAP:.0f} s a tap: {questions:.1f} minutes")
    print(f"  with {SECONDS_TO_PAINT} s to paint: {questions + SECONDS_TO_PAINT / 60:.1f} minutes")
    print(f"  {1000 * statistics.median(waits):.0f} ms to the next card (median), {1000 * max(waits):.0f} at most")


def texts(page: Page, selector: str) -> list[str]:
    return page.locator(selector).all_inner_texts()


def same_answers(page: Page) -> list[str]:
    return [text for text in texts(page, "label.choice") if text.strip() in SAME_ANSWERS]


def words(text: str) -> int:
    return len(re.findall(r"\w+", text))


def minutes(count: int) -> str:
    return f"{count / WORDS_A_MINUTE:.1f}"


if __name__ == "__main__":
    main()
