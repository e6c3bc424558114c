"""A course over weeks: what can be told from it, and what cannot yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from unknot.errors import BadInput
from unknot.measure import Reading, change, judge_course, judge_together, limits_of

FIRST = date(2026, 10, 1)


def weekly(*scores, ratings=()):
    return [
        Reading(day=FIRST + timedelta(days=7 * week), score=score, ratings=ratings[week] if ratings else ())
        for week, score in enumerate(scores)
        if score is not None
    ]


@pytest.mark.parametrize(
    ("instrument", "scores", "verdict", "reason", "needed"),
    [
        ("pain_nrs", (), "cannot_tell", "too_few_weeks", 3),
        ("pain_nrs", (7,), "cannot_tell", "too_few_weeks", 2),
        ("pain_nrs", (7, 2), "cannot_tell", "too_few_weeks", 1),
        ("pain_nrs", (7, 5, 5), "better", "two_weeks_agree", 0),
        ("pain_nrs", (7, 6, 6), "same", "two_weeks_agree", 0),
        ("pain_nrs", (4, 6, 7), "worse", "two_weeks_agree", 0),
        # One good week is not a gain yet, and one bad week does not take a gain away for good.
        ("pain_nrs", (7, 7, 4), "cannot_tell", "last_two_differ", 1),
        ("pain_nrs", (7, 4, 4, 7), "cannot_tell", "last_two_differ", 1),
        ("pain_nrs", (7, 4, None, None, 4), "better", "two_weeks_agree", 0),
        ("rmdq24", (12, 7, 6), "better", "two_weeks_agree", 0),
        # Nobody who starts below 5 can show a gain on this scale.
        ("rmdq24", (3, 1, 0), "cannot_tell", "no_room_to_improve", 0),
        ("wellbeing_nrs", (4, 6, 7), "better", "two_weeks_agree", 0),
        ("pgic", (4, 3, 2), "cannot_tell", "no_threshold", 0),
    ],
)
def test_what_a_course_says(instrument, scores, verdict, reason, needed):
    course = judge_course(instrument, weekly(*scores))

    assert (course.verdict, course.reason, course.needed) == (verdict, reason, needed)


def test_the_score_of_a_week_is_the_mean_of_its_days():
    days = [(0, 8), (3, 6), (7, 4), (14, 4), (15, 5)]
    readings = [Reading(day=FIRST + timedelta(days=day), score=score) for day, score in reversed(days)]

    course = judge_course("pain_nrs", readings)

    assert [(week.number, week.score, week.readings) for week in course.weeks] == [(1, 7, 2), (2, 4, 1), (3, 4.5, 2)]


def test_a_flare_is_a_week_much_worse_than_the_one_before():
    assert judge_course("pain_nrs", weekly(7, 5, 7, 4, 4)).flares == (3,)
    assert judge_course("wellbeing_nrs", weekly(7, 2, 7)).flares == ()  # no measurement error of it is known


def test_the_reliable_change_index_is_negative_when_the_score_falls():
    index = judge_course("pain_nrs", weekly(7, 4, 4)).index

    assert index == pytest.approx((4 - 7) / (2 * 1.02**2) ** 0.5)
    assert judge_course("rmdq24", weekly(12, 7, 6)).index is None  # no standard error is published with it


def test_only_activities_that_were_rated_both_times_are_compared():
    ratings = ((2, 8, 3), (6, None, 6), (6, None, 7))

    course = judge_course("psfs", weekly(4.3, 6, 6.5, ratings=ratings))

    assert course.change
    assert course.change.d == 4


def test_a_score_beyond_its_range_is_refused():
    with pytest.raises(BadInput, match="from 0 to 10"):
        judge_course("pain_nrs", weekly(7, 11, 4))


def of(instrument, *scores):
    return judge_course(instrument, weekly(*scores))


@pytest.mark.parametrize(
    ("pain", "function", "verdict", "leading"),
    [
        ((7, 4, 4), (12, 12, 12), "better", "pain_nrs"),
        ((7, 7, 7), (12, 6, 6), "better", "rmdq24"),
        ((7, 7, 7), (12, 12, 12), "same", "pain_nrs"),
        ((4, 7, 7), (12, 12, 12), "worse", "pain_nrs"),
        ((7, 4, 4), (6, 12, 12), "cannot_tell", "rmdq24"),
        ((7, 4, 4), (12,), "better", "pain_nrs"),
        ((7,), (12, 12), "cannot_tell", "rmdq24"),
    ],
)
def test_pain_and_function_together(pain, function, verdict, leading):
    response = judge_together(of("pain_nrs", *pain), of("rmdq24", *function))

    assert (response.verdict, response.leading) == (verdict, leading)


@pytest.mark.parametrize(
    ("pain", "function", "impression", "overall"),
    [
        ((10, 7, 7), (10, 7, 7), None, True),  # 30 percent each
        ((10, 7, 7), (10, 8, 8), 2, True),
        ((10, 7, 7), (10, 8, 8), 3, False),
        ((10, 7, 7), (10, 8, 8), None, None),  # nobody asked how it is compared with the beginning
        ((10, 8, 8), (10, 5, 5), 1, False),
        ((10, 7, 7), (10, 15, 15), 1, False),  # worse in what one can do
        ((10, 7), (10, 7), 1, None),
        ((0, 0, 0), (10, 5, 5), 1, False),  # no percentage of nothing
    ],
)
def test_who_has_responded(pain, function, impression, overall):
    response = judge_together(of("pain_nrs", *pain), of("rmdq24", *function), impression)

    assert response.overall is overall


def test_a_bad_day_with_many_entries_weighs_no_more_in_its_week_than_another_day():
    told = ((0, 8), (0, 9), (0, 8), (0, 9), (3, 2.5))
    entered = [Reading(day=FIRST + timedelta(days=day), score=score) for day, score in told]

    week = judge_course("pain_nrs", entered).weeks[0]

    assert (week.score, week.readings) == (5.5, 5)


def test_without_any_answer_three_weekly_answers_are_needed():
    response = judge_together(of("pain_nrs"))

    assert (response.verdict, response.needed) == ("cannot_tell", 3)


@pytest.mark.parametrize(
    ("instrument", "baseline", "error", "gain_from", "loss_from"),
    [
        ("pain_nrs", 7, (5, 9), 5, 9),
        ("pain_nrs", 1, (0, 3), None, 3),  # no room to show a gain
        ("pain_nrs", 9, (7, 10), 7, None),
        ("rmdq24", 13, (8, 18), 8, 18),
        ("psfs", 4, (2, 6), 6, 2),
        ("wellbeing_nrs", 4, None, 6, 2),
        ("headache_days", 12, None, 6, None),  # known in percent alone, which says nothing of getting worse
        ("pgic", 4, None, None, None),
    ],
)
def test_where_the_bounds_of_a_change_lie(instrument, baseline, error, gain_from, loss_from):
    limits = limits_of(instrument, baseline)

    assert (limits.error, limits.gain_from, limits.loss_from) == (error, gain_from, loss_from)
    # What the chart shows as a gain, or as a loss, is what the rule calls one.
    for score, called in ((gain_from, "improved"), (loss_from, "worse")):
        if score is not None:
            assert change(instrument, baseline, score).classification == called


def test_the_bounds_of_few_activities_are_those_by_which_they_are_judged():
    rated = [
        Reading(day=FIRST + timedelta(weeks=week), score=score, ratings=(score,))
        for week, score in enumerate((3, 5, 5))
    ]

    course = judge_course("psfs", rated)

    assert (course.verdict, course.limits.gain_from) == ("same", 6)
    assert judge_course("psfs", rated[:1]).limits == course.limits
    domain = judge_course("promis_sf", [Reading(day=FIRST, score=40)], "physical_function")
    assert domain.limits.gain_from == 43
