"""The week beside the massage: what people can do themselves, and what guidelines say, with how strongly."""

from __future__ import annotations

from collections.abc import Iterable

from unknot.knowledge import Value
from unknot.plan.data import load_plan_data
from unknot.plan.data.self_care import Guideline, Practice, WeekPart
from unknot.screen import Clearance, load_screen_data


class WeekSection(Value):
    """One part of the week: what to do, and what guidelines for this kind of pain say of it."""

    id: str
    title: str
    practices: tuple[Practice, ...]
    guidelines: tuple[Guideline, ...]


def week_beside(clearance: Clearance) -> tuple[WeekSection, ...]:
    """Return what belongs to a week with this kind of pain, besides sessions; parts without anything are left out.

    Parameters
    ----------
    clearance
        Its limits take practices away (no heat where it is banned); its answers say which guidelines speak of this
        pain. Medicines are never named with a dose: the part on them only says with whom to talk.
    """
    sections = (_section(part, clearance) for part in load_plan_data().week.values() if _fits(part.fits, clearance))
    return tuple(one for one in sections if one.practices or one.guidelines)


def _section(part: WeekPart, clearance: Clearance) -> WeekSection:
    data = load_plan_data()
    return WeekSection(
        id=part.id,
        title=part.title,
        practices=tuple(_allowed(part, clearance)),
        guidelines=tuple(
            one
            for one in data.guidelines.values()
            if part.with_guidelines and one.topic in part.topics and _fits(one.fits, clearance)
        ),
    )


def _allowed(part: WeekPart, clearance: Clearance) -> Iterable[Practice]:
    banned = load_screen_data().vocabulary.expand_tools(frozenset(clearance.limits.no_tools))
    for practice in load_plan_data().practices.values():
        if practice.topic in part.topics and not set(practice.applicators) & banned:
            yield practice


def _fits(kind: str, clearance: Clearance) -> bool:
    return not kind or load_plan_data().fits[kind].holds(clearance.answers)
