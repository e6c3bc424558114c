"""What speaks for a candidate and against it: what was painted, what was answered, and what was felt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from unknot.draw import Drawing
from unknot.locate.answers import feature_column
from unknot.locate.data import load_locate_data
from unknot.locate.estimate import Reason
from unknot.locate.painted import describe_painted
from unknot.locate.sources import all_sources

SHOWN_REASONS = 3
# An answer is told as a reason when it changes the odds by about a sixth or more.
TOLD_LOG_RATIO = 0.15


class Reasons(NamedTuple):
    """The reasons for and against a candidate."""

    for_: tuple[Reason, ...]
    against: tuple[Reason, ...]


def find_reasons(drawing: Drawing, index: int, explains: Sequence[str], missing: Sequence[str]) -> Reasons:
    """Return the reasons for and against a source, by what it explains and what of it was not painted."""
    judged = [
        *((True, Reason(code="painted", text=describe_painted(name))) for name in explains[:SHOWN_REASONS]),
        *((False, Reason(code="not_painted", text=describe_painted(name))) for name in missing[:SHOWN_REASONS]),
        *_by_answers(drawing.features, index),
        *_by_findings(drawing, index),
    ]
    return Reasons(
        tuple(reason for is_for, reason in judged if is_for), tuple(reason for is_for, reason in judged if not is_for)
    )


def _by_answers(features: Mapping[str, str | None], index: int) -> Iterator[tuple[bool, Reason]]:
    """Yield the answers that move a source enough to be worth telling, the strongest first."""
    ratios = {
        name: float(feature_column(name, answer == "yes")[index])
        for name, answer in features.items()
        if answer in ("yes", "no")
    }
    told = [name for name, ratio in ratios.items() if abs(ratio) >= TOLD_LOG_RATIO]
    for name in sorted(told, key=lambda name: -abs(ratios[name]))[:SHOWN_REASONS]:
        text = f"{load_locate_data().features[name].question} {str(features[name]).capitalize()}"
        yield ratios[name] > 0, Reason(code="answer", text=text)


def _by_findings(drawing: Drawing, index: int) -> Iterator[tuple[bool, Reason]]:
    source = all_sources()[index]
    for finding in drawing.findings:
        if finding.id == source.id and source.side in (finding.side, "both"):
            is_felt = finding.reproduces_pain == "yes" and finding.tender != "no"
            text = "pressing the spot brought the pain you know" if is_felt else "pressing the spot did not bring it"
            yield is_felt, Reason(code="finding", text=text)
