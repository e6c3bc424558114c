"""What comes next for somebody: the one step that the start page and the outcome offer first."""

from __future__ import annotations

from typing import Literal

from unknot_app.actions.persons_plan import hindrance_of, plan_for
from unknot_app.actions.standing import Standing
from unknot_app.records.queries import last_ended_treatment_of

NextStep = Literal["begin", "carry_on", "outcome", "ask_again", "paint", "no_pain", "result", "plan", "again"]


def next_step_of(standing: Standing) -> NextStep:
    """Return the next step on the way: questions, what they mean, painting, what may be behind it, the plan.

    Whoever has had a session goes straight on to the next plan.
    """
    if standing.screening is None:
        return "begin"
    hindrance = hindrance_of(standing)
    if hindrance == "unanswered":
        return "carry_on"
    if hindrance == "blocked":
        return "outcome"
    if hindrance == "aged":
        return "ask_again"
    if hindrance in ("unpainted", "unconfirmed"):
        return "no_pain" if standing.is_without_pain else "paint"
    if plan_for(standing):
        return "plan"
    return "again" if last_ended_treatment_of(standing.person) else "result"
