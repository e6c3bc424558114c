"""Pooled results: those kept are those of the rows, a study is added by its rows, nothing is pooled too early."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tools.evidence import PATH, as_text, kept

from unknot.errors import BadInput, KnowledgeError
from unknot.evidence import load_claims, load_evidence_data
from unknot.evidence import sets as pooling_sets
from unknot.evidence.sets import load_pooling_data, load_results, work_out, work_out_all
from unknot.knowledge import Reader
from unknot_app.actions.evidence_plots import all_plots, plots_of_claim
from unknot_app.actions.forest import PHONE_PX, draw_forest

SHAM = "trigger_points_sham_low_back"


def with_rows(*rows):
    """Return the evidence with rows added, or put in place of those of the same id."""
    evidence = load_evidence_data()
    return replace(evidence, results={**evidence.results, **{row.id: row for row in rows}})


def new_trial(study, **changes):
    """Return a row as somebody would add it, of an invented trial of the question that lacks data."""
    found = {"mean_1": Decimal(3), "sd_1": Decimal(2), "n_1": 20, "mean_2": Decimal(4), "sd_2": Decimal(2), "n_2": 20}
    like = load_evidence_data().results["takamoto2015.1"]
    return like.model_copy(update={"id": f"{study}.1", "study": study, "value_kind": "post", **found, **changes})


def test_what_is_kept_is_what_the_rows_give():
    results = work_out_all(load_evidence_data(), load_claims(), kept())

    assert PATH.read_text(encoding="utf-8") == as_text(results), "run: make evidence"
    assert load_results() == results


def test_for_trigger_point_pressure_in_low_back_pain_there_is_not_enough_to_pool():
    result = load_results().sets[SHAM]
    (shown,) = [one for one in all_plots(str) if one.id == SHAM]

    assert result.pooled is None
    assert result.without_numbers == ("takamoto2015", "kodama2019")
    assert shown.plot.note.startswith("Not enough data. To pool them takes at least 3 independent trials")
    assert "Not enough data" in draw_forest(shown.plot, PHONE_PX)


def test_a_study_is_added_by_its_row_and_pooled_as_soon_as_there_are_enough():
    one = load_pooling_data().sets[SHAM]
    trials = [new_trial(name) for name in ("new2027", "newer2028", "newest2029")]

    two, three = work_out(one, with_rows(*trials[:2])), work_out(one, with_rows(*trials))

    assert two.pooled is None
    assert [effect.effect for effect in two.effects] == [-1.0, -1.0]
    assert three.pooled is not None
    assert three.pooled.interval == "hksj"
    assert three.pooled.estimate == pytest.approx(-1)
    assert [effect.weight_percent for effect in three.effects] == [pytest.approx(100 / 3)] * 3
    assert three.made_of != two.made_of != load_results().sets[SHAM].made_of


def test_a_new_study_on_another_scale_is_not_quietly_added_up():
    trials = [new_trial("new2027"), new_trial("newer2028"), new_trial("newest2029", measure="SF-MPQ total")]

    with pytest.raises(BadInput, match=r"newest2029\.1 .newest2029.: measure is 'MD, SF-MPQ total'"):
        work_out(load_pooling_data().sets[SHAM], with_rows(*trials))


def test_two_studies_of_one_programme_are_not_counted_twice():
    trials = [new_trial("new2027"), new_trial("moraska2015", id="m.1"), new_trial("moraska2017", id="m.2")]

    with pytest.raises(BadInput, match=r"programme 'moraska' is counted twice, first in m\.1"):
        work_out(load_pooling_data().sets[SHAM], with_rows(*trials))


def test_a_number_that_was_only_recalled_is_never_pooled():
    trials = [new_trial(name, status="recalled") for name in ("new2027", "newer2028", "newest2029")]

    assert work_out(load_pooling_data().sets[SHAM], with_rows(*trials)).effects == ()


def test_two_rows_of_one_study_in_a_set_are_a_fault():
    reader = Reader("evidence")

    pooling_sets._check_set(
        reader, with_rows(new_trial("new2027"), new_trial("new2027", id="new2027.2")), load_pooling_data().sets[SHAM]
    )

    assert "takes two rows of new2027, new2027.1 and new2027.2; name one in leave_out" in str(reader.faults[0])


def test_claims_whose_numbers_changed_are_listed_until_somebody_has_read_them():
    claims, evidence = load_claims(), load_evidence_data()
    before = work_out_all(evidence, claims)
    told = evidence.estimates["lu2022_ic.2"].model_copy(update={"value": Decimal("-0.10")})
    changed = replace(evidence, estimates={**evidence.estimates, "lu2022_ic.2": told})

    after = work_out_all(changed, claims, before)
    later = work_out_all(changed, claims, after)

    named = {claim.id for claim in claims.naming("lu2022_ic")}
    assert "pain" in named
    assert after.to_review == dict.fromkeys(named, ("lu2022_ic",))
    assert later.to_review == after.to_review


def test_results_of_other_rows_are_a_fault_of_the_data(monkeypatch):
    monkeypatch.setattr(pooling_sets, "load_evidence_data", lambda: with_rows(new_trial("new2027")))

    with pytest.raises(KnowledgeError, match=f"{SHAM}: the set or its rows changed since it was pooled"):
        load_results.__wrapped__()


def test_every_plot_can_be_drawn_and_found_from_its_studies():
    plots = all_plots(str)

    assert [one.id for one in plots if one.is_pooled] == ["massage_other_treatment_low_back"]
    assert all("%(" not in text for one in plots for text in (one.plot.note, *one.cautions))
    for one in plots:
        assert draw_forest(one.plot, PHONE_PX).startswith("<svg")
        assert all(one in plots_of_claim(claim, str) for claim in one.claims)
