"""Laws of changing a plan: no sequence of changes goes beyond a limit, the minutes, or loses what must stay."""

from __future__ import annotations

from typing import get_args

from hypothesis import assume, event, given
from hypothesis import strategies as st

from tests.property.judge import faults_of
from tests.property.strategies import allowed_answers, examples, wishes
from tests.property.test_planning import plan_for, where_it_hurts
from unknot.plan import CHANGES, Change, Edit, EditRefused, SessionPlan, edit_plan, step_key
from unknot.plan.frame import Frame
from unknot.plan.spot_limits import limits_at

# Most changes wish for more: they are the ones that a limit must stop.
GREEDY: tuple[Change, ...] = ("firmer", "longer", "more")
changes = st.one_of(st.sampled_from(GREEDY), st.sampled_from(get_args(Change)))


def what_stays(plan: SessionPlan) -> list[str]:
    return [step.id for step in plan.steps if step.kind not in CHANGES]


@examples(1)
@given(where_it_hurts, wishes(), st.data())
def test_no_sequence_of_changes_goes_beyond_a_limit_or_the_minutes(drawing, wished, data):
    made = plan_for(drawing, data.draw(allowed_answers(wished.who)), wished)
    assume(made.steps)
    frame, edited = Frame.of(made.clearance, made.wishes, made.estimate), made
    refusals: list[str] = []

    for _ in range(data.draw(st.integers(1, 25))):
        step = data.draw(st.sampled_from(edited.steps))
        try:
            edited = edit_plan(edited, Edit(change=data.draw(changes), step=step_key(step)))
        except EditRefused as error:
            refusals.append(str(error))

    event(f"{'some' if refusals else 'none'} refused")
    assert [words for words in refusals if not (words[0].isupper() and words.endswith("."))] == []
    assert faults_of(edited) == []
    assert edited.total_s == sum(step.duration_s for step in edited.steps) <= frame.total_s
    assert what_stays(edited) == what_stays(made)
    assert edited.stop_rules == made.stop_rules
    assert (edited.clearance, edited.wishes, edited.estimate) == (made.clearance, made.wishes, made.estimate)
    for step in edited.steps:
        if step.kind == "press" and step.pressure_level:
            cap = limits_at(frame, frame.atlas.trigger_points[step.id], step.side or "").cap("max_pressure")
            assert cap is None or step.pressure_level[1] <= cap


@examples(1)
@given(where_it_hurts, wishes(), st.data())
def test_every_change_can_be_taken_back_or_says_why_not(drawing, wished, data):
    made = plan_for(drawing, data.draw(allowed_answers(wished.who)), wished)
    assume(made.steps)
    step = data.draw(st.sampled_from(made.steps))
    pairs: list[tuple[Change, Change]] = [("shorter", "longer"), ("fewer", "more"), ("later", "earlier")]
    there, back = data.draw(st.sampled_from(pairs))

    try:
        edited = edit_plan(made, Edit(change=there, step=step_key(step)))
    except EditRefused:
        return
    again = edit_plan(edited, Edit(change=back, step=step_key(step)))

    assert [one.id for one in again.steps] == [one.id for one in made.steps]
    same = next(one for one in again.steps if step_key(one) == step_key(step))
    assert same.reps == step.reps
    assert abs(same.hold_s - step.hold_s) < 10
