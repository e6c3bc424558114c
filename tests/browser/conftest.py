"""Real journeys in Debian's Chromium; without a browser these tests are skipped, and say so.

To start the program, or to go through all questions, takes longer than most of what is tested here. So each test
process starts it once and empties it before every test; whoever needs somebody who answered already, or the invented
person, has them put among the records (`answered`, `robin`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.program import Program
from tests.browser.records import add_robin, answer_until, in_records_of
from tests.browser.watch import Watch
from tests.browser.window import ARGUMENTS, PHONE, chromium

# As long as Playwright waits for everything else: on a busy machine a program that has just started is slow.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        pytest.skip("no Chromium on this machine; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def started(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    program = Program(tmp_path_factory.mktemp("program") / "data")
    yield program
    program.stop()


@pytest.fixture(scope="session")
def no_records(started: Program) -> Iterator[sqlite3.Connection]:
    with closing(started.records()) as records:
        yield records


@pytest.fixture
def program(started: Program, no_records: sqlite3.Connection) -> Program:
    started.begin_again(no_records)
    return started


@pytest.fixture(scope="session")
def records_of_robin(
    started: Program, no_records: sqlite3.Connection, django_db_blocker
) -> Iterator[sqlite3.Connection]:
    started.begin_again(no_records)
    with django_db_blocker.unblock():
        in_records_of(started, add_robin)
    with closing(started.records()) as records:
        yield records


@pytest.fixture
def robin(records_of_robin: sqlite3.Connection, program: Program) -> None:
    """Put the invented person, who can be looked around with, among the records."""
    program.begin_again(records_of_robin)


@pytest.fixture
def answered(program: Program, django_db_blocker) -> Callable[..., str]:
    """Return a function that adds somebody who answered up to a card, and returns where their questions go on."""

    def answer(until: str = "outcome") -> str:
        with django_db_blocker.unblock():
            person = in_records_of(program, lambda: answer_until(until))
        return f"{program.address}/people/{person}/questions/{until}/"

    return answer


@pytest.fixture
def open_window(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page in a new window of a phone; it is closed after the test."""
    contexts: list[BrowserContext] = []

    def open_one(**options: object) -> Page:
        contexts.append(browser.new_context(**{**PHONE, **options}))  # type: ignore[arg-type]
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(open_window: Callable[..., Page], program: Program) -> Callable[..., tuple[Page, Watch]]:
    """Return a function that opens a page of a new window that has entered, watched from its first request."""

    def open_one(**options: object) -> tuple[Page, Watch]:
        page = open_window(**options)
        watch = Watch(page, program.address)
        page.goto(program.link)
        page.wait_for_url(f"{program.address}/")
        return page, watch

    return open_one
