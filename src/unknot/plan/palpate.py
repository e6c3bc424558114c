"""Pressing one spot to test it: whether it may be pressed, how, and how hard; or why not.

A test is lighter than treatment: a few seconds, never beyond the pain of a good hurt, by the hand where the hand
reaches, else by a soft ball. It keeps every limit that a session keeps.
"""

from __future__ import annotations

from typing import Literal

from unknot.body import TriggerPoint, Who, load_atlas
from unknot.knowledge import Value
from unknot.plan.data.applicators import HANDS
from unknot.plan.frame import Frame
from unknot.plan.pressing.find import find_ways
from unknot.plan.pressing.ways import Way
from unknot.plan.session import Wishes
from unknot.plan.spots import refusal_of
from unknot.plan.steps import MASKED_PAIN, consent_for
from unknot.plan.words import describe_rules
from unknot.screen import Clearance
from unknot.screen.consent import Agreed

# What a test is done with: the hand, or a ball that gives way, where the hand does not reach.
TOOLS = ("hands", "ball_soft")
# A test goes no further than a good hurt; untrained people also stay below firm pressure (features.csv says both).
MOST_PAIN = 4
MOST_LEVEL_UNTRAINED = 3
HOLD_S = 5

NoTest = Literal["no_session", "avoid", "who", "masked_pain", "limits", "out_of_reach"]


class Palpation(Value):
    """How a spot is pressed to test it.

    `level` is the pressure, 1 to 5; `most_pain` the pain at which to stop, 0 to 10. `caution` says what lies near,
    `consent` what is asked before somebody else touches an intimate place.
    """

    id: str
    side: Literal["left", "right"]
    who: Who
    applicator: str
    position: str
    surface: str
    level: tuple[int, int]
    most_pain: int
    hold_s: int
    caution: str
    consent: str


class NoPalpation(Value):
    """Why a spot is not pressed, with the rules behind it."""

    code: NoTest
    reason: str
    rules: tuple[str, ...] = ()


def find_palpation(
    clearance: Clearance,
    point_id: str,
    side: Literal["left", "right"],
    who: Who,
    agreed: Agreed | None = None,
) -> Palpation | NoPalpation:
    """Return how a spot may be pressed to test it, or why it must not be.

    Parameters
    ----------
    clearance
        What the screening allows; without an allowed session nothing is pressed.
    point_id
        The trigger point.
    side
        left or right; one in the middle of the body lies on both.
    who
        Who presses.
    agreed
        What the person who is pressed agreed to; it binds like every other limit.

    Returns
    -------
    Palpation or NoPalpation
        Pain above 4 of 10 is never asked for, nor pressure above level 3 of untrained hands (project choices,
        `pressing_the_spot_reproduces` in features.csv).
    """
    point = load_atlas().trigger_points[point_id]
    if clearance.session != "allowed":
        return NoPalpation(code="no_session", reason="The answers to the questions allow no pressing now")
    if who != "therapist" and point.self_exam == "avoid":
        return NoPalpation(code="avoid", reason=f"Not for untrained hands: {point.self_exam_reason}")
    if MASKED_PAIN in clearance.contraindications:
        reason = "What dulls pain also dulls the warning; a test would say little"
        return NoPalpation(code="masked_pain", reason=reason, rules=(MASKED_PAIN,))
    frame = Frame.of(clearance, Wishes(who=who, applicators=TOOLS, agreed=agreed), None)
    refused = refusal_of(frame, point)
    if refused:
        return NoPalpation(code="who", reason=refused[0], rules=refused[1])
    ways = find_ways(frame, point, side)
    by_pressure = [way for way in ways.left if way.technique.kind == "pressure"]
    if not by_pressure:
        return _no_way(frame, frozenset[str]().union(*ways.taken.values()))
    # By hand rather than with a ball, and of these as lightly as may be.
    lightest = min(by_pressure, key=lambda way: (way.applicator.id not in HANDS, way.dose.level))
    return _palpation(frame, point, side, lightest)


def _no_way(frame: Frame, rules: frozenset[str]) -> NoPalpation:
    if not rules:
        return NoPalpation(code="out_of_reach", reason="It cannot be reached well by hand or with a soft ball")
    ordered = tuple(sorted(rules))
    return NoPalpation(code="limits", reason=f"Your limits: {describe_rules(frame, ordered)}", rules=ordered)


def _palpation(frame: Frame, point: TriggerPoint, side: Literal["left", "right"], way: Way) -> Palpation:
    dose = way.dose
    highest = dose.level[1] if frame.is_therapist else min(dose.level[1], MOST_LEVEL_UNTRAINED)
    position, surface = way.positions[0]
    return Palpation(
        id=point.id,
        side=side,
        who=frame.wishes.who,
        applicator=way.applicator.id,
        position=position,
        surface=surface,
        level=(min(dose.level[0], highest), highest),
        most_pain=min(dose.pain[1], MOST_PAIN),
        hold_s=min(dose.hold_s, HOLD_S),
        caution=point.self_exam_reason if point.self_exam == "care" else "",
        consent=consent_for(frame, point),
    )
