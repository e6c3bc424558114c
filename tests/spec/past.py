"""Sessions that have been, and what the body answered: builders for stories of several sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any

from tests.builders import TODAY, case
from tests.spec.stories import planned, presses
from unknot import SessionPlan
from unknot.plan import step_key
from unknot.treat import Feelings, PastSession, Reaction, begin_record, build_history, read_session_record
from unknot_app.actions.planning import plan_session


@cache
def first_plan() -> SessionPlan:
    return planned()


SPOT = step_key(presses(planned())[0])


def session(
    days_ago: int,
    *,
    felt: Sequence[str] = (),
    why: str = "",
    pain: int | None = None,
    soreness: int | None = None,
    before: int | None = None,
    ended: str = "done",
    level: tuple[int, int] | None = None,
) -> PastSession:
    """Return a session of some days ago in which the first spot of an ordinary plan was pressed.

    `level` is the pressure that was planned there, where it is not that of a first session.
    """
    at = datetime.combine(TODAY - timedelta(days=days_ago), time(9), UTC)
    record = begin_record(first_plan(), Feelings(pain=before), at).model_dump(mode="json")
    for step in record["planned"]:
        if level and step["step"] == SPOT:
            step["level"] = level
    done = {"step": SPOT, "state": "partly" if why else "done", "held_s": 30, "why": why}
    told = {
        "done": [{**done, "pain": pain, "soreness": soreness}],
        "felt": [{"at": at.isoformat(), "step": SPOT, "felt": one} for one in felt],
        "ended": ended,
        "ended_at": (at + timedelta(minutes=20)).isoformat(),
    }
    return PastSession(read_session_record({**record, **told}))


def answered(days_ago: int, checks: Mapping[int, Mapping[str, Any]], **told: Any) -> PastSession:
    """Return a session with what was answered after so many hours."""
    been = session(days_ago, **told)
    assert been.record.ended_at
    reactions = (
        Reaction(after_h=hours, answered_at=been.record.ended_at + timedelta(hours=hours), **one)
        for hours, one in checks.items()
    )
    return PastSession(been.record, tuple(reactions))


def course(count: int, **check: Any) -> list[PastSession]:
    """Return so many sessions, three days apart, the last three days ago, each with the same answer the day after."""
    return [answered(3 * number, {24: check}) for number in range(count, 0, -1)]


def plan_after(*sessions: PastSession, **told: Any) -> SessionPlan:
    """Return today's plan of an ordinary person after some sessions."""
    history = build_history(sessions, TODAY, **told)
    return plan_session({**case(), "history": history.model_dump(mode="json")}, TODAY)
