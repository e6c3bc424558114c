"""Limits in words: those of the whole session, and those that one rule sets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from unknot.body import load_atlas
from unknot.plan import load_plan_data
from unknot.screen import load_screen_data
from unknot.screen.data.for_everyone import DangerZone
from unknot.screen.data.rules import Effect
from unknot.screen.limits import SESSION_NUMBERS
from unknot_app.actions.sentences import Sentence

# What is said of every session.
_SESSION = (
    "pressure at most %(max_pressure)s of 5, pain at most %(max_pain)s of 10",
    "firm pressing for at most %(max_hold_s)s seconds at a time, at most %(max_points)s points",
    "at most %(max_minutes_session)s minutes, then %(rest_hours)s hours of rest",
)
# What is said of a single limit, by its name.
_NUMBERS = {
    "max_pressure": "pressure at most %(value)s of 5",
    "max_pain": "pain at most %(value)s of 10",
    "max_hold_s": "firm pressing for at most %(value)s seconds at a time",
    "max_still_s": "no touch kept still for more than %(value)s seconds",
    "max_points": "at most %(value)s points",
    "max_minutes_session": "at most %(value)s minutes",
    "rest_hours": "then %(value)s hours of rest",
    "start_pressure": "begin with pressure %(value)s of 5",
    "max_minutes_supine": "at most %(value)s minutes flat on the back",
    "rise_slowly_min": "sit for %(value)s minutes before you stand up",
    "who": "only a trained therapist may press",
    "not_alone": "not while you are alone at home",
    "check_sugar": "check your blood sugar before and after",
}
_ALSO_OF_SESSION = ("start_pressure", "who", "not_alone", "max_minutes_supine", "rise_slowly_min", "check_sugar")
_ON_SIDE = {None: "%(place)s", "left": "%(place)s, left side only", "right": "%(place)s, right side only"}
_LISTS = {
    "no_tools": "without: %(names)s",
    "no_actions": "left out: %(names)s",
    "avoid_positions": "not in these positions: %(names)s",
    "avoid_surfaces": "not on: %(names)s",
}
_AT_PLACE = {
    "max_pressure": "pressure at most %(value)s of 5 here: %(names)s",
    "max_pain": "pain at most %(value)s of 10 here: %(names)s",
    "max_hold_s": "firm pressing for at most %(value)s seconds at a time here: %(names)s",
    "max_still_s": "no touch kept still for more than %(value)s seconds here: %(names)s",
}
_LISTS_AT_PLACE = {
    "no_tools": "without: %(what)s (here: %(names)s)",
    "no_actions": "left out: %(what)s (here: %(names)s)",
}
_THERAPIST_ABOVE = "above pressure %(value)s of 5 only a trained therapist"
_THERAPIST_ABOVE_AT_PLACE = "above pressure %(value)s of 5 only a trained therapist, here: %(names)s"
_ANSWERED_PLACES = "the places answered to “%s”"
_LEFT_ALONE = "left alone: %(names)s"
_NO_PRESSURE = "no pressing"
_EVERYWHERE_LEFT_ALONE = "left alone: the whole body"


def limits_of_session(limits: Mapping[str, Any]) -> Iterable[Sentence]:
    """Yield what holds for the whole session."""
    everywhere = limits["global"]
    for text in _SESSION:
        yield Sentence(text, everywhere)
    for name in _ALSO_OF_SESSION:
        if everywhere.get(name) not in (None, False):
            yield Sentence(_NUMBERS[name], {"value": everywhere[name]})


def limits_of_rule(rule: str, limits: Mapping[str, Any]) -> Iterable[Sentence]:
    """Yield the limits that stand as they are because of a rule."""
    own = [key for key, rules in limits["reasons"].items() if rule in rules]
    for key in own:
        if key in _NUMBERS:
            yield Sentence(_NUMBERS[key], {"value": limits["global"].get(key)})
    for name, text in _LISTS.items():
        items = [key.split(".")[1] for key in own if key.startswith(f"{name}.")]
        items = [item for item in items if not _is_for_therapists_only(item)]
        if items:
            yield Sentence(text, {"names": tuple(_name_of(name, item) for item in items)})
    yield from _at_places(rule, limits)


def _at_places(rule: str, limits: Mapping[str, Any]) -> Iterable[Sentence]:
    """Yield a rule's limits of single places, places with the same limit together."""
    together: dict[tuple[str, int], list[tuple[str, str | None]]] = {}
    for place in limits["places"]:
        where = _key_of(place)
        for name in _AT_PLACE:
            if rule in limits["reasons"].get(f"{where}.{name}", ()):
                together.setdefault((name, place[name]), []).append((place["region"], place["side"]))
    for (name, value), spots in together.items():
        if name == "max_pressure" and value == 0:
            is_whole = {region for region, side in spots if side is None} >= set(load_atlas().places)
            text = _EVERYWHERE_LEFT_ALONE if is_whole else _LEFT_ALONE
        else:
            text = _AT_PLACE[name]
        yield Sentence(text, {"value": value, "names": tuple(sided_place(*spot) for spot in spots)})


def limits_of_effect(effect: Effect) -> Iterable[Sentence]:
    """Yield what a rule would limit, whoever it fires for."""
    avoided = (*effect.avoid, *(f"answer:{question}" for question in effect.avoid_answers))
    if avoided:
        yield Sentence(_LEFT_ALONE, {"names": _scope_names(avoided)})
    for name in (*SESSION_NUMBERS, "who", "not_alone", "check_sugar"):
        value = effect.therapist_only if name == "who" else getattr(effect, name)
        if value not in (None, False):
            yield Sentence(_NUMBERS[name], {"value": value})
    yield from _limits_here(effect, _scope_names(effect.scope))
    for name in ("avoid_positions", "avoid_surfaces"):
        if getattr(effect, name):
            yield Sentence(_LISTS[name], {"names": tuple(_class_or_name(name, one) for one in getattr(effect, name))})


def limits_of_zone(zone: DangerZone) -> Iterable[Sentence]:
    """Yield what a danger zone limits for everybody, in its places."""
    yield from _limits_here(zone, ())


def _limits_here(rule: Effect | DangerZone, names: tuple[str, ...]) -> Iterable[Sentence]:
    """Yield the limits that a scope narrows; without names they hold everywhere."""
    for name, here in _AT_PLACE.items():
        value = getattr(rule, name, None)
        if name == "max_pressure" and value == 0:
            yield Sentence(_LEFT_ALONE if names else _NO_PRESSURE, {"names": names})
        elif value is not None:
            yield Sentence(here if names else _NUMBERS[name], {"value": value, "names": names})
    if rule.therapist_only_above is not None:
        text = _THERAPIST_ABOVE_AT_PLACE if names else _THERAPIST_ABOVE
        yield Sentence(text, {"value": rule.therapist_only_above, "names": names})
    for name, here in _LISTS_AT_PLACE.items():
        what = tuple(_class_or_name(name, one) for one in getattr(rule, name))
        if what:
            yield Sentence(here, {"what": what, "names": names}) if names else Sentence(_LISTS[name], {"names": what})


def place_names(places: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_place_name, places))


def _scope_names(scopes: Iterable[str]) -> tuple[str, ...]:
    """Return the names of places, of named scopes, and of questions whose answers are places."""
    data = load_screen_data()
    named = []
    for scope in scopes:
        if scope.startswith("answer:"):
            named.append(_ANSWERED_PLACES % data.questions[scope.removeprefix("answer:")].text)
        elif scope in data.vocabulary.scopes:
            named.append(data.vocabulary.scopes[scope].means)
        else:
            named.append(_place_name(scope))
    return tuple(named)


def _class_or_name(limit: str, item: str) -> str:
    vocabulary = load_screen_data().vocabulary
    classes = {"no_tools": vocabulary.tool_classes, "avoid_positions": vocabulary.position_classes}
    found = classes.get(limit, {}).get(item)
    # A class is named before what explains it.
    return re.split("[:;]", found.name)[0] if found else _known_name_of(limit, item)


def sided_place(region: str, side: str | None) -> Sentence:
    """Return the name of a place with the side on which a limit holds there; without a side it holds on both."""
    return Sentence(_ON_SIDE[side], {"place": (_place_name(region),)})


def _place_name(region: str) -> str:
    places = load_atlas().places
    return places[region].name if region in places else region.replace("_", " ")


def _key_of(place: Mapping[str, Any]) -> str:
    where = f"{place['region']}:{place['side']}" if place["side"] else place["region"]
    return f"{where}!" if place["exact"] else str(where)


def _is_for_therapists_only(item: str) -> bool:
    applicator = load_plan_data().applicators.get(item)
    return applicator is not None and applicator.who == ("therapist",)


def _name_of(limit: str, item: str) -> str:
    try:
        return _known_name_of(limit, item)
    except KeyError:  # a name of older facts, that is no longer there
        return item.replace("_", " ")


def _known_name_of(limit: str, item: str) -> str:
    vocabulary = load_screen_data().vocabulary
    if limit == "no_tools":
        applicators = load_plan_data().applicators
        name = applicators[item].name if item in applicators else vocabulary.tools[item].name
        return name[:1].lower() + name[1:]
    if limit == "no_actions":
        return vocabulary.actions[item].name
    if limit == "avoid_positions":
        return vocabulary.positions[item].name
    return vocabulary.surfaces[item].name
