"""A person's plan: made from what is known of them and what they wish for, kept, and shown only while it holds.

A plan holds as long as nothing that it was made from has changed: the answers, and that they are of today; the
drawing with its checks; who presses; the sessions so far and how the body answered; the facts. One that no longer
holds is kept, and never shown as one to follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from unknot.errors import UnknotError
from unknot.knowledge import knowledge_version
from unknot.plan import Edit, SessionHistory, SessionPlan, edit_plan, load_plan_data
from unknot.plan.data.applicators import HANDS
from unknot.screen import load_screen_data
from unknot_app.actions.estimating import checks_of, drawing_for_science, keep_estimate
from unknot_app.actions.following_up import history_of
from unknot_app.actions.interview import Entry, answer_card
from unknot_app.actions.planning import plan_session
from unknot_app.actions.results import keep_result
from unknot_app.actions.standing import Standing, standing_of
from unknot_app.records.models import Person, Result
from unknot_app.records.queries import last_result_of

MINUTES = (10, 20, 30)
USUAL_MINUTES = 20
EVERY_HAND = "hands"
# Where somebody cannot lie down, such as at work.
UPRIGHT = ("sitting", "sitting_reclined", "standing_supported", "standing")
# Asked with the wishes: whether they get down to the floor and up again alone.
FLOOR = "floor_alone"
# What stands in the way of a plan.
Hindrance = Literal["unanswered", "blocked", "aged", "unpainted", "unconfirmed"]


class NoPlanNow(UnknotError):  # noqa: N818 - it is a state of things, not a fault
    """As things stand, no plan can be made."""

    def __init__(self, hindrance: Hindrance) -> None:
        self.hindrance = hindrance
        super().__init__(f"no plan can be made: {hindrance}")


class OlderPlan(UnknotError):  # noqa: N818 - it is a state of a page, not a fault
    """A page that shows an older plan tried to change it; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("this page is older than the plan")


@dataclass(frozen=True)
class Wished:
    """What a person wishes for: how long, with what, in which positions (none named: all)."""

    minutes: int = USUAL_MINUTES
    applicators: tuple[str, ...] = (EVERY_HAND,)
    positions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Planned:
    """A plan that holds, and the result in which it is kept."""

    result: Result
    plan: SessionPlan

    @property
    def is_changed(self) -> bool:
        return bool(self.result.input.get("edits"))


def hindrance_of(standing: Standing) -> Hindrance | None:
    """Return what stands in the way of a plan, the first thing first; None when nothing does."""
    if standing.clearance is None or standing.clearance.session == "incomplete":
        return "unanswered"  # also where today's facts ask something that was never asked
    if not standing.is_allowed:
        return "blocked"
    if not standing.is_fresh:
        return "aged"
    if standing.drawing is None:
        return "unpainted"
    return None if standing.is_drawing_answered else "unconfirmed"


def offered_applicators(who: str) -> tuple[str, ...]:
    """Return what may be at hand and is used by some technique, for whoever presses; hands go without saying."""
    data = load_plan_data()
    role = "therapist" if who == "therapist" else "self"
    rows = (row for technique in data.techniques.values() for row in technique.levels if row.planned)
    used = {name for row in rows for name in row.applicators}
    return tuple(
        name
        for name, one in data.applicators.items()
        if name in used and name not in HANDS and one.offered and role in one.who
    )


def last_wishes_of(person: Person) -> Wished:
    """Return what the person wished for last; an ordinary wish when there was none."""
    last = last_result_of(person, Result.Kind.PLAN)
    return wishes_in(last.input) if last else Wished()


def wishes_in(asked: Mapping[str, Any]) -> Wished:
    return Wished(asked["minutes"], tuple(asked["applicators"]), tuple(asked["positions"]))


def asks_for_floor(standing: Standing) -> bool:
    """Return whether somebody is asked, with their wishes, if they get up from the floor alone."""
    return standing.clearance is not None and standing.clearance.answers.is_shown(FLOOR)


def make_plan(person: Person, wished: Wished, now: datetime, floor_alone: str | None = None) -> Result:
    """Make and store a plan, and with it the estimate that it rests on.

    `floor_alone` is the answer whether they get up from the floor alone, which is asked with the wishes; it is kept
    with the others. None: as it was answered before, and without an answer nothing is done on the floor.

    Raises
    ------
    NoPlanNow
        If questions are open, are of another day or allow no session, or if nothing is painted that they cover.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        standing = standing_of(person, now)
        hindrance = hindrance_of(standing)
        if hindrance:
            raise NoPlanNow(hindrance)
        if floor_alone is not None and standing.answers.get(FLOOR) != floor_alone:
            standing = _with_floor(standing, floor_alone)
        keep_estimate(person, now)
        asked = _asked(standing, wished, history_of(standing))
        plan = plan_session(asked, timezone.localdate(now))
        return keep_result(person, Result.Kind.PLAN, asked, _said(plan), now)


def _with_floor(standing: Standing, floor_alone: str) -> Standing:
    assert standing.screening is not None
    card = load_screen_data().cards[load_screen_data().questions[FLOOR].card]
    entry = Entry({FLOOR: floor_alone})
    answer_card(standing.person, card, entry, "next", standing.screening.revision, standing.now)
    return standing_of(standing.person, standing.now)


def change_plan(person: Person, seen: str, edit: Edit, now: datetime) -> Result:
    """Change one step of the plan that holds, and store the plan with it; older ones are kept.

    `seen` is the id of the result that the page showed.

    Raises
    ------
    OlderPlan
        If another plan holds by now, or none; nothing is changed.
    EditRefused
        If the change would go beyond a limit, or the step stays as it is.
    """
    with transaction.atomic():
        planned = _seen(person, seen, now)
        asked = planned.result.input
        edits = [*asked.get("edits", []), edit.model_dump()]
        changed = edit_plan(planned.plan, edit)
        return keep_result(person, Result.Kind.PLAN, {**asked, "edits": edits}, _said(changed), now)


def undo_changes(person: Person, seen: str, now: datetime) -> Result:
    """Store the plan once more as it was proposed, without any change by hand.

    Raises
    ------
    OlderPlan
        If another plan holds by now, or none; nothing is changed.
    """
    with transaction.atomic():
        planned = _seen(person, seen, now)
        asked = {name: value for name, value in planned.result.input.items() if name != "edits"}
        asked["as_of"] = timezone.localdate(now).isoformat()
        plan = plan_session(asked, timezone.localdate(now))
        return keep_result(person, Result.Kind.PLAN, asked, _said(plan), now)


def _seen(person: Person, seen: str, now: datetime) -> Planned:
    Person.objects.select_for_update().get(id=person.id)
    planned = plan_for(standing_of(person, now))
    if planned is None or str(planned.result.id) != seen:
        raise OlderPlan
    return planned


def plan_for(standing: Standing) -> Planned | None:
    """Return the last plan if it holds."""
    result = last_result_of(standing.person, Result.Kind.PLAN)
    if result is None or hindrance_of(standing) or result.knowledge_version != knowledge_version():
        return None
    made_from = {name: value for name, value in result.input.items() if name not in ("as_of", "edits")}
    asked = _asked(standing, wishes_in(result.input), history_of(standing, follows=result.id))
    would_be = {name: value for name, value in asked.items() if name != "as_of"}
    plan = _read(result, standing) if made_from == would_be else None
    # Limits may have become stricter since, such as when a doctor's agreement lapsed over night.
    is_within = (
        plan is not None and standing.clearance is not None and plan.clearance.limits == standing.clearance.limits
    )
    return Planned(result, plan) if plan and is_within else None


def _asked(standing: Standing, wished: Wished, history: SessionHistory) -> dict[str, Any]:
    """Return the input of `unknot plan`."""
    assert standing.drawing is not None
    asked = {
        "drawing": drawing_for_science(standing.drawing, checks_of(standing), standing.answers),
        "answers": dict(standing.answers),
        "who": standing.who,
        "minutes": wished.minutes,
        "applicators": list(wished.applicators),
        "positions": list(wished.positions),
        "history": history.model_dump(mode="json"),
        "as_of": standing.today.isoformat(),
    }
    agreed = standing.consent.agreed
    return {**asked, "agreed": agreed.model_dump(mode="json")} if agreed else asked


def _said(plan: SessionPlan) -> dict[str, Any]:
    return plan.model_dump(mode="json", by_alias=True)


def _read(result: Result, standing: Standing) -> SessionPlan | None:
    """Return a stored plan; the answers behind its clearance, which are never written out, are put back."""
    assert standing.clearance is not None
    clearance = {**result.output["clearance"], "answers": standing.clearance.answers}
    try:
        return SessionPlan.model_validate({**result.output, "clearance": clearance})
    except ValidationError:
        return None  # kept by a version of the program that wrote it otherwise
