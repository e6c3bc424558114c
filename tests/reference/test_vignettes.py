"""The vignettes of the screening: every name resolves, half is ordinary pain, and the page of figures is current."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

from benchmarks import vignettes as measured
from benchmarks.report import Report
from benchmarks.vignettes import FILE, PAGE, Vignette, read_vignettes

from unknot.knowledge import data_folder
from unknot.screen.contradictions import contradictions_in

ALL = read_vignettes()
MOST_TOLD = 4  # sentences


def keys_of(path: Path) -> set[str]:
    return {source["key"] for source in tomllib.loads(path.read_text(encoding="utf-8"))["source"]}


def test_at_least_sixty_vignettes_and_half_of_them_are_ordinary_pain() -> None:
    assert len({one.id for one in ALL}) == len(ALL) >= 60
    assert 2 * sum(one.ordinary for one in ALL) >= len(ALL)
    assert {one.expected for one in ALL if one.ordinary} == {"none", "mention"}
    assert {one.expected for one in ALL if not one.ordinary} == {*measured.GRAVE}
    assert {one.kind for one in ALL} == {"case_report", "teaching", "guideline"}


def test_every_source_is_known_and_says_how_far_it_was_read() -> None:
    with (data_folder() / "sources.csv").open(newline="", encoding="utf-8") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    of_cases, own = keys_of(FILE.with_name("cases.toml")), keys_of(FILE)
    named = {source for one in ALL for source in one.sources}

    assert named <= known | of_cases | own
    assert own <= named, "a source without a vignette"
    assert not own & (known | of_cases), "a source in two lists"


def test_every_vignette_is_short_and_leaves_no_question_open() -> None:
    assert [one.id for one in ALL if one.told.count(". ") >= MOST_TOLD or not one.because] == []
    assert {one.id: one.found.unanswered for one in ALL if one.found.unanswered} == {}
    assert {one.id: hidden_answers(one) for one in ALL if hidden_answers(one)} == {}


def test_no_vignette_contradicts_itself() -> None:
    assert {one.id: found for one in ALL if (found := [two.id for two in contradictions_in(one.whole)])} == {}


def hidden_answers(one: Vignette) -> list[str]:
    """Return what the person answers without being asked."""
    return [name for name in one.answers if not one.whole.is_shown(name)]


def test_the_page_of_figures_says_what_the_rules_say_now(capsys) -> None:
    report = Report()

    measured.tell(report, ALL)

    assert PAGE.read_text(encoding="utf-8") == report.markdown, "run: python -m benchmarks.vignettes --write"


def test_the_explanation_quotes_the_same_figures() -> None:
    page = (PAGE.parents[1] / "explanation" / "screening.md").read_text(encoding="utf-8")
    must_stop = [one for one in ALL if one.expected not in ("none", "mention")]
    groups = {
        "ordinary pain that is stopped": [one for one in ALL if one.ordinary],
        "emergencies that are stopped": [one for one in ALL if one.expected == "emergency_now"],
        "everything that must stop": must_stop,
    }
    of_ways = list(measured.ways().values())[:4]

    for name, group in groups.items():
        cells = [f"{sum(map(stops, group))} of {len(group)}" for stops in of_ways]
        assert f"| {name} | {' | '.join(cells)} |" in page
    met = sum(one.is_met for one in must_stop)
    assert f"| as urgent as its source, or more | {met} of {len(must_stop)} |" in page
    assert f"Measured on {len(ALL)} stories" in page
