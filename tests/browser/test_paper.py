"""A plan on paper: what an ordinary person prints fits one sheet, whatever text size they read on the screen."""

from __future__ import annotations

import re

SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")


def test_an_ordinary_plan_fits_one_sheet(open_page, answered):
    page, watch = open_page()
    page.goto(answered())
    page.get_by_role("link", name="See what may be behind it").tap()
    page.get_by_role("button", name="Go to my plan").tap()
    page.locator("label[for=minutes-30]").tap()
    page.locator("label[for=at-hand-ball_soft]").tap()
    page.locator("label[for=floor-yes]").tap()
    page.get_by_role("button", name="Make my plan").tap()
    page.wait_for_url("**/plan/")
    page.goto(f"{page.url}print/")

    assert len(SHEET.findall(page.pdf(format="A4"))) == 1

    page.evaluate("() => { document.documentElement.dataset.text = 'largest'; }")
    assert len(SHEET.findall(page.pdf(format="A4"))) == 1
    assert watch.complaints == []
