"""Consent: what somebody is told before they are pressed, what they agree to, and whether it still counts.

Consent opens what the rules allow and never more: no rule is lifted by a yes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from pydantic import Field

from unknot.body import Who
from unknot.knowledge import Entry, Names, Reader, Value
from unknot.screen.data import load_screen_data
from unknot.screen.data.for_everyone import SensitiveArea
from unknot.screen.limits import Key, Limits, everywhere, put_together

# Begins the name of a limit that comes from what somebody agreed to.
CONSENT = "consent"
LONGEST = 80
ADULT_FROM = 18

# Only `in_force` lets a session begin. `later`: of a day to come, by a clock that was wrong.
State = Literal["in_force", "missing", "withdrawn", "expired", "older_text", "later"]
How = Literal["ticked", "signed", "by_word"]


class ConsentKind(Entry):
    """What is agreed to when somebody presses: the sentence, and for how many days it counts."""

    id: Who
    name: str
    statement: str
    valid_days: int = Field(gt=0)
    asks_terms: bool = False


class ConsentPoint(Entry):
    """One thing that has to be told, and for which kinds."""

    id: str
    kinds: tuple[Who, ...] = Field(min_length=1)
    text: str


@dataclass(frozen=True)
class ConsentData:
    """All texts of consent."""

    kinds: dict[str, ConsentKind]
    points: dict[str, ConsentPoint]

    def points_of(self, kind: str) -> tuple[ConsentPoint, ...]:
        """Return what has to be told for a kind, in order."""
        return tuple(point for point in self.points.values() if kind in point.kinds)

    def version_of(self, kind: str) -> str:
        """Return the version of a kind's text, made from its words and from what is asked of each private place."""
        asked = [area.say for area in areas_to_ask()] if self.kinds[kind].asks_terms else []
        words = [self.kinds[kind].statement, *(point.text for point in self.points_of(kind)), *asked]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:8]


class Consent(Value):
    """What somebody agreed to, as it was said.

    `version` is the version of the text and `told` its words; `areas` holds a yes or no for each private place,
    `max_pain` the most that it may hurt, 0 to 10. `giver` is who presses, `present` who was there, `guardian` who
    agreed and was there for somebody under 18.
    """

    kind: Who
    version: str
    told: tuple[str, ...]
    name: str = Field(min_length=1, max_length=LONGEST)
    given_on: date
    how: How
    areas: Mapping[str, bool] = {}
    max_pain: int | None = Field(default=None, ge=0, le=10)
    stop_word: str = Field(default="", max_length=LONGEST)
    giver: str = Field(default="", max_length=LONGEST)
    present: str = Field(default="", max_length=LONGEST)
    guardian: str = Field(default="", max_length=LONGEST)

    @property
    def until(self) -> date:
        """Return the last day on which it counts."""
        return self.given_on + timedelta(days=load_consent_data().kinds[self.kind].valid_days)


class Agreed(Value):
    """What binds a session by somebody's own word: private places left out, and the most that it may hurt."""

    refused_areas: Names = ()
    max_pain: int | None = Field(default=None, ge=0, le=10)


@cache
def load_consent_data() -> ConsentData:
    """Return the texts of consent, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid or names an unknown source.
    """
    reader, file = Reader("screen"), "consent.toml"
    kinds = reader.entries(file, "kind", ConsentKind)
    points = reader.entries(file, "point", ConsentPoint)
    reader.resolve_sources(file, kinds.items())
    reader.resolve_sources(file, points.items())
    reader.finish()
    return ConsentData(kinds, points)


def areas_to_ask() -> tuple[SensitiveArea, ...]:
    """Return the private places that need a yes of their own."""
    return tuple(area for area in load_screen_data().sensitive_areas.values() if area.consent == "separate")


def missing_in(consent: Mapping[str, object], *, is_minor: bool) -> tuple[str, ...]:
    """Return the fields that a consent lacks, in the order of the page.

    Parameters
    ----------
    consent
        The fields of `Consent`, as far as they were given.
    is_minor
        Whether the person is under 18; then a guardian agrees too and is there.

    Returns
    -------
    tuple of str
        Names of fields; a private place without a yes or no as `areas.` and its id.
    """
    needed = ["name"]
    areas = consent.get("areas")
    answered = areas if isinstance(areas, Mapping) else {}
    if load_consent_data().kinds[str(consent["kind"])].asks_terms:
        needed += ["giver", "max_pain", "stop_word", "how"]
        needed += ["present"] if consent.get("how") == "by_word" else []
    needed += ["guardian"] if is_minor else []
    missing = [name for name in needed if consent.get(name) in (None, "")]
    if "max_pain" in needed:
        missing += [f"areas.{area.id}" for area in areas_to_ask() if area.id not in answered]
    return tuple(missing)


def state_of(consent: Consent | None, *, is_withdrawn: bool, is_minor: bool, today: date) -> State:
    """Return whether a consent counts on a day; one that lacks anything is missing.

    Parameters
    ----------
    consent
        The last one that was given, None when there is none.
    is_withdrawn
        Whether it was withdrawn since.
    is_minor
        Whether the person is under 18.
    today
        The day on which somebody is to be pressed.

    Returns
    -------
    State
        Only `in_force` lets a session begin.
    """
    if consent is None or missing_in(consent.model_dump(), is_minor=is_minor):
        return "missing"
    if is_withdrawn:
        return "withdrawn"
    if consent.version != load_consent_data().version_of(consent.kind):
        return "older_text"
    if consent.given_on > today:
        return "later"
    return "in_force" if today <= consent.until else "expired"


def agreed_on(consent: Consent, today: date) -> Agreed | None:
    """Return what binds a session on a day; None when somebody presses themselves.

    A yes to a private place counts on the day it was given, a no until it is changed; so does the limit, also when
    the consent itself has ended.
    """
    if not load_consent_data().kinds[consent.kind].asks_terms:
        return None
    is_today = consent.given_on == today
    refused = tuple(area.id for area in areas_to_ask() if not (is_today and consent.areas.get(area.id)))
    return Agreed(refused_areas=refused, max_pain=consent.max_pain)


def limits_agreed(agreed: Agreed) -> Iterable[Limits]:
    """Yield the limits that somebody's own word sets, each with its rule."""
    if agreed.max_pain is not None:
        yield put_together({everywhere("max_pain"): (agreed.max_pain, frozenset((f"{CONSENT}.max_pain",)))})
    areas = load_screen_data().sensitive_areas
    for name in agreed.refused_areas:
        rule = frozenset((f"{CONSENT}.{name}",))
        keys = (Key(place, None, "max_pressure") for place in areas[name].whole_places)
        yield put_together(dict.fromkeys(keys, (0, rule)))


def refused_area_of(agreed: Agreed | None, point_id: str) -> SensitiveArea | None:
    """Return the refused private place in which a trigger point lies."""
    areas = load_screen_data().sensitive_areas
    refused = (areas[name] for name in agreed.refused_areas) if agreed else ()
    return next((area for area in refused if any(point_id.startswith(prefix) for prefix in area.points)), None)
