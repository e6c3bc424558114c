"""Pressing a spot to test it: never where the screening forbids it, and never harder than a good hurt."""

from __future__ import annotations

from functools import cache

import pytest

from tests.spec.stories import screened
from unknot.body import Who, load_atlas
from unknot.plan import NoPalpation, Palpation, find_palpation
from unknot.plan.frame import Frame
from unknot.plan.palpate import TOOLS
from unknot.plan.session import Wishes
from unknot.plan.spot_limits import limits_at
from unknot.screen import load_screen_data

POINTS = load_atlas().trigger_points
WHO: tuple[Who, ...] = ("self", "partner", "therapist")
LOW_BACK = "quadratus_lumborum.superficial_lower"
BACK_AND_HIP = [name for name in POINTS if name.startswith(("multifidus_l", "quadratus_l", "gluteus", "piriformis"))]


def clearance_for(point, who, **changes):
    areas = load_screen_data().areas_of_region(point.region)
    return screened(session_mode=who, pain_regions=list(areas) or ["low_back"], **changes)


@cache
def found(who):
    """Return every point with what its test says, for somebody who hurts there and has nothing to report."""
    clearances = [(point, clearance_for(point, who)) for point in POINTS.values()]
    return [(point, find_palpation(clearance, point.id, "right", who)) for point, clearance in clearances]


def code(palpation):
    return palpation.code if isinstance(palpation, NoPalpation) else "pressed"


@pytest.mark.parametrize("who", WHO)
def test_a_test_stays_below_a_good_hurt_and_some_spots_can_be_tested(who):
    tests = [one for _, one in found(who) if isinstance(one, Palpation)]

    assert tests
    assert all(one.most_pain <= 4 and one.hold_s <= 5 for one in tests)
    if who != "therapist":
        assert all(one.level[1] <= 3 for one in tests)


@pytest.mark.parametrize("who", WHO)
def test_only_who_may_press_a_spot_tests_it(who):
    for point, palpation in found(who):
        if who not in point.who:
            assert isinstance(palpation, NoPalpation), point.id


@pytest.mark.parametrize("who", ["self", "partner"])
def test_untrained_hands_leave_alone_what_is_to_avoid_and_are_told_what_lies_near(who):
    for point, palpation in found(who):
        if point.self_exam == "avoid":
            assert code(palpation) == "avoid", point.id
        if point.self_exam == "care" and isinstance(palpation, Palpation):
            assert palpation.caution == point.self_exam_reason


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(
    "changes", [{"pregnancy": "weeks_14_27"}, {"osteoporosis": "yes"}, {"medicines": ["blood_thinner"]}, {"age": 80}]
)
def test_no_limit_of_a_clearance_is_passed(who, changes):
    clearance = screened(session_mode=who, **changes)
    frame = Frame.of(clearance, Wishes(who=who, applicators=TOOLS), None)
    for point in [POINTS[name] for name in BACK_AND_HIP]:
        palpation, spot = find_palpation(clearance, point.id, "right", who), limits_at(frame, point, "right")
        if isinstance(palpation, NoPalpation):
            continue
        for name, value in (("max_pressure", palpation.level[1]), ("max_pain", palpation.most_pain)):
            cap = spot.cap(name)
            assert cap is None or value <= cap, (point.id, name)
        assert palpation.applicator not in spot.no_tools, point.id
        assert palpation.position not in frame.limits.avoid_positions, point.id


def test_where_the_skin_is_broken_nothing_is_tested_and_elsewhere_it_is():
    clearance = screened(skin=["open_wound_or_ulcer"], skin_regions=["low_back", "flank_waist"])

    assert code(find_palpation(clearance, LOW_BACK, "right", "self")) == "limits"
    assert code(find_palpation(clearance, "gluteus_maximus.trp1", "right", "self")) == "pressed"


@pytest.mark.parametrize("changes", [{"saddle_numbness": "yes"}, {"fever": "yes"}, {"chest_pain": None}])
def test_without_a_session_nothing_is_tested(changes):
    for who in WHO:
        assert code(find_palpation(screened(**changes), LOW_BACK, "right", who)) == "no_session"


def test_what_dulls_pain_also_dulls_the_test():
    clearance = screened()
    dulled = clearance.model_copy(update={"contraindications": (*clearance.contraindications, "masked_pain")})

    assert code(find_palpation(dulled, LOW_BACK, "right", "self")) == "masked_pain"


def test_an_intimate_place_asks_first_when_somebody_else_presses():
    intimate = [(point, one) for point, one in found("partner") if point.sensitive and isinstance(one, Palpation)]

    assert all(one.consent.startswith("Ask first") for _, one in intimate)
