"""The phone as inclinometer on a real page: a sensor that bends, one that is not there, one that is not allowed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.browser.test_barriers import barriers

FORWARD = json.loads((Path(__file__).parents[1] / "js" / "streams" / "forward.json").read_text(encoding="utf-8"))
# Samples in turn, each at once: the page goes by the time of the event, which this sets.
FEED = """samples => samples.forEach(([at, beta, gamma]) => {
    const event = new DeviceOrientationEvent("deviceorientation", { beta, gamma });
    Object.defineProperty(event, "timeStamp", { value: at });
    window.dispatchEvent(event);
})"""


@pytest.fixture
def motion(open_page):
    page, watch = open_page()
    page.goto(f"{page.url}people/")
    page.get_by_label("Name").fill("Ana")
    page.get_by_role("button", name="Add").click()
    person = page.locator("input[name=person]").first.get_attribute("value")
    page.goto(f"{page.url.split('/people')[0].rstrip('/')}/people/{person}/measure/motion/lumbar_flexion_incl/")
    yield page
    assert watch.complaints == []
    assert watch.foreign == []


def test_three_bends_fill_the_field_and_what_was_seen_is_kept(motion):
    part = motion.locator("[data-inclinometer]").first
    part.locator("[data-use]").tap()
    while not part.locator("[data-start]").is_visible():  # a sensor goes on telling; the first may come too early
        motion.evaluate(FEED, FORWARD["still"])
        motion.wait_for_timeout(50)
    part.locator("[data-start]").tap()
    for bend in FORWARD["bends"]:
        motion.evaluate(FEED, bend)
        part.locator("[data-bent]").tap()

    assert part.locator("[role=status]").text_content() == "Three bends: the middle one stands in the field."
    assert abs(float(motion.locator("#t12").input_value()) - 60) <= 1.5
    assert barriers(motion) == []
    motion.locator("#sacrum").fill("25")
    motion.get_by_role("button", name="Keep it").tap()
    motion.get_by_text("It is written down.").wait_for()
    assert barriers(motion) == []


def test_without_a_sensor_or_without_leave_it_says_so_and_numbers_are_typed(motion):
    part = motion.locator("[data-inclinometer]").first
    part.locator("[data-use]").tap()
    motion.get_by_text("No motion sensor can be used here. You can type the number, or skip it.").wait_for()

    motion.evaluate("() => { DeviceOrientationEvent.requestPermission = async () => 'denied'; }")
    motion.locator("[data-inclinometer] [data-use]:visible").tap()
    motion.get_by_text("The motion sensor was not allowed. You can type the number, or skip it.").wait_for()
    assert motion.locator("#t12").input_value() == ""
