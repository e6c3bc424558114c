"""From sessions and the body's answers to what they mean for the next session.

Everything adds up: each reaction and rule brings its consequences, planning merges them with all other limits, and
the stricter wins. So a worse answer can only add to them, and never makes the next session heavier.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from unknot.plan import Adjustment, Consequence, SessionHistory
from unknot.treat.consequences import (
    STOPS,
    asked,
    during,
    kept,
    nowhere_more,
    of_event,
    rests,
    step_back,
    still_left_alone,
)
from unknot.treat.data import ProgressionRule, load_treat_data
from unknot.treat.past import Dose, PastSession
from unknot.treat.progression import highest_rank, matching

GROUPS = ("safety", "reaction", "response", "course")
# Rules of a higher rank than this forbid to raise anything.
NO_RAISE_ABOVE = "space_out"
WORSE, MUCH_WORSE, FLARE, SECOND_FLARE = "worse", "much_worse", "flare", "second_flare"


def build_history(
    sessions: Sequence[PastSession],
    today: date,
    *,
    pain_now: int | None = None,
    rechecked_at: datetime | None = None,
    may_raise: bool = False,
) -> SessionHistory:
    """Return what earlier sessions mean for one today.

    Parameters
    ----------
    sessions
        All sessions in which something was pressed, oldest first; only those of the present course count.
    today
        The day for which is planned.
    pain_now
        The usual pain, 0 to 10, as it was said after the last reaction; None where it was not.
    rechecked_at
        When the danger questions were answered last.
    may_raise
        Whether nothing in the answers forbids more pressure than last time: no precaution, no widespread pain.

    Returns
    -------
    SessionHistory
        With an adjustment whose consequences only ever limit; a raise lifts the limit of last time by one level,
        within all others. Source: treat/progression.toml and treat/adverse_events.toml.
    """
    course = _course(sessions, today)
    if not course:
        return SessionHistory()
    judged = _Judged(course, today, pain_now, rechecked_at, may_raise)
    return SessionHistory(
        quiet_sessions=judged.quiet,
        last_session_date=course[-1].day,
        sessions_done=len(course),
        adjustment=judged.adjustment,
    )


def _course(sessions: Sequence[PastSession], today: date) -> list[PastSession]:
    """Return the sessions of the present course: those without a long pause between them and until today."""
    longest = timedelta(days=load_treat_data().check.course_gap_days)
    course: list[PastSession] = []
    after = today
    for session in reversed(sessions):
        if after - session.day > longest:
            break
        course.insert(0, session)
        after = session.day
    return course


@dataclass(frozen=True)
class _Judged:
    """A course, what it says by the names of the rules, and what the rules ask."""

    course: Sequence[PastSession]
    today: date
    pain_now: int | None
    rechecked_at: datetime | None
    may_raise: bool

    @property
    def last(self) -> PastSession:
        return self.course[-1]

    @cached_property
    def quiet(self) -> int:
        count = 0
        for session in reversed(self.course):
            if not session.is_quiet:
                break
            count += 1
        return count

    @cached_property
    def inputs(self) -> dict[str, float | bool]:
        """Return what is known; nothing stands for what nobody said."""
        last, signs, check = self.last, load_treat_data().signs, load_treat_data().check
        found: dict[str, float | bool] = {
            "sessions_done": len(self.course),
            "sessions_quiet": self.quiet,
            "weeks_done": (self.today - self.course[0].day).days / 7,
            "soreness_hours": last.sore_hours,
            "red_flag": self._has_open_warning(),
        }
        found |= {signs[name].input: True for name in last.signs if signs[name].input}
        for name, hours in zip(("soreness_24h", "soreness_48h"), check.hours, strict=True):
            soreness = last.soreness_at(hours)
            if soreness is not None:
                found[name] = soreness
        return found | self._pain()

    def _has_open_warning(self) -> bool:
        """Return whether a sign that may be dangerous was named, and the danger questions were not asked since."""
        named = [one.answered_at for one in self.last.reactions if one.warnings]
        return bool(named) and (self.rechecked_at is None or self.rechecked_at < max(named))

    def _pain(self) -> dict[str, float | bool]:
        told = [*(one.record.before.pain for one in self.course), self.pain_now]
        readings = [pain for pain in told if pain is not None]
        found: dict[str, float | bool] = {}
        if len(readings) > 1:
            baseline, now = readings[0], readings[-1]
            found["pain_change"] = now - baseline
            if baseline:
                found["pain_change_pct"] = 100 * (baseline - now) / baseline
                found["sessions_without_gain"] = _without_gain(baseline, readings[1:])
        if MUCH_WORSE in self.last.signs and self.pain_now is None:
            least = load_treat_data().course.meaningful_pain_points
            found["pain_change"] = max(least, found.get("pain_change", least))
        return found

    @cached_property
    def rules(self) -> list[ProgressionRule]:
        return [rule for group in GROUPS for rule in matching(group, self.inputs)]

    @cached_property
    def during(self) -> list[tuple[Dose, ProgressionRule]]:
        """Return for each spot the first rule that is true of the pain during pressure."""
        found = []
        for dose in self.last.doses.values():
            first = matching("during", dose.inputs)[:1]
            found += [(dose, rule) for rule in first]
        return found

    @property
    def adjustment(self) -> Adjustment:
        data = load_treat_data()
        heads = [*self.rules, *(rule for _, rule in self.during)]
        actions = {rule.id: rule.action for rule in heads}
        if FLARE in actions and self._had_a_flare_before():
            actions[SECOND_FLARE] = data.events[FLARE].next.second_time
        action = highest_rank(actions.values())
        reasons = [name for name, asks in actions.items() if asks == action]
        texts = (data.see_someone.get(name) or data.rules[name].text for name in reasons)
        consequences = tuple(self._consequences(actions))
        return Adjustment.model_validate(
            {
                "action": action,
                "rules": tuple(dict.fromkeys(reasons)),
                "reasons": tuple(dict.fromkeys(texts)),
                "consequences": (*consequences, *nowhere_more(consequences, self.last)),
            }
        )

    def _consequences(self, actions: dict[str, str]) -> Iterable[Consequence]:
        for name, action in actions.items():
            if action in STOPS:
                yield asked(name, max_level=0)
        for rule in self.rules:
            if rule.event:
                yield from of_event(rule.id, rule.event, self.last)
        yield from self._of_signs_without_a_rule()
        for dose, rule in self.during:
            yield from during(rule, dose)
        if "no_gain" in actions:
            yield from step_back("no_gain", self.last.doses)
        yield from step_back("point_quiet", self._calmer_spots())
        yield from still_left_alone(self.course, self.today)
        yield from rests(self.course, self.today)
        yield from kept(self.course, self.quiet, self._raised(actions))

    def _of_signs_without_a_rule(self) -> Iterable[Consequence]:
        """Yield what the table asks after signs that no rule names; a warning counts as a flare besides."""
        data = load_treat_data()
        for name in sorted(self.last.signs):
            sign = data.signs[name]
            if sign.is_warning:
                yield from of_event("red_flag", FLARE, self.last)
            elif name == MUCH_WORSE and WORSE not in {rule.id for rule in self.rules}:
                change = data.events[sign.event].next
                half = max(1, len(self.last.doses) // 2)
                yield asked("worse_before", max_level=change.then_max_level, max_points=half)
            elif not sign.input and name != MUCH_WORSE:
                yield from of_event(name, sign.event, self.last)

    def _had_a_flare_before(self) -> bool:
        check = load_treat_data().check
        longest = timedelta(days=check.second_within_days)
        before = (one for one in self.course[:-1] if self.last.day - one.day <= longest)
        return any(_has_flared(one) for one in before)

    def _calmer_spots(self) -> Iterable[str]:
        """Yield the spots that are much less sore than at first, while the complaint is not.

        The rule speaks of the pressure pain threshold; nobody measures it at home, so the soreness that is asked
        after each spot stands for it, by the same share.
        """
        first: dict[str, int] = {}
        for session in self.course:
            for spot, dose in session.doses.items():
                if dose.done.soreness is not None:
                    first.setdefault(spot, dose.done.soreness)
        for spot, dose in self.last.doses.items():
            was, now = first.get(spot), dose.done.soreness
            if was and now is not None:
                gain = {"ppt_change_pct": 100 * (was - now) / was}
                if any(rule.id == "point_quiet" for rule in matching("response", {**self.inputs, **gain})):
                    yield spot

    def _raised(self, actions: dict[str, str]) -> frozenset[str]:
        """Return the spots at which more is pressed than last time."""
        rank = load_treat_data().rank
        if not self.may_raise or any(rank[action] > rank[NO_RAISE_ABOVE] for action in actions.values()):
            return frozenset()
        spots = set()
        for spot, dose in self.last.doses.items():
            found = matching("raise", {**self.inputs, **dose.inputs, "asked_for_more": dose.asked_for_more})
            if [rule.id for rule in found] == ["raise"]:
                spots.add(spot)
        return frozenset(spots)


def _has_flared(session: PastSession) -> bool:
    """Return whether a session was followed by a flare."""
    return any(rule.id == FLARE for rule in matching("reaction", {"soreness_hours": session.sore_hours}))


def _without_gain(baseline: int, readings: Sequence[int]) -> int:
    """Return how many sessions in a row, up to now, left the pain about where it began."""
    least = load_treat_data().rules["no_gain"].when["pain_change_pct_lt"]
    count = 0
    for pain in reversed(readings):
        if 100 * (baseline - pain) / baseline >= least:
            break
        count += 1
    return count
