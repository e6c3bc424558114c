"""Limits in words: those of the whole session, and those that one rule sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from unknot.body import load_atlas
from unknot.plan import load_plan_data
from unknot.screen import load_screen_data
from unknot_app.actions.sentences import Sentence

# What is said of every session.
_SESSION = (
    "pressure at most %(max_pressure)s of 5, pain at most %(max_pain)s of 10",
    "firm holds at most %(max_hold_s)s seconds, at most %(max_points)s points",
    "at most %(max_minutes_session)s minutes, then %(rest_hours)s hours of rest",
)
# What is said of a single limit, by its name.
_NUMBERS = {
    "max_pressure": "pressure at most %(value)s of 5",
    "max_pain": "pain at most %(value)s of 10",
    "max_hold_s": "firm holds at most %(value)s seconds",
    "max_still_s": "still contact at most %(value)s seconds",
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
_LISTS = {
    "no_tools": "without: %(names)s",
    "no_actions": "left out: %(names)s",
    "avoid_positions": "not in these positions: %(names)s",
    "avoid_surfaces": "not on: %(names)s",
}
_AT_PLACE = {
    "max_pressure": "pressure at most %(value)s of 5 here: %(names)s",
    "max_pain": "pain at most %(value)s of 10 here: %(names)s",
    "max_hold_s": "firm holds at most %(value)s seconds here: %(names)s",
    "max_still_s": "still contact at most %(value)s seconds here: %(names)s",
}
_LEFT_ALONE = "left alone: %(names)s"
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
    together: dict[tuple[str, int], list[str]] = {}
    for place in limits["places"]:
        where = _key_of(place)
        for name in _AT_PLACE:
            if rule in limits["reasons"].get(f"{where}.{name}", ()):
                together.setdefault((name, place[name]), []).append(place["region"])
    for (name, value), regions in together.items():
        if name == "max_pressure" and value == 0:
            is_whole = len(set(regions)) == len(load_atlas().places)
            text = _EVERYWHERE_LEFT_ALONE if is_whole else _LEFT_ALONE
        else:
            text = _AT_PLACE[name]
        yield Sentence(text, {"value": value, "names": tuple(_place_name(region) for region in regions)})


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
