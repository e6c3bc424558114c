"""The published cases in tests/reference: read, and ranked once. No constant was chosen by them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.ranking import OURS, RANKING_HEADER, all_scores, credits, ranking_rows
from benchmarks.report import Report
from unknot.draw import Drawing
from unknot.locate import load_locate_data, locate
from unknot.locate.sources import Source

FILE = Path(__file__).parents[1] / "tests" / "reference" / "cases.toml"
WITH_ANSWERS = f"{OURS}, with the answers told"


def read_cases() -> list[dict[str, Any]]:
    """Return the published cases."""
    return list(tomllib.loads(FILE.read_text(encoding="utf-8"))["case"])


def drawing_of(case: Mapping[str, Any], *, with_answers: bool) -> Drawing:
    """Return a case as a drawing."""
    fields = {name: case[name] for name in ("complaint", "regions", "age", "sex") if name in case}
    if with_answers:
        known = load_locate_data().features
        fields["features"] = {name: value for name, value in case["features"].items() if not known[name].per_site}
    return Drawing.model_validate(fields)


def _muscle(source: Source) -> str | None:
    return source.subject if source.kind == "trigger_point" else None


def _other(source: Source) -> str | None:
    return source.subject if source.kind == "differential" else None


def tell_cases(report: Report) -> None:
    """Rank all cases, muscles among muscles and other sources among other sources."""
    cases = read_cases()
    ordinary = {name for name, one in load_locate_data().differentials.items() if not one.ranked}
    groups: dict[str, list[dict[str, tuple[float, ...]]]] = {"muscle": [], "other": []}
    shares: dict[str, list[float]] = {"muscle": [], "other": []}
    for case in cases:
        truth = {_subject(one["id"]) for one in case["truth"]} - ordinary
        if not truth:
            continue
        is_muscle = not truth & load_locate_data().differentials.keys()
        group, name_of = ("muscle", _muscle) if is_muscle else ("other", _other)
        if not is_muscle:
            truth &= load_locate_data().differentials.keys()
        plain, told = (drawing_of(case, with_answers=one) for one in (False, True))
        found = {name: credits(scores, truth) for name, scores in all_scores(plain, name_of).items()}
        found[WITH_ANSWERS] = credits(all_scores(told, name_of)[OURS], truth)
        groups[group].append(found)
        shares[group].append(locate(told).families["muscle"])
    report.say(
        f"{len(cases)} cases: {len(groups['muscle'])} with a muscle as source, {len(groups['other'])} with another, "
        f"{len(cases) - sum(map(len, groups.values()))} of ordinary pain, which no ranking names."
    )
    report.say("Cases with a muscle as source, ranked among the 60 muscles:")
    report.table(RANKING_HEADER, ranking_rows(groups["muscle"]))
    report.say("Cases with another source, ranked among all other sources:")
    report.table(RANKING_HEADER, [row for row in ranking_rows(groups["other"]) if not row[0].startswith("nearest")])
    report.say(
        f"That some muscle takes part was given {_mean(shares['muscle'])} % on average where a muscle was the "
        f"source, {_mean(shares['other'])} % where it was something else."
    )


def _subject(name: str) -> str:
    """Return the muscle of a trigger point; muscles and other sources are subjects themselves."""
    return name.split(".")[0]


def _mean(values: Sequence[float]) -> str:
    return f"{100 * sum(values) / len(values):.0f}"
