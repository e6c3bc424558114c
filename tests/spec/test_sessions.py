"""What a session leads through, and what of it is written down."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.spec.stories import planned
from unknot.errors import BadInput
from unknot.plan import step_key
from unknot.treat import Feelings, begin_record, build_timeline, is_pressed, read_session_record

AT = datetime(2026, 11, 28, 18, 0, tzinfo=UTC)


def record(**told):
    """Return a record as it comes from a page: begun, with what is told of it."""
    begun = begin_record(planned(), Feelings(pain=6), AT).model_dump(mode="json")
    return {**begun, **told}


def pressed():
    return next(step_key(step) for step in planned().steps if step.kind == "press")


def refusal(**told):
    with pytest.raises(BadInput) as refused:
        read_session_record(record(**told))
    return str(refused.value)


@pytest.mark.parametrize("minutes", [10, 20, 30, 60])
@pytest.mark.parametrize("who", ["self", "therapist"])
def test_the_cues_of_a_session_take_as_long_as_its_plan(minutes, who):
    plan = planned(minutes=minutes, who=who, session_mode=who)

    cues = build_timeline(plan.steps)

    for number, step in enumerate(plan.steps):
        assert sum(cue.seconds for cue in cues if cue.step == number) == step.duration_s, step.id
    assert sum(cue.seconds for cue in cues) == plan.total_s


def test_a_spot_is_found_held_and_rested_so_often_as_planned_and_then_left():
    plan = planned()
    number, step = next((number, step) for number, step in enumerate(plan.steps) if step.kind == "press")

    cues = [cue for cue in build_timeline(plan.steps) if cue.step == number]

    kinds = ["get_ready", *["hold", "rest"] * (step.reps - 1), "hold", "move_on"]
    assert [cue.kind for cue in cues] == kinds
    assert {cue.side for cue in cues} == {step.side}


def test_a_stretch_of_both_sides_is_held_full_time_on_each_with_a_turn_between():
    stretch = next(step for step in planned().steps if step.kind == "stretch" and step.hold_s >= 10)
    step = stretch.model_copy(update={"id": "figure_four_supine", "side": "both"})
    work_s = step.reps * step.hold_s + (step.reps - 1) * step.rest_s
    step = step.model_copy(update={"duration_s": 2 * work_s + 10})

    cues = build_timeline([step])

    assert [(cue.side, cue.seconds) for cue in cues if cue.kind == "switch"] == [("left", 5)]
    for side in ("right", "left"):
        held = [cue.seconds for cue in cues if cue.kind == "hold" and cue.side == side]
        assert held == [step.hold_s] * step.reps


def test_a_record_comes_back_as_it_was_written():
    told = record(
        done=[{"step": pressed(), "state": "partly", "held_s": 40, "why": "too_much", "soreness": 3}],
        felt=[{"at": "2026-11-28T18:03:00Z", "step": pressed(), "felt": "ease_off"}],
        place={"cue": 4, "left_s": 24},
    )

    read = read_session_record(told)

    assert read_session_record(read.model_dump(mode="json")) == read
    assert read.done[0].soreness == 3
    assert is_pressed(read)


def test_what_nobody_said_is_not_known_and_never_0():
    read = read_session_record(record())

    assert read.before == Feelings(pain=6, tension=None, stress=None)
    assert read.after is None


def test_a_spot_that_was_skipped_was_not_pressed():
    assert not is_pressed(read_session_record(record(done=[{"step": pressed(), "state": "skipped"}])))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"before": {"pain": 11}}, "session.before.pain: "),
        ({"done": [{"step": "moon", "state": "done"}]}, "step 'moon' is not in the plan"),
        ({"ended": "done"}, "ended and ended_at go together"),
        ({"ended": "done", "ended_at": "2026-11-28T17:00:00Z"}, "ended_at lies before started_at"),
        ({"after": {"pain": 2}}, "after is asked when the session has ended"),
        ({"started_at": "2026-11-28T17:00:00"}, "session.started_at: "),
        ({"place": {"cue": -1, "left_s": 3}}, "session.place.cue: "),
        ({"mood": "fine"}, "session.mood: "),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(told, words):
    assert words in refusal(**told)


def test_a_step_told_twice_is_refused_by_its_name():
    twice = [{"step": pressed(), "state": "done"}] * 2

    assert f"step {pressed()!r} is told twice" in refusal(done=twice)
