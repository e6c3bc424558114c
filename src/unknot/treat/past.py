"""A session that has been, with what was done at each spot and how the body answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from unknot.plan import load_plan_data
from unknot.treat.data import load_treat_data
from unknot.treat.progression import Inputs
from unknot.treat.reaction import Reaction
from unknot.treat.record import PlannedStep, SessionRecord, StepDone, level_used, pressed_steps


@dataclass(frozen=True)
class Dose:
    """What one spot got: as planned, as done, and the highest pressure that was reached."""

    spot: str
    planned: PlannedStep
    done: StepDone
    level: int | None
    was_eased: bool
    asked_for_more: bool = False

    @property
    def region(self) -> str:
        """Return where the spot lies, "region:side"; empty in records that do not say."""
        return f"{self.planned.region}:{self.spot.split(':')[1]}" if self.planned.region else ""

    @property
    def inputs(self) -> Inputs:
        """Return what is known of the pain during pressure, by the names of the rules.

        Whoever asked to ease off felt more than the step meant, and whoever let go because it was still too much felt
        more than they should: the least pain that this means, unless a higher number was given. Whoever asked for
        more, never to ease off, and did all of it felt less than the step meant, unless a number was given.
        """
        low, high = self.planned.pain or (0, 0)
        technique = load_plan_data().techniques.get(self.planned.technique or "")
        # A window that was cut for this person ends at their own ceiling.
        is_cut = technique is None or high < technique.dose.pain_nrs[1]
        ceiling = high if is_cut or technique is None else max(high, technique.dose.pain_nrs_stop)
        found: dict[str, float | bool] = {"@window_min": low, "@window_max": high, "@ceiling": ceiling}
        found["window_max"] = high
        at_least = ceiling + 1 if self.done.why == "too_much" else high + 1 if self.was_eased else None
        told = [pain for pain in (self.done.pain, at_least) if pain is not None]
        if told:
            found["pain_during_max"] = max(told)
        elif self.asked_for_more and self.done.state == "done":
            found["pain_during_max"] = max(0, low - 1)
        return found


@dataclass(frozen=True)
class PastSession:
    """A session and what the body answered."""

    record: SessionRecord
    reactions: tuple[Reaction, ...] = ()

    @property
    def day(self) -> date:
        """Return the day on which it ended, or began when it was left open."""
        return (self.record.ended_at or self.record.started_at).date()

    @cached_property
    def doses(self) -> dict[str, Dose]:
        """Return what each pressed spot got, by "id:side"."""
        eased = {one.step for one in self.record.felt if one.felt == "ease_off"}
        more = {one.step for one in self.record.felt if one.felt == "more"}
        return {
            key: Dose(
                spot=key,
                planned=planned,
                done=done,
                level=level_used(self.record, planned),
                was_eased=key in eased or done.why == "too_much",
                asked_for_more=key in more,
            )
            for key, (planned, done) in pressed_steps(self.record).items()
        }

    @cached_property
    def signs(self) -> frozenset[str]:
        """Return what was new after it, or ended it."""
        ended = {name for name, sign in load_treat_data().signs.items() if sign.end and sign.end == self.record.ended}
        return frozenset(ended.union(*(one.signs for one in self.reactions)))

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Return where something new was seen, "region:side"; where nobody said, wherever something was pressed."""
        named = tuple(dict.fromkeys(name for one in self.reactions for name in one.where))
        return named or tuple(dict.fromkeys(dose.region for dose in self.doses.values() if dose.region))

    def soreness_at(self, after_h: int) -> int | None:
        """Return how sore the spots were at a check; None where nobody said."""
        return next((one.soreness for one in self.reactions if one.after_h == after_h), None)

    @property
    def sore_hours(self) -> int:
        """Return for how many hours at least the spots were sore."""
        return max((one.after_h for one in self.reactions if one.soreness), default=0)

    @property
    def is_quiet(self) -> bool:
        """Return whether nothing came of it, as far as somebody was asked; not asked is not quiet."""
        is_asked = self.soreness_at(load_treat_data().check.hours[0]) is not None
        is_eased = any(dose.was_eased for dose in self.doses.values())
        return is_asked and not self.signs and not is_eased and all(one.is_quiet for one in self.reactions)

    @property
    def is_settled(self) -> bool:
        """Return whether the last answer says that the spots have calmed down."""
        told = {one.after_h: one.soreness for one in self.reactions if one.soreness is not None}
        return bool(told) and told[max(told)] <= load_treat_data().check.settled_soreness
