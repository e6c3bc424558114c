"""The facts of the evidence: results of studies, published reviews with their pooled results.

Words used here: a *result* is one outcome of one study at one time, one row of `studies.csv`; a *study* is all its
results. A *published review* is a paper or guideline that sums up others; its *pooled estimates* are the rows of
`estimates.csv`, shown as published and never pooled again.
"""

# Modules that define many models leave out `from __future__ import annotations` (see `unknot.knowledge`).
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Literal, TypeVar

from pydantic import PlainSerializer, model_validator

from unknot.knowledge import Entry, Names, Reader

Better = Literal["lower", "higher", ""]
BodyPart = Literal["low_back", "neck", "head", "widespread", "other"]
DesignKind = Literal["randomised", "same_people", "not_randomised", "one_group", "survey"]
# Never pooled across: each answers another question.
Comparator = Literal[
    "active_sham",
    "sham",
    "sham_other",
    "inactive",
    "usual_care",
    "active",
    "active_minimal",
    "add_on",
    "dose",
    "within_person",
    "mixed",
    "none",
]
# Only the first two are trigger point pressure; the others are indirect evidence on it.
Technique = Literal["trp_manual", "self_trp", "massage", "self_massage", "mfr", "mfr_tool"]
ValueKind = Literal[
    "baseline", "post", "change", "within_change", "effect", "events", "proportion", "effect_size_text", "p_only",
    "not_seen",
]  # fmt: skip
Outcome = Literal["favours_treatment", "no_difference", "mixed", "within_group_only", ""]
Concern = Literal["fewer", "some", "serious"]
Grade = Literal["high", "moderate", "low", "very_low"]
ReviewKind = Literal[
    "systematic_review",
    "systematic_review_narrative",
    "systematic_review_harms",
    "systematic_review_reliability",
    "systematic_review_methods",
    "meta_analysis",
    "meta_analysis_reliability",
    "network_meta_analysis",
    "cochrane_review",
    "cochrane_overview",
    "overview",
    "evidence_map",
    "evidence_report",
    "guideline",
    "reliability_study",
    "diagnostic_cluster_study",
    "expert_consensus",
    "critique",
    "rebuttal",
]


# A number with the digits it was printed with; in JSON a number.
Printed = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]


class Interval(Entry):
    """An entry that may hold a 95 percent confidence interval."""

    ci_low: Printed | None = None
    ci_high: Printed | None = None

    @model_validator(mode="after")
    def _has_two_ends(self) -> "Interval":
        if (self.ci_low is None) != (self.ci_high is None):
            raise ValueError("an interval has two ends: give ci_low and ci_high, or neither")
        if self.ci_low is not None and self.ci_high is not None and self.ci_low > self.ci_high:
            raise ValueError(f"ci_low {self.ci_low} is above ci_high {self.ci_high}")
        return self


class StudyResult(Interval):
    """One outcome of one study at one time, with what holds for the whole study repeated in each of its rows."""

    id: str
    study: str
    design: str
    design_kind: DesignKind
    condition: str
    body_part: BodyPart
    chronicity: str = ""
    country: str = ""
    n_total: int | None = None
    arm_1: str
    n_1: int | None = None
    arm_2: str
    n_2: int | None = None
    comparator: Comparator
    technique: Technique
    dose_pressure: str = ""
    dose_duration: str = ""
    dose_sessions: str = ""
    domain: str
    measure: str
    unit: str = ""
    better: Better = ""
    time_point: str = ""
    value_kind: ValueKind
    mean_1: Printed | None = None
    sd_1: Printed | None = None
    mean_2: Printed | None = None
    sd_2: Printed | None = None
    events_1: int | None = None
    events_2: int | None = None
    effect_measure: str = ""
    effect: Printed | None = None
    p: str = ""
    result: Outcome = ""
    concern: Concern
    concerns: str = ""
    adverse_events: str = ""
    seen_where: str
    recalled: Names = ()


# What holds for a study as a whole, so that its rows must agree on it.
OF_THE_STUDY = (
    "sources", "design", "design_kind", "condition", "body_part", "chronicity", "country", "n_total",
    "concern", "concerns", "adverse_events", "seen_where", "recalled", "status",
)  # fmt: skip


@dataclass(frozen=True)
class Study:
    """All results of one study."""

    id: str
    results: tuple[StudyResult, ...]

    @property
    def about(self) -> StudyResult:
        """Return a row for what holds for the whole study (`OF_THE_STUDY`)."""
        return self.results[0]


class PooledEstimate(Interval):
    """A pooled result as a review published it."""

    id: str
    review: str
    comparison: str
    measure: str
    value: Printed
    i2_percent: Printed | None = None
    studies: int | None = None
    participants: int | None = None
    grade: Grade | None = None
    better: Better = ""


class PublishedReview(Entry):
    """A systematic review, a guideline, or a paper on the idea of trigger points itself."""

    id: str
    kind: ReviewKind
    topics: Names
    trials: int | None = None
    participants: int | None = None
    reviews: int | None = None
    certainty: str = ""
    risk_of_bias: str = ""
    adverse_events: str = ""
    verdict: str
    seen_where: str


@dataclass(frozen=True)
class EvidenceData:
    """All facts of the evidence, names resolved."""

    studies: Mapping[str, Study]
    results: Mapping[str, StudyResult]
    reviews: Mapping[str, PublishedReview]
    estimates: Mapping[str, PooledEstimate]

    def estimates_of(self, review: str) -> tuple[PooledEstimate, ...]:
        """Return the pooled estimates of a review in the order of the file; recalled ones too."""
        return tuple(one for one in self.estimates.values() if one.review == review)


@cache
def load_evidence_data() -> EvidenceData:
    """Return studies and reviews, read once and checked.

    Raises
    ------
    KnowledgeError
        If a row or an entry is not valid; all faults are listed, each with its row.
    """
    reader = Reader("evidence")
    results = _by_id(reader, "studies.csv", reader.rows("studies.csv", StudyResult))
    estimates = _by_id(reader, "estimates.csv", reader.rows("estimates.csv", PooledEstimate))
    reviews = reader.entries("reviews.toml", "published_review", PublishedReview)
    data = EvidenceData(_studies(reader, results.values()), results, reviews, estimates)
    _check(reader, data)
    reader.finish()
    return data


Row = TypeVar("Row", StudyResult, PooledEstimate)


def _by_id(reader: Reader, file: str, rows: Iterable[Row]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        if row.id in found:
            reader.fault(file, row.id, "stands twice")
        found[row.id] = row
    return found


def _studies(reader: Reader, results: Iterable[StudyResult]) -> dict[str, Study]:
    rows: dict[str, list[StudyResult]] = {}
    for result in results:
        rows.setdefault(result.study, []).append(result)
    for first, *others in rows.values():
        for row in others:
            for field in OF_THE_STUDY:
                if getattr(row, field) != getattr(first, field):
                    message = f"{field} differs from {first.id}, a row of the same study: {getattr(row, field)!r:.60}"
                    reader.fault("studies.csv", row.id, message)
    return {name: Study(name, tuple(of_one)) for name, of_one in rows.items()}


def _check(reader: Reader, data: EvidenceData) -> None:
    for result in data.results.values():
        _check_interval(reader, "studies.csv", result, result.effect)
        reader.resolve("studies.csv", result.id, "field", result.recalled, StudyResult.model_fields)
    for estimate in data.estimates.values():
        _check_interval(reader, "estimates.csv", estimate, estimate.value)
        reader.resolve("estimates.csv", estimate.id, "review", [estimate.review], data.reviews)
    for both in data.studies.keys() & data.reviews.keys():
        reader.fault("reviews.toml", both, "is also the name of a study; a claim could not tell them apart")
    reader.resolve_sources("studies.csv", data.results.items())
    reader.resolve_sources("estimates.csv", data.estimates.items())
    reader.resolve_sources("reviews.toml", data.reviews.items())


def _check_interval(reader: Reader, file: str, row: StudyResult | PooledEstimate, value: Decimal | None) -> None:
    if row.ci_low is None or row.ci_high is None:
        return
    if value is None or not row.ci_low <= value <= row.ci_high:
        reader.fault(file, row.id, f"its value {value} is not in its interval {row.ci_low} to {row.ci_high}")
