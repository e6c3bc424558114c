"""An ordinary person with low back pain and nothing to report, who answers the interview by touch or by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

# The one answer that they give on cards that are no lists; on lists they say "none of these".
ANSWERS = {
    "nerve_saddle": "saddle_numbness-no",
    "nerve_legs": "leg_symptoms-none",
    "how_long": "pain_duration-under_2_weeks",
    "how_started": "pain_onset-hours_to_days",
    "trend": "pain_trend-same",
    "accident": "trauma-none",
    "private_sexual": "sexual_change-no",
    "private_low": "self_harm_thoughts-no",
    "can_stop": "can_say_stop-yes",
    "floor": "floor_alone-yes",
}
SEVERAL = {
    "about_you": ("age", "sex-female", "session_mode-self"),
    "where_it_hurts": ("pain_regions-low_back", "pain_now-5"),
    "worse_with": ("pain_worse_with-sitting",),
    "set_off": ("pain_cause-unknown",),
}
AGE = "42"


@dataclass
class ByTouch:
    """Answers with taps and counts them; typing digits on the number pad counts as none."""

    page: Page
    taps: int = 0

    def answer(self, card: str) -> None:
        for name in SEVERAL.get(card, ()):
            self.tap(f"#{name}" if name == "age" else f"label[for={name}]")
            if name == "age":
                self.page.keyboard.type(AGE)
        if card in ANSWERS:
            self.tap(f"label[for={ANSWERS[card]}]")
        else:
            self.tap(".onward .button >> nth=0")

    def tap(self, selector: str) -> None:
        self.page.locator(selector).tap()
        self.taps += 1


@dataclass
class ByKeyboard:
    """Answers with the keyboard alone: Tab to a field, an arrow or Space to choose, Enter on the button."""

    page: Page

    def answer(self, card: str) -> None:
        for name in (*SEVERAL.get(card, ()), *((ANSWERS[card],) if card in ANSWERS else ())):
            self._choose(name)
        self._reach(".onward button")
        self.page.keyboard.press("Enter")

    def _choose(self, name: str) -> None:
        if name == "age":
            self._reach("#age")
            self.page.keyboard.type(AGE)
            return
        group = self.page.locator(f"#{name}").get_attribute("name")
        is_radio = self.page.locator(f"#{name}").get_attribute("type") == "radio"
        self._reach(f"[name='{group}']" if is_radio else f"#{name}")
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

    def _reach(self, selector: str) -> None:
        """Press Tab until the element has the focus."""
        for _ in range(80):
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
    form = page.locator("form#answers")
    return form.get_attribute("data-card") if form.count() else None


def go_through(page: Page, answer: Callable[[str], None], until: str | None = None) -> list[str]:
    """Answer card after card until the outcome, or until a card; return the cards seen."""
    seen: list[str] = []
    page.wait_for_selector("form#answers")
    while (card := card_of(page)) is not None and card != until:
        assert card not in seen, f"{card} is asked twice"
        seen.append(card)
        answer(card)
        page.wait_for_function(
            "card => document.querySelector('form#answers')?.dataset.card !== card",
            arg=card,
        )
        settled(page)
    return seen
