"""Which studies may be pooled, and what is said of those that are."""

from __future__ import annotations

import json
import math
import re
import sys

import pytest

from unknot.errors import BadInput, UnknotError
from unknot.evidence import METHODS, StudyEffect, pool, read_study
from unknot_app.actions.pooling import pool_text

HEADER = "study,effect,variance,measure,comparator,value_kind,programme,group"


def table(*rows: str) -> str:
    width = HEADER.count(",")
    return "\n".join([HEADER, *(row + "," * (width - row.replace("-1,5", "").count(",")) for row in rows)])


def studies(*effects: float, variance: float = 0.1):
    return [StudyEffect(study=f"s{number}", effect=one, variance=variance) for number, one in enumerate(effects)]


def codes(found):
    return {caution.code for caution in found.cautions}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (table("a,-1,0.1"), "expected at least 2 studies to pool, got 1: row 2 (a)"),
        (table(), "expected at least 2 studies to pool, got 0"),
        (table("a,-1,0.1", "b,-1,-0.2"), "row 3 (b): variance is -0.2; expected a number above 0"),
        (table("a,-1,0.1", "b,-1,0"), "row 3 (b): variance is 0; expected a number above 0"),
        (table("a,-1,0.1", "b,-1,nan"), "row 3 (b): variance: expected a number with a decimal point, got 'nan'"),
        (table("a,-1,0.1", 'b,"-1,5",0.1'), "row 3 (b): effect: expected a number with a decimal point, got '-1,5'"),
        (table("a,-1,0.1", "b,,0.1"), "row 3 (b): effect is missing"),
        (table("a,-1,0.1", "b,-1,"), "row 3 (b): expected one of variance, se, or ci_low with ci_high; got none"),
        (table("a,-1,0.1", ",-1,0.1"), "row 3: study is missing"),
        (table("a,-1,0.1", "A ,-2,0.2"), "row 3 (A): study 'A' stands twice, first in row 2 (a); if these are two"),
        (table("a,-1,0.1,MD", "b,-1,0.1,SMD"), "row 3 (b): measure is 'SMD', but 'MD' in row 2 (a)"),
        (table("a,-1,0.1,MD", "b,-1,0.1"), "row 3 (b): measure is missing, but 'MD' in row 2 (a)"),
        (table("a,-1,0.1,MD,sham", "b,-1,0.1,MD,active"), "row 3 (b): comparator is 'active', but 'sham'"),
        (table("a,-1,0.1,MD,none", "b,-1,0.1,MD,none"), "row 2 (a): comparator 'none': no control group cannot"),
        (table("a,-1,0.1,MD,,post", "b,-1,0.1,MD,,change"), "row 3 (b): value_kind is 'change', but 'post'"),
        (table("a,-1,0.1,,,,x", "b,-1,0.1,,,,x"), "row 3 (b): programme 'x' is counted twice, first in row 2 (a)"),
        (table("a,-1,0.1,,,,,x", "b,-1,0.1"), "row 3 (b): group is missing"),
        (table("a,2,0.1,OR", "b,3,0.1,OR"), "row 2 (a): measure 'OR': expected the logarithm of a ratio"),
        ("study,effect,ci_low,ci_high\na,2,1,4\n", "row 2 (a): the effect 2 is not in the middle of its"),
        ("study,effect,ci_low,ci_high\na,2,3,1\n", "row 2 (a): expected ci_low <= effect <= ci_high, got 3, 2, 1"),
        ("study,effect,ci_low,ci_high\na,2,1,\n", "row 2 (a): ci_high is missing"),
        ("study,effect,variance,se\na,2,1,1\n", "row 2 (a): expected one of variance, se, or ci_low with"),
        ("study,effect,varience\na,2,1\n", "row 1: unknown column 'varience'; nearest: variance; rename it"),
        ("study;effect;variance\na;2;1\n", "row 1: expected a header, separated by commas, with study, effect and"),
        ("study,effect,variance\na,2\n", "row 2: expected 3 cells as in the header, got 2"),
        ('study,effect,variance\n"a,2,1\n', "row 2: the table is broken"),
        (
            'study,effect,variance\n"a\nb",2,1\n"a b",2,1\n',
            "row 4 (a b): study 'a b' stands twice, first in row 3 (a b)",
        ),
        ("", "row 1: expected a header"),
        ('{"studies": [{"study": "a", "efect": 1}]}', "studies.0: unknown field 'efect'"),
        ('{"studies": {}}', "studies: expected a list of studies, got {}"),
        ('{"studies": [], "methods": "dl"}', "unknown field 'methods'; expected studies, method, hksj"),
        ('{"studies": [', "line 1, column 14: Expecting value"),
    ],
)
def test_what_must_not_be_pooled_is_refused_with_its_row_and_the_way_out(text, said):
    with pytest.raises(BadInput, match=re.escape(said)):
        pool_text(text)


@pytest.mark.parametrize(
    ("method", "hksj", "said"),
    [
        ("relm", False, "method: expected one of reml, dl, pm, fixed, got 'relm'; nearest: reml"),
        (3, False, "method: expected one of reml, dl, pm, fixed, got 3"),
        ("reml", "yes", "hksj: expected true, false or \"unmodified\", got 'yes'"),
        ("fixed", True, "hksj goes with random effects only"),
    ],
)
def test_an_unknown_method_is_refused(method, hksj, said):
    with pytest.raises(BadInput, match=re.escape(said)):
        pool(studies(-1, -2), method, hksj=hksj)


def test_an_interval_of_95_percent_stands_for_a_variance():
    one = read_study({"study": "a", "effect": "-7.8", "ci_low": "-14.5", "ci_high": -1.1}, "row 2")

    assert one.se == pytest.approx((14.5 - 1.1) / (2 * 1.959964), rel=1e-6)
    assert one.interval == pytest.approx((-14.5, -1.1))


def test_two_studies_have_no_prediction_interval_and_say_so():
    found = pool(studies(-1, -2))

    assert found.pi_low is found.pi_high is None
    assert found.leave_one_out == ()
    assert "two_studies" in codes(found)


def test_hartung_knapp_is_never_narrower_than_the_normal_standard_error_unless_asked():
    alike = studies(-1.0, -1.01, -0.99, -1.0)

    normal, guarded, plain = (pool(alike, hksj=kind) for kind in (False, True, "unmodified"))

    assert plain.se < normal.se / 10
    assert "narrower_than_normal" in codes(plain)
    assert guarded.se == pytest.approx(normal.se)
    assert guarded.ci_high - guarded.ci_low > normal.ci_high - normal.ci_low
    assert guarded.i2 == 0


def test_the_normal_interval_of_few_studies_is_called_too_narrow():
    assert "normal_with_few" in codes(pool(studies(-1, -2, -3)))
    assert "normal_with_few" not in codes(pool(studies(-1, -2, -3), hksj=True))
    assert "normal_with_few" not in codes(pool(studies(*range(10))))


def test_a_verdict_that_hangs_on_the_method_or_on_one_study_is_told():
    lone = [*studies(-0.1, 0.1, 0.0, variance=0.2), StudyEffect(study="lone", effect=-3, variance=0.001)]

    found = pool(lone, "fixed")

    assert {"depends_on_method", "depends_on_a_study"} <= codes(found)
    assert any(caution.text.endswith("It changes without: lone.") for caution in found.cautions)


def test_the_same_numbers_under_two_names_are_told():
    assert "same_numbers" in codes(pool(studies(-1, -1, -2)))


def test_groups_are_compared_only_when_each_holds_two_studies():
    rows = ["a,-1,0.1,,,,,x", "b,-2,0.1,,,,,x", "c,-3,0.1,,,,,y", "d,-3.5,0.1,,,,,y"]

    both, one_alone = pool_text(table(*rows)), pool_text(table(*rows[:3]))

    assert [(group.group, group.k) for group in both.groups] == [("x", 2), ("y", 2)]
    assert both.between is not None
    assert both.between.q_df == 1
    assert one_alone.between is None
    assert [group.tau2 for group in one_alone.groups][1] is None
    assert "small_groups" in codes(one_alone)


def test_columns_that_nobody_reads_are_named():
    found = pool_text("study,effect,se,year\na,-1,0.3,1999\nb,-2,0.3,2001\n")

    assert found.cautions[-1].text == "Columns that were not read: year."


@pytest.mark.parametrize("factor", [1e-9, 1e-3, 1e6])
@pytest.mark.parametrize("method", ["reml", "pm", "dl"])
def test_a_change_of_unit_changes_the_unit_only(method, factor):
    effects, variances = (-1.0, -3.0, 0.5, -2.0), (0.1, 0.3, 0.2, 0.4)
    rows = list(zip("abcd", effects, variances, strict=True))

    one = pool([StudyEffect(study=s, effect=y, variance=v) for s, y, v in rows], method, hksj=True)
    other = pool(
        [StudyEffect(study=s, effect=y * factor, variance=v * factor**2) for s, y, v in rows], method, hksj=True
    )

    assert other.estimate == pytest.approx(one.estimate * factor, rel=1e-7)
    assert other.tau2 == pytest.approx(one.tau2 * factor**2, rel=1e-7)
    assert other.i2 == pytest.approx(one.i2, rel=1e-7)
    assert other.ci_low == pytest.approx(one.ci_low * factor, rel=1e-7)


@pytest.mark.parametrize(("effect", "variance"), [("1e200", "1"), ("1", "1e-200"), ("1", "1e200")])
def test_numbers_that_nobody_can_calculate_with_are_refused(effect, variance):
    with pytest.raises(BadInput, match="such numbers cannot be calculated with"):
        pool_text(f"study,effect,variance\na,{effect},{variance}\nb,1,1\n")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("variance", [1e-100, 1e100])
def test_the_largest_and_smallest_numbers_are_still_pooled(method, variance):
    found = pool(studies(1e50, -1e50, variance=variance), method)

    assert found.estimate == pytest.approx(0, abs=1e40)
    assert math.isfinite(found.ci_high)


def test_what_the_library_gives_up_on_is_told_in_words():
    far_apart = [*studies(1e50, variance=1e-100), *studies(-1e50, 0, variance=1e100)[1:]]

    with pytest.raises(BadInput, match="these studies cannot be pooled with dl"):
        pool(far_apart, "dl")


def test_without_the_library_the_way_out_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "meta_analyze", None)

    with pytest.raises(UnknotError, match=re.escape("pip install 'unknot[evidence]'")):
        pool(studies(-1, -2))


def test_a_case_says_method_and_interval_and_the_caller_may_overrule():
    case = {
        "case": "x",
        "method": "fixed",
        "studies": [one.model_dump(include={"study", "effect", "variance"}) for one in studies(-1, -2)],
    }

    assert pool_text(json.dumps(case)).method == "fixed"
    assert pool_text(json.dumps(case), "dl", True).interval == "hksj"
    assert math.isclose(sum(one.weight_percent for one in pool_text(json.dumps(case)).studies), 100)
