"""The body's data hold together: who may press what, danger zones, left and right, and where things lie."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.builders import TODAY, case
from unknot import load_atlas
from unknot.body import mirror_cell, places_of
from unknot.body.geometry import SPINE_CLEARANCE_MM, landmark_mm, position_mm
from unknot.locate.sources import all_sources
from unknot.screen import load_screen_data
from unknot_app.actions.planning import plan_session

# Points inside the pelvis or mouth, or on great vessels and nerves: named in a result, never pressed from outside.
PRESSED_BY_NOBODY = {
    "iliopsoas.distal",
    "levator_ani_coccygeus.coccygeus",
    "levator_ani_coccygeus.levator",
    "obturator_internus.main",
    "pectineus.main",
    "gastrocnemius.lateral_upper",
    "pterygoideus_lateralis.main",
}

# The danger zones by trigger point, compared by hand with the fact base's own list. Every other point lies in none.
ZONES_OF = {
    "multifidus_lumborum.s4": {"bony_points"},
    "quadratus_lumborum.superficial_upper": {"kidney_area"},
    "iliopsoas.psoas_abdominal": {"abdomen"},
    "iliopsoas.iliacus": {"abdomen"},
    "iliopsoas.distal": {"groin_femoral"},
    "gluteus_maximus.trp1": {"sciatic_notch"},
    "gluteus_maximus.trp2": {"sciatic_notch"},
    "piriformis.medial": {"sciatic_notch"},
    "rectus_abdominis.upper": {"abdomen"},
    "rectus_abdominis.lower": {"abdomen"},
    "rectus_abdominis.lateral_border": {"abdomen"},
    "obliquus_abdominis.upper": {"abdomen"},
    "obliquus_abdominis.lower": {"abdomen"},
    "serratus_posterior_inferior.main": {"floating_ribs"},
    "levator_ani_coccygeus.coccygeus": {"tailbone", "genital_area"},
    "levator_ani_coccygeus.levator": {"genital_area"},
    "adductor_longus_brevis.main": {"inner_thigh"},
    "adductor_magnus.middle": {"inner_thigh"},
    "adductor_magnus.upper": {"inner_thigh"},
    "pectineus.main": {"groin_femoral"},
    "vastus_medialis.main": {"inner_thigh"},
    "gastrocnemius.medial": {"calf"},
    "gastrocnemius.lateral_upper": {"back_of_knee"},
    "soleus.trp1": {"calf"},
    "soleus.trp2": {"calf"},
    "sternocleidomastoid_sternal.main": {"side_of_neck", "neck_percussion"},
    "sternocleidomastoid_clavicular.main": {"side_of_neck", "neck_percussion"},
    "splenius_capitis.main": {"neck_percussion", "skull_base"},
    "splenius_cervicis.upper": {"side_of_neck", "neck_percussion"},
    "semispinalis_capitis.upper": {"neck_percussion", "skull_base"},
    "semispinalis_capitis.middle": {"neck_percussion"},
    "multifidus_cervicis.c4_c5": {"neck_percussion"},
    "suboccipitals.main": {"neck_percussion", "skull_base"},
    "scalenes.main": {"side_of_neck", "neck_percussion"},
    "serratus_anterior.main": {"floating_ribs"},
    "subscapularis.main": {"armpit"},
    "temporalis.main": {"eyes_and_temple"},
    "pterygoideus_lateralis.main": {"eyes_and_temple"},
    "occipitofrontalis.frontalis": {"eyes_and_temple"},
    "extensor_digitorum.main": {"forearm_below_elbow"},
    "extensor_carpi_radialis.main": {"forearm_below_elbow"},
}


def zones_of(point):
    places = set(places_of(load_atlas(), point))
    return {zone.id for zone in load_screen_data().danger_zones.values() if set(zone.places) & places}


def points_with(*modes):
    return [point for point in load_atlas().trigger_points.values() if set(modes) & set(point.who)]


def test_the_points_that_nobody_may_press_are_known_by_name():
    assert {point.id for point in load_atlas().trigger_points.values() if not point.who} == PRESSED_BY_NOBODY


@pytest.mark.parametrize("who", ["self", "partner", "therapist"])
@pytest.mark.parametrize("name", sorted(PRESSED_BY_NOBODY))
def test_no_plan_presses_a_point_that_nobody_may_press_even_if_all_its_pattern_is_painted(name, who):
    zones = load_atlas().referral_zones[name]
    sides = {"same": ["right"], "opposite": ["left"], "both": ["left", "right"], "midline": ["midline"]}
    painted = dict.fromkeys(f"{zone.region}:{side}" for zone in zones for side in sides[zone.side])
    tools = ["hands", "ball_soft", "ball_firm", "hook_tool"]
    plan = plan_session(case(*painted, who=who, applicators=tools, minutes=45, quiet_sessions=4), TODAY)

    assert name in {candidate.id for candidate in plan.estimate.candidates}
    assert name not in {step.id for step in plan.steps}


def test_each_point_lies_in_the_danger_zones_that_were_compared_by_hand():
    points = load_atlas().trigger_points.values()

    assert {point.id: zones_of(point) for point in points if zones_of(point)} == ZONES_OF


def test_no_point_that_anybody_may_press_lies_where_pressure_is_never_used():
    never = {zone.id for zone in load_screen_data().danger_zones.values() if zone.rule == "never"}
    pressed = points_with("self", "partner", "therapist")

    assert len(pressed) + len(PRESSED_BY_NOBODY) == len(load_atlas().trigger_points)
    assert {point.id: zones_of(point) & never for point in pressed if zones_of(point) & never} == {}


def test_no_point_is_given_to_untrained_hands_where_they_may_hardly_touch():
    zones = load_screen_data().danger_zones
    ceilings = {
        point.id: min(
            cap
            for zone in zones_of(point)
            for cap in (zones[zone].max_pressure, zones[zone].therapist_only_above, 5)
            if cap is not None
        )
        for point in points_with("self", "partner")
        if zones_of(point)
    }

    assert ceilings
    assert {name: cap for name, cap in ceilings.items() if cap <= 1} == {}


def test_whoever_may_press_alone_may_also_be_pressed_by_a_partner_and_a_therapist():
    for point in points_with("self", "partner"):
        assert "therapist" in point.who, point.id
    for point in points_with("self"):
        assert "partner" in point.who, point.id


def test_a_point_that_the_person_must_not_examine_is_not_theirs_to_press():
    avoided = [point for point in load_atlas().trigger_points.values() if point.self_exam == "avoid"]

    assert avoided
    assert [point.id for point in avoided if "self" in point.who] == []


def test_every_paired_region_has_a_left_and_a_right_cell_and_every_other_one_in_the_middle():
    atlas = load_atlas()
    sides = {
        region.id: {name.split(":")[1] for name in atlas.cells if name.split(":")[0] == region.id}
        for region in atlas.regions.values()
    }

    assert sides == {
        region.id: {"left", "right"} if region.paired else {"midline"} for region in atlas.regions.values()
    }
    assert len(set(atlas.cells)) == len(atlas.cells) == 235


def test_neighbours_are_neighbours_both_ways_and_nothing_is_its_own_neighbour():
    regions = load_atlas().regions

    assert all(region.neighbours for region in regions.values())
    for region in regions.values():
        assert region.id not in region.neighbours
        for other in region.neighbours:
            assert region.id in regions[other].neighbours, (region.id, other)


def test_only_paired_regions_touch_their_own_mirror():
    touching = [region for region in load_atlas().regions.values() if region.touches_own_mirror]

    assert touching
    assert all(region.paired for region in touching)


def test_left_and_right_of_every_source_are_mirror_images():
    found = {(source.id, source.side): source for source in all_sources()}
    lefts = [source for source in found.values() if source.side == "left"]

    assert len({source.id for source in lefts if source.kind == "trigger_point"}) == len(load_atlas().trigger_points)
    for left in lefts:
        right = found[left.id, "right"]
        # An organ with a side of its own, such as the liver, paints the same cells whichever side is asked for.
        if left.kind == "trigger_point":
            assert left.essential == {mirror_cell(name) for name in right.essential}, left.id
            assert left.spillover == {mirror_cell(name) for name in right.spillover}, left.id


def test_a_source_on_both_sides_is_its_own_mirror_image():
    both = [source for source in all_sources() if source.side == "both" and source.kind == "trigger_point"]

    assert both
    for source in both:
        assert source.zones == {mirror_cell(name) for name in source.zones}, source.id


def test_every_point_refers_somewhere_and_names_each_region_once():
    for name, zones in load_atlas().referral_zones.items():
        assert any(zone.grade == "essential" for zone in zones), name
        twice = [key for key, count in Counter((zone.region, zone.side) for zone in zones).items() if count > 1]
        assert twice == [], name


def test_the_id_of_a_trigger_point_begins_with_its_muscle():
    for point in load_atlas().trigger_points.values():
        assert point.id.startswith(f"{point.muscle}."), point.id


def test_every_muscle_has_a_point():
    atlas = load_atlas()

    assert {point.muscle for point in atlas.trigger_points.values()} == set(atlas.muscles)


def test_landmarks_and_points_lie_on_the_body():
    atlas = load_atlas()
    where = {name: landmark_mm(atlas, name) for name in atlas.landmarks}
    where |= {point.id: position_mm(atlas, point.position) for point in atlas.trigger_points.values()}
    outside = {
        name: found
        for name, found in where.items()
        if found[0] < 0 or not 0 <= found[1] <= atlas.reference_stature_mm
    }

    assert len(where) == len(atlas.landmarks) + len(atlas.trigger_points)
    assert outside == {}


def test_landmarks_in_the_middle_are_not_paired_and_the_others_are():
    for landmark in load_atlas().landmarks.values():
        assert landmark.paired == (landmark.lateral_mm > 0), landmark.id


def test_every_point_on_the_back_of_the_trunk_keeps_clear_of_the_spine():
    atlas = load_atlas()
    too_near = [
        point.id
        for point in points_with("self", "partner", "therapist")
        if point.view == "back" and position_mm(atlas, point.position)[0] < SPINE_CLEARANCE_MM
    ]

    assert too_near == []


def test_every_point_lies_within_reach_of_one_of_its_landmarks():
    atlas = load_atlas()
    far = {}
    for point in atlas.trigger_points.values():
        lateral, up, _ = position_mm(atlas, point.position)
        anchors = [landmark_mm(atlas, name) for name in (*point.position.anchor, *point.landmarks)]
        distance = min(((lateral - one[0]) ** 2 + (up - one[1]) ** 2) ** 0.5 for one in anchors)
        # A long limb has landmarks at its ends only; between two of them lies any place on it.
        if distance > 100 and len(point.position.anchor) == 1:
            far[point.id] = round(distance)

    assert far == {}
