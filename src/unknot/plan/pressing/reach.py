"""From which positions, and on what, a spot can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from unknot.plan.data.applicators import HANDS, Applicator
from unknot.plan.frame import Frame
from unknot.plan.own_limits import UNNAMED
from unknot.plan.pressing.ways import Method, Positions, Site
from unknot.plan.spot_limits import SpotLimits
from unknot.plan.surfaces import SURFACE_ORDER, SURFACE_ORDER_BY_HAND, surfaces_for

# By the view that shows a point. A point on the back is reached from below by lying on a ball or on the therapist's
# fingers (neck and head only).
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

# The row of levels of whoever lies on a ball: the body's weight presses.
ON_BALL = "lying_on_ball"
# The rule that fires for people who are unsteady on their feet.
UNSTEADY = "position_standing"
# The level from which pressing bears down on somebody who lies prone.
BEARS_DOWN_FROM = 4


def own_hands_reach(frame: Frame, site: Site, applicator: Applicator) -> bool:
    """Return whether an applicator gets to the spot: bare hands do not reach all of one's own back."""
    is_own_hand = frame.wishes.who == "self" and applicator.id in HANDS
    return not (is_own_hand and BEYOND_OWN_HANDS & site.places)


def find_positions(frame: Frame, site: Site, method: Method) -> tuple[Positions, frozenset[str]]:
    """Return the positions with their surfaces that are left, and the rules that took others away."""
    left: list[tuple[str, str]] = []
    taken: set[str] = set()
    for position in _positions_that_reach(frame, site, method):
        rules = _rules_against(frame, site.limits, method, position)
        surface = _surface(frame, method, position)
        if rules:
            taken |= rules
        elif surface is None:
            taken |= set(frame.limits.reasons.get(f"avoid_surfaces.{method.row.surface or 'floor'}", ()))
        else:
            left.append((position, surface))
    if not frame.is_therapist:
        # Somebody unsteady on the feet leans on a wall last.
        is_unsteady = UNSTEADY in frame.clearance.contraindications
        order = SURFACE_ORDER_BY_HAND if method.applicator.id in HANDS or is_unsteady else SURFACE_ORDER
        left.sort(key=lambda pair: order.index(pair[1]))
    return tuple(left), frozenset(taken)


def _positions_that_reach(frame: Frame, site: Site, method: Method) -> Iterator[str]:
    reached, wished, row = _reached(frame, site, method), frame.wishes.positions, method.row
    # The positions of a row are its own, whatever rules name for the place.
    named = None if row.positions else site.rule_positions
    is_sat_upon = row.surface != "chair" and not SAT_UPON.isdisjoint(site.places)
    for position in _possible_positions(frame, method):
        is_possible = position in reached and not (position == "sitting" and is_sat_upon)
        is_asked = (named is None or position in named) and (not wished or position in wished)
        if is_possible and is_asked and not _lies_on_ball(frame, method, position):
            yield position


def _reached(frame: Frame, site: Site, method: Method) -> frozenset[str]:
    reached = REACHED_FROM[site.point.view]
    if method.row.action == ON_BALL:
        return (reached | FROM_BELOW) & (FROM_BELOW | {"side_lying"})
    is_head_or_neck = frame.atlas.regions[site.point.region].complaint in HEAD_AND_NECK
    return reached | FROM_BELOW if is_head_or_neck else reached


def _possible_positions(frame: Frame, method: Method) -> tuple[str, ...]:
    technique = method.technique
    if method.row.positions:
        return method.row.positions
    if frame.is_therapist:
        return technique.positions_therapist
    if frame.wishes.who == "partner":
        # Somebody at home reaches what a therapist's hands reach.
        return tuple(dict.fromkeys((*technique.positions_therapist, *technique.positions_self)))
    return technique.positions_self


def _lies_on_ball(frame: Frame, method: Method, position: str) -> bool:
    """Return whether the body would press by its weight on a ball, which only rows that say so may do."""
    vocabulary = frame.screening.vocabulary
    is_ball = method.applicator.id in vocabulary.tool_classes["balls"].members
    return is_ball and method.row.action != ON_BALL and position in vocabulary.position_classes["lying"].members


def _rules_against(frame: Frame, limits: SpotLimits, method: Method, position: str) -> set[str]:
    rules = set()
    if position in frame.limits.avoid_positions:
        rules |= set(frame.limits.reasons.get(f"avoid_positions.{position}", (UNNAMED,)))
    for name, owners in limits.no_actions.items():
        action = frame.screening.vocabulary.actions[name]
        is_banned = method.applicator.id in action.applicators_when_prone and method.row.level[1] >= BEARS_DOWN_FROM
        if position == "prone" and is_banned:
            rules |= owners
    return rules


def _surface(frame: Frame, method: Method, position: str) -> str | None:
    choices = (method.row.surface,) if method.row.surface else surfaces_for(position)
    return next((surface for surface in choices if frame.can_use(surface)), None)
