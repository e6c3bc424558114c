"""How one trigger point can be pressed: every technique, applicator, position and surface, judged against the limits.

`find_ways` returns the ways that are left, best first, and what rules took the others away, so that a plan can say
which limit changed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from unknot.body import TriggerPoint
from unknot.plan.data.techniques import Technique
from unknot.plan.frame import Frame
from unknot.plan.pressing.dose import fit_dose, hold_and_reps, is_firm
from unknot.plan.pressing.reach import find_positions, own_hands_reach
from unknot.plan.pressing.suit import find_choice_rule, score_way
from unknot.plan.pressing.ways import Better, Cut, FittedDose, Method, Site, Way, Ways
from unknot.plan.spot_limits import limits_at

# Kinds of technique that work on a point; the others prepare, stretch, or are a whole session.
POINT_KINDS = ("pressure", "stroke", "position", "device", "combined")
# Long light strokes open and close a session; they are no work on a point.
NOT_FOR_POINTS = ("effleurage",)


def find_ways(frame: Frame, point: TriggerPoint, side: str) -> Ways:
    """Return every way to press a point on a side.

    Parameters
    ----------
    frame
        Limits, wishes and rules of the session.
    point
        The trigger point.
    side
        left or right.
    """
    site = _site(frame, point, side)
    ways = Ways()
    for method in _methods(frame, site):
        _judge(frame, site, method, ways)
    ways.left.sort(key=lambda way: -way.score)
    ways.left = [lighter for way in ways.left if (lighter := _no_heavier(way, ways.better))]
    left = {way.method.combination for way in ways.left}
    ways.taken = {key: rules for key, rules in ways.taken.items() if key not in left}
    return ways


def _site(frame: Frame, point: TriggerPoint, side: str) -> Site:
    places = frozenset(frame.places_at(point))
    limits, rule_positions = limits_at(frame, point, side), frame.rule_positions(places)
    return Site(point, places, limits, rule_positions, find_choice_rule(frame, places))


def _methods(frame: Frame, site: Site) -> Iterator[Method]:
    """Yield what may be tried with what is at hand, limits apart."""
    for technique in _techniques_for_points(frame):
        for row in technique.levels:
            at_hand = [name for name in row.applicators if row.planned and name in frame.applicators]
            for method in (Method(technique, row, frame.data.applicators[name]) for name in at_hand):
                if _fits(method, site) and own_hands_reach(frame, site, method.applicator):
                    yield method


def _techniques_for_points(frame: Frame) -> Iterator[Technique]:
    role = "therapist" if frame.is_therapist else "self"
    for technique in frame.techniques:
        if technique.kind in POINT_KINDS and technique.id not in NOT_FOR_POINTS and role in technique.who:
            yield technique


def _fits(method: Method, site: Site) -> bool:
    """Return whether applicator and technique suit the place, the muscle and how deep it lies."""
    technique, applicator, point = method.technique, method.applicator, site.point
    if not site.places.isdisjoint(applicator.not_for):
        return False
    if technique.kind == "position":
        # The position does the work; a finger only watches the point, so any place will do.
        return True
    depth = {"superficial", "intermediate"} if point.depth == "superficial" else {"intermediate", "deep"}
    # Coarse places end at bony edges, muscles do not: what suits the muscle also suits its point beyond the edge.
    is_placed = not site.places.isdisjoint(applicator.fits_places) or point.muscle in applicator.good_for
    return is_placed and not depth.isdisjoint(applicator.depth) and not depth.isdisjoint(technique.tissue_depth)


def _judge(frame: Frame, site: Site, method: Method, ways: Ways) -> None:
    """Add the way to those left, or remember the rules that took it away."""
    dose = fit_dose(frame, site.limits, method)
    positions, kept_away = find_positions(frame, site, method)
    banned = _bans(frame, site, method, dose)
    rules = banned | kept_away
    if rules:
        ways.taken[method.combination] = ways.taken.get(method.combination, frozenset()) | rules
    score = score_way(frame, site, method, positions)
    if dose and positions and not banned:
        products = tuple(name for name in method.technique.products if name not in site.limits.no_tools)
        ways.left.append(Way(method, positions, dose, products, score, site.choice_rule))
    elif rules:
        ways.better.append(_without_limits(frame, method, score, rules))


def _bans(frame: Frame, site: Site, method: Method, dose: FittedDose | None) -> frozenset[str]:
    """Return the rules that take a method away altogether, in any position."""
    limits, technique, row = site.limits, method.technique, method.row
    banned = set(limits.no_tools.get(method.applicator.id, ()))
    for name, rules in limits.no_actions.items():
        action = frame.screening.vocabulary.actions[name]
        if technique.id in action.techniques or (row.action and row.action in (name, *action.level_rows)):
            banned |= rules
    cap = limits.cap("max_pressure")
    if cap is not None and row.level[0] > cap:
        banned |= set(limits.rules("max_pressure"))
    if dose is None:
        banned |= {*limits.rules("max_hold_s"), *limits.rules("max_still_s"), *limits.rules("max_pain")}
    return frozenset(banned)


def _without_limits(frame: Frame, method: Method, score: float, rules: frozenset[str]) -> Better:
    """Return what a way would be if no limit took it away."""
    technique, level = method.technique, method.row.level[1]
    hold_s, _ = hold_and_reps(frame, technique)
    firm_hold_s = hold_s if is_firm(technique, level) else None
    return Better(score, level, technique.dose.pain_nrs[1], firm_hold_s, rules)


def _no_heavier(way: Way, better: Iterable[Better]) -> Way | None:
    """Return a way, cut to no more than each better one that a limit took away; None if it cannot be so light.

    Without this a stricter limit could replace something gentle by something firm.
    """
    for one in better:
        if one.score > way.score:
            if way.dose.level[0] > one.level:
                return None
            way = replace(way, dose=_cut_to(way, one))
    return way


def _cut_to(way: Way, better: Better) -> FittedDose:
    dose = way.dose
    level, pain, hold_s = min(dose.level[1], better.level), min(dose.pain[1], better.pain), dose.hold_s
    if better.firm_hold_s is not None and is_firm(way.technique, level):
        hold_s = min(hold_s, better.firm_hold_s)
    was = {"max_pressure": dose.level[1], "max_pain": dose.pain[1], "max_hold_s": dose.hold_s}
    lowered = {"max_pressure": level, "max_pain": pain, "max_hold_s": hold_s}
    rules = tuple(sorted(better.rules))
    cuts = [Cut(name, was[name], number, rules) for name, number in lowered.items() if number < was[name]]
    return dose._replace(
        level=(dose.level[0], level),
        pain=(min(dose.pain[0], pain), pain),
        hold_s=hold_s,
        cuts=(*dose.cuts, *cuts),
    )
