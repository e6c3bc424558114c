"""How an estimate changes, in words: by an answer to come, or since an earlier day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from pydantic import ValidationError

from unknot.draw import read_drawing, still_readable
from unknot.errors import BadInput
from unknot.locate import Cause, Estimate, EstimateChange, Move, compare_estimates
from unknot.locate.compare import TOLD_ODDS_RATIO
from unknot_app.actions.effects import Effects
from unknot_app.actions.estimate_in_words import FAMILIES, MUSCLE, ORDINARY, TOLD_WITH_ODDS, spot_name
from unknot_app.actions.estimating import Estimated
from unknot_app.actions.sentences import Sentence
from unknot_app.records.models import Person, Result
from unknot_app.records.queries import results_of

# By whether it is more than a little, and whether it is up.
BECOMES = {
    (True, True): "%(what)s becomes more likely.",
    (True, False): "%(what)s becomes less likely.",
    (False, True): "%(what)s becomes a little more likely.",
    (False, False): "%(what)s becomes a little less likely.",
}
HARDLY = "The picture hardly changes."
# What changed, said of the past.
MORE_SINCE, LESS_SINCE = "More likely than then: %(what)s.", "Less likely than then: %(what)s."
CAME, WENT = "New among the first: %(what)s.", "No longer among the first: %(what)s."
SAME_SPOTS = "The same spots come first."
CAUSES: dict[Cause, str] = {
    "drawing": "you painted something else",
    "answers": "your answers are others",
    "findings": "spots were pressed",
    "person": "age, sex or the part of the body is another",
    "facts": "the facts behind it are of another version",
}
# An illness that the questions judge is never told as more or less likely.
TOLD_FAMILIES = {
    "muscle": MUSCLE,
    "unattributed": ORDINARY,
    **{name: FAMILIES[name] for name in TOLD_WITH_ODDS},
}


@dataclass(frozen=True)
class EffectsInWords:
    """What a yes and what a no to a check would change."""

    if_yes: Sentence
    if_no: Sentence


@dataclass(frozen=True)
class Since:
    """What changed since an earlier day, and why."""

    moment: datetime
    changes: tuple[Sentence, ...]
    causes: tuple[str, ...]


def effects_in_words(effects: Effects, spot: str | None = None) -> EffectsInWords:
    """Return what either answer would change; of a spot that is pressed, that spot first."""
    return EffectsInWords(_effect(effects.if_yes, spot), _effect(effects.if_no, spot))


def _effect(change: EstimateChange, spot: str | None) -> Sentence:
    own = next((move for move in change.spots if move.name == spot), None)
    move = own or max(_told(change.families), key=lambda one: one.difference, default=None)
    if move is None:
        return Sentence(HARDLY)
    what = "this spot" if move is own else _name_of(move)
    text = BECOMES[move.odds_ratio >= TOLD_ODDS_RATIO, move.is_up]
    return Sentence(text, {"what": (what[:1].upper() + what[1:],)})


def since_earlier(person: Person, found: Estimated, now: datetime) -> Since | None:
    """Return what changed since the last result that was kept on an earlier day; None when there is none to read."""
    today = timezone.localdate(now)
    for kept in results_of(person, Result.Kind.ESTIMATE):
        if timezone.localdate(kept.made_at) < today:
            return _since(kept, found)
    return None


def _since(kept: Result, found: Estimated) -> Since | None:
    try:
        earlier = Estimate.model_validate(kept.output)
        drawing = read_drawing(still_readable(dict(kept.input["drawing"])))
    except (ValidationError, BadInput):
        return None  # kept by a version of the program or the facts that wrote it otherwise
    change = compare_estimates(earlier, found.estimate, drawing, read_drawing(found.asked["drawing"]))
    causes = tuple(CAUSES[cause] for cause in change.causes)
    return Since(kept.made_at, tuple(_changes_in_words(change)), causes)


def _changes_in_words(change: EstimateChange) -> Iterable[Sentence]:
    if change.came:
        yield Sentence(CAME, {"what": tuple(map(spot_name, change.came))})
    if change.went:
        yield Sentence(WENT, {"what": tuple(map(spot_name, change.went))})
    if not change.came and not change.went:
        yield Sentence(SAME_SPOTS)
    told = _told(change.families)
    for text, is_up in ((MORE_SINCE, True), (LESS_SINCE, False)):
        names = tuple(_name_of(move) for move in told if move.is_up is is_up)
        if names:
            yield Sentence(text, {"what": names})


def _told(moves: Iterable[Move]) -> list[Move]:
    return [move for move in moves if move.name in TOLD_FAMILIES]


def _name_of(move: Move) -> str:
    return TOLD_FAMILIES.get(move.name) or spot_name(move.name)
