"""How many taps and how much reading the questions cost an ordinary person with nothing to report.

Needs Chromium. Run: .venv/bin/python -m benchmarks.interview
"""

from __future__ import annotations

import re
import statistics
import time

from playwright.sync_api import Page
from tests.browser.person import PAINTED, ByTouch, go_through, on_to_the_next
from tests.browser.window import page_of_a_new_user

from unknot.screen import load_screen_data

# Silent reading of plain text by adults (Brysbaert 2019, a review of 190 studies: 238 words a minute).
WORDS_A_MINUTE = 238


def main() -> None:
    with page_of_a_new_user() as page:
        measure(page)


def measure(page: Page) -> None:
    """Print taps, words and waiting times, step by step."""
    page.get_by_role("button", name="Start").tap()
    person, cards = ByTouch(page), load_screen_data().cards
    taps: dict[int, int] = {}
    words, waits, drawing = 0, [], 0

    def answer(card: str) -> None:
        nonlocal words, drawing
        words += len(re.findall(r"\w+", page.locator("form#answers, form#drawing").inner_text()))
        before = person.taps
        person.answer(card)
        taps[cards[card].step] = taps.get(cards[card].step, 0) + person.taps - before
        drawing += person.taps - before if card == PAINTED else 0
        asked_at = time.perf_counter()
        on_to_the_next(page, card)
        waits.append(time.perf_counter() - asked_at)

    seen = go_through(page, answer)

    for step, count in sorted(taps.items()):
        print(f"step {step}: {count} taps")
    print(f"{person.taps} taps on {len(seen)} cards, {drawing} of them to say where it hurts")
    print(f"{words} words, {words / WORDS_A_MINUTE:.1f} minutes to read them all at {WORDS_A_MINUTE} a minute")
    median, longest = 1000 * statistics.median(waits), 1000 * max(waits)
    print(f"{median:.0f} ms from a tap to the next card (median), {longest:.0f} at most")


if __name__ == "__main__":
    main()
