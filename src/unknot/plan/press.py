"""How one trigger point can be pressed: every technique, applicator, position and surface, judged against the limits.

A *way* is one combination of them. `find_ways` returns the ways that are left, best first, and what rules took the
others away, so that a plan can say which limit changed it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from unknot.body import TriggerPoint
from unknot.plan.data.applicators import Applicator, ChoiceRule
from unknot.plan.data.techniques import LevelRow, Range, Technique
from unknot.plan.frame import HANDS, UNNAMED, Frame, SpotLimits, surfaces_for

# Kinds of technique that work on a point; the others prepare, stretch, or are a whole session.
POINT_KINDS = ("pressure", "stroke", "position", "device", "combined")
# Long light strokes open and close a session; they are no work on a point.
NOT_FOR_POINTS = ("effleurage",)

# From which positions a point can be reached, by the view that shows it. A point on the back is reached from below
# by lying on a ball or on the therapist's fingers (neck and head only).
REACHED_FROM: dict[str, frozenset[str]] = {
    "back": frozenset(("prone", "side_lying", "sitting", "standing_supported", "hands_and_knees")),
    "front": frozenset(
        ("supine_flat", "supine_hooklying", "supine_legs_raised", "sitting", "sitting_reclined", "side_lying")
    ),
    "side": frozenset(("side_lying", "sitting", "sitting_reclined", "standing_supported", "supine_hooklying")),
}
# Nobody presses by hand what they, or the person treated, sit on.
SAT_UPON = frozenset(("buttock", "back_thigh", "sciatic_notch", "sit_bone"))
# Where one's own hands do not reach with any force.
BEYOND_OWN_HANDS = frozenset(("mid_back", "shoulder_blade"))
FROM_BELOW = frozenset(("supine_hooklying", "supine_flat"))
HEAD_AND_NECK = frozenset(("neck", "head"))

# Techniques whose pain window ends here are gentle; untrained people begin with them.
GENTLE_PAIN = 4
# The rule that fires for people who are unsteady on their feet.
UNSTEADY = "position_standing"
# From this level on pressing is firm, and its still holds are bound.
FIRM = 3
# A still contact shorter than this does nothing.
SHORTEST_HOLD_S = 5

# Untrained people begin where the body's weight presses least; with the bare hand, where they sit at ease.
SURFACE_ORDER = ("wall", "chair", "table", "none", "bed", "floor")
SURFACE_ORDER_BY_HAND = ("chair", "bed", "wall", "table", "none", "floor")


@dataclass(frozen=True)
class Cut:
    """A number that a limit lowered."""

    name: str
    wanted: int
    allowed: int
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """One way to press a point, within the limits."""

    technique: Technique
    applicator: Applicator
    positions: tuple[tuple[str, str], ...]
    level: Range
    pain: Range
    hold_s: int
    # The hold before any limit cut it.
    full_hold_s: int
    reps: int
    rest_s: int
    products: tuple[str, ...]
    score: float
    choice_rule: ChoiceRule | None
    cuts: tuple[Cut, ...]

    @property
    def combination(self) -> tuple[str, str]:
        """Return technique and applicator, by which ways are compared."""
        return self.technique.id, self.applicator.id

    def duration_s(self, reps: int, setup_s: int) -> int:
        """Return the seconds for so many repetitions, with the rest between them."""
        return setup_s + reps * self.hold_s + (reps - 1) * self.rest_s

    def reckoned_s(self, reps: int, setup_s: int) -> int:
        """Return the seconds with holds as no limit cut them: a shorter hold must not buy more repetitions."""
        return setup_s + reps * self.full_hold_s + (reps - 1) * self.rest_s


@dataclass(frozen=True)
class Better:
    """A way that suited better and was taken away: how hard, painful and long it would be, and by which rules."""

    score: float
    level: int
    pain: int
    firm_hold_s: int | None
    rules: frozenset[str]


@dataclass
class Ways:
    """The ways that are left, and for each combination that is not, the rules that took it away."""

    left: list[Way] = field(default_factory=list)
    taken: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    better: list[Better] = field(default_factory=list)


def find_ways(frame: Frame, point: TriggerPoint, side: str, limits: SpotLimits | None = None) -> Ways:
    """Return every way to press a point on a side.

    Parameters
    ----------
    frame
        Limits, wishes and rules of the session.
    point
        The trigger point.
    side
        left or right.
    limits
        The limits at the spot; by default those of the frame.
    """
    spot = limits if limits is not None else frame.spot_limits(point, side)
    names = frame.names_of(point)
    ways = Ways()
    for technique in frame.techniques:
        if technique.kind not in POINT_KINDS or technique.id in NOT_FOR_POINTS or not _suits(frame, technique):
            continue
        for row in technique.levels:
            for name in row.applicators:
                applicator = frame.data.applicators[name]
                if not row.planned or name not in frame.applicators:
                    continue
                if _fits(technique, applicator, point, names) and _reaches(frame, applicator, names):
                    _judge(frame, point, names, spot, technique, row, applicator, ways)
    ways.left.sort(key=lambda way: -way.score)
    ways.left = [way for one in ways.left for way in _no_heavier(one, ways.better)]
    left = {way.combination for way in ways.left}
    ways.taken = {key: rules for key, rules in ways.taken.items() if key not in left}
    return ways


def _no_heavier(way: Way, better: Iterable[Better]) -> Iterable[Way]:
    """Yield a way, cut to no more than each better one that a limit took away; none if it cannot be so light.

    Without this a stricter limit could replace something gentle by something firm.
    """
    for one in better:
        if one.score <= way.score:
            continue
        if way.level[0] > one.level:
            return
        level, pain, hold_s, cuts = way.level[1], way.pain[1], way.hold_s, list(way.cuts)
        if level > one.level:
            cuts.append(Cut("max_pressure", level, one.level, tuple(sorted(one.rules))))
            level = one.level
        if pain > one.pain:
            cuts.append(Cut("max_pain", pain, one.pain, tuple(sorted(one.rules))))
            pain = one.pain
        is_firm = way.technique.hold_kind == "pressure" and level >= FIRM
        if is_firm and one.firm_hold_s is not None and hold_s > one.firm_hold_s:
            cuts.append(Cut("max_hold_s", hold_s, one.firm_hold_s, tuple(sorted(one.rules))))
            hold_s = one.firm_hold_s
        way = replace(
            way, level=(way.level[0], level), pain=(min(way.pain[0], pain), pain), hold_s=hold_s, cuts=tuple(cuts)
        )
    yield way


def _suits(frame: Frame, technique: Technique) -> bool:
    role = "therapist" if frame.is_therapist else "self"
    return role in technique.who


def _fits(technique: Technique, applicator: Applicator, point: TriggerPoint, names: Iterable[str]) -> bool:
    places = set(names)
    if places & set(applicator.not_for):
        return False
    if technique.kind == "position":
        # The position does the work; a finger only watches the point, so any place will do.
        return True
    depth = {"superficial", "intermediate"} if point.depth == "superficial" else {"intermediate", "deep"}
    # Coarse places end at bony edges, muscles do not: what suits the muscle also suits its point beyond the edge.
    is_placed = bool(places & set(applicator.fits_places)) or point.muscle in applicator.good_for
    return is_placed and bool(depth & set(applicator.depth)) and bool(depth & set(technique.tissue_depth))


def _reaches(frame: Frame, applicator: Applicator, names: Iterable[str]) -> bool:
    is_own_hand = frame.wishes.who == "self" and applicator.id in HANDS
    return not (is_own_hand and BEYOND_OWN_HANDS & set(names))


def _judge(
    frame: Frame,
    point: TriggerPoint,
    names: tuple[str, ...],
    spot: SpotLimits,
    technique: Technique,
    row: LevelRow,
    applicator: Applicator,
    ways: Ways,
) -> None:
    """Add the way to those left, or remember the rules that took it away."""
    key = (technique.id, applicator.id)
    banned = _bans(frame, spot, technique, row, applicator)
    cap = spot.cap("max_pressure")
    if cap is not None and row.level[0] > cap:
        banned |= set(spot.rules("max_pressure"))
    dose = _dose(frame, spot, technique, row)
    if dose is None:
        banned |= {*spot.rules("max_hold_s"), *spot.rules("max_still_s"), *spot.rules("max_pain")}
    positions, taken = _positions(frame, point, names, spot, technique, row, applicator)
    if banned or taken:
        ways.taken[key] = ways.taken.get(key, frozenset()) | frozenset(banned | taken)
    rule = _choice_rule(frame, names)
    if banned or dose is None or not positions:
        if banned or taken:
            score = _score(frame, point, technique, applicator, row.level, positions, rule)
            ways.better.append(_as_usual(frame, technique, row, score, frozenset(banned | taken)))
        return
    level, pain, hold_s, full_hold_s, reps, rest_s, cuts = dose
    ways.left.append(
        Way(
            technique=technique,
            applicator=applicator,
            positions=positions,
            level=level,
            pain=pain,
            hold_s=hold_s,
            full_hold_s=full_hold_s,
            reps=reps,
            rest_s=rest_s,
            products=tuple(product for product in technique.products if product not in spot.no_tools),
            score=_score(frame, point, technique, applicator, row.level, positions, rule),
            choice_rule=rule,
            cuts=cuts,
        )
    )


def _as_usual(frame: Frame, technique: Technique, row: LevelRow, score: float, rules: frozenset[str]) -> Better:
    """Return what a way would be if no limit took it away."""
    hold_s, _ = hold_and_reps(frame, technique)
    is_firm = technique.hold_kind == "pressure" and row.level[1] >= FIRM
    return Better(score, row.level[1], technique.dose.pain_nrs[1], hold_s if is_firm else None, rules)


def _bans(frame: Frame, spot: SpotLimits, technique: Technique, row: LevelRow, applicator: Applicator) -> set[str]:
    banned = set(spot.no_tools.get(applicator.id, ()))
    for name, rules in spot.no_actions.items():
        action = frame.screening.vocabulary.actions[name]
        if technique.id in action.techniques or (row.action and row.action in (name, *action.level_rows)):
            banned |= rules
    return banned


def _dose(
    frame: Frame, spot: SpotLimits, technique: Technique, row: LevelRow
) -> tuple[Range, Range, int, int, int, int, tuple[Cut, ...]] | None:
    """Return level, pain, hold (cut and in full), repetitions, rest and what was cut, or None if no hold is left."""
    cuts: list[Cut] = []

    def cut(name: str, wanted: int) -> int:
        allowed = spot.cap(name)
        if allowed is None or allowed >= wanted:
            return wanted
        cuts.append(Cut(name, wanted, allowed, spot.rules(name)))
        return allowed

    highest = cut("max_pressure", row.level[1])
    dose = technique.dose
    most_pain = min(cut("max_pain", dose.pain_nrs[1]), dose.pain_nrs_stop)
    if most_pain <= dose.pain_nrs[0] < dose.pain_nrs[1] and dose.pain_nrs[0] > 0:
        # A window squeezed to one value is no longer this technique; a gentler one takes its place.
        return None
    hold_s, reps = hold_and_reps(frame, technique)
    full_hold_s = min(hold_s, own_cap(frame, technique))
    if technique.hold_kind == "pressure" and highest >= FIRM:
        hold_s = cut("max_hold_s", hold_s)
    if technique.hold_kind in ("pressure", "ease_position", "slow_release"):
        # Any still contact, however light, is bound where skin is numb or nerves and vessels lie bare.
        hold_s = cut("max_still_s", hold_s)
    hold_s = min(hold_s, own_cap(frame, technique))
    if technique.hold_kind == "percussion":
        # Its cap is for the spot, not for each time.
        reps = max(1, min(reps, own_cap(frame, technique) // max(1, hold_s)))
    # A position of ease or a slow release works by its length; cut short it is something else.
    by_length = technique.hold_kind in ("ease_position", "slow_release") and dose.hold_s is not None
    if hold_s < (dose.hold_s[0] if by_length and dose.hold_s else SHORTEST_HOLD_S):
        return None
    rest_s = dose.rest_s[0] if dose.rest_s else 10
    level = (min(row.level[0], highest), highest)
    return level, (min(dose.pain_nrs[0], most_pain), most_pain), hold_s, full_hold_s, reps, rest_s, tuple(cuts)


def hold_and_reps(frame: Frame, technique: Technique) -> tuple[int, int]:
    """Return the seconds of one repetition and the most repetitions that a plan may use."""
    dose, composition = technique.dose, frame.data.composition
    is_first = frame.wishes.history.quiet_sessions < composition.quiet_sessions_for_longer_holds
    target = composition.hold_first_s if is_first else composition.hold_later_s
    if dose.hold_s:
        return min(max(target, dose.hold_s[0]), dose.hold_s[1]), dose.reps[1] if dose.reps else 1
    if dose.set_s:
        return min(max(target, dose.set_s[0]), dose.set_s[1]), dose.sets_range[1] if dose.sets_range else 1
    if dose.strokes:
        return dose.strokes[0] * composition.seconds_per_stroke, dose.reps[1] if dose.reps else 1
    if dose.cycle_s and dose.reps:
        return dose.reps[0] * dose.cycle_s[1], dose.sets_range[1] if dose.sets_range else 1
    return target, 1


def own_cap(frame: Frame, technique: Technique) -> int:
    """Return the cap of kinds of contact that no pressure limit shortens."""
    defaults = frame.screening.default_limits
    return {
        "ease_position": defaults.max_ease_position_s,
        "slow_release": defaults.max_slow_release_s,
        "percussion": 60 * defaults.max_minutes_percussion_per_spot,
        "heat": defaults.max_heat_s,
        "stretch": defaults.max_stretch_hold_s,
    }.get(technique.hold_kind, 60 * defaults.max_minutes_region)


def _positions(
    frame: Frame,
    point: TriggerPoint,
    names: tuple[str, ...],
    spot: SpotLimits,
    technique: Technique,
    row: LevelRow,
    applicator: Applicator,
) -> tuple[tuple[tuple[str, str], ...], set[str]]:
    """Return the positions with their surfaces that are left, and the rules that took others away."""
    reached = REACHED_FROM[point.view]
    if row.action == "lying_on_ball" or frame.atlas.regions[point.region].complaint in HEAD_AND_NECK:
        reached = reached | FROM_BELOW
    if row.action == "lying_on_ball":
        reached = reached & (FROM_BELOW | {"side_lying"})
    left: list[tuple[str, str]] = []
    taken: set[str] = set()
    named = frame.rule_positions(names)
    # Whoever lies on a ball presses with the weight of the body: only rows that say so may do it.
    vocabulary = frame.screening.vocabulary
    is_ball = applicator.id in vocabulary.tool_classes["balls"].members
    lying = vocabulary.position_classes["lying"].members
    for position in _possible_positions(frame, technique, row):
        if position not in reached or (named is not None and not row.positions and position not in named):
            continue
        if is_ball and position in lying and row.action != "lying_on_ball":
            continue
        if position == "sitting" and row.surface != "chair" and SAT_UPON & set(names):
            continue
        if frame.wishes.positions and position not in frame.wishes.positions:
            continue
        rules = _position_rules(frame, spot, row, applicator, position)
        surface = _surface(frame, row, position)
        if rules:
            taken |= rules
        elif surface is None:
            taken |= set(frame.limits.reasons.get(f"avoid_surfaces.{row.surface or 'floor'}", ()))
        else:
            left.append((position, surface))
    if not frame.is_therapist:
        # Somebody unsteady on the feet leans on a wall last.
        is_unsteady = UNSTEADY in frame.clearance.contraindications
        order = SURFACE_ORDER_BY_HAND if applicator.id in HANDS or is_unsteady else SURFACE_ORDER
        left.sort(key=lambda pair: order.index(pair[1]))
    return tuple(left), taken


def _possible_positions(frame: Frame, technique: Technique, row: LevelRow) -> tuple[str, ...]:
    if row.positions:
        return row.positions
    if frame.is_therapist:
        return technique.positions_therapist
    if frame.wishes.who == "partner":
        # Somebody at home reaches what a therapist's hands reach.
        return tuple(dict.fromkeys((*technique.positions_therapist, *technique.positions_self)))
    return technique.positions_self


def _position_rules(frame: Frame, spot: SpotLimits, row: LevelRow, applicator: Applicator, position: str) -> set[str]:
    rules = set()
    if position in frame.limits.avoid_positions:
        rules |= set(frame.limits.reasons.get(f"avoid_positions.{position}", (UNNAMED,)))
    for name, owners in spot.no_actions.items():
        action = frame.screening.vocabulary.actions[name]
        if position == "prone" and applicator.id in action.applicators_when_prone and row.level[1] >= 4:
            rules |= owners
    return rules


def _surface(frame: Frame, row: LevelRow, position: str) -> str | None:
    choices = (row.surface,) if row.surface else surfaces_for(position)
    return next((surface for surface in choices if frame.can_use(surface)), None)


def _choice_rule(frame: Frame, names: Iterable[str]) -> ChoiceRule | None:
    """Return the first choice rule that is true of the answers and of the place."""
    places = set(names)
    return next(
        (
            rule
            for rule in frame.data.choice_rules.values()
            if frame.holds("when", rule.id) and (not rule.places or places & set(rule.places))
        ),
        None,
    )


def _score(
    frame: Frame,
    point: TriggerPoint,
    technique: Technique,
    applicator: Applicator,
    level: Range,
    positions: tuple[tuple[str, str], ...],
    rule: ChoiceRule | None,
) -> float:
    """Return how well a way suits: the choice rule first, then the muscle, then gentleness (project choice)."""
    score = 0.0
    if rule is not None:
        score += 4.0 * (technique.id == rule.technique)
        score += 3.0 - 0.5 * rule.use.index(applicator.id) if applicator.id in rule.use else 0.0
    score += 1.0 * (point.muscle in applicator.good_for)
    score += 1.0 * (frame.atlas.muscles[point.muscle].size in applicator.muscle_size)
    if technique.kind == "device" or applicator.id not in (*HANDS, *_PRESSING_TOOLS):
        score -= 2.0
    if frame.wishes.who == "partner":
        # Somebody at home has hands to press with; what one does alone against a wall comes after.
        score -= 4.0 * (technique.who == ("self",))
    if not frame.is_therapist:
        is_first = frame.wishes.history.quiet_sessions == 0
        score += 1.5 * (technique.dose.pain_nrs[1] <= GENTLE_PAIN if is_first else level[1] >= 4)
        # The firm ball comes after the soft one is well tolerated.
        score -= 3.0 * (is_first and applicator.id == "ball_firm")
        score -= 0.1 * min((SURFACE_ORDER.index(surface) for _, surface in positions), default=0)
    # Pressure with a hold has the trials; the rest is practice.
    score += 3.0 * (technique.kind == "pressure")
    return score


_PRESSING_TOOLS = ("ball_soft", "ball_firm", "hook_tool")
