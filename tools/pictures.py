"""Take the pictures of the documents anew, from the running program with an invented person.

Needs Chromium. Run: python tools/pictures.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import ARGUMENTS, chromium  # noqa: E402
from tests.browser.person import ByTouch, go_through, settled  # noqa: E402
from tests.browser.program import Program  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True}


def main() -> None:
    executable = chromium()
    if executable is None:
        sys.exit("This needs Chromium; on Debian: apt-get install chromium")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        program = Program(Path(folder) / "data")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
                page = browser.new_context(**PHONE).new_page()  # type: ignore[arg-type]
                page.goto(program.link)
                page.wait_for_url(f"{program.address}/")
                take_all(page)
                browser.close()
        finally:
            program.stop()


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
