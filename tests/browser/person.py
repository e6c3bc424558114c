"""An ordinary person with low back pain and nothing to report, who answers the interview by touch or by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import CDPSession, Page

# What they tap on each card, in this order; on cards that are not named here they press the first button, which says
# "none of these", or what else it is that most people answer. Typing the age is left to whoever goes through it.
Told = Mapping[str, tuple[str, ...]]
NEW_SPELL: Told = {
    "about_you": ("age", "sex-female", "session_mode-self"),
    "nerve_saddle": ("saddle_numbness-no",),
    "nerve_legs": ("leg_symptoms-none",),
    "how_long": ("pain_duration-under_2_weeks",),
    "how_started": ("pain_onset-hours_to_days",),
    "trend": ("pain_trend-same",),
    "worse_with": ("pain_worse_with-sitting",),
    "accident": ("trauma-none",),
    "private_sexual": ("sexual_change-no",),
    "private_low": ("self_harm_thoughts-no",),
    "can_stop": ("can_say_stop-yes",),
}
LONG_LASTING: Told = {**NEW_SPELL, "how_long": ("pain_duration-over_3_months",)}
# Pain in a leg that a doctor knows, a blood thinner, an old operation, high blood pressure that is controlled.
SEVERAL_YESES: Told = {
    **LONG_LASTING,
    "nerve_legs": (
        "leg_symptoms-one_leg",
        "leg_weakness-none",
        "leg_numbness-one_leg",
        "leg_since-over_6_weeks",
        "leg_worse-no",
        "leg_examined-yes",
    ),
    "health_medicines": (
        "item-blood_heart",
        "medicines-blood_thinner",
        "medicines-blood_pressure_tablets",
    ),
    "health_pressure_clots": ("item-blood_pressure", "blood_pressure-high_controlled"),
    "health_implants_operations": ("item-surgery_when", "surgery_when-over_12_weeks"),
}
AGE = "42"
# The card that is painted; the low back on the right, in mm of the figure as its view from behind shows it.
PAINTED = "where_it_hurts"
# A stroke, Continue, and yes, that is it.
PAINTING_TAPS = 3
LOW_BACK_RIGHT = ((60, 1060), (62, 1040), (66, 1020), (70, 1000), (74, 985))


def open_painting(page: Page) -> None:
    """Open the page to paint on for a new person, without the questions before it."""
    home = page.url
    page.goto(f"{home}people/")
    page.get_by_label("Name").fill("Ana")
    page.get_by_role("button", name="Add").click()
    person = page.locator("input[name=person]").first.get_attribute("value")
    page.goto(f"{home}people/{person}/draw/")
    ready_to_paint(page)


def on_screen(page: Page, points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """Bring the figure into view, and return where points of it lie; x to the right, from its middle line."""
    page.locator("#drawing [data-figure]:not([hidden]) svg").scroll_into_view_if_needed()
    page.evaluate("() => new Promise((rest) => requestAnimationFrame(() => requestAnimationFrame(rest)))")
    return page.evaluate(
        """points => {
            const svg = document.querySelector("#drawing [data-figure]:not([hidden]) svg");
            const { left, top } = svg.dataset;
            return points.map(([x, y]) => {
                const at = new DOMPoint(x - left, top - y).matrixTransform(svg.getScreenCTM());
                return [at.x, at.y];
            });
        }""",
        points,
    )


def ready_to_paint(page: Page) -> None:
    """Wait until the figure stands on the page with its labels."""
    page.wait_for_selector("#drawing[data-is-ready]")


def is_painted(page: Page) -> None:
    """Wait until a stroke is said back and stored."""
    page.wait_for_selector("#said li")
    page.wait_for_selector("#drawing[data-is-kept]")


@dataclass
class ByTouch:
    """Answers with taps and counts them; typing digits on the number pad counts as none."""

    page: Page
    taps: int = 0
    told: Told = field(default_factory=lambda: NEW_SPELL)
    _touch: CDPSession | None = None

    def answer(self, card: str) -> None:
        if card == PAINTED:
            self.paint()
            return
        is_moving = False
        for name in self.told.get(card, ()):
            is_moving = self.page.locator("form[data-moves-on]").count() > 0
            self.tap(f"#{name}" if name == "age" else f"label[for={name}]")
            if name == "age":
                self.page.keyboard.type(AGE)
            self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling").first.wait_for(state="detached")
        if not is_moving:
            self.tap(".onward .button:visible >> nth=0")

    def paint(self) -> None:
        ready_to_paint(self.page)
        self.drag(on_screen(self.page, LOW_BACK_RIGHT))
        self.taps += 1
        is_painted(self.page)
        self.tap("#drawing .onward .button")
        self.page.wait_for_url("**/draw/check/")
        self.tap("button[value=yes]")
        self.page.wait_for_url("**/questions/**")

    def name_the_place(self) -> None:
        """Choose the place from the list, where nothing can be painted."""
        self.page.get_by_role("link", name="Choose from a list", exact=True).tap()
        self.page.locator("#strength").select_option("5")
        self.page.locator("label:has(input[value='lumbar_lower_paraspinal:right'])").tap()
        self.page.locator(".onward .button").tap()
        self.page.wait_for_url("**/draw/check/")
        self.page.locator("button[value=yes]").tap()
        self.page.wait_for_url("**/questions/**")

    def drag(self, places: list[tuple[float, float]]) -> None:
        """Draw one finger over the page, by real touch events."""
        session = self._touch or self.page.context.new_cdp_session(self.page)
        self._touch = session
        kinds = ["touchStart", *["touchMove"] * (len(places) - 1)]
        for kind, (x, y) in zip(kinds, places, strict=True):
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def tap(self, selector: str) -> None:
        self.page.locator(selector).tap()
        self.taps += 1


@dataclass
class ByKeyboard:
    """Answers with the keyboard alone: Tab to a field, an arrow or Space to choose, Enter on the button."""

    page: Page

    def answer(self, card: str) -> None:
        if card == PAINTED:
            self.name_the_place()
            return
        for name in NEW_SPELL.get(card, ()):
            self._choose(name)
        self.reach(".onward button")
        self.page.keyboard.press("Enter")

    def name_the_place(self) -> None:
        """Choose the place from the list, which the keyboard reaches from the page to paint on."""
        ready_to_paint(self.page)
        self.reach("a[href$='/draw/places/']")
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/draw/places/")
        self.reach("#strength")
        self.page.keyboard.press("5")
        self.reach("input[value='lumbar_lower_paraspinal:right']")
        self.page.keyboard.press("Space")
        self.reach(".onward button")
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/draw/check/")
        self.reach("button[value=yes]")
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/questions/**")

    def press(self, name: str) -> None:
        """Reach a button or link by its words, and press Enter."""
        for _ in range(400):
            if (
                self.page.evaluate(
                    "() => document.activeElement.matches('a, button') && document.activeElement.innerText"
                )
                == name
            ):
                self.page.keyboard.press("Enter")
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {name!r}")

    def _choose(self, name: str) -> None:
        if name == "age":
            self.reach("#age")
            self.page.keyboard.type(AGE)
            return
        group = self.page.locator(f"#{name}").get_attribute("name")
        is_radio = self.page.locator(f"#{name}").get_attribute("type") == "radio"
        self.reach(f"[name='{group}']" if is_radio else f"#{name}")
        settled(self.page)
        for _ in range(12):
            if self.page.evaluate("() => document.activeElement.id") == name:
                break
            self.page.keyboard.press("ArrowDown")
            settled(self.page)
        # A key that goes down before the card is drawn anew and comes up after it presses nothing.
        settled(self.page)
        self.page.keyboard.press("Space")
        settled(self.page)
        assert self.page.locator(f"#{name}").is_checked(), name

    def reach(self, selector: str) -> None:
        """Press Tab until the element has the focus."""
        for _ in range(400):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {selector}")


def settled(page: Page) -> None:
    """Wait until no answer is under way."""
    page.wait_for_function(
        "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, #card[data-new]')"
    )


def card_of(page: Page) -> str | None:
    """Return the card that stands on the page, or None when the interview is over."""
    page.wait_for_load_state()  # of a page that is still being read, the card may not be there yet
    form = page.locator("form#answers, form#drawing")
    return form.get_attribute("data-card") if form.count() else None


def go_through(page: Page, answer: Callable[[str], None], until: str | None = None) -> list[str]:
    """Answer card after card until the outcome, or until a card; return the cards seen."""
    seen: list[str] = []
    page.wait_for_selector("form#answers, form#drawing")
    while (card := card_of(page)) is not None and card != until:
        assert card not in seen, f"{card} is asked twice"
        seen.append(card)
        answer(card)
        on_to_the_next(page, card)
        settled(page)
    return seen


def on_to_the_next(page: Page, card: str) -> None:
    """Wait until another card stands on the page, or the outcome."""
    page.wait_for_function(
        "card => document.querySelector('form#answers, form#drawing')?.dataset.card !== card",
        arg=card,
    )
