"""The frame of a session: limits of the clearance, narrowed by the rules for the complaint and for who presses."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from unknot.body import Atlas, TriggerPoint, load_atlas, places_of
from unknot.locate import Estimate
from unknot.plan.adjust import at_spot
from unknot.plan.data import PlanData, load_plan_data
from unknot.plan.data.applicators import HANDS
from unknot.plan.data.plan_rules import PlanRule
from unknot.plan.data.techniques import Technique
from unknot.plan.own_limits import causes_of, limits_of_rule, own_limits
from unknot.plan.session import Wishes
from unknot.screen import Clearance, Limits, ScreenData, load_screen_data
from unknot.screen.limits import Key, Restriction, merge, take_apart


@dataclass(frozen=True)
class Frame:
    """Everything that a step has to keep to."""

    clearance: Clearance
    wishes: Wishes
    limits: Limits
    plan_rules: tuple[PlanRule, ...]

    @classmethod
    def of(cls, clearance: Clearance, wishes: Wishes, estimate: Estimate | None) -> Frame:
        """Return the frame for a clearance, wishes, and what may be behind the pain; None when nothing was drawn."""
        data = load_plan_data()
        rules = tuple(
            rule for name, rule in data.plan_rules.items() if data.differs_when[name].holds(clearance.answers)
        )
        limits = merge(clearance.limits, *map(limits_of_rule, rules), *own_limits(clearance, wishes, estimate))
        return cls(clearance, wishes, limits, rules)

    @cached_property
    def data(self) -> PlanData:
        """Return the facts of planning."""
        return load_plan_data()

    @cached_property
    def screening(self) -> ScreenData:
        """Return the facts of screening."""
        return load_screen_data()

    @cached_property
    def atlas(self) -> Atlas:
        """Return the atlas."""
        return load_atlas()

    @property
    def is_therapist(self) -> bool:
        """Return whether a therapist presses."""
        return self.wishes.who == "therapist"

    @cached_property
    def total_s(self) -> int:
        """Return the seconds that the whole session may take."""
        most = [self.wishes.minutes]
        if self.limits.global_.max_minutes_session is not None:
            most.append(self.limits.global_.max_minutes_session)
        # A therapist's session may be longer than what the rules by complaint say of people alone.
        most += [rule.minutes[1] for rule in self.plan_rules if rule.minutes and self._binds(rule)]
        return 60 * min(most)

    @property
    def is_short(self) -> bool:
        """Return whether there is time for little more than one point."""
        return self.total_s < self.data.composition.short_session_s

    def _binds(self, rule: PlanRule) -> bool:
        return rule.everywhere or not self.is_therapist

    @cached_property
    def most_points(self) -> int:
        """Return how many points may be pressed."""
        most = [self.limits.global_.max_points or 0]
        most += [rule.points[1] for rule in self.plan_rules if rule.points and self._binds(rule)]
        composition = self.data.composition
        most.append(composition.most_points_therapist if self.is_therapist else composition.most_points_untrained)
        return min(most)

    @cached_property
    def restrictions(self) -> Mapping[Key, Restriction]:
        """Return the limits taken apart: each number and ban with its rules."""
        return take_apart(self.limits)

    @cached_property
    def exercises(self) -> frozenset[str]:
        """Return the exercises that are left by rules that bind everywhere, and by sets that are the only ones."""
        sets = self.data.exercise_sets
        binding = [rule.sets for rule in self.plan_rules if rule.everywhere and rule.sets]
        binding += [(name,) for name, one in sets.items() if one.only and self.holds("when", name)]
        kept = set(self.data.exercises)
        for names in binding:
            kept &= {exercise for name in names for exercise in sets[name].exercises}
        return frozenset(kept)

    @cached_property
    def places_to_press(self) -> frozenset[str] | None:
        """Return the only places that may be pressed, when a rule that binds everywhere names some."""
        named = [set(rule.places) for rule in self.plan_rules if rule.everywhere and rule.places]
        return frozenset(set.intersection(*named)) if named else None

    @cached_property
    def techniques(self) -> tuple[Technique, ...]:
        """Return the techniques that the rules leave."""
        kept = [set(rule.techniques) for rule in self.plan_rules if rule.techniques]
        allowed = set(self.data.techniques) if not kept else set.intersection(*kept)
        return tuple(technique for name, technique in self.data.techniques.items() if name in allowed)

    @cached_property
    def applicators(self) -> frozenset[str]:
        """Return the applicators at hand that suit who presses."""
        named = set(self.wishes.applicators)
        at_hand = (named - {"hands"}) | (set(HANDS) if "hands" in named else set())
        extra = {name for rule in self.plan_rules for name in rule.extra_applicators}
        role = "therapist" if self.is_therapist else "self"
        return frozenset(
            name
            for name in at_hand
            if self.data.applicators[name].offered and (role in self.data.applicators[name].who or name in extra)
        )

    def rule_positions(self, places: Collection[str]) -> frozenset[str] | None:
        """Return the positions that the rules for these places name, or None when none does."""
        named = [self._positions_of(rule) for rule in self.plan_rules if not set(places).isdisjoint(rule.places)]
        allowed = frozenset[str]().union(*named) or None
        for rule in self.plan_rules:
            if rule.everywhere and (rule.positions_self or rule.positions_therapist):
                own = self._positions_of(rule)
                allowed = own if allowed is None else allowed & own
        return allowed

    def _positions_of(self, rule: PlanRule) -> frozenset[str]:
        return frozenset(rule.positions_therapist if self.is_therapist else rule.positions_self)

    def can_take(self, position: str) -> bool:
        """Return whether the person may and can take a position."""
        if position in self.limits.avoid_positions:
            return False
        return not self.wishes.positions or position in self.wishes.positions

    @cached_property
    def may_use_floor(self) -> bool:
        """Return whether floor steps are offered: not before some quiet sessions when nobody is trained."""
        if "floor" in self.limits.avoid_surfaces:
            return False
        needed = self.screening.default_limits.self_floor_after_quiet_sessions
        return self.is_therapist or self.wishes.history.quiet_sessions >= needed

    def can_use(self, surface: str) -> bool:
        """Return whether a surface may be used."""
        if surface == "floor":
            return self.may_use_floor
        return surface not in self.limits.avoid_surfaces

    @cached_property
    def causes(self) -> tuple[str, ...]:
        """Return what set the pain off, as far as somebody said."""
        return causes_of(self.clearance)

    @cached_property
    def moves_first_for(self) -> str | None:
        """Return the cause for which movement comes before pressing, None when pressing comes first."""
        advice = self.data.cause_advice
        return next((cause for cause in self.causes if advice[cause].plan.get("movement_first")), None)

    def places_at(self, point: TriggerPoint) -> tuple[str, ...]:
        """Return every place that a trigger point belongs to, by its region or by its exact position."""
        exact = set(places_of(self.atlas, point))
        return tuple(
            place.id for place in self.atlas.places.values() if place.id in exact or point.region in place.regions
        )

    def has_had_its_turn(self, point: TriggerPoint, side: str) -> bool:
        """Return whether a point was pressed before without doing what was hoped for."""
        return any(one.has_had_its_turn for one in at_spot(self.wishes.history.adjustment, point, side))

    def holds(self, kind: str, name: str) -> bool:
        """Return whether an exercise's `not_if` or `caution_if`, or a rule's `when`, is true of the answers."""
        if (kind, name) not in self._held:
            expression = getattr(self.data, kind).get(name)
            self._held[kind, name] = expression is not None and expression.holds(self.clearance.answers)
        return self._held[kind, name]

    @cached_property
    def _held(self) -> dict[tuple[str, str], bool]:
        """Return what was found out of the answers so far: many ways ask the same."""
        return {}
