"""A whole session in a browser, by a clock that the test sets, with a reload and a crash on the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_barriers import barriers
from tests.browser.test_barriers import entered as entered

MOST_STEPS = 20


def in_cue(page: Page, title: str) -> None:
    """Let time go by in seconds until a cue begins."""
    for _ in range(900):
        if page.locator("[data-part=title]").inner_text() == title:
            return
        page.clock.run_for(1000)
    raise AssertionError(f"{title!r} never comes")


def stop_clock(page: Page) -> None:
    page.clock.pause_at(page.evaluate("() => Date.now() / 1000 + 1"))


def look(page: Page, state: str) -> None:
    """Look for barriers while time goes on by itself: what looks for them waits for it too."""
    page.clock.resume()
    assert barriers(page) == [], state
    stop_clock(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).tap()


@pytest.mark.usefixtures("robin")
@pytest.mark.parametrize("entered", ["light phone"], indirect=True)
def test_a_session_from_the_plan_to_after(entered, program):
    page = entered
    page.get_by_role("link", name="Open my plan").tap()
    page.clock.install()
    page.get_by_role("link", name="Start now").tap()
    page.locator("label[for=pain-6]").tap()
    assert barriers(page) == [], "before"
    page.get_by_role("button", name="Begin").tap()
    press(page, "Start")
    stop_clock(page)

    # Breathing, warming up and stretching are no part of this story.
    look(page, "breathing")
    for _ in range(5):
        press(page, "Skip")
    look(page, "left out")
    press(page, "No time")
    look(page, "touching")
    press(page, "6")
    in_cue(page, "Press and hold")
    press(page, "A bit more")
    press(page, "A bit more")
    expect(page.locator("[data-part=message]")).to_have_text("This is today’s limit. Stay like this.")
    press(page, "Ease off")
    expect(page.locator("[data-part=say]")).to_have_text("Let up now. Half as much.")
    look(page, "holding")
    left = page.get_by_role("timer").inner_text()

    page.reload()
    expect(page.locator("[data-part=message]")).to_have_text(f"You were at step 6, {left} seconds left. Go on?")
    look(page, "reopened")
    page.clock.run_for(60_000)
    expect(page.get_by_role("timer")).to_have_text(left)
    press(page, "Go on")
    program.kill()
    press(page, "Stop")
    page.clock.run_for(500)
    expect(page.locator("#gone")).to_be_visible()
    program.start()
    page.clock.run_for(3000)
    expect(page.locator("#gone")).to_be_hidden()
    look(page, "stopped")
    page.get_by_role("button", name="Fine, next step").tap()
    in_cue(page, "How was it?")
    expect(page.get_by_text("how strong, at most?")).to_be_visible()
    press(page, "5")
    expect(page.get_by_text("How sore is the spot now?", exact=True)).to_be_visible()
    press(page, "3")
    for _ in range(MOST_STEPS):
        if not page.get_by_role("button", name="Skip").is_visible():
            break
        press(page, "Skip")

    page.wait_for_url("**/session/after/")
    page.locator("label[for=pain-4]").tap()
    press(page, "Done")
    expect(page.get_by_text("6 before, 4 now: 2 less")).to_be_visible()
    expect(page.get_by_text("6 before; now was not given")).to_be_visible()
    look(page, "after")
    page.goto(page.url.split("/people/")[0])
    expect(page.get_by_text("Last time was today: pain 6 before, 4 after.")).to_be_visible()
