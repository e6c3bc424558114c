"""How hard, how painful and how long a technique is at a spot: its own dose, cut to the limits."""

from __future__ import annotations

from dataclasses import dataclass, field

from unknot.plan.data.techniques import Dose, Range, Technique
from unknot.plan.frame import Frame
from unknot.plan.pressing.ways import Cut, FittedDose, Method
from unknot.plan.spot_limits import SpotLimits

# From this level on pressing is firm, and its still holds are bound.
FIRM = 3
# A still contact shorter than this does nothing.
SHORTEST_HOLD_S = 5
# The rest between repetitions where the data give none.
USUAL_REST_S = 10
# Kinds of contact that work by their length; cut short they are something else.
BY_LENGTH = ("ease_position", "slow_release")
# Kinds of contact that stay on one spot: any limit of still contact binds them, however light they are.
STILL = ("pressure", *BY_LENGTH)


@dataclass
class _Cutter:
    """Lowers numbers to the limits of a spot, and keeps what it cut."""

    limits: SpotLimits
    cuts: list[Cut] = field(default_factory=list)

    def lower(self, name: str, wanted: int) -> int:
        allowed = self.limits.cap(name)
        if allowed is None or allowed >= wanted:
            return wanted
        self.cuts.append(Cut(name, wanted, allowed, self.limits.rules(name)))
        return allowed


def fit_dose(frame: Frame, limits: SpotLimits, method: Method) -> FittedDose | None:
    """Return the dose of a method within the limits of a spot, or None if what they leave is another technique."""
    technique, (lowest, highest), cutter = method.technique, method.row.level, _Cutter(limits)
    highest = cutter.lower("max_pressure", highest)
    pain = _fit_pain(technique.dose, cutter)
    hold_s, reps = hold_and_reps(frame, technique)
    longest_s = own_cap(frame, technique)
    full_hold_s = min(hold_s, longest_s)
    for name in limits_of_hold(technique, highest):
        hold_s = cutter.lower(name, hold_s)
    hold_s = min(hold_s, longest_s)
    if technique.hold_kind == "percussion":
        # Its cap is for the spot, not for each time.
        reps = max(1, min(reps, longest_s // max(1, hold_s)))
    if pain is None or hold_s < shortest_hold_s(technique):
        return None
    rest_s = technique.dose.rest_s[0] if technique.dose.rest_s else USUAL_REST_S
    return FittedDose((min(lowest, highest), highest), pain, hold_s, full_hold_s, reps, rest_s, tuple(cutter.cuts))


def _fit_pain(dose: Dose, cutter: _Cutter) -> Range | None:
    low, high = dose.pain_nrs
    most = min(cutter.lower("max_pain", high), dose.pain_nrs_stop)
    # A window squeezed to one value is no longer this technique; a gentler one takes its place.
    is_squeezed = 0 < low < high and most <= low
    return None if is_squeezed else (min(low, most), most)


def is_firm(technique: Technique, level: int) -> bool:
    """Return whether still pressure at a level is firm."""
    return technique.hold_kind == "pressure" and level >= FIRM


def limits_of_hold(technique: Technique, level: int) -> tuple[str, ...]:
    """Return the limits that bind a hold at a level: of firm pressure, and of any still contact.

    Still contact is bound however light it is: skin may be numb, or nerves and vessels lie bare.
    """
    of_firm = ("max_hold_s",) if is_firm(technique, level) else ()
    return (*of_firm, "max_still_s") if technique.hold_kind in STILL else of_firm


def shortest_hold_s(technique: Technique) -> int:
    """Return the seconds below which a hold does nothing, or is no longer this technique."""
    by_length = technique.hold_kind in BY_LENGTH and technique.dose.hold_s is not None
    return technique.dose.hold_s[0] if by_length and technique.dose.hold_s else SHORTEST_HOLD_S


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
