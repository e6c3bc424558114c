"""The browser in which journeys are tested, measured and pictured: the system's own Chromium."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser.program import Program

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
# The browser asks for nothing of its own accord; root may start it.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


@contextmanager
def page_of_a_new_user(**options: Any) -> Iterator[Page]:
    """Yield the start page of a fresh program, for scripts; without a browser they end with one line."""
    executable = chromium()
    if executable is None:
        sys.exit("This needs Chromium; on Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        program = Program(Path(folder) / "data")
        try:
            browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
            page = browser.new_context(**{**PHONE, **options}).new_page()
            page.goto(program.link)
            page.wait_for_url(f"{program.address}/")
            yield page
            browser.close()
        finally:
            program.stop()
