"""Screening: from answers to a clearance, with its urgency, its rules and its limits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import Field

from unknot.body import load_atlas
from unknot.knowledge import UNSURE, Value, knowledge_version
from unknot.screen.answers import Answers
from unknot.screen.data import load_screen_data
from unknot.screen.data.for_everyone import DangerZone
from unknot.screen.data.rules import Contraindication, Effect
from unknot.screen.data.vocabulary import Scope
from unknot.screen.limits import (
    PLACE_NUMBERS,
    SESSION_NUMBERS,
    Key,
    Limits,
    Restriction,
    Side,
    everywhere,
    put_together,
    stricter,
)

Urgency = Literal["none", "mention", "doctor_first", "same_day", "emergency_now"]
Session = Literal["allowed", "blocked", "incomplete"]

# From harmless to most serious; from doctor_first on there is no session.
URGENCY_ORDER: tuple[Urgency, ...] = ("none", "mention", "doctor_first", "same_day", "emergency_now")
STOPS_SESSION: frozenset[Urgency] = frozenset(("doctor_first", "same_day", "emergency_now"))

DEFAULT_RULE = "default_limits"


class Advice(Value):
    """What one rule says to the person, and how sure that is."""

    rule: str
    urgency: Urgency
    title: str
    text: str
    sources: tuple[str, ...]
    status: str


class Clearance(Value):
    """Whether a session may be planned, and within which limits. Nothing can be planned without one."""

    urgency: Urgency
    session: Session
    red_flags: tuple[str, ...]
    contraindications: tuple[str, ...]
    limits: Limits
    unanswered: tuple[str, ...]
    advice: tuple[Advice, ...]
    as_of: date
    knowledge_version: str
    # What care needs to judge its own conditions; never written out with the clearance.
    answers: Answers = Field(exclude=True, repr=False)


def screen(answers: Answers) -> Clearance:
    """Return the clearance that the answers give.

    Every danger sign and every contraindication is judged; limits merge to the stricter, starting from those of a
    healthy adult and from the danger zones that hold for everyone. A missing answer never counts as no danger: while
    a required question that is shown stands open, the session is `incomplete`, unless a rule has already blocked it.

    Parameters
    ----------
    answers
        All answers, with the day of screening (a doctor's agreement lapses after 90 days).

    Returns
    -------
    Clearance
        With the most serious urgency of all danger signs that fired.
    """
    data = load_screen_data()
    flags = [flag for flag in data.red_flags.values() if data.when[flag.id].holds(answers)]
    assured, later = answers.with_open_assurances(), answers.with_later_assurances()
    rules = [
        rule
        for rule in data.contraindications.values()
        # A rule that fires only because a reassuring answer is still missing would claim what nobody said; the open
        # question keeps the session `incomplete`. Danger signs stay with the graver reading.
        if data.when[rule.id].holds(answers) and data.when[rule.id].holds(assured)
    ]
    # What is asked only with the wishes for a plan limits until it is answered, and claims nothing.
    said = [rule for rule in rules if data.when[rule.id].holds(later)]
    urgency: Urgency = max((flag.urgency for flag in flags), key=URGENCY_ORDER.index, default="none")
    unanswered = answers.open_questions()
    is_blocked = urgency in STOPS_SESSION or any(rule.effect.session == "none" for rule in rules)
    return Clearance(
        urgency=urgency,
        session="blocked" if is_blocked else "incomplete" if unanswered else "allowed",
        red_flags=tuple(flag.id for flag in flags),
        contraindications=tuple(rule.id for rule in said),
        limits=_merged_limits(rules, answers),
        unanswered=unanswered,
        advice=(*_flag_advice({flag.id for flag in flags}), *_rule_advice(said)),
        as_of=answers.as_of,
        knowledge_version=knowledge_version(),
        answers=answers,
    )


def _flag_advice(fired: set[str]) -> Iterable[Advice]:
    flags = [flag for flag in load_screen_data().red_flags.values() if flag.id in fired]
    for flag in sorted(flags, key=lambda flag: -URGENCY_ORDER.index(flag.urgency)):
        if not fired.intersection(flag.unless_fired):
            yield Advice(
                rule=flag.id,
                urgency=flag.urgency,
                title=flag.title,
                text=flag.advice,
                sources=flag.sources,
                status=flag.status,
            )


def _rule_advice(rules: Iterable[Contraindication]) -> Iterable[Advice]:
    for rule in rules:
        until = f"Wait until: {rule.effect.until}." if rule.effect.until else ""
        ask = "Ask the doctor or team who treats it first." if rule.effect.clearance == "required" else ""
        text = " ".join(part for part in (rule.why, rule.say, until, ask) if part)
        yield Advice(
            rule=rule.id, urgency="none", title=rule.name, text=text, sources=rule.sources, status=rule.status
        )


def ordinary_limits(who: str) -> Limits:
    """Return the limits that hold for everyone: those of a healthy adult and the danger zones.

    Parameters
    ----------
    who
        Who presses: self, partner or therapist.
    """
    return _merged_limits((), Answers({"session_mode": who}, date.min))


def _merged_limits(rules: Iterable[Contraindication], answers: Answers) -> Limits:
    merged: dict[Key, Restriction] = {}

    def add(key: Key, value: object, rule: str) -> None:
        restriction = (value, frozenset((rule,)))
        merged[key] = stricter(key, merged[key], restriction) if key in merged else restriction

    is_therapist = answers.value("session_mode") == "therapist"
    for name, number in _default_numbers(is_therapist):
        add(everywhere(name), number, DEFAULT_RULE)
    for zone in load_screen_data().danger_zones.values():
        for key, value in _zone_restrictions(zone, is_therapist):
            add(key, value, zone.id)
    for rule in rules:
        for key, value in _effect_restrictions(rule.effect, answers, is_therapist):
            add(key, value, rule.id)
    return put_together(merged)


def _default_numbers(is_therapist: bool) -> Iterable[tuple[str, int]]:
    """Yield the ceilings of a healthy adult; while nobody said who presses, those of self-treatment hold."""
    defaults = load_screen_data().default_limits
    yield "max_pressure", defaults.max_pressure
    yield "max_pain", defaults.max_pain if is_therapist else defaults.max_pain_self
    yield "max_hold_s", defaults.max_hold_s if is_therapist else defaults.max_hold_s_self
    yield "max_points", defaults.max_points
    yield "max_minutes_session", defaults.max_minutes_session
    yield "rest_hours", defaults.rest_hours


def _zone_restrictions(zone: DangerZone, is_therapist: bool) -> Iterable[tuple[Key, object]]:
    for place in zone.places:
        for name in ("max_pressure", "max_hold_s", "max_still_s"):
            value = getattr(zone, name)
            if value is not None:
                yield Key(place, None, name, exact=True), value
        if zone.therapist_only_above is not None and not is_therapist:
            yield Key(place, None, "max_pressure", exact=True), zone.therapist_only_above
        yield from _bans(zone, place, None, exact=True)


def _bans(rule: DangerZone | Effect, place: str, side: Side | None, *, exact: bool) -> Iterable[tuple[Key, object]]:
    vocabulary = load_screen_data().vocabulary
    for tool in vocabulary.expand_tools(frozenset(rule.no_tools)):
        yield Key(place, side, "no_tools", tool, exact), True
    for action in rule.no_actions:
        yield Key(place, side, "no_actions", action, exact), True


def _effect_restrictions(effect: Effect, answers: Answers, is_therapist: bool) -> Iterable[tuple[Key, object]]:
    vocabulary = load_screen_data().vocabulary
    for name in SESSION_NUMBERS:
        if getattr(effect, name) is not None:
            yield everywhere(name), getattr(effect, name)
    for name in ("not_alone", "check_sugar"):
        if getattr(effect, name):
            yield everywhere(name), True
    if effect.therapist_only:
        yield everywhere("who"), "therapist"
    for position in vocabulary.expand_positions(frozenset(effect.avoid_positions)):
        yield Key("", None, "avoid_positions", position), True
    for surface in effect.avoid_surfaces:
        yield Key("", None, "avoid_surfaces", surface), True
    answered = tuple(f"answer:{question}" for question in effect.avoid_answers)
    for place, side in _spots_of((*effect.avoid, *answered), answers):
        yield Key(place, side, "max_pressure"), 0
    spots = _spots_of(effect.scope, answers) if effect.scope else (("", None),)
    for place, side in spots:
        for name in PLACE_NUMBERS:
            if getattr(effect, name) is not None:
                yield Key(place, side, name), getattr(effect, name)
        if effect.therapist_only_above is not None and not is_therapist:
            yield Key(place, side, "max_pressure"), effect.therapist_only_above
        yield from _bans(effect, place, side, exact=False)


# A place and its side; without a side it is meant on both.
_Spot = tuple[str, Side | None]


def _spots_of(names: Iterable[str], answers: Answers) -> tuple[_Spot, ...]:
    """Return the places that a scope means; an answer that is missing means everywhere."""
    return tuple(dict.fromkeys(spot for name in names for spot in _spots_of_one(name, answers)))


def _spots_of_one(name: str, answers: Answers) -> tuple[_Spot, ...]:
    scope = load_screen_data().vocabulary.scopes.get(name)
    named = _named_limbs(scope, answers) if scope else ()
    return named or tuple((place, None) for place in _places_of(name, answers))


def _named_limbs(scope: Scope, answers: Answers) -> tuple[_Spot, ...]:
    """Return the places of the limbs that were named, each on its own side; nothing while that is open."""
    named = answers.value(scope.named_by) if scope.named_by else None
    if not isinstance(named, tuple) or UNSURE in named:
        return ()
    limbs = [load_screen_data().vocabulary.limbs[name] for name in named]
    trunk = [(place, limb.side) for limb in limbs for place in limb.trunk if scope.with_trunk]
    return (*((place, limb.side) for limb in limbs for place in limb.places), *trunk)


def _places_of(name: str, answers: Answers) -> tuple[str, ...]:
    vocabulary, atlas = load_screen_data().vocabulary, load_atlas()
    if name.startswith("answer:"):
        answered = answers.value(name.removeprefix("answer:"))
        return answered if isinstance(answered, tuple) else tuple(atlas.places)
    if name == "painful_limb":
        return _painful_limb(answers)
    return vocabulary.scopes[name].places if name in vocabulary.scopes else (name,)


def _painful_limb(answers: Answers) -> tuple[str, ...]:
    """Return the places of the limbs that hurt; all limbs while no limb was named."""
    vocabulary = load_screen_data().vocabulary
    limbs = [area for area in ("arm_hand", "leg_foot") if answers.includes("pain_regions", area)]
    if not limbs:
        return vocabulary.scopes["painful_limb"].places
    return tuple(place for area in limbs for place in vocabulary.pain_areas[area].places)
