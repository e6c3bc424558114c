"""How well a way suits: the choice rule first, then the muscle, then gentleness (project choice)."""

from __future__ import annotations

from unknot.plan.data.applicators import HANDS, ChoiceRule
from unknot.plan.frame import Frame
from unknot.plan.pressing.ways import Method, Positions, Site
from unknot.plan.surfaces import SURFACE_ORDER

# Tools that press as hands do; others are for those who have them.
PRESSING_TOOLS = ("ball_soft", "ball_firm", "hook_tool")
# Techniques whose pain window ends here are gentle; untrained people begin with them.
GENTLE_PAIN = 4
# The ordinary pressure on a trigger point, which they come to later.
ORDINARY_LEVEL = 4


def find_choice_rule(frame: Frame, places: frozenset[str]) -> ChoiceRule | None:
    """Return the first choice rule that is true of the answers and of the places."""
    for rule in frame.data.choice_rules.values():
        if frame.holds("when", rule.id) and (not rule.places or not places.isdisjoint(rule.places)):
            return rule
    return None


def score_way(frame: Frame, site: Site, method: Method, positions: Positions) -> float:
    """Return how well a way suits; the higher the better."""
    technique, applicator = method.technique, method.applicator
    score = _by_rule(site.choice_rule, method)
    score += 1.0 * (site.point.muscle in applicator.good_for)
    score += 1.0 * (frame.atlas.muscles[site.point.muscle].size in applicator.muscle_size)
    if technique.kind == "device" or applicator.id not in (*HANDS, *PRESSING_TOOLS):
        score -= 2.0
    if frame.wishes.who == "partner":
        # Somebody at home has hands to press with; what one does alone against a wall comes after.
        score -= 4.0 * (technique.who == ("self",))
    if not frame.is_therapist:
        score += _for_untrained(frame, method, positions)
    # Pressure with a hold has the trials; the rest is practice.
    return score + 3.0 * (technique.kind == "pressure")


def _by_rule(rule: ChoiceRule | None, method: Method) -> float:
    if rule is None:
        return 0.0
    applicator = method.applicator.id
    by_applicator = 3.0 - 0.5 * rule.use.index(applicator) if applicator in rule.use else 0.0
    return 4.0 * (method.technique.id == rule.technique) + by_applicator


def _for_untrained(frame: Frame, method: Method, positions: Positions) -> float:
    is_first = frame.wishes.history.quiet_sessions == 0
    is_gentle = method.technique.dose.pain_nrs[1] <= GENTLE_PAIN
    score = 1.5 * (is_gentle if is_first else method.row.level[1] >= ORDINARY_LEVEL)
    # The firm ball comes after the soft one is well tolerated.
    score -= 3.0 * (is_first and method.applicator.id == "ball_firm")
    return score - 0.1 * min((SURFACE_ORDER.index(surface) for _, surface in positions), default=0)
