"""What stands beside the pressing: practices, guidelines, the week, advice by cause, breathing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal

from unknot.knowledge import Entry, Names, Reader
from unknot.plan.data.techniques import Range
from unknot.screen.expressions import Expression, QuestionForm, parse

SELF_CARE = "self_care.toml"


class Practice(Entry):
    """Practical advice beside the massage."""

    id: str
    topic: str
    what: str
    applicators: Names = ()
    dose: str = ""
    minutes: Range | None = None
    every_minutes: Range | None = None
    times_per_day: Range | None = None
    days_per_week: Range | None = None
    combine: Names = ()
    cautions: Names = ()
    ask_if: Names = ()
    evidence: str


class Guideline(Entry):
    """What a guideline says about a kind of care."""

    id: str
    guideline: str
    population: str
    topic: str
    direction: Literal["for", "against", "neutral"]
    strength: str
    certainty: str
    text: str
    # The kind of pain that it speaks of, a name of the table `fits`.
    fits: str


class WeekPart(Entry):
    """What stands together on the page of the week: practices and guidelines by their topics."""

    id: str
    title: str
    topics: Names
    fits: str = ""
    with_guidelines: bool = True


class Combination(Entry):
    """The order of things in a session at home or in a clinic."""

    id: str
    name: str
    steps: Names


class CauseAdvice(Entry):
    """What a cause changes, and what the person reads about it."""

    cause: str
    words: str
    plan: dict[str, Any]
    order: Names = ()
    see_someone: str = ""


class Breathing(Entry):
    """Slow breathing at the start or the end of a session."""

    id: str
    when: str
    seconds: Range
    in_s: int
    out_s: int
    breaths: Range
    say: str
    stop_if: Names


def read_practices(reader: Reader, applicators: Collection[str]) -> dict[str, Practice]:
    """Read the practical advice."""
    practices = reader.entries(SELF_CARE, "practice", Practice)
    for name, practice in practices.items():
        reader.resolve(SELF_CARE, name, "applicator", practice.applicators, applicators)
    reader.resolve_sources(SELF_CARE, practices.items())
    return practices


def read_kinds_of_pain(reader: Reader, forms: Mapping[str, QuestionForm]) -> dict[str, Expression]:
    """Read, for each kind of pain that guidelines speak of, the condition by which it is somebody's."""
    kinds = {}
    for name, raw in reader.table(SELF_CARE, "fits").items():
        try:
            kinds[name] = parse(raw, forms)
        except ValueError as error:
            reader.fault(SELF_CARE, f"fits.{name}", str(error))
    return kinds


def read_guidelines(reader: Reader, kinds_of_pain: Collection[str]) -> dict[str, Guideline]:
    """Read what guidelines say, each of one kind of pain."""
    guidelines = reader.entries(SELF_CARE, "guideline", Guideline)
    for name, guideline in guidelines.items():
        reader.resolve(SELF_CARE, name, "kind of pain", [guideline.fits], kinds_of_pain)
    reader.resolve_sources(SELF_CARE, guidelines.items())
    return guidelines


def read_week(
    reader: Reader, kinds_of_pain: Collection[str], told: Iterable[Practice | Guideline]
) -> dict[str, WeekPart]:
    """Read the parts of the page of the week; each topic is one of what is told there."""
    week, topics = reader.entries(SELF_CARE, "week", WeekPart), {one.topic for one in told}
    for name, part in week.items():
        reader.resolve(SELF_CARE, name, "topic", part.topics, topics)
        reader.resolve(SELF_CARE, name, "kind of pain", [part.fits] if part.fits else [], kinds_of_pain)
    return week


def read_cause_advice(reader: Reader, causes: Collection[str], practices: Collection[str]) -> dict[str, CauseAdvice]:
    """Read the advice by cause; a cause is an answer of the question what set the pain off."""
    advice = reader.entries(SELF_CARE, "cause_advice", CauseAdvice, key="cause")
    for cause, one in advice.items():
        reader.resolve(SELF_CARE, "cause_advice", "cause", [cause], causes)
        reader.resolve(SELF_CARE, cause, "practice", one.plan.get("practice", ()), practices)
    reader.resolve_sources(SELF_CARE, advice.items())
    return advice


def read_breathing(reader: Reader) -> dict[str, Breathing]:
    """Read the ways of slow breathing."""
    breathing = reader.entries(SELF_CARE, "breathing", Breathing)
    reader.resolve_sources(SELF_CARE, breathing.items())
    return breathing


def read_combinations(reader: Reader) -> dict[str, Combination]:
    """Read the orders of things in a session."""
    return reader.entries(SELF_CARE, "combination", Combination)
