"""Comparing two ways on one's own body: declared beforehand, led day by day, answered at the end.

Nothing of the answer is shown while it goes on: looking sways what is entered. What is entered is the pain of the
day, as at any other time. Days on which the answers allowed no session do not count.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

import numpy as np
from django.db import transaction
from django.utils import timezone

from unknot.errors import UnknotError
from unknot.measure import Given, load_measure_data, which_count
from unknot.measure.own_comparison import Arm, OwnComparison, arm_of, compare_arms, draw_order
from unknot_app.actions.measuring import PAIN
from unknot_app.actions.standing import Standing
from unknot_app.records.models import Comparison, Measurement, Person, Result
from unknot_app.records.queries import comparisons_of, last_comparison_of, measurements_of, results_of

# How long a spell has lasted that mostly gets better by itself: less than three months.
FRESH = ("under_2_weeks", "2_to_6_weeks", "6_to_12_weeks")
# From how many pairs of periods on; more only when it is gone on with.
PAIRS = 3
State = Literal["under_way", "waits_for_answers", "stopped_by_answers", "over"]
LARGEST_SEED = 2**31


class NoComparisonNow(UnknotError):  # noqa: N818 - it is a state of things, not a fault
    """As things stand, no comparison can begin, go on or end."""

    def __init__(self) -> None:
        super().__init__("no comparison can begin, go on or end as things stand now")


@dataclass(frozen=True)
class Period:
    """A period with its first day, its arm, and what was entered of the outcome that decides."""

    number: int
    starts: date
    arm: Arm
    days: int
    mean: float | None


@dataclass(frozen=True)
class Comparing:
    """A comparison as it stands on a day."""

    stored: Comparison
    today: date
    is_answered: bool
    is_allowed: bool
    scores: Mapping[str, Mapping[int, float]]

    @cached_property
    def order(self) -> tuple[Arm, ...]:
        return order_of(self.stored)

    @property
    def day(self) -> int:
        """Return the day of today, counted from 0."""
        return (self.today - self.stored.begun_on).days

    @property
    def arm(self) -> Arm | None:
        return arm_of(self.order, self.day)

    @property
    def state(self) -> State:
        if self.stored.ended_on is not None or self.arm is None:
            return "over"
        if not self.is_answered:
            return "waits_for_answers"
        return "under_way" if self.is_allowed else "stopped_by_answers"

    @property
    def weeks(self) -> int:
        return len(self.order) * load_measure_data().own_comparison.period_days // 7

    @property
    def changes_on(self) -> date:
        """Return the day on which the next period begins."""
        days = load_measure_data().own_comparison.period_days
        return self.stored.begun_on + timedelta(days=days * (self.day // days + 1))

    @property
    def has_todays_entry(self) -> bool:
        return self.day in self.scores[self.stored.primary]

    @cached_property
    def answers(self) -> Mapping[str, OwnComparison]:
        """Return the answer of each outcome, the one that decides first."""
        return {name: compare_arms(PAIN, self.order, days) for name, days in self.scores.items()}

    @property
    def answer(self) -> OwnComparison:
        return self.answers[self.stored.primary]

    @property
    def more_pairs(self) -> int | None:
        """Return with how many pairs more it can go on; None where it cannot. It can once."""
        rule, weeks = load_measure_data().own_comparison, self.answer.more_weeks
        if self.state != "over" or self.stored.ended_on is not None or self.stored.pairs > PAIRS or weeks is None:
            return None
        pairs = -(-weeks * 7 // (2 * rule.period_days))
        return pairs if self.stored.pairs + pairs <= rule.pairs[1] else None

    @property
    def periods(self) -> Sequence[Period]:
        """Return the periods that have begun."""
        length, days = load_measure_data().own_comparison.period_days, self.scores[self.stored.primary]
        last = (self.stored.ended_on or self.today) - self.stored.begun_on
        rows = []
        for place, arm in enumerate(self.order[: last.days // length + 1]):
            inside = [score for day, score in days.items() if day // length == place]
            starts = self.stored.begun_on + timedelta(days=place * length)
            mean = sum(inside) / len(inside) if inside else None
            rows.append(Period(place + 1, starts, arm, len(inside), mean))
        return rows


def comparison_of(standing: Standing) -> Comparing | None:
    """Return the last comparison of a person, as it stands."""
    stored = last_comparison_of(standing.person)
    return _as_it_stands(stored, standing) if stored else None


def comparisons_over(standing: Standing) -> tuple[Comparing, ...]:
    """Return all comparisons that came to an end, the newest first: whoever shows one owes the others."""
    known = (_as_it_stands(stored, standing) for stored in comparisons_of(standing.person))
    return tuple(one for one in known if one.state == "over")


def _as_it_stands(stored: Comparison, standing: Standing) -> Comparing:
    return Comparing(stored, standing.today, standing.is_answered, standing.is_allowed, _scores(stored))


def is_fresh(standing: Standing) -> bool:
    """Return whether the pain is of a spell that mostly gets better by itself."""
    return standing.answers.get("pain_duration") in FRESH


def began_fresh(comparing: Comparing) -> bool:
    """Return whether the pain was fresh by the last answers before a comparison began."""
    before = results_of(comparing.stored.person, Result.Kind.CLEARANCE)
    judged = before.filter(made_at__lte=comparing.stored.declared_at).first()
    return judged is not None and judged.input.get("answers", {}).get("pain_duration") in FRESH


def order_of(stored: Comparison) -> tuple[Arm, ...]:
    """Return the arm of each period; from the seed that was kept it is the same each time."""
    return draw_order(stored.pairs, np.random.default_rng(stored.seed))


def begin_comparison(standing: Standing, what: str, primary: str, beside: Sequence[str]) -> Comparison:
    """Declare a comparison, which begins today.

    Raises
    ------
    NoComparisonNow
        If the answers allow no session, or another one is under way.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(id=standing.person.id)
        known = comparison_of(standing)
        if not standing.is_allowed or (known and known.state != "over"):
            raise NoComparisonNow
        others = [name for name in beside if name != primary]
        return Comparison.objects.create(
            person=person,
            what=what,
            primary=primary,
            beside=others,
            pairs=PAIRS,
            seed=secrets.randbelow(LARGEST_SEED),
            begun_on=standing.today,
            declared_at=standing.now,
        )


def stop_comparison(standing: Standing) -> None:
    """End a comparison early, today. Raises `NoComparisonNow` if none is under way."""
    with transaction.atomic():
        Person.objects.select_for_update().get(id=standing.person.id)
        known = comparison_of(standing)
        if known is None or known.state == "over":
            raise NoComparisonNow
        known.stored.ended_on = standing.today
        known.stored.save()


def go_on_comparing(standing: Standing) -> None:
    """Go on with as many pairs as may be missing. Raises `NoComparisonNow` where it cannot."""
    with transaction.atomic():
        Person.objects.select_for_update().get(id=standing.person.id)
        known = comparison_of(standing)
        if known is None or known.more_pairs is None or not standing.is_allowed:
            raise NoComparisonNow
        known.stored.pairs += known.more_pairs
        known.stored.save()


def _scores(stored: Comparison) -> dict[str, dict[int, float]]:
    """Return the mean of what was entered on each day, by outcome; the outcome that decides comes first."""
    names = [item.id for item in load_measure_data().instruments[PAIN].item]
    outcomes = (stored.primary, *stored.beside)
    found: dict[str, dict[int, list[float]]] = {name: {} for name in outcomes}
    first, last = stored.begun_on, stored.ended_on or date.max
    blocked = _blocked_days(stored.person)
    entered = measurements_of(stored.person, PAIN).exclude(context=Measurement.Context.ELSEWHERE)
    for name in outcomes:
        for one, rating in _that_count(reversed(entered), names.index(name)):
            on = timezone.localdate(one.taken_at)
            if first <= on <= last and not any(start <= on < end for start, end in blocked):
                found[name].setdefault((on - first).days, []).append(rating)
    return {name: {day: sum(some) / len(some) for day, some in days.items()} for name, days in found.items()}


def _that_count(entered: Iterable[Measurement], place: int) -> list[tuple[Measurement, float]]:
    """Return the entries, oldest first, of which a rating counts, with the rating."""
    rated = [(one, one.answers.get("answers", ())[place : place + 1]) for one in entered]
    told = [(one, given[0]) for one, given in rated if given and isinstance(given[0], int | float)]
    given = [Given(at=timezone.localtime(one.taken_at), is_finished=one.finished_at is not None) for one, _ in told]
    return [one for one, counts in zip(told, which_count(given), strict=True) if counts]


def _blocked_days(person: Person) -> list[tuple[date, date]]:
    """Return from which day until before which day the answers allowed no session."""
    since: date | None = None
    spans = []
    for judged in results_of(person, Result.Kind.CLEARANCE).order_by("made_at"):
        on = timezone.localdate(judged.made_at)
        is_allowed = judged.output.get("session") == "allowed"
        if not is_allowed and since is None:
            since = on
        elif is_allowed and since is not None:
            spans.append((since, on))
            since = None
    return [*spans, (since, date.max)] if since else spans
