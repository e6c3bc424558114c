"""Every rule of the screening in words: its reason, its condition, what it does, where it comes from.

The pages and the document for a clinician tell the same; nothing here is of a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from unknot.knowledge import Entry, Review, Source, load_reviews, load_sources
from unknot.screen import load_screen_data
from unknot.screen.data.for_everyone import DangerZone, SensitiveArea
from unknot.screen.data.rules import Accuracy, Contraindication, RedFlag
from unknot_app.actions.conditions_in_words import Condition, condition_in_words
from unknot_app.actions.limits_in_words import limits_of_effect, limits_of_zone, place_names
from unknot_app.actions.outcome import HEADLINES
from unknot_app.actions.sentences import Sentence

KINDS = {
    "red_flag": "Danger sign",
    "absolute": "No session",
    "regional": "Part of the body",
    "precaution": "Whole plan",
    "approach": "Way of treating",
    "zone": "Place pressed with care",
    "sensitive_area": "Place that needs its own yes",
    "default": "Limits for every adult",
    "stop": "Sign to stop",
}
BASES = {
    "guideline": "a guideline",
    "study": "a study",
    "case_report": "reports of single cases",
    "expert_consensus": "what experts agreed on",
    "trade_tradition": "what the trade teaches",
    "project_margin": "a cautious choice of this project",
}
STATUSES = {
    "verified": "Read in the source",
    "recalled": "General knowledge, not checked",
    "estimated": "Estimated by this project",
}
# How far a source was read, from the words of the list of sources.
SEEN = {
    "page": "the page was read",
    "full_file": "all of it was read",
    "full_package": "all of it was read",
    "code": "its code was read",
    "record": "its record was read",
    "abstract": "its summary was read",
    "abstract_and_table": "its summary and a table were read",
    "abstract_and_tables": "its summary and tables were read",
    "abstract_and_summary": "its summary and a report on it were read",
    "part": "a part was read",
    "partly": "a part was read",
    "excerpt": "an excerpt was read",
    "table_excerpt": "a part of a table was read",
    "summary": "a report on it was read",
    "secondary": "only what another text says of it was read",
    "secondary_table": "only a table of another text was read",
    "citation_only": "only its title was seen",
    "not_seen": "it was not read",
    "none": "it was not read",
}

EFFECT_OF_A_STOP = {
    "stop_and_emergency": "End the session and call the emergency number.",
    "stop_and_same_day_doctor": "End the session and speak to a doctor the same day.",
    "stop_this_point": "Leave this point.",
}
STOP_SIGNS = {
    "stop_and_emergency": "Stop and call for help",
    "stop_and_same_day_doctor": "Stop and see a doctor today",
    "stop_this_point": "Stop at this point",
}
CONSENTS = {
    "separate": "A therapist presses here only after a yes of its own.",
    "never": "Nobody presses here.",
}
CLEARANCES = {
    "required": "First ask the doctor or team who treats it. Their yes lapses after 90 days.",
    "advised": "Better ask the doctor or team who treats it.",
}
_DEFAULTS = {
    "max_pressure": "pressure at most %(value)s of 5",
    "max_pain": "pain at most %(value)s of 10 when a therapist presses",
    "max_pain_self": "pain at most %(value)s of 10 when you or somebody at home presses",
    "max_hold_s": "firm pressing for at most %(value)s seconds at a time by a therapist",
    "max_hold_s_self": "firm pressing for at most %(value)s seconds at a time by you or somebody at home",
    "max_heat_s": "warmth at most %(value)s seconds",
    "max_cold_s": "cold at most %(value)s seconds",
    "max_ease_position_s": "a muscle rested short for at most %(value)s seconds",
    "max_slow_release_s": "sinking in slowly for at most %(value)s seconds",
    "max_stretch_hold_s": "a stretch held at most %(value)s seconds",
    "max_rest_position_s": "a position of rest at most %(value)s seconds",
    "max_points": "at most %(value)s points",
    "max_minutes_region": "at most %(value)s minutes on one region",
    "max_minutes_session": "at most %(value)s minutes a session",
    "rest_hours": "then %(value)s hours of rest",
    "max_minutes_percussion_per_spot": "a massage gun at most %(value)s minute on one spot",
    "self_floor_after_quiet_sessions": "alone on the floor only after %(value)s quiet sessions",
}


@dataclass(frozen=True)
class Rule:
    """A rule in words. `title` is what a person is told; `name` and `finding` are for professionals."""

    id: str
    kind: str
    title: Sentence
    does: tuple[Sentence, ...]
    entry: Entry
    review: Review
    reason: str = ""
    says: str = ""
    signs: tuple[str, ...] = ()
    name: str = ""
    finding: str = ""
    basis: str = ""
    condition: Condition | None = None
    accuracy: tuple[Accuracy, ...] = ()

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]

    @property
    def status_name(self) -> str:
        return STATUSES[self.entry.status]

    @property
    def basis_name(self) -> str:
        return BASES.get(self.basis, "")

    @property
    def is_reviewed(self) -> bool:
        return self.entry.reviewed or self.review.reviewed

    @property
    def sources(self) -> tuple[tuple[Source, str], ...]:
        """Return the sources, each with how far it was read."""
        found = [load_sources()[key] for key in self.entry.sources]
        return tuple((source, SEEN[source.seen]) for source in found)

    def is_overdue(self, day: date) -> bool:
        return self.review.is_overdue(day)


@cache
def all_rules() -> dict[str, Rule]:
    """Return every rule by its id: the most urgent first, then what limits a session, then what holds always."""
    data = load_screen_data()
    urgencies = list(HEADLINES)
    flags = sorted(data.red_flags.values(), key=lambda flag: urgencies.index(flag.urgency))
    kinds = list(KINDS)
    contraindications = sorted(data.contraindications.values(), key=lambda rule: kinds.index(rule.kind))
    found = (
        *map(_red_flag, flags),
        *map(_contraindication, contraindications),
        *map(_zone, data.danger_zones.values()),
        *map(_area, data.sensitive_areas.values()),
        _default_limits(),
        *_stop_signs(),
    )
    return {rule.id: rule for rule in found}


def rules_with(text: str, kind: str, status: str, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules that hold a text in their own words, and are of a kind and status where one is named."""
    wanted = text.casefold().split()
    return tuple(
        rule
        for rule in rules
        if kind in ("", rule.kind)
        and status in ("", rule.entry.status)
        and all(word in _words_of(rule) for word in wanted)
    )


def _words_of(rule: Rule) -> str:
    parts = (rule.id, str(rule.title), rule.name, rule.reason, rule.says, *rule.signs, *map(str, rule.does))
    return " ".join(parts).casefold()


def _red_flag(flag: RedFlag) -> Rule:
    does = [Sentence(HEADLINES[flag.urgency])]
    if flag.unless_fired:
        titles = tuple(load_screen_data().red_flags[one].title for one in flag.unless_fired)
        does.append(Sentence("its advice is left out beside this: %(names)s", {"names": titles}))
    return Rule(
        id=flag.id,
        kind="red_flag",
        title=Sentence(flag.title),
        does=tuple(does),
        entry=flag,
        review=_review("red_flags.toml"),
        says=flag.advice,
        name=flag.name,
        finding=flag.finding,
        basis=flag.basis,
        condition=_condition(flag.id),
        accuracy=flag.accuracy,
    )


def _contraindication(rule: Contraindication) -> Rule:
    return Rule(
        id=rule.id,
        kind=rule.kind,
        title=Sentence(rule.name),
        does=tuple(_effects(rule)),
        entry=rule,
        review=_review("contraindications.toml"),
        reason=rule.why,
        says=rule.say,
        finding=rule.finding,
        basis=rule.basis,
        condition=_condition(rule.id),
    )


def _effects(rule: Contraindication) -> Iterator[Sentence]:
    effect = rule.effect
    if effect.session == "none":
        yield Sentence("No session.")
    if effect.until:
        yield Sentence("Until: %(until)s", {"until": (effect.until,)})
    if effect.clearance:
        yield Sentence(CLEARANCES[effect.clearance])
    yield from limits_of_effect(effect)


def _zone(zone: DangerZone) -> Rule:
    does = list(limits_of_zone(zone))
    if zone.half_width_mm is not None:
        does.append(Sentence("up to %(value)s mm on each side of its middle", {"value": zone.half_width_mm}))
    if zone.self_hard_point_half_width_mm is not None:
        width = {"value": zone.self_hard_point_half_width_mm}
        does.append(Sentence("with hard points, by yourself: up to %(value)s mm on each side", width))
    return Rule(
        id=zone.id,
        kind="zone",
        title=Sentence("%(names)s", {"names": place_names(zone.places)}),
        name=zone.contains,
        does=tuple(does),
        entry=zone,
        review=_review("danger_zones.toml"),
        reason=zone.why,
        says=zone.limit,
    )


def _area(area: SensitiveArea) -> Rule:
    return Rule(
        id=f"consent_{area.id}",  # some are also the name of a zone
        kind="sensitive_area",
        title=Sentence(area.part) if area.part else Sentence("%(names)s", {"names": place_names(area.places)}),
        does=(Sentence(CONSENTS[area.consent]),),
        entry=area,
        review=_review("sensitive_areas.toml"),
        says=area.say,
        basis=area.basis,
    )


def _default_limits() -> Rule:
    limits = load_screen_data().default_limits
    return Rule(
        id="default_limits",
        kind="default",
        title=Sentence("What holds for a healthy adult before any other rule"),
        does=tuple(Sentence(text, {"value": getattr(limits, name)}) for name, text in _DEFAULTS.items()),
        entry=limits,
        review=_review("default_limits.toml"),
        reason=limits.text,
    )


def _stop_signs() -> Iterator[Rule]:
    signs = load_screen_data().stop_signs
    for name, title in STOP_SIGNS.items():
        yield Rule(
            id=name,
            kind="stop",
            title=Sentence(title),
            does=(Sentence(EFFECT_OF_A_STOP[name]),),
            entry=signs,
            review=_review("default_limits.toml"),
            signs=getattr(signs, name),
        )


def _condition(rule: str) -> Condition:
    return condition_in_words(load_screen_data().when[rule])


def _review(file: str) -> Review:
    return load_reviews()[f"screen/{file}"]
