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


@cache
def load_treat_data() -> TreatData:
    """Return the facts of follow-up, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid, or an event, action, tool, place or technique does not resolve.
    """
    reader = Reader("treat")
    vocabulary, places = load_screen_data().vocabulary, load_atlas().places
    tools = {*vocabulary.tools, *vocabulary.tool_classes}
    events = reader.entries("adverse_events.toml", "event", AdverseEvent)
    rules = reader.entries("progression.toml", "rule", ProgressionRule)
    rank: dict[str, int] = reader.table("progression.toml", "rank")
    signs = reader.entries("reactions.toml", "sign", Sign)
    because: dict[str, str] = reader.table("reactions.toml", "because")
    see_someone: dict[str, str] = reader.table("reactions.toml", "see_someone")
    for sign in signs.values():
        reader.resolve("reactions.toml", sign.id, "event", [sign.event], events)
    for event in events.values():
        file, change = "adverse_events.toml", event.next
        reader.resolve(file, event.id, "tool", change.no_tools, tools)
        reader.resolve(file, event.id, "action", change.no_actions, vocabulary.actions)
        reader.resolve(file, event.id, "place", (*change.avoid, *change.scope), {*places, SAME_POINT})
        steps = [step for step in (change.action, change.second_time, change.if_warning) if step]
        reader.resolve(file, event.id, "step", steps, rank)
        switched = [change.switch_to] if change.switch_to else []
        reader.resolve(file, event.id, "technique", switched, load_plan_data().techniques)
    for rule in rules.values():
        reader.resolve("progression.toml", rule.id, "step", [rule.action], rank)
        reader.resolve("progression.toml", rule.id, "event", [rule.event] if rule.event else [], events)
        if bool(rule.when) == bool(rule.any):
            reader.fault("progression.toml", rule.id, "needs either when or any")
    reader.resolve_sources("adverse_events.toml", events.items())
    reader.resolve_sources("progression.toml", rules.items())
    reader.resolve_sources("reactions.toml", signs.items())
    check = reader.section("reactions.toml", "check", Check)
    course = reader.section("progression.toml", "course", Course)
    reader.finish()
    return TreatData(events, rules, course, rank, signs, check, because, see_someone)
