"""A plan on paper: what an ordinary person prints fits one sheet, whatever text size they read on the screen."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.browser.person import ByTouch, go_through

SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")


def print_address(page: Page) -> str:
    """Go the whole way to a plan, with a ball at hand, and return where it can be printed."""
    page.get_by_role("button", name="Start").tap()
    go_through(page, ByTouch(page).answer)
    page.get_by_role("link", name="See what may be behind it").tap()
    page.get_by_role("button", name="Go to my plan").tap()
    page.locator("label[for=minutes-30]").tap()
    page.locator("label[for=at-hand-ball_soft]").tap()
    page.locator("label[for=floor-yes]").tap()
    page.get_by_role("button", name="Make my plan").tap()
    page.wait_for_url("**/plan/")
    return f"{page.url}print/"


def test_an_ordinary_plan_fits_one_sheet(open_page):
    page, watch = open_page()
    page.goto(print_address(page))

    assert len(SHEET.findall(page.pdf(format="A4"))) == 1

    page.evaluate("() => { document.documentElement.dataset.text = 'largest'; }")
    assert len(SHEET.findall(page.pdf(format="A4"))) == 1
    assert watch.complaints == []
