"""Pain in much of the body: how far it is spread, what else is asked then, and what that says; never a diagnosis.

The areas come from the drawing, which shows pain of now; the criteria of 2016 ask about the past week. So the count
may be lower than what somebody would name, and the words say what it was counted from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from unknot.body import load_atlas
from unknot.draw import WidespreadPain, widespread_pain
from unknot.knowledge import UNSURE
from unknot.measure import Fm2016Score, NoScore, load_measure_data, score_fm2016
from unknot_app.actions.drawing import read_painted
from unknot_app.actions.estimating import Estimated

CardName = Literal["week", "months", "lasting"]
# Which questions stand together, in their order.
CARDS: dict[CardName, tuple[str, ...]] = {
    "week": ("fatigue", "unrefreshed", "cognitive"),
    "months": ("headaches", "lower_abdomen", "depression"),
    "lasting": ("three_months",),
}
NOT_KNOWN = (UNSURE, "I don't know")
YES_NO = (("yes", "Yes"), ("no", "No"))

LIKE_IT = (
    "What you painted and answered is like what doctors look for in long-lasting widespread pain, which they call "
    "fibromyalgia. Only a doctor can tell. Please talk to one about it, and take these figures along."
)
LESS_THAN_IT = (
    "It is less than what doctors look for in fibromyalgia. That says nothing about how bad it feels. If it goes on, "
    "or keeps you from what you want to do, talk to a doctor about it."
)
HANGS_ON_TIME = (
    "Whether it is like what doctors look for in fibromyalgia hangs on how long it has lasted: three months or more. "
    "When it lasts, talk to a doctor about it."
)
ADVICE = (
    "Gentle pressure only: the skin moves, and it is pleasant. More is not better here.",
    "A few spots in one session, not all that are sore. Pressing forty sore spots does not get at widespread pain.",
    "Easy movement, a little every day. Begin with less than you think you can do.",
    "See a doctor about it: widespread pain has many causes, and some are treated in another way.",
)


@dataclass(frozen=True)
class AskedSymptom:
    """A question about a symptom, with its choices and the one that was made."""

    id: str
    text: str
    choices: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class Widespread:
    """How far pain is spread, and what the answers about it say."""

    spread: WidespreadPain
    answers: Mapping[str, Any]
    score: Fm2016Score | None
    missing: tuple[str, ...]

    @property
    def areas(self) -> tuple[str, ...]:
        known = load_atlas().wpi_areas
        return tuple(known[name].name for name in self.spread.areas)

    @property
    def open_card(self) -> CardName | None:
        """Return the first card with a question that was not answered; "I don't know" is an answer."""
        return next((card for card, names in CARDS.items() if any(one not in self.answers for one in names)), None)

    @property
    def verdict(self) -> str:
        """Return what the score says; empty while there is none."""
        if self.score is None:
            return ""
        return {True: LIKE_IT, False: LESS_THAN_IT, None: HANGS_ON_TIME}[self.score.met]


def widespread_of(found: Estimated) -> Widespread | None:
    """Return what is known of pain in much of the body; None when it lies in fewer than four of five parts."""
    painted = read_painted(found.drawing)
    if painted is None:
        return None
    spread = widespread_pain(painted.painted_cells)
    if not (spread.is_generalised or found.estimate.complaint == "widespread"):
        return None
    answers = found.asked["checks"].get("symptoms", {})
    counted = score_fm2016({"areas": list(spread.areas), **answers})
    names = load_measure_data().fm2016.items
    missing = tuple(one.question for one in names.values() if answers.get(one.id) == UNSURE)
    return Widespread(spread, answers, None if isinstance(counted, NoScore) else counted, missing)


def questions_on(card: CardName, answers: Mapping[str, Any]) -> tuple[AskedSymptom, ...]:
    """Return the questions of a card with their choices; not knowing is one of each."""
    data = load_measure_data().fm2016
    levels = tuple((str(value), text) for value, text in data.severities.items())
    return tuple(
        AskedSymptom(
            id=name,
            text=data.items[name].question,
            choices=(*(levels if data.items[name].kind == "severity" else YES_NO), NOT_KNOWN),
            chosen=str(answers.get(name, "")),
        )
        for name in CARDS[card]
    )


def read_symptoms(card: CardName, sent: Mapping[str, str]) -> dict[str, Any]:
    """Return the answers of a card as they are scored; what was not chosen is left out."""
    ratings = {str(value): value for value in load_measure_data().fm2016.severities}
    return {name: ratings.get(sent[name], sent[name]) for name in CARDS[card] if sent.get(name)}
