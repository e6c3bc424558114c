"""What comes of single answers, rule by rule; `make mutate-rules` shows that each rule is held by one of them."""

from __future__ import annotations

from tests.spec.screening import read_examples
from unknot.screen import Answers, load_screen_data

EXAMPLES = read_examples()


def test_every_example_comes_out_as_it_says() -> None:
    faults = {str(one.says): found for one in EXAMPLES if (found := one.faults(Answers(one.given, one.as_of)))}

    assert faults == {}


def test_every_rule_has_an_example_in_which_it_fires() -> None:
    assert load_screen_data().when.keys() - {rule for one in EXAMPLES for rule in one.fires} == set()


def test_no_two_examples_say_the_same() -> None:
    assert len({str(sorted(one.says.items())) for one in EXAMPLES}) == len(EXAMPLES)
