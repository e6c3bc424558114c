"""The facts that follow-up needs: unwanted effects, and the rules by which a session changes the next one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import Field

from unknot.body import load_atlas
from unknot.knowledge import Entry, Names, Reader, Value
from unknot.plan import load_plan_data
from unknot.screen import load_screen_data

# A scope that is no place: where the reaction itself was.
SAME_POINT = "the same point"


class NextSession(Value):
    """What a reaction changes in the next session; of several reactions the stricter wins."""

    session: Literal["none"] | None = None
    action: str = ""
    until: str = ""
    level_change: int = 0
    max_level: int | None = None
    then_max_level: int | None = None
    max_hold_s: int | None = None
    hold_change_s: int = 0
    max_points_change: int = 0
    points_half: bool = False
    min_wait_h: int | None = None
    wait_until: str = ""
    when_over_h: int | None = None
    avoid_spot: bool = False
    avoid_spot_days: int | None = None
    refer_after_days: int | None = None
    no_tools: Names = ()
    no_actions: Names = ()
    avoid: Names = ()
    scope: Names = ()
    rise_slowly_min: int | None = None
    max_minutes_session: int | None = None
    rescreen: bool = False
    second_time: str = ""
    if_warning: str = ""
    switch_to: str = ""


class AdverseEvent(Entry):
    """An unwanted effect of massage: what to do, and what it does to the next session."""

    id: str
    name: str
    severity: Literal["expected", "mild", "moderate", "serious"]
    onset: str
    duration: str
    rate: str
    warning_when: str
    action: str
    next_session: str
    next: NextSession


class ProgressionRule(Entry):
    """A rule that changes the next session."""

    id: str
    group: str
    when: dict[str, Any] = Field(default_factory=dict)
    any: tuple[dict[str, Any], ...] = ()
    action: str
    event: str = ""
    text: str
    basis: str
    level_change: int = 0
    hold_change_s: int = 0
    check_location: bool = False
    sessions_per_week_factor: float = 1.0


class Sign(Entry):
    """Something new after a session that people may name, and what it is called in the table and in the rules."""

    id: str
    name: str
    event: str
    input: str = ""
    is_warning: bool = False
    asks_where: bool = False
    # A session that ended so counts as this sign.
    end: str = ""


class Check(Entry):
    """When it is asked how the body answered."""

    hours: tuple[int, ...]
    early_h: int
    again_h: int
    last_day: int
    settled_soreness: int
    course_gap_days: int
    second_within_days: int


class Course(Entry):
    """The ordinary course of sessions."""

    trial_sessions: int
    trial_weeks: tuple[int, int]
    reassess_every_sessions: int
    max_sessions_without_gain: int
    min_hours_between_same_point: int
    meaningful_pain_points: int
    meaningful_pain_pct: int
    raise_levels_at_most: int
    raise_hold_s_at_most: int
    floor_steps_after_quiet_sessions: int


@dataclass(frozen=True)
class TreatData:
    """All facts of the stage, names resolved."""

    events: dict[str, AdverseEvent]
    rules: dict[str, ProgressionRule]
    course: Course
    rank: dict[str, int]
    signs: dict[str, Sign]
    check: Check
    # Why a rule changes the next session, as the end of a sentence.
    because: dict[str, str]
    # What to say before "go on" when a rule sends somebody to a doctor or therapist.
    see_someone: dict[str, str]


EVENTS, PROGRESSION, REACTIONS = "adverse_events.toml", "progression.toml", "reactions.toml"


@cache
def load_treat_data() -> TreatData:
    """Return the facts of follow-up, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid, or an event, action, tool, place or technique does not resolve.
    """
    reader = Reader("treat")
    data = TreatData(
        events=reader.entries(EVENTS, "event", AdverseEvent),
        rules=reader.entries(PROGRESSION, "rule", ProgressionRule),
        course=reader.section(PROGRESSION, "course", Course),
        rank=reader.table(PROGRESSION, "rank"),
        signs=reader.entries(REACTIONS, "sign", Sign),
        check=reader.section(REACTIONS, "check", Check),
        because=reader.table(REACTIONS, "because"),
        see_someone=reader.table(REACTIONS, "see_someone"),
    )
    _check_events(reader, data)
    _check_rules(reader, data)
    _check_signs(reader, data)
    reader.finish()
    return data


def _check_events(reader: Reader, data: TreatData) -> None:
    vocabulary, places = load_screen_data().vocabulary, {*load_atlas().places, SAME_POINT}
    for name, event in data.events.items():
        change = event.next
        reader.resolve(EVENTS, name, "tool", change.no_tools, vocabulary.tool_names)
        reader.resolve(EVENTS, name, "action", change.no_actions, vocabulary.actions)
        reader.resolve(EVENTS, name, "place", (*change.avoid, *change.scope), places)
        steps = [step for step in (change.action, change.second_time, change.if_warning) if step]
        reader.resolve(EVENTS, name, "step", steps, data.rank)
        switched = [change.switch_to] if change.switch_to else []
        reader.resolve(EVENTS, name, "technique", switched, load_plan_data().techniques)
    reader.resolve_sources(EVENTS, data.events.items())


def _check_rules(reader: Reader, data: TreatData) -> None:
    for name, rule in data.rules.items():
        reader.resolve(PROGRESSION, name, "step", [rule.action], data.rank)
        reader.resolve(PROGRESSION, name, "event", [rule.event] if rule.event else [], data.events)
        if bool(rule.when) == bool(rule.any):
            reader.fault(PROGRESSION, name, "needs either when or any")
    reader.resolve_sources(PROGRESSION, data.rules.items())


def _check_signs(reader: Reader, data: TreatData) -> None:
    for name, sign in data.signs.items():
        reader.resolve(REACTIONS, name, "event", [sign.event], data.events)
    reader.resolve_sources(REACTIONS, data.signs.items())
