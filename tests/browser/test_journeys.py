"""On the way to the outcome: by touch, by keyboard, in two windows, through a power cut, without scripts."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.person import PAINTED, ByTouch, card_of, go_through, settled
from tests.browser.window import DESK

OUTCOME = re.compile(r"/questions/outcome/$")


def test_with_the_keyboard_a_choice_waits_for_continue(open_page, answered):
    page, _ = open_page(**DESK, has_touch=False, is_mobile=False)
    page.goto(answered("nerve_saddle"))

    page.locator("#saddle_numbness-no").focus()
    page.keyboard.press("Space")
    settled(page)

    assert card_of(page) == "nerve_saddle"
    assert page.locator("#saddle_numbness-no").is_checked()


def test_a_new_card_takes_the_focus_to_its_question(open_page, answered):
    page, _ = open_page()
    page.goto(answered("nerve_bladder_bowel"))

    go_through(page, ByTouch(page).answer, until="nerve_legs")

    assert page.evaluate("() => document.activeElement.id") == "heading"
    assert "/questions/nerve_legs/" in page.url


def test_back_shows_what_was_answered(open_page, answered):
    page, _ = open_page()
    page.goto(answered("nerve_saddle"))
    go_through(page, ByTouch(page).answer, until="nerve_legs")

    page.go_back()
    page.wait_for_selector("form#answers[data-card=nerve_bladder_bowel]")
    page.go_back()
    page.wait_for_selector("form#answers[data-card=nerve_saddle]")

    assert page.locator("#saddle_numbness-no").is_checked()


def test_a_power_cut_in_the_middle_loses_no_answer(open_page, answered, program):
    page, _ = open_page()
    page.goto(answered("danger_ill_leg"))
    page.locator("label[for=item-weight_loss]").tap()
    settled(page)
    page.wait_for_selector("#item-weight_loss:checked")

    program.kill()
    program.start()
    page.goto(program.link)
    page.get_by_role("link", name="Carry on").tap()

    page.wait_for_selector("form#answers[data-card=danger_ill_leg]")
    assert page.locator("#item-weight_loss").is_checked()
    page.goto(page.url.replace("danger_ill_leg", "about_you"))
    assert page.locator("#age").input_value() == "42"


def test_an_answer_given_while_the_program_is_gone_is_stored_when_it_is_back(open_page, answered, program):
    page, _ = open_page()
    page.goto(answered("danger_ill_leg"))
    program.kill()

    page.locator("label[for=item-weight_loss]").tap()
    expect(page.locator("#gone")).to_be_visible()
    program.start()
    expect(page.locator("#gone")).to_be_hidden()

    page.reload()
    assert page.locator("#item-weight_loss").is_checked()


def test_an_answer_that_cannot_be_stored_is_kept_and_stored_when_it_can_be(open_page, answered, program):
    page, _ = open_page()
    page.goto(answered("danger_ill_leg"))

    with closing(sqlite3.connect(program.folder / "unknot.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        page.locator("label[for=item-weight_loss]").tap()
        expect(page.locator("#gone")).to_be_visible()
        assert page.locator("#item-weight_loss").is_checked()
        other.execute("ROLLBACK")
    expect(page.locator("#gone")).to_be_hidden()

    page.reload()
    assert page.locator("#item-weight_loss").is_checked()


def test_quick_taps_are_all_stored(open_page, answered):
    page, _ = open_page()
    page.goto(answered("danger_ill_leg"))
    # A slow line: each answer of the server comes half a second late.
    page.route("**/danger_ill_leg/", lambda route: page.wait_for_timeout(500) or route.continue_())

    for item in ("night_sweats", "very_unwell", "weight_loss"):
        page.locator(f"label[for=item-{item}]").tap()
    page.get_by_role("button", name="Only what I ticked").tap()
    page.unroute_all(behavior="wait")
    page.wait_for_selector("form#answers:not([data-card=danger_ill_leg])")

    page.go_back()
    page.wait_for_selector("form#answers[data-card=danger_ill_leg]")
    ticked = page.eval_on_selector_all("input[name=item]:checked", "boxes => boxes.map(box => box.value)")
    assert ticked == ["night_sweats", "very_unwell", "weight_loss"]


@pytest.mark.parametrize("gap_ms", [0, 120, 300])
def test_a_double_tap_does_not_answer_a_list_that_nobody_has_read(open_page, answered, gap_ms):
    page, _ = open_page()
    page.goto(answered("danger_heart_stroke"))
    page.get_by_role("button", name="None of these").scroll_into_view_if_needed()
    box = page.get_by_role("button", name="None of these").bounding_box()
    assert box is not None

    for _press in range(2):
        page.touchscreen.tap(box["x"] + 20, box["y"] + 20)
        page.wait_for_timeout(gap_ms)
    page.wait_for_selector("form#answers:not([data-card=danger_heart_stroke])")
    settled(page)

    assert card_of(page) == "danger_ill_leg"


def test_enter_on_a_tick_box_closes_no_list(open_page, answered):
    page, _ = open_page(**DESK, has_touch=False, is_mobile=False)
    page.goto(answered("danger_heart_stroke"))

    page.locator("#item-chest_pain").press("Enter")
    settled(page)

    assert card_of(page) == "danger_heart_stroke"


def test_two_windows_with_different_answers_are_told(open_page, answered):
    page, _ = open_page()
    page.goto(answered("nerve_saddle"))
    other = page.context.new_page()
    other.goto(page.url)

    other.locator("label[for=saddle_numbness-no]").tap()
    other.wait_for_selector("form#answers:not([data-card=nerve_saddle])")
    page.locator("label[for=saddle_numbness-unsure]").tap()

    expect(page.get_by_role("heading", name="Answers were changed in another window")).to_be_visible()
    assert page.locator("#saddle_numbness-no").is_checked()


def test_an_emergency_says_what_to_do_now(open_page, answered):
    page, watch = open_page()
    page.goto(answered("danger_heart_stroke"))

    page.locator("label[for=item-chest_pain]").tap()
    page.get_by_role("button", name="Only what I ticked").tap()

    expect(page).to_have_url(OUTCOME)
    expect(page.get_by_role("heading", level=1)).to_have_text("Call the emergency number now.")
    assert watch.complaints == []

    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Call 112")).to_be_visible()  # a number is of use on paper too
    expect(page.get_by_role("link", name="Get help")).to_be_hidden()


def test_leaving_quickly_locks_the_program(open_page, program):
    page, _ = open_page()

    page.get_by_role("button", name="Leave quickly").tap()
    page.wait_for_url("**/left/")
    page.goto(program.address + "/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Unknot is locked")


def test_a_link_is_good_once(open_page, open_window, program):
    open_page()
    thief = open_window()

    thief.goto(program.link)

    expect(thief.get_by_role("heading", level=1)).to_contain_text("no longer valid")


def test_without_scripts_the_buttons_do_the_same(open_window, program):
    page = open_window(java_script_enabled=False)
    page.goto(program.link)
    page.get_by_role("button", name="Open Unknot").tap()
    page.get_by_role("button", name="Start").tap()
    page.wait_for_selector("form#answers")
    person = ByTouch(page)

    seen: list[str] = []
    while (card := card_of(page)) is not None:
        assert card not in seen, f"{card} is asked twice"
        seen.append(card)
        is_moving = page.locator("form[data-moves-on]").count() > 0
        if card == PAINTED:
            person.name_the_place()
        else:
            person.answer(card)
        if is_moving:  # only a script goes on by itself
            page.locator(".onward .button:visible >> nth=0").tap()
        page.wait_for_selector(f"form[data-card={card}]", state="detached")

    expect(page).to_have_url(OUTCOME)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing in your answers needs a doctor first.")


def test_bones_come_under_a_muscle_when_somebody_asks_for_them(open_page, open_window, program):
    page, _ = open_page()
    page.goto(f"{program.address}/muscles/piriformis/")
    bones = page.locator("use.bones")
    assert bones.count() == 0
    page.get_by_label("Bones").focus()
    page.keyboard.press("Space")
    bones.first.wait_for(state="attached")
    assert page.url.endswith("?show=bones")
    expect(page.get_by_label("Bones")).to_be_focused()
    page.keyboard.press("Space")
    bones.first.wait_for(state="detached")

    plain = open_window(java_script_enabled=False, storage_state=page.context.storage_state())
    plain.goto(f"{program.address}/muscles/piriformis/")
    plain.get_by_label("Bones").check()
    plain.get_by_role("button", name="Show").click()
    plain.locator("use.bones").first.wait_for(state="attached")
