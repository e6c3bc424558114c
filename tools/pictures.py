"""Take the pictures of the documents anew, from the running program with an invented person.

Needs Chromium. Run: python tools/pictures.py
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.person import ByTouch, go_through, settled  # noqa: E402
from tests.browser.window import page_of_a_new_user  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
PHONE = {"width": 390, "height": 780}


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with page_of_a_new_user(viewport=PHONE, is_mobile=False) as page:
        take_all(page)


def take_all(page: Page) -> None:
    """Go through the questions once, and take a picture at the start, of a list, and of the outcome."""
    take(page, "start")
    page.get_by_role("button", name="Start").tap()
    person = ByTouch(page)

    def answer(card: str) -> None:
        if card == "health_medicines":
            tick(page, "item-blood_heart", "medicines-blood_thinner")
            take(page, "list")
            page.get_by_role("button", name="Only what I ticked").tap()
        else:
            person.answer(card)

    go_through(page, answer)
    page.wait_for_url("**/outcome/")
    take(page, "outcome")


def tick(page: Page, *names: str) -> None:
    for name in names:
        page.locator(f"label[for={name}]").tap()
        settled(page)
        page.wait_for_selector(f"#{name}:checked")


def take(page: Page, name: str) -> None:
    page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }")
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    main()
