"""Pooling beside metafor's pinned results and beside PyMARE. A page made of the same figures is published."""

from __future__ import annotations

import pytest
from benchmarks import pooling

SETS = pooling.sets()


def test_all_sets_are_there_with_all_their_studies():
    assert {name: len(one["yi"]) for name, one in SETS.items()} == {
        "dat.bcg": 13,
        "dat.normand1999": 9,
        "dat.normand1999.smd": 9,
        "dat.raudenbush1985": 19,
        "dat.hackshaw1998": 37,
    }


@pytest.mark.parametrize("method", pooling.NAMES)
@pytest.mark.parametrize("name", SETS)
def test_every_figure_is_metafors_to_six_digits(name, method):
    compared = pooling.with_metafor(name, method)

    assert len(compared) >= 25
    assert [one for one in compared if not one.agrees] == []


@pytest.mark.parametrize("method", ["EE", "DL", "REML"])
@pytest.mark.parametrize("name", SETS)
def test_a_second_engine_finds_the_same(name, method):
    compared = pooling.with_pymare(name, method)

    # Seen: at most 1e-7, from where the two stop their search for tau2.
    assert [one for one in compared if one.difference > pooling.ENGINES_TO] == []


def test_a_mean_difference_from_two_arms_is_metafors():
    assert [one for one in pooling.mean_differences() if not one.agrees] == []


def test_the_published_page_is_current():
    assert pooling.PAGE.read_text(encoding="utf-8") == pooling.measure().markdown
