"""No barriers that axe-core can find, on every page and state, light and dark."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.person import (
    LOW_BACK_RIGHT,
    ByTouch,
    card_of,
    go_through,
    is_painted,
    on_screen,
    on_to_the_next,
    open_painting,
    ready_to_paint,
    settled,
)
from tests.browser.window import DESK, PHONE
from tests.spec.test_health_records import condition, file_of, medicine
from unknot.screen import load_screen_data
from unknot_app.actions.finding import INVENTED

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WITH_A_BAD_ROW = b"id,name,kind,postcode\n1,Ada,massage,80302\n2,Ben,wizard,80302\n"


def barriers(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands, and what its colours hide in the other scheme."""
    page.wait_for_load_state()  # before it the styles may be missing
    found = faults(page, STANDARDS)
    is_dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if is_dark else "dark")
    found += [f"in the other scheme: {fault}" for fault in faults(page, ["color-contrast"])]
    page.emulate_media(color_scheme="dark" if is_dark else "light")
    return found


def faults(page: Page, rules: list[str]) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # What passes is not described: that takes longer than finding it.
    found = page.evaluate("options => axe.run(options)", {"runOnly": rules, "resultTypes": ["violations"]})
    return [
        f"{fault['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def beside_the_page(page: Page) -> int:
    """Return how far, in px, the page is wider than the screen when it is read in the largest text."""
    return page.evaluate(
        """() => {
            const root = document.documentElement;
            const { text } = root.dataset;
            root.dataset.text = "largest";
            const wide = root.scrollWidth - root.clientWidth;
            root.dataset.text = text;
            return wide;
        }"""
    )


@pytest.fixture(params=["light phone"])
def entered(request, open_page):
    scheme, device = request.param.split()
    options = PHONE if device == "phone" else {**DESK, "has_touch": True, "is_mobile": False}
    page, watch = open_page(**options, color_scheme=scheme)
    yield page
    # A browser complains of every answer that is no success; these tests ask for some.
    assert [one for one in watch.complaints if not one.startswith("Failed to load resource")] == []
    assert watch.foreign == []


def test_every_card_of_an_ordinary_way_and_its_outcome(entered):
    page = entered
    page.get_by_role("button", name="Start").tap()
    person = ByTouch(page)

    def look_and_answer(card: str) -> None:
        assert barriers(page) == [], card
        assert beside_the_page(page) <= 0, card
        person.answer(card)

    go_through(page, look_and_answer)

    page.wait_for_url("**/outcome/")
    assert barriers(page) == []


@pytest.mark.parametrize("entered", ["dark phone"], indirect=True)
def test_lists_with_everything_opened_and_asked_one_by_one(entered, answered):
    page = entered
    base = answered("nerve_saddle").removesuffix("nerve_saddle/")
    lists = [card.id for card in load_screen_data().cards.values() if card.kind == "list" and not card.when]

    for name in lists:
        response = page.goto(f"{base}{name}/")
        if response is None or response.status == 404:
            continue
        for box in page.locator("input[name=item]").all():
            box.locator("xpath=..").tap()
            settled(page)
        assert barriers(page) == [], name
        page.get_by_role("button", name="Not sure about one").tap()
        settled(page)
        assert barriers(page) == [], f"{name}, one by one"


@pytest.mark.parametrize("entered", ["dark phone"], indirect=True)
def test_a_very_bad_hour(entered):
    page = entered
    page.get_by_role("button", name="It is very bad right now").tap()
    page.wait_for_selector("form#answers")
    taps = ByTouch(page)
    while card := card_of(page):
        assert barriers(page) == [], card
        taps.answer(card)
        on_to_the_next(page, card)
        settled(page)
    for step in ("position", "warmth", "breathing"):
        page.wait_for_url(f"**/{step}/")
        assert barriers(page) == [], step
        page.get_by_role("link", name="Go on").tap()
    page.wait_for_url("**/now/")
    assert barriers(page) == [], "now"
    assert taps.taps == 5


@pytest.mark.parametrize("entered", ["dark desk"], indirect=True)
def test_the_way_from_the_outcome_to_the_plan_on_paper(entered, answered):
    page = entered
    outcome = answered()
    page.goto(outcome.replace("outcome", "changes"))
    assert barriers(page) == [], "has anything changed"
    page.goto(outcome)
    page.get_by_role("link", name="See what may be behind it").tap()
    page.wait_for_url("**/result/")
    assert barriers(page) == [], "result"
    page.get_by_role("link", name="Press and tell us").first.tap()
    page.wait_for_url("**/press/**")
    assert barriers(page) == [], "press"
    page.go_back()
    page.get_by_role("link", name="How sure is this?").first.tap()
    page.wait_for_url("**/how-sure/")
    assert barriers(page) == [], "how sure"
    page.go_back()
    page.get_by_role("link", name="Professional").tap()
    page.wait_for_url("**view=professional")
    assert barriers(page) == [], "professional"
    page.get_by_role("link", name="Plain").tap()
    page.get_by_role("button", name="Go to my plan").tap()
    page.wait_for_url("**/wishes/")
    page.locator("label[for=at-hand-hands]").tap()
    page.locator("label[for=floor-yes]").tap()
    page.get_by_role("button", name="Make my plan").tap()
    page.locator("#at-hand-error").wait_for()
    assert barriers(page) == [], "nothing at hand"
    page.locator("label[for=at-hand-hands]").tap()
    page.get_by_role("button", name="Make my plan").tap()
    page.wait_for_url("**/plan/")
    for details in page.locator("details").all():
        details.locator("summary").tap()
    assert barriers(page) == [], "plan"
    page.get_by_role("button", name="Earlier").first.tap()
    page.get_by_text("It is the first one already").wait_for()
    assert barriers(page) == [], "refused"
    page.get_by_role("link", name="Print").tap()
    page.wait_for_url("**/print/")
    assert page.locator("[data-print]").is_visible()
    assert barriers(page) == [], "paper"
    page.goto(page.url.split("/people/")[0])
    assert barriers(page) == [], "home with a plan"


def test_painting_and_its_states(entered):
    page = entered
    open_painting(page)
    page.locator("#drawing .onward .button").tap()
    page.locator("#missing").wait_for()
    assert barriers(page) == [], "nothing painted"
    page.get_by_role("button", name="No pain today").tap()
    page.get_by_role("heading", name="No pain today").wait_for()
    assert barriers(page) == [], "no pain"
    page.get_by_role("link", name="Show where it usually hurts").tap()
    page.get_by_role("link", name="I can't show it").tap()
    page.get_by_role("button", name="Continue").tap()
    page.locator("#areas-error").wait_for()
    assert barriers(page) == [], "roughly"
    page.get_by_role("link", name="Paint it instead").tap()
    ready_to_paint(page)
    page.locator("label:has(input[value=burning])").tap()
    page.locator(".look summary").tap()
    page.locator("#look select[name=skin]").select_option("dark")
    page.locator("#look button").tap()
    page.locator(".body--dark").first.wait_for()
    ready_to_paint(page)
    assert barriers(page) == [], "another skin"
    ByTouch(page).drag(on_screen(page, LOW_BACK_RIGHT))
    is_painted(page)
    other = page.context.new_page()
    other.goto(page.url)
    ready_to_paint(other)
    ByTouch(page).drag(on_screen(page, ((-60, 1040), (-60, 1000))))
    is_painted(page)
    ByTouch(other).drag(on_screen(other, ((-60, 1040), (-60, 990))))
    other.get_by_role("heading", name="This was painted on in another window").wait_for()
    assert barriers(other) == [], "older"
    page.goto(f"{page.url}places/")
    page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    page.locator("label:has(input[value='groin:left'])").tap()
    page.locator("label:has(input[value='groin:numb'])").tap()
    assert barriers(page) == [], "places"
    page.goto(page.url.replace("places", "check"))
    assert barriers(page) == [], "check"


@pytest.mark.usefixtures("robin")
@pytest.mark.parametrize("entered", ["dark phone"], indirect=True)
def test_drawings_over_time_and_one_that_is_saved(entered):
    page = entered
    page.get_by_role("link", name="Where it hurt, over time").tap()
    page.get_by_role("heading", name="All drawings").wait_for()
    page.locator("details summary").tap()
    assert barriers(page) == [], "over time"
    page.get_by_label("Earlier").select_option(index=2)
    page.get_by_role("button", name="Compare these two").tap()
    page.wait_for_url("**earlier=**")
    page.locator(".kept__day").first.tap()
    page.get_by_role("heading", name="Save or hand on").wait_for()
    page.locator("details summary").tap()
    assert barriers(page) == [], "one drawing"
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as PDF").tap()
    assert saved.value.path().read_bytes().startswith(b"%PDF")


@pytest.mark.usefixtures("robin")
@pytest.mark.parametrize("entered", ["light phone"], indirect=True)
def test_agreeing_to_be_pressed_by_somebody_at_home(entered):
    page = entered
    page.get_by_role("link", name="Open my plan").tap()
    page.get_by_role("link", name="What you agree to, and how to take it back").tap()
    page.get_by_role("button", name="I take it back").tap()
    page.get_by_text("You took it back.").wait_for()
    person = page.url.removesuffix("consent/")
    page.goto(f"{person}session/")
    page.get_by_role("button", name="Begin").tap()
    page.get_by_text("Tick this to begin.").wait_for()
    assert barriers(page) == [], "not ticked"
    page.goto(f"{person}questions/about_you/")
    page.locator("label:has([name=session_mode][value=partner])").tap()
    page.wait_for_url("**/outcome/")
    page.goto(f"{person}consent/")
    page.get_by_role("button", name="I agree").tap()
    page.get_by_role("heading", name="Something is missing").wait_for()
    assert barriers(page) == [], "something is missing"
    for chosen in ("inner_thigh-yes", "max_pain-4", "how-signed", "agree"):
        page.locator(f"label[for={chosen}]").tap()
    for area in ("buttock_near_cleft", "chest_wall", "lower_belly"):
        page.locator(f"label[for={area}-no]").tap()
    page.get_by_label("Who presses").fill("Ben")
    page.get_by_label("Your stop word").fill("red")
    page.get_by_role("button", name="I agree").tap()
    page.get_by_text("It counts until").wait_for()
    page.locator("details summary").last.tap()
    assert barriers(page) == [], "agreed"


@pytest.mark.usefixtures("robin")
@pytest.mark.parametrize("entered", ["dark phone"], indirect=True)
def test_a_letter_from_what_goes_in_to_the_file(entered):
    page = entered
    page.get_by_role("link", name="Letters and a summary").tap()
    page.get_by_role("heading", name="Letters and a summary").wait_for()
    assert barriers(page) == [], "letters"
    page.get_by_role("link", name="Choose what goes in Letter to a doctor").tap()
    page.get_by_role("heading", name="Letter to a doctor").wait_for()
    for details in page.locator("details").all():
        details.locator("summary").tap()
    assert barriers(page) == [], "what goes in"
    page.get_by_label("For whom?").fill("Dr Weiss")
    page.get_by_role("button", name="See the letter").tap()
    page.get_by_role("heading", name="This is all that stands in it").wait_for()
    assert barriers(page) == [], "seen"
    page.get_by_role("button", name="Make this letter").tap()
    page.get_by_role("heading", name="Your letter is ready").wait_for()
    assert barriers(page) == [], "kept"
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as PDF").tap()
    assert saved.value.path().read_bytes().startswith(b"%PDF")
    page.get_by_role("link", name="All letters").tap()
    page.get_by_role("link", name="Choose what goes in File for another program").tap()
    page.get_by_role("heading", name="File for another program").wait_for()
    assert barriers(page) == [], "what goes in a file"
    page.get_by_role("button", name="See what goes in").tap()
    page.get_by_role("button", name="Make this file").tap()
    page.get_by_role("heading", name="Your file is ready").wait_for()
    assert barriers(page) == [], "a file as kept"
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as FHIR").tap()
    assert b'"resourceType": "Bundle"' in saved.value.path().read_bytes()


@pytest.mark.usefixtures("robin")
@pytest.mark.parametrize("entered", ["dark phone"], indirect=True)
def test_a_health_record_that_is_brought_in(entered):
    page = entered
    page.get_by_role("link", name="Letters and a summary").tap()
    page.get_by_role("link", name="Bring in a health record").tap()
    page.get_by_role("button", name="See what it says").tap()
    page.get_by_text("Choose a file first.").wait_for()
    assert barriers(page) == [], "no file"
    said = file_of(condition("Osteoporosis"), condition("Gout"), medicine("Warfarin"), medicine("Aspirin", "stopped"))
    page.get_by_label("The file").set_input_files({"name": "r.json", "mimeType": "application/json", "buffer": said})
    page.get_by_role("button", name="See what it says").tap()
    page.get_by_role("heading", name="What the record says").wait_for()
    assert barriers(page) == [], "what it says"
    page.get_by_label("Thin or weak bones").tap()
    revision = page.locator("form:has(.choices) [name=revision]")
    shown = int(revision.input_value())
    revision.evaluate("(field, older) => field.value = older", str(shown - 1 if shown else 1))
    page.get_by_role("button", name="Go on to the questions").tap()
    page.get_by_role("heading", name="Answers were changed in another window").wait_for()
    assert barriers(page) == [], "ticked on an older page"
    page.get_by_role("button", name="Use what I just ticked").tap()
    page.wait_for_selector("form#answers")


@pytest.mark.usefixtures("robin")
@pytest.mark.parametrize("entered", ["light phone"], indirect=True)
def test_a_therapist_of_ones_own_from_the_note_to_the_letter(entered):
    page = entered
    page.get_by_role("link", name="Find a therapist").first.tap()
    page.get_by_role("button", name="Copy the message").tap()
    page.locator("#copied:not(:empty)").wait_for()
    page.get_by_role("link", name="My therapists").tap()
    page.get_by_role("button", name="Keep this therapist").tap()
    page.locator("#name-error").wait_for()
    page.get_by_label("Name of the therapist or practice").fill("Ada Bakker")
    page.get_by_label("Telephone").fill("518 555 0142")
    page.get_by_role("button", name="Keep this therapist").tap()
    page.get_by_text("Write down what I looked at").tap()
    page.get_by_role("button", name="Write it down").tap()
    page.locator("#faults").wait_for()
    assert barriers(page) == [], "something is missing"
    page.locator("#what").select_option("licence")
    page.locator("#way").select_option("register")
    page.get_by_role("button", name="Write it down").tap()
    page.locator("#checks + .rows").wait_for()
    assert barriers(page) == [], "looked at"
    page.get_by_role("link", name="Let this therapist go").tap()
    page.get_by_role("heading", name="Let Ada Bakker go?").wait_for()
    assert barriers(page) == [], "let go"
    page.get_by_role("link", name="Keep them").tap()
    page.get_by_role("link", name="Write a letter to them").tap()
    assert page.get_by_label("For whom?").input_value() == "Ada Bakker"


@pytest.mark.usefixtures("robin")
@pytest.mark.parametrize("entered", ["dark phone"], indirect=True)
def test_a_therapist_near_a_place_from_the_list_to_ones_own(entered):
    page = entered
    page.get_by_role("link", name="Find a therapist").first.tap()
    page.get_by_role("link", name="Load a list").tap()
    page.get_by_role("button", name="Load this file").tap()
    page.locator("#fault").wait_for()
    page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert barriers(page) == [], "no file"
    page.locator("#file").set_input_files(INVENTED)
    page.get_by_label("Name of the list").fill("invented")
    page.get_by_role("button", name="Load this file").tap()
    page.get_by_text("is loaded. Entries: 11").wait_for()
    page.locator("#file").set_input_files({"name": "clinic.csv", "mimeType": "text/csv", "buffer": WITH_A_BAD_ROW})
    page.get_by_role("button", name="Load this file").tap()
    page.get_by_text("'wizard' is not one of").wait_for()
    assert barriers(page) == [], "a row that could not be used"
    page.get_by_role("link", name="Take away clinic").tap()
    page.get_by_role("button", name="Take this list away").wait_for()
    assert barriers(page) == [], "take a list away?"
    page.get_by_role("button", name="Take this list away").tap()
    page.wait_for_url("**/lists/")
    page.goto(f"{page.url}?list=invented")
    page.get_by_role("link", name="Search it").tap()
    page.get_by_label("Near which place?").fill("Albani")
    page.keyboard.press("Enter")
    page.get_by_text("Did you mean").wait_for()
    assert barriers(page) == [], "no such place"
    page.get_by_label("Near which place?").fill("80302")
    page.get_by_label("Name (may stay empty)").fill("nobody")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="With any name: 4").wait_for()
    assert barriers(page) == [], "nobody found"
    page.get_by_label("Name (may stay empty)").fill("")
    page.keyboard.press("Enter")
    page.locator(".hit").nth(2).wait_for()
    assert barriers(page) == [], "found"
    page.locator(".hit h2 a").first.tap()
    page.get_by_role("heading", name="What is known, and how").wait_for()
    assert barriers(page) == [], "what is known"
    page.get_by_role("link", name="They want to be taken out").tap()
    page.get_by_role("button", name="Take the entry out").wait_for()
    assert barriers(page) == [], "to be taken out?"
    page.get_by_role("link", name="Leave it in").tap()
    page.get_by_role("button", name="Keep, with my own notes").tap()
    page.get_by_role("heading", name="What the list tells").wait_for()
    assert barriers(page) == [], "kept"


@pytest.mark.parametrize("entered", ["light phone"], indirect=True)
def test_everything_out_and_in(entered):
    page = entered
    start = page.url
    page.get_by_role("link", name="Bring in what you kept on another computer").tap()
    page.get_by_role("button", name="Bring it in").tap()
    page.locator("#archive-error").wait_for()
    assert barriers(page) == [], "no file chosen"
    page.goto(start)
    page.get_by_role("button", name="Look around with an invented person").tap()
    page.get_by_role("link", name="Settings").tap()
    page.get_by_role("link", name="Take everything with you, or bring it in").tap()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the file").tap()
    page.get_by_text("is being put together").wait_for()
    assert barriers(page) == [], "saved"
    page.get_by_role("link", name="People").tap()
    page.get_by_text("Rename, PIN, copy, delete").tap()
    page.get_by_role("link", name="Delete").tap()
    page.get_by_role("link", name="Save a copy first").tap()
    page.get_by_role("heading", name="A copy of everything about").wait_for()
    assert barriers(page) == [], "copy"
    page.go_back()
    page.locator("label:has(input[name=sure])").tap()
    page.get_by_role("button", name="Delete for good").tap()
    page.get_by_text("Nobody here yet").wait_for()
    page.goto(f"{start}archive/")
    page.set_input_files("#archive", saved.value.path())
    page.get_by_role("button", name="Bring it in").tap()
    page.get_by_role("heading", name="Hello, Robin (invented)").wait_for()


@pytest.mark.usefixtures("robin")
@pytest.mark.parametrize("entered", ["dark phone"], indirect=True)
def test_measuring(entered):
    page = entered
    page.get_by_role("link", name="Enter how strong the pain is").tap()
    page.get_by_role("button", name="That is all").tap()
    page.locator("#faults").wait_for()
    assert barriers(page) == [], "nothing chosen"
    pain = page.url
    for name in ("now-4", "average-5", "worst-7"):
        page.locator(f"label[for={name}]").tap()
        settled(page)
    page.wait_for_url("**kept")
    assert barriers(page) == [], "kept"
    page.goto(f"{pain}week/pain_nrs/")
    page.locator("label[for=average-5]").tap()
    page.get_by_role("button", name="Continue").tap()
    page.wait_for_selector("form[data-card=rmdq24]")
    page.locator("label[for=rmdq_02]").tap()
    page.get_by_role("button", name="Only what I ticked").wait_for()
    assert barriers(page) == [], "sentences"
    page.goto(f"{pain}progress/")
    page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert barriers(page) == [], "progress"
    page.locator("a.chart").first.tap()
    page.get_by_role("heading", name="The rule").wait_for()
    page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert barriers(page) == [], "what a figure rests on"
    for name in ("", "rmdq24/", "slr/", "headache_days/"):
        page.goto(f"{pain}elsewhere/{name}")
        assert barriers(page) == [], f"elsewhere {name}"
    page.get_by_role("button", name="Keep it").tap()
    page.locator("#faults").wait_for()
    assert barriers(page) == [], "elsewhere, open"
    page.goto(f"{pain}compare/")
    page.get_by_role("button", name="Begin today").tap()
    page.locator("#faults").wait_for()
    assert barriers(page) == [], "comparison, open"
    page.locator("label[for=what-massage]").tap()
    page.get_by_role("button", name="Begin today").tap()
    page.get_by_text("Week 1 of 12").wait_for()
    page.locator("details summary").first.tap()
    assert barriers(page) == [], "comparison, today"
    page.get_by_role("button", name="Stop here and show the answer").tap()
    page.get_by_role("heading", name="Can’t tell yet").wait_for()
    assert barriers(page) == [], "comparison, answered"


@pytest.mark.parametrize("entered", ["dark desk"], indirect=True)
def test_states_that_something_is_open_older_or_an_emergency(entered):
    page = entered
    page.get_by_role("button", name="Start").tap()
    page.wait_for_selector("form#answers")

    page.get_by_role("button", name="Continue").tap()
    page.wait_for_selector("#faults")
    assert barriers(page) == [], "open"

    go_through_about = ByTouch(page)
    go_through_about.answer("about_you")
    page.wait_for_selector("form#answers[data-card=nerve_saddle]")
    settled(page)
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("label[for=saddle_numbness-no]").tap()
    other.wait_for_selector("form#answers[data-card=nerve_bladder_bowel]")
    page.bring_to_front()  # a page behind another one draws nothing, and takes no tap
    page.locator("label[for=saddle_numbness-yes]").tap()
    page.get_by_role("heading", name="Answers were changed in another window").wait_for()
    assert barriers(page) == [], "older"

    page.goto(page.url.replace("nerve_saddle", "danger_heart_stroke"))
    page.locator("label[for=item-chest_pain]").tap()
    page.get_by_role("button", name="Only what I ticked").tap()
    page.wait_for_url("**/outcome/")
    assert barriers(page) == [], "emergency"


@pytest.mark.parametrize("entered", ["light desk"], indirect=True)
def test_a_doctor_first_and_a_session_with_limits(entered, answered):
    page = entered
    outcome = answered()
    for card, chosen in (
        ("health_medicines", ("item-blood_heart", "medicines-blood_thinner")),
        ("health_conditions", ("item-blood_organs", "conditions-bleeding_disorder", "doctor_ok_bleeding-yes")),
        ("danger_ill_leg", ("item-weight_loss",)),
    ):
        page.goto(outcome.replace("outcome", card))
        for name in chosen:
            page.locator(f"label[for={name}]").tap()
        if card == "health_conditions":
            page.locator("input[name='doctor_ok_bleeding.date']").fill(date.today().isoformat())
            page.locator("label[for=doctor_ok_bleeding-gentle]").tap()
        page.get_by_role("button", name="Only what I ticked").tap()
        on_to_the_next(page, card)
        settled(page)
    go_through(page, ByTouch(page).answer)  # what is asked because of it

    page.wait_for_url("**/outcome/")
    assert page.get_by_role("heading", name="What your doctor allowed").is_visible()
    for details in page.locator("details").all():
        details.locator("summary").tap()
    assert barriers(page) == []


@pytest.mark.parametrize("entered", ["dark desk"], indirect=True)
def test_all_other_pages(entered):
    page = entered
    home = page.url
    assert barriers(page) == [], "first"

    page.goto(home + "people/")
    assert barriers(page) == [], "nobody yet"
    page.get_by_role("button", name="Add").tap()
    page.get_by_text("Enter a name").wait_for()
    assert barriers(page) == [], "no name"
    page.get_by_label("Name").fill("Ana")
    page.get_by_role("button", name="Add").tap()
    page.get_by_role("heading", name="Hello, Ana").wait_for()
    assert barriers(page) == [], "home"

    for address in ("people/", "settings/", "help/", "help/very-bad/", "nothing-here/"):
        page.goto(home + address)
        assert barriers(page) == [], address
    for address in (
        "muscles/",
        "muscles/iliopsoas/?show=bones&show=neighbours",
        "muscles/places/",
        "muscles/places/buttock_mid/",
        "rules/",
        "rules/cauda_equina/",
        "rules/side_of_neck/",
        "evidence/",
        "evidence/claims/lbp_chronic/",
        "evidence/trigger-points/",
        "evidence/harms/",
        "evidence/side-by-side/",
        "evidence/studies/?technique=self_trp",
        "evidence/studies/gemmell2008/",
        "evidence/reviews/",
        "evidence/reviews/falsiroli2018/",
        "learn/",
        "learn/trigger_points/#disputed",
        "learn/therapist/",
        "learn/words/",
        "learn/measures/",
        "learn/elsewhere/",
        "search/?q=pain",
        "search/?q=fibromyalga",
        "therapists/?country=US",
        "therapists/?country=BR",
    ):
        page.goto(home + address)
        page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        assert barriers(page) == [], address
    page.goto(home + "muscles/")
    page.get_by_label("Name of a muscle or a place").fill("hip hiker")
    page.get_by_text("1 muscle, 0 places").wait_for()
    assert barriers(page) == [], "found"
    page.goto(home + "search/")
    assert barriers(page) == [], "search"
    page.get_by_label("What would you like to know?").fill("pirif")
    page.locator("mark").first.wait_for()
    page.goto(home + "people/")
    page.get_by_text("Rename, PIN, copy, delete").tap()
    assert barriers(page) == [], "people, with what is rarely done"
    page.get_by_role("link", name="PIN of Ana").tap()
    page.get_by_label("New PIN").fill("2580")
    page.get_by_role("button", name="Save").tap()
    page.get_by_text("The two entries differ").wait_for()
    assert barriers(page) == [], "no PIN"
    page.get_by_label("New PIN").fill("2580")
    page.get_by_label("The same once more").fill("2580")
    page.get_by_role("button", name="Save").tap()
    page.get_by_role("button", name="Lock", exact=True).tap()
    page.get_by_role("button", name="Open").tap()
    page.get_by_text("That is not the PIN").wait_for()
    assert barriers(page) == [], "locked person"
    page.get_by_label("PIN").fill("2580")
    page.get_by_role("button", name="Open").tap()
    page.get_by_role("heading", name="Hello, Ana").wait_for()
    page.goto(home + "people/")
    page.get_by_text("Rename, PIN, copy, delete").tap()
    page.get_by_role("link", name="Delete").tap()
    page.get_by_role("heading", level=1).get_by_text("Delete everything of Ana?").wait_for()
    assert barriers(page) == [], "delete"
    page.goto(home)
    page.get_by_role("button", name="Start").tap()
    page.wait_for_selector("form#answers")
    page.goto(home)
    assert barriers(page) == [], "carry on"
    assert card_of(page) is None


def test_pages_without_a_session(entered, program):
    page = entered
    page.get_by_role("button", name="Leave quickly").tap()
    page.wait_for_url("**/left/")
    assert barriers(page) == [], "left"
    page.goto(program.link)
    assert barriers(page) == [], "used link"
    page.goto(program.address + "/")
    assert barriers(page) == [], "locked"
