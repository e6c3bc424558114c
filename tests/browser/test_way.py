"""The whole way, from the printed link to a plan on paper: by touch, by mouse, by keyboard alone."""

from __future__ import annotations

import gzip
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import (
    LOW_BACK_RIGHT,
    PAINTING_TAPS,
    ByKeyboard,
    ByTouch,
    go_through,
    is_painted,
    on_screen,
    open_painting,
    ready_to_paint,
)
from tests.browser.window import DESK

MOUSE = {**DESK, "has_touch": False, "is_mobile": False}


def drag_mouse(page: Page, *points: tuple[float, float]) -> None:
    places = on_screen(page, points)
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place)
    page.mouse.up()


def paint_by_mouse(page: Page, *points: tuple[float, float]) -> None:
    drag_mouse(page, *(points or LOW_BACK_RIGHT))
    is_painted(page)


def strokes_of(page: Page) -> list[dict]:
    return page.evaluate("() => JSON.parse(document.querySelector('#drawing [name=strokes]').value)")


@pytest.fixture
def painting(open_page):
    """Return the page to paint on, in a window with a mouse."""
    page, watch = open_page(**MOUSE)
    open_painting(page)
    yield page
    assert watch.complaints == []
    assert watch.foreign == []


def test_a_new_user_comes_to_a_plan_on_paper_by_touch(open_page):
    page, watch = open_page()
    page.get_by_role("button", name="Start").tap()
    person = ByTouch(page)

    seen = go_through(page, person.answer)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing in your answers needs a doctor first.")
    assert len(seen) > 20
    assert person.taps == 25 + PAINTING_TAPS
    page.get_by_role("link", name="See what may be behind it").tap()
    expect(page.get_by_role("article").first).to_contain_text("Low back beside the spine, lower part, right")
    page.get_by_role("article").first.get_by_role("link", name="Press and tell us").tap()
    expect(page.get_by_text("Pain at most 4 of 10")).to_be_visible()
    expect(page.locator(".landmark").first).to_be_visible()
    page.get_by_role("button", name="Sore, but not my pain").tap()
    page.wait_for_url("**/result/#checks")
    expect(page.get_by_text("You pressed it: sore, but not my pain.")).to_be_visible()
    page.get_by_role("button", name="Go to my plan").tap()
    page.locator("label[for=floor-yes]").tap()
    page.get_by_role("button", name="Make my plan").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"Your plan: \d+ minutes, \d+ steps"))
    page.get_by_role("link", name="Print").tap()

    page.wait_for_url("**/plan/print/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert watch.complaints == []
    assert watch.foreign == []


def test_the_same_by_keyboard_alone(open_page):
    page, watch = open_page(**MOUSE)
    keyboard = ByKeyboard(page)
    page.get_by_role("button", name="Start").press("Enter")

    go_through(page, keyboard.answer)
    for name, next_page in (
        ("See what may be behind it", "result"),
        ("Go to my plan", "wishes"),
        ("Make my plan", "plan"),
    ):
        if name == "Make my plan":
            keyboard.reach("#floor-yes")
            page.keyboard.press("Space")
        keyboard.press(name)
        page.wait_for_url(f"**/{next_page}/")
    keyboard.press("Print")

    page.wait_for_url("**/plan/print/")
    assert watch.complaints == []


def test_what_is_ticked_on_the_list_of_places_is_there_again_after_loading_until_it_is_sent(open_page):
    page, watch = open_page()
    open_painting(page)
    places = f"{page.url}places/"
    page.goto(places)
    place = page.locator("input[value='lumbar_lower_paraspinal:right']")
    page.locator("#strength").select_option("5")
    page.locator("label").filter(has=place).tap()

    page.reload()

    expect(place).to_be_checked()
    expect(page.locator("#strength")).to_have_value("5")
    dropped = {"content_type": "text/html", "body": '<link rel="icon" href="data:,">The connection dropped.'}
    page.route("**/places/", lambda route: route.fulfill(**dropped), times=1)
    page.locator(".onward .button").tap()
    page.get_by_text("The connection dropped.").wait_for()
    page.goto(places)
    expect(place).to_be_checked()
    page.locator(".onward .button").tap()
    page.wait_for_url("**/draw/check/")
    kept = page.evaluate("() => Object.keys(sessionStorage).filter((name) => name.startsWith('form/'))")
    assert kept == []
    assert watch.complaints == []


def test_by_mouse_a_stroke_is_said_back_and_is_there_again_after_loading(painting):
    paint_by_mouse(painting)

    painting.reload()
    ready_to_paint(painting)

    expect(painting.locator("#said")).to_contain_text("right")
    assert len(strokes_of(painting)) == 1
    assert strokes_of(painting)[0]["intensity"] == 5


def test_what_was_undone_or_cleared_comes_back_by_buttons_and_keys_and_is_announced(painting):
    paint_by_mouse(painting)
    paint_by_mouse(painting, (-60, 1040), (-70, 1000))
    both = strokes_of(painting)
    status = painting.locator("#say")

    painting.keyboard.press("Control+z")
    expect(status).to_have_text("Undone. Strokes now: 1.")
    painting.keyboard.press("Control+Shift+Z")
    expect(status).to_have_text("Done again. Strokes now: 2.")
    painting.get_by_role("button", name="Undo").click()
    painting.keyboard.press("Control+y")
    painting.get_by_role("button", name="Clear all").click()
    expect(painting.locator("#said-empty")).to_be_visible()
    expect(status).to_have_text("All is cleared. Undo brings it back.")
    painting.get_by_role("button", name="Undo").click()

    assert strokes_of(painting) == both
    painting.get_by_role("button", name="Undo").click()
    painting.get_by_role("button", name="Redo").click()
    is_painted(painting)
    assert strokes_of(painting) == both


def test_how_it_feels_is_painted_as_a_pattern_and_stays(painting):
    painting.locator("label:has(input[value=burning])").click()
    painting.locator("label:has(input[value=numb])").click()
    paint_by_mouse(painting)

    painting.reload()
    ready_to_paint(painting)

    assert strokes_of(painting)[0]["quality"] == ["burning", "numb"]
    assert [line.get_attribute("stroke") for line in painting.locator(".marks polyline").all()] == [
        None,
        "url(#skin-back-burning-middle)",
        "url(#skin-back-numb-middle)",
    ]
    expect(painting.locator(".numbers text")).to_have_text("5 BN")


def test_a_pen_paints_and_the_resting_palm_does_not(open_page):
    page, _ = open_page()
    open_painting(page)
    session = page.context.new_cdp_session(page)
    places = on_screen(page, LOW_BACK_RIGHT)
    palm = [{"x": places[0][0] - 80, "y": places[0][1] + 60, "radiusX": 30, "radiusY": 30}]
    pen = {"pointerType": "pen", "button": "left", "clickCount": 1}

    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": palm})
    for number, (x, y) in enumerate(places):
        kind = "mouseMoved" if number else "mousePressed"
        session.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "buttons": 1, **pen})
    session.send("Input.dispatchMouseEvent", {"type": "mouseReleased", "x": x, "y": y, **pen})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    is_painted(page)
    assert len(strokes_of(page)) == 1
    assert strokes_of(page)[0]["points"][0][0] < 0  # on the person's right, where the pen was


def test_rubbing_cuts_a_stroke_in_two(painting):
    paint_by_mouse(painting, (-90, 1010), (0, 1010), (90, 1010))

    painting.locator("label:has(input[name=tool][value=rub])").click()
    paint_by_mouse(painting, (0, 1040), (0, 980))

    assert len(strokes_of(painting)) == 2


def test_a_stroke_with_the_sides_swapped_is_as_wide_as_before(painting):
    paint_by_mouse(painting)
    said = painting.locator("#said").inner_text()

    painting.locator("#drawing .onward .button").click()
    painting.get_by_role("button", name="Swap left and right").click()
    painting.get_by_role("link", name="Change it").click()
    ready_to_paint(painting)

    expect(painting.locator("#said")).to_have_text(said.replace("right", "left"), use_inner_text=True)
    assert painting.locator(".marks polyline").get_attribute("stroke-width") == "16"


def test_what_a_rub_leaves_beside_the_body_is_gone(painting):
    painting.get_by_role("button", name="Whole body").click()
    paint_by_mouse(painting, (-250, 1440), (0, 1440), (250, 1440))

    painting.locator("label:has(input[name=tool][value=rub])").click()
    for across in range(-80, 90, 10):
        drag_mouse(painting, (across, 1470), (across, 1400))

    expect(painting.locator("#said-empty")).to_be_visible()
    painting.wait_for_selector("#drawing[data-is-kept]")
    assert strokes_of(painting) == []


def test_a_drag_far_out_of_the_picture_is_kept(painting):
    painting.get_by_role("button", name="Whole body").click()

    drag_mouse(painting, (60, 1000), (400, 1000), (6000, 1000))

    painting.wait_for_selector("#drawing[data-is-kept]")
    assert len(strokes_of(painting)) == 1


def test_a_strength_of_0_rubs_out(painting):
    paint_by_mouse(painting, (40, 1010), (42, 1010))

    painting.locator("label.strength--0").click()
    drag_mouse(painting, (30, 1010), (55, 1010))

    expect(painting.locator("#said-empty")).to_be_visible()
    assert strokes_of(painting) == []


def test_a_stroke_beside_the_body_is_not_kept_and_said_so(painting):
    painting.get_by_role("button", name="Whole body").click()
    drag_mouse(painting, (500, 1500), (510, 1450))

    expect(painting.get_by_role("status")).to_have_text("That was beside the body. Nothing is lost.")
    assert strokes_of(painting) == []


def test_painting_is_kept_although_a_file_of_the_figure_is_missing(open_page):
    page, _ = open_page(**MOUSE)
    page.route("**/neutral_back.json", lambda route: route.fulfill(status=404))
    open_painting(page)

    drag_mouse(page, *LOW_BACK_RIGHT)

    page.wait_for_selector("#drawing[data-is-kept]")
    expect(page.locator("#say")).to_contain_text("A file of this figure is missing")
    page.reload()
    ready_to_paint(page)
    assert len(strokes_of(page)) == 1


def test_two_fingers_move_and_paint_nothing(open_page):
    page, _ = open_page()
    open_painting(page)
    before = page.locator("svg[data-view=back]").get_attribute("viewBox")
    session = page.context.new_cdp_session(page)

    for kind, apart in (("touchStart", 20), ("touchMove", 40), ("touchMove", 70), ("touchEnd", None)):
        (x, y), *_rest = on_screen(page, ((0, 1000),))
        fingers = [] if apart is None else [{"x": x - apart, "y": y}, {"x": x + apart, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    assert strokes_of(page) == []
    assert page.locator("svg[data-view=back]").get_attribute("viewBox") != before


def test_painting_goes_on_while_the_program_is_gone_and_is_stored_when_it_is_back(open_page, program):
    page, _ = open_page(**MOUSE)
    open_painting(page)
    program.kill()

    drag_mouse(page, *LOW_BACK_RIGHT)
    expect(page.locator("#gone")).to_be_visible()
    expect(page.locator("#said")).to_contain_text("right")
    program.start()
    expect(page.locator("#gone")).to_be_hidden()
    is_painted(page)

    page.reload()
    ready_to_paint(page)
    assert len(strokes_of(page)) == 1


def test_two_windows_with_different_drawings_are_told(painting):
    other = painting.context.new_page()
    other.goto(painting.url)
    ready_to_paint(other)
    paint_by_mouse(painting)

    drag_mouse(other, (-60, 1040), (-60, 1000))

    expect(other.get_by_role("heading", name="This was painted on in another window")).to_be_visible()
    other.get_by_role("button", name="Use what I just painted").click()
    ready_to_paint(other)
    assert [stroke["points"][0][0] > 0 for stroke in strokes_of(other)] == [True]


def test_the_first_page_with_the_body_weighs_little(open_page):
    page, _ = open_page()
    weights: dict[str, int] = {}
    page.on("response", lambda response: weights.update({response.url: len(gzip.compress(response.body()))}))
    # Without a cache all is fetched anew: the start page shows the body too, and came before anybody listened.
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})

    page.reload()
    open_painting(page)
    page.wait_for_load_state("networkidle")

    # All that came over the line, compressed, in bytes: the start page, people, and the page with the body.
    assert any(url.endswith(".webp") for url in weights)
    # What other views show (their pictures and maps) comes when somebody turns to them.
    assert not any("front" in url for url in weights)
    assert sum(weights.values()) < 150_000
