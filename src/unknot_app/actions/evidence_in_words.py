"""Claims, studies and reviews in words, for pages and for the command; nothing here is of a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from string import ascii_lowercase

from unknot.body.atlas import Complaint
from unknot.evidence import (
    Claim,
    PooledEstimate,
    Study,
    StudyResult,
    leaning,
    load_claims,
    load_evidence_data,
    record_of,
    row_of,
)
from unknot.evidence.telling import RATIOS
from unknot.knowledge import Source, load_sources
from unknot_app.actions.evidence_words import (
    CERTAINTIES,
    DIRECTIONS,
    GRADES,
    LACKS,
    LEANINGS,
    MAY,
    MEASURES,
    OUTCOMES,
    PRESSES_TRIGGER_POINTS,
    PROBABLY,
)
from unknot_app.actions.sentences import Sentence

MOST_DOTS = len(GRADES)
CLAIM_OF_COMPLAINT: dict[Complaint, str] = {
    "low_back": "lbp_chronic",
    "neck": "neck",
    "head": "headache",
    "widespread": "fibromyalgia",
}


@dataclass(frozen=True)
class Record:
    """A study or review as it is named elsewhere: in short, and where it can be read in full.

    `lacks` says where the name has no author or no year, because they were not seen.
    """

    id: str
    is_study: bool
    name: str
    source: Source
    is_indirect: bool
    lacks: str = ""


@dataclass(frozen=True)
class Row:
    """A row of results or of pooled estimates in words."""

    row: StudyResult | PooledEstimate
    record: Record
    compared: Sentence
    numbers: tuple[Sentence, ...]
    reads: str


def printed(number: Decimal) -> str:
    """Return a number with the digits it was printed with and a true minus sign."""
    return str(number).replace("-", "−")


def dots(grade: str) -> str:
    """Return a grade as filled and empty dots, so that it shows in grey and without its colour."""
    filled = GRADES.index(grade) + 1
    return "●" * filled + "○" * (MOST_DOTS - filled)


def short_form(claim_id: str, is_beside_stretch: bool = False) -> Sentence:
    """Return what studies say of a claim in one line, with the certainty; beside a stretch, of stretching."""
    claim = load_claims().claims[claim_id]
    said = claim.of_stretching if is_beside_stretch and claim.of_stretching else claim.verdict
    values = {"said": (said,), "certainty": (CERTAINTIES[claim.certainty],)}
    return Sentence("What studies say (%(certainty)s): %(said)s", values)


def claim_of_complaint(complaint: Complaint, pain_duration: object) -> str:
    """Return the claim that speaks of a complaint; a low back that hurt over three months has its own."""
    if complaint == "low_back" and pain_duration != "over_3_months":
        return "lbp_acute"
    return CLAIM_OF_COMPLAINT[complaint]


def direction_of(claim: Claim) -> str:
    """Return which way a claim goes, the more guarded the lower its certainty."""
    guarded = {"low": MAY, "very_low": MAY, "moderate": PROBABLY}.get(claim.certainty, {})
    return guarded.get(claim.direction, DIRECTIONS[claim.direction])


def summary(claim: Claim) -> Sentence:
    """Return how a claim stands in a few words: "May help a little (low certainty)"."""
    values = {"direction": (direction_of(claim),), "certainty": (CERTAINTIES[claim.certainty],)}
    return Sentence("%(direction)s (%(certainty)s)", values)


def source_of(record: str) -> Source:
    """Return the publication of a study or review."""
    evidence = load_evidence_data()
    entry = evidence.studies[record].about if record in evidence.studies else evidence.reviews[record]
    return load_sources()[entry.sources[0]]


def record_in_short(record: str) -> Record:
    """Return a study or review by its first author and year."""
    study = load_evidence_data().studies.get(record)
    indirect = study is not None and is_indirect(study)
    return Record(record, study is not None, name_of(record), source_of(record), indirect, lacks_of(record))


def is_indirect(study: Study) -> bool:
    """Return whether nobody in a study had trigger points pressed."""
    return not any(row.technique in PRESSES_TRIGGER_POINTS for row in study.results)


def rows_in_words(rows: Iterable[StudyResult | PooledEstimate]) -> list[Row]:
    """Return rows in words, in their order."""
    return [
        Row(row, record_in_short(record_of(row)), compared_in(row), numbers_of(row), leaning_in_words(row))
        for row in rows
    ]


def figures_in_words(figures: Iterable[str]) -> list[Row]:
    """Return the rows that figures of a claim stand for, in words."""
    return rows_in_words(row_of(load_evidence_data(), figure) for figure in figures)


def name_of(record: str) -> str:
    """Return a study or review as it is cited: first author and year, or its title where no author was seen."""
    return _names()[record]


@cache
def _names() -> Mapping[str, str]:
    """Return the names of all studies and reviews; where two would be alike, a letter tells them apart."""
    evidence = load_evidence_data()
    names = {record: _author_and_year(source_of(record)) for record in (*evidence.studies, *evidence.reviews)}
    alike: dict[str, list[str]] = {}
    for record, name in names.items():
        alike.setdefault(name, []).append(record)
    lettered = {
        record: f"{name}{letter}"
        for name, records in alike.items()
        if len(records) > 1
        for record, letter in zip(records, ascii_lowercase, strict=False)
    }
    return {**names, **lettered}


def lacks_of(record: str) -> str:
    """Return what was not seen of who wrote a study or review, and when."""
    source = source_of(record)
    return LACKS[has_author(source), source.year is not None]


def has_author(source: Source) -> bool:
    """Return whether it was seen who wrote a publication."""
    return bool(source.authors) and "not seen" not in source.authors


def _author_and_year(source: Source) -> str:
    author = source.authors.partition(",")[0].removesuffix(" et al.")
    if not has_author(source):
        title = re.split("[:;]", source.title.strip("()"))[0]
        author = f"“{title[:1].upper()}{title[1:]}”"
    return f"{author} {source.year}" if source.year else author


def numbers_of(row: StudyResult | PooledEstimate) -> tuple[Sentence, ...]:
    """Return every number of a row in words; a number that was only recalled is not told."""
    if not row.is_verified:
        return (Sentence("From memory only: the number is not shown until somebody has read it."),)
    found = tuple(_numbers(row))
    return found or (Sentence("In words only: no number in what was read."),)


def compared_in(row: StudyResult | PooledEstimate) -> Sentence:
    """Return what a row compares and measures."""
    if isinstance(row, PooledEstimate):
        return Sentence("%(compared)s", {"compared": (row.comparison,)})
    values = {"one": (row.arm_1,), "two": (row.arm_2,), "measure": (row.measure,), "when": (row.time_point,)}
    return Sentence("%(one)s against %(two)s: %(measure)s, %(when)s", values)


def leaning_in_words(row: StudyResult | PooledEstimate) -> str:
    """Return which side a row favours: what its study said, or what its interval shows."""
    if isinstance(row, StudyResult):
        return OUTCOMES[row.result]
    side = leaning(row) if row.is_verified else None
    return LEANINGS[side] if side else ""


def measures_of(rows: Sequence[StudyResult | PooledEstimate]) -> list[tuple[str, str]]:
    """Return what the numbers of rows are called, each once, with what it means."""
    names = (row.effect_measure if isinstance(row, StudyResult) else row.measure for row in rows)
    used = {known for name in names for known in MEASURES if known in re.split(r"[ ,]", name)}
    if any(row.ci_low is not None for row in rows):
        used.add("Range")
    if any(isinstance(row, StudyResult) and row.sd_1 is not None for row in rows):
        used.add("±")
    return [(name, words) for name, words in MEASURES.items() if name in used]


def _numbers(row: StudyResult | PooledEstimate) -> Iterator[Sentence]:
    if isinstance(row, PooledEstimate):
        yield from _effect(row.measure, row.value, "", row)
        if row.studies is not None:
            yield Sentence("studies: %(studies)s", {"studies": row.studies})
        if row.participants is not None:
            yield Sentence("people: %(people)s", {"people": row.participants})
        if row.i2_percent is not None:
            yield Sentence("spread between studies (I²) %(value)s %%", {"value": printed(row.i2_percent)})
        return
    if row.events_1 is not None and row.events_2 is not None:
        values = {"one": row.events_1, "n_1": row.n_1, "two": row.events_2, "n_2": row.n_2}
        yield Sentence("%(one)s of %(n_1)s people against %(two)s of %(n_2)s", values)
    yield from _means(row)
    if row.effect is not None:
        yield from _effect(row.effect_measure, row.effect, row.unit, row)
    if row.p:
        yield Sentence("as printed: %(p)s", {"p": (row.p,)})


def _means(row: StudyResult) -> Iterator[Sentence]:
    one, two = _mean(row.mean_1, row.sd_1), _mean(row.mean_2, row.sd_2)
    if one and two:
        yield _with_unit("%(one)s against %(two)s", {"one": one, "two": two}, row.unit)
    elif one:
        yield _with_unit("%(one)s", {"one": one}, row.unit)


def _mean(mean: Decimal | None, spread: Decimal | None) -> str:
    if mean is None:
        return ""
    return printed(mean) if spread is None else f"{printed(mean)} (± {printed(spread)})"


def _effect(measure: str, value: Decimal, unit: str, row: StudyResult | PooledEstimate) -> Iterator[Sentence]:
    values = {"measure": (measure,), "value": printed(value)}
    yield _with_unit("%(measure)s %(value)s", values, "" if measure.startswith(RATIOS) else unit)
    if row.ci_low is not None and row.ci_high is not None:
        yield Sentence("range %(low)s to %(high)s", {"low": printed(row.ci_low), "high": printed(row.ci_high)})


def _with_unit(text: str, values: Mapping[str, object], unit: str) -> Sentence:
    return Sentence(f"{text} %(unit)s", {**values, "unit": (unit,)}) if unit else Sentence(text, values)
