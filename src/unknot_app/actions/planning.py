"""The main job: from a drawing and answers to a plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from unknot.draw import describe_faults, read_drawing
from unknot.errors import BadInput, nearest
from unknot.locate import locate
from unknot.plan import SessionPlan, Wishes, load_plan_data, plan
from unknot.screen import load_screen_data, read_answers, screen
from unknot_app.actions.carry_over import features_from_answers, may_offer_tests, with_known_answers
from unknot_app.actions.reading import read_as_of, read_fields

FIELDS = ("drawing", "answers", "who", "minutes", "applicators", "positions", "history", "agreed", "as_of", "case")


def plan_session(raw: object, today: date) -> SessionPlan:
    """Return the plan for `{"drawing", "answers", "who", "minutes", "applicators", "positions", "history"}`.

    What drawing and wishes already say is not asked again in the answers; contradictions are errors.
    """
    fields = read_fields(raw, FIELDS)
    if "drawing" not in fields:
        raise BadInput("drawing: is missing; expected an object with the painted regions")
    drawing = read_drawing(fields["drawing"])
    raw_answers = fields.get("answers") or {}
    if not isinstance(raw_answers, Mapping):
        raise BadInput(f"answers: expected an object of question ids and answers, got {raw_answers!r:.60}")
    who = _read_who(fields.get("who"))
    known = with_known_answers(raw_answers, drawing, who)
    answers = read_answers(known, read_as_of(fields.get("as_of"), today))
    clearance = screen(answers)
    wishes = _read_wishes(fields, who or str(answers.value("session_mode") or "self"))
    settled = {**features_from_answers(answers), **{k: v for k, v in drawing.features.items() if v is not None}}
    estimate = locate(
        drawing.model_copy(update={"features": settled}),
        may_press=may_offer_tests(clearance),
        with_therapist=wishes.who == "therapist",
    )
    return plan(estimate, clearance, wishes)


def _read_who(who: object) -> str | None:
    modes = load_screen_data().questions["session_mode"].options
    if who is None or who in modes:
        return who if who is None else str(who)
    raise BadInput(f"who: expected one of {', '.join(modes)}, got {who!r:.60}")


def _read_wishes(fields: Mapping[str, Any], who: str) -> Wishes:
    given = {
        name: fields[name]
        for name in ("minutes", "applicators", "positions", "history", "agreed")
        if fields.get(name)
    }
    if fields.get("minutes") == 0:
        given["minutes"] = 0
    try:
        wishes = Wishes.model_validate({"who": who, **given})
    except ValidationError as error:
        raise BadInput(describe_faults(error, "")) from None
    _refuse_unknown("applicators", wishes.applicators, [*load_plan_data().applicators, "hands"])
    _refuse_unknown(
        "agreed.refused_areas",
        wishes.agreed.refused_areas if wishes.agreed else (),
        load_screen_data().sensitive_areas,
    )
    _refuse_unknown("positions", wishes.positions, load_screen_data().vocabulary.positions)
    return wishes


def _refuse_unknown(field: str, names: tuple[str, ...], known: Any) -> None:
    for name in names:
        if name not in known:
            hint = nearest(name, known) or f"; known: {', '.join(sorted(known))}"
            raise BadInput(f"{field}: unknown {field[:-1]} {name!r}{hint}")
