"""Whether a spot of a person may be pressed to test it, and how: by the limits of their answers of today."""

from __future__ import annotations

from typing import Literal, get_args

from unknot.body import Who
from unknot.plan import NoPalpation, Palpation, find_palpation
from unknot_app.actions.outcome import reason_told
from unknot_app.actions.standing import Standing

NOT_ASKED_TODAY = "First come today's questions about all that you painted"
WITHDRAWN = "You withdrew your consent; nothing is pressed until you give it again"


def palpation_for(standing: Standing, point_id: str, side: Literal["left", "right"]) -> Palpation | NoPalpation:
    """Return how a spot may be pressed by whoever presses, or why it must not be."""
    if standing.clearance is None or not standing.may_test:
        return NoPalpation(code="no_session", reason=_why_no_test(standing))
    who: Who = next((one for one in get_args(Who) if one == standing.who), "self")
    if standing.consent.state == "withdrawn":
        return NoPalpation(code="no_session", reason=WITHDRAWN)
    return find_palpation(standing.clearance, point_id, side, who, standing.consent.agreed)


def reason_of(standing: Standing, refused: NoPalpation) -> str:
    """Return why a spot is not pressed, without giving a private answer away."""
    if standing.clearance is None:
        return refused.reason
    return reason_told(refused.reason, refused.rules, standing.clearance.answers)


def _why_no_test(standing: Standing) -> str:
    if standing.is_allowed and not (standing.is_fresh and standing.is_drawing_answered):
        return NOT_ASKED_TODAY
    if standing.is_allowed:
        return (
            "With signs of a nerve, after an accident or an operation, or in pregnancy no spot is pressed to test it"
        )
    return "Your answers to the questions allow no pressing now"
