"""Limits: what a plan must keep to, and which rules say so.

Merging two limits always gives the stricter in every respect; it is associative, commutative and idempotent, so the
order in which rules are read does not matter. For that, limits are taken apart into single *restrictions*, each with
the rules that set it as it stands, compared one by one, and put together again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from pydantic import Field

from unknot.knowledge import Value

Who = Literal["self", "partner", "therapist"]
Side = Literal["left", "right"]

LISTS = ("no_tools", "no_actions", "avoid_positions", "avoid_surfaces")
PLACE_LISTS = ("no_tools", "no_actions")
PLACE_NUMBERS = ("max_pressure", "max_pain", "max_hold_s", "max_still_s")
# Limits of a whole session; a scope does not narrow them.
SESSION_NUMBERS = (
    "max_points",
    "max_minutes_session",
    "max_minutes_supine",
    "rest_hours",
    "rise_slowly_min",
    "start_pressure",
)
# Of every other number the lowest wins.
HIGHEST_WINS = ("rest_hours", "rise_slowly_min")


class GlobalLimits(Value):
    """Limits that hold everywhere."""

    max_pressure: int | None = Field(default=None, ge=0, le=5)
    max_pain: int | None = Field(default=None, ge=0, le=10)
    max_hold_s: int | None = Field(default=None, ge=0)
    max_still_s: int | None = Field(default=None, ge=0)
    max_points: int | None = Field(default=None, ge=0)
    max_minutes_session: int | None = Field(default=None, ge=0)
    max_minutes_supine: int | None = Field(default=None, ge=0)
    rest_hours: int | None = Field(default=None, ge=0)
    rise_slowly_min: int | None = Field(default=None, ge=0)
    # Pressure to begin with, below the ceiling.
    start_pressure: int | None = Field(default=None, ge=0)
    # "therapist" when nobody else may press.
    who: Literal["therapist"] | None = None
    not_alone: bool = False
    check_sugar: bool = False


class PlaceLimit(Value):
    """Limits that hold in one place (a name of places.toml); without a side they hold on both.

    `exact`: they bind only in the exact zone of the place (danger zones), not in all of its regions.
    """

    region: str
    side: Side | None = None
    exact: bool = False
    max_pressure: int | None = None
    max_pain: int | None = None
    max_hold_s: int | None = None
    max_still_s: int | None = None
    no_tools: tuple[str, ...] = ()
    no_actions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class Limits(Value):
    """Everything that a plan must keep to.

    `reasons` names the rules behind each limit: "max_pressure", "no_tools.elbow", "low_back.max_hold_s",
    "low_back:left.max_pressure"; a "!" after the place marks an exact zone, "kidney_area!.max_pressure".
    """

    global_: GlobalLimits = Field(default=GlobalLimits(), alias="global", serialization_alias="global")
    places: tuple[PlaceLimit, ...] = ()
    no_tools: tuple[str, ...] = ()
    no_actions: tuple[str, ...] = ()
    avoid_positions: tuple[str, ...] = ()
    avoid_surfaces: tuple[str, ...] = ()
    reasons: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    def __and__(self, other: Limits) -> Limits:
        return merge(self, other)

    def at(self, places: Iterable[str], side: str | None) -> tuple[PlaceLimit, ...]:
        """Return the limits that hold in any of these places on this side (None: on either)."""
        wanted = set(places)
        return tuple(
            limit
            for limit in self.places
            if limit.region in wanted and (limit.side is None or side is None or limit.side == side)
        )


class Key(NamedTuple):
    """What one restriction restricts: a limit, everywhere or in a place; an item for the lists."""

    place: str
    side: Side | None
    name: str
    item: str = ""
    exact: bool = False

    def __str__(self) -> str:
        where = f"{self.place}:{self.side}" if self.side else self.place
        where = f"{where}!" if self.exact else where
        return ".".join(part for part in (where, self.name, self.item) if part)


# A restriction's value and the rules that set it.
Restriction = tuple[Any, frozenset[str]]


def everywhere(name: str) -> Key:
    """Return the key of a limit that holds everywhere."""
    return Key("", None, name)


def merge(first: Limits, *others: Limits) -> Limits:
    """Return limits that are the strictest of all in every respect."""
    joined = dict(take_apart(first))
    for other in others:
        for key, restriction in take_apart(other).items():
            joined[key] = stricter(key, joined[key], restriction) if key in joined else restriction
    return put_together(joined)


def stricter(key: Key, one: Restriction, other: Restriction) -> Restriction:
    """Return the stricter of two restrictions of the same thing; equal ones keep the rules of both."""
    if one[0] == other[0]:
        return one[0], one[1] | other[1]
    is_one = one[0] > other[0] if key.name in HIGHEST_WINS else one[0] < other[0]
    return one if is_one else other


def take_apart(limits: Limits) -> Mapping[Key, Restriction]:
    """Return every single restriction of the limits."""
    found: dict[Key, Restriction] = {}

    def note(key: Key, value: object) -> None:
        # A limit of 0 is the strictest of all; it must not be taken for no limit.
        if value is not None and value is not False:
            restriction = (value, frozenset(limits.reasons.get(str(key), ())))
            found[key] = stricter(key, found[key], restriction) if key in found else restriction

    for name in GlobalLimits.model_fields:
        note(everywhere(name), getattr(limits.global_, name))
    for name in LISTS:
        for item in getattr(limits, name):
            note(Key("", None, name, item), True)
    for place in limits.places:
        for name in PLACE_NUMBERS:
            note(Key(place.region, place.side, name, exact=place.exact), getattr(place, name))
        for name in PLACE_LISTS:
            for item in getattr(place, name):
                note(Key(place.region, place.side, name, item, place.exact), True)
    return found


def put_together(restrictions: Mapping[Key, Restriction]) -> Limits:
    """Return limits from single restrictions."""
    ordered = dict(sorted(restrictions.items(), key=lambda pair: str(pair[0])))
    by_spot: dict[_Spot, dict[Key, Restriction]] = {}
    for key, restriction in ordered.items():
        by_spot.setdefault(_spot(key), {})[key] = restriction
    general = by_spot.get(_EVERYWHERE, {})
    spots = sorted((spot for spot in by_spot if spot[0]), key=str)
    return Limits(
        global_=GlobalLimits(**{key.name: value for key, (value, _) in general.items() if not key.item}),
        places=tuple(_place_limit(spot, by_spot[spot]) for spot in spots),
        no_tools=_items(general, "no_tools"),
        no_actions=_items(general, "no_actions"),
        avoid_positions=_items(general, "avoid_positions"),
        avoid_surfaces=_items(general, "avoid_surfaces"),
        reasons={str(key): tuple(sorted(rules)) for key, (_, rules) in ordered.items() if rules},
    )


_Spot = tuple[str, Side | None, bool]
_EVERYWHERE: _Spot = ("", None, False)


def _place_limit(spot: _Spot, here: Mapping[Key, Restriction]) -> PlaceLimit:
    place, side, exact = spot
    return PlaceLimit(
        region=place,
        side=side,
        exact=exact,
        **{key.name: value for key, (value, _) in here.items() if not key.item},
        no_tools=_items(here, "no_tools"),
        no_actions=_items(here, "no_actions"),
        reasons=tuple(sorted({rule for _, rules in here.values() for rule in rules})),
    )


def _items(here: Mapping[Key, Restriction], name: str) -> tuple[str, ...]:
    return tuple(key.item for key in here if key.item and key.name == name)


def _spot(key: Key) -> _Spot:
    return key.place, key.side, key.exact


def is_no_looser(one: Limits, other: Limits) -> bool:
    """Return whether `one` is at least as strict as `other` in every respect, whatever the reasons."""
    mine, theirs = _by_side(one), _by_side(other)
    return all(
        any(key in mine and stricter(key, mine[key], wanted)[0] == mine[key][0] for key in _wider(theirs_key))
        for theirs_key, wanted in theirs.items()
    )


def _wider(key: Key) -> tuple[Key, ...]:
    """Return the keys under which a restriction binds at least as widely: here, in the whole place, everywhere."""
    return key, key._replace(exact=False), Key("", None, key.name, key.item)


def _by_side(limits: Limits) -> dict[Key, Restriction]:
    """Return the restrictions, with those that bind on both sides of a place written out for each."""
    found: dict[Key, Restriction] = {}
    for key, restriction in take_apart(limits).items():
        sides: tuple[Side | None, ...] = ("left", "right") if key.place and key.side is None else (key.side,)
        for side in sides:
            sided = key._replace(side=side)
            found[sided] = stricter(sided, found[sided], restriction) if sided in found else restriction
    return found
