"""The frame of a session: limits of the clearance, narrowed by the rules for the complaint and for who presses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from unknot.body import Atlas, TriggerPoint, distance_mm, load_atlas, places_of
from unknot.locate import Estimate
from unknot.plan.adjust import at_spot, limits_after, restrictions_at
from unknot.plan.data import PlanData, load_plan_data
from unknot.plan.data.plan_rules import PlanRule
from unknot.plan.data.techniques import Technique
from unknot.plan.session import Wishes
from unknot.screen import Clearance, Limits, PlaceLimit, ScreenData, load_screen_data
from unknot.screen.consent import limits_agreed
from unknot.screen.limits import Key, Restriction, everywhere, merge, put_together, stricter, take_apart

# What a position is taken on when neither technique nor exercise says.
SURFACES: dict[str, tuple[str, ...]] = {
    "sitting": ("chair",),
    "sitting_reclined": ("bed", "chair"),
    "standing_supported": ("wall", "table", "none"),
    "standing": ("none",),
}
LYING_SURFACES = ("bed", "floor")


def surfaces_for(position: str) -> tuple[str, ...]:
    """Return the surfaces on which a position can be taken."""
    return SURFACES.get(position, LYING_SURFACES)


# Limits that planning itself sets: people begin gently, and press little where something graver looks alike.
FIRST_SESSIONS, GRAVE_RIVAL, NERVE_LIKELY = "first_sessions", "grave_rival", "nerve_likely"

# Stands for the rule of a limit that names none.
UNNAMED = "limits"

# Applicators that belong to the body; everything else must be at hand.
HANDS = (
    "thumb_single",
    "thumbs_reinforced",
    "fingers_supported",
    "pincer_grip",
    "knuckle",
    "elbow",
    "forearm",
    "heel_of_hand",
    "palms",
)


@dataclass(frozen=True)
class SpotLimits:
    """The limits that bind at one trigger point, each with its rules."""

    numbers: Mapping[str, Restriction]
    no_tools: Mapping[str, frozenset[str]]
    no_actions: Mapping[str, frozenset[str]]

    def cap(self, name: str) -> int | None:
        """Return a numeric limit, or None when nothing limits it."""
        return self.numbers[name][0] if name in self.numbers else None

    def rules(self, name: str) -> tuple[str, ...]:
        """Return the rules behind a numeric limit."""
        return tuple(sorted(self.numbers[name][1])) if name in self.numbers else ()


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
        limits = merge(clearance.limits, *map(_limits_of, rules), *_own_limits(clearance, wishes, estimate))
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
    def _restrictions(self) -> Mapping[Key, Restriction]:
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

    @cached_property
    def _rules_by_place(self) -> dict[str, tuple[PlanRule, ...]]:
        places = {place for rule in self.plan_rules for place in rule.places}
        return {place: tuple(rule for rule in self.plan_rules if place in rule.places) for place in places}

    def rule_positions(self, places: Iterable[str]) -> frozenset[str] | None:
        """Return the positions that the rules for these places name, or None when none does."""
        named = [
            rule.positions_therapist if self.is_therapist else rule.positions_self
            for rule in {rule.id: rule for place in places for rule in self._rules_by_place.get(place, ())}.values()
        ]
        binding = [
            rule.positions_therapist if self.is_therapist else rule.positions_self
            for rule in self.plan_rules
            if rule.everywhere and (rule.positions_self or rule.positions_therapist)
        ]
        found = [frozenset(positions) for positions in named if positions]
        union = frozenset[str]().union(*found) if found else None
        for positions in binding:
            union = frozenset(positions) if union is None else union & frozenset(positions)
        return union

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
        answered = self.clearance.answers.value("pain_cause")
        return answered if isinstance(answered, tuple) else ()

    @cached_property
    def moves_first_for(self) -> str | None:
        """Return the cause for which movement comes before pressing, None when pressing comes first."""
        advice = self.data.cause_advice
        return next((cause for cause in self.causes if advice[cause].plan.get("movement_first")), None)

    def names_of(self, point: TriggerPoint) -> tuple[str, ...]:
        """Return every place that a trigger point belongs to, by its region or by its exact position."""
        exact = set(places_of(self.atlas, point))
        return tuple(
            place.id for place in self.atlas.places.values() if place.id in exact or point.region in place.regions
        )

    def spot_limits(self, point: TriggerPoint, side: str) -> SpotLimits:
        """Return the limits that bind at a trigger point on a side."""
        exact = set(places_of(self.atlas, point))
        by_region = {place.id for place in self.atlas.places.values() if point.region in place.regions}
        around = {place.id for place in self.atlas.places.values() if point.region in place.touches}
        # Places without a region of their own are read by their exact zone, whoever set the limit.
        by_region |= {name for name in exact if not self.atlas.places[name].regions}
        here = [
            limit
            for limit in self.limits.at(exact | by_region | around, side)
            if limit.region in exact
            or (limit.region in by_region and not limit.exact)
            # What this person's answers leave out is left out with its border.
            or (limit.region in around and self._is_left_out_by_answers(limit))
        ]
        joined = self._with_consequences(_join(self._restrictions, here), point, side)
        return joined if self.is_therapist else self._with_spine_margin(joined, point)

    def _with_consequences(self, limits: SpotLimits, point: TriggerPoint, side: str) -> SpotLimits:
        """Join what earlier sessions ask for at this very spot."""
        numbers = dict(limits.numbers)
        for consequence in at_spot(self.wishes.history.adjustment, point, side):
            for key, asked in restrictions_at(consequence, self.clearance.as_of):
                numbers[key.name] = stricter(key, numbers[key.name], asked) if key.name in numbers else asked
        return replace(limits, numbers=numbers)

    def has_had_its_turn(self, point: TriggerPoint, side: str) -> bool:
        """Return whether a point was pressed before without doing what was hoped for."""
        return any(one.has_had_its_turn for one in at_spot(self.wishes.history.adjustment, point, side))

    def _with_spine_margin(self, limits: SpotLimits, point: TriggerPoint) -> SpotLimits:
        """Keep the hard points of untrained hands away from the middle line."""
        banned = dict(limits.no_tools)
        for zone in self.screening.danger_zones.values():
            width = zone.self_hard_point_half_width_mm
            if width is not None and any(
                distance_mm(self.atlas, area, point) < width
                for place in zone.places
                for area in self.atlas.places[place].zone
                if area.view == point.view
            ):
                for tool in self.screening.vocabulary.tool_classes["hard_points"].members:
                    banned[tool] = banned.get(tool, frozenset()) | {zone.id}
        return replace(limits, no_tools=banned)

    def region_limits(self, region: str) -> SpotLimits:
        """Return the limits that bind anywhere in a region, as far as rules speak of whole places."""
        places = [place for place in self.atlas.places.values() if region in (*place.regions, *place.touches)]
        inside = {place.id for place in places if region in place.regions}
        here = [
            limit
            for limit in self.limits.at({place.id for place in places}, None)
            if not limit.exact and (limit.region in inside or self._is_left_out_by_answers(limit))
        ]
        return _join(self._restrictions, here)

    def _is_left_out_by_answers(self, limit: PlaceLimit) -> bool:
        own = set(self.clearance.contraindications)
        return limit.max_pressure == 0 and not limit.exact and bool(own & set(limit.reasons))

    def scoped_actions(self, places: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return the actions that are banned everywhere or in any of these places, with their rules."""
        return dict(_join(self._restrictions, self.limits.at(places, None)).no_actions)

    def left_out_places(self) -> frozenset[str]:
        """Return the places that this person's answers leave out altogether."""
        return frozenset(limit.region for limit in self.limits.places if self._is_left_out_by_answers(limit))

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


def grave_share(estimate: Estimate) -> float:
    """Return the largest probability of a rival that would need a doctor the same day or at once."""
    grave = (one.probability for one in estimate.candidates if one.urgency in ("same_day", "emergency_now"))
    return max(grave, default=0.0)


def _own_limits(clearance: Clearance, wishes: Wishes, estimate: Estimate | None) -> Iterable[Limits]:
    """Yield the limits that planning itself sets."""
    data = load_plan_data()
    composition = data.composition
    yield from limits_after(wishes.history.adjustment)
    if wishes.agreed:
        yield from limits_agreed(wishes.agreed)
    is_first = wishes.history.quiet_sessions == 0
    if is_first and wishes.who != "therapist":
        yield _limits(FIRST_SESSIONS, {everywhere("max_pressure"): composition.first_sessions_max_pressure})
    if is_first and clearance.limits.global_.start_pressure is not None:
        start = clearance.limits.global_.start_pressure
        for rule in clearance.limits.reasons.get("start_pressure", (UNNAMED,)):
            yield _limits(rule, {everywhere("max_pressure"): start})
    if estimate and grave_share(estimate) >= composition.grave_rival_from:
        yield _limits(
            GRAVE_RIVAL,
            {everywhere("max_pressure"): composition.grave_rival_max_pressure}
            | {Key(place, None, "max_pressure"): 0 for place in composition.grave_rival_leaves_out},
        )
    if estimate and estimate.families.get("nerve", 0.0) >= composition.nerve_told_from:
        yield _limits(NERVE_LIKELY, {everywhere("max_points"): composition.nerve_max_points})
    causes = clearance.answers.value("pain_cause")
    for cause in causes if isinstance(causes, tuple) and is_first else ():
        change = data.cause_advice[cause].plan
        wanted = {"max_pressure": change.get("start_pressure"), "max_points": change.get("max_points_first_session")}
        yield _limits(
            f"cause.{cause}", {everywhere(key): value for key, value in wanted.items() if value is not None}
        )


def _limits(rule: str, values: Mapping[Key, int]) -> Limits:
    return put_together({key: (value, frozenset((rule,))) for key, value in values.items()})


def _join(restrictions: Mapping[Key, Restriction], here: Iterable[PlaceLimit]) -> SpotLimits:
    numbers: dict[str, Restriction] = {}
    bans: dict[str, dict[str, frozenset[str]]] = {"no_tools": {}, "no_actions": {}}
    spots = {(limit.region, limit.side, limit.exact) for limit in here}
    for key, restriction in restrictions.items():
        if key.place and (key.place, key.side, key.exact) not in spots:
            continue
        # A restriction binds whether or not it says which rule it comes from.
        value, rules = restriction[0], restriction[1] or frozenset((UNNAMED,))
        if key.item and key.name in bans:
            bans[key.name][key.item] = bans[key.name].get(key.item, frozenset()) | rules
        elif not key.item:
            present = numbers.get(key.name)
            numbers[key.name] = (value, rules) if present is None else stricter(key, present, (value, rules))
    return SpotLimits(numbers, bans["no_tools"], bans["no_actions"])


def _limits_of(rule: PlanRule) -> Limits:
    """Return what a plan rule limits: everywhere, or in the places of its complaint."""
    owner = frozenset((f"plan_rule.{rule.id}",))
    found: dict[Key, Restriction] = {}

    def add(key: Key, value: Any) -> None:
        found[key] = (value, owner)

    vocabulary = load_screen_data().vocabulary
    tools = vocabulary.expand_tools(frozenset(rule.no_tools))
    if rule.everywhere:
        add(everywhere("max_pressure"), rule.max_level)
        for name, value in (("max_pain", rule.max_pain), ("max_hold_s", rule.max_hold_s)):
            if value is not None:
                add(everywhere(name), value)
        for tool in tools:
            add(Key("", None, "no_tools", tool), True)
    else:
        for place in rule.places:
            add(Key(place, None, "max_pressure"), rule.max_level_in.get(place, rule.max_level))
            if rule.max_hold_s is not None:
                add(Key(place, None, "max_hold_s"), rule.max_hold_s)
        for place in rule.no_tools_in:
            for tool in tools:
                add(Key(place, None, "no_tools", tool), True)
    for place in rule.never:
        add(Key(place, None, "max_pressure"), 0)
    if rule.rest_hours is not None:
        add(everywhere("rest_hours"), rule.rest_hours)
    return put_together(found)
