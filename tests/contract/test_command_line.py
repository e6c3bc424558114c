"""The command line as others script against it: what comes out, on which stream, with which exit status."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest

from tests.builders import answers, case
from unknot.evidence import load_claims
from unknot.evidence.sets import load_results
from unknot_app.cli import claims_report, main

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(*words, given: str = ""):
    """Run the command in this process, as its script does, and return what it wrote and its exit status."""
    out, err = io.StringIO(), io.StringIO()
    stdin = io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8")
    arguments = mock.patch.multiple(sys, argv=["unknot", *words], stdin=stdin)
    with (
        arguments,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as done,
    ):
        main()
    return SimpleNamespace(returncode=done.value.code, stdout=out.getvalue(), stderr=err.getvalue())


def refused(*words, given: str = ""):
    """Run a command that must refuse its input, and return its one line on standard error."""
    done = run(*words, given=given)

    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    return done.stderr


def drawing(**changes):
    return json.dumps({"regions": [{"id": "iliac_crest_back", "side": "right"}], **changes})


def test_a_plan_for_an_ordinary_back_pain_has_steps():
    done = run("plan", str(EXAMPLES / "ordinary_back_pain.json"), "--json")

    session = json.loads(done.stdout)
    assert done.returncode == 0
    assert session["clearance"]["session"] == "allowed"
    assert [step["kind"] for step in session["steps"]].count("press") >= 1
    assert session["total_s"] <= 20 * 60


def test_a_blood_thinner_changes_the_plan_and_says_so():
    ordinary = json.loads(run("plan", str(EXAMPLES / "ordinary_back_pain.json"), "--json").stdout)
    thinner = json.loads(run("plan", str(EXAMPLES / "blood_thinner.json"), "--json").stdout)

    def firmest(session):
        return max(step["pressure_level"][1] for step in session["steps"] if step["kind"] == "press")

    named = [reason["rule"] for step in thinner["steps"] for reason in step["reasons"]]
    assert firmest(thinner) <= 2 < firmest(ordinary)
    assert "blood_thinner" in named
    assert "Blood thinner" in run("plan", str(EXAMPLES / "blood_thinner.json")).stdout


def test_saddle_numbness_refuses_a_plan_and_exits_with_0():
    done = run("plan", str(EXAMPLES / "saddle_numbness.json"), "--json")

    session = json.loads(done.stdout)
    assert done.returncode == 0
    assert session["steps"] == []
    assert session["clearance"]["urgency"] == "emergency_now"
    assert "emergency" in run("plan", str(EXAMPLES / "saddle_numbness.json")).stdout


def test_screening_exits_with_0_whatever_the_urgency():
    done = run("screen", "-", "--json", given=json.dumps({"answers": answers(saddle_numbness="yes")}))

    assert done.returncode == 0
    assert json.loads(done.stdout)["urgency"] == "emergency_now"


def test_regions_can_be_given_without_a_file():
    done = run("locate", "--regions", "iliac_crest_back:right,greater_trochanter:right", "--top", "3", "--json")

    estimate = json.loads(done.stdout)
    assert len(estimate["candidates"]) == 3
    assert estimate["complaint"] == "low_back"
    assert estimate["complaint_from"] == "painted"


def test_a_report_shows_no_ids_and_no_percentage_of_a_dangerous_illness():
    report = run("locate", "--regions", "groin:right,flank:right,lower_abdomen:right").stdout

    assert "_" not in report
    assert "aneurysm" not in report.lower()
    assert "appendicitis" not in report.lower()


def test_the_program_runs_as_a_process_of_its_own():
    words = [sys.executable, "-m", "unknot_app", "locate", "--regions", "flank:left", "--json"]

    done = subprocess.run(words, check=True, capture_output=True, encoding="utf-8")

    assert json.loads(done.stdout)["candidates"]
    assert done.stderr == ""


def test_the_same_input_gives_the_same_bytes():
    words = ("plan", str(EXAMPLES / "ordinary_back_pain.json"), "--json")

    assert run(*words).stdout == run(*words).stdout


@pytest.mark.parametrize("command", ["drawing", "locate", "screen", "plan", "score", "change"])
def test_every_command_explains_itself(command):
    done = run(command, "--help")

    assert done.returncode == 0
    assert "FILE" in done.stdout


def test_a_drawing_is_said_in_figures():
    raw = {
        "regions": [{"id": "buttock_mid", "side": "right", "intensity": 6}, {"id": "upper_arm_front", "side": "left"}]
    }

    done = run("drawing", "-", "--json", given=json.dumps(raw))

    said = json.loads(done.stdout)
    assert 0 < said["extent_percent"] < 5
    assert said["choir_male"] == ["112", "224"]
    assert said["choir_female"] == ["114", "224"]
    assert said["widespread"]["areas"] == ["upper_arm_left", "hip_right"]
    report = run("drawing", "-", given=json.dumps(raw)).stdout
    assert "middle of the buttock, right: 6 out of 10" in report
    assert "2 of 19 areas" in report


def test_a_drawing_without_a_mark_is_nothing_in_figures():
    raw = json.dumps({"complaint": "low_back"})

    assert json.loads(run("drawing", "-", "--json", given=raw).stdout)["extent_percent"] == 0
    assert run("drawing", "-", given=raw).stdout == "Nothing is painted.\n"


def test_drawings_and_body_maps_are_said_in_figures_line_by_line():
    lines = [
        {"case": "a", "choir": ["224"]},
        {"case": "b"},
        {"case": "c", "regions": [{"id": "flank", "side": "left"}]},
    ]

    done = run("drawing", "--lines", "-", given="\n".join(map(json.dumps, lines)))

    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["case"] for one in said] == ["a", "b", "c"]
    assert said[0]["choir_male"] == ["224"]
    assert "paint at least one place" in said[1]["error"]


def test_an_unknown_region_is_refused_with_the_nearest_names():
    assert "iliac_crest_back" in refused(
        "locate", "-", given='{"regions": [{"id": "iliac_crest_bak", "side": "right"}]}'
    )


def test_an_unknown_side_is_refused_with_the_sides_there_are():
    line = refused("locate", "-", given='{"regions": [{"id": "iliac_crest_back", "side": "rihgt"}]}')

    assert "drawing.regions.0.side" in line
    assert "'right'" in line
    assert "'rihgt'" in line


def test_a_midline_region_with_a_side_is_refused():
    assert "midline" in refused("locate", "--regions", "coccyx:left")


@pytest.mark.parametrize("intensity", [-1, 11, "high"])
def test_an_intensity_outside_0_to_10_is_refused(intensity):
    mark = {"id": "iliac_crest_back", "side": "right", "intensity": intensity}

    assert "drawing.regions.0.intensity" in refused("locate", "-", given=json.dumps({"regions": [mark]}))


def test_malformed_json_is_refused_with_line_and_column():
    line = refused("locate", "-", given='{"regions":\n  [{"id": }]}')

    assert "line 2, column 11" in line


def test_an_answer_of_the_wrong_type_is_refused():
    line = refused("screen", "-", given=json.dumps({"answers": {"age": "forty"}}))

    assert "answers.age" in line
    assert "whole number from 0 to 120" in line


def test_a_question_that_does_not_exist_is_refused_with_the_nearest():
    line = refused("screen", "-", given=json.dumps({"answers": {"saddle_numbnes": "no"}}))

    assert "saddle_numbness" in line


def test_a_contradictory_age_is_refused_and_both_are_quoted():
    contradictory = case("iliac_crest_back:right", age=42)
    contradictory["drawing"]["age"] = 52

    line = refused("plan", "-", given=json.dumps(contradictory))

    assert "52" in line
    assert "42" in line


@pytest.mark.parametrize(
    "empty", [{"regions": []}, {}, {"regions": [{"id": "flank", "side": "left", "intensity": 0}]}]
)
def test_an_empty_drawing_is_refused(empty):
    assert "paint at least one place" in refused("locate", "-", given=json.dumps(empty))


def test_a_stroke_paints_the_regions_that_it_runs_through():
    stroke = {"view": "back", "width_mm": 16, "points": [[-50, 1030], [-50, 1010]], "intensity": 6}

    done = run("locate", "-", "--json", given=json.dumps({"strokes": [stroke]}))

    estimate = json.loads(done.stdout)
    assert {*estimate["explained"], *estimate["unexplained"]} == {"lumbar_lower_paraspinal:right"}


@pytest.mark.parametrize(
    ("stroke", "said"),
    [
        ({"view": "back", "points": [[900, 1000]]}, "lies beside the body in the back view"),
        ({"view": "above", "points": [[0, 1000]]}, "strokes.0.view"),
        ({"view": "back", "points": []}, "strokes.0.points"),
        ({"view": "back", "points": [["a", 1]]}, "strokes.0.points.0.0"),
        ({"view": "back", "points": [[0, 1000]], "width_mm": 200}, "strokes.0.width_mm"),
        ({"view": "back", "points": [[0, 1000]], "intensity": 11}, "strokes.0.intensity"),
        ({"view": "back", "points": [[0, 1e9]]}, "strokes.0.points.0.1"),
    ],
)
def test_a_stroke_that_cannot_be_is_refused_with_its_place(stroke, said):
    assert said in refused("locate", "-", given=json.dumps({"strokes": [stroke]}))


def test_an_unknown_feature_is_refused_with_the_nearest():
    assert "worse_walking" in refused("locate", "-", given=drawing(features={"worse_waking": "yes"}))


def test_an_unknown_field_is_refused():
    assert "minuts" in refused("plan", "-", given=json.dumps({**case(), "minuts": 10}))


def test_an_unknown_tool_is_refused_with_the_nearest():
    assert "ball_soft" in refused("plan", "-", given=json.dumps({**case(), "applicators": ["ball_sft"]}))


def test_two_inputs_at_once_are_refused():
    done = run("locate", "-", "--regions", "flank:left", given="{}")

    assert done.returncode == 2


def test_lines_are_answered_in_order_and_a_bad_one_does_not_stop_the_rest():
    good = json.dumps({"case": "a", **json.loads(drawing())})
    bad = json.dumps({"case": "b", "regions": [{"id": "nowhere", "side": "left"}]})
    broken = '{"regions": '

    done = run("locate", "-", "--lines", given="\n".join([good, bad, broken, good]))

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [line["case"] for line in lines] == ["a", "b", 3, "a"]
    assert "nowhere" in lines[1]["error"]
    assert "line 3, column" in lines[2]["error"]
    assert lines[3]["candidates"] == lines[0]["candidates"]
    assert "4 cases: 2 answered, 2 with an error" in done.stderr


def test_strict_lines_exit_with_2_after_all_are_answered():
    done = run("locate", "-", "--lines", "--strict", given="\n".join(["{}", drawing()]))

    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 2


def test_answers_are_scored_and_what_an_instrument_does_not_have_is_left_out():
    given = json.dumps({"case": "ana", "answers": [2, 2, 1, 2, 1, 2, 1, 2, 1, 2]})

    done = run("score", "odi", "-", "--json", given=given)

    assert json.loads(done.stdout) == {"score": 32, "raw": 16, "percent": 32, "band": "moderate"}
    report = run("score", "odi", "-", given=given).stdout
    assert "Score: 32.0 (0 to 100, higher is worse)" in report
    assert "Range: moderate" in report


@pytest.mark.parametrize(
    ("answers_of_who5", "error"), [([1, 2, None, 3, 4], "too_many_missing"), ([1, 2, 6, 3, 4], "out_of_range")]
)
def test_no_score_is_an_ordinary_answer_with_its_reason(answers_of_who5, error):
    given = json.dumps({"answers": answers_of_who5})

    done = run("score", "who5", "-", "--json", given=given)

    assert done.returncode == 0
    assert json.loads(done.stdout)["error"] == error
    assert f"No score ({error}): " in run("score", "who5", "-", given=given).stdout


def test_a_screening_score_says_that_it_is_no_diagnosis():
    assert "It is no diagnosis." in run("score", "phq2", "-", given='{"answers": [3, 3]}').stdout


def test_a_change_is_judged_and_says_what_it_does_not_show():
    done = run("change", "pain_nrs", "-", "--json", given='{"baseline": 7, "now": 4}')

    assert json.loads(done.stdout) == {
        "d": 3,
        "pct": pytest.approx(42.857142857),
        "classification": "improved",
        "level": "moderate",
        "reason": "reliable_and_important",
        "threshold": "pain_nrs.low_back",
    }
    report = run("change", "pain_nrs", "-", given='{"baseline": 7, "now": 4}').stdout
    assert "3.0 points better (43 % of the start)" in report
    assert "does not show that the treatment caused it" in report


@pytest.mark.parametrize(
    ("instrument", "given", "said"),
    [
        ("rmdq24", '{"baseline": 10, "now": 7}', "smaller than what measuring twice can differ by"),
        ("tension_nrs", '{"baseline": 7, "now": 6}', "smaller than what people usually notice"),
        ("rmdq24", '{"baseline": 4, "now": 0}', "Another measure may show more"),
        ("odi", '{"now": 30}', "Not enough data"),
        ("fm2016", '{"baseline": 20, "now": 9}', "Nobody has published"),
        ("promis_sf", '{"baseline": 60, "now": 55}', "Say which domain it is"),
        ("finger_to_floor", '{"baseline": 10, "now": 20}', "10.0 cm worse"),
    ],
)
def test_a_change_that_is_none_says_why(instrument, given, said):
    done = run("change", instrument, "-", given=given)

    assert done.returncode == 0
    assert said in done.stdout


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [
        (("score", "rmdq"), "{}", "unknown instrument 'rmdq'; nearest: rmdq24"),
        (("change", "xyz"), "{}", "unknown instrument 'xyz'; expected one of pain_nrs, rmdq24"),
        (("score", "odi"), '{"answers": [1, 2]}', "expected 10 answers, got 2; write null for one that is missing"),
        (("score", "odi"), '{"anwers": []}', "unknown field 'anwers'; expected answers; nearest: answers"),
        (("score", "odi"), "[1, 2]", "expected an object"),
        (("score", "odi"), '{"answers": "all"}', "expected a list of 10 answers"),
        (("score", "ppt"), '{"trials": [3, 4]}', "unit: expected one of kPa"),
        (("score", "ppt"), '{"trials": [3, 4], "unit": "N", "contact_cm2": 0}', "above 0, got 0"),
        (("score", "rmdq24"), '{"ticked": [1], "answers": []}', "give either ticked or answers"),
        (("score", "rmdq24"), '{"mode": "yes", "answers": []}', "mode: expected yes_no or tick, got 'yes'"),
        (("score", "rmdq24"), '{"ticked": ["rmdq_1"]}', "unknown sentence 'rmdq_1'; nearest: rmdq_"),
        (("change", "odi"), '{"baseline": 101, "now": 3}', "expected a score of odi from 0 to 100, got 101"),
        (("change", "odi"), '{"baseline": 10, "noww": 3}', "unknown field 'noww'"),
        (("change", "odi"), '{"baseline": 10, "now": 3, "use": "odi.surgry"}', "nearest: odi.surgery"),
        (("change", "odi"), '{"baseline": 10, "now": 3, "domain": "fatigue"}', "domain: odi has none"),
        (("change", "psfs"), '{"baseline": [1, 2], "now": [3]}', "the same activities twice"),
        (("change", "psfs"), '{"baseline": [1, 2], "now": 3}', "both as lists of ratings"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(words, given, said):
    assert said in refused(*words, "-", given=given)


@pytest.mark.parametrize(
    ("words", "good"), [(("score", "gad2"), {"answers": [1, 1]}), (("change", "odi"), {"baseline": 40, "now": 20})]
)
def test_scores_and_changes_are_answered_line_by_line(words, good):
    lines = [json.dumps({"case": "a", **good}), json.dumps({"case": "b", "wrong": 1}), "{", json.dumps(good)]

    done = run(*words, "--lines", "-", given="\n".join(lines))
    strict = run(*words, "--lines", "--strict", "-", given="\n".join(lines))

    answered = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["case"] for line in answered] == ["a", "b", 3, 4]
    assert "line 2: unknown field 'wrong'" in answered[1]["error"]
    assert {**answered[0], "case": 4} == answered[3]
    assert "4 cases: 2 answered, 2 with an error" in done.stderr
    assert (done.returncode, strict.returncode) == (0, 2)
    assert strict.stdout == done.stdout


def test_a_failure_of_our_own_shows_its_kind_but_nothing_that_was_entered(monkeypatch, capsys):
    def fail(*_args, **_kwargs):
        raise RuntimeError("age 42, saddle_numbness yes")

    monkeypatch.setattr("unknot_app.cli.unknot.main", fail)
    with pytest.raises(SystemExit) as stopped:
        main()

    shown = capsys.readouterr().err
    assert stopped.value.code == 1
    assert "RuntimeError" in shown
    assert "42" not in shown


TRIALS = "study,effect,se,year\na,-1.0,0.3,2001\nb,-2.0,0.4,2007\nc,-0.5,0.5,2015\n"


def test_pooling_reads_a_table_and_reports_what_speaks_against_it():
    done = run("pool", "-", given=TRIALS)

    assert done.returncode == 0
    assert "3 studies pooled: random effects, REML; normal interval." in done.stdout
    assert "Columns that were not read: year." in done.stdout


def test_pooling_answers_json_by_its_published_names():
    by_table = run("pool", "-", "--json", "--method", "dl", "--hksj", given=TRIALS)
    rows = [dict(zip(("study", "effect", "se"), line.split(","), strict=False)) for line in TRIALS.split()[1:]]
    by_json = run("pool", "-", "--json", given=json.dumps({"studies": rows, "method": "dl", "hksj": True}))

    answered = json.loads(by_table.stdout)
    names = ("estimate", "se", "ci_low", "ci_high", "pi_low", "pi_high", "tau2", "i2", "q")
    assert all(isinstance(answered[name], float) for name in names)
    assert {name: answered[name] for name in names} == {name: json.loads(by_json.stdout)[name] for name in names}


def test_pooling_goes_on_after_a_bad_line():
    both = [{"study": "a", "effect": 1, "variance": 1}, {"study": "b", "effect": 2, "se": 1}]
    good = {"case": "x", "studies": both}
    lines = [json.dumps({"case": "w", "studies": both[:1]}), json.dumps(good)]

    done = run("pool", "-", "--lines", "--strict", given="\n".join(lines))

    answers_of = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers_of[0]["error"].startswith("line 1: expected at least 2 studies to pool, got 1: studies.0 (a)")
    assert answers_of[1]["case"] == "x"
    assert answers_of[1]["estimate"] == pytest.approx(1.5)
    assert done.returncode == 2


def test_pooling_refuses_in_one_line_with_the_file_and_the_row(tmp_path):
    path = tmp_path / "trials.csv"
    path.write_text(TRIALS.replace("0.4", "-0.4"), encoding="utf-8")

    said = refused("pool", str(path))

    assert said.startswith(f"unknot: {path}: row 3 (b): se is -0.4; expected a number above 0")


def test_claims_are_told_with_grade_and_sources_and_an_unknown_one_is_refused():
    everything, one, unknown = run("claims", "--json"), run("claims", "pain"), refused("claims", "pian")

    told = json.loads(everything.stdout)
    assert len(told["claims"]) == 20
    assert all(claim["certainty"] and claim["records"] for claim in told["claims"])
    assert "SMD −0.53; range −1.08 to 0.02 [denneny2019.1]" in " ".join(one.stdout.split())
    assert "nearest: pain" in unknown
    assert "Not checked by a second reader: all 20." in run("claims").stdout


def test_claims_that_wait_to_be_read_are_named_with_the_reason(monkeypatch):
    checked = {name: claim.model_copy(update={"checker": "R"}) for name, claim in load_claims().claims.items()}
    claims = replace(load_claims(), claims=checked | {"rom": load_claims().claims["rom"]})
    changed = load_results().model_copy(update={"to_review": {"pain": ("lu2022_ic",)}})
    monkeypatch.setattr(claims_report, "load_claims", lambda: claims)
    monkeypatch.setattr(claims_report, "load_results", lambda: changed)

    told = " ".join(claims_report.claims_report(date(2999, 1, 1)).split())

    assert "Not checked by a second reader: 1: rom." in told
    assert "the day has passed: 20: pain (by " in told
    assert "have changed: 1: pain (“Effect of ischemic compression" in told
