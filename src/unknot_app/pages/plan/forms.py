"""What somebody wishes for, as a form: how long, with what, and where they can be."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from unknot.plan import load_plan_data
from unknot_app.actions.outcome import YES_NO
from unknot_app.actions.persons_plan import (
    EVERY_HAND,
    FLOOR,
    MINUTES,
    UPRIGHT,
    USUAL_MINUTES,
    Wished,
    offered_applicators,
)

UPRIGHT_ONLY = "upright"


@dataclass(frozen=True)
class Choice:
    """One thing to choose."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class WishesForm:
    """The form as it stands on the page; labels are texts of the data or of the template."""

    minutes: tuple[Choice, ...]
    applicators: tuple[Choice, ...]
    is_with_hands: bool
    is_upright_only: bool


def form_of(wished: Wished, who: str) -> WishesForm:
    names = load_plan_data().applicators
    minutes = wished.minutes if wished.minutes in MINUTES else USUAL_MINUTES
    return WishesForm(
        minutes=tuple(Choice(str(one), str(one), one == minutes) for one in MINUTES),
        applicators=tuple(
            Choice(name, names[name].name, name in wished.applicators) for name in offered_applicators(who)
        ),
        is_with_hands=EVERY_HAND in wished.applicators,
        is_upright_only=wished.positions == UPRIGHT,
    )


def read_floor(sent: QueryDict) -> str | None:
    """Return the answer about the floor as it was sent; None when there is none."""
    answer = sent.get(FLOOR)
    return answer if answer in YES_NO else None


def read_wishes(sent: QueryDict, who: str) -> Wished | None:
    """Return what was sent; None when nothing to press with was chosen. Unknown names are passed over."""
    text = sent.get("minutes", "")
    at_hand = set(sent.getlist("at_hand"))
    applicators = tuple(name for name in (EVERY_HAND, *offered_applicators(who)) if name in at_hand)
    if not applicators:
        return None
    return Wished(
        minutes=int(text) if text in map(str, MINUTES) else USUAL_MINUTES,
        applicators=applicators,
        positions=UPRIGHT if sent.get("where") == UPRIGHT_ONLY else (),
    )
