"""A rule that is gone or too mild is noticed: a sample of what `make mutate-rules` tries in full."""

from __future__ import annotations

from tools.mutate_rules import SAME, Examples, Mutant, mutants

from unknot.screen import load_screen_data

ALL = list(mutants())
STEP = 40


def test_a_sample_of_mutants_is_noticed_and_leaves_the_facts_as_they_were() -> None:
    examples, before = Examples(), facts()

    unnoticed = [told(one) for one in ALL[::STEP] if not is_same(one) and not examples.notice(one)]

    assert unnoticed == []
    assert facts() == before


def test_what_is_said_to_change_nothing_is_a_mutant() -> None:
    assert SAME.keys() - {(one.rule, one.way) for one in ALL} == set()


def is_same(mutant: Mutant) -> bool:
    return (mutant.rule, mutant.way) in SAME


def told(mutant: Mutant) -> str:
    return f"{mutant.table} {mutant.rule}: {mutant.way}"


def facts() -> list[object]:
    data = load_screen_data()
    tables = (data.red_flags, data.contraindications, data.danger_zones, data.when, data.ask_if)
    return [list(table.items()) for table in tables] + [data.default_limits]
