"""The law of follow-up: a worse outcome never gives a heavier next session."""

from __future__ import annotations

from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from tests.property.judge import pressed
from tests.property.strategies import examples
from tests.spec.past import answered, plan_after
from unknot import SessionPlan
from unknot.treat import load_treat_data

SIGNS = sorted(load_treat_data().signs)
Outcome = dict[str, Any]


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    """Draw how a session went and what came after it."""
    sore = draw(st.lists(st.integers(0, 10), max_size=3).map(lambda found: sorted(found, reverse=True)))
    return {
        "soreness": sore,
        "signs": draw(st.lists(st.sampled_from(SIGNS), max_size=1)),
        "felt": draw(st.sampled_from([[], ["good"], ["more"]])),
        "pain": draw(st.sampled_from([None, 0, 2, 4])),
        "ended": "done",
        "pain_now": draw(st.sampled_from([None, 1, 4, 6])),
    }


@st.composite
def worse_than(draw: st.DrawFn, outcome: Outcome) -> Outcome:
    """Draw the same session with one thing worse."""
    what = draw(st.sampled_from(["soreness", "sign", "ease_off", "ended", "pain_now", "pain"]))
    worse = dict(outcome)
    if what == "soreness" and outcome["soreness"]:
        number = draw(st.integers(0, len(outcome["soreness"]) - 1))
        worse["soreness"] = [
            min(10, sore + 3) if at <= number else sore for at, sore in enumerate(outcome["soreness"])
        ]
    elif what == "sign":
        worse["signs"] = [*outcome["signs"], draw(st.sampled_from(SIGNS))]
    elif what == "ease_off":
        worse["felt"] = [*outcome["felt"], "ease_off"]
    elif what == "ended":
        worse["ended"] = draw(st.sampled_from(["nerve_sign", "unwell"]))
    elif what == "pain_now" and outcome["pain_now"] is not None:
        worse["pain_now"] = outcome["pain_now"] + draw(st.integers(1, 4))
    elif what == "pain" and outcome["pain"] is not None:
        worse["pain"] = outcome["pain"] + draw(st.integers(1, 6))
    return worse


def plan_of(outcome: Outcome, days_ago: int) -> SessionPlan:
    checks = {24 * day: {"soreness": sore} for day, sore in enumerate(outcome["soreness"], 1)}
    if outcome["signs"]:
        checks[24] = {**checks.get(24, {}), "signs": outcome["signs"]}
    told = {name: outcome[name] for name in ("felt", "pain", "ended")}
    quiet = [
        answered(days_ago + 3 * number, {24: {"soreness": 0}}, before=6, **{**told, "ended": "done", "felt": []})
        for number in (2, 1)
    ]
    return plan_after(
        *quiet, answered(days_ago, checks, before=6, **told), pain_now=outcome["pain_now"], may_raise=True
    )


def levels(plan: SessionPlan) -> list[int]:
    return [step.pressure_level[1] for step in pressed(plan) if step.pressure_level]


@examples(0.5)
@given(outcomes(), st.data(), st.integers(2, 5))
def test_a_worse_outcome_never_gives_a_heavier_next_session(outcome, data, days_ago):
    better, worse = plan_of(outcome, days_ago), plan_of(data.draw(worse_than(outcome)), days_ago)

    event(f"{better.wishes.history.adjustment.action} -> {worse.wishes.history.adjustment.action}")
    assert max(levels(worse), default=0) <= max(levels(better), default=0)
    assert len(levels(worse)) <= len(levels(better))
    assert worse.wishes.history.quiet_sessions <= better.wishes.history.quiet_sessions
