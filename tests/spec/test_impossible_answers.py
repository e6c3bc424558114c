"""Answers that nobody can give are refused with what, where and what was expected; nothing is guessed."""

from __future__ import annotations

import pytest

from tests.builders import TODAY, answers
from unknot.errors import BadInput
from unknot.screen import read_answers


@pytest.mark.parametrize("age", [-1, 121, 10**30, 41.5, True, "42", "forty", [42]])
def test_an_impossible_age_is_refused(age: object) -> None:
    with pytest.raises(BadInput, match=r"answers\.age: expected a whole number from 0 to 120, got"):
        read_answers(answers(age=age), TODAY)


@pytest.mark.parametrize("age", [0, 120])
def test_the_youngest_and_the_oldest_age_are_read(age: int) -> None:
    assert read_answers(answers(age=age), TODAY).value("age") == age


def test_an_answer_that_stands_alone_is_not_mixed_with_others() -> None:
    with pytest.raises(BadInput, match="'none' contradicts the other options"):
        read_answers(answers(conditions=["none", "diabetes"]), TODAY)
