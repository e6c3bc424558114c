"""A doctor's permission: what was allowed, from which day, and until when it counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from unknot.screen import load_screen_data, read_answers
from unknot.screen.agreements import agreements_of

TODAY = date(2026, 11, 22)


def agreements(**agreed: Any):
    raw = {"cancer": "current", "cancer_regions": ["breast"], "doctor_ok_cancer": agreed}
    answers = read_answers(raw, TODAY)
    return answers, agreements_of(answers)


@pytest.mark.parametrize(
    ("day", "state", "until"),
    [
        ("2026-11-22", "in_force", date(2027, 2, 20)),
        ("2026-08-24", "in_force", TODAY),
        ("2026-08-23", "lapsed", date(2026, 11, 21)),
        ("2026-11-23", "later", date(2027, 2, 21)),
        (None, "no_day", None),
    ],
)
def test_what_is_shown_as_in_force_is_what_screening_counts(day, state, until) -> None:
    answers, (agreement,) = agreements(ok="yes", date=day, allowed=["gentle"])

    assert (agreement.state, agreement.until, agreement.allowed) == (state, until, ("gentle",))
    assert answers.is_yes("doctor_ok_cancer") is (state == "in_force")


@pytest.mark.parametrize("said", ["no", "unsure"])
def test_a_no_and_not_sure_permit_nothing(said) -> None:
    assert agreements(ok=said)[1] == ()


def test_an_agreement_for_a_condition_that_is_gone_is_none() -> None:
    raw = {"cancer": "never", "doctor_ok_cancer": {"ok": "yes", "date": "2026-11-20", "allowed": ["gentle"]}}

    assert agreements_of(read_answers(raw, TODAY)) == ()


def test_every_agreement_asks_for_a_day_and_a_kind_and_unsure_is_no() -> None:
    asked = [one for one in load_screen_data().questions.values() if one.type == "clearance"]

    assert len(asked) >= 12
    assert {(one.expires_days, one.unsure_counts_as) for one in asked} == {(90, "no")}
    assert all(one.allowed_options and one.id in load_screen_data().ask_if for one in asked)
