"""Real journeys in Debian's Chromium; without a browser these tests are skipped, and say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.program import Program
from tests.browser.watch import Watch
from tests.browser.window import ARGUMENTS, PHONE, chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        pytest.skip("no Chromium on this machine; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    program = Program(tmp_path / "data")
    yield program
    program.stop()


@pytest.fixture
def open_page(browser: Browser, program: Program) -> Iterator[object]:
    """Return a function that opens a page of a new window that has entered, watched from its first request."""
    contexts: list[BrowserContext] = []

    def open_one(**options: object) -> tuple[Page, Watch]:
        context = browser.new_context(**{**PHONE, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        watch = Watch(page, program.address)
        page.goto(program.link)
        page.wait_for_url(f"{program.address}/")
        return page, watch

    yield open_one
    for context in contexts:
        context.close()
