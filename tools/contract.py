"""Write the JSON Schemas of all inputs and outputs into docs/contract/, or check that they are current.

python tools/contract.py           writes them
python tools/contract.py --check   exits with 1 when one is missing, old or left over
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from unknot.body import load_atlas
from unknot.draw import Drawing, DrawingSummary
from unknot.evidence import METHODS, Pooled, ToldClaim, ToldClaims
from unknot.evidence.effects import LEAST_STUDIES, NUMBERS, WORDS
from unknot.evidence.pooling import OTHER_NAMES
from unknot.locate import Estimate
from unknot.measure import Change, Fm2016Score, Instrument, NoScore, Score, load_measure_data
from unknot.measure.change import DOMAINS
from unknot.measure.fm2016 import HIGHEST_SEVERITY
from unknot.measure.readings import NOT_APPLICABLE
from unknot.plan import SessionPlan, Wishes, load_plan_data
from unknot.screen import Clearance, load_screen_data
from unknot.screen.data.questions import Question
from unknot_app.directory import Found

FOLDER = Path(__file__).parent.parent / "docs" / "contract"
Schema = dict[str, Any]

CASE = {"description": "The caller's own name for the case; given back with its answer when lines are read."}
AS_OF = {"type": ["string", "null"], "format": "date", "description": "Day of screening; today when it is missing."}


def build_schemas() -> dict[str, Schema]:
    """Return every schema by its file name."""
    drawing = Drawing.model_json_schema(by_alias=True)
    definitions = drawing.pop("$defs")
    drawing_fields = {**drawing["properties"], "case": CASE}
    answers = _answers_schema()
    wishes = Wishes.model_json_schema(by_alias=True)
    definitions_of_wishes = wishes.pop("$defs", {})
    optional_wishes = {name: _or_null(field) for name, field in wishes["properties"].items()}
    optional_wishes["applicators"] = _or_null(_names([*load_plan_data().applicators, "hands"]))
    optional_wishes["positions"] = _or_null(_names(list(load_screen_data().vocabulary.positions)))
    plan_fields = {"drawing": drawing, "answers": answers, "as_of": AS_OF, "case": CASE, **optional_wishes}
    return {
        "drawing.schema.json": _object("A pain drawing", drawing_fields, [], definitions),
        "screen_input.schema.json": _object(
            "What unknot screen reads", {"answers": answers, "as_of": AS_OF, "case": CASE}, ["answers"], {}
        ),
        "plan_input.schema.json": _object(
            "What unknot plan reads", plan_fields, ["drawing"], {**definitions, **definitions_of_wishes}
        ),
        "score_input.schema.json": _score_input(),
        "score.schema.json": _score(),
        "change_input.schema.json": _object("What unknot change reads", _change_fields(), [], {}),
        "change.schema.json": Change.model_json_schema(by_alias=True, mode="serialization"),
        "pool_input.schema.json": _pool_input(),
        "pooled.schema.json": Pooled.model_json_schema(mode="serialization"),
        "drawing_summary.schema.json": DrawingSummary.model_json_schema(by_alias=True, mode="serialization"),
        "estimate.schema.json": Estimate.model_json_schema(by_alias=True, mode="serialization"),
        "clearance.schema.json": Clearance.model_json_schema(by_alias=True, mode="serialization"),
        "session_plan.schema.json": SessionPlan.model_json_schema(by_alias=True, mode="serialization"),
        "claim.schema.json": ToldClaim.model_json_schema(by_alias=True, mode="serialization"),
        "claims.schema.json": ToldClaims.model_json_schema(by_alias=True, mode="serialization"),
        "providers.schema.json": _providers(),
        "error_line.schema.json": _object(
            "The line that stands for a case that could not be read",
            {"case": CASE, "error": {"type": "string"}},
            ["case", "error"],
            {},
        ),
    }


def _providers() -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What unknot directory near writes, nearest first",
        **TypeAdapter(list[Found]).json_schema(by_alias=True, mode="serialization"),
    }


def _score_input() -> Schema:
    """Return what each instrument reads, as a definition by its id."""
    definitions = {
        name: _object(instrument.name, {**_answer_fields(instrument), "case": CASE}, [], {})
        for name, instrument in load_measure_data().instruments.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What unknot score INSTRUMENT reads: the definition of the same name",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in definitions],
        "$defs": definitions,
    }


def _score() -> Schema:
    # Score leaves out what its instrument does not have, so that its serializer has no schema of its own.
    found = Score.model_json_schema(mode="validation")
    kinds = {
        "Score": found,
        "Fm2016Score": Fm2016Score.model_json_schema(by_alias=True, mode="serialization"),
        "NoScore": NoScore.model_json_schema(mode="serialization"),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What unknot score writes",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in kinds],
        "$defs": kinds,
    }


def _answer_fields(instrument: Instrument) -> Schema:
    if instrument.id == "fm2016":
        return _fm2016_fields()
    value = _value_schema(instrument)
    if instrument.fields:
        return dict.fromkeys(instrument.fields, value)
    if instrument.id == "ppt":
        return _ppt_fields(instrument)
    answers = _list(value, instrument.least_asked or instrument.asks, instrument.asks)
    if instrument.id == "rmdq24":
        answers["items"]["anyOf"].append({"const": NOT_APPLICABLE})
        return {**_rmdq24_fields(instrument), "answers": _or_null(answers, "missing")}
    return {"answers": _or_null(answers, "missing")}


def _value_schema(instrument: Instrument) -> Schema:
    bounds = {"minimum": instrument.item_min, "maximum": instrument.item_max}
    value: Schema = {"type": "integer" if instrument.whole else "number", **bounds}
    if instrument.item_values:
        value = {"enum": list(instrument.item_values)}
    if instrument.is_yes_no:
        value = {"enum": ["yes", "no", True, False, 1, 0]}
    return _or_null(value, "missing", *(["unsure"] if instrument.unsure else []))


def _rmdq24_fields(instrument: Instrument) -> Schema:
    count = len(instrument.item)
    sentence = {"enum": [*range(1, count + 1), *(item.id for item in instrument.item)]}
    return {
        "mode": _or_null({"enum": ["tick", "yes_no"]}, "missing"),
        "ticked": _or_null(
            {"anyOf": [_list(sentence, 0, count), {"type": "integer", "minimum": 0, "maximum": count}]}
        ),
    }


def _ppt_fields(instrument: Instrument) -> Schema:
    # The range of a trial is in kPa, whatever unit it is given in.
    return {
        "trials": _or_null(
            _list(_or_null({"type": "number", "minimum": 0}, "missing"), 1, instrument.asks), "missing"
        ),
        "unit": {"enum": list(load_measure_data().units)},
        "contact_cm2": _or_null({"type": "number", "exclusiveMinimum": 0}, "missing"),
        "drop_first": _or_null({"type": "boolean"}),
    }


def _list(items: Schema, least: int | None, most: int | None) -> Schema:
    bounds = {"minItems": least, "maxItems": most}
    return {"type": "array", "items": items, **{name: count for name, count in bounds.items() if count is not None}}


def _fm2016_fields() -> Schema:
    yes_no = _or_null({"enum": ["yes", "no", True, False]}, "unsure", "missing")
    severity = _or_null({"type": "integer", "minimum": 0, "maximum": HIGHEST_SEVERITY}, "unsure", "missing")
    items = load_measure_data().fm2016.items.values()
    return {
        "areas": _or_null(_names(list(load_atlas().wpi_areas)), "missing"),
        **{
            item.id: {"description": item.question, **(severity if item.kind == "severity" else yes_no)}
            for item in items
        },
    }


def _change_fields() -> Schema:
    one = _or_null({"type": "number"}, "missing")
    ratings = {**_list(one, 0, load_measure_data().instruments["psfs"].asks), "description": "psfs only"}
    score: Schema = {"anyOf": [*one["anyOf"], ratings]}
    return {
        "baseline": score,
        "now": score,
        "use": _or_null({"enum": list(load_measure_data().thresholds)}),
        "domain": {"description": "promis_sf only", **_or_null({"enum": list(DOMAINS)})},
        "case": CASE,
    }


def _pool_input() -> Schema:
    number = {"description": "A number, or a text that is one", "type": ["number", "string", "null"]}
    study = _object(
        "A study: its effect with one of variance, se, or ci_low and ci_high (95 %)",
        {**{name: {"type": ["string", "integer", "null"]} for name in WORDS}, **dict.fromkeys(NUMBERS, number)},
        ["study", "effect"],
        {},
    )
    fields = {
        "studies": _list(study, LEAST_STUDIES, None),
        "method": _or_null({"enum": [*METHODS, *OTHER_NAMES]}),
        "hksj": _or_null({"enum": [True, False]}, "unmodified"),
        "case": CASE,
    }
    return _object("What unknot pool reads, if it is not a CSV table", fields, ["studies"], {})


def _object(title: str, properties: Schema, required: list[str], definitions: Schema) -> Schema:
    schema: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    return schema | ({"$defs": definitions} if definitions else {})


def _answers_schema() -> Schema:
    questions = load_screen_data().questions.values()
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {question.id: _answer_schema(question) for question in questions},
    }


def _answer_schema(question: Question) -> Schema:
    options = list(load_screen_data().forms[question.id].options)
    kinds: dict[str, Schema] = {
        "yes_no": {"enum": ["yes", "no", "unsure"]},
        "choice": {"enum": options},
        "multi": _names(options) | {"minItems": 1},
        "integer": {"type": "integer", "minimum": question.min, "maximum": question.max},
        "scale_0_10": {"type": "integer", "minimum": 0, "maximum": 10},
        "clearance": {
            "type": "object",
            "properties": {
                "ok": {"enum": ["yes", "no", "unsure"]},
                "date": {"type": ["string", "null"], "format": "date"},
                "allowed": _or_null(_names(options)),
            },
            "required": ["ok"],
            "additionalProperties": False,
        },
    }
    return {"description": question.text, **_or_null(kinds[question.type], "skipped")}


def _names(options: list[str]) -> Schema:
    return {"type": "array", "items": {"enum": options}}


def _or_null(schema: Schema, *others: str) -> Schema:
    return {"anyOf": [schema, *({"const": other} for other in others), {"type": "null"}]}


def main() -> int:
    written = {name: json.dumps(schema, indent=1) + "\n" for name, schema in build_schemas().items()}
    if "--check" in sys.argv[1:]:
        present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.schema.json")}
        old = sorted(name for name in {*present, *written} if present.get(name) != written.get(name))
        for name in old:
            print(f"docs/contract/{name} is not current: run make docs")
        return 1 if old else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{len(written)} schemas written to docs/contract/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
