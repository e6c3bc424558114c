"""Warming up before pressing: a therapist's opening strokes, or heat."""

from __future__ import annotations

from unknot.locate import Estimate
from unknot.plan.data.techniques import Technique
from unknot.plan.frame import Frame
from unknot.plan.session import Step
from unknot.plan.spot_limits import limits_in_region
from unknot.plan.steps import capped, names_oil
from unknot.plan.surfaces import surfaces_for

# When comfort is all there is, warmth may take all but the breathing and one movement.
AROUND_COMFORT_S = 240


def treatment_warm_up(frame: Frame, estimate: Estimate) -> Step | None:
    """Return the therapist's opening strokes, or heat when there is a pack and time; None when neither is left.

    Either touches only the painted regions that the limits leave.
    """
    technique = frame.data.techniques["effleurage" if frame.is_therapist else "heat_before"]
    applicator = next((one for one in technique.levels[0].applicators if one in frame.applicators), None)
    place = _position_and_surface(frame, technique)
    if technique not in frame.techniques or applicator is None or place is None or not _has_time(frame, technique):
        return None
    regions = [name for name in _painted_regions(estimate) if _may_touch(frame, name, technique, applicator)]
    return _step(frame, technique, applicator, place, regions) if regions else None


def _position_and_surface(frame: Frame, technique: Technique) -> tuple[str, str] | None:
    positions = technique.positions_therapist if frame.is_therapist else technique.positions_self
    allowed = frame.rule_positions(())
    possible = (one for one in positions if (allowed is None or one in allowed) and frame.can_take(one))
    position = next(possible, None)
    surface = next((one for one in surfaces_for(position or "") if frame.can_use(one)), None)
    return (position, surface) if position and surface else None


def _has_time(frame: Frame, technique: Technique) -> bool:
    """Return whether it fits into the session; where comfort is what is wanted, it may take most of it."""
    wants_comfort = any(technique.id in rule.techniques for rule in frame.plan_rules)
    is_long = frame.is_therapist or frame.total_s >= 60 * frame.data.composition.heat_from_minutes
    room_s = frame.total_s - AROUND_COMFORT_S if wants_comfort else frame.total_s // 2 + 60
    hold_s = technique.dose.hold_s
    return (is_long or wants_comfort) and hold_s is not None and hold_s[0] <= room_s


def _painted_regions(estimate: Estimate) -> list[str]:
    painted = (name.split(":")[0] for name in (*estimate.explained, *estimate.unexplained))
    return [region for region in dict.fromkeys(painted) if not region.startswith("choir_")]


def _may_touch(frame: Frame, region: str, technique: Technique, applicator: str) -> bool:
    limits, level = limits_in_region(frame, region), technique.levels[0].level[0]
    cap = limits.cap("max_pressure")
    return applicator not in limits.no_tools and (cap is None or cap >= max(1, level))


def _step(frame: Frame, technique: Technique, applicator: str, place: tuple[str, str], regions: list[str]) -> Step:
    dose = technique.dose
    hold_s = dose.hold_s[0] if dose.hold_s else 0
    where = "; ".join(frame.atlas.regions[region].name for region in regions)
    banned = {tool for region in regions for tool in limits_in_region(frame, region).no_tools}
    products = tuple(product for product in technique.products if product not in banned)
    lines = technique.steps_for(frame.wishes.who)
    return Step(
        kind="warm_up",
        id=technique.id,
        name=technique.name,
        side="both",
        region=regions[0],
        position=place[0],
        surface=place[1],
        applicator=applicator,
        technique=technique.id,
        pressure_level=technique.levels[0].level,
        pain=(min(dose.pain_nrs), capped(frame, "max_pain", dose.pain_nrs[1])),
        hold_s=hold_s,
        reps=1,
        rest_s=0,
        duration_s=hold_s,
        how=(f"Only here: {where}.", *(line for line in lines if products or not names_oil(line))),
        products=products,
        reasons=(),
    )
