"""How the body's answer to a session changes the next one, rule by rule."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.builders import TODAY
from tests.spec.past import SPOT, answered, course, plan_after, session
from tests.spec.stories import highest_pressure, presses, steps_of
from unknot.plan import SEE_SOMEONE
from unknot.treat import build_history, load_treat_data, next_check

QUIET: dict[str, Any] = {"soreness": 0}


def adjusted(*sessions: Any, **told: Any) -> Any:
    return build_history(sessions, TODAY, **told).adjustment


def notes_of(plan: Any, code: str) -> list[str]:
    return [note.text for note in plan.notes if note.code == code]


def test_without_sessions_nothing_is_known_and_the_first_ones_stay_gentle():
    history = build_history((), TODAY)

    assert (history.quiet_sessions, history.last_session_date, history.adjustment.consequences) == (0, None, ())


def test_gentle_first_sessions_become_firmer_by_one_level_after_a_quiet_one():
    first = plan_after()
    later = plan_after(*course(1, **QUIET))

    assert highest_pressure(first) == 3
    assert highest_pressure(later) <= 4
    assert later.wishes.history.quiet_sessions == 1
    assert not notes_of(later, "changed")


def test_a_check_that_nobody_answered_is_no_quiet_session():
    assert build_history([session(5)], TODAY).quiet_sessions == 0
    assert build_history([session(8), answered(5, {24: QUIET})], TODAY).quiet_sessions == 1
    assert build_history([answered(8, {24: QUIET}), session(5)], TODAY).quiet_sessions == 0


@pytest.mark.parametrize(
    ("checks", "because", "level"),
    [
        ({24: {"soreness": 5}, 48: {"soreness": 1}}, "it was sore the day after", 1),
        ({24: {"soreness": 1}, 48: {"soreness": 1}}, "it was sore for more than a day", 1),
        ({24: {"soreness": 5}, 48: {"soreness": 4}, 72: {"soreness": 0}}, "it was still clearly sore", 1),
        ({24: {"soreness": 0, "signs": ["tingling"]}}, "it tingled or felt numb", 0),
        ({24: {"soreness": 0, "signs": ["bruise"], "where": ["iliac_crest_back:right"]}}, "there was a bruise", 2),
        ({24: {"soreness": 0, "signs": ["stiff"]}}, "more pain or stiffness came after it", 1),
        ({24: {"soreness": 0, "signs": ["upset"]}}, "it upset you", 3),
    ],
)
def test_what_came_after_a_session_makes_the_next_lighter_and_says_why(checks, because, level):
    made = plan_after(answered(6, checks))

    assert [text for text in notes_of(made, "changed") if because in text]
    pressed = [step for step in steps_of(made, "press") if f"{step.id}:{step.side}" == SPOT]
    assert max((step.pressure_level[1] for step in pressed), default=0) <= level


def test_mild_soreness_for_a_day_keeps_the_dose():
    adjustment = adjusted(answered(6, {24: {"soreness": 2}, 48: {"soreness": 0}}))

    assert adjustment.action == "keep"
    assert not [one for one in adjustment.consequences if one.is_change]


def test_nothing_is_pressed_while_the_spot_is_still_sore():
    made = plan_after(answered(3, {24: {"soreness": 6}, 48: {"soreness": 5}}))

    assert not steps_of(made, "press")
    assert "no pressing, because the spot is still sore." in notes_of(made, "changed")


def test_a_bruise_is_left_alone_for_a_week_whatever_comes_between():
    bruised = answered(6, {24: {"soreness": 0, "signs": ["bruise"], "where": ["iliac_crest_back:right"]}})
    between = answered(3, {24: QUIET})

    regions = {step.region for step in steps_of(plan_after(bruised, between), "press") if step.side == "right"}
    later = [one for one in adjusted(bruised, between).consequences if one.rest_until]

    assert "iliac_crest_back" not in regions
    assert [one.rest_until for one in later if one.regions] == [TODAY - timedelta(days=5) + timedelta(days=7)]


def test_a_spot_rests_for_two_days_between_sessions():
    (rest,) = [one for one in adjusted(session(1)).consequences if one.rule == "rested"]

    assert (rest.spot, rest.rest_until) == (SPOT, TODAY + timedelta(days=1))
    assert not [one for one in adjusted(session(2)).consequences if one.rule == "rested"]


def test_usual_pain_that_is_much_worse_stops_pressing_until_it_is_back_and_then_begins_lightly():
    worse = answered(4, {24: {"soreness": 0, "signs": ["much_worse"]}})

    stopped, back = plan_after(worse), plan_after(worse, pain_now=5)

    assert stopped.wishes.history.adjustment.action == "pause_and_check"
    assert not steps_of(stopped, "press")
    assert highest_pressure(back) <= 2
    assert "because your usual pain went up after a session" in notes_of(back, "changed")[0]


def test_a_warning_sign_stops_pressing_until_the_danger_questions_are_asked_again():
    warned = answered(4, {24: {"soreness": 0, "signs": ["weak"]}})
    at = warned.reactions[0].answered_at

    before, after = adjusted(warned), adjusted(warned, rechecked_at=at + timedelta(hours=1))

    assert before.action in SEE_SOMEONE
    assert min(one.max_level for one in before.consequences if one.max_level is not None) == 0
    assert after.action not in SEE_SOMEONE
    assert min(one.max_level for one in after.consequences if one.rule == "red_flag") == 2


def test_a_session_that_ended_by_tingling_counts_as_tingling():
    made = plan_after(session(6, ended="nerve_sign"))

    assert SPOT not in {f"{step.id}:{step.side}" for step in steps_of(made, "press")}


def test_easing_off_lowers_that_spot_by_a_level_and_letting_go_shortens_its_hold_too():
    eased = adjusted(session(6, felt=["ease_off"]))
    let_go = adjusted(session(6, why="too_much"))

    levels = [one.max_level for one in eased.consequences if one.rule == "during_over_window"]
    assert levels == [1]
    numbers = {(one.max_level, one.max_hold_s) for one in let_go.consequences if one.rule == "during_over_ceiling"}
    assert numbers == {(1, None), (None, 15)}


def level_after(*asks: dict[str, Any], **told: Any) -> int:
    """Return the highest level at a spot that was pressed at level 2, after quiet sessions three days apart."""
    days = range(3 * len(asks) + 3, 3, -3)
    sessions = [answered(ago, {24: QUIET}, level=(2, 2), **one) for ago, one in zip(days, asks, strict=True)]
    found = adjusted(*sessions, **told).consequences
    return min(one.max_level for one in found if one.spot == SPOT and one.max_level is not None)


# Asking for more, and never to ease off, says without a number that it was less than meant.
@pytest.mark.parametrize("asks", [{"felt": ["more"], "pain": 1}, {"felt": ["more"]}])
def test_a_spot_that_is_hardly_felt_is_raised_only_when_nothing_speaks_against_it(asks):
    asks = {**asks, "before": 5}

    assert level_after(asks, asks, may_raise=True) == 3
    assert level_after(asks, asks, may_raise=False) == 2
    assert level_after(asks, asks, may_raise=True, pain_now=2) == 2
    assert level_after(asks, may_raise=True) == 2


@pytest.mark.parametrize(
    "last",
    [
        {"felt": ["more"], "why": "hurts"},
        {"felt": ["more"], "why": "stopped"},
        {"felt": ["more"], "pain": 4},
        {"felt": ["more", "ease_off"]},
        {"felt": ["good"]},
    ],
)
def test_who_broke_off_or_felt_enough_gets_no_more(last):
    asks = {"felt": ["more"], "before": 5}

    assert level_after(asks, asks, may_raise=True) == 3
    assert level_after(asks, {**last, "before": 5}, may_raise=True) <= 2


def test_three_sessions_without_gain_bring_another_spot_to_the_front():
    usual = presses(plan_after())[0]
    stuck = [answered(days, {24: QUIET}, before=6) for days in (12, 9, 6, 3)]

    made = plan_after(*stuck, pain_now=6)

    assert made.wishes.history.adjustment.action == "change_technique_or_point"
    assert f"{usual.id}:{usual.side}" == SPOT
    assert "other spots before" in notes_of(made, "changed")[0]


def test_six_sessions_without_gain_say_see_someone_before_anything_else():
    made = plan_after(*[answered(days, {24: QUIET}, before=6) for days in range(18, 0, -3)], pain_now=6)

    assert made.wishes.history.adjustment.action == "stop_and_refer"
    assert made.notes[0].code == "see_someone_first"
    assert made.notes[0].text.startswith("Six sessions, and your pain is about the same.")
    assert not steps_of(made, "press")


def test_a_course_that_helps_is_told_to_space_out():
    helped = [answered(days, {24: QUIET}, before=pain) for days, pain in ((9, 8), (6, 6), (3, 5))]

    assert adjusted(*helped, pain_now=4).action in ("reassess", "space_out")


def test_a_new_spell_after_a_long_pause_is_a_new_course():
    assert build_history([answered(60, {24: QUIET})], TODAY).sessions_done == 0


def test_a_second_flare_within_a_month_is_a_reason_to_see_someone():
    flare = {24: {"soreness": 6}, 48: {"soreness": 5}, 72: {"soreness": 3}, 96: {"soreness": 0}}

    once, twice = adjusted(answered(6, flare)), adjusted(answered(16, flare), answered(6, flare))

    assert once.action == "rest_then_lower"
    assert twice.action == "stop_and_refer"
    assert twice.reasons[0].startswith("The pain flared up for the second time")


def test_the_checks_come_a_day_and_two_days_after_and_daily_while_it_is_sore():
    record = session(3).record

    def hours(checks: dict[int, Any]) -> int | None:
        due = next_check(record, answered(3, checks).reactions)
        return due[0] if due else None

    assert hours({}) == 24
    assert hours({24: QUIET}) == 48
    assert hours({24: QUIET, 48: QUIET}) is None
    assert hours({24: {"soreness": 5}, 48: {"soreness": 3}}) == 72
    assert hours({hour: {"soreness": 3} for hour in range(24, 169, 24)}) is None


def test_every_rule_that_can_change_a_session_says_why():
    data = load_treat_data()
    asking = {rule.id for rule in data.rules.values() if rule.event or rule.level_change < 0}

    assert asking <= set(data.because)
    assert {name for name, sign in data.signs.items() if not sign.input and not sign.is_warning} - {
        "much_worse"
    } <= set(data.because)
