"""The published JSON Schemas: current, valid, and true of what comes out and goes in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from tools.contract import FOLDER, build_schemas

from tests.builders import TODAY, answers, case
from unknot.draw import read_drawing
from unknot.errors import BadInput
from unknot.evidence import tell_claim, tell_claims
from unknot_app.actions.locating import locate_drawing
from unknot_app.actions.planning import plan_session
from unknot_app.actions.pooling import pool_case
from unknot_app.actions.scoring import change_case, score_case
from unknot_app.actions.screening import screen_answers
from unknot_app.actions.summarising import summarise_case

SCHEMAS = build_schemas()


def is_valid(name, value):
    return jsonschema.Draft202012Validator(SCHEMAS[name]).is_valid(value)


def check(name, value):
    jsonschema.Draft202012Validator(SCHEMAS[name]).validate(value)


def is_valid_for(instrument, raw):
    return jsonschema.Draft202012Validator(SCHEMAS["score_input.schema.json"]["$defs"][instrument]).is_valid(raw)


def public(value):
    return json.loads(value.model_dump_json(by_alias=True))


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_a_schema_and_the_published_file_is_current(name):
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])

    assert json.loads((FOLDER / name).read_text(encoding="utf-8")) == json.loads(json.dumps(SCHEMAS[name]))


def test_claims_are_what_their_schemas_say():
    check("claims.schema.json", public(tell_claims()))
    check("claim.schema.json", public(tell_claim("pain")))


def test_no_published_schema_is_left_over():
    assert {path.name for path in FOLDER.glob("*.json")} == set(SCHEMAS)


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "examples").glob("*.json")), ids=lambda p: p.stem
)
def test_the_examples_are_valid_input_and_their_plans_valid_output(path):
    raw = json.loads(path.read_text(encoding="utf-8"))

    check("plan_input.schema.json", raw)
    check("session_plan.schema.json", public(plan_session(raw, date(2026, 11, 22))))


def test_an_estimate_is_valid():
    raw = {"regions": [{"id": "buttock_mid", "side": "both"}], "features": {"worse_sitting_long": "yes"}}

    check("drawing.schema.json", raw)
    check("estimate.schema.json", public(locate_drawing(raw)))


@pytest.mark.parametrize("raw", [{"choir": ["217"]}, {"regions": [{"id": "flank", "side": "left", "intensity": 3}]}])
def test_a_drawing_in_figures_is_valid(raw):
    check("drawing_summary.schema.json", public(summarise_case(raw)))


def test_an_estimate_of_a_body_painted_all_over_is_valid():
    from unknot.body import load_atlas

    everywhere = [{"id": r.id, "side": "both" if r.paired else "midline"} for r in load_atlas().regions.values()]

    check("estimate.schema.json", public(locate_drawing({"regions": everywhere})))


@pytest.mark.parametrize(
    "changes", [{}, {"saddle_numbness": "yes"}, {"fever": None}, {"medicines": ["blood_thinner"]}]
)
def test_answers_and_their_clearance_are_valid(changes):
    raw = {"answers": answers(**changes)}

    check("screen_input.schema.json", raw)
    check("clearance.schema.json", public(screen_answers(raw, TODAY)))


SCORED = [
    ("pain_nrs", {"answers": [1, None, 3]}),
    ("rmdq24", {"ticked": [1, "rmdq_07"]}),
    ("rmdq24", {"answers": ["yes", "no", "unsure", "not_applicable", *[0] * 20]}),
    ("ppt", {"trials": [3.2, 3.4], "unit": "kgf/cm2"}),
    ("mm_schober", {"start": 15, "flexed": 20.5}),
    ("hit6", {"answers": [6, 8, 10, 11, 13, 6]}),
    ("start_back", {"answers": [True, False, *["yes"] * 7]}),
    ("fm2016", {"areas": ["neck"], **dict.fromkeys(["fatigue", "unrefreshed", "cognitive"], 1), "headaches": "no"}),
    ("who5", {"answers": [None, "missing", 1, 1, 1]}),
]


@pytest.mark.parametrize(("instrument", "raw"), SCORED)
def test_answers_to_an_instrument_and_their_score_are_valid(instrument, raw):
    assert is_valid_for(instrument, raw)
    check("score.schema.json", public(score_case(instrument, raw)))


@pytest.mark.parametrize(
    ("instrument", "raw"),
    [
        ("odi", {"answers": [1] * 9}),
        ("psfs", {"answers": [1] * 6}),
        ("ppt", {"trials": [1, 2], "unit": "bar"}),
        ("mm_schober", {"start": 15, "flexed": 20, "end": 1}),
    ],
)
def test_a_shape_that_the_schema_of_an_instrument_refuses_is_refused(instrument, raw):
    assert not is_valid_for(instrument, raw)
    with pytest.raises(BadInput):
        score_case(instrument, raw)


@pytest.mark.parametrize(("instrument", "raw"), [("odi", {"answers": [1] * 9 + [6]}), ("hit6", {"answers": [7] * 6})])
def test_a_value_that_the_schema_of_an_instrument_refuses_gives_no_score(instrument, raw):
    assert not is_valid_for(instrument, raw)
    assert public(score_case(instrument, raw))["error"] == "out_of_range"


@pytest.mark.parametrize(
    ("instrument", "raw"),
    [
        ("odi", {"baseline": 40, "now": 20, "use": "odi.surgery"}),
        ("psfs", {"baseline": [1, None], "now": [3, 4]}),
        ("promis_sf", {"baseline": 50, "now": None, "domain": "fatigue"}),
    ],
)
def test_two_scores_and_their_change_are_valid(instrument, raw):
    check("change_input.schema.json", raw)
    check("change.schema.json", public(change_case(instrument, raw)))


def test_a_clearance_never_gives_the_answers_back():
    assert "answers" not in public(screen_answers({"answers": answers()}, TODAY))


@pytest.mark.parametrize(
    "regions",
    [
        [{"id": "flank", "side": "top"}],
        [{"id": "flank", "side": "left", "intensity": 11}],
        [{"id": "flank", "side": "left", "colour": "red"}],
    ],
)
def test_what_the_schema_of_a_drawing_refuses_the_reader_refuses_too(regions):
    assert not is_valid("drawing.schema.json", {"regions": regions})
    with pytest.raises(BadInput):
        read_drawing({"regions": regions})


@pytest.mark.parametrize("changes", [{"age": 42.5}, {"medicines": []}, {"pain_now": 11}, {"fever": "perhaps"}])
def test_what_the_schema_of_the_answers_refuses_the_reader_refuses_too(changes):
    raw = {"answers": answers(**changes)}

    assert not is_valid("screen_input.schema.json", raw)
    with pytest.raises(BadInput):
        screen_answers(raw, TODAY)


def test_a_step_has_every_field_of_the_contract():
    fields = {"kind", "id", "side", "region", "position", "applicator", "technique", "pressure_level", "pain"}
    fields |= {"hold_s", "reps", "rest_s", "duration_s", "reasons"}

    session = public(plan_session(case(), TODAY))

    assert all(fields <= set(step) for step in session["steps"])
    assert all({"code", "text", "rule"} <= set(reason) for step in session["steps"] for reason in step["reasons"])


def test_pooled_studies_and_what_is_pooled_are_valid():
    rows = [{"study": name, "effect": name, "se": "0.5", "group": "g"} for name in (1, 2, 3)]
    raw = {"case": "x", "method": "pm", "hksj": "unmodified", "studies": rows}

    check("pool_input.schema.json", raw)
    check("pooled.schema.json", public(pool_case(raw)))


def test_a_misspelt_field_of_a_study_is_no_valid_input():
    assert not is_valid("pool_input.schema.json", {"studies": [{"study": "a", "effect": 1, "varianse": 1}] * 2})
