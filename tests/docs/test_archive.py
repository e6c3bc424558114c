"""The page of the archive is what the code does."""

from __future__ import annotations

from tools.archive import PAGE, build_page


def test_the_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == build_page(), "run: make docs"
