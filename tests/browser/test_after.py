"""From the end of a session to two checks after it, and to a plan that differs for a stated reason."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_barriers import barriers
from tests.browser.test_barriers import entered as entered

MOMENTS = ("started_at", "ended_at", "answered_at")


def let_go_by(folder: Path, hours: int) -> None:
    """Let hours go by on the server: what is stored of sessions, checks and questions is so much older then."""

    def earlier(moment: str) -> str:
        return (datetime.fromisoformat(moment) - timedelta(hours=hours)).isoformat(" ")

    def aged(raw: str) -> str:
        told = json.loads(raw)
        return json.dumps({key: earlier(at) if key in MOMENTS and at else at for key, at in told.items()})

    columns = {
        "records_treatment": ("started_at", "saved_at", "ended_at"),
        "records_reaction": ("answered_at",),
        "records_screening": ("fresh_since", "asked_at"),
    }
    with closing(sqlite3.connect(folder / "unknot.db", timeout=30)) as database, database:
        database.create_function("earlier", 1, lambda at: at and earlier(at))
        database.create_function("aged", 1, aged)
        for table, names in columns.items():
            database.execute(f"UPDATE {table} SET {', '.join(f'{name} = earlier({name})' for name in names)}")
        database.execute("UPDATE records_treatment SET record = aged(record)")
        database.execute("UPDATE records_reaction SET said = aged(said)")


def do_the_session(page: Page) -> None:
    """Begin a session, and tell what was done as the player does at its end."""
    page.locator("label[for=pain-6]").tap()
    page.get_by_role("button", name="Begin").tap()
    page.wait_for_url("**/go/")
    page.evaluate(
        """async () => {
            const script = JSON.parse(document.getElementById("script").textContent);
            const done = script.steps.filter((step) => step.kind === "press")
                .map(({ key }) => ({ step: key, state: "done", held_s: 60, why: "", soreness: 2 }));
            const body = new FormData(document.getElementById("by-hand"));
            body.set("id", script.id);
            body.set("revision", script.revision);
            body.set("told", JSON.stringify({ done, ended: "done", place: null }));
            const answer = await fetch("../save/", { method: "POST", body });
            if (!answer.ok) throw new Error(answer.status);
        }"""
    )


def tap_place(page: Page, cell: str) -> None:
    """Tap a place on the body that stands beside the boxes."""
    page.locator(f"[data-cell='{cell}']").first.tap()


@pytest.mark.usefixtures("robin")
@pytest.mark.parametrize("entered", ["light phone"], indirect=True)
def test_two_checks_after_a_session_change_the_next_plan_and_it_says_why(entered, program):
    page = entered
    page.get_by_role("link", name="Open my plan").tap()
    page.get_by_role("link", name="Start now").tap()
    page.wait_for_url("**/session/")
    session = page.url
    do_the_session(page)
    page.goto(f"{session}after/")
    page.locator("label[for=pain-4]").tap()
    page.get_by_role("button", name="Done").tap()
    expect(page.get_by_role("link", name="See you next time")).to_be_visible()
    assert barriers(page) == [], "after"
    page.get_by_role("link", name="For a therapist").tap()
    page.wait_for_url("**/notes/*/")
    assert barriers(page) == [], "draft of the note"
    page.get_by_label("Your name").fill("K. Berg")
    page.get_by_role("button", name="Sign", exact=True).tap()
    expect(page.get_by_text("It is locked.")).to_be_visible()
    assert barriers(page) == [], "signed note"
    page.get_by_role("link", name="All notes").tap()
    page.wait_for_url("**/notes/")
    assert barriers(page) == [], "notes"

    let_go_by(program.folder, 24)
    page.goto(program.address)
    page.get_by_role("link", name="Tell us").tap()
    page.locator("label[for=sign-bruise]").tap()
    expect(page.get_by_text("Where is it?")).to_be_visible()
    tap_place(page, "buttock_mid:right")
    assert page.locator("input[name=place][value='buttock_mid:right']:checked").count() > 0
    assert barriers(page) == [], "check"
    tap_place(page, "buttock_mid:right")
    assert page.locator("input[name=place]:checked").count() == 0
    page.locator("label[for=sign-bruise]").tap()
    page.locator("label[for=soreness-5]").tap()
    page.get_by_role("button", name="Nothing new").tap()
    page.wait_for_url("**/answered/")
    let_go_by(program.folder, 24)
    page.goto(f"{session}check/")
    page.locator("label[for=soreness-1]").tap()
    page.get_by_role("button", name="Nothing new").tap()
    page.wait_for_url("**/answered/")
    assert barriers(page) == [], "answered"

    page.goto(program.address)
    page.get_by_role("link", name="Carry on").tap()
    page.get_by_role("button", name="None of these").tap()
    page.wait_for_url("**/outcome/")
    page.goto(program.address)
    assert barriers(page) == [], "start page before the next session"
    page.get_by_role("link", name="Make my plan of today").tap()
    page.get_by_role("button", name="Make my plan").tap()
    page.wait_for_url("**/plan/")
    expect(page.get_by_text(re.compile("because it was sore the day after"))).to_be_visible()
    assert barriers(page) == [], "changed plan"
    page.get_by_role("link", name="What else helps, beside the massage").tap()
    page.wait_for_url("**/week/")
    assert barriers(page) == [], "week"
