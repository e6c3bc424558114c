"""Measure the screening on vignettes from guidelines and published cases, beside two simpler ways of judging.

    python -m benchmarks.vignettes [--write]

`--write` puts the figures into docs/reference/screening.md. It takes a second. What the vignettes are and are not is
told at the top of tests/reference/vignettes.toml.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tests import builders

from benchmarks.report import Report, wilson
from unknot.screen import URGENCY_ORDER, Answers, Clearance, load_screen_data, read_answers, screen
from unknot.screen.clearance import Urgency

ROOT = Path(__file__).parents[1]
FILE = ROOT / "tests" / "reference" / "vignettes.toml"
PAGE = ROOT / "docs" / "reference" / "screening.md"
# From the gravest; where nothing has to be done nothing can be missed.
GRAVE = ("emergency_now", "same_day", "doctor_first", "mention")
IN_WORDS = {
    "emergency_now": "emergency now",
    "same_day": "a doctor today",
    "doctor_first": "a doctor first",
    "mention": "mention it",
    "none": "nothing",
}


@dataclass(frozen=True)
class Vignette:
    """A short story with the answers that its person gives and how urgent its source takes it to be."""

    id: str
    told: str
    answers: dict[str, Any]
    expected: Urgency
    because: str
    kind: str
    sources: list[str]
    ordinary: bool = False
    silent: bool = False
    mapping_note: str = ""
    # Every answer: what the story does not tell is that of an ordinary person.
    whole: Answers = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", read_answers(builders.answers(**self.answers), builders.TODAY, self.id))

    @cached_property
    def found(self) -> Clearance:
        """Return the clearance that the rules give."""
        return screen(self.whole)

    @cached_property
    def is_met(self) -> bool:
        """Return whether the rules are at least as urgent as expected."""
        return URGENCY_ORDER.index(self.found.urgency) >= URGENCY_ORDER.index(self.expected)

    @cached_property
    def stops(self) -> bool:
        """Return whether the rules leave no session."""
        return self.found.session != "allowed"


def read_vignettes() -> list[Vignette]:
    """Return all vignettes."""
    return [Vignette(**one) for one in tomllib.loads(FILE.read_text(encoding="utf-8"))["vignette"]]


# ---------------------------------------------------------------- ways of judging: whether a person is stopped
def any_rule_stops(one: Vignette) -> bool:
    """Return whether any danger sign fired, a mention as well."""
    return bool(one.found.red_flags)


# The red flags of BMJ Best Practice (topic 778, as stored) and the two that most guidelines add (verhagen2016): fever
# and pain at night. Its "over six weeks, not responding to treatment" would stop all long-lasting pain: left out.
ANY_FLAG: tuple[object, ...] = (
    "trauma = major",
    {"all": ["trauma = minor", {"any": ["age >= 65", "osteoporosis"]}]},
    "weight_loss",
    "immune_weak",
    "cancer != never",
    "injected_drugs",
    "visceral_signs has burning_or_bloody_urine",
    "recent_infection_or_procedure",
    "medicines has steroid_tablets_over_3_months",
    "osteoporosis",
    "leg_weakness in one_leg,both_legs,unsure",
    "bladder_change",
    "bowel_change",
    "saddle_numbness",
    "fever",
    "pain_night",
)
# Any of four signs, among them an age of 50 or more, found every cancer of a review (henschke2007).
WITH_AGE: tuple[object, ...] = (*ANY_FLAG, "age >= 50")
# "Red Flags - Seek Immediate Medical Attention", the six lines of the back pain diary of Pain Tracker (repository
# CrisisCore-Systems/pain-tracker, src/pages/resources/ChronicBackPainDiaryPage.tsx, read 2026-11-28), in its order.
SIX_ITEMS: tuple[object, ...] = (
    {
        "all": [
            {"any": ["leg_weakness in one_leg,both_legs,unsure", "leg_numbness in one_leg,both_legs"]},
            "leg_worse",
        ]
    },
    {"any": ["bladder_change", "bowel_change"]},
    {"any": ["fever", "weight_loss"]},
    "trauma = major",
    "pain_night",
    "saddle_numbness",
)


def list_stops(flags: Sequence[object]) -> Callable[[Vignette], bool]:
    """Return a way of judging that stops on any of these conditions."""
    conditions = [load_screen_data().parse(flag) for flag in flags]
    return lambda one: any(condition.holds(one.whole) for condition in conditions)


def ways() -> dict[str, Callable[[Vignette], bool]]:
    """Return the ways of judging, this project's first."""
    return {
        "Unknot": lambda one: one.stops,
        "any flag of a guide stops": list_stops(ANY_FLAG),
        "the same, and age over 50 stops": list_stops(WITH_AGE),
        "six items of a tracker": list_stops(SIX_ITEMS),
        "any of our own signs stops": any_rule_stops,
    }


# ---------------------------------------------------------------- the report
def share(hits: int, count: int) -> str:
    """Return a share in words, with its 95 % interval by Wilson's formula."""
    low, high = wilson(hits / count, count)
    return f"{hits}/{count}: {100 * hits / count:.0f} % ({100 * low:.0f} to {100 * high:.0f})"


def tell(report: Report, vignettes: Sequence[Vignette]) -> None:
    """Say everything that is measured."""
    ordinary = [one for one in vignettes if one.ordinary]
    grave = [one for one in vignettes if not one.ordinary]
    _tell_what(report, vignettes)
    _tell_false_alarms(report, ordinary)
    _tell_sensitivity(report, grave)
    _tell_list(
        report,
        "## Known misses",
        "Less urgent than the source, or not urgent at all.",
        [one for one in grave if not one.is_met],
    )
    _tell_list(
        report,
        "## Known false alarms",
        "Ordinary pain that the rules stop.",
        [one for one in ordinary if one.stops],
    )


def _tell_what(report: Report, vignettes: Sequence[Vignette]) -> None:
    kinds = Counter(one.kind for one in vignettes)
    ordinary = sum(one.ordinary for one in vignettes)
    report.say("# How good the screening is")
    report.say(
        "Written by `.venv/bin/python -m benchmarks.vignettes --write`; a test holds this page to what the rules say "
        "now. What it means, and what it does not: [How screening works](../explanation/screening.md)."
    )
    report.say(
        f"{len(vignettes)} vignettes ({FILE.relative_to(ROOT)}): {ordinary} of ordinary pain that must pass without "
        f"alarm, {len(vignettes) - ordinary} where something has to be done. {kinds['case_report']} are published "
        f"cases, {kinds['teaching']} teaching examples, {kinds['guideline']} sentences of a guideline told as a "
        "person. What is expected comes from each source and was written down before the rules were run; no rule was "
        "changed for them. They were put together by this project, which had read its rules; no clinician has "
        "reviewed them. They are no sample of the people of any practice, so the shares are no chances for anybody."
    )
    report.say(
        "Beside Unknot: a guide's list of red flags of which any one stops, the same with age over 50; the six items "
        "that a pain tracker shows; and Unknot's own danger signs if any of them, also a mention, stopped. The lists "
        "stand with their sources in `benchmarks/vignettes.py`. In brackets: 95 % intervals by Wilson's formula."
    )


def _tell_false_alarms(report: Report, ordinary: Sequence[Vignette]) -> None:
    report.say("## Ordinary pain: false alarms")
    report.table(
        ["way", "stopped"],
        [[name, share(sum(map(stop, ordinary)), len(ordinary))] for name, stop in ways().items()],
    )
    told = Counter(one.found.urgency for one in ordinary if not one.stops)
    report.say(
        f"Of those that pass, {told['none']} hear nothing, {told['mention']} that it is worth telling a doctor at "
        "the next chance."
    )


def _tell_sensitivity(report: Report, grave: Sequence[Vignette]) -> None:
    report.say("## Something has to be done: is it found")
    report.say(
        "*As urgent*: at least as urgent as the source. *Stops*: no session, however urgent; the other ways "
        "know nothing else. A mention need not stop anybody. *Silent*: the story, as told, holds no sign."
    )
    to_stop = [one for one in grave if one.expected != "mention"]
    groups = {IN_WORDS[urgency]: [one for one in grave if one.expected == urgency] for urgency in GRAVE}
    groups |= {"all that must stop": to_stop, "of these, not silent": [one for one in to_stop if not one.silent]}
    report.table(
        ["expected", "Unknot: as urgent", "Unknot: stops", "guide's list", "and age", "six items"],
        [
            [name, share(sum(one.is_met for one in group), len(group)), *_stopped(group)]
            for name, group in groups.items()
        ],
    )


def _stopped(vignettes: Sequence[Vignette]) -> Iterable[str]:
    for stop in list(ways().values())[:4]:
        yield share(sum(map(stop, vignettes)), len(vignettes))


def _tell_list(report: Report, title: str, what: str, vignettes: Sequence[Vignette]) -> None:
    report.say(title)
    report.say(what)
    report.say("\n".join(map(_line, vignettes)) or "None.")


def _line(one: Vignette) -> str:
    signs = ", ".join(one.found.red_flags) or "no danger sign"
    silent = " *Silent.*" if one.silent else ""
    session = ", no session" if one.stops else ""
    return (
        f"- `{one.id}` ({', '.join(one.sources)}): expected {IN_WORDS[one.expected]}, found "
        f"{IN_WORDS[one.found.urgency]}{session} ({signs}).{silent} {one.told} {one.because}"
    )


def main() -> None:
    """Print the figures, and write them where that is wished."""
    parser = argparse.ArgumentParser(description="Measure the screening on vignettes.")
    parser.add_argument("--write", action="store_true", help="write docs/reference/screening.md")
    wanted = parser.parse_args()
    report = Report()
    tell(report, read_vignettes())
    if wanted.write:
        PAGE.write_text(report.markdown, encoding="utf-8")


if __name__ == "__main__":
    main()
