"""Take the pictures of the documents anew, from the running program with an invented person.

Needs Chromium. Run: python tools/pictures.py
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.person import PAINTED as WHERE  # noqa: E402
from tests.browser.person import ByTouch, go_through, is_painted, on_screen, ready_to_paint, settled  # noqa: E402
from tests.browser.window import page_of_a_new_user  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
PHONE = {"width": 390, "height": 844}
PAPER: ViewportSize = {"width": 794, "height": 1123}


# From the dimple above the buttock to its outer part, then down the thigh; mm from the middle and above the floor.
PAINTED = (
    ((44, 962), (56, 940), (72, 918), (90, 900)),
    ((66, 900), (82, 880), (96, 858), (100, 836)),
    ((98, 800), (100, 770), (102, 735), (104, 700)),
)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with page_of_a_new_user(viewport=PHONE, is_mobile=False) as page:
        take_all(page)


def take_all(page: Page) -> None:
    """Go the whole way once, and take a picture of each part of it."""
    take(page, "start")
    page.get_by_role("button", name="Start").tap()
    person = ByTouch(page)

    def answer(card: str) -> None:
        if card == WHERE:
            paint(page, person)
        elif card == "health_medicines":
            tick(page, "item-blood_heart", "medicines-blood_thinner")
            take(page, "list")
            page.locator("label[for=item-blood_heart]").tap()
            page.wait_for_selector("#item-blood_heart:not(:checked)")
            settled(page)
            page.get_by_role("button", name="None of these").tap()
        else:
            person.answer(card)

    go_through(page, answer)
    page.wait_for_url("**/outcome/")
    take(page, "outcome")
    page.get_by_role("link", name="See what may be behind it").tap()
    page.wait_for_url("**/result/")
    take(page, "result", at=".spot-card")
    page.get_by_role("button", name="Go to my plan").tap()
    page.wait_for_url("**/wishes/")
    page.locator("label[for=floor-yes]").tap()
    page.get_by_role("button", name="Make my plan").tap()
    page.wait_for_url("**/plan/")
    take(page, "plan", at=".step:nth-child(2)")
    page.get_by_role("link", name="Print").tap()
    page.wait_for_url("**/plan/print/")
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    take(page, "paper")


def paint(page: Page, person: ByTouch) -> None:
    ready_to_paint(page)
    for points in PAINTED:
        person.drag(on_screen(page, points))
    is_painted(page)
    take(page, "paint")
    page.locator("#drawing .onward .button").tap()
    page.wait_for_url("**/draw/check/")
    take(page, "check")
    page.locator("button[value=yes]").tap()
    page.wait_for_url("**/questions/**")


def tick(page: Page, *names: str) -> None:
    for name in names:
        page.locator(f"label[for={name}]").tap()
        settled(page)
        page.wait_for_selector(f"#{name}:checked")


def take(page: Page, name: str, at: str = "body") -> None:
    """Take a picture of what a screen shows from an element on."""
    page.evaluate("() => document.activeElement?.blur()")
    page.locator(at).first.evaluate("element => element.scrollIntoView({ block: 'start' })")
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    main()
